"""Service points on the ground: where they are, how far everybody has to go, what the way costs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.community import Community
from sim.governance.areas import divide_place
from sim.scenario.governance import Channel
from sim.scenario.scenario import Scenario
from sim.world import Rows
from sim.world.access import N_PACES, Access

Floats = npt.NDArray[np.float64]

WALK_M_PER_S = 1.2
SLOW_WALK_M_PER_S = 0.8
"""Walking speed, and that of elders and the vulnerable (science 4.8)."""

DETOUR = 1.3
"""Way walked over the straight line (science 4.8, kappa_d)."""


def points_of(community: Community, points: int) -> tuple[Floats, Floats]:
    """Where `points` service points are: at the residents' centres of as many areas of equal population. East and north, m."""
    area = divide_place(community, points)
    entrance = community.entrance
    weight = np.maximum(entrance["residents"], 1e-9)
    total = np.bincount(area, weight)
    return np.bincount(area, weight * entrance["x_m"]) / total, np.bincount(area, weight * entrance["y_m"]) / total


def way_to_nearest(community: Community, points: int) -> Floats:
    """Straight line from each entrance to the nearest of so many points, in m. Shape (entrances,)."""
    entrance = community.entrance
    return nearest_way(entrance["x_m"], entrance["y_m"], *points_of(community, points))


def nearest_way(x_m: Floats, y_m: Floats, east_m: Floats, north_m: Floats) -> Floats:
    """Straight line from each place (x, y) to the nearest of the points (east, north). Shape of `x_m`."""
    way = np.full(len(x_m), np.inf)
    for east, north in zip(east_m, north_m, strict=True):
        np.minimum(way, np.hypot(x_m - east, y_m - north), out=way)
    return way


def lay_access(scenario: Scenario, community: Community) -> Rows:
    """Table Access, shape (N_PACES, entrances, channels + 1); no rows where no channel has points."""
    if not any(channel.points for channel in scenario.channels.values()):
        return Access.allocate(0, 0, 0)
    table = Access.allocate(N_PACES, len(community.entrance), len(scenario.channels) + 1)
    for number, channel in enumerate(scenario.channels.values()):
        if channel.points:
            _fill(table[:, :, number].view(np.recarray), channel, way_to_nearest(community, channel.points), scenario.residents.effort_effect)
    return table


def _fill(rows: Rows, channel: Channel, way_m: Floats, effort_effect: float) -> None:
    """The way's effort grows with the time it takes, so slow walkers feel the same metres more."""
    for pace, speed in enumerate((WALK_M_PER_S, SLOW_WALK_M_PER_S)):
        effort = channel.effort_per_km * way_m / 1000.0 * (WALK_M_PER_S / speed)
        rows["nearness"][pace] = np.exp(-effort_effect * effort)
        rows["trip_h"][pace] = 2.0 * DETOUR * way_m / (speed * 3600.0)
