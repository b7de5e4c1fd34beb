"""PAWN: how far the whole distribution of an output moves when one factor is held in a slice (Pianosi & Wagener 2015, 2018).

For skewed outputs (a 95th percentile, a Gini coefficient), where shares of variance mislead. The index of a factor is the median, over 10 slices of equal
count, of the Kolmogorov-Smirnov distance between the outputs of the slice and all outputs; SALib computes it. The slices of a categorical factor are its
values. A slice is a finite sample, so a factor that does nothing has an index above 0: the `threshold` is the 95th percentile of the index of dummy
factors (Zadeh et al. 2017), drawn uniformly and independently of everything, with as many slices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sim.analysis.factors import Factor, category, problem
from sim.analysis.fault import AnalysisError
from sim.analysis.replicates import Floats, averaged
from sim.locale import mark

if TYPE_CHECKING:
    import pandas as pd

SLICES = 10
DUMMIES = 200
THRESHOLD = 95.0
"""Percentile of the dummies' indices."""


@dataclass(frozen=True)
class Pawn:
    """Indices of the factors, and what a factor that does nothing would have."""

    names: tuple[str, ...]
    median: tuple[float, ...]
    largest: tuple[float, ...]
    threshold: tuple[float, ...]
    """per factor: it depends on the number of slices"""
    noise_share: float
    noise_share_paired: float

    @property
    def influential(self) -> tuple[str, ...]:
        """Factors whose index is above what chance gives."""
        return tuple(name for name, index, most in zip(self.names, self.median, self.threshold, strict=True) if index > most)

    @property
    def table(self) -> pd.DataFrame:
        """One row per factor."""
        import pandas as pd

        columns = {"factor": self.names, "pawn": self.median, "pawn_largest": self.largest, "threshold": self.threshold}
        return pd.DataFrame({**columns, "influential": [name in self.influential for name in self.names]})


def pawn(points: Floats, outputs: Floats, factors: Sequence[Factor], *, seed: int = 1) -> Pawn:
    """Analyse the outputs (point,) or (point, replicate) of any random sample of points (point, factor) in the unit cube.

    Raises AnalysisError for fewer than 10 points a slice, points and outputs that do not fit, an output that is no number.
    """
    means, *noise = averaged(outputs)
    points = np.asarray(points, np.float64)
    most = max([SLICES, *(factor.categories for factor in factors)])
    if points.shape != (len(means), len(factors)) or len(means) < 10 * most:
        sentence = mark("PAWN needs at least 10 points for each of {slices} slices, and an output of each: {points} points, {outputs} outputs")
        raise AnalysisError(sentence, slices=most, points=str(points.shape), outputs=len(means))
    medians, largest = np.empty(len(factors)), np.empty(len(factors))
    whole = [at for at, factor in enumerate(factors) if not factor.categories]
    if whole:
        from SALib.analyze.pawn import analyze

        found = analyze(problem([factors[at].name for at in whole]), points[:, whole], means, S=SLICES)
        medians[whole], largest[whole] = found["median"], found["maximum"]
    for at, factor in enumerate(factors):
        if factor.categories:
            distances = slice_distances(means, category(points[:, at], factor.categories))
            medians[at], largest[at] = np.median(distances), distances.max()
    counts = [factor.categories or SLICES for factor in factors]
    thresholds = {count: dummy_threshold(means, count, seed) for count in set(counts)}
    names, limits = tuple(factor.name for factor in factors), tuple(thresholds[count] for count in counts)
    return Pawn(names, tuple(medians.tolist()), tuple(largest.tolist()), limits, *noise)


def dummy_threshold(outputs: Floats, slices: int, seed: int = 1) -> float:
    """The index that 95 % of factors that do nothing stay below, with these outputs (point,) and so many slices."""
    luck = np.random.default_rng(seed)
    of_slice = np.arange(len(outputs)) * slices // len(outputs)  # slices of equal count
    found = [np.median(slice_distances(outputs, luck.permutation(of_slice))) for _ in range(DUMMIES)]
    return float(np.percentile(found, THRESHOLD))


def slice_distances(outputs: Floats, of_slice: npt.NDArray[np.int64]) -> Floats:
    """Kolmogorov-Smirnov distance of each slice that has points from all outputs, in the order of the slices."""
    order = np.argsort(outputs, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(outputs[order])), len(outputs) - 1)  # last of each run of equal outputs
    everything = (ends + 1) / len(outputs)
    found = []
    for one in np.unique(of_slice):
        inside = np.cumsum(of_slice[order] == one)
        found.append(np.abs(inside[ends] / inside[-1] - everything).max())
    return np.array(found)


__all__ = ["Pawn", "dummy_threshold", "pawn", "slice_distances"]
