"""People who stay away for a while: from one hour to another they are not on duty, whatever their roster says.

They leave as at the end of a shift and come back as people who are hired do. Nobody takes their place; what their line holds waits for them, moves up
or is helped with, as the organisation has it. Not an event of the run: whoever stops the engine may send people away and let it go on.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.compiled import entry
from sim.engine.calendar import book
from sim.engine.shift import go_off_duty
from sim.world.codes import Event


class Absence(NamedTuple):
    """Who is away, and when."""

    handlers: npt.NDArray[np.int64]
    """rows of the handler table, no row twice"""
    from_h: float
    until_h: float


@entry
def leave_work(w, handlers, now, until_h):
    """The handlers (rows) go off duty at `now` and are hired again at `until_h`. Writes the world as a shift's end does; `APPOINTMENTS` for each."""
    for at in range(handlers.shape[0]):
        h = handlers[at]
        w.handler[h].hired_h = until_h
        go_off_duty(w, h, now)
        book(w.calendar, w.live[0], until_h, Event.HIRING, h, 0)


APPOINTMENTS = 2
"""That one person's leaving may book: a case put down, and the return."""


def room_for(absence: Absence, world: Any) -> int:
    """Rows the calendar must have before these people leave."""
    return int(world.live[0].booked) + APPOINTMENTS * len(absence.handlers) + 1


__all__ = ["APPOINTMENTS", "Absence", "leave_work", "room_for"]
