"""Student's t intervals, the replications that would do, Holm's adjustment, what pairing is worth."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.study.interval import Reason, estimate, holm, p_value, pairing, replications_for, t_quantile


@pytest.mark.parametrize(
    ("degrees", "value"), [(1, 12.7062), (9, 2.2622), (29, 2.0452), (39, 2.0227), (10_000, 1.9602)]
)
def test_critical_values_are_those_of_the_tables(degrees: int, value: float) -> None:
    assert t_quantile(degrees) == pytest.approx(value, abs=5e-5)


def test_interval_of_a_sample_worked_by_hand() -> None:
    # 1..9: mean 5, sd sqrt(7.5); half-width 2.306004 sqrt(7.5) / 3
    found = estimate(np.arange(1.0, 10.0))
    assert found.mean == 5
    assert found.half_width == pytest.approx(2.306004 * math.sqrt(7.5) / 3, rel=1e-6)
    assert found.low + found.high == pytest.approx(10)
    assert found.reason is None


def test_intervals_cover_the_mean_as_often_as_they_say() -> None:
    # 4000 samples of 5: the share that covers has standard error sqrt(.95 x .05 / 4000) = .0034
    samples = np.random.default_rng(7).normal(3.0, 2.0, (4000, 5))
    covered = [one.low <= 3.0 <= one.high for one in map(estimate, samples)]
    assert np.mean(covered) == pytest.approx(0.95, abs=4 * 0.0034)


def test_one_run_has_a_mean_and_no_interval() -> None:
    found = estimate(np.array([4.0]))
    assert found.mean == 4
    assert math.isnan(found.low)
    assert found.reason == Reason("one_run")


def test_equal_values_have_an_interval_of_no_length() -> None:
    # .1 + .1 + .1 is not .3 exactly: the mean must be the value itself
    assert estimate(np.full(3, 0.1))[:4] == (0.1, 0.1, 0.1, 0.0)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([1.0, math.nan, 2.0], Reason("undefined", 1, 3)),
        ([math.inf, 1.0, math.inf], Reason("infinite", 2, 3)),
        ([math.inf, math.nan], Reason("undefined", 1, 2)),
        ([], Reason("undefined", 0, 0)),
    ],
)
def test_a_run_without_a_finite_value_is_told_and_not_dropped(values: list[float], reason: Reason) -> None:
    found = estimate(np.array(values))
    assert found.reason == reason
    assert math.isnan(found.low)
    assert math.isnan(found.high)
    assert not math.isfinite(found.mean)


@pytest.mark.parametrize(("sd", "half_width"), [(1.0, 0.1), (1.0, 1.0), (3.0, 0.5), (0.02, 0.01)])
def test_replications_are_enough_and_one_less_is_not(sd: float, half_width: float) -> None:
    n = replications_for(sd, half_width)
    assert n is not None
    assert t_quantile(n - 1) * sd / math.sqrt(n) <= half_width
    assert n == 2 or t_quantile(n - 2) * sd / math.sqrt(n - 1) > half_width


def test_no_number_of_replications_for_the_impossible() -> None:
    assert replications_for(1.0, 0.0) is None
    assert replications_for(1.0, math.nan) is None
    assert replications_for(math.nan, 1.0) is None
    assert replications_for(1.0, 1e-6) is None


def test_p_value_is_the_level_at_which_the_interval_touches_zero() -> None:
    values = np.arange(1.0, 10.0)
    shifted = values - estimate(values).low
    assert p_value(estimate(shifted)) == pytest.approx(0.05, rel=1e-6)
    assert p_value(estimate(np.zeros(5))) == 1
    assert p_value(estimate(np.full(5, 2.0))) == 0
    assert math.isnan(p_value(estimate(np.array([1.0]))))


def test_holm_worked_by_hand() -> None:
    # sorted .005 .01 .03 .04 times 4 3 2 1 = .02 .03 .06 .04, made increasing: .02 .03 .06 .06
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_holm_counts_no_test_that_was_not_made() -> None:
    adjusted = holm([0.02, math.nan, 0.5])
    assert adjusted[0] == pytest.approx(0.04)
    assert math.isnan(adjusted[1])
    assert adjusted[2] == 0.5


def test_pairing_is_what_the_variances_say() -> None:
    draw = np.random.default_rng(3)
    shared, noise = draw.normal(size=50), draw.normal(size=50)
    found = pairing(shared, shared + 0.5 * noise)
    assert found.correlation == pytest.approx(np.corrcoef(shared, shared + 0.5 * noise)[0, 1])
    both = np.var(shared, ddof=1) + np.var(shared + 0.5 * noise, ddof=1)
    assert found.variance_ratio == pytest.approx(both / np.var(0.5 * noise, ddof=1))


def test_pairing_at_its_limits() -> None:
    values = np.array([1.0, 2.0, 4.0])
    assert pairing(values, values + 1) == (math.inf, pytest.approx(1))
    assert all(map(math.isnan, pairing(np.ones(3), np.ones(3))))
    assert all(map(math.isnan, pairing(values, np.array([1.0, math.inf, 2.0]))))
    constant = pairing(values, np.ones(3))
    assert constant.variance_ratio == pytest.approx(1)
    assert math.isnan(constant.correlation)
