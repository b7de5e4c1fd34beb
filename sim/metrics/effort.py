"""What it takes: money, working time, the height of the pile. Over the whole run, warm-up and follow-up included."""

from __future__ import annotations

import math

import numpy as np

from sim.clock import HOURS_PER_WEEK
from sim.metrics.cohort import Cohort, Flags, ratio
from sim.metrics.metric import Metric
from sim.world.codes import Fate


def _utilisation(cohort: Cohort, among: Flags) -> float:
    duty, idle = cohort.staff.duty_h[among].sum(), cohort.staff.idle_h[among].sum()
    return ratio(duty - idle, duty)


def _overtime(cohort: Cohort) -> float:
    weeks = cohort.run_h / HOURS_PER_WEEK
    overtime_h = cohort.staff.overtime_h[cohort.staff.works]
    return ratio(overtime_h.sum(), overtime_h.size * weeks)


def _chores(cohort: Cohort) -> float:
    staff = cohort.staff
    worked = staff.duty_h[staff.works].sum() + staff.overtime_h[staff.works].sum()
    return ratio(staff.chore_h[staff.works].sum(), worked)


def open_peak(cohort: Cohort, among: Flags | None = None) -> float:
    """Largest number of reported and not ended issues (rows of the run, all or `among`) at any moment, per 1,000 residents."""
    case, end_h = cohort.run.world.case, cohort.run.window.end_h
    known = case["reported_h"] <= end_h
    if among is not None:
        known &= among
    begins = case["reported_h"][known]
    over = known & (case["fate"] >= Fate.PREVENTED) & (case["ended_h"] <= end_h)
    ends = case["ended_h"][over]
    if not begins.size:
        return 0.0 if cohort.residents else math.nan
    begins.sort()
    ends.sort()
    # an end in the same instant as a report comes first, as in the engine's calendar
    height = np.arange(1, begins.size + 1) - np.searchsorted(ends, begins, side="right")
    return ratio(1000.0 * max(int(height.max()), 0), cohort.residents)


EFFORT = (
    Metric(
        "cost_total", "人均年总成本", "total cost", "yuan per resident and year", "down",
        "全部在岗与加班工时乘以小时成本，加上接单奖励、维修、服务与预防项目的支出、领导督办与议事会工作人员工时，折合每居民每年；兼职者的私务时间不计",
        "hours on duty and of overtime times cost per hour, plus rewards for cases taken and what works, services, programmes and"
        " leaders' hours and staff's hours in councils cost, per resident and year;"
        " part-timers' own affairs do not count",
        lambda c: ratio(c.staff.cost.sum() + c.other_cost + c.leader_cost, c.residents * c.run_years), relevant=0.1, relative=True),
    Metric(
        "cost_per_resolved", "单件真正解决成本", "cost per truly resolved issue", "yuan", "down",
        "整个运行期的人力成本与其他支出（维修、服务、项目、领导督办）除以同期真正解决的问题数",
        "cost of staff, works, services, programmes, leaders' hours and staff's in councils of the whole run over the issues truly resolved in it",
        lambda c: ratio(c.staff.cost.sum() + c.other_cost + c.leader_cost, c.resolved_in_run), relevant=0.1, relative=True, headline=True),
    Metric(
        "utilisation", "人员利用率", "utilisation", "share", "none",
        "有岗位人员在岗时间中非空闲（办事、路途、杂务）的比例，不含加班、兼职者私务、受理席位与可自愿接单者",
        "share of duty hours that is not idle (cases, travel, chores);"
        " overtime, part-timers' own affairs, the desks of channels and who may decline not included",
        lambda c: _utilisation(c, c.staff.works)),
    Metric(
        "utilisation_grid_worker", "网格员利用率", "utilisation of grid workers", "share", "none",
        "网格员在岗时间中非空闲（办事、路途、杂务）的比例，不含加班与兼职者私务",
        "share of the duty hours of grid workers that is not idle; overtime and own affairs not included",
        lambda c: _utilisation(c, c.grid_worker)),
    Metric(
        "overtime_hours", "人均周加班时长", "overtime", "h per handler and week", "down",
        "处置人员每人每周的平均加班小时，不含受理席位",
        "mean overtime of a handler in a week, the desks of channels not included",
        _overtime, relevant=0.1, relative=True),
    Metric(
        "chore_share", "杂务占比", "share of time on chores", "share", "down",
        "工作时间中用于行政事务与巡查的比例",
        "share of working time taken by administration and patrols",
        _chores),
    Metric(
        "open_peak", "在办峰值", "peak of open cases", "per 1,000 residents", "down",
        "整个运行期内同时已上报而未终结的问题数的最大值，折合每千居民",
        "largest number of issues reported and not ended at any one time of the run, per 1,000 residents",
        open_peak, relevant=0.1, relative=True),
)
