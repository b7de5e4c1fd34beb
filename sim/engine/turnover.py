"""Volunteers leave and join: the tired leave, those who see others active join (science 4.12)."""

from __future__ import annotations

import math

from sim.clock import HOURS_PER_WEEK
from sim.compiled import kernel_rule
from sim.dice import uniform
from sim.engine.accept import STEEPEST, book_look, rested
from sim.engine.calendar import book
from sim.engine.shift import come_on_duty, go_off_duty
from sim.world.codes import Decision, Event, Step, Takes


@kernel_rule
def open_team(w, t):
    """Hour 0 of team t: the first turnover, and the first looks of those who look at lines."""
    book_turnover(w, t, 0.0)
    pool = w.pool[w.team[t].pool]
    if w.team[t].takes == Takes.LINE:
        for h in range(pool.first_handler, pool.first_handler + pool.handlers):
            book_look(w, w.team[t], h, 0.0)


@kernel_rule
def book_turnover(w, t, now):
    """Book the next turnover of team t, a week from now, if people come and go in it at all."""
    if w.team[t].leave_per_h > 0.0 or w.team[t].join_per_h > 0.0:
        book(w.calendar, w.live[0], now + HOURS_PER_WEEK, Event.TURNOVER, t, 0)


@kernel_rule
def _week_share(hazard_per_h):
    """Probability that something of a constant hazard happens within a week."""
    return 1.0 - math.exp(-hazard_per_h * HOURS_PER_WEEK)


@kernel_rule
def turn_over(w, t, now):
    """A week of team t is over: each active person may leave, each other may join.

    Leaving: hazard h0 * exp(fatigue - recognition). Joining: beta * active share of the registered, as of before this event.
    Who leaves finishes or puts down the job in hand as at the end of a shift; who joins within the hours of the roster turns to
    a job at once.
    """
    team = w.team[t]
    pool = w.pool[team.pool]
    joins = _week_share(team.join_per_h * team.active / pool.handlers)
    for h in range(pool.first_handler, pool.first_handler + pool.handlers):
        if w.handler[h].hired_h > now:
            continue
        helper = w.helper[h]
        u = uniform(w.handler[h].key, Decision.TURNOVER, team.weeks)
        roster_on = w.roster[w.handler[h].roster].on
        if helper.active:
            wish = min(STEEPEST, rested(team, helper, now) - team.recognition)
            if u < _week_share(team.leave_per_h * math.exp(wish)):
                helper.active = 0
                team.active -= 1
                go_off_duty(w, h, now)
                if roster_on:
                    helper.absent_from_h = now
        elif u < joins:
            helper.active = 1
            team.active += 1
            if roster_on:
                helper.absent_h += now - helper.absent_from_h
                helper.absent_from_h = math.nan
                come_on_duty(w, h, now)
                book(w.calendar, w.live[0], now, Event.HANDS, helper.place, 1)
    team.weeks += 1
    book_turnover(w, t, now)
    return Step.REST
