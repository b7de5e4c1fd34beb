"""The social network: symmetric, of the asked degree, with the asked kinds of tie."""

from __future__ import annotations

import numpy as np
import pytest

from sim.community import Community, Ties, build_community, ties
from sim.scenario.place import Place
from sim.scenario.residents import Residents

PLACE = Place(residents=10_000, households=3_200, communities=2, yards=12, buildings=60, entrances=150)


def network(**change: float) -> tuple[Community, Ties, Place]:
    place = PLACE.model_copy(update=change)
    community = build_community(place, Residents(), 1)
    return community, ties(community, place, 1), place


def ends(tie: Ties) -> tuple[np.ndarray, np.ndarray]:
    """Both ends of every directed tie."""
    return np.repeat(np.arange(len(tie.offset) - 1), np.diff(tie.offset)), tie.neighbour.astype(np.int64)


def check_rows(community: Community, tie: Ties) -> None:
    count = len(community.resident)
    assert tie.offset[0] == 0 and tie.offset[-1] == len(tie.neighbour) and len(tie.offset) == count + 1
    assert tie.neighbour.dtype == np.uint32
    one, other = ends(tie)
    assert not np.any(one == other)
    code = one * count + other
    assert np.all(np.diff(code) > 0)  # rows ascending, no neighbour twice
    assert np.array_equal(np.sort(other * count + one), code)  # symmetric


@pytest.mark.parametrize("mean", [0.0, 1.0, 4.0, 8.0, 15.0])
def test_the_mean_degree_is_as_asked(mean: float) -> None:
    community, tie, _ = network(mean_ties=mean)
    check_rows(community, tie)
    assert len(tie.neighbour) == 2 * round(len(community.resident) * mean / 2)


def test_everybody_knows_the_whole_household() -> None:
    community, tie, _ = network()
    one, other = ends(tie)
    household = community.resident["household"]
    size = np.bincount(household)
    assert np.count_nonzero(household[one] == household[other]) == (size * (size - 1)).sum()


def test_the_asked_share_of_ties_leaves_the_entrance() -> None:
    community, tie, place = network(weak_tie_share=0.25)
    one, other = ends(tie)
    entrance = community.resident["entrance"]
    assert np.mean(entrance[one] != entrance[other]) == pytest.approx(place.weak_tie_share, abs=1e-4)


@pytest.mark.parametrize("homophily", [0.0, 0.3, 0.7, 1.0])
def test_colemans_index_of_weak_ties_is_the_homophily(homophily: float) -> None:
    """(s - w) / (1 - w) for each group: s share of its weak ties within it, w its share of residents."""
    community, tie, _ = network(homophily=homophily, weak_tie_share=0.5, mean_ties=12.0)
    one, other = ends(tie)
    entrance, newcomer = community.resident["entrance"], community.resident["newcomer"]
    weak = entrance[one] != entrance[other]
    for group in (0, 1):
        mine = weak & (newcomer[one] == group)
        within = np.mean(newcomer[other[mine]] == group)
        share = np.mean(newcomer == group)
        error = np.sqrt(within * (1 - within) / (mine.sum() / 2)) / (1 - share)
        assert (within - share) / (1 - share) == pytest.approx(homophily, abs=4.5 * error + 0.01)


def test_neighbours_beyond_the_household_are_picked_at_random() -> None:
    """Mean distance in rows of neighbour ties is that of random pairs of the entrance across households."""
    community, tie, _ = network(weak_tie_share=0.0)
    one, other = ends(tie)
    entrance, household = community.resident["entrance"], community.resident["household"]
    near = (entrance[one] == entrance[other]) & (household[one] != household[other])
    assert near.sum() > 20_000
    expected, weight = 0.0, 0.0
    for e in np.unique(entrance):
        rows = np.flatnonzero(entrance == e)
        apart = np.abs(rows[:, None] - rows[None])[household[rows][:, None] != household[rows][None]]
        expected += apart.mean() * len(rows)
        weight += len(rows)
    assert np.abs(one - other)[near].mean() == pytest.approx(expected / weight, rel=0.02)


def test_same_seed_same_ties_and_another_seed_others() -> None:
    community, tie, place = network()
    again, other = ties(community, place, 1), ties(community, place, 2)
    assert np.array_equal(tie.neighbour, again.neighbour) and np.array_equal(tie.offset, again.offset)
    assert not np.array_equal(tie.neighbour, other.neighbour)


@pytest.mark.parametrize("residents", [1, 2, 3, 7, 20])
@pytest.mark.parametrize("entrances", [1, 3])
def test_in_a_hamlet_everybody_knows_everybody(residents: int, entrances: int) -> None:
    mean = 2.0 * residents
    place = Place(residents=residents, yards=1, buildings=1, entrances=entrances, mean_ties=mean, homophily=0)
    community = build_community(place, Residents(), 1)
    tie = ties(community, place, 1)
    check_rows(community, tie)
    entrance = community.resident["entrance"]
    one, other = ends(tie)
    pairs = np.count_nonzero(entrance[:, None] == entrance[None]) - residents
    assert np.count_nonzero(entrance[one] == entrance[other]) == pytest.approx(pairs, rel=0.02)
