"""Who knows whom: a fixed, symmetric social network as compressed rows.

Three kinds of tie fill the wanted number, residents * mean_ties / 2:

- weak ties, the share `weak_tie_share`, leave the entrance; each is kept within the newcomer group of the resident who
  makes it with probability `homophily`, and goes anywhere otherwise, which makes Coleman's index equal `homophily`;
- every pair of a household (a random part of them where they alone would exceed the wanted number);
- pairs of the same entrance and different households, at random, for the rest.

Unit cliques, weak ties and homophily: Coleman 1958 (the index), Granovetter 1973 (weak ties); numbers are assumptions.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim import dice
from sim.community.people import Community, choose, community_key, uniforms
from sim.compiled import entry, rule
from sim.scenario.place import Place
from sim.world.codes import Decision, Kind

Links = npt.NDArray[np.int64]
"""Ties, each once, as smaller row * residents + larger row."""

ROUNDS = 24
"""Times that ties found twice are drawn anew. A hamlet of few entrances may then still miss a few weak ties."""

TRIES = 24
"""Partners drawn for one weak tie before it is given up: nearly all of the group live in the same entrance."""

_TURNS_PER_ROUND = np.uint64(64)
_WEAK_TURNS = np.uint64(1 << 20)
_THINNING_TURN = np.uint64(1 << 21)


class Ties(NamedTuple):
    """Neighbours of resident i are `neighbour[offset[i]:offset[i + 1]]`, ascending. N residents, E ties."""

    offset: npt.NDArray[np.int64]  # (N + 1,)
    neighbour: npt.NDArray[np.uint32]  # (2 E,)


@rule
def pick(u, count):
    """One of 0 .. count-1 by the uniform."""
    return min(int(u * count), count - 1)


@rule
def tie_code(one, other, count):
    """A tie as one number, the same from both ends."""
    return min(one, other) * count + max(one, other)


@entry
def _link_all(link, first, size):
    """Write all pairs of each block of residents (rows first .. first+size-1) into `link`, ascending."""
    count = first[-1] + size[-1]
    at = 0
    for h in range(len(size)):
        for i in range(first[h], first[h] + size[h]):
            for j in range(i + 1, first[h] + size[h]):
                link[at] = i * count + j
                at += 1


@entry
def _link_neighbours(link, resident, entrance, first, size, key, turn):
    """Draw len(link) ties within entrances and across households; -1 where a resident has no such neighbour."""
    count = len(resident)
    for n in range(len(link)):
        tie = dice.entity_key(key, np.uint64(Kind.RESIDENT), np.uint64(n))
        i = pick(dice.uniform(tie, Decision.TIE, turn), count)
        e = resident[i].entrance
        h = resident[i].household
        others = entrance[e].residents - size[h]
        if others == 0:
            link[n] = -1
            continue
        j = entrance[e].first_resident + pick(dice.uniform(tie, Decision.TIE, turn + np.uint64(1)), others)
        if j >= first[h]:
            j += size[h]
        link[n] = tie_code(i, j, count)


@entry
def _link_weakly(link, resident, by_group, locals_, homophily, key, turn):
    """Draw len(link) ties that leave the entrance; -1 where none was found.

    `by_group` lists residents, the `locals_` locals first.
    """
    count = len(resident)
    for n in range(len(link)):
        tie = dice.entity_key(key, np.uint64(Kind.RESIDENT), np.uint64(n))
        i = pick(dice.uniform(tie, Decision.TIE, turn), count)
        low = 0
        high = count
        if dice.uniform(tie, Decision.TIE, turn + np.uint64(1)) < homophily:
            low = locals_ if resident[i].newcomer == 1 else 0
            high = count if resident[i].newcomer == 1 else locals_
        link[n] = -1
        for attempt in range(TRIES):
            u = dice.uniform(tie, Decision.TIE, turn + np.uint64(2 + attempt))
            j = by_group[low + pick(u, high - low)]
            if resident[j].entrance != resident[i].entrance:
                link[n] = tie_code(i, j, count)
                break


@entry
def _fill_by_tie(chance, link, key):
    """Write the uniform of each tie into `chance`: the same tie, the same number, whatever other ties there are."""
    for n in range(len(link)):
        chance[n] = dice.uniform(dice.entity_key(key, np.uint64(Kind.RESIDENT), np.uint64(link[n])), Decision.TIE, _THINNING_TURN)


@entry
def _count_ends(link, degree):
    """Add each tie to the degree of both ends, in place."""
    count = len(degree)
    for n in range(len(link)):
        degree[link[n] // count] += 1
        degree[link[n] % count] += 1


@entry
def _fill_rows(link, cursor, neighbour):
    """Write both directions of every tie; ascending ties give ascending rows. `cursor` starts as the row offsets."""
    count = len(cursor)
    for n in range(len(link)):
        i = link[n] // count
        j = link[n] % count
        neighbour[cursor[i]] = j
        cursor[i] += 1
        neighbour[cursor[j]] = i
        cursor[j] += 1


def _households(community: Community) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """First resident and size of every household. Shapes (households,)."""
    size = np.bincount(community.resident["household"]).astype(np.int64)
    return np.cumsum(size) - size, size


def _pairs(size: npt.NDArray[np.int64]) -> int:
    """Pairs within blocks of the given sizes."""
    return int((size * (size - 1) // 2).sum())


def _all_pairs(first: npt.NDArray[np.int64], size: npt.NDArray[np.int64]) -> Links:
    """Every pair within blocks of residents, ascending."""
    link = np.empty(_pairs(size), np.int64)
    _link_all(link, first, size)
    return link


def _keep(link: Links, wanted: int, kind: Kind, key: np.uint64) -> Links:
    """A random `wanted` of the ties, or all if there are no more."""
    if len(link) <= wanted:
        return link
    kept: Links = link[choose(np.ones(len(link), np.bool_), wanted, uniforms(len(link), key, kind, Decision.TIE))]
    return kept


def household_links(community: Community, wanted: int, key: np.uint64) -> Links:
    """All pairs of the same household, or a random `wanted` of them if there are more."""
    return _keep(_all_pairs(*_households(community)), wanted, Kind.HOUSEHOLD, key)


def _add(link: Links, drawn: Links) -> Links:
    """Old and newly drawn ties, ascending, each once."""
    merged: Links = np.sort(np.concatenate((link, drawn)))
    distinct: Links = merged[(np.diff(merged, prepend=-1) != 0) & (merged >= 0)]
    return distinct


def neighbour_links(community: Community, wanted: int, key: np.uint64) -> Links:
    """`wanted` distinct pairs of the same entrance and different households, or as many as there are."""
    first, size = _households(community)
    crowd = community.entrance["residents"].astype(np.int64)
    if 2 * wanted > _pairs(crowd) - _pairs(size):  # drawing would mostly find what it has: choose from all instead
        link = _all_pairs(np.cumsum(crowd) - crowd, crowd)
        household = community.resident["household"]
        across = household[link // len(household)] != household[link % len(household)]
        return _keep(link[across], wanted, Kind.ENTRANCE, key)
    link = np.empty(0, np.int64)
    for attempt in range(ROUNDS):
        if len(link) >= wanted:
            break
        drawn = np.empty(wanted - len(link), np.int64)
        _link_neighbours(drawn, community.resident, community.entrance, first, size, key, attempt * _TURNS_PER_ROUND)
        link = _add(link, drawn)
    return link


def weak_links(community: Community, wanted: int, homophily: float, key: np.uint64) -> Links:
    """`wanted` distinct pairs of different entrances, or as many as were found."""
    newcomer = community.resident["newcomer"]
    by_group = np.argsort(newcomer, kind="stable")
    locals_ = len(newcomer) - int(newcomer.sum())
    link = np.empty(0, np.int64)
    for attempt in range(ROUNDS):
        if len(link) >= wanted:
            break
        drawn = np.empty(wanted - len(link), np.int64)
        turn = _WEAK_TURNS + attempt * _TURNS_PER_ROUND
        _link_weakly(drawn, community.resident, by_group, locals_, homophily, key, turn)
        link = _add(link, drawn)
    return link


def _thinned(link: Links, community: Community, kept: float, key: np.uint64) -> Links:
    """Ties without the random share 1 - kept of those beyond the household that newcomers have."""
    count = len(community.resident)
    one, other = link // count, link % count
    newcomer, household = community.resident["newcomer"], community.resident["household"]
    beyond = ((newcomer[one] == 1) | (newcomer[other] == 1)) & (household[one] != household[other])
    chance = np.empty(len(link))
    _fill_by_tie(chance, link, key)
    thinned: Links = link[~beyond | (chance < kept)]
    return thinned


def _rows(link: Links, count: int) -> Ties:
    """Ascending ties as compressed rows."""
    degree = np.zeros(count, np.int64)
    _count_ends(link, degree)
    offset = np.zeros(count + 1, np.int64)
    np.cumsum(degree, out=offset[1:])
    neighbour = np.empty(2 * len(link), np.uint32)
    _fill_rows(link, offset[:-1].copy(), neighbour)
    return Ties(offset, neighbour)


def ties(community: Community, place: Place, seed: int) -> Ties:
    """The social network of a community; the same for the same community, place and seed.

    Symmetric, without ties to oneself, each neighbour once. The mean degree is `place.mean_ties` unless there are too
    few residents for it.
    """
    count = len(community.resident)
    key = community_key(seed)
    total = round(count * place.mean_ties / 2)
    several = np.count_nonzero(community.entrance["residents"]) > 1
    with np.errstate(over="ignore"):
        weak = weak_links(community, round(total * place.weak_tie_share) if several else 0, place.homophily, key)
        household = household_links(community, total - len(weak), key)
        near = neighbour_links(community, total - len(weak) - len(household), key)
        link = np.sort(np.concatenate((household, near, weak)))
        if place.newcomer_ties < 1.0:
            link = _thinned(link, community, place.newcomer_ties, key)
        return _rows(link, count)
