"""The only place that dispatches: take the next event, let its rule act, follow the steps until the case rests."""

from __future__ import annotations

import math

import numpy as np

from sim.clock import HOURS_PER_WEEK
from sim.compiled import called_rule, entry, kernel_rule
from sim.dice import Law, uniform
from sim.engine.calendar import SERIALS, book, drop_first
from sim.engine.council import REFERRED, meet, table
from sim.engine.end import end
from sim.engine.hands import gap_hours, next_job
from sim.engine.leaders import hold_session
from sim.engine.offer import answer, fall_back, look, offer
from sim.engine.opening import change_time
from sim.engine.purse import open_purses, payday
from sim.engine.report import give_up, notice, occur, remind, report, resolve_self
from sim.engine.route import enter, escalate, refer, register, route
from sim.engine.shift import change_shift, fall_due, hire
from sim.engine.talk import talk
from sim.engine.trip import come_again
from sim.engine.turnover import open_team, turn_over
from sim.engine.work import bring_back, close, complete, decide
from sim.engine.yard import rule_themselves
from sim.world.codes import N_CHORES, Decision, Event, Fate, Status, Step

SPARE = 64
"""Appointments one event may make, beside one per hidden issue, one per handler and per chore of each, and one per case of a session."""


@kernel_rule
def _first_gap(w, h, chore):
    """Duty time until the first chore. Regular ones (patrols) are spread over the people of a pool from a random start."""
    duty = w.duty[h, chore]
    if duty.gap_law != Law.FIXED:
        return gap_hours(w.handler[h].key, duty, chore)
    pool = w.pool[w.handler[h].pool]
    start = uniform(w.handler[pool.first_handler].key, Decision.CHORE_PHASE, chore)
    return duty.gap_h * (h - pool.first_handler + start) / pool.handlers


@entry
def open_world(w):
    """Hour 0: the first gaps of the chores, change of each roster, paydays and talk. Call once, before advance."""
    if w.policy[0].talk:
        book(w.calendar, w.live[0], w.policy[0].talk_every_h, Event.TALK, 0, 0)
    for h in range(w.handler.shape[0]):
        for chore in range(N_CHORES):
            if w.duty[h, chore].gap_h > 0.0:
                w.duty[h, chore].due_h = _first_gap(w, h, chore)
    for r in range(w.roster.shape[0]):
        goes_off = w.roster[r].changes > 0 and change_time(w.roster[r], w.change, 0) == 0.0
        if w.roster[r].on and not goes_off:
            book(w.calendar, w.live[0], 0.0, Event.ROSTER, r, 0)
        elif w.roster[r].changes > 0:
            w.roster[r].on = 0
            w.roster[r].next = 0
            book(w.calendar, w.live[0], change_time(w.roster[r], w.change, 0), Event.ROSTER, r, 0)
    open_purses(w)
    if w.yard.shape[0] > 0:
        book(w.calendar, w.live[0], HOURS_PER_WEEK, Event.SELF_RULE, 0, 0)
    for row in range(w.leader.shape[0]):
        book(w.calendar, w.live[0], w.leader[row].every_h, Event.SESSION, row, 0)
    for t in range(w.team.shape[0]):
        open_team(w, t)


@called_rule
def _rare_step(w, kind, who, stamp, now):
    """Events of mechanisms that most scenarios do not have."""
    step = Step.REST
    if kind == Event.PAYDAY:
        step = payday(w, who, now)
    elif kind == Event.TRIP:
        step = come_again(w, who)
    elif kind == Event.HIRING:
        step = hire(w, who, now)
    elif kind == Event.MEETING:
        meet(w, who, now, stamp)
    elif kind == Event.SELF_RULE:
        rule_themselves(w, who, now)
    elif kind == Event.SESSION:
        step = hold_session(w, who, now)
    elif kind == Event.ANSWER:
        step = answer(w.case[who], w.offer[who], stamp)
    elif kind == Event.LOOK:
        step = look(w, who, now)
    elif kind == Event.FALLBACK:
        step = fall_back(w, who, now, stamp)
    elif kind == Event.TURNOVER:
        step = turn_over(w, who, now)
    elif kind == Event.TALK:
        step = talk(w, who, now)
    return step


