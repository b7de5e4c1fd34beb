"""Components of variance: by hand, exact on sums without noise, and unbiased on known components."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.analysis.fault import AnalysisError
from sim.analysis.variance import variance_components


def test_two_by_two_worked_by_hand() -> None:
    # rows 1 3 / 5 11: grand 5; rows 2, 8; columns 3, 7; SS rows 2 (9 + 9) = 36, columns 2 (4 + 4) = 16, rest 4 x 1 = 4
    found = variance_components(np.array([[1.0, 3.0], [5.0, 11.0]]))
    rows = {one.source: (one.degrees, one.mean_square, one.variance) for one in found.components}
    assert rows == {"point": (1, 36.0, 16.0), "replicate": (1, 16.0, 6.0), "point × replicate": (1, 4.0, 4.0)}
    assert found.epistemic_share == pytest.approx(16 / 26)


def test_squares_sum_to_the_total() -> None:
    values = np.random.default_rng(1).normal(size=(5, 3, 4))
    found = variance_components(values)
    total = sum(one.degrees * one.mean_square for one in found.components)
    assert total == pytest.approx(((values - values.mean()) ** 2).sum())
    assert sum(one.degrees for one in found.components) == 59


def test_a_sum_of_points_and_replicates_is_taken_apart_exactly() -> None:
    """A replicate effect that all points share is no variance of the points, however large."""
    point, replicate = np.array([1.0, 2.0, 4.0]), 1000 * np.array([1.0, -1.0, 3.0, 0.5])
    found = {one.source: one.variance for one in variance_components(point[:, None] + replicate).components}
    assert found["point"] == pytest.approx(point.var(ddof=1))
    assert found["replicate"] == pytest.approx(replicate.var(ddof=1))
    assert found["point × replicate"] == pytest.approx(0.0, abs=1e-9)


def draw(luck: np.random.Generator, shape: tuple[int, ...], sds: dict[tuple[int, ...], float]) -> np.ndarray:
    """A sum of independent normal effects of the given axes."""
    values = np.zeros(shape)
    for axes, sd in sds.items():
        size = [n if axis in axes else 1 for axis, n in enumerate(shape)]
        values = values + luck.normal(0, sd, size)
    return values


def test_components_are_unbiased() -> None:
    """Means over 600 ensembles within 4 standard errors of the truth, all seven of the three-way case."""
    sds = {(0,): 2.0, (1,): 1.0, (2,): 1.5, (0, 1): 0.7, (0, 2): 0.0, (1, 2): 0.5, (0, 1, 2): 1.0}
    luck = np.random.default_rng(7)
    found = np.array([[one.variance for one in variance_components(draw(luck, (6, 4, 5), sds)).components] for _ in range(600)])
    expected = np.array([sd**2 for sd in sds.values()])
    error = found.std(axis=0, ddof=1) / math.sqrt(600)
    assert np.all(np.abs(found.mean(axis=0) - expected) < 4 * error)
    assert found[:, 4].min() < 0  # an unbiased estimate of nothing is sometimes below 0


def test_kinds() -> None:
    found = variance_components(np.random.default_rng(1).normal(size=(3, 3, 3)))
    assert {one.source: one.kind for one in found.components} == {
        "point": "epistemic", "option": "option", "replicate": "aleatory", "point × option": "epistemic", "point × replicate": "aleatory",
        "option × replicate": "aleatory", "point × option × replicate": "aleatory",
    }  # fmt: skip
    assert math.isnan(variance_components(np.ones((2, 2))).epistemic_share)


def test_a_component_below_nothing_counts_as_nothing() -> None:
    # rows 1 2 / 2 1: no difference of points or replicates, all of it their interaction: mean squares 0, 0, 1
    found = variance_components(np.array([[1.0, 2.0], [2.0, 1.0]]))
    assert [one.variance for one in found.components] == [-0.5, -0.5, 1.0]
    assert (found.of("epistemic"), found.of("aleatory"), found.epistemic_share) == (0, 1.0, 0)


def test_too_little_is_told() -> None:
    with pytest.raises(AnalysisError, match="at least 2 points"):
        variance_components(np.ones((1, 5)))
