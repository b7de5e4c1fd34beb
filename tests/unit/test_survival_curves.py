"""Kaplan-Meier: a case worked by hand, the empirical law without censoring, and an independent implementation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.metrics.survival import kaplan_meier

fixed = settings(deadline=None, derandomize=True, max_examples=50)
TIMES = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
HAPPENED = np.array([True, False, True, False, True])


def test_worked_by_hand():
    """1, 2+, 3, 4+, 5: 4/5, then 4/5 * 2/3, then nobody is left."""
    curve = kaplan_meier(TIMES, HAPPENED)
    np.testing.assert_allclose(curve.time, [1, 3, 5])
    np.testing.assert_allclose(curve.survival, [4 / 5, 8 / 15, 0], atol=1e-15)
    np.testing.assert_array_equal(curve.at_risk, [5, 3, 1])
    assert curve.restricted_mean(5) == pytest.approx(11 / 3, abs=1e-12)


def test_value_between_steps():
    curve = kaplan_meier(TIMES, HAPPENED)
    assert [curve.at(t) for t in (0, 0.99, 1, 2.5, 5)] == pytest.approx([1, 1, 0.8, 0.8, 0])


def test_quantile_is_infinite_where_the_curve_does_not_reach():
    curve = kaplan_meier(np.array([1.0, 2.0, 9.0, 9.0]), np.array([True, True, False, False]))
    assert curve.quantile(0.25) == 1
    assert curve.quantile(0.5) == 2
    assert curve.quantile(0.500001) == math.inf


@pytest.mark.parametrize("share", [0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1.0])
def test_quantile_of_ten_equal_steps_is_exact(share):
    """Sums of tenths are not exact in binary; the quantile must not slip by a step."""
    curve = kaplan_meier(np.arange(1.0, 11.0), np.ones(10, bool))
    assert curve.quantile(share) == round(10 * share)


durations = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=40)


@fixed
@given(durations)
def test_agrees_with_scipy(watched):
    stats = pytest.importorskip("scipy.stats")
    time = np.array([t for t, _ in watched], float)
    happened = np.array([h for _, h in watched])
    theirs = stats.ecdf(stats.CensoredData.right_censored(time, ~happened)).sf
    ours = kaplan_meier(time, happened)
    grid = np.arange(-0.5, 14.0, 0.5)
    np.testing.assert_allclose([ours.at(t) for t in grid], theirs.evaluate(grid), atol=1e-12)


@fixed
@given(st.lists(st.floats(0, 1e4), min_size=1, max_size=50))
def test_without_censoring_the_area_is_the_mean(times):
    curve = kaplan_meier(np.array(times), np.ones(len(times), bool))
    assert curve.restricted_mean(1e4 + 1) == pytest.approx(float(np.mean(times)), rel=1e-9, abs=1e-9)


@fixed
@given(st.lists(st.tuples(st.integers(0, 9), st.booleans(), st.integers(1, 4)), min_size=1, max_size=20))
def test_an_integer_weight_is_a_repeated_case(watched):
    time, happened, weight = (np.array(column) for column in zip(*watched, strict=True))
    weighted = kaplan_meier(time.astype(float), happened, weight.astype(float))
    repeated = kaplan_meier(np.repeat(time, weight).astype(float), np.repeat(happened, weight))
    np.testing.assert_array_equal(weighted.time, repeated.time)
    np.testing.assert_allclose(weighted.survival, repeated.survival, atol=1e-12)


def test_nobody_gives_an_empty_curve():
    curve = kaplan_meier(np.array([]), np.array([], bool))
    assert curve.at(3) == 1
    assert curve.quantile(0.5) == math.inf


@pytest.mark.parametrize(
    ("time", "happened", "weight"),
    [([-1.0], [True], None), ([math.nan], [True], None), ([1.0], [True, False], None), ([1.0], [True], [-1.0])],
)
def test_refuses_what_makes_no_sense(time, happened, weight):
    with pytest.raises(ValueError):
        kaplan_meier(np.array(time), np.array(happened), None if weight is None else np.array(weight))
