"""What residents do before anybody works: notice, tolerate, settle it themselves, report, remind, give up.

Competing hazards (science 4.2): reporting against going away by itself; a patrol may come first. The hazard of reporting is
r0 * severity**a * exp(b_E * (E - 0.5)) * sum over channels of know * exp(-b_c * effort), taken when the issue is noticed;
each channel is a hazard of its own, which makes the choice of channel a multinomial logit.
"""

from __future__ import annotations

import math

from sim.compiled import kernel_rule
from sim.dice import uniform
from sim.engine.calendar import book
from sim.engine.hidden import BY_PATROL, hide, is_seen, unhide
from sim.engine.hours import count_open
from sim.engine.opening import next_open
from sim.engine.prevention import prevented_share
from sim.engine.trip import pace, walk
from sim.engine.trust import reporting_factor
from sim.engine.voice import LEAST_PATIENCE_H, leave_for_good, press, speak_up, stop_waiting
from sim.engine.yard import BY_OWN, take_up
from sim.world.codes import NOBODY, Decision, Event, Fate, Stage, Step


@kernel_rule
def occur(w, i, now):
    """Issue i occurs, unless prevention stops it or the same resident's problem is still open."""
    issue = w.issue[i]
    case = w.case[i]
    person = w.resident[issue.resident]
    prevented = w.prevented[issue.category]
    if w.policy[0].prevents:
        prevented = prevented_share(w, issue, prevented, now)
    if issue.prevention < prevented:
        case.fate = Fate.PREVENTED
        case.ended_h = now
        return Step.REST
    if w.policy[0].one_at_a_time and person.open_issues > 0:
        case.fate = Fate.COVERED
        case.ended_h = now
        return Step.REST
    person.open_issues += 1
    case.fate = Fate.LATENT
    if is_seen(w, i):
        hide(w.case, w.entrance[issue.entrance], w.live[0], i)
    if issue.notice_h > 0.0:
        book(w.calendar, w.live[0], now + issue.notice_h, Event.NOTICE, i, 0)
        return Step.REST
    return Step.NOTICE


@kernel_rule
def _report_rate(policy, issue, person, appeal):
    """Hazard of reporting per hour, given the summed appeal of all channels to this resident."""
    efficacy = person.successes / (person.successes + person.failures)
    return (
        policy.report_rate_per_h
        * issue.severity**policy.severity_exponent
        * math.exp(policy.efficacy_effect * (efficacy - 0.5))
        * appeal
    )


@kernel_rule
def _appeal(w, issue, person, channel):
    """How much a channel appeals to this resident, from where the issue is."""
    appeal = w.appeal[person.group, channel]
    if w.policy[0].ways:
        appeal *= w.access[pace(person), issue.entrance, channel].nearness
    return appeal


@kernel_rule
def _choose_channel(w, issue, person, left):
    """The channel that wins among the competing hazards; `left` is uniform between 0 and their sum."""
    last = w.appeal.shape[1] - 2  # the last column is patrol, which nobody chooses
    for channel in range(last):
        left -= _appeal(w, issue, person, channel)
        if left < 0.0:
            return channel
    return last


@kernel_rule
def notice(w, i, now):
    """The resident notices: report, or let it go away, whichever comes first. A registered issue is only noted."""
    case = w.case[i]
    if case.fate >= Fate.PREVENTED:
        return Step.REST
    case.noticed_h = now
    if case.fate != Fate.LATENT:
        _start_waiting(w, i, now)
        return Step.REST
    case.fate = Fate.NOTICED
    if w.charter.shape[0] > 0 and take_up(w, i, now):
        return Step.REST
    issue = w.issue[i]
    person = w.resident[issue.resident]
    total = 0.0
    for channel in range(w.appeal.shape[1] - 1):
        total += _appeal(w, issue, person, channel)
    report_h = math.inf
    if total > 0.0:
        channel = _choose_channel(w, issue, person, total * uniform(issue.key, Decision.CHANNEL, 0))
        if math.isinf(w.policy[0].report_rate_per_h):
            report_h = now
        else:
            rate = _report_rate(w.policy[0], issue, person, total)
            if w.policy[0].feels:
                rate *= reporting_factor(w.policy[0], w.mind, w.tie_offset, w.tie, issue.resident)
            if rate > 0.0:
                report_h = now + issue.urge / rate
        if w.channel[channel].roster != NOBODY and report_h < math.inf:
            report_h = next_open(w.roster[w.channel[channel].roster], w.change, report_h)
        case.channel = channel
    if report_h == now:
        return Step.REPORT
    if report_h < math.inf and report_h <= now + issue.self_h:
        book(w.calendar, w.live[0], report_h, Event.REPORT, i, 0)
    elif issue.self_h < math.inf:
        book(w.calendar, w.live[0], now + issue.self_h, Event.SELF_RESOLUTION, i, 0)
    return Step.REST


