"""Who worked how much: by role, by hour of the week, by level and by post. Over the whole run, warm-up and follow-up included.

The seats of channels' desks belong to no post and are not in here, as in the metrics of effort.
"""

from __future__ import annotations

import numpy as np

from sim.metrics import week
from sim.metrics.cohort import Cohort, Flags, Floats
from sim.metrics.portrait import EFFORT, ROLES
from sim.world.codes import NOBODY


def effort(cohort: Cohort) -> Floats:
    """People and their hours by role, (len(ROLES), len(EFFORT)).

    Whoever may decline what is offered is not at work for being reachable: hours on duty and idle are of the others only, so that
    1 - idle / duty is how busy a role is; hours of work, services and cost (with rewards) are of everybody.
    """
    staff, hand = cohort.staff, cohort.run.world.handler
    posted = _posted(cohort)
    column = {
        "people": np.ones(len(hand)), "duty_h": staff.duty_h * staff.works, "idle_h": staff.idle_h * staff.works,
        "overtime_h": staff.overtime_h, "chore_h": staff.chore_h, "travel_h": hand["travel_h"], "service_h": hand["service_h"],
        "services": hand["services"], "cost": staff.cost,
    }  # fmt: skip
    role = staff.role[posted]
    return np.stack([np.bincount(role, np.asarray(column[name], np.float64)[posted], len(ROLES)) for name in EFFORT], axis=1)


def busy(cohort: Cohort) -> Floats:
    """Hours on cases, on the way or at work, by role and hour of the week, (len(ROLES), 7, 24): mean over the times this hour came.

    From the visits, and the cases in hand when the run ended. Chores (reports and forms, rounds, classes) leave no record of their hour
    and are not in here: see `effort` for their sum. nan where the run did not record visits, and for hours that never came.
    """
    world, end_h = cohort.run.world, cohort.run.window.end_h
    if not world.policy[0].records_visits:
        return np.full((len(ROLES), *week.SHAPE), np.nan)
    visit, hand = world.visit[: int(world.live[0].visits)], world.handler
    under_way = np.flatnonzero((hand["busy"] != 0) & (hand["case"] != NOBODY))
    who = np.concatenate([visit["handler"], under_way])
    start_h = np.concatenate([visit["start_h"], hand["start_h"][under_way]])
    finish_h = np.concatenate([visit["finish_h"], np.full(under_way.size, end_h)])
    kept = _posted(cohort)[who] & (who != NOBODY)  # who left at a reorganisation has no row
    role = hand["role"][who[kept]].astype(np.int64)
    hours = week.spread(start_h[kept], finish_h[kept], role, len(ROLES), end_h)
    with np.errstate(invalid="ignore"):
        return np.asarray(hours / week.times_seen(end_h))


def waits(cohort: Cohort) -> Floats:
    """Cases that entered a line of the level or were begun at once, hours in line of those begun, hours of work, (levels, 3)."""
    world, levels = cohort.run.world, len(cohort.run.level_ids)
    pool, hand = world.pool, world.handler
    level = pool["level"].astype(np.int64)
    lines, hands = level >= 0, level[hand["pool"]] >= 0
    return np.stack([
        np.bincount(level[lines], pool["arrivals"][lines], levels),
        np.bincount(level[lines], pool["waited_h"][lines], levels),
        np.bincount(level[hand["pool"]][hands], hand["service_h"][hands], levels),
    ], axis=1)  # fmt: skip


def posts(cohort: Cohort) -> Floats:
    """People, hours on duty, hours of these that they were busy (cases, ways, chores), (posts, 3).

    Of those who may decline, duty is the time they could be reached.
    """
    world, number = cohort.run.world, len(cohort.run.post_ids)
    hand = world.handler[_posted(cohort)]
    post = world.pool["post"][hand["pool"]].astype(np.int64)
    duty_h = hand["duty_h"] - hand["away_h"]
    return np.stack([np.bincount(post, weight, number) for weight in (np.ones(len(hand)), duty_h, duty_h - hand["idle_h"])], axis=1)


def _posted(cohort: Cohort) -> Flags:
    """Whether a handler has a post; desks' seats have none. Shape (handlers,)."""
    world = cohort.run.world
    return np.asarray(world.pool["post"][world.handler["pool"]] >= 0)


__all__ = ["busy", "effort", "posts", "waits"]
