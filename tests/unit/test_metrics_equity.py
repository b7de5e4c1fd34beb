"""Inequality measures against closed forms and their defining invariances."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sim.metrics.equity import gap, gini, theil, weighted_share

fixed = settings(deadline=None, derandomize=True, max_examples=50)
amounts = st.lists(st.floats(0, 1e3).map(lambda x: round(x, 3)), min_size=1, max_size=30).map(np.array)


def test_gini_of_one_to_four():
    assert gini(np.array([4.0, 1.0, 3.0, 2.0])) == pytest.approx(0.25, abs=1e-15)


@fixed
@given(amounts)
def test_gini_is_half_the_relative_mean_difference(burden):
    assume(burden.sum() > 0)
    difference = np.abs(burden[:, None] - burden[None, :]).mean()
    assert gini(burden) == pytest.approx(difference / (2 * burden.mean()), abs=1e-9)


def test_gini_bounds():
    assert gini(np.full(7, 3.0)) == pytest.approx(0, abs=1e-15)
    assert gini(np.array([0.0, 0, 0, 0, 5])) == pytest.approx(4 / 5)
    assert gini(np.zeros(3)) == 0
    assert math.isnan(gini(np.array([])))


@fixed
@given(amounts, st.integers(1, 4))
def test_theil_splits_exactly_and_is_never_negative(burden, groups):
    assume(burden.sum() > 0)
    parts = theil(burden, np.arange(burden.size) % groups)
    assert parts.total == pytest.approx(parts.between + parts.within, abs=1e-12)
    assert parts.between >= -1e-9
    assert parts.within >= -1e-9


def test_theil_of_one_who_carries_all():
    """T = ln n; and with every group equal inside, nothing is within."""
    assert theil(np.array([0.0, 0, 0, 8]), np.zeros(4, int)).total == pytest.approx(math.log(4))
    assert theil(np.array([1.0, 1, 3, 3]), np.array([0, 0, 1, 1])).within == pytest.approx(0, abs=1e-15)


@pytest.mark.parametrize("measure", [gini, lambda burden: theil(burden, np.zeros(2, int))])
@pytest.mark.parametrize("burden", [[-1.0, 2.0], [math.nan, 2.0]])
def test_refuses_negative_amounts(measure, burden):
    with pytest.raises(ValueError):
        measure(np.array(burden))


def test_gap_is_group_minus_others():
    part, whole = np.array([1, 0, 1, 1, 1], bool), np.array([1, 1, 1, 1, 0], bool)
    group = np.array([1, 1, 0, 0, 0], bool)
    assert gap(part, whole, group) == pytest.approx(1 / 2 - 1)
    assert gap(part, whole, group, np.array([3.0, 1, 1, 1, 9])) == pytest.approx(3 / 4 - 1)
    assert gap(part, whole, ~group) == -gap(part, whole, group)


def test_a_share_of_nothing_is_unknown_not_zero():
    none = np.zeros(3, bool)
    assert math.isnan(weighted_share(~none, none))
    assert math.isnan(weighted_share(~none, ~none, np.zeros(3)))
    assert math.isnan(gap(~none, ~none, none))
