"""The engine: event-driven over arrays, without any luck of its own, always resumable.

Process overview (what ODD calls scheduling). An issue lives through these stations; each arrow is one rule:

    occur -> notice -> report -> (desk) -> register -> triage -> route -> enter a line -> work
          \\-> goes away by itself                        ^                  |           |-> refer up -> route
          \\-> a patrol detects it -> report               '- wrong office   gives up    |-> other agencies sign -> close
                                                                                        close -> holds: resolved
                                                                                              -> relapses -> back to route

A desk may need its resident several times before it registers (`trip`); a level without the authority may buy the works
from a fund (`purse`); programmes and services keep issues from occurring (`prevention`).

Time is continuous, in hours since a Monday 00:00. Events of the same instant happen in the order of `codes.Event`, then in the
order in which they were booked. A rule that ends with something immediate returns a `Step`; the loop follows steps until the
case rests. Every chance is read from `dice` by (case, decision, turn).

Handlers: an owed chore comes before the next case; the longest idle is sent first; the front of the own line comes before
helping others of the overflow group, except under nearest dispatch, where the group is one. Shifts: see `shift`.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.engine.absence import Absence, leave_work, room_for
from sim.engine.early import finished
from sim.engine.hours import settle
from sim.engine.loop import advance_kernel, open_world
from sim.world import World
from sim.world.codes import Status

__all__ = ["Absence", "advance", "keep_away", "open_world", "settle"]


def _grown(table: np.recarray[Any, Any]) -> np.recarray[Any, Any]:
    """The same rows in a table of twice the length."""
    longer = np.zeros(2 * len(table) + 1024, table.dtype).view(np.recarray)
    longer[: len(table)] = table
    return longer


def advance(world: World, until_h: float) -> World:
    """Run all events up to and including `until_h` (hours); returns the world, whose calendar or visit table may have grown.

    All state is in the world: stop anywhere, copy it, go on. The result does not depend on how often one stops.
    """
    finished()
    with np.errstate(over="ignore"):  # unsigned keys wrap around by design when running uncompiled
        while True:
            status = advance_kernel(world, until_h)
            if status == Status.CALENDAR_FULL:
                world = world._replace(calendar=_grown(world.calendar))
            elif status == Status.VISITS_FULL:
                world = world._replace(visit=_grown(world.visit))
            else:
                return world


def keep_away(world: World, absence: Absence) -> World:
    """Run up to and including the end of an absence; returns the world as `advance` does. The run must not have reached its beginning."""
    world = advance(world, math.nextafter(absence.from_h, -math.inf))
    while len(world.calendar) < room_for(absence, world):
        world = world._replace(calendar=_grown(world.calendar))
    hired_h = world.handler["hired_h"][absence.handlers].copy()
    with np.errstate(over="ignore"):
        leave_work(world, absence.handlers, absence.from_h, absence.until_h)
    world = advance(world, absence.until_h)
    world.handler["hired_h"][absence.handlers] = hired_h  # they are back, not new
    return world
