"""Aalen-Johansen: competing ends share out the total exactly, and 1 - Kaplan-Meier would overstate each of them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.metrics.survival import aalen_johansen, kaplan_meier

fixed = settings(deadline=None, derandomize=True, max_examples=50)
watched_cases = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3)), min_size=1, max_size=40)


def split(watched: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    time, cause = zip(*watched, strict=True)
    return np.array(time, float), np.array(cause)


def test_worked_by_hand():
    """1 served, 2 withdrawn, 3 lost from sight, 4 served: 1/4, 1/4, then half is left, one at risk, and served."""
    curve = aalen_johansen(np.array([1.0, 2.0, 3.0, 4.0]), np.array([1, 2, 0, 1]), 2)
    np.testing.assert_allclose(curve.time, [1, 2, 4])
    np.testing.assert_allclose(curve.incidence[0], [0.25, 0.25, 0.75])
    np.testing.assert_allclose(curve.incidence[1], [0, 0.25, 0.25])
    assert curve.quantile(1, 0.5) == 4
    assert curve.quantile(2, 0.5) == math.inf
    # area above the incidence of cause 1 up to 4: 1 + 3 * 3/4
    assert curve.mean_time_without(1, 4.0) == pytest.approx(3.25)


@fixed
@given(watched_cases)
def test_causes_and_survival_add_up_to_one(watched):
    curve = aalen_johansen(*split(watched), 3)
    np.testing.assert_allclose(curve.incidence.sum(axis=0) + curve.survival, 1.0, atol=1e-12)


@fixed
@given(watched_cases)
def test_one_cause_is_kaplan_meier(watched):
    time, cause = split(watched)
    competing, single = aalen_johansen(time, np.minimum(cause, 1), 1), kaplan_meier(time, cause > 0)
    np.testing.assert_allclose(competing.incidence[0], 1 - single.survival, atol=1e-12)


@fixed
@given(watched_cases)
def test_treating_other_ends_as_censoring_never_understates(watched):
    time, cause = split(watched)
    honest, naive = aalen_johansen(time, cause, 3), kaplan_meier(time, cause == 1)
    for when in range(14):
        assert honest.at(1, when) <= 1 - naive.at(when) + 1e-12


@fixed
@given(watched_cases.filter(lambda watched: all(cause > 0 for _, cause in watched)))
def test_without_censoring_it_counts(watched):
    time, cause = split(watched)
    curve = aalen_johansen(time, cause, 3)
    for code in (1, 2, 3):
        assert curve.at(code, 6.0) == pytest.approx(np.mean((time <= 6) & (cause == code)), abs=1e-12)


def test_recovers_the_exact_incidence_of_two_exponential_risks():
    """Rates 1 and 1/2 with censoring at rate 1/4: F1(t) = (2/3)(1 - exp(-1.5 t)), within five standard errors."""
    rng = np.random.default_rng(11)
    count = 20_000
    first, second, lost = (rng.exponential(mean, count) for mean in (1.0, 2.0, 4.0))
    cause = np.select([(first < second) & (first < lost), second < np.minimum(first, lost)], [1, 2], 0)
    curve = aalen_johansen(np.minimum(np.minimum(first, second), lost), cause, 2)
    for when in (0.3, 1.0, 2.0):
        assert curve.at(1, when) == pytest.approx(2 / 3 * -math.expm1(-1.5 * when), abs=5 * 0.5 / math.sqrt(count / 2))


def test_refuses_an_unknown_cause():
    with pytest.raises(ValueError, match=r"outside 0\.\.2"):
        aalen_johansen(np.array([1.0]), np.array([3]), 2)
