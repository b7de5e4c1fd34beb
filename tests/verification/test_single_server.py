"""One server: M/M/1 (V1) and M/G/1 (V5)."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest
from replications import check, waits
from textbook import clerks, jobs, textbook
from theory import mg1_wait, mmc_wait

from sim.outcome import Outcome


@pytest.mark.parametrize(("lam", "cases"), [(0.6, 20_000), pytest.param(0.8, 40_000, marks=pytest.mark.long)])
def test_mm1_waits(lam, cases):
    """V1: mean wait, and the whole distribution P(wait > t) = rho exp(-(mu - lam) t)."""
    times = (0.0, 1.0, 4.0)

    def measure(outcome: Outcome) -> dict[str, float]:
        wait = waits(outcome)
        return {"mean": wait.mean(), **{f"over {t}": np.mean(wait > t) for t in times}}

    exact = {"mean": mmc_wait(1, lam, 1), **{f"over {t}": lam * exp(-(1 - lam) * t) for t in times}}
    check(textbook(lam, cases=cases, posts=clerks(1)), measure, exact, seed=int(100 * lam))


LAWS = {
    0.0: ("fixed", 0.0, 10_000),
    0.5: ("lognormal", 0.5**0.5, 20_000),
    1.0: ("exponential", 1.0, 30_000),
    4.0: ("lognormal", 2.0, 110_000),
}


@pytest.mark.parametrize("scv", [pytest.param(scv, marks=pytest.mark.long) if scv > 1 else scv for scv in LAWS])
def test_mg1_waits(scv):
    """V5: Pollaczek-Khinchine, whatever the law of the work."""
    law, cv, cases = LAWS[scv]
    scenario = textbook(0.7, cases=cases, posts=clerks(1), categories=jobs(work_law=law, work_cv=cv))
    check(scenario, lambda outcome: {"mean": waits(outcome).mean()}, {"mean": mg1_wait(0.7, 1.0, scv)}, seed=50 + int(2 * scv))
