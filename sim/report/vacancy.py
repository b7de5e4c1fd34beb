"""A post that stands empty for a while: which post, and whose hours are missing where another option organises the work differently."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.clock import parse_weekly_hours
from sim.outcome import Outcome
from sim.scenario.governance import Post
from sim.scenario.scenario import Scenario
from sim.scenario.staffing import people_of
from sim.world import World

EMPLOYED = ("staff", "grid_worker", "partner")
"""Roles whose absence is a vacancy; members and volunteers come as they like."""


class Vacancy(NamedTuple):
    """The post of the first option that stands empty."""

    post: str
    role: str
    people: int
    hours: float
    """on duty in a week, of all its people together"""


def employed(scenario: Scenario) -> list[str]:
    """Ids of the posts that can fall vacant: paid people with a roster to whom work is assigned."""
    return [
        name for name, post in scenario.posts.items()
        if post.role in EMPLOYED and post.takes == "assigned" and post.cost_per_h > 0 and weekly_hours(post, scenario) > 0
    ]  # fmt: skip


def person_hours(post: Post) -> float:
    """Hours on duty of one person in a week, in the mean of its cycle of weeks; a part-timer's own affairs not counted."""
    return sum(end - begin for begin, end in parse_weekly_hours(post.roster)) / post.every_weeks * post.fte


def weekly_hours(post: Post, scenario: Scenario) -> float:
    """Hours on duty of all people of a post in a week."""
    return people_of(post, scenario) * person_hours(post)


def case_hours(outcome: Outcome) -> dict[str, float]:
    """Hours that the people of each post that can fall vacant spent on cases and on the way to them, over a whole run."""
    world = outcome.world
    spent = np.bincount(world.handler["pool"], world.handler["service_h"] + world.handler["travel_h"], len(world.pool))
    names = outcome.post_ids
    return {name: float(spent[world.pool["post"] == names.index(name)].sum()) for name in employed(outcome.scenario)}


def busiest(scenario: Scenario, hours: dict[str, float]) -> Vacancy | None:
    """The post that did most of the work; the first in the file among equals, None where nobody is employed."""
    if not hours:
        return None
    name = max(hours, key=lambda one: hours[one])
    post = scenario.posts[name]
    return Vacancy(name, post.role, people_of(post, scenario), weekly_hours(post, scenario))


def missing(vacancy: Vacancy, scenario: Scenario, world: World) -> npt.NDArray[np.int64]:
    """Rows of the handlers who are away in an option, so that as many weekly hours are missing as in the first (to half a person).

    First the people of the post of that id, then those of posts of the same role, then others who are employed, posts with more hours first; within
    a post evenly over its units. All of the post, where the option has it unchanged. Assumption.
    """
    posts = scenario.posts

    def order(name: str) -> tuple[bool, bool, float]:
        return name != vacancy.post, posts[name].role != vacancy.role, -weekly_hours(posts[name], scenario)

    away: list[int] = []
    left = vacancy.hours
    for name in sorted(employed(scenario), key=order):
        each = person_hours(posts[name])
        for row in _evenly(world, list(posts).index(name)):
            if left < each / 2:
                break
            away.append(row)
            left -= each
    return np.array(sorted(away), np.int64)


def _evenly(world: World, post: int) -> list[int]:
    """Handlers of a post (row) who are there from the start: the first of every unit, then the second of every unit, ..."""
    pool = world.handler["pool"]
    rows = np.flatnonzero((world.pool["post"][pool] == post) & (world.handler["hired_h"] == 0))
    number = rows - world.pool["first_handler"][pool[rows]]
    return [int(row) for row in rows[np.lexsort((rows, number))]]


__all__ = ["EMPLOYED", "Vacancy", "busiest", "case_hours", "employed", "missing", "person_hours", "weekly_hours"]
