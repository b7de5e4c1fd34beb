"""Unknown against chance: how much of the variance of results is between points (epistemic) and how much is of replicates (aleatory).

Balanced analysis of variance of values (point, replicate) or (point, option, replicate), every cell once. Replicates are *crossed* with points, for all
points of a replicate use the same chances, so a replicate effect is taken out of the comparison of points. The components are the unbiased ANOVA
estimators of the random-effects model: with E[MS_A] = sum over B containing A of (product of the sizes not in B) sigma2_B,

    sigma2_A = (sum over B containing A of (-1) ** |B - A| MS_B) / (product of the sizes not in A)          (Searle, Casella & McCulloch 1992, ch. 4)

so an estimate can be below 0 (then there is no sign of the component); it is told as it is, and counts as 0 in the shares. The component of options,
which nobody drew by lot, is their spread. To see what is unknown of a *difference*, give the differences (point, replicate).

    epistemic   points, and points x options        what better knowledge of the world would remove
    aleatory    everything with replicates          what more replications would average out
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.analysis.fault import AnalysisError
from sim.analysis.replicates import Floats, require_finite
from sim.locale import mark

if TYPE_CHECKING:
    import pandas as pd

TWO = ("point", "replicate")
THREE = ("point", "option", "replicate")


class Component(NamedTuple):
    """One source of variance."""

    source: str
    """what varies together: point, option, replicate, joined by ×"""
    kind: str
    """epistemic, option or aleatory"""
    degrees: int
    mean_square: float
    variance: float
    """unbiased; can be below 0"""


@dataclass(frozen=True)
class Variance:
    """The components of the variance of a result."""

    components: tuple[Component, ...]

    def of(self, kind: str) -> float:
        """Sum of the components of a kind, those below 0 taken as 0."""
        return sum(max(0.0, one.variance) for one in self.components if one.kind == kind)

    @property
    def epistemic_share(self) -> float:
        """Epistemic over epistemic and aleatory variance of one run; nan where nothing varies."""
        unknown, chance = self.of("epistemic"), self.of("aleatory")
        return unknown / (unknown + chance) if unknown + chance > 0 else math.nan

    @property
    def table(self) -> pd.DataFrame:
        """One row per source."""
        import pandas as pd

        return pd.DataFrame(self.components, columns=list(Component._fields))


def variance_components(values: Floats) -> Variance:
    """Components of values (point, replicate) or (point, option, replicate).

    Raises AnalysisError for fewer than 2 of anything, or a value that is no number.
    """
    values = np.asarray(values, np.float64)
    if values.ndim not in (2, 3) or min(values.shape) < 2:
        sentence = mark("variance is shared out over at least 2 points, 2 options and 2 replicates: (point, replicate) or (point, option, replicate), not {shape}")
        raise AnalysisError(sentence, shape=str(values.shape))
    require_finite(values, "values")
    names = TWO if values.ndim == 2 else THREE
    axes = range(values.ndim)
    sources = [source for size in range(1, values.ndim + 1) for source in combinations(axes, size)]
    squares = _mean_squares(values, sources)
    rows = []
    for source in sources:
        signed = sum((-1) ** (len(other) - len(source)) * squares[other] for other in sources if set(source) <= set(other))
        outside = math.prod(values.shape[axis] for axis in axes if axis not in source)
        words = [names[axis] for axis in source]
        rows.append(Component(" × ".join(words), _kind(words), _degrees(values, source), squares[source], signed / outside))
    return Variance(tuple(rows))


def _kind(words: list[str]) -> str:
    return "aleatory" if "replicate" in words else "epistemic" if "point" in words else "option"


def _degrees(values: Floats, source: tuple[int, ...]) -> int:
    return math.prod(values.shape[axis] - 1 for axis in source)


def _mean_squares(values: Floats, sources: list[tuple[int, ...]]) -> dict[tuple[int, ...], float]:
    """Mean square of every source; effects are means less the effects of all smaller sources."""
    axes = range(values.ndim)
    centred = values - values.mean()
    effects: dict[tuple[int, ...], Floats] = {}
    squares = {}
    for source in sources:
        effect = centred.mean(axis=tuple(axis for axis in axes if axis not in source), keepdims=True)
        for smaller, taken in effects.items():
            if set(smaller) < set(source):
                effect = effect - taken
        effects[source] = effect
        repeats = values.size / effect.size
        squares[source] = float((effect**2).sum() * repeats / _degrees(values, source))
    return squares


__all__ = ["Component", "Variance", "variance_components"]
