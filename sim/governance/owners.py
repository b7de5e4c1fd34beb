"""Who serves which category in each unit: one owner in ordinary places, and one in special places where there are any."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.governance.areas import Ints
from sim.scenario.governance import Post
from sim.world import Rows
from sim.world.codes import NOBODY

TURNS = ("only", "also", "no")
"""In special places the dedicated come first, then others who are trained, then the rest."""


class Claim(NamedTuple):
    """The pools of one post, one per unit of its level."""

    units: slice
    pool: Rows
    first_pool: int
    post: Post


class Owners:
    """Collects the posts in the order of the file; `ordinary` and `special` deal the categories out."""

    def __init__(self, units: int, categories: list[str], any_special: bool) -> None:
        self._shape = (units, len(categories))
        self._categories = categories
        self._any_special = any_special
        self._claims: list[Claim] = []

    def add(self, units: slice, pool: Rows, first_pool: int, post: Post) -> None:
        """The next post: its pools serve these units, in order."""
        self._claims.append(Claim(units, pool, first_pool, post))

    def ordinary(self) -> Ints:
        """Owner of each (unit, category) in ordinary places; -1 none."""
        return self._dealt([[claim for claim in self._claims if claim.post.special != "only"]])

    def special(self) -> Ints:
        """The same in special places; no rows where there are none."""
        if not self._any_special:
            return np.full((0, self._shape[1]), NOBODY, np.int64)
        return self._dealt([[claim for claim in self._claims if claim.post.special == turn] for turn in TURNS])

    def _dealt(self, turns: list[list[Claim]]) -> Ints:
        """What nobody of one turn claims is left to the next."""
        owner = np.full(self._shape, NOBODY, np.int64)
        for claims in turns:
            named = owner != NOBODY
            for units, pool, first_pool, post in claims:
                _claim(owner[units], named[units], pool, first_pool, post, self._categories)
        return owner


def _claim(owner: Ints, named: np.ndarray, pool: Rows, first_pool: int, post: Post, categories: list[str]) -> None:
    """Enter a post's pools as owners of what they serve, in the rows (units, K) of its level.

    The first post of the file that serves a category owns it, but one that names it precedes one that serves all (`named`
    keeps which it was). A pool with nobody in its whole group, those to be hired not counted, owns nothing: the category passes on to the next level.
    """
    people = np.bincount(pool["group"] - first_pool, weights=pool["handlers"] - post.hires, minlength=len(pool))
    staffed = people[pool["group"] - first_pool] > 0
    rows = first_pool + np.arange(len(pool))
    for k, category in enumerate(categories):
        if post.serves and category not in post.serves:
            continue
        takes = staffed & (owner[:, k] == NOBODY)
        if post.serves:
            takes |= staffed & ~named[:, k]
        owner[takes, k] = rows[takes]
        named[takes, k] = bool(post.serves)
