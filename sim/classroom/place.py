"""Who lives where and what will happen to them: the part of the picture that both organisations share."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.classroom.container import pack
from sim.classroom.doing import Doing
from sim.community import build_community
from sim.governance.access import points_of
from sim.locale import mark
from sim.locale.voice import both, texts
from sim.scenario.scenario import Scenario
from sim.world import Rows, World
from sim.world.codes import Fate, Role

HALF_WIDTH_M, HALF_DEPTH_M = 7.0, 6.0
"""A building reaches so far around its entrances (entrances of a row are 15 m apart). A picture's measure: the model knows no walls."""

MARGIN_M = 12.0

FATES = {
    Fate.UNBORN: mark("not yet there"), Fate.LATENT: mark("there, not noticed yet"), Fate.NOTICED: mark("noticed, not reported"),
    Fate.INTAKE: mark("being reported"), Fate.TRANSIT: mark("on its way to an office"), Fate.WAITING: mark("waits in line"),
    Fate.SERVICE: mark("in hand"), Fate.SIGNING: mark("waits for other agencies"), Fate.RELAPSE: mark("closed, but not solved"),
    Fate.LOST: mark("mislaid between two offices"), Fate.OFFERED: mark("offered to people who may decline"),
    Fate.COUNCIL: mark("waits for a meeting"), Fate.TRIP: mark("its resident must come again"), Fate.PREVENTED: mark("prevented"),
    Fate.COVERED: mark("part of an older one"), Fate.SELF_RESOLVED: mark("went away by itself"), Fate.RESOLVED: mark("truly resolved"),
    Fate.UNRESOLVED: mark("over for the office, not resolved"), Fate.WITHDRAWN: mark("its resident gave up"),
    Fate.PETITIONED: mark("petition"), Fate.REJECTED: mark("turned away"), Fate.SELF_MANAGED: mark("resolved by the residents themselves"),
    Fate.LEGAL: mark("taken to court"),
}  # fmt: skip

ROLES = {
    Role.STAFF: mark("staff"), Role.GRID_WORKER: mark("grid worker"), Role.PARTY_MEMBER: mark("party member"),
    Role.VOLUNTEER: mark("volunteer"), Role.PARTNER: mark("partner"),
}  # fmt: skip

MOODS = (mark("far below expectation"), mark("below expectation"), mark("as expected"), mark("above expectation"), mark("far above expectation"))
MOOD_EDGES = (-0.08, -0.005, 0.005, 0.08)
"""Running satisfaction (0 = as expected) at which the classes of the picture meet. Most residents never had an issue and stand at 0; single
episodes move the others by a few hundredths. An assumption of the picture, not of the model."""


def place_message(scenario: Scenario, replicate: int, world: World, from_h: int, end_h: int) -> bytes:
    """The message "place": buildings, halls, residents, issues up to `end_h`, and the words for every code. `world` at any hour: nothing live is read."""
    buildings = _buildings(world.entrance)
    header = {
        "kind": "place", "from_h": from_h, "end_h": end_h, "seed": scenario.run.seed, "replicate": replicate,
        "title": texts(scenario.title),
        "width_m": max(one["x1"] for one in buildings) + MARGIN_M, "height_m": max(one["y1"] for one in buildings) + MARGIN_M,
        "buildings": buildings, "points": _points(scenario),
        "categories": [
            {"id": name, **texts(one), "deadline_h": one.deadline_h} for name, one in scenario.categories.items()
        ],
        "moods": [both(text) for text in MOODS],
        "fates": _coded({fate.value: (fate.name.lower(), text) for fate, text in FATES.items()}),
        "doings": _coded({one.value: (one.name.lower(), one.text) for one in Doing}),
        "roles": _coded({role.value: (role.name.lower(), text) for role, text in ROLES.items()}),
    }  # fmt: skip
    told = int(np.searchsorted(world.issue["occur_h"], end_h))
    return pack(header, {**_entrances(world.entrance), **_residents(world.resident), **_issues(world.issue, told)})


def _coded(words: dict[int, tuple[str, str]]) -> list[dict[str, str] | None]:
    """A list that has the words of a code at its place, and null where there is no such code."""
    return [{"id": words[code][0], **both(words[code][1])} if code in words else None for code in range(max(words) + 1)]


def _buildings(entrance: Rows) -> list[dict[str, Any]]:
    """A rectangle around the entrances of each building, and its name: the yard, and its number there."""
    of, yard = np.asarray(entrance["building"]), np.asarray(entrance["yard"])
    first = np.unique(of, return_index=True)[1]
    numbers: dict[int, int] = {}
    found = []
    for building, row in enumerate(first):
        own = of == building
        x, y = entrance["x_m"][own], entrance["y_m"][own]
        number = numbers[int(yard[row])] = numbers.get(int(yard[row]), 0) + 1
        found.append({
            **both(mark("yard {yard}, building {number}"), yard=int(yard[row]) + 1, number=number),
            "x0": _metres(x.min() - HALF_WIDTH_M), "y0": _metres(y.min() - HALF_DEPTH_M),
            "x1": _metres(x.max() + HALF_WIDTH_M), "y1": _metres(y.max() + HALF_DEPTH_M),
        })  # fmt: skip
    return found


def _metres(value: float) -> float:
    return round(float(value), 1)


def _points(scenario: Scenario) -> list[dict[str, Any]]:
    """Where residents go to report: the service points of every channel that has any."""
    community = build_community(scenario.place, scenario.residents, scenario.run.seed)
    found: list[dict[str, Any]] = []
    for channel in scenario.channels.values():
        if channel.points:
            east, north = points_of(community, channel.points)
            found += [{**texts(channel), "x": _metres(x), "y": _metres(y)} for x, y in zip(east, north, strict=True)]
    return found


def _entrances(entrance: Rows) -> dict[str, Any]:
    return {
        "entrance_x": entrance["x_m"].astype(np.float32), "entrance_y": entrance["y_m"].astype(np.float32),
        "entrance_building": entrance["building"].astype(np.uint16),
    }  # fmt: skip


def _residents(resident: Rows) -> dict[str, Any]:
    traits = resident["age"].astype(np.uint8)
    for bit, name in ((4, "newcomer"), (8, "vulnerable"), (16, "member"), (32, "volunteer")):
        traits |= np.where(resident[name] != 0, bit, 0).astype(np.uint8)
    return {
        "resident_entrance": resident["entrance"].astype(np.uint32), "resident_household": resident["household"].astype(np.uint32),
        "resident_traits": traits,
    }  # fmt: skip


def _issues(issue: Rows, told: int) -> dict[str, Any]:
    """The first `told` issues."""
    return {
        "issue_occur": np.asarray(issue["occur_h"][:told], np.float64), "issue_resident": issue["resident"][:told].astype(np.uint32),
        "issue_entrance": issue["entrance"][:told].astype(np.uint32), "issue_category": issue["category"][:told].astype(np.uint8),
        "issue_severity": issue["severity"][:told].astype(np.float32),
    }  # fmt: skip


__all__ = ["MOOD_EDGES", "both", "place_message"]
