"""Shapley values: known games, and sums that are exact to the last bit."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest

from sim.analysis.exact_sum import adding_up, exact_means
from sim.analysis.fault import AnalysisError
from sim.analysis.shapley import shapley, shapley_orders, shapley_sampled


def game(k: int, worth, replicates: int = 3) -> np.ndarray:  # type: ignore[no-untyped-def]
    """(2^k, replicate) values of a game given by a function of the set of players."""
    row = [worth({at for at in range(k) if mask >> at & 1}) for mask in range(2**k)]
    return np.repeat(np.array(row, np.float64)[:, None], replicates, axis=1)


def noisy(k: int, replicates: int, seed: int, scale: float = 1.0) -> np.ndarray:
    luck = np.random.default_rng(seed)
    return luck.normal(0, scale, (2**k, replicates)) + luck.normal(0, 10 * scale, replicates)


def test_the_glove_game() -> None:
    # one left glove (player 0), two right gloves: a pair is worth 1 -> 2/3, 1/6, 1/6 (Shapley & Shubik's textbook market)
    found = shapley(game(3, lambda players: float(0 in players and len(players) > 1)), ["left", "right", "other"])
    assert found.exact == (Fraction(2, 3), Fraction(1, 6), Fraction(1, 6))
    assert [one.value for one in found.shares] == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert found.total == 1.0
    # nobody does anything alone: all is interaction
    assert found.interactions == 1.0
    assert [one.alone for one in found.shares] == [0, 0, 0]
    assert [one.last for one in found.shares] == [1, 0, 0]
    # Shapley-Taylor, 2/3 sum d(T) / C(2, |T|): left with a right glove 2/3 (1 + 0), right with other 2/3 (0 - 1/2)
    assert [(one.first, one.second, one.value) for one in found.pairs] == [
        ("left", "right", pytest.approx(2 / 3)), ("left", "other", pytest.approx(2 / 3)), ("right", "other", pytest.approx(-1 / 3)),
    ]  # fmt: skip


def test_practices_that_do_not_interact_get_what_they_do_alone() -> None:
    worth = [1.0, -2.0, 0.5, 4.0]
    found = shapley(game(4, lambda players: sum(worth[at] for at in players)), list("abcd"))
    assert [one.value for one in found.shares] == worth
    assert found.interactions == 0
    assert all(one.value == 0 for one in found.pairs)


def test_exact_values_are_the_average_over_all_orders() -> None:
    values = noisy(4, 5, 1)
    means, found = values.mean(axis=1), shapley(values, list("abcd"))
    by_order = np.zeros(4)
    for order in permutations(range(4)):
        mask = 0
        for at in order:
            by_order[at] += (means[mask | 1 << at] - means[mask]) / 24
            mask |= 1 << at
    assert [one.value for one in found.shares] == pytest.approx(by_order, rel=1e-12)


@pytest.mark.parametrize("seed", range(25))
def test_the_values_sum_to_the_total_exactly_in_any_order(seed: int) -> None:
    """Exact as fractions; and the published floats, added forwards, backwards, shuffled and by fsum, give the total to the bit."""
    luck = np.random.default_rng(seed)
    k = int(luck.integers(1, 7))
    values = noisy(k, int(luck.integers(1, 8)), seed, 10.0 ** luck.integers(-6, 7))
    found = shapley(values, [str(at) for at in range(k)])
    means = exact_means(values)
    assert sum(found.exact) == means[-1] - means[0]
    parts = [one.value for one in found.shares]
    shuffled = [parts[at] for at in luck.permutation(k)]
    assert sum(parts) == sum(reversed(parts)) == sum(shuffled) == math.fsum(parts) == float(np.sum(parts)) == found.total
    assert found.total == pytest.approx(float(sum(found.exact)), rel=1e-14, abs=1e-14 * sum(map(abs, parts)))
    alone = sum((means[1 << at] - means[0] for at in range(k)), Fraction())
    assert float(sum(found.exact) - alone) == found.interactions
    assert sum(one.value for one in found.pairs) == pytest.approx(found.interactions, rel=1e-9, abs=1e-12 * sum(map(abs, parts)))


def test_rounding_to_a_sum_by_hand() -> None:
    parts, total = adding_up([Fraction(1, 3)] * 3, Fraction(1))
    assert total == 1.0
    assert sum(parts) == 1.0
    assert parts[0] > parts[1] == parts[2]  # the step that is missing goes to the first of equal remainders
    assert parts[0] - parts[1] == 2.0**-52
    step = Fraction(2) ** -52  # the grid of parts whose sizes sum to something from 1 to 2
    odd, _ = adding_up([Fraction(1, 2) + step / 10, Fraction(1, 2) + 6 * step / 10, Fraction(1, 4) + 3 * step / 10], Fraction(5, 4) + step)
    assert [Fraction(float(part)) for part in odd] == [Fraction(1, 2), Fraction(1, 2) + step, Fraction(1, 4)]  # to the largest remainder
    assert adding_up([Fraction(0), Fraction(0)], Fraction(0))[1] == 0.0
    with pytest.raises(ValueError, match="do not sum"):
        adding_up([Fraction(1)], Fraction(2))


def test_parts_that_cancel_add_up_too() -> None:
    parts = [Fraction(10) ** 9 / 3, -(Fraction(10) ** 9) / 3, Fraction(1, 7) / 10**6]
    floats, total = adding_up(parts, sum(parts, Fraction()))
    assert math.fsum(floats) == total == floats[0] + floats[1] + floats[2] == floats[2] + floats[1] + floats[0]
    assert total == pytest.approx(1e-6 / 7, abs=2.0**-22)
    assert all(abs(Fraction(float(one)) - part) < Fraction(2) ** -22 for one, part in zip(floats, parts, strict=True))


def test_intervals_are_paired_over_replicates() -> None:
    values = game(3, lambda players: 2.0 * len(players), 10) + np.random.default_rng(1).normal(0, 100, 10)
    for one in shapley(values, list("abc")).shares:
        assert one.value == pytest.approx(2.0)
        assert one.high - one.low < 1e-10


def test_orders_come_with_their_reverse_and_list_what_must_run() -> None:
    drawn = shapley_orders(8, 64, seed=3)
    assert drawn.orders.shape == (64, 8)
    assert np.array_equal(drawn.orders[::2], drawn.orders[1::2, ::-1])
    assert {0, 255, *(1 << at for at in range(8)), *(255 ^ 1 << at for at in range(8))} <= set(drawn.coalitions)
    assert list(drawn.coalitions) == sorted(set(drawn.coalitions))
    assert len(drawn.coalitions) < 256
    again = shapley_orders(8, 64, seed=3)
    assert np.array_equal(drawn.orders, again.orders)
    assert drawn.coalitions == again.coalitions
    assert shapley_orders(8, 64, seed=4).coalitions != drawn.coalitions


@pytest.mark.parametrize("seed", range(5))
def test_sampled_values_sum_exactly_and_are_near_the_exact_ones(seed: int) -> None:
    values, names = noisy(8, 4, 20 + seed), list("abcdefgh")
    drawn = shapley_orders(8, 64, seed)
    found, exact = shapley_sampled(values[list(drawn.coalitions)], drawn, names), shapley(values, names)
    parts = [one.value for one in found.shares]
    assert sum(found.exact) == sum(exact.exact)
    assert sum(parts) == sum(reversed(parts)) == found.total == exact.total
    assert found.interactions == exact.interactions
    off = [abs(one.value - other.value) / one.order_se for one, other in zip(found.shares, exact.shares, strict=True)]
    assert max(off) < 4.5  # 40 of them in all, Student t with 31 degrees: beyond 4.5 once in 500 test suites
    assert found.orders == 64


def test_one_replicate_has_values_and_no_interval() -> None:
    found = shapley(noisy(3, 1, 6), list("abc"))
    assert math.isnan(found.shares[0].low)
    assert found.total == sum(one.value for one in found.shares)


def test_what_cannot_be_shared_out_is_told() -> None:
    with pytest.raises(AnalysisError, match="a row for each coalition"):
        shapley(np.zeros((7, 2)), list("abc"))
    with pytest.raises(AnalysisError, match="in pairs"):
        shapley_orders(5, 63)
    bad = np.zeros((4, 2))
    bad[3, 0] = math.inf
    with pytest.raises(AnalysisError, match="not a number"):
        shapley(bad, ["a", "b"])
