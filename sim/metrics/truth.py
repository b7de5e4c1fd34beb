"""What truly happened: how many issues were reached and resolved, how soon, how people felt, who was left out."""

from __future__ import annotations

import numpy as np

from sim.metrics.cohort import WANTED, Cohort, Flags, Floats, mean, ratio
from sim.metrics.equity import gap, gini, weighted_share
from sim.metrics.metric import Metric
from sim.metrics.survival import Incidence
from sim.world.codes import Fate

RESTRICTED_H = 720.0
"""Horizon of the restricted mean resolution time: 30 days."""


def _share_of_latent(cohort: Cohort, part: Flags) -> float:
    return ratio(int(np.count_nonzero(part)), cohort.rows.size)


def _share_of_reported(cohort: Cohort, fate: Fate) -> float:
    return weighted_share(cohort.has_fate(fate), cohort.reported)


def _quantile(cohort: Cohort, times: Incidence, share: float) -> float:
    """Time by which a share of the reported is served; nan if nothing was reported, inf if the share is never reached."""
    return times.quantile(WANTED, share) if cohort.reported.any() else float("nan")


def _group_gap(cohort: Cohort, name: str) -> float:
    return gap(cohort.in_deadline, cohort.due & cohort.has_owner, cohort.groups[name], cohort.severity)


def _reported_gap(cohort: Cohort, name: str) -> float:
    by_resident = cohort.reported & ~cohort.by_patrol
    return gap(by_resident, cohort.has_owner, cohort.groups[name])


def _satisfied(cohort: Cohort) -> float:
    felt = cohort.satisfaction
    return weighted_share(felt >= 0, ~np.isnan(felt))


def _mean_satisfaction(cohort: Cohort) -> float:
    felt: Floats = cohort.satisfaction
    return mean(felt, ~np.isnan(felt))


def _false_closure(cohort: Cohort) -> float:
    unsound = cohort.has_fate(Fate.UNRESOLVED) | (cohort.fate == Fate.RELAPSE) | (cohort.count("returns") > 0)
    return weighted_share(unsound, cohort.closed)


REACHED = (
    Metric(
        "resolved_in_deadline", "时限内真正解决率", "truly resolved within the deadline", "share", "up",
        "全部潜在问题中（含从未上报者）自发生起在该类别时限内被组织真正解决的比例，按严重程度加权；"
        "仅计观察期内时限已到者；被预防的与重复的不计入分母，自行消解的计为未解决",
        "share of all latent issues, also those never reported,"
        " that the organisation truly resolved within their category's deadline after occurrence,"
        " weighted by severity; of issues whose deadline fell within the observation;"
        " prevented and covered issues are not in the denominator, self-resolved ones count as not resolved",
        lambda c: weighted_share(c.in_deadline, c.due, c.severity), headline=True),
    Metric(
        "resolved_in_deadline_unweighted", "时限内真正解决率（不加权）",
        "truly resolved within the deadline, unweighted", "share", "up",
        "全部潜在问题中自发生起在该类别时限内被组织真正解决的比例，每个问题权重相同；仅计观察期内时限已到者",
        "share of all latent issues truly resolved within their category's deadline after occurrence,"
        " every issue counting once; of issues whose deadline fell within the observation",
        lambda c: weighted_share(c.in_deadline, c.due)),
    Metric(
        "resolved_share", "真正解决率", "truly resolved by the end", "share", "up",
        "潜在问题中在观察期末前被组织真正解决的比例",
        "share of latent issues that the organisation truly resolved by the end of observation",
        lambda c: _share_of_latent(c, c.resolved)),
    Metric(
        "reported_share", "到达组织的比例", "brought to the organisation", "share", "up",
        "潜在问题中由居民上报或被巡查发现的比例",
        "share of latent issues reported by their resident or detected by a patrol",
        lambda c: _share_of_latent(c, c.reported)),
    Metric(
        "resident_reported_share", "居民上报率", "reported by residents", "share", "none",
        "潜在问题中由居民经渠道上报的比例",
        "share of latent issues reported by their resident through a channel",
        lambda c: _share_of_latent(c, c.reported & ~c.by_patrol)),
    Metric(
        "registered_share", "登记率", "registered", "share", "up",
        "潜在问题中登记成为工单的比例",
        "share of latent issues that entered the register",
        lambda c: _share_of_latent(c, c.registered)),
    Metric(
        "detection_share", "巡查发现占比", "detected by patrol", "share", "none",
        "登记工单中由巡查发现的比例",
        "share of registered cases that a patrol detected",
        lambda c: weighted_share(c.by_patrol, c.registered)),
    Metric(
        "self_resolved_share", "自行消解率", "went away by themselves", "share", "none",
        "潜在问题中未经上报而自行消解或私下解决的比例",
        "share of latent issues that went away or were settled privately, unreported",
        lambda c: _share_of_latent(c, c.has_fate(Fate.SELF_RESOLVED) & ~c.reported)),
)

