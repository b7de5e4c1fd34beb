"""2^k full factorial: main effects and interactions, paired over replicates.

The runs are in standard order (Yates 1937): run m has factor j on where bit j of m is 1, so factor 0 changes fastest. The effect of a set of factors is

    (sum of values where an even number of its factors is off  -  sum of the others) / 2 ** (k - 1)

For one factor that is mean on - mean off; for two, half the difference of one's effect with the other on and off; and so on. Every replicate gives an
effect of its own; the interval is the paired t interval over replicates. Holm adjusts over all effects told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.analysis.fault import AnalysisError
from sim.analysis.replicates import Floats
from sim.locale import mark
from sim.study.interval import Estimate, estimate, holm, p_value

if TYPE_CHECKING:
    import pandas as pd

MOST_FACTORS = 16
"""More would be 131,072 runs and more."""


class Effect(NamedTuple):
    """The effect of a set of factors (one: main effect; several: interaction)."""

    factors: tuple[str, ...]
    found: Estimate
    p: float
    p_holm: float


@dataclass(frozen=True)
class Effects:
    """All effects up to an order, lower orders first."""

    effects: tuple[Effect, ...]

    @property
    def table(self) -> pd.DataFrame:
        """One row per effect."""
        import pandas as pd

        rows = [
            {"term": " × ".join(one.factors), "order": len(one.factors), "effect": one.found.mean, "low": one.found.low, "high": one.found.high,
             "p": one.p, "p_holm": one.p_holm, "reason": str(one.found.reason or "")}
            for one in self.effects
        ]  # fmt: skip
        return pd.DataFrame(rows)


def factorial_runs(k: int) -> npt.NDArray[np.bool_]:
    """(2^k, k): which factors are on in which run, in standard order. Raises AnalysisError beyond MOST_FACTORS."""
    if not 1 <= k <= MOST_FACTORS:
        raise AnalysisError(mark("a full factorial has from 1 to {most} factors, not {k}"), most=MOST_FACTORS, k=k)
    return (np.arange(2**k)[:, None] >> np.arange(k) & 1).astype(bool)


def factorial(values: Floats, names: Sequence[str], order: int = 2) -> Effects:
    """Effects of up to `order` factors from values (2^k, replicate) in standard order. Raises AnalysisError where runs and names do not fit.

    A run without a value leaves every effect without an interval; the reason is told.
    """
    values = np.asarray(values, np.float64)
    k = len(names)
    if values.ndim != 2 or len(factorial_runs(k)) != len(values):
        raise AnalysisError(mark("{k} factors need {runs} runs by replicates; there are {shape}"), k=k, runs=2**k, shape=str(values.shape))
    with np.errstate(invalid="ignore"):  # infinity minus infinity
        contrast = _contrasts(values) / 2 ** (k - 1)
    sets = sorted((mask for mask in range(1, 2**k) if mask.bit_count() <= order), key=lambda mask: (mask.bit_count(), _members(mask, k)))
    found = [estimate(contrast[mask]) for mask in sets]
    p = [p_value(one) for one in found]
    adjusted = holm(p)
    rows = zip(sets, found, p, adjusted, strict=True)
    return Effects(tuple(Effect(tuple(names[at] for at in _members(mask, k)), one, own, all_) for mask, one, own, all_ in rows))


def _members(mask: int, k: int) -> tuple[int, ...]:
    return tuple(at for at in range(k) if mask >> at & 1)


def _contrasts(values: Floats) -> Floats:
    """(set, replicate): sums over the runs signed by the set's factors, by Yates' algorithm; set 0 is the sum of all."""
    found, step = values.copy(), 1
    while step < len(values):
        pairs = found.reshape(-1, 2, step, values.shape[1])
        found = np.stack([pairs[:, 1] + pairs[:, 0], pairs[:, 1] - pairs[:, 0]], axis=1).reshape(values.shape)
        step *= 2
    return found


__all__ = ["MOST_FACTORS", "Effect", "Effects", "factorial", "factorial_runs"]
