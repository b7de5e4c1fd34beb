"""Which assumptions to doubt: numbers nobody has a source for, that both options share, each with the range that is thought plausible."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from sim.scenario.faults import dotted
from sim.scenario.positions import KeyPath
from sim.scenario.provenance import Row, provenance
from sim.scenario.quantity import Part
from sim.scenario.references import check_references
from sim.scenario.scenario import Scenario
from sim.scenario.schema import declared

MOST = 8
"""A reader looks at no more."""

CANDIDATES: dict[str, float | None] = {
    # what comes in: with it every line and every wait grows, and an organisation without reserves is overtaken
    "demand.issues_per_resident_year": None,
    # what is left of the people to do it: a reform that sends more people down may only feed the forms
    "posts.*.admin_load": 0.0,
    # who comes at all: an organisation that answers is asked more
    "residents.report_per_day": math.inf,
    # how much is settled without anybody: time then works for whoever is slow
    "residents.self_resolve_per_day": 0.0,
    # the way to other agencies: what a community may decide by itself counts for as much as this takes
    "dispatch.coordination_h": 0.0,
    "dispatch.cooperation": 1.0,
    # finding the right office: what one platform is for
    "dispatch.triage_accuracy": 1.0,
    # how much a long way to the desk keeps away
    "residents.effort_effect": 0.0,
    # how uneven the work is: small units suffer from it, shared hands do not
    "categories.*.work_cv": 0.0,
    # bad corners: fixed areas suffer from them
    "demand.place_variance": 0.0,
    # what gets lost or is beyond the people of the day
    "dispatch.lost": 0.0,
    "dispatch.skill_noise": 0.0,
    # whether what presses more is told more, and what newcomers know: who is heard
    "residents.severity_exponent": 0.0,
    "residents.newcomer_know": 1.0,
    # how satisfaction is made of what happened
    "residents.loss_aversion": 1.0,
    "residents.promise_weight": None,
    "residents.efficacy_weight": None,
}
"""What matters, most first, by judgement; and the value at which the mechanism behind it is off: what does not act is not doubted. A `*` stands for
all posts or categories in which it is on: they are moved together."""

OCCASIONS: dict[str, Callable[[Scenario, Any], bool]] = {
    "dispatch.coordination_h": lambda scenario, _: any(sum(one.agencies[1:]) > 0 for one in scenario.categories.values()),
    "dispatch.cooperation": lambda scenario, _: any(sum(one.agencies[1:]) > 0 for one in scenario.categories.values()),
    "categories.*.work_cv": lambda _, category: category.work_law == "lognormal",
    "residents.newcomer_know": lambda scenario, _: scenario.place.newcomer_share > 0,
}
"""Where a candidate acts, if not everywhere: (scenario, the part it stands in)."""

FELT = ("residents.loss_aversion", "residents.promise_weight")
"""Candidates that only move what residents feel: for those metrics they come first, for others not at all."""

FELT_METRICS = ("satisfied_share", "mean_satisfaction", "official_satisfaction_rate", "official_satisfaction_rate_strict")


AnyPart = TypeVar("AnyPart", bound=Part)


class Assumption(NamedTuple):
    """A number that may as well be another."""

    path: str
    zh: str
    en: str
    unit: str
    low: float
    high: float


def shared_assumptions(first: Scenario, other: Scenario, metric: str) -> list[Assumption]:
    """The first MOST candidates that are the same in both, act in them, are marked as assumptions and have a plausible range whose ends are valid."""
    rows = [{row.path: row for row in provenance(one)} for one in (first, other)]
    zh = {row.path: row.sentence for row in provenance(first, "zh")}
    found = []
    for path in CANDIDATES:
        ends = _range(path)
        if ends is None or (path in FELT and metric not in FELT_METRICS):
            continue
        own, its = ([known[dotted(place)] for place in _places(path, one)] for known, one in zip(rows, (first, other), strict=True))
        told = {row.path: row for row in own}
        common = [row for row in its if row.path in told]
        if not common or any(told[row.path].value != row.value for row in common) or not _assumed([*own, *its]):
            continue
        if all(moved(one, path, end) is not None for one in (first, other) for end in ends):
            row = told[common[0].path]
            found.append(Assumption(path, zh[row.path], row.sentence, row.unit, *ends))
    if metric in FELT_METRICS:
        found.sort(key=lambda one: one.path not in FELT)
    return found[:MOST]


def moved(scenario: Scenario, path: str, value: float) -> Scenario | None:
    """The scenario with another number at a path of CANDIDATES, wherever it is on; None where that is not valid."""
    changed = scenario
    try:
        for place in _places(path, scenario):
            changed = _with(changed, place, value)
    except ValidationError:
        return None
    return None if check_references(changed) else changed


def _places(path: str, scenario: Scenario) -> list[KeyPath]:
    """Where the number stands in the scenario and is on."""
    table, *middle, field = path.split(".")
    part = getattr(scenario, table)
    parts = {(table, name): one for name, one in part.items()} if middle else {(table,): part}
    acts = OCCASIONS.get(path)
    return [(*head, field) for head, one in parts.items() if getattr(one, field) != CANDIDATES[path] and (acts is None or acts(scenario, one))]


def _range(path: str) -> tuple[float, float] | None:
    slot = declared(tuple(path.split(".")))
    extra: Any = slot.field.json_schema_extra if slot is not None and slot.field is not None else None
    low, high = (extra or {}).get("plausible") or (None, None)
    return (float(low), float(high)) if low is not None and high is not None and low < high else None


def _assumed(rows: list[Row]) -> bool:
    return all(row.source.startswith("assumption") for row in rows)


def _with(part: AnyPart, path: KeyPath, value: float) -> AnyPart:
    """The part with another number at a path. Raises ValidationError for one it cannot have."""
    name, rest = str(path[0]), path[1:]
    if not rest:
        type(part).model_validate({**part.model_dump(), name: value})
        return part.model_copy(update={name: value})
    below = getattr(part, name)
    if isinstance(below, dict):
        return part.model_copy(update={name: {**below, rest[0]: _with(below[rest[0]], rest[1:], value)}})
    return part.model_copy(update={name: _with(below, rest, value)})


__all__ = ["CANDIDATES", "FELT", "FELT_METRICS", "MOST", "OCCASIONS", "Assumption", "moved", "shared_assumptions"]
