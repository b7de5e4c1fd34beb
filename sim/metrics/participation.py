"""Volunteers, members and partners: who gives how much, what they take, what they leave to others. Nan where nobody may decline."""

from __future__ import annotations

import math

import numpy as np

from sim.metrics.cohort import Cohort, Flags, Floats, mean, ratio
from sim.metrics.equity import gini, weighted_share
from sim.metrics.metric import Metric
from sim.world.codes import NOBODY, Fate


def _may_decline(cohort: Cohort) -> Flags:
    """Handlers of teams (handlers,)."""
    world = cohort.run.world
    return np.asarray(world.pool["team"][world.handler["pool"]] != NOBODY)


def _hours(cohort: Cohort) -> Floats:
    """Hours on cases, travel included, of everybody who may decline."""
    hand = cohort.run.world.handler[_may_decline(cohort)]
    return np.asarray(hand["service_h"] + hand["travel_h"])


def _has_teams(cohort: Cohort) -> bool:
    return len(cohort.run.world.team) > 0


def _hours_per_year(cohort: Cohort) -> float:
    return cohort.per_1000_in_run(_hours(cohort).sum()) if _has_teams(cohort) else math.nan


def _inequality(cohort: Cohort) -> float:
    return gini(_hours(cohort)) if _has_teams(cohort) else math.nan


def _offer(cohort: Cohort, name: str) -> Floats:
    return np.asarray(cohort.run.world.offer[name][cohort.rows])


def _taken(cohort: Cohort) -> Flags:
    """Accepted by somebody before the end of observation."""
    return np.asarray(_offer(cohort, "taken_h") <= cohort.run.window.end_h)


def _taken_share(cohort: Cohort) -> float:
    return weighted_share(_taken(cohort), cohort.registered) if _has_teams(cohort) else math.nan


def _acceptance(cohort: Cohort) -> float:
    """Accepted over asked, of the whole run."""
    helper = cohort.run.world.helper
    return ratio(helper["accepted"].sum(), helper["asked"].sum()) if _has_teams(cohort) else math.nan


def _time_to_take(cohort: Cohort) -> float:
    return mean(_offer(cohort, "offered_h"), _taken(cohort)) if _has_teams(cohort) else math.nan


def _declined(cohort: Cohort) -> float:
    """Of the cases whose offers are over, those that nobody took."""
    if not _has_teams(cohort):
        return math.nan
    world = cohort.run.world
    on_offer = world.case["fate"][cohort.rows] == Fate.OFFERED
    offered = (_offer(cohort, "offers") > 0) & (_taken(cohort) | ~on_offer)
    return weighted_share(~_taken(cohort), offered)


def _gap_hard(cohort: Cohort) -> float:
    """Share taken among the hardest third of what was offered or helped with, minus that among the easiest third."""
    if not _has_teams(cohort):
        return math.nan
    world = cohort.run.world
    on_offer = world.case["fate"][cohort.rows] == Fate.OFFERED
    asked = (_offer(cohort, "calls") > 0) & (_taken(cohort) | ~on_offer)
    difficulty = world.issue["difficulty"][cohort.rows]
    return weighted_share(_taken(cohort), asked & (difficulty > 2 / 3)) - weighted_share(_taken(cohort), asked & (difficulty < 1 / 3))


def _active(cohort: Cohort) -> float:
    world = cohort.run.world
    return ratio(float(world.team["active"].sum()), float(np.count_nonzero(_may_decline(cohort)))) if _has_teams(cohort) else math.nan


PARTICIPATION = (
    Metric(
        "volunteer_hours", "志愿服务工时", "hours given by volunteers", "h per 1,000 residents and year", "up",
        "可自愿接单者（志愿者、党员、共建单位等）用于工单的工时（含路途），折合每千居民每年；未设接单岗位时无定义",
        "hours that those who may decline (volunteers, members, partners) spent on cases, travel included,"
        " per 1,000 residents and year; undefined where nobody may decline",
        _hours_per_year, relevant=0.1, relative=True),
    Metric(
        "volunteer_gini", "志愿工时基尼系数", "inequality of volunteers' hours", "0-1", "down",
        "登记的可接单者之间志愿工时的基尼系数，含未服务者；1 表示全由一人承担",
        "Gini coefficient of the hours of all registered people who may decline, those who gave none included",
        _inequality),
    Metric(
        "volunteer_taken_share", "志愿接单占比", "cases taken by volunteers", "share", "up",
        "登记工单中曾有人自愿接单的比例",
        "share of registered cases that somebody who may decline took",
        _taken_share),
    Metric(
        "volunteer_acceptance", "志愿接单率", "acceptance rate", "share", "up",
        "整个运行期内接单次数除以询问人次（呼叫或阅榜）",
        "cases taken over people asked (rung, or read it on a board), over the whole run",
        _acceptance),
    Metric(
        "volunteer_time_to_take", "接单等待时长", "time until somebody takes it", "h", "down",
        "被接单工单在征询中等待的平均小时数",
        "mean time on offer of the cases that were taken",
        _time_to_take, relevant=0.1, relative=True),
    Metric(
        "volunteer_declined_share", "无人接单占比", "offered and taken by nobody", "share", "down",
        "征询已结束的工单中无人接单、转由责任岗位办理或不了了之的比例",
        "share of the cases offered and no longer on offer that nobody took: the regular owner's, or nobody's",
        _declined),
    Metric(
        "volunteer_gap_hard", "难易接单差距", "acceptance gap, hard minus easy cases", "difference of shares", "up",
        "被征询工单中，最难三分之一与最易三分之一的接单比例之差；负值表示挑肥拣瘦",
        "share taken among the hardest third of the cases somebody was asked about, minus that among the easiest third:"
        " negative where people pick the easy ones",
        _gap_hard),
    Metric(
        "volunteer_active_share", "志愿者活跃率", "active volunteers", "share", "up",
        "运行结束时登记的可接单者中活跃者的比例",
        "share of the registered people who may decline that are active at the end of the run",
        _active),
)