TIMES = (
    Metric(
        "response_time_median", "响应时间中位数", "response time, median", "h", "down",
        "自上报（或发现）到首次接触的时间中位数；以放弃、信访、拒收等未经接触的终结为竞争事件（Aalen-Johansen 估计）；"
        "未达半数为无穷大",
        "report or detection to first contact, median; ends without contact (withdrawal, petition,"
        " rejection) compete (Aalen-Johansen); infinite if fewer than half are ever contacted",
        lambda c: _quantile(c, c.response, 0.5), relevant=0.1, relative=True, headline=True),
    Metric(
        "response_time_p90", "响应时间第90百分位", "response time, 90th percentile", "h", "down",
        "自上报（或发现）起，九成问题得到首次接触所需的时间；未经接触的终结为竞争事件；未达九成为无穷大",
        "time from report or detection until nine in ten have been contacted; ends without contact compete;"
        " infinite if never",
        lambda c: _quantile(c, c.response, 0.9), relevant=0.1, relative=True),
    Metric(
        "resolution_time_median", "解决时间中位数", "resolution time, median", "h", "down",
        "自上报（或发现）到真正解决的时间中位数；其他终结为竞争事件（Aalen-Johansen 估计）；未达半数为无穷大",
        "report or detection to true resolution, median; every other end competes (Aalen-Johansen);"
        " infinite if fewer than half are ever resolved",
        lambda c: _quantile(c, c.resolution, 0.5), relevant=0.1, relative=True),
    Metric(
        "resolution_time_p90", "解决时间第90百分位", "resolution time, 90th percentile", "h", "down",
        "自上报（或发现）起，九成问题得到真正解决所需的时间；其他终结为竞争事件；未达九成为无穷大",
        "time from report or detection until nine in ten are truly resolved; every other end competes;"
        " infinite if never",
        lambda c: _quantile(c, c.resolution, 0.9), relevant=0.1, relative=True),
    Metric(
        "resolution_time_restricted_mean", "30天限制平均未解决时间",
        "time unresolved within 30 days, mean", "h", "down",
        "上报后30天内处于未真正解决状态的平均时间（限制平均）；以其他方式终结者计满30天",
        "mean time without true resolution in the first 30 days after report (restricted mean);"
        " who left in another way counts the full 30 days",
        lambda c: c.resolution.mean_time_without(WANTED, RESTRICTED_H) if c.reported.any() else float("nan"),
        relevant=0.1, relative=True),
)

FEELINGS = (
    Metric(
        "satisfied_share", "真实满意率", "satisfied residents", "share", "up",
        "居民知晓、已上报且已终结的事件中，居民潜在满意度不低于预期（≥0）的比例",
        "share of episodes reported, ended and known to the resident that met or beat what the resident"
        " expected (latent satisfaction 0 or more)",
        _satisfied, headline=True),
    Metric(
        "mean_satisfaction", "平均满意度", "mean satisfaction", "latent scale", "up",
        "居民知晓、已上报且已终结事件的潜在满意度均值，0为符合预期",
        "mean latent satisfaction of episodes reported, ended and known to the resident; 0 = as expected",
        _mean_satisfaction, relevant=0.05),
    Metric(
        "withdrawn_share", "放弃率", "gave up waiting", "share", "down",
        "已上报问题中居民等待无果而放弃的比例",
        "share of reported issues whose resident gave up waiting",
        lambda c: _share_of_reported(c, Fate.WITHDRAWN)),
    Metric(
        "petitions_per_1000", "每千人年信访量", "petitions", "per 1,000 residents and year", "down",
        "统计期内发生的问题中转为信访者（含迟迟才解决而信访者），折合每千居民每年",
        "issues of the cohort taken outside the system, also after a solution that came far too late, per 1,000 residents and year",
        lambda c: c.per_1000_in_cohort(c.petitioned),
        relevant=0.1, relative=True),
    Metric(
        "rejected_share", "拒收率", "turned away", "share", "down",
        "已上报问题中因排队已满而被拒的比例",
        "share of reported issues turned away because a line was full",
        lambda c: _share_of_reported(c, Fate.REJECTED)),
)

