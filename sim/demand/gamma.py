"""Gamma numbers with mean one by inversion: increasing in the uniform, so a changed variance moves each one smoothly.

Below a shape of 1000 the quantile solves P(shape, x) = u by Newton's method on ln P as a function of ln x, which is
concave and increasing, so Newton cannot fail: after at most one step back it climbs to the root. From 1000 on (variance
.001 and less) the Cornish-Fisher series is used. Relative error, checked in the tests: for shapes below 300 under 1e-12
from u = .001 to .999 and 1e-8 from 1e-9 to 1 - 1e-9; for larger shapes under 2e-8 and 2e-7 there.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from sim import dice
from sim.compiled import entry, rule
from sim.world.codes import Decision, Kind

SERIES_SHAPE = 1000.0
"""Shape from which the series for large shapes is used."""

STEPS = 60
"""Newton steps at most; ten are enough in practice."""


@rule
def _lower_share(shape, x, front):
    """Regularised incomplete gamma P(shape, x), where front = x**shape exp(-x) / Gamma(shape + 1)."""
    if x < shape + 1.0:
        term = 1.0
        total = 1.0
        n = shape
        while term > 1e-17 * total:
            n += 1.0
            term *= x / n
            total += term
        return front * total
    # the continued fraction of the upper share (DLMF 8.9.2), evaluated forwards (Lentz)
    b = x + 1.0 - shape
    c = 1e300
    d = 1.0 / b
    fraction = d
    for n in range(1, 500):
        a = n * (shape - n)
        b += 2.0
        d = 1.0 / (a * d + b)
        c = b + a / c
        fraction *= c * d
        if abs(c * d - 1.0) < 1e-16:
            break
    return 1.0 - front * shape * fraction


@rule
def _large_shape(shape, u):
    """Quantile over mean for a large shape: Cornish-Fisher (Goldberg and Levine 1946), chi-square with n = 2 shape."""
    z = dice.normal_quantile(u)
    n = 2.0 * shape
    s = math.sqrt(2.0 * n)
    z2 = z * z
    x = n + z * s + 2.0 / 3.0 * (z2 - 1.0) + z * (z2 - 7.0) / (9.0 * s)
    x -= (6.0 * z2 * z2 + 14.0 * z2 - 32.0) / (405.0 * n)
    return (x + z * (9.0 * z2 * z2 + 256.0 * z2 - 433.0) / (2430.0 * n * s)) / n


@rule
def gamma_quantile(variance, u):
    """Quantile `u` of the gamma distribution with mean 1 and the given variance; exactly 1 where the variance is 0."""
    if variance <= 0.0:
        return 1.0
    shape = 1.0 / variance
    if shape >= SERIES_SHAPE:
        return _large_shape(shape, u)
    log_gamma = math.lgamma(shape + 1.0)
    t = (math.log(u) + log_gamma) / shape  # ln x from P <= x**shape / Gamma(shape + 1): never above the root
    if shape > 1.0:  # Wilson and Hilferty 1931, only to start nearer
        z = dice.normal_quantile(u)
        root = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * math.sqrt(shape))
        if root > 0.0:
            t = max(t, math.log(shape) + 3.0 * math.log(root))
    for _ in range(STEPS):
        if t < -690.0:
            return 0.0
        x = math.exp(t)
        front = math.exp(shape * t - x - log_gamma)
        lower = _lower_share(shape, x, front)
        step = math.log(lower / u) * lower / (front * shape)
        t -= step
        if abs(step) < 1e-14:
            break
    return math.exp(t) / shape


@entry
def fill_gammas(out, seed, replicate, kind, decision, variance):
    """Write a gamma number of mean 1 for entity 0, 1, ... of a kind into `out`, keyed by the run."""
    key = dice.entity_key(seed, np.uint64(0), replicate)
    for i in range(len(out)):
        out[i] = gamma_quantile(variance, dice.uniform(dice.entity_key(key, kind, np.uint64(i)), decision, 0))


def gammas(
    count: int, seed: int, replicate: int, kind: Kind, decision: Decision, variance: float
) -> npt.NDArray[np.float64]:
    """Rates of `count` entrances or days relative to their expectation: gamma, mean 1, independent. Shape (count,)."""
    out = np.ones(count)
    if variance > 0.0:
        with np.errstate(over="ignore"):
            run, number = np.uint64(seed), np.uint64(replicate)
            fill_gammas(out, run, number, np.uint64(kind), np.uint64(decision), float(variance))
    return out
