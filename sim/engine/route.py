"""From the register to a line: direct answer, triage, dispatch, referral, escalation (science 4.4, 4.5)."""

from __future__ import annotations

import math

from sim.compiled import kernel_rule
from sim.dice import Law, duration, uniform
from sim.engine.calendar import book
from sim.engine.council import must_be_heard
from sim.engine.emergency import call_up, is_emergency
from sim.engine.hands import begin_case, choose_handler, stop_resting
from sim.engine.leaders import enter_docket
from sim.engine.line import leave, stand
from sim.engine.lost import mislay
from sim.engine.offer import is_offered_first
from sim.engine.precedence import rank_of
from sim.engine.purse import payer
from sim.world.codes import NOBODY, Decision, Dispatch, Event, Fate, Stage, Step


@kernel_rule
def _triage_hours(policy, case, key):
    """Time until a right office is named: each try costs triage time; a wrong office keeps the case a while."""
    hours = duration(policy.triage_law, policy.triage_h, policy.triage_cv, uniform(key, Decision.TRIAGE_TIME, 0))
    while policy.triage_accuracy < 1.0 and uniform(key, Decision.TRIAGE_RIGHT, case.misroutes) >= policy.triage_accuracy:
        hours += duration(Law.EXPONENTIAL, policy.bounce_h, 1.0, uniform(key, Decision.BOUNCE_TIME, case.misroutes))
        case.misroutes += 1
        u = uniform(key, Decision.TRIAGE_TIME, case.misroutes)
        hours += duration(policy.triage_law, policy.triage_h, policy.triage_cv, u)
    return hours


@kernel_rule
def register(w, i, now):
    """Case i enters the register: answered on the spot, or sent to triage."""
    case = w.case[i]
    issue = w.issue[i]
    case.registered_h = now
    answered = w.direct[case.channel, issue.category]
    if answered > 0.0 and uniform(issue.key, Decision.DIRECT, 0) < answered:
        if math.isnan(case.contacted_h):
            case.contacted_h = now
        case.closed_h = now
        case.fate = Fate.RESOLVED
        return Step.END
    case.stage = Stage.WORK
    case.fate = Fate.TRANSIT
    if w.policy[0].dispatch == Dispatch.HIERARCHICAL:
        if case.level == NOBODY:  # a patrol has already named its own level
            case.level = w.channel[case.channel].level
    else:
        case.level = NOBODY
    for row in range(w.leader.shape[0]):
        enter_docket(w.leader[row], w.docket, i)
    hours = 0.0
    if not (w.policy[0].dispatch == Dispatch.HIERARCHICAL and case.channel == w.channel.shape[0] - 1):
        hours = _triage_hours(w.policy[0], case, issue.key)  # who found it on patrol is its first office, unless a platform decides
        if is_emergency(w, i):
            hours *= w.policy[0].triage_factor
        if w.policy[0].lost > 0.0 and mislay(w.policy[0], case, issue, 0):
            return Step.REST
    if hours > 0.0:
        book(w.calendar, w.live[0], now + hours, Event.ARRIVAL, i, 0)
        return Step.REST
    return Step.ROUTE


@kernel_rule
def _owner(w, issue, level):
    """The pool that serves an issue (row) at a level: in special places those trained for them come first; NOBODY if none does."""
    unit = w.seat[issue.entrance, level]
    if w.special_owner.shape[0] > 0 and w.entrance[issue.entrance].special:
        return w.special_owner[unit, issue.category]
    return w.owner[unit, issue.category]


@kernel_rule
def _lowest_level(w, i):
    """The lowest level that serves the category and holds the authority (or the money) as the platform's papers show; else the highest that serves."""
    issue = w.issue[i]
    serves = NOBODY
    for at in range(w.climb.shape[0]):
        level = w.climb[at]
        if _owner(w, issue, level) != NOBODY or (w.policy[0].teams and w.first_offer[w.seat[issue.entrance, level], issue.category] != NOBODY):
            serves = level
            if issue.authority <= w.remit[level, issue.category].authority:
                return level
            if w.policy[0].purses and payer(w, i, level) != NOBODY:
                return level
    return serves


