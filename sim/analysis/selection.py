"""The best of k options, with an indifference zone: the fully sequential procedure of Kim & Nelson (2001).

With probability `level` the option that is left is the best, if the best is better than every other by at least the indifference; otherwise it is one
within the indifference of the best (mostly). Holds for normal replication means of any variances and, because the screen uses variances of
*differences*, under common random numbers. With k options, first stage n0, indifference d and c = 1 (Kim & Nelson 2001, ACM TOMACS 11(3), section 3):

    eta  = ((2 alpha / (k - 1)) ** (-2 / (n0 - 1)) - 1) / 2        h2 = 2 eta (n0 - 1)
    S2il = variance of the differences of options i and l in the first n0 replications
    after r = n0, n0 + 1, ...: i stays if for every l that remains  mean_i >= mean_l - max(0, d / (2 r) (h2 S2il / d**2 - r))
    with one left it is over; and at the latest after max floor(h2 S2il / d**2) + 1 replications, with the largest mean

The chance that what is left is the best is about the replications; it says nothing of the world.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.fault import AnalysisError
from sim.analysis.replicates import Floats, gains, require_finite
from sim.locale import mark
from sim.study.interval import LEVEL

if TYPE_CHECKING:
    import pandas as pd

FIRST_STAGE = 20
"""n0, assumption: as many as the first look of sequential replications."""


@dataclass(frozen=True)
class Selection:
    """Which options remain after the replications there are."""

    remaining: tuple[int, ...]
    """option numbers in their order"""
    settled: bool
    best: int
    """if settled the selected option, otherwise the one with the largest mean among those that remain"""
    replications: int
    """those the procedure used: it may stop before the end"""
    needed: int
    """replications at which it ends at the latest; if settled, those it used"""
    left_at: tuple[int | None, ...]
    """for each option, after how many replications it was screened out"""
    means: tuple[float, ...]
    """of all replications there are, in the metric's unit"""

    @property
    def more(self) -> int:
        """Replications still to be run, at the most."""
        return max(0, self.needed - self.replications)

    @property
    def table(self) -> pd.DataFrame:
        """One row per option."""
        import pandas as pd

        rows = [
            {"option": at, "mean": mean, "remains": at in self.remaining, "best": self.settled and at == self.best, "left_at": math.nan if gone is None else gone}
            for at, (mean, gone) in enumerate(zip(self.means, self.left_at, strict=True))
        ]
        return pd.DataFrame(rows)


def select_best(values: Floats, direction: str, indifference: float, level: float = LEVEL, first_stage: int = FIRST_STAGE) -> Selection:
    """Screen the options' values (option, replicate), paired, as far as the replications reach.

    direction     "up" or "down": which way is better
    indifference  a smaller difference between two options does not matter; in the metric's unit
    first_stage   n0; the variances are those of the first so many replications, and are not looked at again

    Given more replications of the same streams the procedure goes on where it stopped. Raises AnalysisError for values that are no numbers, fewer
    replications than the first stage, a direction or an indifference that makes no sense.
    """
    values = np.asarray(values, np.float64)
    check_streams(values, indifference, level, first_stage)
    better = gains(values, direction, "values")
    k, n = values.shape
    if k == 1:
        return Selection((0,), True, 0, first_stage, first_stage, (None,), (float(values.mean()),))
    h2, gap2 = screening_constant(k, first_stage, level), difference_variances(better[:, :first_stage])
    latest = np.floor(h2 * gap2 / indifference**2).astype(np.int64)
    remaining, left_at = list(range(k)), [None] * k  # type: list[int], list[int | None]
    sums = np.cumsum(better, axis=1)
    r = first_stage
    while True:
        out = _screened(sums[remaining, r - 1] / r, gap2[np.ix_(remaining, remaining)], h2, indifference, r)
        for at in [remaining[number] for number in out]:
            remaining.remove(at)
            left_at[at] = r
        end = int(latest[np.ix_(remaining, remaining)].max()) + 1
        settled = len(remaining) == 1 or r >= end
        if settled or r == n:
            break
        r += 1
    best = remaining[int(np.argmax(sums[remaining, r - 1]))]
    means = tuple(float(mean) for mean in values.mean(axis=1))
    kept = (best,) if settled else tuple(remaining)
    return Selection(kept, settled, best, r, r if settled else end, _at_the_end(left_at, kept, r), means)


def _at_the_end(left_at: Sequence[int | None], kept: Sequence[int], r: int) -> tuple[int | None, ...]:
    """Options that the last decision left behind went at the end."""
    return tuple(r if gone is None and at not in kept else gone for at, gone in enumerate(left_at))


def _screened(means: Floats, gap2: Floats, h2: float, indifference: float, r: int) -> list[int]:
    """Positions of the options that another one beats by more than its allowance after r replications."""
    allowance = np.maximum(0.0, indifference / (2 * r) * (h2 * gap2 / indifference**2 - r))
    beaten = means[:, None] < means[None, :] - allowance
    return [int(at) for at in np.flatnonzero(beaten.any(axis=1))]


def screening_constant(options: int, first_stage: int, level: float = LEVEL) -> float:
    """h2 of Kim & Nelson with c = 1."""
    eta: float = ((2 * (1 - level) / (options - 1)) ** (-2 / (first_stage - 1)) - 1) / 2
    return 2 * eta * (first_stage - 1)


def difference_variances(values: Floats) -> Floats:
    """(option, option) variance of the paired differences of values (option, replicate)."""
    gaps = values[:, None, :] - values[None, :, :]
    return np.asarray(gaps.var(axis=2, ddof=1))


def check_streams(values: Floats, indifference: float, level: float, first_stage: int) -> None:
    """Raise AnalysisError for what a selection cannot be made of."""
    if values.ndim != 2 or not len(values):
        raise AnalysisError(mark("{what} must be (option, replicate) and not empty; it is {shape}"), what="values", shape=str(values.shape))
    require_finite(values, "values")
    if not (indifference > 0 and math.isfinite(indifference) and 0.5 < level < 1 and first_stage >= 2):
        sentence = mark("a selection needs an indifference above 0, a level from 0.5 to 1 and a first stage of at least 2; they are {indifference}, {level} and {first}")
        raise AnalysisError(sentence, indifference=indifference, level=level, first=first_stage)
    if values.shape[1] < first_stage:
        raise AnalysisError(mark("a selection starts after {first} replications; there are {n}"), first=first_stage, n=values.shape[1])


__all__ = ["FIRST_STAGE", "Selection", "check_streams", "difference_variances", "screening_constant", "select_best"]
