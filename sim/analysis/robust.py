"""Options over many possible worlds: regret, satisficing, and whether a ranking survives other weights (Lempert et al. 2006; Kasprzyk et al. 2013).

    regret       R(m, w) = best value in world w - value of option m in w, at least 0. Minimax regret looks at the worst world, the 90th percentile
                 leaves the worst tenth out, `best` is the share of worlds in which the option is best (of several best, each a part).
    satisficing  share of worlds in which an option meets every threshold.
    stability    ranks by the weighted sum of metrics scaled to [0, 1] over all options, for weights spread evenly over the simplex: fixed
                 quasi-random ones (Sobol), the same in every study.

Values are means over replicates. Shares are of the worlds in the ensemble: under the stated assumptions, not probabilities of the real one.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.analysis.fault import AnalysisError
from sim.analysis.replicates import Floats, gains, require_finite
from sim.errors import nearest
from sim.locale import mark

if TYPE_CHECKING:
    import pandas as pd

Sign = Literal[">=", "<="]
SIGNS = {">=": operator.ge, "<=": operator.le}
HIGH = 90.0
"""Percentile of regret beside the largest."""
WEIGHTS = 1024


@dataclass(frozen=True)
class Regret:
    """How much every option misses, in the metric's unit."""

    options: tuple[str, ...]
    regret: Floats
    """(world, option)"""

    @property
    def worst(self) -> Floats:
        """(option,) the largest regret."""
        return np.asarray(self.regret.max(axis=0))

    @property
    def high(self) -> Floats:
        """(option,) 90th percentile, interpolated."""
        return np.asarray(np.percentile(self.regret, HIGH, axis=0))

    @property
    def best(self) -> Floats:
        """(option,) share of worlds in which it is best."""
        first = self.regret == 0
        return np.asarray((first / first.sum(axis=1, keepdims=True)).mean(axis=0))

    @property
    def minimax(self) -> str:
        """The option whose largest regret is smallest; of several the first."""
        return self.options[int(np.argmin(self.worst))]

    @property
    def table(self) -> pd.DataFrame:
        """One row per option."""
        import pandas as pd

        mean = self.regret.mean(axis=0)
        columns = {"option": self.options, "regret_mean": mean, "regret_p90": self.high, "regret_worst": self.worst, "share_best": self.best}
        return pd.DataFrame({**columns, "minimax": [name == self.minimax for name in self.options]})


@dataclass(frozen=True)
class Satisficing:
    """Shares of worlds in which the options are good enough."""

    options: tuple[str, ...]
    thresholds: Mapping[str, tuple[Sign, float]]
    met: Mapping[str, Floats]
    """of each metric, (option,) share of worlds"""
    share: Floats
    """(option,) share of worlds in which every threshold is met"""
    failing: Floats
    """(world, option) 1 where some threshold is missed: what scenario discovery explains"""

    @property
    def table(self) -> pd.DataFrame:
        """One row per option: the share for all thresholds, then for each."""
        import pandas as pd

        return pd.DataFrame({"option": self.options, "satisficing": self.share, **{f"met:{name}": share for name, share in self.met.items()}})


@dataclass(frozen=True)
class Stability:
    """Ranks of the options over all weights."""

    options: tuple[str, ...]
    ranks: Floats
    """(option, rank) share of weights; equal scores share the ranks they take"""

    @property
    def table(self) -> pd.DataFrame:
        """One row per option: share of weights at which it is first, last, and its mean rank from 1."""
        import pandas as pd

        mean = self.ranks @ np.arange(1, len(self.options) + 1)
        return pd.DataFrame({"option": self.options, "share_first": self.ranks[:, 0], "share_last": self.ranks[:, -1], "rank_mean": mean})


def regret(values: Floats, direction: str, options: Sequence[str]) -> Regret:
    """Regret of values (world, option) or (world, option, replicate). Raises AnalysisError for shapes that do not fit and values that are no numbers."""
    means = _world_means(values, options, "values")
    require_finite(means, "values")
    better = gains(means, direction, "values")
    return Regret(tuple(options), np.asarray(better.max(axis=1, keepdims=True) - better))


