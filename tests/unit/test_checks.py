"""The checks of every run can fail: a world that was tampered with does not pass."""

from __future__ import annotations

import numpy as np
import pytest

from sim.checks import AWAITED
from sim.engine import advance
from sim.engine.calendar import SERIALS
from sim.errors import CheckError
from sim.scenario.load import load
from sim.simulate import assemble, finish, start
from sim.world import World
from sim.world.codes import Event, Fate

SCENARIO = load("longhua-before", overrides=["run.days=40", "run.warm_up_days=0", "run.follow_up_days=2", "place.residents=4000",
                                            "demand.issues_per_resident_year=4", "posts.field.total=1"])
MID_H, END_H = 404.0, 42 * 24.0


def halfway() -> World:
    return advance(start(assemble(SCENARIO)), MID_H)


def rest_of(world: World) -> None:
    finish(SCENARIO, 0, advance(world, END_H))


def test_an_untouched_run_passes() -> None:
    rest_of(halfway())


@pytest.mark.parametrize("event", [Event.ARRIVAL, Event.SIGNATURE, Event.REPORT, Event.SELF_RESOLUTION])
def test_a_lost_appointment_is_noticed(event: Event) -> None:
    """An appointment that the issue's fate waits for is turned into a reminder."""
    world = halfway()
    kinds = world.calendar["order"][: world.live[0].booked] // SERIALS
    waits = [fate for fate, events in AWAITED.items() if event in events]
    lost = next(
        at for at in np.flatnonzero(kinds == event)
        if world.case["fate"][who := world.calendar["who"][at]] in waits
        and world.category["visible"][world.issue["category"][who]] == 0  # no patrol may come to its help
    )
    world.calendar[lost].order = Event.REMINDER * SERIALS + world.calendar[lost].order % SERIALS
    with pytest.raises(CheckError, match="nowhere"):
        rest_of(world)


def test_a_case_taken_out_of_a_line_is_noticed() -> None:
    world = halfway()
    waiting = next(i for i in range(len(world.case)) if world.case["fate"][i] == Fate.WAITING)
    world.case["fate"][waiting] = Fate.TRANSIT
    with pytest.raises(CheckError):
        finish(SCENARIO, 0, world)


@pytest.mark.parametrize(("table", "column"), [("handler", "service_h"), ("handler", "duty_h"), ("live", "open_area_h")])
def test_hours_that_do_not_add_up_are_noticed(table: str, column: str) -> None:
    world = halfway()
    getattr(world, table)[column][0] += 1e-3
    with pytest.raises(CheckError):
        rest_of(world)


def test_a_forgotten_end_is_noticed() -> None:
    world = halfway()
    world.live[0].open_cases += 1
    with pytest.raises(CheckError):
        rest_of(world)


RESIDENTS = load("longhua-before", overrides=[
    "run.days=40", "run.warm_up_days=0", "run.follow_up_days=2", "place.residents=4000", "demand.issues_per_resident_year=4",
    'councils.all={zh="会", en="council", level="community", least_affected=1, agenda_cap=3}', "self_management.share=0.5",
])


@pytest.mark.parametrize(("table", "column", "sentence"), [
    ("chamber", "waiting", "agendas"), ("chamber", "heard", "heard"), ("chamber", "agreed", "agreed"), ("chamber", "person_h", "members"),
    ("yard", "taken", "took up"), ("yard", "hours", "own hours"),
])
def test_books_of_residents_that_do_not_balance_are_noticed(table: str, column: str, sentence: str) -> None:
    world = advance(start(assemble(RESIDENTS)), END_H)
    assert finish(RESIDENTS, 0, World(*(part.copy() for part in world))).checks
    getattr(world, table)[column][0] += 1000
    with pytest.raises(CheckError, match=sentence):
        finish(RESIDENTS, 0, world)


def test_a_case_that_fell_off_the_agenda_is_noticed() -> None:
    world = advance(start(assemble(RESIDENTS)), END_H)
    room = next(row for row in world.chamber if row.waiting > 1)
    room.agenda = world.case["after"][room.agenda]
    with pytest.raises(CheckError, match="nowhere"):
        finish(RESIDENTS, 0, world)
