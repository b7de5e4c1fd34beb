"""The register against the truth: what is lost, counted twice, closed for show; what is stuck, and who is served before whom."""

from __future__ import annotations

import math

import numpy as np

from sim.metrics.cohort import WANTED, Cohort, Flags, Floats, mean, ratio
from sim.metrics.equity import gap, weighted_share
from sim.metrics.metric import Metric
from sim.world.codes import Fate

STUCK_H = 720.0
"""Open so long after registration: stuck, 30 days."""


def _tail(cohort: Cohort, share: float) -> float:
    """Time by which `share` of those truly resolved in the end have been."""
    if not cohort.resolved.any():
        return math.nan
    return cohort.resolution.quantile(WANTED, share * cohort.resolution.at(WANTED, math.inf))


def _stuck(cohort: Cohort) -> float:
    registered_h = cohort.time("registered_h")
    watched = registered_h + STUCK_H <= cohort.run.window.end_h
    until_h = np.fmin(cohort.time("closed_h"), cohort.ended_h)
    return weighted_share(~(until_h <= registered_h + STUCK_H), watched)


def _hollow(cohort: Cohort) -> float:
    """Closed less truly resolved, of those registered."""
    return weighted_share(cohort.closed, cohort.registered) - weighted_share(cohort.resolved, cohort.registered)


def _of_category(cohort: Cohort, values: Floats) -> Floats:
    return np.asarray(values[cohort.run.world.issue["category"][cohort.rows]])


def _visible_gap(cohort: Cohort) -> float:
    visible = _of_category(cohort, cohort.run.world.category["visible"]) > 0
    return gap(cohort.in_deadline, cohort.due, visible)


def _listed_gap(cohort: Cohort) -> float:
    weight = _of_category(cohort, cohort.run.world.scorecard["weight"])
    listed = weight > (weight.min() + weight.max()) / 2 if weight.size else weight > 0
    return gap(cohort.in_deadline, cohort.due, listed)


def _severe_gap(cohort: Cohort) -> float:
    severe = cohort.severity > np.median(cohort.severity) if cohort.rows.size else cohort.severity > 0
    return gap(cohort.in_deadline, cohort.due, severe)


def _lifted(cohort: Cohort) -> Flags:
    """Brought in by a channel with an express line."""
    return np.asarray(cohort.run.world.channel["lift"][np.maximum(cohort.count("channel"), 0)] > 0)


def _begun(cohort: Cohort) -> Flags:
    return np.asarray(cohort.registered & (cohort.count("visits") > 0))


def _wait(cohort: Cohort) -> Floats:
    return np.asarray(cohort.run.world.case["waited_h"][cohort.rows])


def _lifted_gap(cohort: Cohort) -> float:
    begun, lifted = _begun(cohort), _lifted(cohort)
    return mean(_wait(cohort), begun & lifted) - mean(_wait(cohort), begun & ~lifted)


def _wait_by_work(cohort: Cohort) -> float:
    begun = _begun(cohort)
    worked = cohort.run.world.case["worked_h"][cohort.rows][begun]
    return ratio(float(np.sum(worked * _wait(cohort)[begun])), float(worked.sum()))


def _between_units(cohort: Cohort, among: Flags, amount: Floats) -> float:
    """Standard deviation of the mean `amount` between the units of the lowest level, each weighing as much as it has of `among`."""
    world = cohort.run.world
    if not among.any():
        return math.nan
    seat = world.seat[world.issue["entrance"][cohort.rows], world.climb[0]][among]
    count = np.bincount(seat).astype(np.float64)
    total = np.bincount(seat, amount[among])
    away = total - count * (total.sum() / count.sum())
    return math.sqrt(float(np.sum(away[count > 0] ** 2 / count[count > 0]) / count.sum()))


REGISTER = (
    Metric(
        "lost_share", "丢件率", "mislaid", "share", "down",
        "登记工单中在单位之间移交时至少丢失过一次的比例",
        "share of registered cases mislaid at least once between two offices",
        lambda c: weighted_share(c.count("losses") > 0, c.registered)),
    Metric(
        "still_lost_share", "终未找回率", "lost and never found", "share", "down",
        "登记工单中到观察期末仍丢失在途、不在任何人手上的比例",
        "share of registered cases lost and in nobody's line at the end of observation",
        lambda c: weighted_share(c.fate == Fate.LOST, c.registered)),
    Metric(
        "duplicates_per_case", "平均重复登记数", "repeated registrations per case", "per case", "down",
        "每件登记工单因邻里重复上报而另行登记的平均件数",
        "mean number of further registrations of a case, for neighbours who reported the same",
        lambda c: mean(c.count("duplicates"), c.registered), relevant=0.1, relative=True),
    Metric(
        "sham_share", "应付办结率", "closed for show", "share", "down",
        "已办结工单中至少一次在考核压力下未解决即办结的比例；修复未能持久者不计",
        "share of closed cases closed at least once without any attempt to solve them; fixes that did not last not counted",
        lambda c: weighted_share(c.count("shams") > 0, c.closed)),
    Metric(
        "closure_gap", "办结与解决之差", "official closures minus true resolutions", "difference of shares", "down",
        "登记工单中官方已办结的比例减去观察期末前真正解决的比例",
        "share of registered cases officially closed minus the share truly resolved by the end of observation",
        _hollow),
    Metric(
        "audit_reopen_rate", "回访发现重办率", "re-opened by a call back", "share", "none",
        "已办结工单中因回访督查发现未解决而重办的比例",
        "share of closed cases re-opened because a call back found them not solved",
        lambda c: weighted_share(c.count("audits") > 0, c.closed)),
)

