"""What is neither a case nor a person: funds, services, programmes, councils, leaders, the residents' own organisations of yards.

Of the same id they go on from where they are; else they open now, as at hour 0 of a run. What is not taken over is wound up: the money of a fund that is
no more goes back to whoever gave it, its services end; a council that is dissolved keeps its row, for what it has agreed still holds.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from sim.clock import HOURS_PER_WEEK
from sim.engine.purse import MONTH_H
from sim.handover.diary import Booking, booked, one
from sim.handover.match import Ints, Match
from sim.world import World
from sim.world.codes import NOBODY, Event

AGENDA = ("agenda", "last", "waiting", "called", "heard", "agreed")


def months_before(now: float) -> int:
    """Paydays before `now`: the year of all budgets begins at hour 0 of the run."""
    return max(0, math.ceil(now / MONTH_H) - 1)


def money(old: World, new: World, same: Match, now: float) -> tuple[dict[Event, Ints], list[Booking]]:
    """Purses keep their balance, which opens their new books; services keep whom they serve; programmes act as before. Writes `new`."""
    new.purse["months"] = months_before(now)
    ours, theirs = _pairs(same.purse)
    new.purse["opening"][theirs] = new.purse["balance"][theirs] = old.purse["balance"][ours]
    paydays = np.full(len(old.service) + 1, NOBODY, np.int64)
    bookings = []
    if len(old.purse) and len(new.purse):
        paydays[0] = 0
    elif len(new.purse):
        bookings.append(one(Event.PAYDAY, 0, (months_before(now) + 1) * MONTH_H))
    ours, theirs = _pairs(same.service)
    new.service["opens_h"] += now
    new.service["opens_h"][theirs], new.service["months"][theirs] = old.service["opens_h"][ours], old.service["months"][ours]
    new.service["enrolled"][theirs] = np.minimum(old.service["enrolled"][ours], new.service["wanted"][theirs])
    paydays[1 + ours] = 1 + theirs
    added = np.setdiff1d(np.arange(len(new.service)), theirs)
    bookings.append(Booking(Event.PAYDAY, 1 + added, new.service["opens_h"][added]))
    ours, theirs = _pairs(same.programme)
    new.programme["from_h"] += now
    new.programme["from_h"][theirs] = old.programme["from_h"][ours]
    return {Event.PAYDAY: paydays}, bookings


def _pairs(same: Ints) -> tuple[Ints, Ints]:
    """Rows of the old organisation that have one in the new, and those."""
    ours = np.flatnonzero(same != NOBODY)
    return ours, same[ours]


def councils(old: World, new: World, same: Match, now: float) -> tuple[World, Ints, dict[Event, Ints], list[Booking]]:
    """The new world with the councils that go on and, after them, those dissolved, which hear nothing more; the new row of every chamber.

    Meetings are counted anew; what was heard and agreed is a matter of the cases, which remember it.
    """
    chamber = np.full(len(old.chamber), NOBODY, np.int64)
    meets = chamber.copy()
    bookings = []
    for row, to in enumerate(same.council):
        if to == NOBODY:
            continue
        own = np.flatnonzero(old.chamber["council"] == row)
        other = np.flatnonzero(new.chamber["council"] == to)
        chamber[own] = other
        for name in AGENDA:
            new.chamber[name][other] = old.chamber[name][own]
        council = new.council[to]
        if council.every_h == old.council[row].every_h and council.first_h == old.council[row].first_h:
            meets[own] = other
            continue
        number = max(0, math.ceil((now - council.first_h) / council.every_h))
        at_h = float(council.first_h + number * council.every_h)
        bookings.append(Booking(Event.MEETING, other[new.chamber["called"][other] != 0], at_h, number))
    gone = np.flatnonzero(same.council == NOBODY)
    rows = np.flatnonzero(np.isin(old.chamber["council"], gone))
    chamber[rows] = len(new.chamber) + np.arange(len(rows))
    closed, kept = old.chamber[rows].copy(), old.council[gone].copy()
    closed["council"] = len(new.council) + np.searchsorted(gone, closed["council"])
    closed["agenda"] = closed["last"] = closed["unit"] = NOBODY
    closed["waiting"] = closed["called"] = closed["held"] = closed["failed"] = 0
    closed["person_h"] = 0.0
    kept["first"] = len(new.chamber) + np.searchsorted(closed["council"], len(new.council) + np.arange(len(gone)))
    world = new._replace(
        council=np.concatenate([new.council, kept]).view(np.recarray), chamber=np.concatenate([new.chamber, closed]).view(np.recarray),
        hears=np.concatenate([new.hears, np.zeros((len(gone), new.hears.shape[1]), np.int8)]))
    return world, chamber, {Event.MEETING: meets}, bookings


def onlookers(old: World, new: World, now: float) -> tuple[World, dict[Event, Ints], list[Booking]]:
    """Leaders go on with their register of cases, or begin one of all cases registered so far; their hours are counted anew."""
    if not len(new.leader):
        return new, {}, []
    if len(old.leader):
        docket = old.docket.copy()
        for name in ("registered", "settled"):
            new.leader[name] = old.leader[name]
    else:
        registered_h = old.case["registered_h"]
        known = np.flatnonzero(~np.isnan(registered_h))
        docket = np.zeros(len(old.case), np.int64)
        docket[: len(known)] = known[np.argsort(registered_h[known], kind="stable")]
        new.leader["registered"] = len(known)
    world = new._replace(docket=docket)
    if len(old.leader) and np.array_equal(old.leader["every_h"], new.leader["every_h"]):
        return world, {Event.SESSION: np.arange(len(old.leader))}, []
    return world, {}, [Booking(Event.SESSION, np.arange(len(new.leader)), now + new.leader["every_h"])]


def yards(old: World, new: World, now: float) -> tuple[bool, list[Booking]]:
    """Residents' own organisations are theirs and go on where the rules still know them; else they are founded anew. Writes `new`.

    Returns whether the weekly change of leaders stays booked.
    """
    if not len(new.yard):
        return False, []
    if not len(old.yard):
        return False, [one(Event.SELF_RULE, 0, now + HOURS_PER_WEEK)]
    new.yard["joiners"] = old.yard["joiners"]
    new.yard["leaders"] = np.minimum(old.yard["leaders"], new.charter[0].seats)
    rules = new.charter[0]
    active: npt.NDArray[np.bool_] = (new.yard["leaders"] >= rules.least_leaders) & (new.yard["joiners"] >= rules.least_joiners)
    new.yard["active"] = active
    return True, []


def talk(old: World, new: World, now: float) -> tuple[bool, list[Booking]]:
    """Rounds of talk stay booked if they come as often as before; returns that, else the first round."""
    rules, before = new.policy[0], old.policy[0]
    if not rules.talk:
        return False, []
    if before.talk and before.talk_every_h == rules.talk_every_h and len(booked(old, Event.TALK)):
        return True, []
    return False, [one(Event.TALK, 0, now + float(rules.talk_every_h))]


__all__ = ["councils", "money", "months_before", "onlookers", "talk", "yards"]
