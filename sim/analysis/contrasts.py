"""Every pair of options, or every option against the first: paired differences, verdicts, and Holm over the named metrics.

The family of Holm (1979) is contrasts x metrics named in advance; other metrics are exploratory and have no adjusted p. The simultaneous
intervals are Bonferroni's over the same family (paired t at level 1 - .05 / m): together they hold with 95 %, whatever the dependence.
Verdicts are those of a comparison (`sim.study.compare`), each a 95 % statement of its own, and the smallest relevant difference of a relative
metric is always a share of the first option's mean, so that all pairs are measured by one yardstick.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.analysis.fault import AnalysisError
from sim.analysis.precision import Versus
from sim.analysis.replicates import Floats
from sim.locale import mark
from sim.metrics import Metric
from sim.study.compare import Difference, judge
from sim.study.interval import LEVEL, estimate, holm, t_quantile

if TYPE_CHECKING:
    import pandas as pd


class Contrast(NamedTuple):
    """One metric, one option minus another."""

    metric: str
    option: str
    versus: str
    found: Difference
    low_all: float
    high_all: float
    """simultaneous over the family; nan of an exploratory metric"""
    p_holm: float


@dataclass(frozen=True)
class Contrasts:
    """All contrasts, and how many tests the family has."""

    contrasts: tuple[Contrast, ...]
    family: int

    @property
    def table(self) -> pd.DataFrame:
        """One row per metric and pair."""
        import pandas as pd

        return pd.DataFrame([_row(one) for one in self.contrasts], columns=COLUMNS)


COLUMNS = [
    "metric", "option", "versus", "difference", "low", "high", "low_all", "high_all", "verdict", "relevant", "p", "p_holm", "needed", "reason",
]  # fmt: skip


def _row(one: Contrast) -> dict[str, object]:
    found = one.found
    return {
        "metric": one.metric, "option": one.option, "versus": one.versus, "low_all": one.low_all, "high_all": one.high_all, "p_holm": one.p_holm,
        **{name: getattr(found, name) for name in ("difference", "low", "high", "verdict", "relevant", "p")},
        "needed": found.reason.needed if found.reason and found.reason.needed else math.nan, "reason": str(found.reason or ""),
    }  # fmt: skip


def contrasts(
    values_by_metric: Mapping[str, Floats],
    metrics: Sequence[Metric],
    options: Sequence[str],
    *,
    versus: Versus = "all",
    exploratory: Sequence[Metric] = (),
) -> Contrasts:
    """The contrasts of the options' values (option, replicate) of each metric.

    metrics      named in advance: they are the family
    exploratory  told too, without adjusted p

    Raises AnalysisError where the values do not fit the options.
    """
    k = len(options)
    pairs = [(0, other) for other in range(1, k)] if versus == "first" else list(combinations(range(k), 2))
    judged = [(metric, *_judged(metric, values_by_metric, pair, k)) for metric in (*metrics, *exploratory) for pair in pairs]
    named = len(metrics) * len(pairs)
    adjusted = [*holm([found.p for _, _, found, _ in judged[:named]]), *[math.nan] * (len(judged) - named)]
    rows = []
    for at, ((metric, pair, found, gap), p_holm) in enumerate(zip(judged, adjusted, strict=True)):
        low, high = _simultaneous(gap, named) if at < named else (math.nan, math.nan)
        rows.append(Contrast(metric.id, options[pair[1]], options[pair[0]], found, low, high, p_holm))
    return Contrasts(tuple(rows), named)


def _judged(metric: Metric, values: Mapping[str, Floats], pair: tuple[int, int], options: int) -> tuple[tuple[int, int], Difference, Floats]:
    array = np.asarray(values[metric.id], np.float64) if metric.id in values else np.empty((0, 0))
    if array.ndim != 2 or len(array) != options:
        sentence = mark("{what} must be (option, replicate) with {options} options; it is {shape}")
        raise AnalysisError(sentence, what=metric.id, options=options, shape=str(array.shape))
    first, other = array[pair[0]], array[pair[1]]
    with np.errstate(invalid="ignore"):  # infinity minus infinity
        gap = other - first
    return pair, judge(metric, pair[1], first, other, array[0]), gap


def _simultaneous(gap: Floats, tests: int) -> tuple[float, float]:
    """Bonferroni's interval of a paired difference (n,) over so many tests; nan where there is none."""
    found = estimate(gap)
    if found.reason is not None:
        return math.nan, math.nan
    half = t_quantile(found.n - 1, 1 - (1 - LEVEL) / tests) * found.sd / math.sqrt(found.n)
    return found.mean - half, found.mean + half


__all__ = ["Contrast", "Contrasts", "contrasts"]
