"""Shifts begin and end; people are hired; chores fall due while on duty.

The convention at the end of a shift is stated per handler: FINISH (the job in hand is finished in overtime, nothing new is
begun) or PREEMPT (a case is put down, keeps its place in line and is resumed where it stopped; science V12, V13). A chore
in hand is always put down and gone on with at the next shift.
"""

from __future__ import annotations

import math

from sim.compiled import called_rule, kernel_rule
from sim.engine.accept import tire
from sim.engine.calendar import book
from sim.engine.hands import begin_chore, gap_hours, stop_resting
from sim.engine.hours import book_hours
from sim.engine.opening import change_time
from sim.engine.work import write_visit
from sim.world.codes import N_CHORES, NOBODY, Chore, Event, Fate, ShiftEnd, Stage, Step


@called_rule
def put_case_down(w, h, now):
    """Handler h, off duty or called to an emergency, puts the case in hand down; it goes back to the line at its old place."""
    handler = w.handler[h]
    i = handler.case
    case = w.case[i]
    if w.policy[0].records_visits:
        write_visit(w.visit, w.live[0], handler, case, h, now, 1)
    case.left_h = handler.finish_h - max(now, handler.arrive_h)
    if case.stage == Stage.WORK and now < case.contacted_h:
        case.contacted_h = math.nan  # still on the way to a first contact
    case.worked_h += now - handler.start_h
    if w.policy[0].teams and w.pool[handler.pool].team != NOBODY:
        tire(w.team[w.pool[handler.pool].team], w.helper[h], w.offer[i], now - handler.start_h, now)
    case.fate = Fate.TRANSIT
    handler.case = NOBODY
    book(w.calendar, w.live[0], now, Event.RESUMPTION, i, 0)


@kernel_rule
def happens_once(chore):
    """Whether a missed one is not made up for: a round or a class, but not forms or another life."""
    return chore == Chore.PATROL or chore == Chore.VISIT or chore == Chore.TRAINING


@kernel_rule
def _owe(handler, duty, chore):
    """One more of this chore is owed by a handler (row)."""
    if not (happens_once(chore) and duty.owed > 0):
        duty.owed += 1
        handler.owes += 1


@kernel_rule
def put_chore_down(w, h, now):
    """Handler h puts the chore in hand down, to go on with it later."""
    handler = w.handler[h]
    duty = w.duty[h, handler.chore]
    _owe(handler, duty, handler.chore)
    duty.left_h = handler.finish_h - now
    handler.chore = NOBODY


@kernel_rule
def go_off_duty(w, h, now):
    """Handler h leaves: a chore in hand is put down, a case as its rule says. One who was absent only stops being so."""
    handler = w.handler[h]
    if w.policy[0].teams and not math.isnan(w.helper[h].absent_from_h):
        w.helper[h].absent_h += now - w.helper[h].absent_from_h
        w.helper[h].absent_from_h = math.nan
    if not handler.on_duty:
        return  # the first change of a roster that was never on
    book_hours(handler, now)
    handler.on_duty = 0
    for chore in range(N_CHORES):
        if w.duty[h, chore].gap_h > 0.0:
            w.duty[h, chore].due_h -= now  # off duty the clock of a chore stands still: duty time still to go
    if not handler.busy:
        stop_resting(w.handler, w.pool[handler.pool], h)
        return
    if handler.chore != NOBODY:
        put_chore_down(w, h, now)
    elif handler.shift_end == ShiftEnd.PREEMPT:
        put_case_down(w, h, now)
    else:
        return
    handler.busy = 0
    handler.stamp += 1  # the booked completion is void


@kernel_rule
def come_on_duty(w, h, now):
    """Handler h comes; its chores fall due from now on. One who is registered but not active stays away."""
    handler = w.handler[h]
    if handler.hired_h > now:
        return
    if w.policy[0].teams and not w.helper[h].active:
        w.helper[h].absent_from_h = now
        return
    book_hours(handler, now)
    handler.on_duty = 1
    for chore in range(N_CHORES):
        duty = w.duty[h, chore]
        if duty.gap_h > 0.0:
            duty.due_h += now
            if duty.due_h < w.roster[handler.roster].until_h:  # else it is due in a later shift, and booked then
                book(w.calendar, w.live[0], duty.due_h, Event.CHORE, h * N_CHORES + chore, duty.turn)


@kernel_rule
def change_shift(w, r, now):
    """Roster r changes, and its next change is booked. One that is on at hour 0 first comes on, without a change."""
    roster = w.roster[r]
    if roster.next >= 0:
        roster.on = w.change[roster.first + roster.next % roster.changes].on
    roster.next += 1
    roster.until_h = math.inf
    if roster.changes > 0:
        roster.until_h = change_time(roster, w.change, roster.next)
        book(w.calendar, w.live[0], roster.until_h, Event.ROSTER, r, 0)
    if roster.on:
        book(w.calendar, w.live[0], now, Event.HANDS, r, 0)
    for at in range(roster.first_handler, roster.first_handler + roster.handlers):
        if roster.on:
            come_on_duty(w, w.roster_handler[at], now)
        else:
            go_off_duty(w, w.roster_handler[at], now)
    return Step.REST


@kernel_rule
def hire(w, h, now):
    """Handler h begins to work: on duty at once if the roster is."""
    w.handler[h].hired_h = now
    if w.roster[w.handler[h].roster].on:
        come_on_duty(w, h, now)
    return Step.REST


@kernel_rule
def fall_due(w, who, now, stamp):
    """A chore falls due; a free handler begins it, a busy one owes it. Void if the shift ended in between.

    A missed patrol is not made up for, so at most one is owed. A part-timer's other life comes up again only some time
    after the last stretch of it ended (work.complete), so that its share of the roster is 1 - fte.
    """
    h = who // N_CHORES
    chore = who % N_CHORES
    handler = w.handler[h]
    duty = w.duty[h, chore]
    if not handler.on_duty or duty.turn != stamp or duty.due_h != now:
        return Step.REST
    duty.turn += 1
    _owe(handler, duty, chore)
    duty.due_h = math.inf
    if chore != Chore.OTHER_LIFE:
        duty.due_h = now + gap_hours(handler.key, duty, chore)
        if duty.due_h < w.roster[handler.roster].until_h:
            book(w.calendar, w.live[0], duty.due_h, Event.CHORE, who, duty.turn)
    if not handler.busy:
        stop_resting(w.handler, w.pool[handler.pool], h)
        begin_chore(w, h, chore, now)
    return Step.REST
