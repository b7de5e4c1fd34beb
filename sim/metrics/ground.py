"""The place as the options of a comparison share it: areas, buildings, and who lives far from a service point."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.community import Community
from sim.governance.access import nearest_way, points_of
from sim.governance.areas import unit_of_entrance
from sim.metrics.portrait import Ground
from sim.scenario.governance import Level
from sim.scenario.scenario import Scenario

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

MOST_AREAS = 40
"""Areas a picture or a table can still show; the grids of a larger place are joined."""

FAR_SHARE = 2 / 3
"""Who lives farther from a service point than this share of the residents lives far from it. An assumption."""


class _Cut(NamedTuple):
    """How a level cuts the place: unit by entrance, and what a unit is called."""

    own: Ints
    zh: str
    en: str

    @property
    def units(self) -> int:
        return int(self.own[-1]) + 1


def ground_of(scenario: Scenario, community: Community) -> Ground:
    """The place as this option (the first of a comparison) divides it.

    The areas are the units of the level at which grid workers work: the one with most units, if there are several. Where nobody is a
    grid worker, or they share one unit, it is the level with most units of those that have 2 to MOST_AREAS, else the yards. More areas
    than MOST_AREAS are joined, neighbours with neighbours (rows next to each other are next to each other on the ground), each into one
    of MOST_AREAS of as equal a number of areas as can be.
    """
    cut = _joined(_grids(scenario, community))
    entrance = community.entrance
    building = np.asarray(entrance["building"], np.int64)
    entrances = np.maximum(np.bincount(building), 1)
    points_x_m, points_y_m = _points(scenario, community)
    return Ground(
        area=cut.own, areas=cut.units, area_zh=cut.zh, area_en=cut.en, building=building,
        x_m=np.bincount(building, entrance["x_m"]) / entrances, y_m=np.bincount(building, entrance["y_m"]) / entrances,
        residents=np.bincount(building, entrance["residents"]).astype(np.int64),
        far=_far(community, points_x_m, points_y_m), points_x_m=points_x_m, points_y_m=points_y_m,
    )  # fmt: skip


def _grids(scenario: Scenario, community: Community) -> _Cut:
    """The level whose units are the areas."""
    working = {post.level for post in scenario.posts.values() if post.role == "grid_worker" and (post.head_count if post.total is None else post.total)}
    cuts = {name: _cut(level, community) for name, level in scenario.levels.items()}
    grids = [cut for name, cut in cuts.items() if name in working and cut.units > 1]
    if grids:
        return max(grids, key=lambda cut: cut.units)
    others = [cut for cut in cuts.values() if 2 <= cut.units <= MOST_AREAS]
    if others:
        return max(others, key=lambda cut: cut.units)
    return _Cut(np.asarray(community.entrance["yard"], np.int64), "楼院", "yard")


def _cut(level: Level, community: Community) -> _Cut:
    return _Cut(unit_of_entrance(level, community), level.zh, level.en)


def _joined(cut: _Cut) -> _Cut:
    """At most MOST_AREAS areas."""
    if cut.units <= MOST_AREAS:
        return cut
    return _Cut(cut.own * MOST_AREAS // cut.units, f"{cut.zh}(相邻者合并)", f"{cut.en} (neighbours joined)")


def _points(scenario: Scenario, community: Community) -> tuple[Floats, Floats]:
    """Where the service points are, those of all channels that have any; channels with as many points share theirs. East and north, m."""
    counts = sorted({channel.points for channel in scenario.channels.values()} - {0})
    found = [points_of(community, points) for points in counts]
    return np.concatenate([np.zeros(0), *(x for x, _ in found)]), np.concatenate([np.zeros(0), *(y for _, y in found)])


def _far(community: Community, x_m: Floats, y_m: Floats) -> Flags:
    """Whether FAR_SHARE of the residents live nearer to a point than those of this entrance do; nobody, if there is no point."""
    entrance = community.entrance
    if not x_m.size:
        return np.zeros(len(entrance), np.bool_)
    way_m = nearest_way(entrance["x_m"], entrance["y_m"], x_m, y_m)
    ways, of = np.unique(way_m, return_inverse=True)
    people = np.bincount(of, entrance["residents"], ways.size)
    nearer = np.cumsum(people) - people
    return np.asarray((nearer >= FAR_SHARE * people.sum())[of] & (people.sum() > 0))


__all__ = ["FAR_SHARE", "MOST_AREAS", "ground_of"]
