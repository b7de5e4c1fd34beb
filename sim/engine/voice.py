"""Exit and voice: what residents do who are let down (science 4.11; Hirschman 1970).

Two occasions: patience ends before anybody came, or the organisation ends the case without having solved it, or very late. The choice
is a multinomial logit. Weights are relative to leaving quietly, which weighs 1:

    petition and law together   odds * exp(b_s (max(-s, 0) - usual) + b_J (.5 - J) - b_T (T - .5) + b_n neighbours who petitioned)
    wait on, remind             before the end only        report once more    after a failed end only, once

`odds` is that of petitioning after an ordinary failure (s = -usual, J = T = .5): of those who do not go on waiting, exactly the share
`residents.petition`. Access to law takes a share out of that weight and adds nothing to it: substitution, not disappearance. One
uniform decides, in this order: petition, law, the rest; so more access only turns petitions into legal cases.
"""

from __future__ import annotations

import math

from sim.compiled import called_rule, kernel_rule
from sim.dice import duration, uniform
from sim.engine.calendar import book
from sim.engine.council import take_off_agenda
from sim.engine.fairness import fairness
from sim.engine.judge import score
from sim.engine.line import leave, stand
from sim.engine.offer import stop_offering
from sim.world.codes import NOBODY, Decision, Discipline, Event, Exit, Fate, Stage, Step

LEAST_PATIENCE_H = 1.0 / 60.0
"""Patience that is renewed lasts a minute at least, so that time goes on."""

INDIFFERENT = 0.5
"""Procedural justice where nobody has a say."""

FIRST_OF_ALL = -1e8
"""A rank before those of all disciplines, whatever head start they give, and of what leaders have taken up; after emergencies."""


@kernel_rule
def press(policy, cases, pools, i):
    """A reminder of case i; where the rules say so, a case that waits for work moves up one priority class."""
    case = cases[i]
    case.reminders += 1
    lifts = policy.remind_lifts and (policy.discipline == Discipline.PRIORITY or policy.discipline == Discipline.RISK)
    if lifts and case.fate == Fate.WAITING and case.stage == Stage.WORK and case.rank > 0.0:
        leave(cases, pools[case.pool], i)
        case.rank = max(0.0, case.rank - 1.0)  # never before the most urgent class, however much else speaks for it
        stand(cases, pools[case.pool], i)


@kernel_rule
def _petitioners(minds, offset, tie, r):
    """Share of those resident r knows who have petitioned."""
    ties = offset[r + 1] - offset[r]
    if ties == 0:
        return 0.0
    count = 0
    for at in range(offset[r], offset[r + 1]):
        count += minds[tie[at]].petitions > 0
    return count / ties


@kernel_rule
def _odds(w, i, now):
    """Weight of going outside the system, against leaving quietly."""
    policy = w.policy[0]
    issue = w.issue[i]
    just = fairness(w, w.case[i]) if policy.fair else INDIFFERENT
    felt, _, _ = score(policy, w.case[i], w.resident[issue.resident], w.category[issue.category].deadline_h, just, now)
    power = policy.exit_dissatisfaction * (max(-felt, 0.0) - policy.usual_failure)
    power -= policy.exit_justice * (just - INDIFFERENT)
    power -= policy.exit_trust * (w.mind[issue.resident].trust - INDIFFERENT)
    if policy.exit_peers > 0.0:
        power += policy.exit_peers * _petitioners(w.mind, w.tie_offset, w.tie, issue.resident)
    return policy.petition_odds * math.exp(power)


@kernel_rule
def _choose(w, i, now, ended):
    """What the resident of case i chooses now (codes.Exit)."""
    policy = w.policy[0]
    case = w.case[i]
    issue = w.issue[i]
    outside = _odds(w, i, now)
    wait = 0.0 if ended else policy.exit_wait
    remind = 0.0 if ended else policy.exit_remind
    again = policy.exit_again if ended and case.fate != Fate.RESOLVED and case.exit != Exit.REPORT_AGAIN else 0.0
    private = 0.0 if case.fate == Fate.RESOLVED else policy.exit_private
    u = uniform(issue.key, Decision.EXIT, case.choices)
    case.choices += 1
    left = u * (outside + 1.0 + wait + remind + again)
    if left < outside:
        if left >= outside * (1.0 - w.diverted[issue.category]):
            return Exit.LEGAL
        online = uniform(issue.key, Decision.PETITION_WAY, 0) < policy.online_share
        return Exit.PETITION_ONLINE if online else Exit.PETITION
    left -= outside
    if left < private:
        return Exit.PRIVATE
    if left < 1.0:
        return Exit.QUIET
    if left < 1.0 + wait:
        return Exit.WAIT
    if left < 1.0 + wait + remind:
        return Exit.REMIND
    return Exit.REPORT_AGAIN if ended else Exit.WAIT


@kernel_rule
def _wait_on(w, i, now):
    """Patience runs once more."""
    book(w.calendar, w.live[0], now + max(w.issue[i].patience_h, LEAST_PATIENCE_H), Event.GIVE_UP, i, 0)
    return Step.REST


@kernel_rule
def _is_appeased(w, i):
    """A petition is announced while the case waits for work: with some probability the office puts it first, once."""
    case = w.case[i]
    if case.exit == Exit.THREAT or case.fate != Fate.WAITING or case.stage != Stage.WORK or case.left_h >= 0.0:
        return False
    if uniform(w.issue[i].key, Decision.THREAT, 0) >= w.policy[0].threat_response:
        return False
    leave(w.case, w.pool[case.pool], i)
    case.rank = FIRST_OF_ALL
    stand(w.case, w.pool[case.pool], i)
    return True


