"""What holds at a path where nothing is written, and what is of no account while something else is off."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from sim.scenario.positions import KeyPath
from sim.scenario.scenario import Scenario
from sim.scenario.values import by_category

SWITCHES: dict[str, tuple[str, ...]] = {
    "patrol_every_h": ("patrol_h", "patrol_law"),
    "visit_every_h": ("visit_h", "visit_group", "visit_finds"),
    "training_every_h": ("training_h", "training_gain", "training_cap"),
    "hires": ("hires_from", "hire_lag_h"),
    "weight": ("listed", "listed_first", "easy_first", "visible_first", "false_pressure"),
    "audit_share": ("audit_delay_h", "audit_insight"),
    "every_h": ("cap", "stuck_after_h", "hours_per_case", "cost_per_h"),
    "share": ("categories", "founded", "leaders", "joiners", "least_leaders", "least_joiners", "threshold", "spread", "pull", "pace",
              "leader_exit", "leader_entry", "time", "effort"),
    "categories": ("surge", "callback_h", "hop_factor", "triage_factor"),
}  # fmt: skip
"""What depends on a field of the same table that is off while it is 0, infinite or empty."""

ONLY_IN = {
    "weight": "evaluation", "audit_share": "evaluation", "every_h": "leaders", "share": "self_management", "categories": "emergency",
}  # fmt: skip
"""Sections of the switches whose names mean something else elsewhere; the others are of posts."""

ONE = ("authority", "reach", "skill", "trips", "coordination_by", "listed")
"""Tables by category in which a category that is not written counts 1; in the others 0."""


def standing(flat: Mapping[KeyPath, Any], path: KeyPath, scenario: Scenario) -> Any:
    """The value at a path; for a category that is not named, what holds for it; for a channel without a level, the first level."""
    if path[0] == "channels" and path[-1] == "level":
        return flat[path] or next(iter(scenario.levels))
    if path in flat or not by_category(path):
        return flat.get(path)
    if (*path[:-1], "all") in flat:
        return flat[*path[:-1], "all"]
    if path[-2] == "cooperation_by":
        return scenario.dispatch.cooperation
    return 1.0 if path[-2] in ONE else 0.0


def newly_on(path: KeyPath, a: Scenario, b: Scenario) -> bool:
    """Whether a field begins to matter: what it depends on is off in `a` and on in `b`, so that its value before says nothing."""
    for switch, others in SWITCHES.items():
        table = path[:2] if path[0] == "posts" else path[:1]
        if ONLY_IN.get(switch, "posts") == path[0] and path[len(table)] in others:
            return not _on(a, table, switch) and _on(b, table, switch)
    return False


def _on(scenario: Scenario, table: KeyPath, switch: str) -> bool:
    node: Any = getattr(scenario, str(table[0]))
    value = getattr(node[table[1]] if len(table) > 1 else node, switch)
    return bool(value) and not (isinstance(value, float) and math.isinf(value))


__all__ = ["newly_on", "standing"]