@kernel_rule
def resolve_self(w, i, stamp):
    """The issue goes away or is settled privately, unless it was registered meanwhile; or the yard's residents have done it."""
    case = w.case[i]
    if case.fate != Fate.NOTICED:
        return Step.REST
    if stamp == BY_OWN:
        case.fate = Fate.SELF_MANAGED
        return Step.END
    if is_seen(w, i):
        unhide(w.case, w.entrance[w.issue[i].entrance], w.live[0], i)
    case.fate = Fate.SELF_RESOLVED
    return Step.END


@kernel_rule
def _start_waiting(w, i, now):
    """From now on the resident knows that the organisation knows: patience runs, reminders fall due."""
    policy = w.policy[0]
    if w.issue[i].patience_h < math.inf:
        book(w.calendar, w.live[0], now + w.issue[i].patience_h, Event.GIVE_UP, i, 0)
    if policy.remind_h < math.inf and policy.remind_cap > 0:
        book(w.calendar, w.live[0], now + policy.remind_h, Event.REMINDER, i, 0)


@kernel_rule
def report(w, i, now, stamp):
    """The organisation hears of issue i, from its resident or from a patrol (stamp BY_PATROL)."""
    case = w.case[i]
    if stamp != BY_PATROL and case.fate != Fate.NOTICED:
        return Step.REST
    if stamp != BY_PATROL and is_seen(w, i):
        unhide(w.case, w.entrance[w.issue[i].entrance], w.live[0], i)
    case.reported_h = now
    case.fate = Fate.INTAKE
    count_open(w.live[0], now, 1)
    if not math.isnan(case.noticed_h):
        _start_waiting(w, i, now)
    if stamp != BY_PATROL:
        walk(w, i)
    desk = w.channel[case.channel].desk
    if desk == NOBODY:
        return Step.REGISTER
    case.stage = Stage.INTAKE
    case.pool = desk
    return Step.ENTER


@kernel_rule
def give_up(w, i, now):
    """Patience ends before the first contact: the resident withdraws, petitions or goes to law; or chooses by what was lived through.

    While somebody deals with the case (a desk, or a handler on the way) nobody leaves; patience then runs once more.
    """
    case = w.case[i]
    if case.fate >= Fate.PREVENTED or case.contacted_h <= now:
        return Step.REST
    if case.fate == Fate.SERVICE:
        book(w.calendar, w.live[0], now + max(w.issue[i].patience_h, LEAST_PATIENCE_H), Event.GIVE_UP, i, 0)
        return Step.REST
    if w.policy[0].exits:
        return speak_up(w, i, now)
    stop_waiting(w, i, now)
    return leave_for_good(w, i, now)


@kernel_rule
def remind(w, i, now):
    """The resident reminds; a mislaid case is found; where the rules say so, a waiting one moves up one priority class."""
    policy = w.policy[0]
    case = w.case[i]
    if case.fate >= Fate.PREVENTED:
        return Step.REST
    if case.fate == Fate.RELAPSE:  # the resident still thinks it is solved
        book(w.calendar, w.live[0], now + policy.remind_h, Event.REMINDER, i, 0)
        return Step.REST
    press(policy, w.case, w.pool, i)
    if case.reminders < policy.remind_cap:
        book(w.calendar, w.live[0], now + policy.remind_h, Event.REMINDER, i, 0)
    if case.fate == Fate.LOST:
        case.fate = Fate.TRANSIT
        return Step.ROUTE
    return Step.REST
