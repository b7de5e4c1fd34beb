"""Options that no other beats for certain, over several metrics at once.

With paired simultaneous intervals (Bonferroni over all pairs and metrics) of what b gains over a, each metric turned so that more is better, b dominates a if

    for every metric       low >= -epsilon        b is for certain no more than epsilon worse
    for at least one       low >  epsilon         and for certain more than epsilon better

epsilon is the smallest difference worth talking about of the metric (a share of the first option's mean, if relative), or what is given. Where
the intervals leave room for a tie, nothing is dominated: more replications can only make the front smaller. With an epsilon above 0 options can dominate
each other in a ring; those of a ring that nothing outside dominates all stay.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sim.analysis.fault import AnalysisError
from sim.analysis.precision import relevant_difference
from sim.analysis.replicates import Floats, gains, require_finite
from sim.locale import mark
from sim.metrics import Metric
from sim.study.interval import LEVEL, estimate, t_quantile

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Front:
    """Which options remain, and by which the others are dominated."""

    options: tuple[str, ...]
    metrics: tuple[str, ...]
    means: Floats
    """(option, metric)"""
    epsilon: tuple[float, ...]
    on_front: tuple[bool, ...]
    dominated_by: tuple[tuple[int, ...], ...]

    @property
    def table(self) -> pd.DataFrame:
        """One row per option."""
        import pandas as pd

        by = [" ".join(self.options[other] for other in others) for others in self.dominated_by]
        means = {name: self.means[:, at] for at, name in enumerate(self.metrics)}
        return pd.DataFrame({"option": self.options, "on_front": self.on_front, "dominated_by": by, **means})


def front(
    values_by_metric: Mapping[str, Floats], metrics: Sequence[Metric], options: Sequence[str], *, epsilon: Mapping[str, float] | None = None, level: float = LEVEL
) -> Front:
    """The front of the options' values (option, replicate) of each metric; the metrics have a direction.

    epsilon  by metric; otherwise its smallest relevant difference

    Raises AnalysisError for values that do not fit or are no numbers, a metric without direction, fewer than 2 replications.
    """
    k, given = len(options), epsilon or {}
    better, means, eps = [], [], []
    for metric in metrics:
        array = np.asarray(values_by_metric.get(metric.id, np.empty(0)), np.float64)
        if array.ndim != 2 or array.shape[0] != k or array.shape[1] < 2:
            sentence = mark("{what} must be (option, replicate) with {options} options and at least 2 replications; it is {shape}")
            raise AnalysisError(sentence, what=metric.id, options=k, shape=str(array.shape))
        require_finite(array, metric.id)
        better.append(gains(array, metric.direction, metric.id))
        means.append(array.mean(axis=1))
        eps.append(given[metric.id] if metric.id in given else relevant_difference(metric, array[0]))
    beats = _dominance(better, eps, k, level)
    above = beats.copy()
    for middle in range(k):  # Warshall: through how many others whatever
        above |= above[:, middle, None] & above[None, middle, :]
    by = tuple(tuple(int(other) for other in np.flatnonzero(beats[:, at])) for at in range(k))
    stays = tuple(all(above[at, other] for other in by[at]) for at in range(k))
    return Front(tuple(options), tuple(metric.id for metric in metrics), np.array(means).T, tuple(eps), stays, by)


def _dominance(better: Sequence[Floats], eps: Sequence[float], k: int, level: float) -> npt.NDArray[np.bool_]:
    """(b, a): b dominates a."""
    tests = k * (k - 1) // 2 * len(better)
    beats = np.zeros((k, k), bool)
    for b in range(k):
        for a in range(k):
            if a != b:
                lows = [_low(array[b] - array[a], tests, level) for array in better]
                never_worse = all(low >= -one for low, one in zip(lows, eps, strict=True))
                beats[b, a] = never_worse and any(low > one for low, one in zip(lows, eps, strict=True))
    return beats


def _low(gap: Floats, tests: int, level: float) -> float:
    """Lower end of the simultaneous interval of a paired difference (n,)."""
    found = estimate(gap)
    return found.mean - t_quantile(found.n - 1, 1 - (1 - level) / tests) * found.sd / math.sqrt(found.n)


__all__ = ["Front", "front"]
