"""Posts whose people may decline -> Team, Helper, and who is offered which category first."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.clock import DAYS_PER_YEAR, HOURS_PER_DAY
from sim.dice import uniform
from sim.governance.pools import by_category
from sim.scenario.governance import Post
from sim.world import Rows
from sim.world.codes import NOBODY, Decision, Takes
from sim.world.participation import Helper, Team

HOURS_PER_MONTH = HOURS_PER_DAY * DAYS_PER_YEAR / 12.0


class Teams(NamedTuple):
    """The fields of a World about people who may decline; all of 0 rows where there are none."""

    team: Rows
    helper: Rows
    first_offer: npt.NDArray[np.int64]
    interest: npt.NDArray[np.float64]
    mandate: npt.NDArray[np.float64]
    helps: npt.NDArray[np.int8]


def may_decline(post: Post) -> bool:
    """Whether the people of a post are offered cases, not assigned them."""
    return post.takes != "assigned"


def lay_teams(
    posts: list[Post], categories: list[str], pool: Rows, handler: Rows, roster_handler: npt.NDArray[np.int64],
    first_offer: npt.NDArray[np.int64],
) -> Teams:
    """Number the teams (column `team` of the pools is written), their parameters and people. Shapes: see World."""
    own = [row for row in range(len(pool)) if pool["post"][row] >= 0 and may_decline(posts[pool["post"][row]]) and pool["handlers"][row]]
    first_offer[(first_offer != NOBODY) & (pool["handlers"][first_offer] == 0)] = NOBODY  # where a unit got none of the people
    pool["team"][own] = np.arange(len(own))
    of_post = [posts[pool["post"][row]] for row in own]
    team = Team.allocate(len(own))
    for row, (pool_row, post) in enumerate(zip(own, of_post, strict=True)):
        _describe(team[row], pool_row, post)
    if not own:
        none = np.zeros((0, len(categories)))
        return Teams(team, Helper.allocate(0), first_offer[:0], none, none.copy(), none.astype(np.int8))
    helper = Helper.allocate(len(handler))
    helper["place"][roster_handler] = np.arange(len(handler))
    for row, post in enumerate(of_post):
        _choose_active(team[row], helper, pool[own[row]], handler, post.turnover.active_share)
    return Teams(team, helper, first_offer, np.array([_interest(post, categories) for post in of_post]),
                 np.array([by_category(post.acceptance.authority, categories, 1.0) for post in of_post]),
                 np.array([[post.takes == "line" and (not post.serves or name in post.serves) for name in categories] for post in of_post], np.int8))


def _describe(row: Rows, pool: int, post: Post) -> None:
    rules, flow = post.acceptance, post.turnover
    row.pool, row.takes = pool, Takes[post.takes.upper()]
    row.call_h = post.call_h
    if post.call_cap is not None:
        row.call_cap = post.call_cap
    row.look_per_h, row.fallback_h = post.look_per_h, post.fallback_h
    with np.errstate(divide="ignore"):
        row.chance = np.log(rules.probability) - np.log1p(-rules.probability) + rules.reward_effect * rules.reward_yuan / 100.0
    row.night_factor = rules.night_factor
    row.per_km, row.per_difficulty = rules.distance_per_km, rules.difficulty_effect
    row.per_fatigue, row.recovery_h = rules.fatigue_effect, rules.recovery_days * HOURS_PER_DAY
    row.per_peer, row.recognition = rules.peers_effect, rules.recognition
    row.reward_yuan = rules.reward_yuan
    row.leave_per_h, row.join_per_h = flow.leave_per_month / HOURS_PER_MONTH, flow.join_per_month / HOURS_PER_MONTH


def _interest(post: Post, categories: list[str]) -> npt.NDArray[np.float64]:
    """Logit by category: interest, less what the reward destroys of it (v_X R I)."""
    rules = post.acceptance
    return by_category(rules.interest, categories, 0.0) * (1.0 - rules.crowding_out * rules.reward_yuan / 100.0)


def _choose_active(team: Rows, helper: Rows, pool: Rows, handler: Rows, share: float) -> None:
    """Who of the registered is active at the start: each by their own chance, so that one more here changes nobody else."""
    rows = slice(int(pool.first_handler), int(pool.first_handler + pool.handlers))
    decision = int(Decision.ACTIVE)  # handed to compiled code, the member of an enum costs a millisecond each time
    with np.errstate(over="ignore"):
        helper["active"][rows] = [uniform(key, decision, 0) < share for key in handler["key"][rows]]
    team.active = int(helper["active"][rows].sum())


__all__ = ["Teams", "lay_teams", "may_decline"]
