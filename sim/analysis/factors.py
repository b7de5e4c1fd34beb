"""Factors of a sensitivity study: what may vary, between which bounds or over which values, and points in the unit cube turned into settings.

A categorical factor (which organisation, which rule) is an index: the unit interval is cut into as many equal parts as there are values, and the index
is rounded down; 1 itself belongs to the last part.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.analysis.fault import AnalysisError
from sim.analysis.replicates import Floats
from sim.locale import mark


class Factor(NamedTuple):
    """One thing that varies: from low to high, or over values."""

    name: str
    low: float = 0.0
    high: float = 1.0
    values: tuple[Any, ...] = ()

    @property
    def categories(self) -> int:
        """How many values; 0 of a factor that varies continuously."""
        return len(self.values)


def factors_of(names: Sequence[str], bounds: Sequence[tuple[float, float] | Sequence[Any]]) -> tuple[Factor, ...]:
    """Factors from names and, of each, a pair of numbers (low, high) or a list of values.

    A *tuple* of two numbers is a range; everything else is a list of values. Raises AnalysisError for a name given twice, a range that is empty or
    infinite, a single value.
    """
    if len(names) != len(bounds) or len(set(names)) != len(names) or not names:
        raise AnalysisError(mark("every factor needs one name and one range or list of values; the names are {names}"), names=", ".join(names) or "-")
    found = []
    for name, bound in zip(names, bounds, strict=True):
        if isinstance(bound, tuple) and len(bound) == 2 and all(isinstance(end, (int, float)) and not isinstance(end, bool) for end in bound):
            low, high = float(bound[0]), float(bound[1])
            if not (math.isfinite(low) and math.isfinite(high) and low < high):
                raise AnalysisError(mark("the range of {name} must go from a smaller to a larger number, not from {low} to {high}"), name=name, low=low, high=high)
            found.append(Factor(name, low, high))
        elif len(bound) < 2:
            raise AnalysisError(mark("{name} has {count} values: a factor needs at least 2 to vary"), name=name, count=len(bound))
        else:
            found.append(Factor(name, values=tuple(bound)))
    return tuple(found)


def problem(names: Sequence[str]) -> dict[str, Any]:
    """The unit cube as SALib describes a problem."""
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0] for _ in names]}


def category(unit: Floats, categories: int) -> npt.NDArray[np.int64]:
    """Indices 0 .. categories - 1 of numbers in [0, 1]."""
    return np.minimum((np.asarray(unit) * categories).astype(np.int64), categories - 1)


def settings(points: Floats, factors: Sequence[Factor]) -> list[dict[str, Any]]:
    """Of every point (point, factor) in the unit cube, the value of each factor by name."""
    columns = []
    for factor, unit in zip(factors, np.asarray(points, np.float64).T, strict=True):
        if factor.categories:
            columns.append([factor.values[at] for at in category(unit, factor.categories)])
        else:
            columns.append((factor.low + unit * (factor.high - factor.low)).tolist())
    names = [factor.name for factor in factors]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


__all__ = ["Factor", "category", "factors_of", "problem", "settings"]
