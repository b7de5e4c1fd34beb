"""Emergencies: who puts what down for them, who is called, and how fast they travel up (science 4.17).

An emergency stands before every other case in line. Where no hand is free, the hand of the pool with the least urgent job
puts it down (pre-empt, resume): a chore before a case, of cases the one that would stand last in line. A part-timer who is
away, another emergency, and a job that ends at this very instant are not interrupted. Failing that, the nearest of the
other pools of the same post is called: one with a free hand, else one with a hand to interrupt.
"""

from __future__ import annotations

import math

from sim.compiled import called_rule, kernel_rule
from sim.engine.hands import stop_resting
from sim.engine.hours import book_hours
from sim.engine.line import is_sooner
from sim.engine.shift import put_case_down, put_chore_down
from sim.engine.travel import travel_hours
from sim.world.codes import NOBODY, Chore, Stage

FIRST = -1e9
"""Rank of an emergency in line: before every other, whatever the discipline and whoever has taken the other up."""


@kernel_rule
def is_emergency(w, i):
    """Whether case i is to be treated as an emergency; what has gone to law is none."""
    return w.policy[0].emergencies and w.emergency[w.issue[i].category] and w.case[i].stage == Stage.WORK and not w.case[i].lawsuit


@kernel_rule
def _least_urgent(w, pool, now):
    """The hand of a pool (row) whose job may be interrupted and is least urgent; NOBODY if there is none. Ties go to the smaller row."""
    best = NOBODY
    for h in range(pool.first_handler, pool.first_handler + pool.handlers):
        own = w.handler[h]
        if not (own.busy and own.on_duty) or own.finish_h <= now or own.chore == Chore.OTHER_LIFE:
            continue
        if own.chore == NOBODY and w.emergency[w.issue[own.case].category] and not w.case[own.case].lawsuit:
            continue
        if best == NOBODY:
            best = h
        elif w.handler[best].chore == NOBODY:
            if own.chore != NOBODY or is_sooner(w.case[w.handler[best].case], w.case[own.case]):
                best = h
    return best


@kernel_rule
def _nearest_called(w, i, now):
    """The hand called from another pool for case i: idle longest in the nearest pool with one, else least urgent in the nearest; NOBODY."""
    pool = w.pool[w.case[i].pool]
    place = w.entrance[w.issue[i].entrance]
    best = NOBODY
    best_h = math.inf
    best_is_free = False
    for q in range(pool.surge, pool.surge + pool.surge_size):
        if q == w.case[i].pool:
            continue
        h = w.pool[q].idle
        is_free = h != NOBODY
        if not is_free and w.policy[0].preempts:
            h = _least_urgent(w, w.pool[q], now)
        if h == NOBODY or (best_is_free and not is_free):
            continue
        trip_h = travel_hours(w.pool[q], place)
        if trip_h < best_h or (is_free and not best_is_free):
            best, best_h, best_is_free = h, trip_h, is_free
    return best


@called_rule
def call_up(w, i, now):
    """A hand for emergency i, although none of its pool (or overflow group) is free: made free, in no idle list; NOBODY if none can come."""
    case = w.case[i]
    h = NOBODY
    if w.policy[0].preempts:
        h = _least_urgent(w, w.pool[case.pool], now)
    if h == NOBODY:
        h = _nearest_called(w, i, now)
        if h == NOBODY:
            return h
        case.called_up = 1
    own = w.handler[h]
    if not own.busy:
        stop_resting(w.handler, w.pool[own.pool], h)
        return h
    book_hours(own, now)
    if own.chore != NOBODY:
        put_chore_down(w, h, now)
    else:
        w.case[own.case].put_down += 1
        put_case_down(w, h, now)
    own.busy = 0
    own.stamp += 1  # the booked completion is void
    return h
