"""A line with a limit: nobody may wait (V3, Erlang's loss formula), or only a few (V4)."""

from __future__ import annotations

import numpy as np
import pytest
from replications import check, cohort, window_h
from textbook import clerks, jobs, textbook
from theory import erlang_b, finite_room, mean_waiting

from sim.outcome import Outcome
from sim.world.codes import Fate


def turned_away(outcome: Outcome) -> float:
    return float(np.mean(cohort(outcome)[1]["fate"] == Fate.REJECTED))


@pytest.mark.parametrize("work", [{"work_law": "exponential"}, pytest.param({"work_law": "lognormal", "work_cv": 2.0}, marks=pytest.mark.long)], ids=str)
def test_loss(work):
    """V3: the share turned away depends on the work through its mean only."""
    scenario = textbook(8.0, cases=20_000, posts=clerks(10, line_limit=0), categories=jobs(**work))
    check(scenario, lambda outcome: {"turned away": turned_away(outcome)}, {"turned away": erlang_b(10, 8)}, seed=30 + len(work))


def test_short_line():
    """V4: M/M/3/6. The number in line is the sum of waits over the window (Little)."""

    def measure(outcome: Outcome) -> dict[str, float]:
        _, case = cohort(outcome)
        served = case["waited_h"][case["fate"] == Fate.RESOLVED]
        return {"turned away": turned_away(outcome), "in line": served.sum() / window_h(outcome), "wait": served.mean()}

    p = finite_room(3, 6, 2.4, 1)
    in_line = mean_waiting(p, 3)
    exact = {"turned away": p[-1], "in line": in_line, "wait": in_line / (2.4 * (1 - p[-1]))}
    check(textbook(2.4, cases=20_000, posts=clerks(3, line_limit=3)), measure, exact, seed=40)
