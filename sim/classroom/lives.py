"""Lives of single cases in both worlds, sentence by sentence, as `shequ explain` tells them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.classroom.container import pack
from sim.classroom.pair import Pair
from sim.classroom.place import both
from sim.life import Life, changed_in_kind, follow_many, tell
from sim.locale import mark, translator
from sim.scenario.scenario import Scenario
from sim.simulate import simulate


def lives(scenarios: tuple[Scenario, Scenario], replicate: int, cases: Sequence[int], until_h: float) -> dict[str, list[list[dict[str, Any]]]]:
    """By case: its life in world 0 and in world 1, up to `until_h`; every moment {h, zh, en}. Raises ScenarioError if there is no such case."""
    each = [follow_many(scenario, replicate, cases, until_h) for scenario in scenarios]
    return {str(case): [_told(life, until_h) for life in pair] for case, *pair in zip(cases, *each, strict=True)}


def lives_so_far(pair: Pair, case: int) -> list[list[dict[str, Any]]]:
    """The life of a case in both worlds of a pair, as far as both are. In a world that was changed it is told up to the change.

    Raises ScenarioError if there is no such case.
    """
    told = []
    for number in (0, 1):
        eras = pair.eras(number)
        until_h = min([pair.ready_h, *(era.from_h for era in eras[1:])])
        life = follow_many(eras[0].scenario, pair.replicate, [case], until_h)[0]
        lines = _told(life, until_h)
        if len(eras) > 1 and until_h < pair.ready_h:
            lines.append({"h": float(until_h), **both(mark("here the organisation was changed; what follows is not told"))})
        told.append(lines)
    return told


def lives_message(scenarios: tuple[Scenario, Scenario], replicate: int, cases: Sequence[int], until_h: float) -> bytes:
    """The message "lives"."""
    return pack({"kind": "lives", "cases": lives(scenarios, replicate, cases, until_h)}, {})


def telling_cases(scenarios: tuple[Scenario, Scenario], replicate: int, count: int, until_h: float) -> list[int]:
    """Up to `count` cases whose lives differ most, of several kinds, that occurred before `until_h`; in order of time."""
    first, other = (simulate(scenario, replicate) for scenario in scenarios)
    occur_h = first.world.issue["occur_h"]
    found = [case for case in changed_in_kind(first, other, 20 * count) if occur_h[case] < until_h]
    return sorted(found[:count])


def _told(life: Life, until_h: float) -> list[dict[str, Any]]:
    zh, en = (tell(life, translator(lang)) for lang in ("zh", "en"))
    return [{"h": round(one.h, 4), "zh": one.text, "en": other.text} for one, other in zip(zh, en, strict=True) if one.h <= until_h]


__all__ = ["lives", "lives_message", "lives_so_far", "telling_cases"]
