"""Scenario discovery: boxes of the uncertain factors in which the cases of interest (a preferred option fails) lie close together.

The patient rule induction method (Friedman & Fisher 1999), as used for policy by Bryant & Lempert (2010). From the box that holds everything, one face is
cut off at a time: of a number the lowest or highest `peel` of the cases left, of a word all cases of one value. Cut is the face whose loss raises the
density most per case lost (for equal cuts the largest rise; per case so that words, whose cuts are coarse, compete fairly); of equal ones the first
factor, the low face before the high. It ends when the next cut would leave less than `mass` of all cases, or all that are left are of interest.
Nothing is pasted back. The trajectory is told whole, for the choice between coverage and density is the reader's.

    coverage  share of all cases of interest that are in the box        density  share of the box's cases that are of interest
    quasi-p   for each restricted factor: the chance of a density as high or higher if the factor did not matter, from the cases that the box without
              that restriction holds (binomial; Bryant & Lempert 2010). Small: the restriction is needed. Not adjusted for the search.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.analysis.fault import AnalysisError
from sim.locale import mark

if TYPE_CHECKING:
    import pandas as pd

Mask = npt.NDArray[np.bool_]
PEEL = 0.05
MASS = 0.05


class Limit(NamedTuple):
    """What a box allows of one factor: from low to high (both belong to it), or some values."""

    factor: str
    low: float
    high: float
    values: tuple[Any, ...]
    """of a factor of words those that remain, sorted as text; () of a number"""
    quasi_p: float


@dataclass(frozen=True)
class Box:
    """One step of a trajectory."""

    limits: tuple[Limit, ...]
    """of the restricted factors only, in the order of the columns"""
    inside: int
    interest: int
    coverage: float
    density: float
    mass: float

    def holds(self, cases: pd.DataFrame) -> Mask:
        """Which cases lie in the box."""
        inside = np.ones(len(cases), bool)
        for one in self.limits:
            column = cases[one.factor]
            inside &= column.isin(one.values).to_numpy() if one.values else ((column >= one.low) & (column <= one.high)).to_numpy()
        return inside


@dataclass(frozen=True)
class Discovery:
    """The trajectory of boxes, from the one that holds everything."""

    boxes: tuple[Box, ...]

    @property
    def suggested(self) -> Box:
        """The box with the largest harmonic mean of coverage and density; of equal ones the first. A suggestion (assumption), not the answer."""
        return max(self.boxes, key=lambda box: 2 * box.coverage * box.density / (box.coverage + box.density) if box.interest else 0.0)

    @property
    def table(self) -> pd.DataFrame:
        """One row per box."""
        import pandas as pd

        return pd.DataFrame([
            {"step": at, "coverage": box.coverage, "density": box.density, "mass": box.mass, "inside": box.inside, "restricted": len(box.limits),
             "factors": " ".join(one.factor for one in box.limits), "quasi_p_largest": max((one.quasi_p for one in box.limits), default=math.nan)}
            for at, box in enumerate(self.boxes)
        ])  # fmt: skip

    @property
    def limit_table(self) -> pd.DataFrame:
        """One row per box and restricted factor."""
        import pandas as pd

        rows = [
            {"step": at, "factor": one.factor, "box_low": one.low, "box_high": one.high, "box_values": " ".join(map(str, one.values)), "quasi_p": one.quasi_p}
            for at, box in enumerate(self.boxes)
            for one in box.limits
        ]
        return pd.DataFrame(rows, columns=["step", "factor", "box_low", "box_high", "box_values", "quasi_p"])


def prim(cases: pd.DataFrame, interest: npt.NDArray[Any], *, peel: float = PEEL, mass: float = MASS) -> Discovery:
    """Boxes of the cases' columns (numbers are continuous or whole; everything else, truth values too, are words) for interest (case,).

    Raises AnalysisError for nothing or everything of interest, an undefined factor, or a share that is none.
    """
    wanted = np.asarray(interest, bool)
    if len(wanted) != len(cases) or not 0 < wanted.sum() < len(wanted):
        sentence = mark("scenario discovery needs cases with and without interest: {wanted} of {of} are of interest, and there are {cases} cases")
        raise AnalysisError(sentence, wanted=int(wanted.sum()), of=len(wanted), cases=len(cases))
    if not (0 < peel < 1 and 0 < mass < 1):
        raise AnalysisError(mark("peel and mass are shares between 0 and 1, not {peel} and {mass}"), peel=peel, mass=mass)
    columns = [_Column(str(name), cases[name]) for name in cases.columns]
    allowed, least = [np.ones(len(wanted), bool) for _ in columns], max(1, math.ceil(mass * len(wanted)))
    boxes = [_box(columns, allowed, wanted)]
    while boxes[-1].density < 1:
        best = _best_cut(columns, allowed, wanted, peel, least)
        if best is None:
            break
        at, kept = best
        allowed[at] &= kept
        boxes.append(_box(columns, allowed, wanted))
    return Discovery(tuple(boxes))


class _Column:
    """One factor's cases as numbers: its values, or positions in its sorted words."""

    def __init__(self, name: str, column: pd.Series[Any]) -> None:
        from pandas.api import types

        if column.isna().any():
            raise AnalysisError(mark("the factor {name} is undefined in {count} cases"), name=name, count=int(column.isna().sum()))
        self.name = name
        self.words: tuple[Any, ...] = ()
        if types.is_numeric_dtype(column) and not types.is_bool_dtype(column):
            self.numbers = column.to_numpy(np.float64)
        else:
            self.words = tuple(sorted(set(column.tolist()), key=str))
            at = {word: number for number, word in enumerate(self.words)}
            self.numbers = np.array([at[word] for word in column.tolist()], np.float64)

    def cuts(self, inside: Mask, peel: float) -> Iterator[Mask]:
        """The cases that each possible cut of this factor allows."""
        left = self.numbers[inside]
        if self.words:
            yield from (self.numbers != word for word in np.unique(left))
            return
        low, high = (float(value) for value in np.quantile(left, [peel, 1 - peel]))
        if low <= left.min():  # a heap of equal values at the end goes as a whole
            low = float(np.nextafter(left.min(), math.inf))
        if high >= left.max():
            high = float(np.nextafter(left.max(), -math.inf))
        yield self.numbers >= low
        yield self.numbers <= high

    def limit(self, allowed: Mask, p: float) -> Limit:
        """The restriction in the factor's own values."""
        left = self.numbers[allowed]
        if self.words:
            return Limit(self.name, math.nan, math.nan, tuple(self.words[int(at)] for at in np.unique(left)), p)
        return Limit(self.name, float(left.min()), float(left.max()), (), p)


