"""What residents decide and do themselves: councils, who is heard, self-managed yards."""

from __future__ import annotations

import math

import numpy as np

from sim.metrics.cohort import Cohort, Flags, mean
from sim.metrics.equity import gap, weighted_share
from sim.metrics.metric import Metric
from sim.world.codes import NOBODY, Fate


def _tabled(cohort: Cohort) -> Flags:
    """Put on the agenda of a council."""
    return np.asarray(cohort.count("chamber") != NOBODY)


def _settled(cohort: Cohort) -> Flags:
    """Put on an agenda and off it again: agreed upon, sent on without agreement, or given up."""
    return np.asarray(_tabled(cohort) & (cohort.fate != Fate.COUNCIL))


def _wait(cohort: Cohort) -> float:
    hours = np.asarray(cohort.run.world.case["council_h"][cohort.rows], np.float64)
    return mean(hours, _settled(cohort))


def _meeting_hours(cohort: Cohort) -> float:
    return float(cohort.run.world.chamber["person_h"].sum())


def _own_hours(cohort: Cohort) -> float:
    """Residents' hours: of work in self-managed yards, and of members of councils who are not staff."""
    return float(cohort.run.world.yard["hours"].sum()) + _meeting_hours(cohort) - float(cohort.meeting_staff_h.sum())


def _active_yards(cohort: Cohort) -> float:
    active = cohort.run.world.yard["active"]
    return float(np.mean(active)) if active.size and cohort.residents else math.nan


DELIBERATION = (
    Metric(
        "deliberated_share", "议事占比", "put to a council", "share", "none",
        "登记工单中列入居民议事会议程的比例",
        "share of registered cases that were put on the agenda of a residents' council",
        lambda c: weighted_share(_tabled(c), c.registered)),
    Metric(
        "council_wait", "候会时长", "wait for a council", "h", "down",
        "列入议程的工单等候会议的平均小时数（含再次上会），不含仍在等候者",
        "hours that cases put on an agenda waited for meetings, all their meetings together, mean over those that wait no more",
        _wait, relevant=0.1, relative=True),
    Metric(
        "agreed_share", "议定率", "agreed by the council", "share", "up",
        "列入议程且已离开议程的工单中议事会达成一致的比例",
        "share of cases that left an agenda on which the council agreed",
        lambda c: weighted_share(c.count("agreed") > 0, _settled(c))),
    Metric(
        "gap_elder_heard", "老年人发言差距", "gap in being heard, elders minus others", "difference of shares", "up",
        "议定的工单中当事人得以发言的比例：老年人减其他人",
        "of cases on which a council agreed, the share whose owner was heard there: elders minus others",
        lambda c: gap(c.count("voiced") > 0, (c.count("agreed") > 0) & c.has_owner, c.groups["elder"])),
    Metric(
        "meeting_hours", "会议人时", "members' hours in meetings", "h per 1,000 residents and year", "down",
        "整个运行期内议事会成员（居民与工作人员）的会议人时，折合每千居民每年",
        "hours that members of councils, residents and staff, spent in meetings over the whole run, per 1,000 residents and year",
        lambda c: c.per_1000_in_run(_meeting_hours(c)), relevant=0.1, relative=True),
    Metric(
        "self_managed_share", "居民自管占比", "done by the residents themselves", "share", "up",
        "潜在问题中由楼院居民自管组织解决、从未登记的比例",
        "share of latent issues that residents' own organisations of yards solved; they are never registered",
        lambda c: weighted_share(c.has_fate(Fate.SELF_MANAGED), np.ones(c.rows.size, np.bool_))),
    Metric(
        "own_hours", "居民自投工时", "residents' own hours", "h per 1,000 residents and year", "down",
        "整个运行期内居民在自管事务与议事会（不含工作人员）中投入的小时数，折合每千居民每年",
        "hours that residents gave to self-managed yards and, as members, to councils over the whole run, per 1,000 residents and year",
        lambda c: c.per_1000_in_run(_own_hours(c)), relevant=0.1, relative=True),
    Metric(
        "active_yards", "自管运转楼院占比", "yards that manage themselves", "share", "up",
        "运行期末自管会仍在运转的楼院比例",
        "share of yards whose residents' organisation works at the end of the run",
        _active_yards),
)
