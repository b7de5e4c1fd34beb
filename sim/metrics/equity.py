"""Who gets less: inequality of a burden over people or households, and gaps between groups.

Gaps are taken on latent denominators: on reported issues alone, a group that gave up reporting would look well served.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def gini(burden: Floats) -> float:
    """Gini coefficient of non-negative amounts (n,): 0 all equal, (n - 1) / n one carries all; nan of nobody.

    If there is no burden at all, everybody carries the same: 0. Raises ValueError for a negative or nan amount.
    """
    ordered = np.sort(_checked(burden))
    count, total = ordered.size, float(ordered.sum())
    if count == 0:
        return math.nan
    if total == 0:
        return 0.0
    rank = np.arange(1, count + 1)
    return float(2.0 * np.sum(rank * ordered) / (count * total) - (count + 1) / count)


class Theil(NamedTuple):
    """Theil's T index and its exact parts: total = between groups + within groups."""

    total: float
    between: float
    within: float


def theil(burden: Floats, group: npt.NDArray[np.integer]) -> Theil:
    """Theil's T of amounts (n,) and its split over `group` codes (n,), 0 or more. Zero amounts add nothing.

    Nan of nobody; all 0 where there is no burden. Raises ValueError for a negative or nan amount.
    """
    burden = _checked(burden)
    if burden.size == 0:
        return Theil(math.nan, math.nan, math.nan)
    total = float(burden.sum())
    if total == 0:
        return Theil(0.0, 0.0, 0.0)
    ratio = burden / burden.mean()
    index = float(np.sum(ratio * np.log(np.where(ratio > 0, ratio, 1.0))) / burden.size)
    heads = np.bincount(group)
    part = np.bincount(group, burden) / total
    present = part > 0
    between = float(np.sum(part[present] * np.log(part[present] * burden.size / heads[present])))
    return Theil(index, between, index - between)


def weighted_share(part: Flags, whole: Flags, weight: Floats | None = None) -> float:
    """Weight of `whole` that is also in `part`, as a share; nan where `whole` weighs nothing. Shapes (n,)."""
    if weight is None:
        count = np.count_nonzero(whole)
        return float(np.count_nonzero(part & whole) / count) if count else math.nan
    total = float(weight[whole].sum())
    return float(weight[part & whole].sum() / total) if total > 0 else math.nan


def gap(part: Flags, whole: Flags, group: Flags, weight: Floats | None = None) -> float:
    """Share among `group` minus share among the others, both within `whole`; nan if either side is empty."""
    return weighted_share(part, whole & group, weight) - weighted_share(part, whole & ~group, weight)


def _checked(burden: Floats) -> Floats:
    burden = np.asarray(burden, np.float64)
    if not (burden >= 0).all():
        raise ValueError("an amount is negative or nan")
    return burden
