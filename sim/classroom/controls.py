"""Sliders and cards of a pair of worlds, as the page is told them. Generated from the scenarios at hand and the library of practices."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sim.classroom.levers import GROUPS, Lever, levers
from sim.classroom.setting import Setting, switched, switched_on
from sim.errors import ScenarioError
from sim.locale.voice import both, formal, texts
from sim.scenario.library import Entry, library
from sim.scenario.nouns import UNITS
from sim.scenario.provenance import Row, provenance
from sim.scenario.scenario import Scenario
from sim.scenario.schema import declared
from sim.scenario.sentences import Sentence
from sim.scenario.sharing import same_issues

Words = dict[str, str]
"""One text in both languages: {"zh", "en"}."""


class Known(NamedTuple):
    """A world with its practices on and no lever moved: no lever and no bound goes away by what is moved."""

    scenario: Scenario
    levers: Mapping[str, Lever]
    sources: Mapping[str, Row]


def known(setting: Setting) -> Known:
    """What the levers of a world stand on."""
    return _known(setting.source, setting.practices)


@lru_cache(16)
def _known(source: str, practices: tuple[str, ...] | None) -> Known:
    scenario = switched(Setting(source, practices))
    return Known(scenario, {one.id: one for one in levers(scenario)}, {row.path: row for row in provenance(scenario)})


def controls(settings: Sequence[Setting]) -> list[dict[str, Any]]:
    """Every lever of either world: words, unit, bounds, value in each (None where it has none), source."""
    worlds = [known(one) for one in settings]
    order = {name: at for at, name in enumerate(GROUPS)}
    found = []
    for name in dict.fromkeys(name for one in worlds for name in one.levers):
        its = [(one.scenario, one.levers[name]) for one in worlds if name in one.levers]
        values = [setting.set.get(name, one.levers[name].read(one.scenario)) if name in one.levers else None for one, setting in zip(worlds, settings, strict=True)]
        found.append(_control(its, values, [one.sources for one in worlds]))
    return sorted(found, key=lambda one: order[one["group"]["id"]])


def _control(its: Sequence[tuple[Scenario, Lever]], values: Sequence[float | None], sources: Sequence[Mapping[str, Row]]) -> dict[str, Any]:
    world, lever = its[0]
    slot = declared(lever.place.path)
    unit = lever.kind.unit or (slot.extra("unit") if slot else "")
    said = UNITS.get(unit, Sentence("", ""))
    each = [one.bounds(scenario) for scenario, one in its]
    names = list(dict.fromkeys(one.place.name for _, one in its))
    name = Sentence(*(" / ".join(dict.fromkeys(getattr(one, lang) for one in names)) for lang in ("en", "zh")))
    return {
        "path": lever.id, "name": texts(name), "group": {"id": lever.kind.group, **both(GROUPS[lever.kind.group])}, **both(lever.kind.title, name=name),
        "sentence": both(lever.kind.sentence), "unit": unit, "units": texts(said),
        "low": min(one.low for one in each), "high": max(one.high for one in each), "step": max(one.step for one in each),
        "value": [None if one is None else round(one, 6) for one in values],
        "choices": [texts(one) for one in lever.kind.choices(world, lever.place.path)], "source": _source(lever.id, sources),
    }  # fmt: skip


def _source(name: str, sources: Sequence[Mapping[str, Row]]) -> str:
    """Of the number it moves, or of the first of those it moves."""
    for rows in sources:
        row = rows.get(name) or next((row for path, row in rows.items() if path.startswith(name + ".")), None)
        if row is not None:
            return row.source
    return "assumption"


def cards(settings: Sequence[Setting], able: Sequence[frozenset[str]]) -> list[dict[str, Any]]:
    """Every practice of the library: what it is, its source, what it should do, its trap, whether it is on and can be, in each world."""
    on = [switched_on(known(one).scenario) for one in settings]
    return [_card(entry, [entry.id in ids for ids in on], [entry.id in ids or entry.id in can for ids, can in zip(on, able, strict=True)]) for entry in library().values()]


def _card(entry: Entry, on: Sequence[bool], can: Sequence[bool]) -> dict[str, Any]:
    one = entry.practice
    return {
        "id": entry.id, "source": one.where, "title": texts(one), "what": texts(one.says),
        "expected": _patterns(one.expect), "trap": _patterns(one.trap), "limits": texts(one.limits) if one.limits else {"zh": "", "en": ""},
        "on": list(on), "can": list(can),
    }  # fmt: skip


def _patterns(patterns: Sequence[Any]) -> Words:
    return {"zh": "；".join(formal(one.zh) for one in patterns), "en": "; ".join(one.en for one in patterns)}


def applicable(setting: Setting) -> frozenset[str]:
    """Ids of the practices that can be switched on in a world as it is set: valid there, and leaving residents and their problems as they are.

    Every one of them is tried: about half a second.
    """
    here = switched(setting)
    on = switched_on(here)
    found = set()
    for name in library():
        if name not in on:
            try:
                changed = switched(setting._replace(practices=(*on, name)))
            except ScenarioError:
                continue
            if same_issues(changed, here):
                found.add(name)
    return frozenset(found)


def within(control: Mapping[str, Any], world: int, value: float) -> bool:
    """Whether a lever of that world may be moved there."""
    return control["value"][world] is not None and math.isfinite(value) and control["low"] - 1e-9 <= value <= control["high"] + 1e-9


__all__ = ["Known", "Words", "applicable", "both", "cards", "controls", "known", "within"]
