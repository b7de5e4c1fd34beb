"""Free hands: who is idle, who is chosen for a case, and what a handler does next."""

from __future__ import annotations

import math

from sim.compiled import kernel_rule
from sim.dice import duration, uniform
from sim.engine.calendar import book
from sim.engine.gaming import is_sham
from sim.engine.hours import book_hours
from sim.engine.line import is_sooner, leave
from sim.engine.purse import buy
from sim.engine.repeats import count_repeats
from sim.engine.skill import ease, mastered
from sim.engine.travel import travel_hours
from sim.world.codes import NOBODY, SEED_CHORES, Chore, Decision, Event, Fate, Stage


@kernel_rule
def rest(handler, pool, h):
    """Handler h has nothing to do: join the end of the pool's (row) idle list; the longest idle is sent first."""
    own = handler[h]
    own.idle_next = NOBODY
    own.idle_before = pool.idle_last
    if pool.idle_last == NOBODY:
        pool.idle = h
    else:
        handler[pool.idle_last].idle_next = h
    pool.idle_last = h
    pool.idle_count += 1


@kernel_rule
def stop_resting(handler, pool, h):
    """Take handler h out of the idle list of its pool (row)."""
    own = handler[h]
    if own.idle_before == NOBODY:
        pool.idle = own.idle_next
    else:
        handler[own.idle_before].idle_next = own.idle_next
    if own.idle_next == NOBODY:
        pool.idle_last = own.idle_before
    else:
        handler[own.idle_next].idle_before = own.idle_before
    pool.idle_count -= 1


@kernel_rule
def choose_handler(pools, pool, place):
    """The free handler for a case at an entrance and for a pool (rows): the pool's own idle longest, else the group's nearest; NOBODY if none.

    Under nearest dispatch the pool's own have no precedence. Ties go to the smaller row.
    """
    if pool.group_size == 1 or (pool.idle != NOBODY and not pool.nearest):
        return pool.idle
    best = NOBODY
    best_h = math.inf
    for q in range(pool.group, pool.group + pool.group_size):
        if pools[q].idle != NOBODY:
            trip_h = travel_hours(pools[q], place)
            if trip_h < best_h:
                best_h = trip_h
                best = pools[q].idle
    return best


@kernel_rule
def _service_hours(w, h, i, now):
    """Hours of work of this visit, before travel. Decides on the way whether this level can close the case.

    The job that closes the case is the issue's own, the same under every organisation; each diagnosis before it, and each
    repair of a fix that did not hold, is a draw of its own. A false closure takes no more than a diagnosis, and every
    repeated report a look.
    """
    case = w.case[i]
    issue = w.issue[i]
    policy = w.policy[0]
    if case.stage == Stage.INTAKE:
        channel = w.channel[case.channel]
        u = uniform(issue.key, Decision.CONTACT, case.trips)
        return duration(channel.contact_law, channel.contact_h, channel.contact_cv, u)
    pool = w.pool[w.handler[h].pool]
    if case.lawsuit:
        case.refused = 0
        law = w.category[policy.legal_category]
        return duration(law.law, law.work_h, law.work_cv, uniform(issue.key, Decision.LEGAL_WORK, 0)) / pool.speed
    kind = w.category[issue.category]
    remit = w.remit[case.level, issue.category]
    case.sham = 1 if policy.games and is_sham(policy, w.scorecard[issue.category], case, issue, kind, now) else 0
    power = remit.authority
    if policy.teams and pool.team != NOBODY:
        power = min(power, w.mandate[pool.team, issue.category])
    able = not case.sham and issue.difficulty <= min(remit.reach, mastered(w, h, i))
    if able and issue.authority > power and not case.keyed:
        able = policy.purses and pool.team == NOBODY and buy(w, i, now)
    case.refused = 0 if able or case.sham else 1
    if not able:
        u = uniform(issue.key, Decision.DIAGNOSIS, case.hops)
        work_h = policy.diagnosis_share * duration(kind.law, kind.work_h, kind.work_cv, u)
    elif case.failed > 0:
        work_h = duration(kind.law, kind.work_h, kind.work_cv, uniform(issue.key, Decision.WORK, case.failed))
    else:
        work_h = issue.work_h
    if pool.learning != 0.0:
        work_h *= ease(w.handler[h], pool, now)
    if policy.duplicates_per_h > 0.0:
        work_h += count_repeats(policy, case, issue, kind, now) * policy.diagnosis_share * kind.work_h
    return work_h / pool.speed


