"""An organisation as its chart shows it: its levels from the top down, who works there and how busy, what enters there and how long it waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.locale import Lang
from sim.metrics.portrait import Portrait
from sim.scenario.budgets import units_of
from sim.scenario.governance import Channel, Level, Post
from sim.scenario.scenario import Scenario
from sim.scenario.staffing import people_of


class Staffed(NamedTuple):
    """A post."""

    name: str
    people: float
    """mean over the replications"""
    busy: float
    """share of the hours on duty; nan where nobody was on duty"""


class Entry(NamedTuple):
    """A channel."""

    name: str
    desks: int


class Rung(NamedTuple):
    """A level."""

    id: str
    name: str
    units: int
    parent: int
    """row of the level it refers to; -1 at a top"""
    wait_h: float
    """mean time in line of a case; nan where none came"""
    posts: tuple[Staffed, ...]
    entries: tuple[Entry, ...]
    councils: tuple[str, ...]


def rungs(scenario: Scenario, portraits: Sequence[Portrait], lang: Lang) -> list[Rung]:
    """The levels from the top down, each as near as can be below the one it refers to. Posts without people are left out.

    portraits  of this scenario, one per replication; without any, nothing is known but what the scenario says
    """
    order = _from_the_top(scenario.levels)
    names, posts = list(scenario.levels), list(scenario.posts)
    waits = _summed([one.waits for one in portraits], (len(names), 3))
    work = _summed([one.posts for one in portraits], (len(posts), 3))
    first = names[0]
    found = []
    for name in order:
        level = scenario.levels[name]
        cases, hours, _ = waits[names.index(name)]
        staffed = [_staffed(post, work[at], len(portraits), scenario, lang) for at, post in enumerate(scenario.posts.values()) if post.level == name]
        entries = [Entry(_name(channel, lang), channel.desks) for channel in scenario.channels.values() if (channel.level or first) == name]
        councils = [council.zh if lang == "zh" else council.en for council in scenario.councils.values() if council.level == name]
        found.append(Rung(name, _name(level, lang), units_of(level, scenario.place), order.index(level.parent) if level.parent else -1,
                          hours / cases if cases > 0 else np.nan, tuple(one for one in staffed if one.people > 0), tuple(entries), tuple(councils)))  # fmt: skip
    return found


def _summed(arrays: Sequence[np.ndarray], shape: tuple[int, int]) -> np.ndarray:
    return np.sum(arrays, axis=0) if len(arrays) else np.full(shape, np.nan)


def _staffed(post: Post, work: np.ndarray, runs: int, scenario: Scenario, lang: Lang) -> Staffed:
    people = work[0] / runs if runs else float(people_of(post, scenario))
    return Staffed(_name(post, lang), float(people), float(work[2] / work[1]) if work[1] > 0 else np.nan)


def _name(named: Level | Post | Channel, lang: Lang) -> str:
    return named.zh if lang == "zh" else named.en


def _from_the_top(levels: dict[str, Level]) -> list[str]:
    """Every level after the one it refers to; of several that refer to the same, those with the smaller following first."""
    below: dict[str, list[str]] = {name: [] for name in ["", *levels]}
    for name, level in levels.items():
        below[level.parent].append(name)

    def following(name: str) -> list[str]:
        parts = sorted((following(one) for one in below[name]), key=len)
        return [*([name] if name else []), *(one for part in parts for one in part)]

    return following("")


__all__ = ["Entry", "Rung", "Staffed", "rungs"]
