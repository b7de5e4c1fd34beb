"""How the levels divide the place: which unit of each level answers for which entrance.

Entrances are rows in order of community, yard, building, so every area is a contiguous range. A level with N units cuts the
place into N ranges of nearly equal population, never through a building unless there are more units than buildings.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.community import Community
from sim.scenario.governance import Level

Ints = npt.NDArray[np.int64]


class Division(NamedTuple):
    """How one level divides the place: its row, its first unit, and by entrance its own unit and the parent level's."""

    level: int
    first_unit: int
    own: Ints
    parent: Ints

    @property
    def units(self) -> int:
        """Units of the level."""
        return int(self.own[-1]) + 1


def rungs_of(levels: Mapping[str, Level]) -> dict[str, int]:
    """Distance of each level to the top."""
    rungs: dict[str, int] = {}
    for name in levels:
        rung, upper = 0, levels[name].parent
        while upper:
            rung, upper = rung + 1, levels[upper].parent
        rungs[name] = rung
    return rungs


def unit_of_entrance(level: Level, community: Community) -> Ints:
    """Number (0, 1, ...) of the level's unit that answers for each entrance; non-decreasing."""
    entrance = community.entrance
    if level.units == "entrance":
        return np.arange(len(entrance), dtype=np.int64)
    if isinstance(level.units, str):
        return np.asarray(entrance[level.units], np.int64)
    return divide_place(community, level.units)


def divide_place(community: Community, units: int) -> Ints:
    """Number of the area of each entrance when the place is cut into so many of nearly equal population; non-decreasing."""
    entrance = community.entrance
    blocks = np.asarray(entrance["building"], np.int64)
    if units > blocks[-1] + 1:
        blocks = np.arange(len(entrance))
    return _divide(blocks, np.asarray(entrance["residents"], np.int64), min(units, int(blocks[-1]) + 1))


def _divide(blocks: npt.NDArray[np.int64], residents: npt.NDArray[np.int64], units: int) -> Ints:
    """Cut blocks into exactly `units` contiguous, non-empty runs, each cut as near as possible to its share of residents."""
    people = np.bincount(blocks, weights=residents)
    middle = np.cumsum(people) - people / 2
    wanted = np.floor(middle * units / max(people.sum(), 1.0)).astype(np.int64)
    run = np.empty(len(people), np.int64)
    previous = 0
    for block in range(len(people)):
        left_after = len(people) - 1 - block
        least = max(previous, units - 1 - left_after) if block else 0
        most = previous + 1 if block else 0
        previous = int(min(max(wanted[block], least), most))
        run[block] = previous
    return run[blocks].astype(np.int64)


def parent_of_unit(child: Ints, parent: Ints) -> Ints:
    """For each unit of the lower level, the upper unit that answers for its first entrance."""
    first = np.searchsorted(child, np.arange(int(child[-1]) + 1))
    return parent[first].astype(np.int64)
