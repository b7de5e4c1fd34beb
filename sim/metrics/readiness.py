"""How ready an organisation is: emergencies and what they push aside, what visits find, what classes and hiring take."""

from __future__ import annotations

import math

import numpy as np

from sim.metrics.cohort import WANTED, Cohort, ratio, urgent_categories
from sim.metrics.effort import open_peak
from sim.metrics.metric import Metric


def _emergency_response(cohort: Cohort) -> float:
    urgent = cohort.emergency
    if not (cohort.reported & urgent).any():
        return math.nan
    return cohort.response_among(urgent).quantile(WANTED, 0.5)


def _routine_peak(cohort: Cohort) -> float:
    world = cohort.run.world
    return open_peak(cohort, ~urgent_categories(world)[world.issue["category"]])


def _put_down(cohort: Cohort) -> float:
    routine = cohort.registered & ~cohort.emergency
    return ratio(float(cohort.count("put_down")[routine].sum()), float(routine.sum()))


def _on_visit(cohort: Cohort) -> float:
    return ratio(float((cohort.count("on_visit") > 0)[cohort.registered].sum()), float(cohort.registered.sum()))


def _detection_delay(cohort: Cohort) -> float:
    known = cohort.reported
    return float(np.mean((cohort.reported_h - cohort.occurred_h)[known])) if known.any() else math.nan


def _yearly(cohort: Cohort, column: str) -> float:
    """Hours of a column of the handlers, per person at work and year."""
    hours = cohort.run.world.handler[column][cohort.staff.works]
    return ratio(float(hours.sum()), hours.size * cohort.run_years)


def _hired(cohort: Cohort) -> float:
    hired_h = cohort.run.world.handler["hired_h"]
    if not hired_h.size:
        return math.nan
    return float(np.sum((hired_h > 0) & (hired_h <= cohort.run.window.end_h)))


READINESS = (
    Metric(
        "emergency_response_median", "应急响应时间中位数", "response time of emergencies, median", "h", "down",
        "应急类别（未列明时为最紧急的优先级）自上报（或发现）到首次接触的时间中位数；未经接触的终结为竞争事件；未达半数为无穷大",
        "report or detection to first contact, median over the categories declared emergencies (where none is, those of the most"
        " urgent priority class); ends without contact compete; infinite if fewer than half are ever contacted",
        _emergency_response, relevant=0.1, relative=True),
    Metric(
        "routine_peak", "常规在办峰值", "peak of open routine cases", "per 1,000 residents", "down",
        "整个运行期内同时已上报而未终结的非应急问题数的最大值，折合每千居民",
        "largest number of issues that are no emergency, reported and not ended at any one time of the run, per 1,000 residents",
        _routine_peak, relevant=0.1, relative=True),
    Metric(
        "put_down_per_case", "件均因应急中断次数", "interruptions for emergencies per case", "per case", "down",
        "登记的非应急工单平均因应急被放下的次数",
        "times a registered case that is no emergency was put down for one, mean",
        _put_down, relevant=0.1, relative=True),
    Metric(
        "visit_share", "走访发现占比", "found on home visits", "share", "none",
        "登记工单中由入户走访发现的比例（计入巡查发现占比）",
        "share of registered cases that a home visit found; they are part of those detected by patrol",
        _on_visit),
    Metric(
        "detection_delay", "发现时滞", "delay until known", "h", "down",
        "已上报或被发现的问题自发生到上报（或发现）的平均小时数",
        "hours from occurrence to report or detection, mean over those that became known",
        _detection_delay, relevant=0.1, relative=True),
    Metric(
        "visiting_hours", "人均年走访时长", "time on home visits", "h per handler and year", "none",
        "处置人员每人每年的入户走访小时，不含受理席位",
        "hours of a handler on home visits in a year, the desks of channels not included",
        lambda c: _yearly(c, "visiting_h"), relevant=0.1, relative=True),
    Metric(
        "training_hours", "人均年培训时长", "time in classes", "h per handler and year", "none",
        "处置人员每人每年的培训小时，不含受理席位",
        "hours of a handler in classes in a year, the desks of channels not included",
        lambda c: _yearly(c, "training_h"), relevant=0.1, relative=True),
    Metric(
        "hired", "新招录人数", "people hired", "people", "up",
        "整个运行期内由居民招录到岗的人数",
        "residents whose own case was work and who began to work in the run",
        _hired, relevant=1.0),
)
