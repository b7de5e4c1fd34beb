"""What the organisation's own statistics say, by the formulas in use. Read beside the truth, never instead of it."""

from __future__ import annotations

import math

import numpy as np

from sim.metrics.cohort import Cohort, mean
from sim.metrics.equity import weighted_share
from sim.metrics.metric import Metric

LOCAL_LEVEL = "community"
"""Id of the level that counts as the community itself in the local disposal rate."""


def _handling_time(cohort: Cohort) -> float:
    ledger = cohort.ledger
    return mean(ledger["closed_h"] - ledger["registered_h"], ledger["closed"] != 0)


def _local_disposal(cohort: Cohort) -> float:
    """Closed at the community or below. A case that its desk answered counts at the level where its channel enters."""
    levels = cohort.run.level_ids
    if LOCAL_LEVEL not in levels:
        return math.nan
    world = cohort.run.world
    rung = world.level["rung"]
    level = cohort.count("level")
    entry = world.channel["level"][np.maximum(cohort.count("channel"), 0)].astype(np.int64)
    level = np.where(level >= 0, level, entry)
    local = (level >= 0) & (rung[np.maximum(level, 0)] >= rung[levels.index(LOCAL_LEVEL)])
    return weighted_share(cohort.closed & local, cohort.registered)


OFFICIAL = (
    Metric(
        "official_response_rate", "响应率（官方）", "official response rate", "share", "up",
        "登记后在承诺响应时间内联系居民的工单占比；仅计承诺时间已到者",
        "share of registered cases contacted within the promised response time,"
        " of those whose promise had run out by the end",
        lambda c: c.official.response),
    Metric(
        "official_closure_rate", "办结率（官方）", "official closure rate", "share", "up",
        "登记工单中已办结的比例，不论是否真正解决",
        "share of registered cases officially closed, truly resolved or not",
        lambda c: c.official.closure),
    Metric(
        "official_on_time_rate", "按时办结率（官方）", "official on-time closure rate", "share", "up",
        "登记后在办理时限内首次办结的工单占比；仅计时限已到者",
        "share of registered cases first closed within the deadline after registration,"
        " of those whose deadline had run out",
        lambda c: c.official.on_time),
    Metric(
        "official_resolution_rate", "解决率（官方）", "official resolution rate", "share", "up",
        "回访成功的办结工单中居民称已解决的比例",
        "share of answered call-backs in which the resident says it was resolved",
        lambda c: c.official.resolution),
    Metric(
        "official_satisfaction_rate", "满意率（官方）", "official satisfaction rate", "share", "up",
        "回访评价中五级前三级（非常满意、满意、基本满意）的比例",
        "share of call-back grades in the top three of five",
        lambda c: c.official.satisfaction),
    Metric(
        "official_satisfaction_rate_strict", "满意率（官方数据，前两级）",
        "satisfaction rate, top two grades", "share", "up",
        "同一回访评价中五级前两级（非常满意、满意）的比例，研究口径",
        "share of the same grades in the top two of five, as research counts",
        lambda c: c.official.satisfaction_strict),
    Metric(
        "official_handling_time_mean", "平均办理时长（官方）", "official mean handling time", "h", "down",
        "仅就已办结工单计算的登记至首次办结平均时长；因不计未办结者而偏低，不宜用于比较",
        "mean registration to first closure of closed cases only; flattering,"
        " because open cases are left out: do not compare on it",
        _handling_time, relevant=0.1, relative=True),
    Metric(
        "local_disposal_rate_a", "社区处置率（口径甲）", "disposed of in the community (reading a)", "share", "up",
        "登记工单中在社区及以下层级办结的比例；渠道当场答复的按渠道进入层级计；组织中没有 community 层级时无定义",
        "share of registered cases closed at community level or below;"
        " cases answered by a desk count at the level where the channel enters;"
        ' undefined if no level is called "community"',
        _local_disposal),
    Metric(
        "disposal_rate_b", "处置率（口径乙）", "disposed of at any level (reading b)", "share", "up",
        "登记工单中在任一层级办结的比例；与办结率数值相同，为对照口径甲而列",
        "share of registered cases closed at any level; equal to the closure rate,"
        " listed for comparison with reading a",
        lambda c: weighted_share(c.closed, c.registered)),
)
