"""What residents make of it: who goes outside the system and how, whom they trust, how far newcomers lag behind."""

from __future__ import annotations

import math

import numpy as np

from sim.metrics.cohort import Cohort, Flags, Floats, mean, ratio
from sim.metrics.equity import weighted_share
from sim.metrics.metric import Metric
from sim.world.codes import Exit, Fate


def _went_to_law(cohort: Cohort) -> Flags:
    return np.asarray(cohort.has_fate(Fate.LEGAL) | cohort.chose(Exit.LEGAL))


def _failed(cohort: Cohort) -> Flags:
    """Reported and known to its resident, and ended without a solution, or its resident was let down on the way."""
    known = ~np.isnan(cohort.time("noticed_h"))
    unsolved = cohort.reported & known & ~np.isnan(cohort.ended_h) & ~cohort.resolved
    return np.asarray(unsolved | (cohort.count("choices") > 0))


def _trust(cohort: Cohort, newcomers: bool | None = None) -> float:
    """Mean trust of all residents, or of newcomers or locals only; nan where trust is not modelled."""
    minds, resident = cohort.run.world.mind, cohort.run.world.resident
    if not len(minds):
        return math.nan
    trust: Floats = minds["trust"]
    among = np.ones(len(trust), np.bool_) if newcomers is None else (resident["newcomer"] != 0) == newcomers
    return mean(trust, among)


def _newcomers_reports(cohort: Cohort) -> float:
    """Share of newcomers' issues that they report over that of locals."""
    by_resident, newcomer = cohort.reported & ~cohort.by_patrol, cohort.groups["newcomer"]
    whole = cohort.has_owner
    return ratio(weighted_share(by_resident, whole & newcomer), weighted_share(by_resident, whole & ~newcomer))


MINDS = (
    Metric(
        "petition_visits_per_1000", "每千人年上门信访量", "petitions in person", "per 1,000 residents and year", "down",
        "统计期内发生的问题中以非网上方式信访者，折合每千居民每年",
        "issues of the cohort taken outside the system other than online, per 1,000 residents and year",
        lambda c: c.per_1000_in_cohort(c.petitioned & ~c.chose(Exit.PETITION_ONLINE)), relevant=0.1, relative=True),
    Metric(
        "legal_per_1000", "每千人年转入法律途径量", "issues taken to law", "per 1,000 residents and year", "none",
        "统计期内发生的问题中居民转走法律途径（咨询、调解、诉讼）者，折合每千居民每年",
        "issues of the cohort for which the resident took the legal route, per 1,000 residents and year",
        lambda c: c.per_1000_in_cohort(_went_to_law(c)), relevant=0.1, relative=True),
    Metric(
        "outside_per_1000", "每千人年信访与法律途径合计", "petitions and issues taken to law", "per 1,000 residents and year", "down",
        "信访与转入法律途径之和，折合每千居民每年：分流不等于消失",
        "petitions and issues taken to law together, per 1,000 residents and year: diversion is not disappearance",
        lambda c: c.per_1000_in_cohort(c.petitioned | _went_to_law(c)), relevant=0.1, relative=True),
    Metric(
        "petition_share_of_failed", "失败事件信访率", "petitions among failed episodes", "share", "down",
        "居民知晓、已上报而未获解决（或居民曾受挫）的事件中转为信访的比例",
        "share of episodes reported, known to the resident and not solved (or in which the resident was let down) that became petitions",
        lambda c: weighted_share(c.petitioned, _failed(c)), relevant=0.005),
    Metric(
        "private_share_of_failed", "失败事件自行解决率", "settled privately after a failure", "share", "none",
        "居民知晓、已上报而未获解决（或居民曾受挫）的事件中居民自行解决的比例",
        "share of episodes reported, known to the resident and not solved (or in which the resident was let down) that were settled privately",
        lambda c: weighted_share(c.chose(Exit.PRIVATE), _failed(c))),
    Metric(
        "trust_mean", "平均信任", "mean trust", "0-1", "up",
        "观察期末全体居民信任的均值，0.5为中立；未模拟信任时无数值",
        "mean trust of all residents at the end of observation, .5 is indifferent; undefined where trust is not modelled",
        _trust, relevant=0.01),
    Metric(
        "gap_trust_newcomer", "外来居民信任差距", "trust, newcomers minus locals", "difference of trust", "none",
        "观察期末外来或新迁入居民与其他人的平均信任之差；未模拟信任时无数值",
        "mean trust of newcomers minus that of locals at the end of observation; undefined where trust is not modelled",
        lambda c: _trust(c, newcomers=True) - _trust(c, newcomers=False), relevant=0.01),
    Metric(
        "newcomer_reporting_ratio", "外来居民上报比", "newcomers' reporting ratio", "ratio", "none",
        "外来或新迁入居民的居民上报率与其他人之比，1为无差距",
        "share of latent issues reported by residents, newcomers over locals; 1 is no gap",
        _newcomers_reports, relevant=0.05),
)
