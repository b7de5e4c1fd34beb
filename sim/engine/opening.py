"""When a roster is open. Rosters repeat every week, or every few weeks; hour 0 is Monday 00:00."""

from __future__ import annotations

import math

import numpy as np

from sim.clock import HOURS_PER_WEEK
from sim.compiled import kernel_rule


@kernel_rule
def change_time(roster, change, number):
    """Time of change `number` (0, 1, 2, ...) of a roster (row) since the start of the run."""
    week = number // roster.changes * roster.every + roster.phase
    return week * HOURS_PER_WEEK + change[roster.first + number % roster.changes].hour


@kernel_rule
def next_open(roster, change, now):
    """The first time at or after `now` at which a roster (row) is open; inf if it never is. Depends on the week only.

    For opening hours of channels, which are the same every week. Reads the weekly changes alone; a roster without changes is open or closed for good.
    """
    if roster.changes == 0:
        return now if roster.on else math.inf
    week_h = np.floor(now / HOURS_PER_WEEK) * HOURS_PER_WEEK  # no whole number: somebody who hardly ever reports does so in 1e30 hours
    hour = now - week_h
    is_open = change[roster.first + roster.changes - 1].on  # as the week before ended
    for c in range(roster.first, roster.first + roster.changes):
        if change[c].hour > hour:
            if is_open:
                return now
            if change[c].on:
                return max(now, week_h + change[c].hour)
        is_open = change[c].on
    if is_open:
        return now
    for c in range(roster.first, roster.first + roster.changes):
        if change[c].on:
            return week_h + HOURS_PER_WEEK + change[c].hour
    return math.inf
