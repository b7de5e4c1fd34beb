"""The calendar of the joined world: what stays booked, whose row has another number now, and what the change itself books."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.engine.calendar import SERIALS
from sim.world import Rows, World
from sim.world.codes import NOBODY, Event
from sim.world.policy import Appointment

Ints = npt.NDArray[np.int64]


class Booking(NamedTuple):
    """Appointments of one kind, in the order in which they are made."""

    kind: Event
    who: npt.NDArray[np.integer]
    """rows"""
    time_h: npt.NDArray[np.float64] | float
    stamp: int = 0


RESIDENTS = (Event.NOTICE, Event.REPORT, Event.SELF_RESOLUTION, Event.RETURN, Event.REMINDER, Event.GIVE_UP)
"""In the calendar of residents, whoever governs."""


def one(kind: Event, who: int, time_h: float) -> Booking:
    """A single appointment."""
    return Booking(kind, np.array([who]), time_h)


def booked(world: World, kind: Event) -> Rows:
    """All appointments of a kind in the calendar of a world."""
    entries = world.calendar[: int(world.live[0].booked)]
    found: Rows = entries[entries["order"] // SERIALS == kind]
    return found


def rewrite(old: World, kept: Mapping[Event, Ints], unstamped: npt.NDArray[np.bool_], new: list[Booking], serial: int) -> Rows:
    """The calendar in order of time, which is a heap.

    kept        of each kind that stays booked (beside the residents' own) the new row of whom it is about; -1 = void
    unstamped   cases whose ARRIVAL does not send them up any more
    new         what is booked beside; numbers from `serial` on
    """
    entries = old.calendar[: int(old.live[0].booked)].copy()
    kind = entries["order"] // SERIALS
    stays = np.isin(kind, RESIDENTS)
    for event, rows in kept.items():
        own = kind == event
        entries["who"][own] = rows[entries["who"][own]]
        stays |= own & (entries["who"] != NOBODY)
    sent = kind == Event.ARRIVAL
    entries["stamp"][sent] *= ~unstamped[entries["who"][sent]]
    blocks = [entries[stays]]
    for booking in new:
        block = Appointment.allocate(len(booking.who))
        block["who"], block["time_h"], block["stamp"] = booking.who, booking.time_h, booking.stamp
        block["order"] = int(booking.kind) * SERIALS + serial + np.arange(len(block))
        serial += len(block)
        blocks.append(block)
    entries = np.concatenate(blocks)
    calendar: Rows = entries[np.lexsort((entries["order"], entries["time_h"]))].view(np.recarray)
    return calendar


__all__ = ["RESIDENTS", "Booking", "booked", "one", "rewrite"]