STUCK = (
    Metric(
        "stuck_share", "滞留率", "still open after 30 days", "share", "down",
        "登记满30天的工单中，登记后30天内既未办结也未以其他方式终结的比例",
        "share of the cases registered at least 30 days before the end that were neither closed nor ended within 30 days",
        _stuck),
    Metric(
        "resolution_time_p95", "解决时间第95百分位", "resolution time, 95th percentile", "h", "down",
        "最终得到真正解决的问题中，自上报（或发现）起百分之九十五已解决所需的时间；其他终结为竞争事件",
        "of those truly resolved in the end, time from report or detection until 95 in 100 are; every other end competes",
        lambda c: _tail(c, 0.95), relevant=0.1, relative=True),
    Metric(
        "resolution_time_p99", "解决时间第99百分位", "resolution time, 99th percentile", "h", "down",
        "最终得到真正解决的问题中，自上报（或发现）起百分之九十九已解决所需的时间；其他终结为竞争事件",
        "of those truly resolved in the end, time from report or detection until 99 in 100 are; every other end competes",
        lambda c: _tail(c, 0.99), relevant=0.1, relative=True),
    Metric(
        "unblocked_share", "领导督办率", "taken up by leaders", "share", "none",
        "登记工单中由领导督办会议提出督办的比例",
        "share of registered cases that leaders took up at a session",
        lambda c: weighted_share(c.count("keyed") > 0, c.registered)),
    Metric(
        "leader_hours", "领导督办工时", "leaders' hours", "h per 1,000 residents and year", "down",
        "领导用于督办滞留工单的时间，整个运行期，折合每千居民每年",
        "leaders' time spent on stuck cases over the whole run, per 1,000 residents and year",
        lambda c: c.per_1000_in_run(c.run.world.leader["spent_h"].sum()), relevant=0.1, relative=True),
)

ORDER = (
    Metric(
        "wait_by_work", "按工时加权的平均排队时间", "mean time in line, weighted by work", "h", "down",
        "已开始处置的登记工单的排队总时长，以其耗用工时加权平均；优先次序在同一岗位组内只重新分配它",
        "mean time in lines of registered cases that somebody worked on, weighted by the hours of work;"
        " within a pool an order of service only passes it from one to another",
        _wait_by_work, relevant=0.1, relative=True),
    Metric(
        "wait_gap_express", "直通渠道排队差距", "time in line, express channels minus others", "h", "none",
        "经直通（提级）渠道进入的工单平均排队时间减去其余工单；没有直通渠道时无定义",
        "mean time in line of cases from channels with a lift minus that of the others; undefined without such channels",
        _lifted_gap),
    Metric(
        "gap_visible", "显眼类别差距", "gap, visible categories minus others", "difference of shares", "none",
        "旁人看得见的类别与看不见的类别的时限内真正解决率之差（不加权）；正值表示显眼者较好",
        "truly resolved within the deadline (unweighted): categories a passer-by can see minus the others;"
        " positive: the visible fare better",
        _visible_gap),
    Metric(
        "gap_listed", "列入考核类别差距", "gap, evaluated categories minus others", "difference of shares", "none",
        "考核权重较高的类别与其余类别的时限内真正解决率之差（不加权）；各类权重相同时无定义",
        "truly resolved within the deadline (unweighted): categories with more weight in the evaluation minus the others;"
        " undefined if all weigh the same",
        _listed_gap),
    Metric(
        "gap_severe", "严重问题差距", "gap, the more severe half minus the other", "difference of shares", "up",
        "严重程度高于中位数的问题与其余问题的时限内真正解决率之差（不加权）；正值表示急重者先办",
        "truly resolved within the deadline (unweighted): issues more severe than the median minus the others;"
        " positive: the severe come first",
        _severe_gap),
    Metric(
        "unit_spread", "单位间差异", "spread between units", "difference of shares", "down",
        "最低层级各单位时限内真正解决率的标准差，按到期问题数加权；含偶然波动，只宜在同一地点作配对比较",
        "standard deviation between the units of the lowest level, weighted by issues due, of the share truly resolved"
        " within the deadline; it holds chance too, so compare only pairs within a place",
        lambda c: _between_units(c, c.due, c.in_deadline.astype(np.float64)), relevant=0.1, relative=True),
    Metric(
        "unit_spread_hops", "单位间转报差异", "spread of referrals between units", "per case", "down",
        "最低层级各单位辖区内登记工单平均向上转报次数的标准差，按登记工单数加权；含偶然波动，只宜在同一地点作配对比较",
        "standard deviation between the units of the lowest level, weighted by registered cases, of the mean number of referrals"
        " upward; it holds chance too, so compare only pairs within a place",
        lambda c: _between_units(c, c.registered, c.count("hops").astype(np.float64)), relevant=0.1, relative=True),
)

REGISTERED = REGISTER + STUCK + ORDER
