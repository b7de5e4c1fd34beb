"""The gamma quantile against scipy, its moments, and its edges."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import gammaincinv

from sim.compiled import entry
from sim.demand.gamma import gamma_quantile, gammas
from sim.world.codes import Decision, Kind


@entry
def _quantiles(variance, u, out):
    for i in range(len(u)):
        out[i] = gamma_quantile(variance, u[i])


def quantiles(variance: float, u: np.ndarray) -> np.ndarray:
    out = np.empty(len(u))
    _quantiles(variance, u, out)
    return out


MIDDLE = np.linspace(0.001, 0.999, 999)
TAILS = np.concatenate((10.0 ** -np.arange(4, 10), 1 - 10.0 ** -np.arange(4, 10)))


@pytest.mark.parametrize("shape", [0.02, 0.3, 0.5, 1.0, 1.5, 10 / 3, 33.3, 100.0, 299.0])
def test_quantiles_are_exact(shape: float) -> None:
    expected = gammaincinv(shape, MIDDLE) / shape
    assert quantiles(1 / shape, MIDDLE) == pytest.approx(expected, rel=1e-12, abs=1e-290)
    assert quantiles(1 / shape, TAILS) == pytest.approx(gammaincinv(shape, TAILS) / shape, rel=1e-8, abs=1e-290)


@pytest.mark.parametrize("shape", [990.0, 1001.0, 3000.0, 30_000.0])
def test_quantiles_of_small_variances_are_as_good_as_exact(shape: float) -> None:
    assert quantiles(1 / shape, MIDDLE) == pytest.approx(gammaincinv(shape, MIDDLE) / shape, rel=2e-8)
    assert quantiles(1 / shape, TAILS) == pytest.approx(gammaincinv(shape, TAILS) / shape, rel=2e-7)


@pytest.mark.parametrize("variance", [0.0011, 0.0009, 0.03, 0.3, 1.0, 2.0])
def test_quantiles_integrate_to_mean_one_and_the_variance(variance: float) -> None:
    """Midpoint rule over 100,000 quantiles; what is lost beyond the last one is below the tolerance."""
    x = quantiles(variance, (np.arange(100_000) + 0.5) / 100_000)
    assert x.mean() == pytest.approx(1.0, abs=1e-5 * max(variance, 0.1))
    assert x.var() == pytest.approx(variance, rel=1e-3)
    assert np.all(np.diff(x) >= 0)


def test_no_variance_gives_exactly_one() -> None:
    assert np.all(quantiles(0.0, MIDDLE) == 1.0)
    assert np.all(gammas(100, 1, 0, Kind.DAY, Decision.DAY_RATE, 0.0) == 1.0)


def test_keyed_numbers_have_mean_one_and_the_variance() -> None:
    """4.5 standard errors; the fourth central moment of a gamma is 3 v^2 + 6 v^3."""
    count, v = 40_000, 0.3
    x = gammas(count, 7, 0, Kind.ENTRANCE, Decision.PLACE_RATE, v)
    assert abs(x.mean() - 1) < 4.5 * np.sqrt(v / count)
    assert abs(x.var() - v) < 4.5 * np.sqrt((2 * v**2 + 6 * v**3) / count)


def test_keyed_numbers_do_not_depend_on_how_many_are_drawn() -> None:
    few, many = (gammas(n, 7, 3, Kind.ENTRANCE, Decision.PLACE_RATE, 0.3) for n in (10, 1000))
    assert np.array_equal(few, many[:10])
    assert not np.any(many == gammas(1000, 7, 4, Kind.ENTRANCE, Decision.PLACE_RATE, 0.3))


def test_extreme_variances_stay_finite() -> None:
    u = np.array([2.0**-54, 1e-9, 0.5, 1 - 2.0**-53])
    for variance in (1e-12, 1e-3, 50.0, 1e4):
        x = quantiles(variance, u)
        assert np.all(np.isfinite(x)) and np.all(x >= 0) and np.all(np.diff(x) >= 0)
