"""Several servers, one line: M/M/c (V2), and what pooling gains (V17)."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest
from replications import check, waits
from textbook import clerks, textbook
from theory import erlang_c, mmc_wait

from sim.outcome import Outcome


@pytest.mark.long
def test_mm3_waits():
    """V2: the neutral scenario as it is shipped, longer."""

    def measure(outcome: Outcome) -> dict[str, float]:
        wait = waits(outcome)
        return {"mean": wait.mean(), "wait at all": np.mean(wait > 0), "over an hour": np.mean(wait > 1)}

    share = erlang_c(3, 2.4)
    exact = {"mean": mmc_wait(3, 2.4, 1), "wait at all": share, "over an hour": share * exp(-0.6)}
    check(textbook(2.4, cases=60_000), measure, exact, seed=20)


@pytest.mark.parametrize(("people", "cases"), [(2, 50_000), *(pytest.param(*one, marks=[pytest.mark.long, pytest.mark.exhaustive]) for one in ((5, 75_000), (10, 120_000)))])
def test_pooling(people, cases):
    """V17: at the same load per person, a larger office waits less (one person: V1)."""
    scenario = textbook(0.8 * people, cases=cases, posts=clerks(people))
    check(scenario, lambda outcome: {"mean": waits(outcome).mean()}, {"mean": mmc_wait(people, 0.8 * people, 1)}, seed=170 + people)
