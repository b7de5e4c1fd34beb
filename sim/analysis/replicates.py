"""Arrays of replicated results: what must hold of them, their means, and how much of what is left is chance."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.analysis.fault import AnalysisError
from sim.locale import mark

Floats = npt.NDArray[np.float64]


class Means(NamedTuple):
    """Means over replicates, and how much of their variance over the points is chance."""

    means: Floats
    """(point,)"""
    noise_share: float
    """S_noise: mean over points of the variance of a point's mean, over the variance of the means; nan of one replicate. Counts what all points of a
    replicate share as noise, though under common random numbers that cannot make points differ: it can be above 1."""
    noise_share_paired: float
    """The same without what all points of a replicate share: how much of the differences between the means is chance."""


def require_finite(values: Floats, what: str) -> None:
    """Raise AnalysisError that names `what` and the first place where it is no number."""
    bad = np.argwhere(~np.isfinite(values))
    if len(bad):
        place = ", ".join(str(int(at)) for at in bad[0])
        sentence = mark("{what} is not a number in {bad} of {of} places (the first is [{place}]): runs are never dropped, so there is no analysis of it")
        raise AnalysisError(sentence, what=what, bad=len(bad), of=values.size, place=place)


def averaged(outputs: Floats, what: str = "outputs") -> Means:
    """Means over the replicates of outputs (point,) or (point, replicate); levels or differences. Rule: science of noise, S_noise.

    Raises AnalysisError where an output is not a number, or there is nothing.
    """
    outputs = np.asarray(outputs, np.float64)
    if outputs.ndim not in (1, 2) or not outputs.size:
        raise AnalysisError(mark("{what} must be (point,) or (point, replicate) and not empty; it is {shape}"), what=what, shape=str(outputs.shape))
    require_finite(outputs, what)
    if outputs.ndim == 1 or outputs.shape[1] == 1:
        return Means(outputs.reshape(len(outputs)), float("nan"), float("nan"))
    means = np.asarray(outputs.mean(axis=1))
    total = float(means.var(ddof=1)) if len(means) > 1 else 0.0
    points, replicates = outputs.shape
    if not total > 0:
        return Means(means, float("nan"), float("nan"))
    within = float((outputs.var(axis=1, ddof=1) / replicates).mean())
    rest = outputs - means[:, None] - outputs.mean(axis=0) + outputs.mean()
    apart = float((rest**2).sum()) / ((points - 1) * (replicates - 1)) / replicates
    return Means(means, within / total, apart / total)


def gains(values: Floats, direction: str, what: str) -> Floats:
    """The values turned so that more is better. Raises AnalysisError where neither way is better."""
    if direction not in ("up", "down"):
        raise AnalysisError(mark("of {what}, neither more nor less is better: there is no best of it"), what=what)
    return values if direction == "up" else -values


__all__ = ["Floats", "Means", "averaged", "gains", "require_finite"]