def _best_cut(columns: list[_Column], allowed: list[Mask], wanted: Mask, peel: float, least: int) -> tuple[int, Mask] | None:
    """The factor that is cut and the cases its cut allows; None if every cut would leave too few."""
    inside = np.logical_and.reduce(allowed)
    before, best, best_rise = int(inside.sum()), None, -math.inf
    density = wanted[inside].mean()
    for at, column in enumerate(columns):
        for kept in column.cuts(inside, peel):
            left = inside & kept
            count = int(left.sum())
            if least <= count < before:
                rise = float(wanted[left].mean() - density) / (before - count)
                if rise > best_rise:
                    best, best_rise = (at, kept), rise
    return best


def _box(columns: list[_Column], allowed: list[Mask], wanted: Mask) -> Box:
    inside = np.logical_and.reduce(allowed)
    count, hits = int(inside.sum()), int(wanted[inside].sum())
    limits = []
    for at in [at for at, one in enumerate(allowed) if not one.all()]:
        without = np.logical_and.reduce([np.ones(len(inside), bool), *(one for other, one in enumerate(allowed) if other != at)])
        limits.append(columns[at].limit(allowed[at], quasi_p(count, hits, int(without.sum()), int(wanted[without].sum()))))
    return Box(tuple(limits), count, hits, hits / int(wanted.sum()), hits / count, count / len(inside))


def quasi_p(count: int, hits: int, count_without: int, hits_without: int) -> float:
    """P(at least `hits` of `count`) if each were of interest with the density of the box without the restriction."""
    if hits == 0:
        return 1.0
    from scipy.special import bdtrc

    return float(bdtrc(hits - 1, count, hits_without / count_without))


__all__ = ["MASS", "PEEL", "Box", "Discovery", "Limit", "prim", "quasi_p"]
