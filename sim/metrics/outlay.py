"""What `cost_total` is made of."""

from __future__ import annotations

import numpy as np

from sim.metrics.cohort import Cohort, Floats, ratio
from sim.metrics.portrait import COSTS
from sim.world.money import spending


def outlay(cohort: Cohort) -> Floats:
    """Yuan per resident and year by part, (len(COSTS),); the parts add up to the metric `cost_total`. nan in a place without residents.

    wages are of the hours on duty, the seats of channels' desks included; leaders are their hours for stuck cases, councils the hours
    of paid staff in meetings.
    """
    world, staff = cohort.run.world, cohort.staff
    cost_per_h = world.handler["cost_per_h"]
    wages = float(np.sum(staff.duty_h * cost_per_h))
    overtime = float(np.sum(staff.overtime_h * cost_per_h))
    leaders = float(np.sum(world.leader["spent_h"] * world.leader["cost_per_h"]))
    yuan = {
        "wages": wages, "overtime": overtime, "rewards": _rewards(cohort),
        **spending(world.purse, world.service, world.programme, cohort.run.window.end_h, float(world.live[0].opened_h)),
        "leaders": leaders, "councils": _councils(cohort),
    }  # fmt: skip
    return np.array([ratio(yuan[name], cohort.residents * cohort.run_years) for name in COSTS])


def _rewards(cohort: Cohort) -> float:
    """Yuan for cases that were taken by people who could have declined."""
    world = cohort.run.world
    if not len(world.team):
        return 0.0
    team = world.pool["team"][world.handler["pool"]]
    return float(np.sum(world.helper["accepted"] * np.where(team >= 0, world.team["reward_yuan"][team], 0.0)))


def _councils(cohort: Cohort) -> float:
    """Yuan for paid staff in the meetings of residents' councils."""
    world = cohort.run.world
    if not len(world.chamber):
        return 0.0
    return float(np.sum(cohort.meeting_staff_h * world.council["cost_per_h"][world.chamber["council"]]))


__all__ = ["outlay"]
