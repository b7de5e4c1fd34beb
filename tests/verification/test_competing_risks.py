"""A report, a patrol, or it goes away: who is first (V18)."""

from __future__ import annotations

from functools import cache

import numpy as np
from replications import CHECKS, FAMILY_ERROR, disagreements, replicate
from scipy import stats
from textbook import textbook

from sim.outcome import Outcome
from sim.scenario.scenario import Scenario
from sim.world.codes import Fate

REPORT, DETECT, FADE = 0.3, 0.2, 0.1
TOTAL = REPORT + DETECT + FADE


def scenario() -> Scenario:
    """A patroller per entrance, at random times and in no time; work takes no time, so that nobody is ever busy."""
    return textbook(
        20.0, cases=4_000,
        categories={"job": {"visible": 1.0, "work_h": 0.0}},
        levels={"grid": {"units": "entrance"}},
        posts={"patroller": {"level": "grid", "head_count": 1, "patrol_every_h": 1 / DETECT, "patrol_law": "exponential", "patrol_h": 0.0}},
        place={"buildings": 400, "entrances": 400, "household_size": 1.0},
        residents={"report_per_day": 24 * REPORT, "self_resolve_per_day": 24 * FADE},
        run={"warm_up_days": 2, "follow_up_days": 5},
    )


def first_times(outcome: Outcome) -> dict[str, object]:
    """Shares by what came first, mean time to it, and that time for the first issue of every entrance.

    Issues of one entrance may fall to one patrol; the first ones of different entrances are independent.
    """
    world, patrol = outcome.world, len(outcome.scenario.channels)
    rows = np.flatnonzero(outcome.cohort)
    issue, case = world.issue[rows], world.case[rows]
    assert np.all(case["fate"] >= Fate.PREVENTED)
    faded = case["fate"] == Fate.SELF_RESOLVED
    detected = ~faded & (case["channel"] == patrol)
    first_h = np.where(faded, case["ended_h"], case["reported_h"]) - issue["occur_h"]
    _, first = np.unique(issue["entrance"], return_index=True)
    return {"reported": np.mean(~faded & ~detected), "detected": detected.mean(), "faded": faded.mean(), "mean": first_h.mean(),
            "alone": first_h[first], "alone by": np.where(faded, 2, detected)[first]}


@cache
def samples() -> list[dict[str, object]]:
    return replicate(scenario(), first_times, seed=180)


def test_shares_and_mean_time():
    exact = {"reported": REPORT / TOTAL, "detected": DETECT / TOTAL, "faded": FADE / TOTAL, "mean": 1 / TOTAL}
    numbers = [{name: float(sample[name]) for name in exact} for sample in samples()]
    assert not disagreements(numbers, exact)


def test_the_first_time_is_exponential():
    alone = np.concatenate([sample["alone"] for sample in samples()])
    assert len(alone) > 12_000
    assert stats.kstest(alone, stats.expon(scale=1 / TOTAL).cdf).pvalue > FAMILY_ERROR / CHECKS


def test_what_comes_first_says_nothing_about_when():
    """Constant hazards: cause and time are independent."""
    alone = np.concatenate([sample["alone"] for sample in samples()])
    by = np.concatenate([sample["alone by"] for sample in samples()])
    groups = [alone[by == cause] for cause in range(3)]
    assert stats.kruskal(*groups).pvalue > FAMILY_ERROR / CHECKS
