"""Who answers: an organisation as the picture shows it, from the hour on which it is in force."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.classroom.container import pack
from sim.governance.councils import names_by_tier
from sim.life.offices import Offices
from sim.locale import translator
from sim.locale.voice import texts
from sim.scenario.scenario import Scenario
from sim.world import Rows, World


def organisation_message(scenario: Scenario, name: str, world: World, number: int, era: int, from_h: int, changes: Sequence[dict[str, str]] = ()) -> bytes:
    """The message "organisation" of world `number` (0 or 1).

    name      what the user calls the scenario
    era       0 at first, one more after every change
    changes   what is new in this era, as sentences {zh, en}
    """
    header = {
        "kind": "organisation", "world": number, "era": era, "from_h": from_h, "scenario": name,
        "title": texts(scenario.title), "changes": list(changes),
        "levels": _levels(scenario, world.level),
        "posts": [
            {"id": key, **texts(post), "level": list(scenario.levels).index(post.level), "role": post.role}
            for key, post in scenario.posts.items()
        ],
        "pools": _pools(scenario, world),
        "channels": [{"id": key, **texts(channel)} for key, channel in scenario.channels.items()],
        "councils": [{"id": key, **texts(scenario.councils[key])} for key in names_by_tier(scenario)], "chambers": _chambers(scenario, world),
    }  # fmt: skip
    hand = world.handler
    return pack(header, {"handler_pool": hand["pool"].astype(np.uint16), "handler_role": hand["role"].astype(np.uint8)})


def _levels(scenario: Scenario, level: Rows) -> list[dict[str, Any]]:
    return [
        {"id": key, **texts(one), "rung": int(row["rung"]), "parent": int(row["parent"])}
        for (key, one), row in zip(scenario.levels.items(), level, strict=True)
    ]


def _chambers(scenario: Scenario, world: World) -> list[dict[str, Any]]:
    """Where each council meets in each unit: in the middle of the entrances that the unit answers for (an assumption of the picture).

    Chambers of councils that an earlier change dissolved come last in the table; they meet no more and are left out.
    """
    found = []
    for row in world.chamber[world.chamber["council"] < len(scenario.councils)]:
        own = world.entrance[world.seat[:, world.council["level"][row["council"]]] == row["unit"]]
        found.append({"council": int(row["council"]), "unit": int(row["unit"]), "x": round(float(own["x_m"].mean()), 1), "y": round(float(own["y_m"].mean()), 1)})
    return found


def _pools(scenario: Scenario, world: World) -> list[dict[str, Any]]:
    """Every post in every unit, and every channel's desk."""
    offices, zh, en = Offices.of(scenario, world), translator("zh"), translator("en")
    return [
        {
            "zh": offices.pool(row, zh), "en": offices.pool(row, en), "level": int(one["level"]), "post": int(one["post"]), "unit": int(one["unit"]),
            "desk": bool(one["post"] < 0), "travels": bool(one["travels"]), "x": round(float(one["x_m"]), 1), "y": round(float(one["y_m"]), 1),
            "first": int(one["first_handler"]), "handlers": int(one["handlers"]),
        }
        for row, one in enumerate(world.pool)
    ]  # fmt: skip


__all__ = ["organisation_message"]
