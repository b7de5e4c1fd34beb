"""Residents who give up: Erlang A (V8)."""

from __future__ import annotations

import numpy as np
from replications import check, cohort, window_h
from textbook import textbook
from theory import erlang_a, mean_waiting

from sim.outcome import Outcome
from sim.world.codes import Fate


def test_erlang_a():
    """V8: overloaded, and stable because people leave; waits of those who left count."""

    def measure(outcome: Outcome) -> dict[str, float]:
        _, case = cohort(outcome)
        gave_up, wait = case["fate"] == Fate.WITHDRAWN, case["waited_h"]
        return {"wait at all": np.mean(wait > 0), "in line": wait.sum() / window_h(outcome), "give up": gave_up.mean()}

    p = erlang_a(3, 3.6, 1, 0.5)
    in_line = mean_waiting(p, 3)
    exact = {"wait at all": p[3:].sum(), "in line": in_line, "give up": 0.5 * in_line / 3.6}
    check(textbook(3.6, residents={"patience": {"mean_h": 2.0, "law": "exponential"}}), measure, exact, seed=89)
