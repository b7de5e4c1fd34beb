"""The joined world: residents and cases of the old one, the organisation of the new one, opened at the hour of the change."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.engine.yard import BY_OWN
from sim.handover.cases import Handed, hand_over
from sim.handover.diary import Booking, booked, rewrite
from sim.handover.institutions import councils, money, onlookers, talk, yards
from sim.handover.match import Ints, Match
from sim.handover.people import put_down, staff, wake
from sim.world import Rows, World
from sim.world.codes import NOBODY, Event, Fate
from sim.world.policy import Appointment

ROOM = 1024
"""Free rows at the end of the calendar; the engine adds more when it needs them."""


def join(old: World, new: World, same: Match, now: float) -> World:
    """The world from `now` on. Neither `old`, advanced to just before `now`, nor its tables are written.

    new     the organisation of the new scenario over the same place with the same issues, opened as at hour 0 (`simulate.start`); its tables are used up
    same    what is the same in both
    """
    old = put_down(old, now)
    new = new._replace(resident=old.resident.copy(), issue=old.issue, entrance=old.entrance.copy(), visit=_visits(old, new, same), **_minds(old, new))
    kept, bookings = staff(old, new, same, now)
    paid, more = money(old, new, same, now)
    kept |= paid
    bookings += more
    new, chamber, met, more = councils(old, new, same, now)
    kept |= met
    bookings += more
    new, seen, more = onlookers(old, new, now)
    kept |= seen
    bookings += more
    for event, (stays, more) in {Event.SELF_RULE: yards(old, new, now), Event.TALK: talk(old, new, now)}.items():
        if stays:
            kept[event] = np.arange(int(booked(old, event)["who"].max(initial=0)) + 1)
        bookings += more
    handed = hand_over(old, new, same, chamber, now)
    kept |= handed.kept
    return _book(old, new._replace(case=handed.case, offer=handed.offer), handed, kept, bookings + handed.bookings + wake(new, now), now)


def _minds(old: World, new: World) -> dict[str, Any]:
    """What residents think and whom they know is theirs; where nothing depended on it before, they begin as at hour 0."""
    found: dict[str, Any] = {}
    if len(old.mind):
        found["mind"] = old.mind.copy()
        if len(new.mind):
            for name in ("pull", "susceptibility"):
                found["mind"][name] = new.mind[name]
    if len(old.tie_offset):
        found |= {"tie_offset": old.tie_offset, "tie": old.tie}
    return found


def _visits(old: World, new: World, same: Match) -> Rows:
    """The record of services goes on where there is one; people who are no more in it have no row."""
    if not new.policy[0].records_visits:
        return new.visit
    table = old.visit.copy() if len(old.visit) else new.visit
    count = int(old.live[0].visits)
    table["handler"][:count] = np.append(same.handler, NOBODY)[table["handler"][:count]]
    return table


def _hide(world: World) -> int:
    """Form the lists of what patrols and visits may find as if the new organisation had always looked; returns how many issues are in them."""
    case, issue, policy, place = world.case, world.issue, world.policy[0], world.entrance
    by_own = booked(world, Event.SELF_RESOLUTION)
    seen = np.isin(case["fate"], (Fate.LATENT, Fate.NOTICED))
    seen[by_own["who"][by_own["stamp"] == BY_OWN]] = False
    visible = (world.category["visible"][issue["category"]] > 0) & bool(policy.patrols)
    visible |= (world.resident["lists"][issue["resident"]] & policy.visited) != 0
    rows = np.flatnonzero(seen & visible)[::-1]  # the newest first
    rows = rows[np.argsort(issue["entrance"][rows], kind="stable")]
    where = issue["entrance"][rows]
    follows = where[1:] == where[:-1]
    case["after"][rows[:-1][follows]] = rows[1:][follows]
    case["before"][rows[1:][follows]] = rows[:-1][follows]
    place["first_hidden"] = NOBODY
    first = np.flatnonzero(np.append(True, ~follows))[: len(rows)]
    place["first_hidden"][where[first]] = rows[first]
    return len(rows)


def _book(old: World, world: World, handed: Handed, kept: dict[Event, Ints], bookings: list[Booking], now: float) -> World:
    """The calendar and the live row; the books of the new organisation begin."""
    live = old.live.copy()
    row = live[0]
    calendar = rewrite(old, kept, handed.unstamped, bookings, int(row.serial))
    row.serial += sum(len(booking.who) for booking in bookings)
    row.booked = len(calendar)
    row.opened_h, row.paid_before, row.keyed_before = now, world.case["paid"].sum(), world.case["keyed"].sum()
    row.helped_before_h = world.offer["helped_h"].sum() if len(world.offer) else 0.0
    if not world.policy[0].records_visits:
        row.visits = 0
    world = world._replace(live=live, calendar=np.concatenate([calendar, Appointment.allocate(len(calendar) + ROOM)]).view(np.recarray))
    row.hidden = _hide(world)
    return world


__all__ = ["join"]
