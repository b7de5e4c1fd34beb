"""Textbook queues as ordinary scenarios: the shipped neutral scenario with a few values replaced, and nothing else."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

from sim.scenario.references import check_references
from sim.scenario.scenario import Scenario

NEUTRAL = Path(__file__).parents[2] / "scenarios" / "mmc.toml"
HOURS_PER_YEAR = 8760.0

Part = Mapping[str, Any]


@cache
def _text() -> str:
    return NEUTRAL.read_text(encoding="utf-8")


def neutral() -> dict[str, Any]:
    """The neutral scenario as plain data, a fresh copy."""
    return tomllib.loads(_text())


def merged(base: Part, change: Part) -> dict[str, Any]:
    """`base` with the values of `change`; tables are merged, everything else is replaced."""
    result = dict(base)
    for key, value in change.items():
        old = result.get(key)
        result[key] = merged(old, value) if isinstance(old, dict) and isinstance(value, Mapping) else value
    return result


def textbook(per_h: float, *, cases: int = 20_000, categories: Mapping[str, Part] | None = None,
             levels: Mapping[str, Part] | None = None, posts: Mapping[str, Part] | None = None, **changes: Part) -> Scenario:
    """A neutral scenario with `per_h` issues per hour in the whole place and about `cases` of them in its cohort.

    `categories`, `levels` and `posts` replace the neutral job, office and clerk; each holds only what differs from it.
    `changes` are merged into the other tables, `place`, `demand`, `residents`, `dispatch`, `run`, ...
    """
    data = merged(neutral(), {"run": {"days": ceil(cases / per_h / 24), "warm_up_days": 40, "follow_up_days": 40}})
    for table, only, parts in (("categories", "job", categories), ("levels", "office", levels), ("posts", "clerk", posts)):
        if parts is not None:
            model = data[table][only]
            data[table] = {name: merged(model, part) for name, part in parts.items()}
    if levels is not None:
        data["channels"]["window"]["level"] = next(iter(levels))
    data = {**merged(data, changes), "sources": {}}
    residents = data["place"]["residents"]
    data["demand"]["issues_per_resident_year"] = per_h * HOURS_PER_YEAR / residents
    scenario = Scenario.model_validate(data, strict=True)
    faults = check_references(scenario)
    assert not faults, [fault.sentence() for fault in faults]
    return scenario


def clerks(head_count: int, **changes: Any) -> dict[str, Part]:
    """The `posts` of an office with one post."""
    return {"clerk": {"head_count": head_count, **changes}}


def jobs(**changes: Any) -> dict[str, Part]:
    """The `categories` of an office with one kind of job."""
    return {"job": changes}
