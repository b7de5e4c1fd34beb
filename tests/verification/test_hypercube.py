"""Two units that send the nearest free hand and lose what finds both busy: Larson's hypercube (V16)."""

from __future__ import annotations

import numpy as np
from replications import check, cohort
from textbook import clerks, textbook

from sim.community import build_community
from sim.outcome import Outcome
from sim.simulate import assemble
from sim.world.codes import Fate

BOTH_FREE, FIRST_BUSY, SECOND_BUSY, BOTH_BUSY = 0.433839, 0.229478, 0.160977, 0.175705
"""The 4-state balance at arrival rates .6 and .3 and mu = 1."""

SCENARIO = textbook(
    0.9, cases=8_000, levels={"office": {"units": "yard"}},
    posts=clerks(1, travels=True, travel_m_per_s=1e9, line_limit=0),
    place={"yards": 2, "buildings": 3, "entrances": 3, "residents": 900, "household_size": 1.0}, dispatch={"rule": "nearest"},
)
"""Two yards of two buildings and one, so that two thirds of the residents live in the first. Travel takes no time, but has an order."""


def test_the_two_yards_have_the_rates_and_the_own_hand_is_nearest():
    world = assemble(SCENARIO)
    residents = np.bincount(world.entrance["yard"], weights=world.entrance["residents"])
    assert residents.tolist() == [600, 300]
    for place in build_community(SCENARIO.place, SCENARIO.residents, 1).entrance:
        way = np.hypot(world.pool["x_m"] - place["x_m"], world.pool["y_m"] - place["y_m"])
        assert int(np.argmin(way)) == place["yard"]


def test_hypercube():
    """Arrivals see time averages: who is served by the other unit found the own one busy and the other free."""

    def measure(outcome: Outcome) -> dict[str, float]:
        issue, case = cohort(outcome)
        yard = outcome.world.entrance["yard"][issue["entrance"]]
        lost = case["fate"] == Fate.REJECTED
        crossed = ~lost & (case["pool"] != yard)
        cross = {name: crossed[yard == at].mean() for at, name in enumerate(("first busy", "second busy"))}
        return {**cross, "both busy": lost.mean(), "both free": 1 - lost.mean() - sum(cross.values()),
                "first at work": lost.mean() + cross["first busy"], "second at work": lost.mean() + cross["second busy"],
                "served by the other": crossed.sum() / (~lost).sum()}

    check(SCENARIO, measure, {
        "both free": BOTH_FREE, "first busy": FIRST_BUSY, "second busy": SECOND_BUSY, "both busy": BOTH_BUSY,
        "first at work": 0.405183, "second at work": 0.336682, "served by the other": 0.250693,
    }, seed=310)
