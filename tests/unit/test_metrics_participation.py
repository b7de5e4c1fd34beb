"""Four volunteers and five cases, every metric of participation worked out by hand."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.columns import Table
from sim.metrics import METRICS
from sim.metrics.cohort import Cohort
from sim.world import Rows
from sim.world.codes import Fate
from sim.world.issue import Case, Category, Issue
from sim.world.offices import Channel, Handler, Level, Pool
from sim.world.participation import Helper, Offer, Team
from sim.world.people import Resident
from sim.world.policy import Live


def filled(table: type[Table], rows: list[dict[str, Any]]) -> Rows:
    made = table.allocate(len(rows))
    for position, row in enumerate(rows):
        for name, value in row.items():
            made[name][position] = value
    return made


CASES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"fate": Fate.RESOLVED, "registered_h": 10, "ended_h": 50}, {"offers": 1, "calls": 1, "taken_h": 14, "offered_h": 4}),
    ({"fate": Fate.RESOLVED, "registered_h": 10, "ended_h": 50}, {"offers": 2, "calls": 3, "taken_h": 30, "offered_h": 10}),
    ({"fate": Fate.UNRESOLVED, "registered_h": 10, "ended_h": 50}, {"offers": 1, "calls": 7, "offered_h": 40}),
    ({"fate": Fate.OFFERED, "registered_h": 10}, {"offers": 1, "calls": 2}),
    ({"fate": Fate.WAITING, "registered_h": 10}, {}),
]


def neighbourhood() -> SimpleNamespace:
    """A team of three, and one clerk."""
    pool = filled(Pool, [{"post": 0, "team": 0}, {"post": 1}])
    handler = filled(Handler, [{"pool": 0, "service_h": 3, "travel_h": 1}, {"pool": 0, "service_h": 2}, {"pool": 0}, {"pool": 1, "service_h": 9}])
    world = SimpleNamespace(
        issue=filled(Issue, [{"occur_h": 5, "severity": 0.5, "difficulty": z} for z in (0.1, 0.2, 0.9, 0.9, 0.5)]), case=filled(Case, [case for case, _ in CASES]),
        offer=filled(Offer, [own for _, own in CASES]), team=filled(Team, [{"active": 2, "reward_yuan": 20}]),
        helper=filled(Helper, [{"accepted": 2, "asked": 6}, {"accepted": 1, "asked": 2}, {"asked": 4}, {}]),
        resident=filled(Resident, [{}, {}]), handler=handler, pool=pool, category=filled(Category, [{"deadline_h": 100}]),
        level=filled(Level, [{}]), channel=filled(Channel, [{}, {}]), live=filled(Live, [{}]))
    return SimpleNamespace(world=world, cohort=np.ones(5, np.bool_), window=SimpleNamespace(warm_h=0.0, cohort_end_h=876.0, end_h=876.0))


EXPECTED = {
    "volunteer_hours": 1000 * 6 / (2 * 0.1),
    "volunteer_gini": 2 * (2 * 2 + 3 * 4) / (3 * 6) - 4 / 3,
    "volunteer_taken_share": 2 / 5,
    "volunteer_acceptance": 3 / 12,
    "volunteer_time_to_take": 7.0,
    "volunteer_declined_share": 1 / 3,
    "volunteer_gap_hard": 0 / 1 - 2 / 2,  # the fourth is still on offer
    "volunteer_active_share": 2 / 3,
}


@pytest.mark.parametrize("name", [name for name in METRICS if name.startswith("volunteer_")])
def test_worked_by_hand(name: str) -> None:
    assert METRICS[name].compute(neighbourhood()) == pytest.approx(EXPECTED[name], abs=1e-12)


def test_rewards_are_a_cost() -> None:
    """Three cases taken at 20 yuan."""
    assert Cohort(neighbourhood()).staff.cost.sum() == pytest.approx(3 * 20)


def test_a_volunteer_on_call_is_not_an_idle_clerk() -> None:
    outcome = neighbourhood()
    outcome.world.handler["duty_h"] = [100, 100, 100, 10]
    outcome.world.handler["idle_h"] = [96, 98, 100, 1]
    assert METRICS["utilisation"].compute(outcome) == pytest.approx(0.9)
    outcome.world.pool["team"] = -1
    assert not math.isclose(METRICS["utilisation"].compute(outcome), 0.9)
