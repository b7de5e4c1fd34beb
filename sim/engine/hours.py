"""Booking of hours: where a handler's time went, and the integral of open cases. Nothing here decides anything."""

from __future__ import annotations

import math

from sim.compiled import entry, kernel_rule
from sim.world.codes import NOBODY, Chore


@kernel_rule
def book_hours(handler, now):
    """Book a handler's time since it was last booked: duty + overtime = service + travel + chore + away + idle."""
    spent = now - handler.changed_h
    if handler.on_duty:
        handler.duty_h += spent
    elif handler.busy:
        handler.overtime_h += spent
    if handler.busy:
        if handler.chore == Chore.OTHER_LIFE:
            handler.away_h += spent
        elif handler.chore != NOBODY:
            handler.chore_h += spent
            if handler.chore == Chore.VISIT:
                handler.visiting_h += spent
            elif handler.chore == Chore.TRAINING:
                handler.training_h += spent
        else:
            travelled = min(now, handler.arrive_h) - handler.changed_h
            if travelled > 0.0:
                handler.travel_h += travelled
                spent -= travelled
            handler.service_h += spent
    elif handler.on_duty:
        handler.idle_h += spent
    handler.changed_h = now


@kernel_rule
def count_open(live, now, change):
    """Book the integral of open cases up to now, then change their number."""
    live.open_area_h += live.open_cases * (now - live.area_to_h)
    live.area_to_h = now
    live.open_cases += change


@entry
def settle(w, now):
    """Book everything up to `now`, at the end of a run. Never called while a run goes on: it would change rounding."""
    count_open(w.live[0], now, 0)
    for h in range(w.handler.shape[0]):
        book_hours(w.handler[h], now)
        if w.policy[0].teams and not math.isnan(w.helper[h].absent_from_h):
            w.helper[h].absent_h += now - w.helper[h].absent_from_h
            w.helper[h].absent_from_h = now
