"""The end of a job: what was done, what follows for the case, what the handler does next."""

from __future__ import annotations

import math

from sim.compiled import kernel_rule
from sim.dice import duration, uniform
from sim.engine.accept import tire
from sim.engine.calendar import book
from sim.engine.fairness import fails_less
from sim.engine.gaming import BY_AUDIT, is_found_out
from sim.engine.hands import gap_hours
from sim.engine.hidden import patrol, visit
from sim.engine.hiring import promise
from sim.engine.hours import book_hours
from sim.engine.skill import attend, practise
from sim.engine.trip import send_home
from sim.world.codes import N_CHORES, NOBODY, Chore, Decision, Event, Fate, Stage, Step


@kernel_rule
def write_visit(visits, live, handler, case, h, now, interrupted):
    """Append the job in hand of handler h to the visit table; the loop guarantees that there is room."""
    visit = visits[live.visits]
    visit.case = handler.case
    visit.handler = h
    visit.stage = case.stage
    visit.entered_h = case.entered_h
    visit.start_h = handler.start_h
    visit.finish_h = now
    visit.interrupted = interrupted
    live.visits += 1


@kernel_rule
def _leave_other_life(w, h, now):
    """A part-timer is back: the next stretch of other life comes after some duty time."""
    duty = w.duty[h, Chore.OTHER_LIFE]
    duty.since_h = w.handler[h].duty_h
    duty.due_h = now + gap_hours(w.handler[h].key, duty, Chore.OTHER_LIFE)
    if duty.due_h < w.roster[w.handler[h].roster].until_h:
        book(w.calendar, w.live[0], duty.due_h, Event.CHORE, h * N_CHORES + Chore.OTHER_LIFE, duty.turn)


@kernel_rule
def complete(w, h, now):
    """Handler h finishes the job in hand; returns what follows for the case, if it was one.

    The loop lets the handler turn to the next job *before* the finished case moves on, so that a case fed back to the same
    line stands behind those who waited there already.
    """
    handler = w.handler[h]
    book_hours(handler, now)
    handler.busy = 0
    if handler.chore != NOBODY:
        chore = handler.chore
        handler.chore = NOBODY
        if chore == Chore.PATROL:
            patrol(w, h, now)
        elif chore == Chore.OTHER_LIFE:
            _leave_other_life(w, h, now)
        elif chore == Chore.VISIT:
            visit(w, h, now)
        elif chore == Chore.TRAINING:
            attend(handler, w.pool[handler.pool])
        return Step.REST
    i = handler.case
    case = w.case[i]
    if w.policy[0].records_visits:
        write_visit(w.visit, w.live[0], handler, case, h, now, 0)
    case.worked_h += now - handler.start_h
    case.fate = Fate.TRANSIT
    handler.services += 1
    if w.pool[handler.pool].learning != 0.0:
        practise(handler, w.pool[handler.pool], now)
    handler.case = NOBODY
    if case.stage == Stage.INTAKE:
        case.trips += 1
        case.resident_h += now - case.entered_h
        if w.policy[0].trips and case.trips < w.trips[case.channel, w.issue[i].category]:
            return send_home(w, i, now)
        return Step.REGISTER
    case.visits += 1
    helped = w.policy[0].teams and w.pool[handler.pool].team != NOBODY
    if helped:
        tire(w.team[w.pool[handler.pool].team], w.helper[h], w.offer[i], now - handler.start_h, now)
    if case.lawsuit:
        case.fate = Fate.LEGAL
        return Step.END
    if helped and case.refused:
        return Step.ROUTE  # who offered to help and cannot hands it to the regular owner
    if case.sham:
        return Step.CLOSE
    return Step.REFER if case.refused else Step.DECIDE


@kernel_rule
def decide(w, i, now):
    """The work is done here; other agencies sign off first where the issue needs them (science 3.4 L3, theory T7).

    A request takes exponential time with mean coordination_h and is granted with probability `cooperation`, else repeated:
    a geometric number of exponential times is exponential with mean coordination_h / cooperation. A joint review makes all
    requests at its next meeting: half an interval of waiting, then the longest instead of the sum.
    """
    policy = w.policy[0]
    case = w.case[i]
    agencies = w.issue[i].agencies
    procedure = w.procedure[w.issue[i].category]
    mean_h = policy.coordination_h * procedure.coordination / procedure.cooperation
    if case.signed or agencies == 0 or mean_h <= 0.0 or case.keyed:
        return Step.CLOSE
    hours = 0.0
    for agency in range(agencies):
        one_h = -mean_h * math.log1p(-uniform(w.issue[i].key, Decision.COORDINATION, agency))
        hours = max(hours, one_h) if policy.parallel else hours + one_h
    case.fate = Fate.SIGNING
    begins_h = now
    if policy.review_every_h > 0.0:
        begins_h = math.ceil(now / policy.review_every_h) * policy.review_every_h
    book(w.calendar, w.live[0], begins_h + hours, Event.SIGNATURE, i, 0)
    return Step.REST


@kernel_rule
def close(w, i, now):
    """The case is officially closed; it is solved and the fix holds, or the problem is still there or comes back."""
    case = w.case[i]
    issue = w.issue[i]
    if math.isnan(case.closed_h):
        case.closed_h = now
    if case.sham:
        case.shams += 1
    else:
        case.signed = 1
        relapse = w.category[issue.category].relapse
        if w.policy[0].lasting:
            relapse *= fails_less(w, case)
        if uniform(issue.key, Decision.HOLD, case.failed) >= relapse:
            case.fate = Fate.RESOLVED
            if w.vacancy.shape[0] > 0:
                promise(w, i, now)
            return Step.END
    case.fate = Fate.RELAPSE
    policy = w.policy[0]
    hours = duration(policy.recheck_law, policy.recheck_h, policy.recheck_cv, uniform(issue.key, Decision.RECHECK, case.failed))
    stamp = 0
    if policy.audit_found > 0.0 and is_found_out(policy, case, issue, policy.audit_delay_h, hours):
        hours = policy.audit_delay_h
        stamp = BY_AUDIT
    book(w.calendar, w.live[0], now + hours, Event.RETURN, i, stamp)
    return Step.REST


@kernel_rule
def bring_back(w, i, stamp):
    """The resident notices that it is not solved: reported again to the level that closed it, or left at that.

    A call back that found it out (stamp BY_AUDIT) brings it back in any case.
    """
    case = w.case[i]
    case.failed += 1
    if stamp == BY_AUDIT:
        case.audits += 1
    elif uniform(w.issue[i].key, Decision.REOPEN, case.failed - 1) >= w.policy[0].reopen:
        case.fate = Fate.UNRESOLVED
        return Step.END
    case.returns += 1
    case.fate = Fate.TRANSIT
    return Step.ROUTE
