"""Does a person accept? Acceptance, fatigue and the clock of looks of those who may decline (science 4.12, 4.13)."""

from __future__ import annotations

import math

from sim.clock import HOURS_PER_DAY, HOURS_PER_WEEK
from sim.compiled import called_rule, kernel_rule
from sim.dice import uniform
from sim.engine.calendar import book
from sim.engine.opening import change_time
from sim.world.codes import Decision, Event

FULL_DAY_H = 8.0
"""Hours of work that make one unit of fatigue (science 4.12)."""

NIGHT_FROM_H, NIGHT_TO_H = 22.0, 6.0
"""Night: when few will leave the house. Assumption."""

STEEPEST = 700.0
"""Logits beyond it are certainty; keeps exp finite."""


@kernel_rule
def draw_of_case(team, interest, issue, pool, place):
    """What a case adds to the logit of acceptance by anybody of a team: its kind, its difficulty, its distance (rows)."""
    distance_km = math.hypot(place.x_m - pool.x_m, place.y_m - pool.y_m) / 1000.0
    return interest - team.per_km * distance_km - team.per_difficulty * issue.difficulty


@kernel_rule
def chance(team, helper, people, draw, now):
    """Probability that a person (row of Helper) of a team with so many registered people accepts a case of that draw."""
    tired = rested(team, helper, now)
    x = team.chance + team.recognition + team.per_peer * team.active / people - team.per_fatigue * tired + draw
    p = 1.0 / (1.0 + math.exp(-max(-STEEPEST, min(STEEPEST, x))))
    hour = now % HOURS_PER_DAY
    return p * team.night_factor if hour >= NIGHT_FROM_H or hour < NIGHT_TO_H else p


@kernel_rule
def rested(team, helper, now):
    """Fatigue left now: it fades exponentially. Unit: full days of work just done."""
    return helper.fatigue * math.exp(-(now - helper.fatigue_h) / team.recovery_h)


@called_rule
def tire(team, helper, own, worked_h, now):
    """Book the hours a person of a team has just spent on a case (rows of Team, Helper, Offer)."""
    helper.fatigue = rested(team, helper, now) + worked_h / FULL_DAY_H
    helper.fatigue_h = now
    own.helped_h += worked_h


@kernel_rule
def book_look(w, team, h, now):
    """Book the next look at the board of handler h that can matter.

    Each person has a clock of looks of its own that runs from hour 0 whatever happens, so that the same looks come under every
    organisation. Looks while off duty have no effect and are passed over without an appointment.
    """
    helper = w.helper[h]
    from_h = now
    if not w.handler[h].on_duty and now > 0.0:
        roster = w.roster[w.handler[h].roster]
        if not roster.on:
            from_h = change_time(roster, w.change, roster.next) if roster.changes > 0 else math.inf
        elif team.join_per_h > 0.0 or helper.active:  # may come back at the next turnover, or is not hired yet
            from_h = (math.floor(now / HOURS_PER_WEEK) + 1.0) * HOURS_PER_WEEK
        else:
            from_h = math.inf
    if from_h == math.inf:
        return
    while helper.look_h <= from_h:
        u = uniform(w.handler[h].key, Decision.LOOK_GAP, helper.looks)
        helper.looks += 1
        helper.look_h -= math.log1p(-u) / team.look_per_h
    helper.looking = 1
    book(w.calendar, w.live[0], helper.look_h, Event.LOOK, h, 0)
