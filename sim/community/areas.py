"""Where the entrances are: communities, yards, buildings and entrances on a metric plane.

The square of `area_km2` is halved again and again across its longer side until every area has its cell, so areas that
follow each other in row order are neighbours on the ground and any run of consecutive entrances is a compact piece of
land: a grid or a station's beat can be cut anywhere. Distances only matter to travel; the layout is an assumption.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from sim import dice
from sim.compiled import entry, rule
from sim.scenario.place import Place
from sim.world import Rows
from sim.world.codes import Decision, Kind
from sim.world.people import Entrance

BUILT_SHARE = 0.8
"""Share of each side of its cell that a yard fills; the rest is street. Also a building's room inside its yard."""

ENTRANCE_SPACING_M = 15.0
"""Between neighbouring entrances of one building, which face one way in a row from west to east."""


@rule
def cell(x, y, width, height, count, index):
    """Rectangle (x, y, width, height) of area `index` when `count` areas share a rectangle. All in m."""
    first = 0
    stop = count
    while stop - first > 1:
        middle = (first + stop) // 2
        share = (middle - first) / (stop - first)
        lower = index < middle
        if width >= height:
            x += 0.0 if lower else width * share
            width *= share if lower else 1.0 - share
        else:
            y += 0.0 if lower else height * share
            height *= share if lower else 1.0 - share
        if lower:
            stop = middle
        else:
            first = middle
    return x, y, width, height


@rule
def first_part(whole, parts, wholes):
    """First of `parts` small areas in large area `whole` of `wholes`, where part p belongs to p * wholes // parts."""
    return (whole * parts + wholes - 1) // wholes


@rule
def place_yard(key, side, communities, yards, community, yard):
    """Rectangle of a yard in m: its cell within its community's cell, shrunk by the streets and shifted at random."""
    first = first_part(community, yards, communities)
    count = first_part(community + 1, yards, communities) - first
    x, y, width, height = cell(0.0, 0.0, side, side, communities, community)
    x, y, width, height = cell(x, y, width, height, count, yard - first)
    x += width * (1.0 - BUILT_SHARE) * dice.uniform(key, Decision.PLACE, 2)
    y += height * (1.0 - BUILT_SHARE) * dice.uniform(key, Decision.PLACE, 3)
    return x, y, width * BUILT_SHARE, height * BUILT_SHARE


@entry
def lay_out(entrance, buildings, yards, communities, side, key):
    """Fill building, yard, community, x_m and y_m of every row of `entrance`, in place.

    Every rung is cut into counts as equal as possible (they differ by at most one). `side` in m; `key` is the
    community's. A building shifts by turns 0 and 1 of its own chance, a yard by turns 2 and 3 of its first building's.
    """
    entrances = len(entrance)
    for e in range(entrances):
        b = e * buildings // entrances
        q = b * yards // buildings
        c = q * communities // yards
        first = first_part(q, buildings, yards)
        yard_key = dice.entity_key(key, np.uint64(Kind.BUILDING), np.uint64(first))
        x, y, width, height = place_yard(yard_key, side, communities, yards, c, q)
        yard_east = x + width
        count = first_part(q + 1, buildings, yards) - first
        x, y, width, height = cell(x, y, width, height, count, b - first)
        building_key = dice.entity_key(key, np.uint64(Kind.BUILDING), np.uint64(b))
        first = first_part(b, entrances, buildings)
        count = first_part(b + 1, entrances, buildings) - first
        spacing = min(ENTRANCE_SPACING_M, width / count)
        slack = width - spacing * (count - 1)
        x += slack * dice.uniform(building_key, Decision.PLACE, 0) + spacing * (e - first)
        y += height * dice.uniform(building_key, Decision.PLACE, 1)
        entrance[e].x_m = min(x, yard_east)
        entrance[e].y_m = y
        entrance[e].building = b
        entrance[e].yard = q
        entrance[e].community = c


def special_yards(place: Place) -> npt.NDArray[np.bool_]:
    """Which yards are special: every so many, so that they are spread over the place. Shape (yards,)."""
    shared = np.arange(place.yards + 1) * min(place.special_yards, place.yards) // place.yards
    return np.asarray(np.diff(shared) > 0)


def lay_out_entrances(place: Place, key: np.uint64) -> Rows:
    """Table Entrance of a place, without its residents. Shape (place.entrances,)."""
    entrance = Entrance.allocate(place.entrances)
    side = 1000.0 * math.sqrt(place.area_km2)
    with np.errstate(over="ignore"):
        lay_out(entrance, place.buildings, place.yards, place.communities, side, key)
    entrance["special"] = special_yards(place)[entrance["yard"]]
    return entrance
