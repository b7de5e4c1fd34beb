"""The front: dominated only for certain, and only by more than matters."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.fault import AnalysisError
from sim.analysis.pareto import front
from sim.metrics import Metric


def metric(name: str, direction: str = "up", relevant: float = 0.5, relative: bool = False) -> Metric:
    return Metric(name, "", "", "", direction, "", "", lambda _: 0.0, relevant, relative)  # type: ignore[arg-type]


def exact(*means: float) -> np.ndarray:
    """Options that differ by the same in every replication."""
    return np.array(means)[:, None] + np.arange(5.0)


UP = [metric("x"), metric("y")]


def test_without_noise_and_epsilon_it_is_the_usual_front() -> None:
    found = front({"x": exact(1, 2, 3, 1), "y": exact(3, 2, 1, 1)}, UP, list("abcd"), epsilon={"x": 0.0, "y": 0.0})
    assert found.on_front == (True, True, True, False)
    assert found.dominated_by == ((), (), (), (0, 1, 2))


def test_less_can_be_better() -> None:
    both = [metric("x"), metric("cost", "down")]
    found = front({"x": exact(1, 2), "cost": exact(3, 1)}, both, list("ab"))
    assert found.on_front == (False, True)


def test_less_than_epsilon_better_dominates_nobody_and_less_worse_saves_nobody() -> None:
    assert front({"x": exact(1, 1.4), "y": exact(1, 1.4)}, UP, list("ab")).on_front == (True, True)
    assert front({"x": exact(1, 2.0), "y": exact(1, 0.6)}, UP, list("ab")).on_front == (False, True)
    assert front({"x": exact(1, 2.0), "y": exact(1, 0.4)}, UP, list("ab")).on_front == (True, True)


def test_a_tie_that_is_not_excluded_dominates_nobody() -> None:
    luck = np.random.default_rng(1)
    gap = luck.normal(2, 5, 10)
    base = luck.normal(size=10)
    values = {"x": np.array([base, base + gap]), "y": exact(1, 1)[:, :1].repeat(10, axis=1)}
    assert gap.mean() > 0.5
    assert front(values, UP, list("ab")).on_front == (True, True)
    certain = np.array([base, base + gap.mean() + (gap - gap.mean()) / 100])
    assert front({**values, "x": certain}, UP, list("ab")).on_front == (False, True)


def test_an_option_that_does_not_differ_is_dominated_as_often_as_it_may_be() -> None:
    """4 equal options: some dominance in at most 5 % of 200 studies (standard error .0154)."""
    luck, wrong = np.random.default_rng(6), 0
    for _ in range(200):
        values = {name: luck.normal(size=(4, 8)) for name in "xy"}
        wrong += not all(front(values, UP, list("abcd"), epsilon={"x": 0.0, "y": 0.0}).on_front)
    assert wrong / 200 <= 0.05 + 3 * 0.0154


def test_a_ring_stays_whole() -> None:
    """With an epsilon of 1, each of three is 1.5 better than the next in one metric and .75 worse in the others."""
    three = [metric(name, relevant=1.0) for name in "xyz"]
    values = {"x": exact(1.5, 0, 0.75), "y": exact(0.75, 1.5, 0), "z": exact(0, 0.75, 1.5)}
    found = front(values, three, list("abc"))
    assert found.dominated_by == ((2,), (0,), (1,))
    assert found.on_front == (True, True, True)
    better = {name: np.vstack([array, array.max(axis=0) + 5]) for name, array in values.items()}
    assert front(better, three, list("abcd")).on_front == (False, False, False, True)


def test_what_has_no_front_is_told() -> None:
    with pytest.raises(AnalysisError, match="of n, neither more nor less is better"):
        front({"n": exact(1, 2)}, [metric("n", "none")], list("ab"))
    with pytest.raises(AnalysisError, match="at least 2 replications"):
        front({"x": np.ones((2, 1))}, [metric("x")], list("ab"))
