"""Student's t: intervals of a mean, the number of replications that would do, adjusted p-values.

Rules for numbers that are none. A metric may be nan (nothing to count in a run) or infinite (a median never reached).
Runs are never dropped, for those that remain would be a selection: one such run, and the mean has no interval; the
reason is given instead. One replication has no spread, hence no interval. Equal values in all runs have the interval
[mean, mean].
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.locale import mark

Floats = npt.NDArray[np.float64]

LEVEL = 0.95
MOST_REPLICATIONS = 100_000
"""More than this would settle nothing in practice."""

REASONS = {
    "one_run": mark("one run has no spread: at least 2 replications are needed"),
    "undefined": mark("undefined in {runs} of {of} runs, where there was nothing to count"),
    "infinite": mark("never reached in {runs} of {of} runs, hence infinite"),
    "wide": mark(
        "the interval holds both no difference and a relevant one; about {needed} replications would settle it"
    ),
    "hopeless": mark(
        "the interval holds both no difference and a relevant one; no practical number of replications would settle it"
    ),
    "identical": mark("nothing differs that could change a number"),
}
"""Why there is no interval, or no verdict."""


class Reason(NamedTuple):
    """A key of REASONS and what to fill in."""

    code: str
    runs: int = 0
    of: int = 0
    needed: int = 0

    def __str__(self) -> str:
        return REASONS[self.code].format(**self._asdict())


class Estimate(NamedTuple):
    """A mean over replications with its 95 % t interval; nan bounds and a reason where there is none."""

    mean: float
    low: float
    high: float
    sd: float
    n: int
    reason: Reason | None = None

    @property
    def half_width(self) -> float:
        """Half the length of the interval; nan if there is none."""
        return (self.high - self.low) / 2


def t_quantile(degrees: int, level: float = LEVEL) -> float:
    """Two-sided critical value of Student's t."""
    from scipy.special import stdtrit

    return float(stdtrit(degrees, 0.5 + level / 2))


def estimate(values: Floats) -> Estimate:
    """Mean and interval of values (n,), one per replication. The rules are in the module's text."""
    n = len(values)
    unknown, infinite = int(np.isnan(values).sum()), int(np.isinf(values).sum())
    if unknown or infinite or not n:
        reason = Reason("undefined", unknown or n, n) if unknown or not n else Reason("infinite", infinite, n)
        mean = math.nan if unknown or not n else float(values.sum())  # inf; nan if of both signs
        return Estimate(mean, math.nan, math.nan, math.nan, n, reason)
    mean = float(values.mean())
    if n == 1:
        return Estimate(mean, math.nan, math.nan, math.nan, n, Reason("one_run"))
    if bool((values == values[0]).all()):
        return Estimate(float(values[0]), float(values[0]), float(values[0]), 0.0, n)
    sd = float(values.std(ddof=1))
    half = t_quantile(n - 1) * sd / math.sqrt(n)
    return Estimate(mean, mean - half, mean + half, sd, n)


def replications_for(sd: float, half_width: float) -> int | None:
    """Smallest n (at least 2) with t_{n-1} sd / sqrt(n) <= half_width; None if beyond MOST_REPLICATIONS or never."""
    if not (math.isfinite(sd) and half_width > 0):
        return None

    def enough(n: int) -> bool:
        return t_quantile(n - 1) * sd / math.sqrt(n) <= half_width

    if not enough(MOST_REPLICATIONS):
        return None
    low, high = 1, MOST_REPLICATIONS  # not enough, enough: the half-width falls with n
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def p_value(found: Estimate) -> float:
    """Two-sided p of the paired t test of mean 0; nan without an interval, 1 or 0 where every run agrees."""
    if found.reason is not None:
        return math.nan
    if found.sd == 0:
        return 1.0 if found.mean == 0 else 0.0
    from scipy.special import stdtr

    return float(2 * stdtr(found.n - 1, -abs(found.mean) / (found.sd / math.sqrt(found.n))))


def holm(p: Sequence[float]) -> list[float]:
    """Holm's step-down adjustment; nan stays nan and is not counted as a test."""
    tests = sorted((value, at) for at, value in enumerate(p) if not math.isnan(value))
    adjusted, largest = [math.nan] * len(p), 0.0
    for rank, (value, at) in enumerate(tests):
        largest = max(largest, min(1.0, (len(tests) - rank) * value))
        adjusted[at] = largest
    return adjusted


class Pairing(NamedTuple):
    """What common chances are worth: variance of unpaired over that of paired differences, and the correlation.

    nan where a variance is 0 on both sides or a value is not finite; inf where every paired difference is the same.
    """

    variance_ratio: float
    correlation: float


def pairing(first: Floats, other: Floats) -> Pairing:
    """(V1 + V2) / V[D] and the correlation of two columns (n,) of the same replications. Rule: science of common chances."""
    if len(first) < 2 or not (np.isfinite(first).all() and np.isfinite(other).all()):
        return Pairing(math.nan, math.nan)
    one, two, gap = (float(values.var(ddof=1)) for values in (first, other, other - first))
    if one + two == 0:
        return Pairing(math.nan, math.nan)
    ratio = math.inf if gap == 0 else (one + two) / gap
    return Pairing(ratio, (one + two - gap) / (2 * math.sqrt(one * two)) if one * two > 0 else math.nan)


__all__ = [
    "LEVEL",
    "REASONS",
    "Estimate",
    "Pairing",
    "Reason",
    "estimate",
    "holm",
    "p_value",
    "pairing",
    "replications_for",
    "t_quantile",
]