@kernel_rule
def _lawyers(w, i):
    """Pool that does the legal work of the place, on the lowest level that has one; NOBODY if it is done outside."""
    category = w.policy[0].legal_category
    if category == NOBODY:
        return NOBODY
    for at in range(w.climb.shape[0]):
        p = w.owner[w.seat[w.issue[i].entrance, w.climb[at]], category]
        if p != NOBODY:
            return p
    return NOBODY


@kernel_rule
def _go_to_law(w, i, now):
    """Case i becomes legal work of the place's own lawyers, or leaves it."""
    case = w.case[i]
    p = _lawyers(w, i)
    if p == NOBODY:
        case.fate = Fate.LEGAL
        return Step.END
    case.lawsuit = 1
    case.fate = Fate.TRANSIT
    case.stage = Stage.WORK
    case.left_h = -1.0
    case.level = w.pool[p].level
    case.pool = p
    if math.isnan(case.registered_h):
        case.registered_h = now
    return Step.ENTER


@kernel_rule
def stop_waiting(w, i, now):
    """Case i, which nobody has in hand, leaves its line or the agenda of its council, or is on offer no longer."""
    case = w.case[i]
    if case.fate == Fate.WAITING:
        leave(w.case, w.pool[case.pool], i)
        case.waited_h += now - case.entered_h
        if case.stage == Stage.INTAKE:
            case.resident_h += now - case.entered_h
    elif case.fate == Fate.COUNCIL:
        take_off_agenda(w.case, w.chamber[case.chamber], i)
        case.council_h += now - case.entered_h
    elif case.fate == Fate.OFFERED:
        stop_offering(w, i, now)
        case.waited_h += now - case.entered_h


@kernel_rule
def leave_for_good(w, i, now):
    """The flat rule: whoever loses patience petitions, online or in person, or goes to law, or leaves it at that."""
    policy = w.policy[0]
    case = w.case[i]
    issue = w.issue[i]
    u = uniform(issue.key, Decision.PETITION, 0)
    case.fate = Fate.WITHDRAWN
    if u < policy.petition:
        if u >= policy.petition * (1.0 - w.diverted[issue.category]):
            case.exit = Exit.LEGAL
            return _go_to_law(w, i, now)
        if policy.online_share > 0.0 and uniform(issue.key, Decision.PETITION_WAY, 0) < policy.online_share:
            case.exit = Exit.PETITION_ONLINE
        case.fate = Fate.PETITIONED
    return Step.END


@called_rule
def speak_up(w, i, now):
    """Patience ended before the first contact with case i, which nobody has in hand: its resident chooses."""
    case = w.case[i]
    if case.lawsuit:
        return Step.REST
    choice = _choose(w, i, now, False)
    outside = choice == Exit.PETITION or choice == Exit.PETITION_ONLINE or choice == Exit.LEGAL
    if outside and _is_appeased(w, i):
        case.exit = Exit.THREAT
        return _wait_on(w, i, now)
    if choice == Exit.REMIND:
        press(w.policy[0], w.case, w.pool, i)
    if choice == Exit.WAIT or choice == Exit.REMIND:
        if case.exit != Exit.THREAT:
            case.exit = choice
        _wait_on(w, i, now)
        if choice == Exit.REMIND and case.fate == Fate.LOST:  # somebody asks, somebody looks for it
            case.fate = Fate.TRANSIT
            return Step.ROUTE
        return Step.REST
    case.exit = choice
    stop_waiting(w, i, now)
    if choice == Exit.LEGAL:
        return _go_to_law(w, i, now)
    if choice == Exit.PRIVATE:
        case.fate = Fate.SELF_RESOLVED
    elif choice == Exit.QUIET:
        case.fate = Fate.WITHDRAWN
    else:
        case.fate = Fate.PETITIONED
        w.mind[w.issue[i].resident].petitions += 1
    return Step.END


@kernel_rule
def _is_let_down(w, i, now):
    """Whether the end of case i is a failure that its resident knows of: unsolved, turned away, or solved far too late."""
    case = w.case[i]
    if case.lawsuit or math.isnan(case.reported_h) or math.isnan(case.noticed_h):
        return False
    if case.fate == Fate.RESOLVED:
        promise_h = w.category[w.issue[i].category].deadline_h
        return now - max(case.reported_h, case.noticed_h) > w.policy[0].exit_late * promise_h
    return case.fate == Fate.UNRESOLVED or case.fate == Fate.REJECTED


@called_rule
def is_taken_up_again(w, i, now):
    """The resident of case i, about to end, chooses if let down; returns whether the case goes on. May change its fate."""
    if not _is_let_down(w, i, now):
        return False
    case = w.case[i]
    solved = case.fate == Fate.RESOLVED
    case.exit = _choose(w, i, now, True)
    if case.exit == Exit.REPORT_AGAIN:
        policy = w.policy[0]
        case.fate = Fate.TRANSIT
        u = uniform(w.issue[i].key, Decision.REPORT_AGAIN, 0)
        book(w.calendar, w.live[0], now + duration(policy.again_law, policy.again_h, policy.again_cv, u), Event.ARRIVAL, i, 0)
        return True
    if case.exit == Exit.PETITION or case.exit == Exit.PETITION_ONLINE:
        w.mind[w.issue[i].resident].petitions += 1
    if solved:
        return False
    if case.exit == Exit.PRIVATE:
        case.fate = Fate.SELF_RESOLVED
    elif case.exit == Exit.LEGAL:
        case.fate = Fate.LEGAL
    elif case.exit != Exit.QUIET:
        case.fate = Fate.PETITIONED
    return False