HANDLING = (
    Metric(
        "false_closure_rate", "虚假办结率", "closed but not solved", "share", "down",
        "已办结工单中首次办结时并未真正解决的比例（含日后重办者）",
        "share of closed cases whose first closure was not a lasting fix, also where it was mended later",
        _false_closure),
    Metric(
        "reopen_rate", "重办率", "re-opened", "share", "down",
        "已办结工单中被再次提出的比例",
        "share of closed cases that were brought up again",
        lambda c: weighted_share(c.count("returns") > 0, c.closed)),
    Metric(
        "misroute_rate", "错派率", "misrouted", "share", "down",
        "登记工单中至少一次派错单位的比例",
        "share of registered cases sent to a wrong office at least once",
        lambda c: weighted_share(c.count("misroutes") > 0, c.registered)),
    Metric(
        "hops_per_case", "平均向上转报次数", "referrals upward per case", "per case", "none",
        "每件登记工单向上转报或升级的平均次数",
        "mean referrals and escalations upward of a registered case",
        lambda c: mean(c.count("hops"), c.registered), relevant=0.1, relative=True),
    Metric(
        "reminders_per_case", "平均催办次数", "reminders per case", "per case", "down",
        "每件登记工单被居民催办的平均次数",
        "mean reminders by the resident of a registered case",
        lambda c: mean(c.count("reminders"), c.registered), relevant=0.1, relative=True),
)

FAIRNESS = (
    Metric(
        "gap_elder", "老年人差距", "gap, elders minus others", "difference of shares", "none",
        "老年人（60岁及以上）与其他人的时限内真正解决率之差；负值表示老年人较差，零为无差距",
        "resolved_in_deadline of people of 60 and over minus that of the others; negative: elders fare worse;"
        " best is zero",
        lambda c: _group_gap(c, "elder")),
    Metric(
        "gap_newcomer", "外来居民差距", "gap, newcomers minus locals", "difference of shares", "none",
        "外来或新迁入居民与其他人的时限内真正解决率之差；负值表示外来居民较差，零为无差距",
        "resolved_in_deadline of newcomers minus that of locals; negative: newcomers fare worse; best is zero",
        lambda c: _group_gap(c, "newcomer")),
    Metric(
        "gap_vulnerable", "困难群体差距", "gap, vulnerable minus others", "difference of shares", "none",
        "困难、残疾或独居老人与其他人的时限内真正解决率之差；负值表示困难群体较差，零为无差距",
        "resolved_in_deadline of people in hardship, disabled or alone in old age minus that of the others;"
        " negative: they fare worse; best is zero",
        lambda c: _group_gap(c, "vulnerable"), headline=True),
    Metric(
        "gap_newcomer_reported", "外来居民上报差距", "reporting gap, newcomers minus locals", "difference of shares", "none",
        "外来或新迁入居民与其他人的居民上报率之差",
        "share of latent issues reported by residents, newcomers minus locals",
        lambda c: _reported_gap(c, "newcomer")),
    Metric(
        "gap_elder_reported", "老年人上报差距", "reporting gap, elders minus others", "difference of shares", "none",
        "老年人与其他人的居民上报率之差",
        "share of latent issues reported by residents, elders minus others",
        lambda c: _reported_gap(c, "elder")),
    Metric(
        "unmet_gini", "未解决负担基尼系数", "Gini of unmet severity", "0-1", "down",
        "各户未能在时限内真正解决的问题严重程度之和的基尼系数，含没有问题的户；问题稀少时天然偏高，只宜比较同一地点",
        "Gini over all households of the severity not truly resolved within deadline;"
        " high by nature where issues are rare, so compare only within a place",
        lambda c: gini(c.unmet_by_household)),
)

TRUTH = REACHED + TIMES + FEELINGS + HANDLING + FAIRNESS
