"""Satisfaction, habits and trust against exact results (V26, science 4.9 and 4.10)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from replications import CRITICAL_T, Floats, check, replicate, t_statistic
from textbook import clerks, jobs, textbook

from sim.outcome import Outcome
from sim.scenario.scenario import Scenario

SIGMA = 0.5
CV = math.sqrt(math.exp(SIGMA**2) - 1)
MEDIAN_H = math.exp(-(SIGMA**2) / 2)
"""Work of mean one hour, lognormal: half of it takes less than this."""

TIMES_ONLY = {"weight_response": 0.0, "weight_resolution": 1.0, "weight_outcome": 0.0, "loss_aversion": 1.0}
"""An episode is as good as its time of resolution: s = habit - ln(time / promise)."""


def ample(speed: float = 1.0, **residents: float) -> Scenario:
    """Nobody waits: times of resolution are independent draws. A thousand residents, some thirty episodes each."""
    return textbook(
        100.0, cases=30_000, categories=jobs(work_law="lognormal", work_cv=CV, deadline_h=MEDIAN_H), posts=clerks(400, speed=speed),
        residents={**TIMES_ONLY, **residents}, run={"warm_up_days": 0, "follow_up_days": 1})


def test_the_variance_of_running_satisfaction() -> None:
    """V26: independent episodes of variance v, of which each moves it by the share al: al / (2 - al) v."""
    gain = 0.3

    def measure(outcome: Outcome) -> dict[str, float]:
        running: Floats = outcome.world.resident["satisfaction"]
        return {"variance": float(running.var())}

    check(ample(promise_weight=1.0, expectation_gain=0.0, satisfaction_gain=gain), measure, {"variance": gain / (2 - gain) * SIGMA**2}, seed=260)


@pytest.mark.parametrize(("speed", "seed"), [pytest.param(1.0, 261, marks=pytest.mark.long), (0.5, 262), pytest.param(2.0, 263, marks=pytest.mark.long)])
def test_whatever_the_level_satisfaction_returns_to_where_it_was(speed: float, seed: int) -> None:
    """V26: with expectations that adapt in full and no promise, disconfirmation is zero on average: report performance, too."""

    def measure(outcome: Outcome) -> float:
        case = outcome.world.case
        late = outcome.cohort & (outcome.world.issue["occur_h"] > 0.6 * outcome.window.cohort_end_h)  # all of them have ended
        felt: Floats = case["satisfaction"][late]
        return float(felt.mean())

    found = np.array(replicate(ample(speed, promise_weight=0.0, expectation_gain=0.4, satisfaction_gain=0.1), measure, seed))
    assert abs(t_statistic(found, 0.0)) <= CRITICAL_T
    assert found.std(ddof=1) / math.sqrt(len(found)) < 0.005  # a level half or twice as fast would be .69 away


def test_trust_rests_where_rises_and_falls_balance() -> None:
    """4.10: three in ten fixes do not hold; an outcome good or bad is all that counts. p (a - T) = k (1 - p) (T - b)."""
    p, k = 0.7, 2.0
    good, bad = 1 / (1 + math.exp(-0.5)), 1 / (1 + math.exp(0.8))
    scenario = textbook(
        100.0, cases=40_000, categories=jobs(relapse=1 - p), posts=clerks(400), trust={"gain": 0.1, "loss_ratio": k, "start": 0.45},
        residents={"weight_response": 0.0, "weight_resolution": 0.0, "weight_outcome": 0.5, "loss_aversion": 1.6, "reopen": 0.0},
        run={"warm_up_days": 0, "follow_up_days": 1})
    exact = (p * good + k * (1 - p) * bad) / (p + k * (1 - p))
    check(scenario, lambda outcome: {"trust": float(outcome.world.mind["trust"].mean())}, {"trust": exact}, seed=264)


def test_trust_and_served_neighbours_change_who_reports() -> None:
    """4.2: the hazard r exp(b_T (T - .5)) races with going away by itself at delta."""
    reports = {"report_per_day": 1.0, "self_resolve_per_day": 1.0}

    def measure(outcome: Outcome) -> dict[str, float]:
        return {"reported": float(np.mean(~np.isnan(outcome.world.case["reported_h"][outcome.cohort])))}

    for start, seed in ((0.9, 265), (0.1, 266)):
        factor = math.exp(1.5 * (start - 0.5))
        scenario = textbook(20.0, residents=reports, posts=clerks(60), trust={"effect": 1.5, "start": start},
                            run={"warm_up_days": 0, "follow_up_days": 40})
        check(scenario, measure, {"reported": factor / (1 + factor)}, seed=seed)
