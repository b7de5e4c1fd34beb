"""2^k effects: a worked 2^3, a polynomial recovered exactly, intervals paired over replicates."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.analysis.factorial import factorial, factorial_runs
from sim.analysis.fault import AnalysisError


def test_standard_order() -> None:
    assert factorial_runs(3).astype(int).tolist() == [
        [0, 0, 0], [1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 0, 1], [1, 0, 1], [0, 1, 1], [1, 1, 1],
    ]  # fmt: skip


def test_a_full_factorial_worked_by_hand() -> None:
    # runs 60 72 54 68 52 83 45 80: A 23, B -5, C 1.5, AB 1.5, AC 10, BC 0, ABC .5
    values = np.array([60.0, 72, 54, 68, 52, 83, 45, 80])[:, None].repeat(2, axis=1)
    table = factorial(values, ["A", "B", "C"], order=3).table
    assert list(table["term"]) == ["A", "B", "C", "A × B", "A × C", "B × C", "A × B × C"]
    assert list(table["effect"]) == [23.0, -5.0, 1.5, 1.5, 10.0, 0.0, 0.5]


def test_coefficients_of_a_polynomial_come_back_exactly() -> None:
    on = np.where(factorial_runs(4), 1.0, -1.0)
    values = 7 + 3 * on[:, 0] - 2 * on[:, 2] + 1.5 * on[:, 1] * on[:, 3] + 0.25 * on[:, 0] * on[:, 1] * on[:, 2]
    found = {one.factors: one.found.mean for one in factorial(np.stack([values] * 3, axis=1), list("abcd"), order=4).effects}
    expected = {("a",): 6.0, ("c",): -4.0, ("b", "d"): 3.0, ("a", "b", "c"): 0.5}  # an effect is twice the coefficient
    assert {factors: value for factors, value in found.items() if value} == expected
    assert len(found) == 15


def test_common_chances_do_not_widen_the_intervals() -> None:
    luck = np.random.default_rng(2)
    values = luck.normal(0, 100, 20) + factorial_runs(2) @ np.array([1.0, 2.0])[:, None]
    main = factorial(values, ["a", "b"], order=1).effects
    for one, effect in zip(main, (1.0, 2.0), strict=True):
        assert one.found.mean == pytest.approx(effect)
        assert one.found.half_width < 1e-10


def test_intervals_cover_as_often_as_they_say() -> None:
    # 1000 experiments of 8 runs x 5 replicates: standard error of the share .0069
    luck, covered = np.random.default_rng(8), 0
    for _ in range(1000):
        values = luck.normal(size=(8, 5)) + 2.0 * factorial_runs(3)[:, :1]
        one = factorial(values, list("abc"), order=1).effects[0].found
        covered += one.low <= 2.0 <= one.high
    assert covered / 1000 == pytest.approx(0.95, abs=4 * 0.0069)


def test_a_run_without_a_value_leaves_a_reason() -> None:
    values = np.ones((4, 3))
    values[2, 1] = math.nan
    assert set(factorial(values, ["a", "b"]).table["reason"]) == {"undefined in 1 of 3 runs, where there was nothing to count"}


def test_runs_and_factors_must_fit() -> None:
    with pytest.raises(AnalysisError, match="2 factors need 4 runs"):
        factorial(np.ones((3, 2)), ["a", "b"])
    with pytest.raises(AnalysisError, match="from 1 to 16 factors, not 17"):
        factorial_runs(17)