@kernel_rule
def route(w, i, now):
    """Case i arrives where it was sent: find the pool. A level that does not serve the category passes it on.

    Where people may decline, it is offered to them first.
    """
    case = w.case[i]
    issue = w.issue[i]
    if case.level == NOBODY:
        case.level = _lowest_level(w, i)
        if case.level == NOBODY:
            case.closed_h = now
            case.fate = Fate.UNRESOLVED
            return Step.END
    if w.policy[0].deliberates and case.chamber == NOBODY and not is_emergency(w, i) and must_be_heard(w, i):
        return Step.COUNCIL
    if w.policy[0].teams and is_offered_first(w, i) and not is_emergency(w, i):
        return Step.OFFER
    p = _owner(w, issue, case.level)
    if p == NOBODY:
        return Step.REFER
    if w.pool[p].handover_h > 0.0 and case.handed != p:  # whoever has had it once needs no second briefing
        case.handed = p
        case.fate = Fate.TRANSIT
        book(w.calendar, w.live[0], now + w.pool[p].handover_h, Event.ARRIVAL, i, 0)
        return Step.REST
    case.pool = p
    return Step.ENTER


@kernel_rule
def refer(w, i, now):
    """Case i goes up one level, or is closed as unresolved at the top."""
    case = w.case[i]
    level = w.level[case.level]
    if level.parent == NOBODY:
        if math.isnan(case.closed_h):
            case.closed_h = now
        case.fate = Fate.UNRESOLVED
        return Step.END
    case.hops += 1
    case.level = level.parent
    case.fate = Fate.TRANSIT
    if w.policy[0].lost > 0.0 and mislay(w.policy[0], case, w.issue[i], case.hops):
        return Step.REST
    u = uniform(w.issue[i].key, Decision.HOP, case.hops)
    hours = duration(level.hop_law, level.hop_h, level.hop_cv, u)
    if is_emergency(w, i):
        hours *= w.policy[0].hop_factor
    if hours > 0.0 and not case.keyed:
        book(w.calendar, w.live[0], now + hours, Event.ARRIVAL, i, 0)
        return Step.REST
    return Step.ROUTE


@kernel_rule
def enter(w, i, now):
    """Case i comes to its pool: a free hand begins at once, else it stands in line, else it is turned away."""
    case = w.case[i]
    pool = w.pool[case.pool]
    live = w.live[0]
    if case.left_h < 0.0:  # a job put down at the end of a shift keeps its place and is no new arrival
        pool.arrivals += 1
        case.ticket = live.tickets
        live.tickets += 1
        case.rank = rank_of(w, i)
        if case.stage == Stage.WORK and math.isnan(case.assigned_h):
            case.assigned_h = now
    case.entered_h = now
    call_h = 0.0
    h = choose_handler(w.pool, pool, w.entrance[w.issue[i].entrance])
    if h != NOBODY:
        stop_resting(w.handler, w.pool[w.handler[h].pool], h)
    elif is_emergency(w, i):
        h = call_up(w, i, now)
        if h != NOBODY and w.handler[h].pool != case.pool:
            call_h = w.policy[0].callback_h
    if h != NOBODY:
        begin_case(w, h, i, now, call_h)
        return Step.REST
    if pool.waiting >= pool.limit and case.left_h < 0.0:
        case.fate = Fate.REJECTED
        return Step.END
    case.fate = Fate.WAITING
    stand(w.case, pool, i)
    if case.stage == Stage.WORK and w.level[case.level].escalate_h < math.inf:
        book(w.calendar, w.live[0], now + w.level[case.level].escalate_h, Event.ESCALATION, i, 0)
    return Step.REST


@kernel_rule
def escalate(w, i, now):
    """A case that has waited in this line all the time since the appointment was made moves up, if there is an upper level."""
    case = w.case[i]
    if case.fate != Fate.WAITING or case.stage != Stage.WORK or case.lawsuit:
        return Step.REST
    level = w.level[case.level]
    if level.parent == NOBODY or case.entered_h + level.escalate_h != now:
        return Step.REST
    leave(w.case, w.pool[case.pool], i)
    case.waited_h += now - case.entered_h
    case.left_h = -1.0
    return Step.REFER
