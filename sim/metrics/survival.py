"""Times that may not have ended when we stopped looking: Kaplan-Meier, Aalen-Johansen, restricted means, quantiles.

Averaging only the cases that closed makes slow organisations look fast (the slow cases are missing). These estimators
use every case for as long as it was watched. Ties follow the usual convention: what happens at t happens before what is
lost from sight at t. With weights, every case counts `weight` times.

Kaplan, Meier 1958; Aalen, Johansen 1978; restricted mean: Royston, Parmar 2013.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.integer]

_ROUNDING = 1e-12
"""Slack on a probability when a quantile is read, so that .1 + .2 reaches .3."""


@dataclass(frozen=True, eq=False)
class Curve:
    """A survival curve: 1 before `time[0]`, `survival[i]` from `time[i]` (T,) on; `at_risk` just before each time."""

    time: Floats
    survival: Floats
    at_risk: Floats

    def at(self, when: float) -> float:
        """Share still waiting just after `when`."""
        position = int(np.searchsorted(self.time, when, side="right"))
        return 1.0 if position == 0 else float(self.survival[position - 1])

    def quantile(self, share: float) -> float:
        """Time by which `share` (0 to 1) has happened; inf if the curve never gets there."""
        return _reach(self.time, 1.0 - self.survival, share)

    def restricted_mean(self, horizon: float) -> float:
        """Mean time, counting nothing beyond `horizon`: the area under the curve. The last value is carried on."""
        return _area(self.time, self.survival, 1.0, horizon)


@dataclass(frozen=True, eq=False)
class Incidence:
    """Cumulative incidence of competing causes: `incidence[c - 1, i]` has ended by cause c at `time[i]`.

    `survival` is the share not ended by any cause; at each time it and the incidences add up to 1.
    """

    time: Floats
    incidence: Floats
    survival: Floats

    def at(self, cause: int, when: float) -> float:
        """Share ended by `cause` (from 1) up to and including `when`."""
        position = int(np.searchsorted(self.time, when, side="right"))
        return 0.0 if position == 0 else float(self.incidence[cause - 1, position - 1])

    def quantile(self, cause: int, share: float) -> float:
        """Time by which `share` of all has ended by `cause`; inf if never. Who left otherwise is not served."""
        return _reach(self.time, self.incidence[cause - 1], share)

    def mean_time_without(self, cause: int, horizon: float) -> float:
        """Mean time up to `horizon` without an end by `cause`; who left otherwise stays without it to the horizon."""
        return _area(self.time, 1.0 - self.incidence[cause - 1], 1.0, horizon)


def kaplan_meier(duration: Floats, happened: npt.NDArray[np.bool_], weight: Floats | None = None) -> Curve:
    """Survival curve of `duration` (n,), of which those with `happened` False were only watched that long.

    Raises ValueError if shapes differ, a duration is negative or nan, or a weight is negative.
    """
    time, events, at_risk = _risk_table(duration, np.asarray(happened, np.int64), 1, weight)
    kept = np.clip(1.0 - events[0] / at_risk, 0.0, 1.0)
    return Curve(time, np.cumprod(kept), at_risk)


def aalen_johansen(duration: Floats, cause: Codes, causes: int, weight: Floats | None = None) -> Incidence:
    """Cumulative incidence of each of `causes` competing causes; `cause` (n,) is 1..causes, 0 = only watched that long.

    Raises ValueError as `kaplan_meier`, and for a cause outside 0..causes.
    """
    time, events, at_risk = _risk_table(duration, cause, causes, weight)
    survival = np.cumprod(np.maximum(1.0 - events.sum(axis=0) / at_risk, 0.0))  # rounding may take a hair more than all
    before = np.concatenate(([1.0], survival[:-1])) if time.size else survival
    return Incidence(time, np.cumsum(before * events / at_risk, axis=1), survival)


def _risk_table(duration: Floats, cause: Codes, causes: int, weight: Floats | None) -> tuple[Floats, Floats, Floats]:
    """Times at which something happened (T,), weight that ended by each cause (causes, T), weight at risk (T,)."""
    duration, cause = np.asarray(duration, np.float64), np.asarray(cause, np.int64)
    weight = None if weight is None else np.asarray(weight, np.float64)
    if duration.ndim != 1 or duration.shape != cause.shape or (weight is not None and weight.shape != duration.shape):
        shape = duration.shape if weight is None else weight.shape
        raise ValueError(f"duration, cause and weight differ in shape: {duration.shape}, {cause.shape}, {shape}")
    if not (duration >= 0).all():
        raise ValueError("a duration is negative or nan")
    if weight is not None and not (weight >= 0).all():
        raise ValueError("a weight is negative or nan")
    if cause.size and (cause.min() < 0 or cause.max() > causes):
        raise ValueError(f"a cause is outside 0..{causes}")
    time, position = np.unique(duration, return_inverse=True)
    ends = np.bincount(cause * time.size + position, weight, (causes + 1) * time.size).reshape(causes + 1, time.size)
    events = ends[1:].astype(np.float64)
    leaving = np.bincount(position, weight, time.size).astype(np.float64)
    at_risk = np.cumsum(leaving[::-1])[::-1]
    seen = np.flatnonzero(events.sum(axis=0) > 0)
    return time[seen], events.take(seen, axis=1), at_risk[seen]


def _reach(time: Floats, share: Floats, wanted: float) -> float:
    """First time at which the non-decreasing `share` reaches `wanted`; inf if it does not."""
    if not 0 < wanted <= 1:
        raise ValueError(f"a quantile is above 0 and at most 1, not {wanted}")
    position = int(np.searchsorted(share, wanted - _ROUNDING))
    return float(time[position]) if position < time.size else math.inf


def _area(time: Floats, value: Floats, start: float, horizon: float) -> float:
    """Area from 0 to `horizon` under a step function: `start` before `time[0]`, `value[i]` from `time[i]` on."""
    if not horizon >= 0:
        raise ValueError(f"a horizon is 0 or more, not {horizon}")
    inside = time < horizon
    edges = np.concatenate(([0.0], time[inside], [horizon]))
    heights = np.concatenate(([start], value[inside]))
    return float(np.sum(np.diff(edges) * heights))
