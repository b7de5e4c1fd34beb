"""Which row of the new organisation is the same thing as a row of the old one: by the ids in the scenario files, never by position alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.governance.councils import names_by_tier
from sim.scenario.scenario import Scenario
from sim.world import World
from sim.world.codes import NOBODY

Ints = npt.NDArray[np.int64]


class Match(NamedTuple):
    """For each row of the old organisation the row of the new one; -1 where there is none."""

    level: Ints
    channel: Ints
    """with patrol, the last of both"""
    pool: Ints
    handler: Ints
    council: Ints
    """of the councils in force; those dissolved in an earlier change have none"""
    purse: Ints
    service: Ints
    programme: Ints


def match(before: Scenario, after: Scenario, old: World, new: World) -> Match:
    """The same things in both worlds, which have the same place. A level with other areas has other offices, though it is the same level."""
    level = _by_id(list(before.levels), list(after.levels))
    same_areas = np.array([to != NOBODY and _same_areas(old, new, at, int(to)) for at, to in enumerate(level)], np.bool_)
    return Match(
        level=level, channel=np.append(_by_id(list(before.channels), list(after.channels)), len(after.channels)),
        pool=_pools(before, after, old, new, level, same_areas), handler=_people(old, new),
        council=_councils(before, after, old, new, level, same_areas), purse=_purses(before, after, old, new, same_areas),
        service=_by_id(list(before.services), list(after.services)), programme=_by_id(list(before.programmes), list(after.programmes)),
    )


def follow(rows: npt.NDArray[np.integer], same: Ints) -> Ints:
    """Rows of the old organisation as rows of the new one; -1 stays -1."""
    found = np.full(len(rows), NOBODY, np.int64)
    known = rows >= 0
    found[known] = same[rows[known]]
    return found


def _by_id(old: Sequence[str], new: Sequence[str]) -> Ints:
    return np.array([new.index(name) if name in new else NOBODY for name in old], np.int64)


def _same_areas(old: World, new: World, at: int, to: int) -> bool:
    """Whether a level cuts the place into the same units in both."""
    one, other = old.seat[:, at], new.seat[:, to]
    return bool(np.array_equal(one - one[0], other - other[0]))


def _pools(before: Scenario, after: Scenario, old: World, new: World, level: Ints, same_areas: npt.NDArray[np.bool_]) -> Ints:
    """Offices: the pools of one post, unit by unit; a desk is its channel's."""
    found = np.full(len(old.pool), NOBODY, np.int64)
    channels, posts = list(after.channels), list(after.posts)
    for number, name in enumerate(before.channels):
        if name in channels:
            found[old.pool["post"] == -1 - number] = new.channel["desk"][channels.index(name)]
    for number, name in enumerate(before.posts):
        if name not in posts:
            continue
        own, other = np.flatnonzero(old.pool["post"] == number), np.flatnonzero(new.pool["post"] == posts.index(name))
        at = int(old.pool["level"][own[0]])
        if same_areas[at] and level[at] == new.pool["level"][other[0]]:
            found[own] = other
    return found


def _people(old: World, new: World) -> Ints:
    """The key of a person's chances is made of post, unit and number there: who has the same is the same."""
    if not len(new.handler):
        return np.full(len(old.handler), NOBODY, np.int64)
    order = np.argsort(new.handler["key"])
    at = np.minimum(np.searchsorted(new.handler["key"][order], old.handler["key"]), len(order) - 1)
    return np.where(new.handler["key"][order[at]] == old.handler["key"], order[at], NOBODY).astype(np.int64)


def _councils(before: Scenario, after: Scenario, old: World, new: World, level: Ints, same_areas: npt.NDArray[np.bool_]) -> Ints:
    """Councils of the same id for the same areas, whatever their rules are now."""
    found = np.full(len(old.council), NOBODY, np.int64)
    names = names_by_tier(after)
    for row, name in enumerate(names_by_tier(before)):
        if name not in names:
            continue
        to, at = names.index(name), int(old.council["level"][row])
        if same_areas[at] and level[at] == new.council["level"][to]:
            found[row] = to
    return found


def _purses(before: Scenario, after: Scenario, old: World, new: World, same_areas: npt.NDArray[np.bool_]) -> Ints:
    """Purses of the same fund, one by one, if it has as many and for the same areas."""
    found = np.full(len(old.purse), NOBODY, np.int64)
    funds = list(after.funds)
    for number, name in enumerate(before.funds):
        if name not in funds:
            continue
        own, other = np.flatnonzero(old.purse["fund"] == number), np.flatnonzero(new.purse["fund"] == funds.index(name))
        if len(own) == len(other) and (len(own) == 1 or same_areas[int(old.purse["level"][own[0]])]):
            found[own] = other
    return found


__all__ = ["Match", "follow", "match"]
