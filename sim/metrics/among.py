"""A run as seen by some: its cohort narrowed to the issues one asks about, so that every metric can be taken of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sim.clock import HOURS_PER_DAY, HOURS_PER_WEEK, parse_weekly_hours
from sim.observation import FinishedRun, Span
from sim.scenario.practice import Who
from sim.world import World
from sim.world.codes import Age

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Narrowed:
    """A finished run whose cohort holds only the flagged issues."""

    run: FinishedRun
    kept: Flags

    @property
    def scenario(self) -> Scenario:
        """As the run's."""
        return self.run.scenario

    @property
    def world(self) -> World:
        """As the run's."""
        return self.run.world

    @property
    def window(self) -> Span:
        """As the run's."""
        return self.run.window

    @property
    def level_ids(self) -> list[str]:
        """As the run's."""
        return self.run.level_ids

    @property
    def post_ids(self) -> list[str]:
        """As the run's."""
        return self.run.post_ids

    @property
    def cohort(self) -> Flags:
        """The run's cohort, of those flagged."""
        return self.run.cohort & self.kept


def among(run: FinishedRun, who: Who) -> FinishedRun:
    """The run narrowed to the issues that meet every condition of `who`; the run itself if there is none."""
    world, issue = run.world, run.world.issue
    kept = np.ones(len(issue), np.bool_)
    if who.categories:
        names = list(run.scenario.categories)
        kept &= np.isin(issue["category"], [names.index(name) for name in who.categories if name in names])
    if who.private is not None:
        kept &= (world.category["visible"][issue["category"]] == 0) == who.private
    if who.group != "all":
        kept &= _of_group(run, who.group)
    for name in ("agencies", "difficulty", "authority", "severity"):
        bounds = getattr(who, name)
        if bounds:
            kept &= (issue[name] >= bounds[0]) & (issue[name] <= bounds[1])
    if who.days:
        kept &= (issue["occur_h"] >= HOURS_PER_DAY * who.days[0]) & (issue["occur_h"] < HOURS_PER_DAY * who.days[1])
    if who.when:
        kept &= _within(issue["occur_h"] % HOURS_PER_WEEK, who.when)
    if who.channels:
        names = [*run.scenario.channels, "patrol"]
        kept &= np.isin(world.case["channel"], [names.index(name) for name in who.channels if name in names])
    if who.special is not None:
        kept &= (world.entrance["special"][issue["entrance"]] != 0) == who.special
    return run if kept.all() else Narrowed(run, kept)


def _of_group(run: FinishedRun, group: str) -> Flags:
    """Whose owner belongs to the group."""
    resident = run.world.resident
    elder, newcomer, vulnerable = resident["age"] == Age.ELDER, resident["newcomer"] != 0, resident["vulnerable"] != 0
    member = {
        "elder": elder, "newcomer": newcomer, "vulnerable": vulnerable, "local": ~newcomer,
        "others": ~(elder | newcomer | vulnerable),
    }[group]
    return np.asarray(member[run.world.issue["resident"]])


def _within(hour: npt.NDArray[np.float64], lines: list[str]) -> Flags:
    """Whether an hour of the week lies within the weekly hours."""
    found = np.zeros(len(hour), np.bool_)
    for begin, end in parse_weekly_hours(lines):
        found |= (hour >= begin) & (hour < end)
    return found


__all__ = ["Narrowed", "among"]