@kernel_rule
def _first_step(w, kind, who, stamp, now):
    """Let the rule of an event act; returns what follows at once for case `who`."""
    step = Step.REST
    if kind == Event.OCCURRENCE:
        step = occur(w, who, now)
    elif kind == Event.NOTICE:
        step = Step.NOTICE
    elif kind == Event.REPORT:
        step = report(w, who, now, stamp)
    elif kind == Event.SELF_RESOLUTION:
        step = resolve_self(w, who, stamp)
    elif kind == Event.ARRIVAL:
        if w.case[who].fate == Fate.TRANSIT:
            step = Step.REFER if stamp == REFERRED else Step.ROUTE
    elif kind == Event.SIGNATURE:
        if w.case[who].fate == Fate.SIGNING:  # else leaders had it signed before
            step = Step.CLOSE
    elif kind == Event.RETURN:
        step = bring_back(w, who, stamp)
    elif kind == Event.ESCALATION:
        step = escalate(w, who, now)
    elif kind == Event.REMINDER:
        step = remind(w, who, now)
    elif kind == Event.GIVE_UP:
        step = give_up(w, who, now)
    elif kind == Event.RESUMPTION:
        step = Step.ENTER
    elif kind == Event.ROSTER:
        step = change_shift(w, who, now)
    elif kind == Event.CHORE:
        step = fall_due(w, who, now, stamp)
    else:
        step = _rare_step(w, kind, who, stamp, now)
    return step


@called_rule
def _rare_stage(w, i, step, now):
    """Case i comes before a council, or is offered to people who may decline."""
    return table(w, i, now) if step == Step.COUNCIL else offer(w, i, now)


@kernel_rule
def _follow(w, i, step, now):
    """Carry case i through everything that happens at this instant."""
    while step != Step.REST:
        if step == Step.NOTICE:
            step = notice(w, i, now)
        elif step == Step.REPORT:
            step = report(w, i, now, 0)
        elif step == Step.REGISTER:
            step = register(w, i, now)
        elif step == Step.ROUTE:
            step = route(w, i, now)
        elif step == Step.ENTER:
            step = enter(w, i, now)
        elif step == Step.DECIDE:
            step = decide(w, i, now)
        elif step == Step.CLOSE:
            step = close(w, i, now)
        elif step == Step.REFER:
            step = refer(w, i, now)
        elif step == Step.END:
            step = end(w, i, now)
        else:
            step = _rare_stage(w, i, step, now)


@kernel_rule
def _free_hands(w, kind, who, stamp):
    """Whose turn it is to look for a job: the handler who completed one or was hired, or all of a roster that came on duty.

    Returns the first row of roster_handler and how many (one, whatever the row, where it is a single handler). Stamp 1 of
    HANDS: `who` is the row of one person who came on duty alone.
    """
    if kind == Event.COMPLETION or kind == Event.HIRING:
        return np.int64(0), np.int64(1)
    if kind == Event.HANDS and stamp == 1:
        return who, np.int64(1)
    if kind == Event.HANDS:
        return w.roster[who].first_handler, w.roster[who].handlers
    return np.int64(0), np.int64(0)


@entry
def advance_kernel(w, until_h):
    """Run all events up to and including `until_h`. Returns a Status; anything but DONE means: grow the table, call again.

    Writes all live columns of the world in place. Stops only between events, so any sequence of calls gives the same bits.
    """
    live = w.live[0]
    n_issues = w.issue.shape[0]
    spare = SPARE + (N_CHORES + 1) * w.handler.shape[0]
    for row in range(w.leader.shape[0]):
        spare += w.leader[row].cap
    while True:
        if live.booked + live.hidden + spare > w.calendar.shape[0]:
            return Status.CALENDAR_FULL
        if w.policy[0].records_visits and live.visits + w.handler.shape[0] + 1 > w.visit.shape[0]:
            return Status.VISITS_FULL
        occur_h = w.issue[live.next_issue].occur_h if live.next_issue < n_issues else math.inf
        now = occur_h
        who = live.next_issue
        kind = np.int64(Event.OCCURRENCE)
        stamp = 0
        if live.booked > 0:
            first = w.calendar[0]
            if first.time_h < occur_h or (first.time_h == occur_h and first.order < Event.OCCURRENCE * SERIALS):
                now = first.time_h
                who = first.who
                kind = first.order // SERIALS
                stamp = first.stamp
        if not now <= until_h or now == math.inf:
            return Status.DONE
        if kind == Event.OCCURRENCE:
            live.next_issue += 1
        else:
            drop_first(w.calendar, live)
        live.now_h = now
        live.events += 1
        if kind == Event.COMPLETION:
            if w.handler[who].stamp != stamp:
                continue  # the job was put down at the end of a shift
            i = w.handler[who].case
            step = complete(w, who, now)
        else:
            i = who
            step = _first_step(w, kind, who, stamp, now)
        first, hands = _free_hands(w, kind, who, stamp)
        for at in range(first, first + hands):
            h = w.roster_handler[at] if kind == Event.HANDS else who
            if not w.handler[h].busy:
                next_job(w, h, now)
        _follow(w, i, step, now)
