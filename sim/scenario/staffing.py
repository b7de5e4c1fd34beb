"""How many people a post has in all, and how that differs, where people per unit alone would mislead."""

from __future__ import annotations

from sim.scenario.budgets import units_of
from sim.scenario.governance import Post
from sim.scenario.positions import KeyPath
from sim.scenario.scenario import Scenario


def people_of(post: Post, scenario: Scenario) -> int:
    """People of a post in all units together."""
    return post.head_count * units_of(scenario.levels[post.level], scenario.place) if post.total is None else post.total


def counts_in_all(path: KeyPath, a: Scenario, b: Scenario) -> bool:
    """Whether a change at this path (head_count or total of a post) is told as people in all: the units differ, or how people are counted."""
    if path[0] != "posts" or path[-1] not in ("head_count", "total"):
        return False
    one, other = a.posts[str(path[1])], b.posts[str(path[1])]
    if one.total is not None and other.total is not None:
        return False
    return one.total is not other.total or _units(one, a) != _units(other, b)


def told_already(path: KeyPath, a: Scenario, b: Scenario) -> bool:
    """Whether the sentence about `total` says it: one of the two gives a total."""
    one, other = (scenario.posts[str(path[1])].total for scenario in (a, b))
    return path[-1] == "head_count" and (one is not None or other is not None)


def in_all(name: str, a: Scenario, b: Scenario) -> tuple[int, int, int, int]:
    """People of a post before and after, units of its level before and after."""
    one, other = a.posts[name], b.posts[name]
    return people_of(one, a), people_of(other, b), _units(one, a), _units(other, b)


def _units(post: Post, scenario: Scenario) -> int:
    return units_of(scenario.levels[post.level], scenario.place)


__all__ = ["counts_in_all", "in_all", "people_of", "told_already"]