def satisficing(values_by_metric: Mapping[str, Floats], thresholds: Mapping[str, tuple[Sign, float]], options: Sequence[str]) -> Satisficing:
    """Shares for thresholds such as {"cost": ("<=", 400.0)}; values (world, option) or (world, option, replicate).

    An infinite value meets or misses a threshold like any other. Raises AnalysisError for a metric without values, an unknown sign, or a value that is
    undefined.
    """
    if not thresholds:
        raise AnalysisError(mark("at least one threshold is needed"))
    met: dict[str, Floats] = {}
    for name, (sign, limit) in thresholds.items():
        if name not in values_by_metric:
            close = nearest(name, list(values_by_metric))
            raise AnalysisError(mark("there are no values of {name}; there are values of {names}"), name=name, names=", ".join(close or values_by_metric))
        if sign not in SIGNS:
            raise AnalysisError(mark("a threshold is >= or <=, not {sign}"), sign=sign)
        means = _world_means(values_by_metric[name], options, name)
        require_finite(np.where(np.isinf(means), 0.0, means), name)
        met[name] = SIGNS[sign](means, limit).astype(np.float64)
    every = np.minimum.reduce(list(met.values()))
    shares = {name: np.asarray(one.mean(axis=0)) for name, one in met.items()}
    return Satisficing(tuple(options), dict(thresholds), shares, np.asarray(every.mean(axis=0)), 1 - every)


def stability(values_by_metric: Mapping[str, Floats], directions: Mapping[str, str], options: Sequence[str], count: int = WEIGHTS) -> Stability:
    """Ranks over `count` weights (a power of 2) of the metrics of `directions`; values (world, option[, replicate]), means over the worlds.

    Each metric is scaled to [0, 1] from the worst to the best option; one in which all options are equal counts for nothing.
    """
    from scipy.stats import rankdata

    scores = np.array([_scaled(values_by_metric[name], direction, options, name) for name, direction in directions.items()])
    total = np.round(simplex(len(scores), count) @ scores, 12)  # sums that differ only by rounding are equal
    low, high = (rankdata(-total, method=way, axis=1).astype(np.int64) for way in ("min", "max"))
    rank = np.arange(1, len(options) + 1)
    shared = ((rank >= low[..., None]) & (rank <= high[..., None])) / (high - low + 1)[..., None]
    return Stability(tuple(options), np.asarray(shared.mean(axis=0)))


def _scaled(values: Floats, direction: str, options: Sequence[str], what: str) -> Floats:
    means = _world_means(values, options, what)
    require_finite(means, what)
    better = gains(np.asarray(means.mean(axis=0)), direction, what)
    spread = float(np.ptp(better))
    return (better - better.min()) / spread if spread > 0 else np.zeros_like(better)


@cache
def simplex(dimensions: int, count: int = WEIGHTS) -> Floats:
    """(count, dimensions) weights that sum to 1, evenly over the simplex: gaps between sorted points of an unscrambled Sobol sequence moved by half a cell."""
    if dimensions == 1:
        return np.ones((count, 1))
    if count < 2 or count & (count - 1):
        raise AnalysisError(mark("the number of weights is a power of 2, not {count}"), count=count)
    from scipy.stats import qmc

    points = np.sort(qmc.Sobol(dimensions - 1, scramble=False).random(count) + 0.5 / count, axis=1)
    return np.asarray(np.diff(points, axis=1, prepend=0.0, append=1.0))


def _world_means(values: Floats, options: Sequence[str], what: str) -> Floats:
    values = np.asarray(values, np.float64)
    if values.ndim not in (2, 3) or values.shape[1] != len(options) or not values.size:
        sentence = mark("{what} must be (world, option) or (world, option, replicate) with {options} options; it is {shape}")
        raise AnalysisError(sentence, what=what, options=len(options), shape=str(values.shape))
    return values if values.ndim == 2 else np.asarray(values.mean(axis=2))


__all__ = ["Regret", "Satisficing", "Sign", "Stability", "regret", "satisficing", "simplex", "stability"]
