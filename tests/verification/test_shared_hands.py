"""Five one-person units, alone or helping each other (V17)."""

from __future__ import annotations

import numpy as np
import pytest
from replications import check, waits
from textbook import clerks, textbook
from theory import mmc_wait

from sim.community import build_community
from sim.governance import organise
from sim.scenario.scenario import Scenario

UNITS = 5
LOAD = 0.7
PLACE = {"buildings": 100, "entrances": 100}


def offices(overflow: str, cases: int) -> Scenario:
    return textbook(LOAD * UNITS, cases=cases, levels={"office": {"units": UNITS}}, posts=clerks(1, overflow=overflow), place=PLACE)


@pytest.mark.parametrize(("overflow", "seed"), [pytest.param("level", 176, marks=pytest.mark.long), ("siblings", 177)])
def test_units_that_help_each_other_are_one_office(overflow, seed):
    exact = mmc_wait(UNITS, LOAD * UNITS, 1)
    check(offices(overflow, 65_000), lambda outcome: {"mean": waits(outcome).mean()}, {"mean": exact}, seed=seed)


@pytest.mark.long
def test_units_on_their_own_are_single_servers():
    """Each unit is M/M/1 with the demand of the residents it really has; the units differ a little."""
    scenario = offices("none", 40_000)
    community = build_community(scenario.place, scenario.residents, 1)
    seat = organise(scenario, community, 0).seat[:, 0]
    residents = np.bincount(seat, weights=community.entrance["residents"], minlength=UNITS)
    rates = LOAD * UNITS * residents / residents.sum()
    exact = sum(lam * mmc_wait(1, lam, 1) for lam in rates) / rates.sum()
    assert exact == pytest.approx(mmc_wait(1, LOAD, 1), rel=0.1)
    check(scenario, lambda outcome: {"mean": waits(outcome).mean()}, {"mean": exact}, seed=178)
