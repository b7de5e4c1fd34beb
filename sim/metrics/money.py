"""Money and ways: what funds bought, whom services reached, what was prevented, what a matter costs its resident."""

from __future__ import annotations

import math

import numpy as np

from sim.clock import HOURS_PER_DAY
from sim.metrics.cohort import Cohort, mean, ratio
from sim.metrics.metric import Metric
from sim.world.codes import Fate

MONTH_H = 730.0
"""A month of a service, as the engine pays for it."""


def _exhausted_day(cohort: Cohort) -> float:
    """First day on which money was wanting; inf if it never was."""
    if not cohort.residents:
        return math.nan
    purse = cohort.run.world.purse
    short = purse["short_h"][~np.isnan(purse["short_h"])]
    return float(short.min() / HOURS_PER_DAY) if len(short) else math.inf


def _spent(cohort: Cohort) -> float:
    purse = cohort.run.world.purse
    return ratio(purse["bought"].sum() + purse["granted"].sum(), cohort.residents * cohort.run_years)


def _enrolled(cohort: Cohort) -> float:
    """Mean number enrolled over the whole run: person-months paid for so far, without what is left of the month under way."""
    service, end_h = cohort.run.world.service, cohort.run.window.end_h
    ahead_h = np.maximum(service["opens_h"] + service["months"] * MONTH_H - end_h, 0.0) * service["enrolled"]
    return ratio((service["person_months"] * MONTH_H - ahead_h).sum(), cohort.run_h) if cohort.residents else math.nan


def _prevented(cohort: Cohort) -> float:
    fate = cohort.run.world.case["fate"][cohort.run.cohort]
    prevented = int(np.count_nonzero(fate == Fate.PREVENTED))
    return ratio(prevented, prevented + len(cohort.rows))


def _resident_hours(cohort: Cohort) -> float:
    return mean(cohort.run.world.case["resident_h"][cohort.rows], cohort.reported & ~cohort.by_patrol)


MONEY = (
    Metric(
        "fund_spent", "人均年资金支出", "spent by funds", "yuan per resident and year", "none",
        "各项资金用于购买小型维修与支付服务的支出，折合每居民每年，含预热与随访",
        "what funds paid for works and services, per resident and year; warm-up and follow-up included",
        _spent, relevant=0.1, relative=True),
    Metric(
        "fund_balance", "资金期末余额", "left in funds at the end", "yuan per resident", "none",
        "运行结束时各项资金的余额，折合每居民", "balance of all funds at the end of the run, per resident",
        lambda c: ratio(c.run.world.purse["balance"].sum(), c.residents), relevant=0.1, relative=True),
    Metric(
        "fund_exhausted", "资金首次不足日", "day money first ran short", "day", "none",
        "自运行开始起第几天有资金首次无力支付一项限额内的支出；从未不足为无穷",
        "day of the run on which a fund could first not pay for something within its cap; infinite if never",
        _exhausted_day, relevant=0.1, relative=True),
    Metric(
        "items_bought", "资金购买项数", "works bought", "per 1,000 residents and year", "none",
        "由资金出资办理的维修项数，折合每千居民每年", "works paid for by funds, per 1,000 residents and year",
        lambda c: c.per_1000_in_run(c.run.world.purse["items"].sum()), relevant=0.1, relative=True),
    Metric(
        "enrolled", "平均服务人数", "mean number enrolled", "people", "none",
        "各项服务平均每月实际付费服务的人数，按整个运行期计", "people enrolled in services and paid for, mean over the months of the run",
        _enrolled, relevant=0.1, relative=True),
    Metric(
        "prevented_share", "预防占比", "share prevented", "share", "up",
        "本应发生的问题中被预防的比例", "share of the issues that would have occurred which were prevented",
        _prevented),
    Metric(
        "resident_hours", "居民每件耗时", "residents' time per report", "h", "down",
        "居民自行上报的问题中，居民用于往返、排队和在受理台的平均小时数；仅计往服务点的路途，排队含下班后隔夜等候的时间",
        "mean hours that residents spend on the way to service points, in line and at the desk, per issue they reported themselves; a line that stands overnight is counted overnight",
        _resident_hours, relevant=0.1, relative=True),
    Metric(
        "cash_per_resolved", "单件解决的人力外支出", "cash per truly resolved issue", "yuan", "down",
        "整个运行期内人力以外的支出（维修、服务、项目）除以同期真正解决的问题数",
        "what was spent beside staff (works, services, programmes) over the issues truly resolved, whole run",
        lambda c: ratio(c.other_cost, c.resolved_in_run), relevant=0.1, relative=True),
)
