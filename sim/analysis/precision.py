"""Enough replications yet? Sequential replications, looked at in blocks.

After the first `least` replications, and after every further block, and only then: looking after each run would stop at lucky moments (optional
stopping). Enough are those with which, for every named metric and every difference,

    t half-width <= half the smallest relevant difference

for then the verdict is "higher", "lower" or "no difference" whatever the difference is. At `most` it is over, and what is not reached is told.
Rule: Law & Kelton's fixed-precision procedure, with a floor, blocks and a cap as assumptions (20, 10, 500).

A metric with a run in which it has no value, or an infinite one, is set aside: runs are never dropped, so no number of further runs gives it an
interval. So is one whose smallest relevant difference is 0 (a share of a mean of 0).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from sim.analysis.fault import AnalysisError
from sim.analysis.replicates import Floats
from sim.locale import mark
from sim.metrics import Metric
from sim.study.interval import Reason, estimate, replications_for

if TYPE_CHECKING:
    import pandas as pd

Versus = Literal["first", "all"]

WHY = {
    "few": mark("the first look comes after {look} replications"),
    "between": mark("the next look comes after {look} replications"),
    "reached": mark("every named difference is known to half the smallest difference worth talking about"),
    "wide": mark("{wide} of {of} named differences are not known well enough yet; about {needed} replications would do"),
    "hopeless": mark("{wide} of {of} named differences are not known well enough yet, and no practical number of replications would do"),
    "capped": mark("stopped at {look} replications, the most that are allowed: {wide} of {of} named differences are not known well enough; about {needed} would do"),
    "capped_hopeless": mark("stopped at {look} replications, the most that are allowed: {wide} of {of} named differences are not known well enough"),
    "aside": mark("no named difference has an interval, and no further run would give it one"),
}
"""Why to stop or to go on."""


class Known(NamedTuple):
    """How well one difference is known."""

    metric: str
    point: int
    option: int
    versus: int
    half_width: float
    target: float
    needed: int | None
    """replications in all that would bring the half-width to the target; None: no practical number, or set aside"""
    reached: bool
    aside: Reason | None


@dataclass(frozen=True)
class Decision:
    """Whether to stop, why, and otherwise how many replications to add before the next look."""

    stop: bool
    code: str
    replications: int
    add: int
    known: tuple[Known, ...]
    look: int
    """replications at which the next look comes; of a decision to stop, those there are"""

    @property
    def needed(self) -> int | None:
        """Replications in all that would do for every difference that is not set aside; None: no practical number, or there was no look."""
        if not self.known:
            return None
        counts = [one.needed for one in self.known if one.aside is None]
        return None if None in counts else max((count for count in counts if count is not None), default=self.replications)

    @property
    def wide(self) -> tuple[Known, ...]:
        """The differences that are not known well enough."""
        return tuple(one for one in self.known if one.aside is None and not one.reached)

    @property
    def blanks(self) -> dict[str, int]:
        """What to fill into WHY[code]."""
        return {"look": self.look, "wide": len(self.wide), "of": len(self.known), "needed": self.needed or 0}

    @property
    def reason(self) -> str:
        """The sentence, in English."""
        return WHY[self.code].format(**self.blanks)

    @property
    def table(self) -> pd.DataFrame:
        """One row per named difference: achieved half-width, target, replications needed."""
        import pandas as pd

        rows = [{**one._asdict(), "needed": math.nan if one.needed is None else one.needed, "reason": str(one.aside or "")} for one in self.known]
        columns = ["metric", "point", "option", "versus", "half_width", "target", "needed", "reached", "reason"]
        return pd.DataFrame(rows, columns=columns)


def next_block(
    values_by_metric: Mapping[str, Floats], metrics: Sequence[Metric], *, least: int = 20, block: int = 10, most: int = 500, versus: Versus = "first"
) -> Decision:
    """Whether the replications so far are enough, and how many to add.

    values_by_metric  of every named metric (option, replicate) or (point, option, replicate), all with as many replicates
    metrics           the metrics named in advance
    least, block      the first look, and the runs between looks
    versus            "first": differences from option 0; "all": of every pair

    Raises AnalysisError where the counts do not fit together.
    """
    if not 2 <= least <= most or block < 1:
        raise AnalysisError(mark("least must be from 2 to most, and a block at least 1; they are {least}, {most} and {block}"), least=least, most=most, block=block)
    arrays = {metric.id: _as_points(values_by_metric, metric.id) for metric in metrics}
    counts = {array.shape[2] for array in arrays.values()}
    if len(counts) != 1:
        raise AnalysisError(mark("all named metrics must have the same number of replications; they have {counts}"), counts=", ".join(map(str, sorted(counts))) or "0")
    n = counts.pop()
    if n < least:
        return Decision(False, "few", n, least - n, (), least)
    if n < most and (n - least) % block:
        look = min(most, n + block - (n - least) % block)
        return Decision(False, "between", n, look - n, (), look)
    known = tuple(one for metric in metrics for one in _known(metric, arrays[metric.id], versus))
    return _decide(known, n, block, most)


def _decide(known: tuple[Known, ...], n: int, block: int, most: int) -> Decision:
    wide = [one for one in known if one.aside is None and not one.reached]
    if not wide:
        settled = any(one.aside is None for one in known)
        return Decision(True, "reached" if settled else "aside", n, 0, known, n)
    hopeless = any(one.needed is None for one in wide)
    if n >= most:
        return Decision(True, "capped_hopeless" if hopeless else "capped", n, 0, known, n)
    look = min(most, n + block)
    return Decision(False, "hopeless" if hopeless else "wide", n, look - n, known, look)


def _as_points(values: Mapping[str, Floats], name: str) -> Floats:
    """(point, option, replicate) of a metric."""
    if name not in values:
        raise AnalysisError(mark("there are no values of {name}; there are values of {names}"), name=name, names=", ".join(values) or "-")
    array = np.asarray(values[name], np.float64)
    if array.ndim not in (2, 3) or array.shape[-2] < 2:
        raise AnalysisError(
            mark("{what} must be (option, replicate) or (point, option, replicate) with at least 2 options; it is {shape}"), what=name, shape=str(array.shape)
        )
    return array[None] if array.ndim == 2 else array


def _known(metric: Metric, array: Floats, versus: Versus) -> list[Known]:
    options = array.shape[1]
    pairs = [(0, option) for option in range(1, options)] if versus == "first" else list(combinations(range(options), 2))
    return [_one(metric, point, values, pair) for point, values in enumerate(array) for pair in pairs]


def _one(metric: Metric, point: int, values: Floats, pair: tuple[int, int]) -> Known:
    first, other = values[pair[0]], values[pair[1]]
    with np.errstate(invalid="ignore"):  # infinity minus infinity
        found = estimate(other - first)
    target = relevant_difference(metric, values[0]) / 2
    if found.reason is not None:
        return Known(metric.id, point, pair[1], pair[0], math.nan, target, None, False, found.reason)
    reached = found.half_width <= target
    if not reached and not target > 0:
        return Known(metric.id, point, pair[1], pair[0], found.half_width, target, None, False, Reason("hopeless"))
    needed = found.n if reached else replications_for(found.sd, target)
    return Known(metric.id, point, pair[1], pair[0], found.half_width, target, needed, reached, None)


def relevant_difference(metric: Metric, first: Floats) -> float:
    """The smallest difference worth talking about in the metric's unit, given the first option's runs (n,); nan without a mean."""
    if not metric.relative:
        return metric.relevant
    return metric.relevant * abs(float(first.mean())) if np.isfinite(first).all() else math.nan


__all__ = ["WHY", "Decision", "Known", "Versus", "next_block", "relevant_difference"]
