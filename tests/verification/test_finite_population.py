"""Ten machines, two repairers: a broken thing cannot break again (V9)."""

from __future__ import annotations

import numpy as np
from replications import check, cohort, window_h
from textbook import clerks, textbook
from theory import machine_repair

from sim.outcome import Outcome
from sim.world.codes import Fate


def test_machine_repair():
    """V9: mean number broken, time broken, and the share of would-be failures that fall on a broken machine."""

    def measure(outcome: Outcome) -> dict[str, float]:
        issue, case = cohort(outcome)
        real = case["fate"] == Fate.RESOLVED
        down_h = (case["ended_h"] - issue["occur_h"])[real]
        return {"broken": down_h.sum() / window_h(outcome), "down time": down_h.mean(), "covered": 1 - real.mean()}

    broken = float(machine_repair(10, 2, 0.2, 1) @ range(11))
    exact = {"broken": broken, "down time": broken / (0.2 * (10 - broken)), "covered": broken / 10}
    place = {"residents": 10, "buildings": 1, "entrances": 1}
    scenario = textbook(2.0, posts=clerks(2), place=place, demand={"one_at_a_time": True})
    check(scenario, measure, exact, seed=90)


def test_nobody_has_two_open_issues():
    from sim.simulate import simulate

    place = {"residents": 10, "buildings": 1, "entrances": 1}
    outcome = simulate(textbook(2.0, cases=2000, posts=clerks(2), place=place, demand={"one_at_a_time": True}))
    issue, case = outcome.world.issue, outcome.world.case
    real = case["fate"] == Fate.RESOLVED
    for resident in range(10):
        own = real & (issue["resident"] == resident)
        assert np.all(issue["occur_h"][own][1:] >= case["ended_h"][own][:-1])
