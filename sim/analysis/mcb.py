"""Two stages and intervals against the best of the others: Nelson & Matejcik (1995), Management Science 41(12).

One first stage of n0 paired replications says how many replications every option needs; after them, with the same probability, (a) the largest
sample mean is the best if it leads by at least the indifference d, and (b) for all options at once

    mean_i - best of the others  lies in  [min(0, difference - d), max(0, difference + d)]                (Hsu's constrained MCB intervals)

Under common random numbers, assuming sphericity (all differences of two options have the same variance; the procedure is known to be robust to
departures):  S2 = 2 sum (Y_ij - Y_i. - Y_.j + Y_..)**2 / ((k - 1)(n0 - 1)),  N = max(n0, ceil(g**2 S2 / d**2)), where g is the quantile of the largest of
k - 1 Student t with (k - 1)(n0 - 1) degrees of freedom and correlations one half (one-sided Dunnett).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.replicates import Floats, gains
from sim.analysis.selection import FIRST_STAGE, check_streams
from sim.study.interval import LEVEL

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Against:
    """Every option against the best of the others."""

    best: int
    """the largest sample mean (the smallest, if less is better)"""
    settled: bool
    """whether there are as many replications as the second stage asks for"""
    replications: int
    needed: int
    margin: float
    """half-width before clipping at 0: the indifference if settled, g S / sqrt(n) until then"""
    difference: tuple[float, ...]
    """advantage over the best of the others in the metric's unit: above 0 is better, whichever way is better"""
    low: tuple[float, ...]
    high: tuple[float, ...]

    @property
    def more(self) -> int:
        """Replications still to be run."""
        return max(0, self.needed - self.replications)

    @property
    def candidates(self) -> tuple[int, ...]:
        """Options that may be the best: the others are worse for certain."""
        return tuple(at for at, high in enumerate(self.high) if high > 0)

    @property
    def table(self) -> pd.DataFrame:
        """One row per option."""
        import pandas as pd

        rows = [
            {"option": at, "advantage": found, "low": self.low[at], "high": self.high[at], "candidate": at in self.candidates}
            for at, found in enumerate(self.difference)
        ]
        return pd.DataFrame(rows)


def against_best(values: Floats, direction: str, indifference: float, level: float = LEVEL, first_stage: int = FIRST_STAGE) -> Against:
    """The two-stage procedure on values (option, replicate), paired, as far as the replications reach.

    Until there are `needed` replications the intervals are wider than the indifference and the best is provisional. Raises AnalysisError as
    `select_best` does.
    """
    values = np.asarray(values, np.float64)
    check_streams(values, indifference, level, first_stage)
    better = gains(values, direction, "values")
    k, n = values.shape
    if k == 1:
        return Against(0, True, n, first_stage, indifference, (math.inf,), (math.inf,), (math.inf,))
    spread = math.sqrt(sphere_variance(better[:, :first_stage]))
    g = largest_t(k - 1, (k - 1) * (first_stage - 1), level)
    needed = max(first_stage, math.ceil((g * spread / indifference) ** 2))
    used = min(n, needed)
    margin = indifference if n >= needed else g * spread / math.sqrt(n)
    means = better[:, :used].mean(axis=1)
    best_other = np.array([np.delete(means, at).max() for at in range(k)])
    gap = means - best_other
    low, high = np.minimum(0.0, gap - margin), np.maximum(0.0, gap + margin)
    floats = tuple(tuple(float(one) for one in column) for column in (gap, low, high))
    return Against(int(np.argmax(means)), n >= needed, used, needed, margin, *floats)


def sphere_variance(values: Floats) -> float:
    """Variance of the difference of two options of values (option, replicate), pooled over all pairs as if it were the same for all."""
    k, n = values.shape
    rest = values - values.mean(axis=1, keepdims=True) - values.mean(axis=0, keepdims=True) + values.mean()
    return float(2 * (rest**2).sum() / ((k - 1) * (n - 1)))


@cache
def largest_t(count: int, degrees: int, level: float = LEVEL) -> float:
    """Quantile of the largest of `count` Student t with common correlation one half: one-sided Dunnett (1955), by quadrature to about 1e-6."""
    from scipy.optimize import brentq

    def short(g: float) -> float:
        return _below(g, count, degrees) - level

    return float(brentq(short, 0.0, 1e3, xtol=1e-9))


def _below(g: float, count: int, degrees: int) -> float:
    """P(all t_i <= g): t_i = (Z_i - Z_0) / (sqrt(2) s), with s the square root of chi-square over its degrees."""
    from scipy.special import ndtr

    z, z_weight, s, s_weight = _nodes(degrees)
    inside = ndtr(math.sqrt(2) * g * s[:, None] + z[None, :]) ** count
    return float(s_weight @ inside @ z_weight)


@cache
def _nodes(degrees: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Nodes and weights over Z_0 (standard normal) and s."""
    from scipy.special import gammaln

    x, weight = np.polynomial.legendre.leggauss(120)
    z, z_weight = 8.5 * x, 8.5 * weight * np.exp(-((8.5 * x) ** 2) / 2) / math.sqrt(2 * math.pi)
    sd = 1 / math.sqrt(2 * degrees)
    low, high = max(0.0, 1 - 9 * sd), 1 + 9 * sd
    s = low + (high - low) * (x + 1) / 2
    half = degrees / 2
    log_density = math.log(2) + half * math.log(half) - gammaln(half) + (degrees - 1) * np.log(s) - half * s**2
    return z, z_weight, s, weight * (high - low) / 2 * np.exp(log_density)


__all__ = ["Against", "against_best", "largest_t", "sphere_variance"]
