"""Lives of single cases in both worlds, sentence by sentence, as `shequ explain` tells them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.classroom.container import pack
from sim.life import Era, Life, changed_in_kind, follow_through, tell
from sim.locale.voice import voice
from sim.scenario.scenario import Scenario
from sim.simulate import simulate

Eras = Sequence[Era]


def lives(worlds: tuple[Eras, Eras], replicate: int, cases: Sequence[int], until_h: float) -> dict[str, list[list[dict[str, Any]]]]:
    """By case: its life in world 0 and in world 1, up to `until_h`; every moment {h, zh, en}. Raises ScenarioError if there is no such case."""
    both = [follow_through(eras, replicate, cases, until_h) for eras in worlds]
    return {str(case): [_told(life, until_h) for life in pair] for case, *pair in zip(cases, *both, strict=True)}


def lives_message(worlds: tuple[Eras, Eras], replicate: int, cases: Sequence[int], until_h: float) -> bytes:
    """The message "lives". `worlds`: the organisations of each, in order of time."""
    return pack({"kind": "lives", "cases": lives(worlds, replicate, cases, until_h)}, {})


def telling_cases(scenarios: tuple[Scenario, Scenario], replicate: int, count: int, until_h: float) -> list[int]:
    """Up to `count` cases whose lives differ most, of several kinds, that occurred before `until_h`; in order of time."""
    first, other = (simulate(scenario, replicate) for scenario in scenarios)
    occur_h = first.world.issue["occur_h"]
    most = 20 * count
    while len(found := [case for case in changed_in_kind(first, other, most) if occur_h[case] < until_h]) < count and most < len(occur_h):
        most *= 4  # a short recording of a long run: most of what differs comes later
    return sorted(found[:count])


def _told(life: Sequence[Life], until_h: float) -> list[dict[str, Any]]:
    """One life, era by era."""
    zh, en = ([line for era in life for line in tell(era, voice(lang))] for lang in ("zh", "en"))
    return [{"h": round(one.h, 4), "zh": one.text, "en": other.text} for one, other in zip(zh, en, strict=True) if one.h <= until_h]


__all__ = ["lives", "lives_message", "telling_cases"]