@kernel_rule
def begin_case(w, h, i, now, call_h):
    """Handler h (free, on duty, not in the idle list) begins or resumes case i, which stands in no line, and sets out after `call_h`."""
    case = w.case[i]
    handler = w.handler[h]
    book_hours(handler, now)
    p = handler.pool
    pool = w.pool[p]
    waited = now - case.entered_h
    case.waited_h += waited
    pool.waited_h += waited
    if case.left_h >= 0.0:
        service_h = case.left_h
        case.left_h = -1.0
    else:
        service_h = _service_hours(w, h, i, now)
        pool.starts += 1
    trip_h = call_h + travel_hours(pool, w.entrance[w.issue[i].entrance]) if case.stage == Stage.WORK else 0.0
    if case.stage == Stage.WORK and math.isnan(case.contacted_h):
        case.contacted_h = now + trip_h
    case.fate = Fate.SERVICE
    case.pool = p
    handler.busy = 1
    handler.case = i
    handler.stamp += 1
    handler.start_h = now
    handler.arrive_h = now + trip_h
    handler.finish_h = handler.arrive_h + service_h
    book(w.calendar, w.live[0], handler.finish_h, Event.COMPLETION, h, handler.stamp)


@kernel_rule
def begin_chore(w, h, chore, now):
    """Handler h (free, on duty, not in the idle list) begins a chore it owes, or goes on with one put down."""
    handler = w.handler[h]
    duty = w.duty[h, chore]
    book_hours(handler, now)
    length_h = duty.left_h
    if length_h == 0.0:
        u = uniform(handler.key, Decision.CHORE_TIME, (duty.turn - duty.owed) * SEED_CHORES + chore)
        mean_h = duty.task_h
        if chore == Chore.OTHER_LIFE:  # in proportion to the time really given, however long the last job took
            mean_h *= (handler.duty_h - duty.since_h) / duty.gap_h
        length_h = duration(duty.task_law, mean_h, 1.0, u)
    duty.left_h = 0.0
    duty.owed -= 1
    handler.owes -= 1
    handler.busy = 1
    handler.chore = chore
    handler.stamp += 1
    handler.start_h = now
    handler.arrive_h = now
    handler.finish_h = now + length_h
    if handler.finish_h <= w.roster[handler.roster].until_h:  # else it is put down when the shift ends
        book(w.calendar, w.live[0], handler.finish_h, Event.COMPLETION, h, handler.stamp)


@kernel_rule
def gap_hours(key, duty, chore):
    """Duty time until the next chore of this kind falls due. Those after the seed chores are regular: their number is not used."""
    return duration(duty.gap_law, duty.gap_h, 1.0, uniform(key, Decision.CHORE_GAP, duty.turn * SEED_CHORES + chore))


@kernel_rule
def _front_is_sooner(case, one, other):
    """Whether the front of one pool's line (rows) comes before the other's; an empty line never does."""
    if one.line == NOBODY:
        return False
    return other.line == NOBODY or is_sooner(case[one.line], case[other.line])


@kernel_rule
def _next_line(case, pools, p):
    """The pool whose front case a free handler of pool p takes: its own, else the soonest of the group; NOBODY if all are empty."""
    pool = pools[p]
    if pool.line != NOBODY and not pool.nearest:
        return p
    best = p
    if pool.group_size > 1:
        for q in range(pool.group, pool.group + pool.group_size):
            if _front_is_sooner(case, pools[q], pools[best]):
                best = q
    return NOBODY if pools[best].line == NOBODY else best


@kernel_rule
def next_job(w, h, now):
    """Handler h is free: owed chores first, then the next case, else rest. Off duty: nothing."""
    handler = w.handler[h]
    if not handler.on_duty:
        return
    if handler.owes > 0:
        chore = 0
        while w.duty[h, chore].owed == 0:
            chore += 1
        begin_chore(w, h, chore, now)
        return
    p = _next_line(w.case, w.pool, handler.pool)
    if p == NOBODY:
        book_hours(handler, now)
        rest(w.handler, w.pool[handler.pool], h)
        return
    i = w.pool[p].line
    leave(w.case, w.pool[p], i)
    begin_case(w, h, i, now, 0.0)
