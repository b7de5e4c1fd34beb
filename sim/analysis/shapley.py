"""What each practice adds: Shapley values over all coalitions, or over sampled orders, that sum to the whole difference exactly.

A coalition is a set of practices that are on, written as a bit mask (bit j: practice j); all coalitions run on the same chances. The value of a practice
is its marginal contribution, averaged over the orders in which the practices could have been introduced (Shapley 1953):

    phi_i = sum over coalitions S without i of  |S|! (k - |S| - 1)! / k!  (v(S + i) - v(S))

v is the mean over replicates, taken exactly: floats are fractions, and phi is computed in fractions, so that sum phi = v(all) - v(none) without rounding
(`exact`). The published floats add up too, by the rule of `sim.analysis.exact_sum`. Intervals are paired t intervals of the values of the single
replicates. For many practices orders are drawn (Castro, Gomez & Tejada 2009), each with its reverse (antithetic); every order's contributions telescope to
the whole difference, so the sum stays exact, and what the draw leaves open is told as `order_se`.

Interactions: the Shapley-Taylor index of order 2 (Sundararajan, Dhamdhere & Agarwal 2020) of every pair; with what every practice does alone they sum to
the whole difference exactly too. Of sampled orders only what the practices do alone, and last, is known.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.analysis.exact_sum import adding_up, exact_means
from sim.analysis.fault import AnalysisError
from sim.analysis.replicates import Floats, require_finite
from sim.locale import mark
from sim.study.interval import Estimate, estimate

if TYPE_CHECKING:
    import pandas as pd

MOST_EXACT = 12
"""Beyond 4,096 coalitions orders are sampled."""


class Orders(NamedTuple):
    """Orders of introduction, and the coalitions that have to be run for them."""

    orders: npt.NDArray[np.int64]
    """(order, k); rows 2i and 2i + 1 are each other's reverse"""
    coalitions: tuple[int, ...]
    """bit masks, rising; with every practice alone and every practice left out, so that interactions can be told"""


class Share(NamedTuple):
    """What one practice adds to the whole difference."""

    name: str
    value: float
    """adds up: the values of all practices sum to the total in any order"""
    low: float
    high: float
    alone: float
    """with no other practice on"""
    last: float
    """with all others on"""
    order_se: float
    """standard error of the drawn orders; 0 if all were taken"""


class Together(NamedTuple):
    """Shapley-Taylor index of a pair: above 0 they help each other, below 0 they do the same work."""

    first: str
    second: str
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Attribution:
    """A whole difference, shared out."""

    shares: tuple[Share, ...]
    total: float
    """v(all) - v(none); the float sum of the shares' values, in any order"""
    total_interval: Estimate
    exact: tuple[Fraction, ...]
    """the values before they were written as floats"""
    pairs: tuple[Together, ...]
    """() of sampled orders"""
    interactions: float
    """total - sum of what every practice does alone"""
    orders: int | None
    """drawn; None if all were taken"""

    @property
    def table(self) -> pd.DataFrame:
        """One row per practice."""
        import pandas as pd

        return pd.DataFrame(self.shares, columns=list(Share._fields))

    @property
    def pair_table(self) -> pd.DataFrame:
        """One row per pair."""
        import pandas as pd

        return pd.DataFrame(self.pairs, columns=list(Together._fields))


