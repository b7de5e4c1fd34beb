"""What each practice adds: a study of coalitions, its whole difference shared out metric by metric, in parts that add up exactly."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.analysis.factorial import Effects, factorial
from sim.analysis.fault import AnalysisError
from sim.analysis.precision import relevant_difference
from sim.analysis.shapley import Attribution, Share, shapley, shapley_sampled
from sim.metrics import METRICS
from sim.study.compare import Difference, Verdict, judge, verdict_on
from sim.study.interval import Estimate, Reason, t_quantile
from sim.sweep.coalitions import Coalitions
from sim.sweep.frames import write_frames
from sim.sweep.result import Sweep

if TYPE_CHECKING:
    import pandas as pd


class Judged(NamedTuple):
    """One practice's share, and whether it is enough to talk about."""

    share: Share
    verdict: Verdict
    reason: Reason | None


class Attributed(NamedTuple):
    """One metric, shared out; or why it could not be."""

    metric: str
    total: Difference
    """all practices on, against none"""
    found: Attribution | None
    judged: tuple[Judged, ...] = ()
    effects: Effects | None = None
    """main effects and interactions of pairs, of all coalitions"""
    why: AnalysisError | None = None


@dataclass(frozen=True, eq=False)
class Attributions:
    """All named metrics, shared out among the practices."""

    sweep: Sweep
    coalitions: Coalitions
    metrics: tuple[Attributed, ...]

    @property
    def table(self) -> pd.DataFrame:
        """One row per metric and practice. The values of a metric add up to its `total`, in any order, to the last bit."""
        import pandas as pd

        rows = []
        for one in self.metrics:
            for share, verdict, reason in one.judged:
                told = share._asdict()
                rows.append({"metric": one.metric, "practice": told.pop("name"), **told, "verdict": verdict, "relevant": one.total.relevant,
                             "reason": str(reason or ""), "total": one.found.total if one.found else math.nan})  # fmt: skip
        return pd.DataFrame(rows)

    @property
    def pairs(self) -> pd.DataFrame:
        """One row per metric and pair: the Shapley-Taylor index; none of drawn orders."""
        return _stacked([(one.metric, one.found.pair_table) for one in self.metrics if one.found is not None])

    @property
    def effects(self) -> pd.DataFrame:
        """One row per metric and main effect or interaction; none of drawn orders."""
        return _stacked([(one.metric, one.effects.table) for one in self.metrics if one.effects is not None])


def _stacked(parts: list[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
    import pandas as pd

    frames = [frame.copy() for _, frame in parts if len(frame)]
    for frame, (metric, _) in zip(frames, [part for part in parts if len(part[1])], strict=True):
        frame.insert(0, "metric", metric)
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def attribution(found: Sweep, made: Coalitions) -> Attributions:
    """Share out every named metric of a study of coalitions. Raises AnalysisError if not one can be."""
    every = tuple(_attributed(found, made, metric) for metric in found.metric_ids)
    first = every[0].why
    if first is not None and all(one.found is None for one in every):
        raise first
    return Attributions(found, made, every)


def _attributed(found: Sweep, made: Coalitions, name: str) -> Attributed:
    metric, values = METRICS[name], found.cube(name)[0]
    none, everything = values[made.masks.index(0)], values[made.masks.index(2 ** len(made.practices) - 1)]
    total = judge(metric, 1, none, everything)
    try:
        parts = shapley(values, made.practices) if made.drawn is None else shapley_sampled(values, made.drawn, made.practices)
    except AnalysisError as error:
        return Attributed(name, total, None, why=error)
    relevant = relevant_difference(metric, none)
    judged = tuple(Judged(share, *verdict_on(_estimate(share, values.shape[1]), relevant)) for share in parts.shares)
    return Attributed(name, total, parts, judged, None if made.drawn else factorial(values, made.practices))


def _estimate(share: Share, n: int) -> Estimate:
    """The paired estimate behind a share."""
    half = (share.high - share.low) / 2
    sd = half / t_quantile(n - 1) * np.sqrt(n)
    return Estimate(share.value, share.low, share.high, float(sd), n)


def write_attribution(found: Attributions, folder: Path) -> list[Path]:
    """attribution.csv, interactions.csv, effects.csv and their dictionary."""
    return write_frames(folder, {"attribution": found.table, "interactions": found.pairs, "effects": found.effects})


__all__ = ["Attributed", "Attributions", "Judged", "attribution", "write_attribution"]
