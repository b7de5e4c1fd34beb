"""The yardstick measures: it has the stated error, and rejects a bias, an interval too wide, and an unfinished cohort."""

from __future__ import annotations

import numpy as np
import pytest
from replications import CHECKS, CRITICAL_T, FAMILY_ERROR, REPLICATIONS, cohort, disagreements, half_width, t_statistic
from scipy import stats
from textbook import clerks, textbook

from sim.simulate import simulate


def draws(mean: float, sd: float) -> list[dict[str, float]]:
    sample = np.random.default_rng(5).normal(mean, sd, REPLICATIONS)
    return [{"wait": float(value)} for value in sample]


def test_the_critical_value_is_that_of_the_family_of_checks():
    assert stats.t.ppf(1 - FAMILY_ERROR / CHECKS / 2, REPLICATIONS - 1) == pytest.approx(CRITICAL_T, abs=6e-4)


def test_the_statistic_is_students():
    sample = np.random.default_rng(2).normal(3, 1, 40)
    theirs = stats.ttest_1samp(sample, 2.9)
    assert t_statistic(sample, 2.9) == pytest.approx(theirs.statistic)
    low, high = theirs.confidence_interval(0.95)
    assert half_width(sample) == pytest.approx((high - low) / 2)


def test_the_truth_passes_and_a_bias_does_not():
    assert not disagreements(draws(1.0, 0.05), {"wait": 1.0})
    assert disagreements(draws(1.0, 0.05), {"wait": 1.05})


def test_an_interval_too_wide_is_a_failure():
    assert disagreements(draws(1.0, 0.3), {"wait": 1.0})


def test_a_measure_that_is_not_a_number_is_a_failure():
    assert disagreements([{"wait": float("nan")}] * REPLICATIONS, {"wait": 1.0})


def test_a_cohort_with_open_cases_is_refused():
    swamped = textbook(2.4, cases=200, posts=clerks(1), run={"warm_up_days": 0, "follow_up_days": 0})
    with pytest.raises(AssertionError, match="follow-up"):
        cohort(simulate(swamped))
