"""Best of k with an indifference zone: constants by hand, and the promised share of correct selections on streams that are known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.analysis.fault import AnalysisError
from sim.analysis.mcb import against_best, largest_t, sphere_variance
from sim.analysis.selection import screening_constant, select_best

LEVEL = 0.95


def test_the_constant_of_the_screen_by_hand() -> None:
    # k = 2, n0 = 3, alpha = .05: eta = (.1 ** -1 - 1) / 2 = 4.5, h2 = 2 x 4.5 x 2 = 18
    assert screening_constant(2, 3) == pytest.approx(18.0)
    # k = 5, n0 = 10: (2 x .05 / 4) ** (-2 / 9) = 40 ** (2 / 9)
    assert screening_constant(5, 10) == pytest.approx((40 ** (2 / 9) - 1) * 9)


def test_two_options_worked_by_hand() -> None:
    # differences 0, 2, 4: variance 4; h2 = 18, d = 2.9: h2 S2 / d^2 = 8.5612, latest 9
    # allowance after r: 2.9 / (2 r) (8.5612 - r); r = 3: 2.688 against a mean difference of 2; r = 4: 1.653 against (6 + x) / 4
    first = np.zeros(4)
    waits = select_best(np.array([first[:3], [0.0, 2, 4]]), "up", 2.9, first_stage=3)
    assert (waits.settled, waits.remaining, waits.needed, waits.more) == (False, (0, 1), 9, 6)
    assert waits.best == 1
    stays = select_best(np.array([first, [0.0, 2, 4, 0.6]]), "up", 2.9, first_stage=3)
    assert not stays.settled  # mean difference 1.65
    over = select_best(np.array([first, [0.0, 2, 4, 0.63]]), "up", 2.9, first_stage=3)
    assert (over.settled, over.best, over.replications, over.left_at) == (True, 1, 4, (4, None))
    assert select_best(-np.array([first, [0.0, 2, 4, 0.63]]), "down", 2.9, first_stage=3).best == 1


def test_it_ends_at_the_latest_with_the_larger_mean() -> None:
    # sums of the differences after 4, 5, ... 9: 1, 0, .5, 0, .3, .5, within 1.45 (8.5612 - r) up to 8; after 9 there is no allowance left
    other = np.array([0.0, 2, 4, -5, -1, 0.5, -0.5, 0.3, 0.2, -50.0])
    found = select_best(np.array([np.zeros(10), other]), "up", 2.9, first_stage=3)
    assert (found.settled, found.best, found.replications, found.more) == (True, 1, 9, 0)  # the tenth replication is not looked at


def test_more_replications_continue_the_same_procedure() -> None:
    values = np.random.default_rng(4).normal(np.array([[0.0], [0.3], [0.6], [1.0]]), 1.0, (4, 400))
    whole = select_best(values, "up", 0.4)
    assert whole.settled
    for n in range(20, whole.replications):
        part = select_best(values[:, :n], "up", 0.4)
        assert not part.settled
        assert set(whole.remaining) <= set(part.remaining)
    assert select_best(values[:, : whole.replications], "up", 0.4).best == whole.best


def test_equal_options_are_settled_at_once() -> None:
    found = select_best(np.tile(np.arange(40.0), (3, 1)), "up", 0.1)
    assert (found.settled, found.best, found.replications) == (True, 0, 20)
    assert list(found.table["best"]) == [True, False, False]


def streams(luck: np.random.Generator, means: np.ndarray, sd: float, common: float, n: int) -> np.ndarray:
    """(option, replicate) normal with the given means; `common` is the correlation that common chances give."""
    shared = luck.normal(0, sd * math.sqrt(common), n)
    return means[:, None] + shared + luck.normal(0, sd * math.sqrt(1 - common), (len(means), n))


@pytest.mark.parametrize("common", [0.0, 0.8])
def test_the_best_is_selected_as_often_as_promised(common: float) -> None:
    """The least favourable case: all others exactly the indifference below the best. 300 studies; standard error at .95: .0126."""
    luck, right, used = np.random.default_rng(11), 0, []
    means = np.array([0.0, 0, 0, 0.5, 0])
    for _ in range(300):
        found = select_best(streams(luck, means, 1.0, common, 200), "up", 0.5, LEVEL, 10)
        assert found.settled
        right += found.best == 3
        used.append(found.replications)
    assert right / 300 >= LEVEL - 3 * 0.0126
    assert np.mean(used) < (60 if common == 0 else 20)  # what common chances are for


@pytest.mark.parametrize("common", [0.0, 0.8])
def test_two_stages_select_and_cover_as_often_as_promised(common: float) -> None:
    """Selection and all intervals together, same streams; 300 studies."""
    luck, right, covered = np.random.default_rng(12), 0, 0
    means = np.array([0.0, 0.5, 0, 0])
    truth = np.array([-0.5, 0.5, -0.5, -0.5])
    for _ in range(300):
        values = streams(luck, means, 1.0, common, 250)
        found = against_best(values, "up", 0.5, LEVEL, 10)
        assert found.settled
        right += found.best == 1
        covered += all(low <= one <= high for low, one, high in zip(found.low, truth, found.high, strict=True))
    assert right / 300 >= LEVEL - 3 * 0.0126
    assert covered / 300 >= LEVEL - 3 * 0.0126


@pytest.mark.parametrize(
    ("count", "degrees", "value"),
    [(1, 10, 1.812), (2, 10, 2.15), (3, 10, 2.34), (2, 20, 2.03), (3, 20, 2.19), (4, 60, 2.21), (1, 1, 6.314)],
)
def test_quantiles_are_those_of_dunnetts_table(count: int, degrees: int, value: float) -> None:
    assert largest_t(count, degrees) == pytest.approx(value, abs=0.006)


def test_pooled_variance_by_hand() -> None:
    # two options: the variance of their difference itself; 0, 2, 4 -> 4
    assert sphere_variance(np.array([[1.0, 5, 3], [1.0, 7, 7]])) == pytest.approx(4.0)


def test_intervals_against_the_best_by_hand() -> None:
    # differences 0, 2, 4 (variance 4), g = t_{.95, 2} = 2.919986; d = 3: N = ceil(8.526318 x 4 / 9) = 4
    values = np.array([[0.0, 0, 0], [0.0, 2, 4]])
    found = against_best(values, "up", 3.0, first_stage=3)
    margin = 2.919986 * 2 / math.sqrt(3)
    assert (found.needed, found.more, found.settled, found.best) == (4, 1, False, 1)
    assert found.margin == pytest.approx(margin, abs=1e-5)
    assert found.difference == (-2.0, 2.0)
    assert found.low == pytest.approx((-2 - margin, min(0, 2 - margin)), abs=1e-5)
    assert found.candidates == (0, 1)
    settled = against_best(np.array([[0.0, 0, 0, 0], [0.0, 2, 4, 10]]), "up", 3.0, first_stage=3)
    assert settled.low == (-7.0, 0.0)
    assert settled.high == (0.0, 7.0)
    assert settled.candidates == (1,)
    longer = against_best(np.array([[0.0, 0, 0, 0, 0], [0.0, 2, 4, 10, -99]]), "up", 3.0, first_stage=3)
    assert (longer.low, longer.replications) == (settled.low, 4)  # more than were asked for are not looked at


def test_what_cannot_be_selected_is_told() -> None:
    values = np.zeros((2, 20))
    with pytest.raises(AnalysisError, match="neither more nor less is better"):
        select_best(values, "none", 1.0)
    with pytest.raises(AnalysisError, match="starts after 20 replications; there are 5"):
        select_best(values[:, :5], "up", 1.0)
    with pytest.raises(AnalysisError, match="an indifference above 0"):
        against_best(values, "up", 0.0)
    values[1, 7] = math.nan
    with pytest.raises(AnalysisError, match=r"not a number in 1 of 40 places \(the first is \[1, 7\]\)"):
        select_best(values, "up", 1.0)
