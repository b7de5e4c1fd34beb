"""How units of the same post differ in skill where there is no standard of work (science 3.5 Z11)."""

from __future__ import annotations

import zlib

import numpy as np
import numpy.typing as npt

from sim.dice import fill_handler_keys, uniform
from sim.scenario.scenario import Scenario
from sim.world import Rows
from sim.world.codes import Decision, Kind

UNIT = 2**32
"""Number "in the unit" of the unit itself: no handler has it."""


def unit_differences(scenario: Scenario, pool: Rows, replicate: int) -> npt.NDArray[np.float64]:
    """What to add to the skill of each pool (n,): logistic with the post's spread, one draw per unit for all categories; 0 without."""
    added = np.zeros(len(pool))
    for number, (name, post) in enumerate(scenario.posts.items()):
        if post.skill_spread == 0:
            continue
        rows = np.flatnonzero(pool["post"] == number)
        keys = np.empty(rows.size, np.uint64)
        post_key = np.full(rows.size, zlib.crc32(name.encode()), np.uint64)
        with np.errstate(over="ignore"):  # keys wrap around on purpose
            fill_handler_keys(np.uint64(scenario.run.seed), np.uint64(replicate), np.uint64(Kind.HANDLER), post_key,
                              np.arange(rows.size, dtype=np.uint64), np.full(rows.size, UNIT, np.uint64), keys)
            chance = np.array([uniform(key, int(Decision.UNIT_SKILL), 0) for key in keys])
        added[rows] = post.skill_spread * np.log(chance / (1 - chance))
    return added