def shapley_orders(k: int, orders: int = 64, seed: int = 1) -> Orders:
    """Draw orders of k practices, each with its reverse, and list the coalitions to run.

    Raises AnalysisError for fewer than 2 practices, more than 62, or an odd number of orders.
    """
    if not 2 <= k <= 62 or orders < 2 or orders % 2:
        raise AnalysisError(mark("orders are drawn of 2 to 62 practices, in pairs: not {orders} orders of {k}"), orders=orders, k=k)
    luck = np.random.default_rng(seed)
    drawn = [luck.permutation(k) for _ in range(orders // 2)]
    both = np.array([row for order in drawn for row in (order, order[::-1])], np.int64)
    everything = 2**k - 1
    needed = {0, everything, *(1 << at for at in range(k)), *(everything ^ 1 << at for at in range(k))}
    for order in both:
        needed |= set(_path(order))
    return Orders(both, tuple(sorted(needed)))


def _path(order: Sequence[int] | npt.NDArray[np.int64]) -> list[int]:
    """The coalitions an order goes through, from none to all."""
    path = [0]
    for at in order:
        path.append(path[-1] | 1 << int(at))
    return path


def shapley(values: Floats, names: Sequence[str]) -> Attribution:
    """Exact attribution from the values (2^k, replicate) of all coalitions; row m is the coalition with bit mask m.

    Raises AnalysisError where rows and names do not fit, or a value is no number.
    """
    values, k = np.asarray(values, np.float64), len(names)
    if not 1 <= k <= MOST_EXACT or values.ndim != 2 or len(values) != 2**k or not values.size:
        sentence = mark("exact attribution needs from 1 to {most} practices and a row for each coalition: {k} practices, values {shape}")
        raise AnalysisError(sentence, most=MOST_EXACT, k=k, shape=str(values.shape))
    require_finite(values, "values")
    exact = exact_means(values)
    weight = [Fraction(math.factorial(size) * math.factorial(k - size - 1), math.factorial(k)) for size in range(k)]
    parts, single = [], np.empty((k, values.shape[1]))
    for at in range(k):
        without = [mask for mask in range(2**k) if not mask >> at & 1]
        parts.append(sum((weight[mask.bit_count()] * (exact[mask | 1 << at] - exact[mask]) for mask in without), Fraction()))
        factors = np.array([float(weight[mask.bit_count()]) for mask in without])
        single[at] = factors @ (values[[mask | 1 << at for mask in without]] - values[without])
    rows = {mask: mask for mask in range(2**k)}
    return _attribution(values, exact, rows, names, parts, single, None, _pairs(values, exact, names))


def shapley_sampled(values: Floats, drawn: Orders, names: Sequence[str]) -> Attribution:
    """Attribution from the values (coalition, replicate) of `drawn.coalitions`, in their order.

    Raises AnalysisError where rows, orders and names do not fit, or a value is no number.
    """
    values, k = np.asarray(values, np.float64), len(names)
    if drawn.orders.shape[1] != k or values.ndim != 2 or len(values) != len(drawn.coalitions) or not values.size:
        sentence = mark("the orders are of {of} practices and {runs} coalitions: {k} practices, values {shape}")
        raise AnalysisError(sentence, of=drawn.orders.shape[1], runs=len(drawn.coalitions), k=k, shape=str(values.shape))
    require_finite(values, "values")
    exact = exact_means(values)
    rows = {mask: at for at, mask in enumerate(drawn.coalitions)}
    count = len(drawn.orders)
    parts, single, marginal = [Fraction()] * k, np.zeros((k, values.shape[1])), np.empty((count, k))
    for number, order in enumerate(drawn.orders):
        path = [rows[mask] for mask in _path(order)]
        for at, (before, after) in zip(map(int, order), pairwise(path), strict=True):
            parts[at] += (exact[after] - exact[before]) / count
            single[at] += (values[after] - values[before]) / count
            marginal[number, at] = float(exact[after] - exact[before])
    pair = marginal.reshape(-1, 2, k).mean(axis=1)  # an order and its reverse are one draw
    error = pair.std(axis=0, ddof=1) / math.sqrt(len(pair)) if len(pair) > 1 else np.full(k, math.nan)
    return _attribution(values, exact, rows, names, parts, single, (count, error), ())


def _attribution(
    values: Floats, exact: list[Fraction], rows: dict[int, int], names: Sequence[str], parts: list[Fraction], single: Floats,
    drawn: tuple[int, Floats] | None, pairs: tuple[Together, ...],
) -> Attribution:  # fmt: skip
    k = len(names)
    none, everything = rows[0], rows[2**k - 1]
    whole = exact[everything] - exact[none]
    published, total = adding_up(parts, whole)
    alone = [exact[rows[1 << at]] - exact[none] for at in range(k)]
    last = [exact[everything] - exact[rows[(2**k - 1) ^ 1 << at]] for at in range(k)]
    shares = []
    for at, name in enumerate(names):
        found = estimate(single[at])
        error = 0.0 if drawn is None else float(drawn[1][at])
        shares.append(Share(name, float(published[at]), found.low, found.high, float(alone[at]), float(last[at]), error))
    interval = estimate(values[everything] - values[none])
    rest = float(whole - sum(alone, Fraction()))
    return Attribution(tuple(shares), total, interval, tuple(parts), pairs, rest, None if drawn is None else drawn[0])


def _pairs(values: Floats, exact: list[Fraction], names: Sequence[str]) -> tuple[Together, ...]:
    """Shapley-Taylor indices of order 2: 2/k sum over T without i, j of (v(T+i+j) - v(T+i) - v(T+j) + v(T)) / C(k - 1, |T|)."""
    k = len(names)
    found, parts = [], []
    for i, j in combinations(range(k), 2):
        both = 1 << i | 1 << j
        outside = np.array([mask for mask in range(2**k) if not mask & both])
        weight = [Fraction(2, k * math.comb(k - 1, int(mask).bit_count())) for mask in outside]
        gap = values[outside | both] - values[outside | 1 << i] - values[outside | 1 << j] + values[outside]
        found.append((names[i], names[j], estimate(np.array([float(one) for one in weight]) @ gap)))
        masks = [(one, int(mask)) for one, mask in zip(weight, outside, strict=True)]
        parts.append(sum((w * (exact[m | both] - exact[m | 1 << i] - exact[m | 1 << j] + exact[m]) for w, m in masks), Fraction()))
    published, _ = adding_up(parts, sum(parts, Fraction()))
    return tuple(Together(a, b, float(value), one.low, one.high) for (a, b, one), value in zip(found, published, strict=True))


__all__ = ["MOST_EXACT", "Attribution", "Orders", "Share", "Together", "shapley", "shapley_orders", "shapley_sampled"]
