"""The issues themselves: when each occurs, to whom, and everything about it that no organisation changes.

Gaps of a Poisson process of rate one, mapped through the inverse of the expected number of issues, are already in order
of time (Cinlar 1975, time change). Issue number i takes every chance from its own key, so a change of one thing (a
mean, a share) leaves every other quantile of the issue as it was.
"""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt

from sim import dice
from sim.columns import Column, Table
from sim.community import Community
from sim.compiled import entry, rule
from sim.demand.rates import rates
from sim.scenario.scenario import Scenario
from sim.world import Rows
from sim.world.codes import Decision, Kind
from sim.world.issue import Issue


class Need(Table):
    """One row per category: the laws of what is drawn for its issues."""

    law: Annotated[np.int8, Column("code", "law of work hours (dice.Law)", "工时分布")]
    work_h: Annotated[np.float64, Column("h", "mean work of one visit", "平均工时")]
    work_cv: Annotated[np.float64, Column("1", "coefficient of variation of work", "工时变异系数")]
    severity_low: Annotated[np.float64, Column("0-1", "severity is uniform from this", "严重度下限")]
    severity_high: Annotated[np.float64, Column("0-1", "to this", "严重度上限")]
    notice_h: Annotated[np.float64, Column("h", "mean delay until noticed", "平均察觉延迟")]


class Habit(Table):
    """One row: the laws of how residents wait and help themselves."""

    patience_law: Annotated[np.int8, Column("code", "law of patience (dice.Law)", "耐心分布")]
    patience_h: Annotated[np.float64, Column("h", "mean patience; inf = never gives up", "平均耐心")]
    patience_cv: Annotated[np.float64, Column("1", "its coefficient of variation", "变异系数")]
    self_h: Annotated[np.float64, Column("h", "mean time to going away by itself; inf = never", "平均自行消解时长")]


class Laws(NamedTuple):
    """What the trace is drawn from, apart from the rates. K categories, A numbers of agencies."""

    need: Rows  # (K,)
    agencies: npt.NDArray[np.float64]  # (K, A): cumulative shares of needing 0, 1, ... other agencies
    habit: Rows  # (1,)


@rule
def first_above(cumulative, value):
    """Index of the first entry above `value` in an ascending array; the last index if there is none."""
    low = 0
    high = len(cumulative) - 1
    while low < high:
        middle = (low + high) // 2
        if cumulative[middle] > value:
            high = middle
        else:
            low = middle + 1
    return low


@rule
def find_owner(cumulative, guide, u):
    """As `first_above(cumulative, u * total)`, started from the guide: two steps on average, however many residents."""
    value = u * cumulative[len(cumulative) - 1]
    who = guide[min(int(u * len(guide)), len(guide) - 1)]
    while who > 0 and cumulative[who - 1] > value:  # rounding only
        who -= 1
    while who < len(cumulative) - 1 and cumulative[who] <= value:
        who += 1
    return who


@rule
def scaled_exponential(mean, u):
    """Exponential quantile of the given mean; 0 or inf where the mean is."""
    if mean == 0.0 or mean == math.inf:
        return mean
    return -mean * math.log1p(-u)


@rule
def describe(issue, i, laws):
    """Draw everything of issue i that depends on its category only, in place."""
    key = issue[i].key
    k = issue[i].category
    need = laws.need[k]
    habit = laws.habit[0]
    low = need.severity_low
    issue[i].severity = low + (need.severity_high - low) * dice.uniform(key, Decision.SEVERITY, 0)
    issue[i].difficulty = dice.uniform(key, Decision.DIFFICULTY, 0)
    issue[i].authority = dice.uniform(key, Decision.AUTHORITY, 0)
    issue[i].agencies = first_above(laws.agencies[k], dice.uniform(key, Decision.AGENCIES, 0))
    issue[i].work_h = dice.duration(need.law, need.work_h, need.work_cv, dice.uniform(key, Decision.WORK, 0))
    patience = math.inf
    if habit.patience_h < math.inf:
        u = dice.uniform(key, Decision.PATIENCE, 0)
        patience = dice.duration(habit.patience_law, habit.patience_h, habit.patience_cv, u)
    issue[i].patience_h = patience
    issue[i].notice_h = scaled_exponential(need.notice_h, dice.uniform(key, Decision.NOTICE, 0))
    issue[i].self_h = scaled_exponential(habit.self_h, dice.uniform(key, Decision.SELF_RESOLUTION, 0))
    issue[i].urge = scaled_exponential(1.0, dice.uniform(key, Decision.REPORT, 0))
    issue[i].prevention = dice.uniform(key, Decision.PREVENTION, 0)


@entry
def draw(issue, resident, rates, laws, seed, replicate):
    """Fill `issue` row by row until the horizon. Returns the number of issues, or -1 if the rows did not suffice.

    `rates` is Rates, `laws` is Laws; seed and replicate are unsigned 64-bit.
    """
    run_key = dice.entity_key(seed, np.uint64(0), replicate)
    spans = len(rates.regime)
    span = 0
    now = 0.0
    for i in range(len(issue)):
        key = dice.entity_key(run_key, np.uint64(Kind.ISSUE), np.uint64(i))
        now += scaled_exponential(1.0, dice.uniform(key, Decision.GAP, 0))
        while span < spans and rates.operational[span + 1] <= now:
            span += 1
        if span == spans:
            return i
        part = (now - rates.operational[span]) / (rates.operational[span + 1] - rates.operational[span])
        start = rates.edge_h[span]
        regime = rates.regime[span]
        who = find_owner(rates.owner[regime], rates.guide[regime], dice.uniform(key, Decision.OWNER, 0))
        need_class = resident[who].age * 2 + resident[who].vulnerable
        mix = rates.mix[regime, need_class]
        issue[i].occur_h = min(start + part * (rates.edge_h[span + 1] - start), rates.last_h[span])
        issue[i].key = key
        issue[i].resident = who
        issue[i].entrance = resident[who].entrance
        issue[i].category = first_above(mix, dice.uniform(key, Decision.CATEGORY, 0))
        describe(issue, i, laws)
    return -1


def laws(scenario: Scenario) -> Laws:
    """The laws of a scenario as arrays."""
    categories = list(scenario.categories.values())
    need = Need.allocate(len(categories))
    agencies = np.ones((len(categories), max(len(c.agencies) for c in categories)))
    for k, category in enumerate(categories):
        need[k].law = dice.Law[category.work_law.upper()]
        need[k].work_h, need[k].work_cv = category.work_h, category.work_cv
        need[k].severity_low, need[k].severity_high = category.severity_low, category.severity_high
        need[k].notice_h = category.notice
        total = np.cumsum(category.agencies)
        agencies[k, : len(total)] = total / total[-1]
    habit = Habit.allocate(1)
    patience, rate = scenario.residents.patience, scenario.residents.self_resolve_per_day
    habit.patience_law = dice.Law[patience.law.upper()]
    habit.patience_h, habit.patience_cv = patience.mean_h, patience.cv
    habit.self_h = 24.0 / rate if rate > 0 else math.inf
    return Laws(need, agencies, habit)


OTHER_STREAM = 2**32
"""Added to the replicate of issues that are laid upon a run: no replicate is that large."""


def draw_issues(scenario: Scenario, community: Community, replicate: int) -> Rows:
    """All issues of one replication in order of time over [0, horizon). Table Issue.

    Reads the place, the demand, the categories and the residents of the scenario, never its organisation.
    """
    return _drawn(scenario, community, replicate, replicate)


def draw_other_issues(scenario: Scenario, community: Community, replicate: int) -> Rows:
    """As `draw_issues`, of the same days and places, with chances of their own: none of the issues is one of that replication."""
    return _drawn(scenario, community, replicate, replicate + OTHER_STREAM)


def _drawn(scenario: Scenario, community: Community, replicate: int, stream: int) -> Rows:
    """Issues at the rates of a replicate, each with the chances of a stream."""
    intensity = rates(scenario, community, replicate)
    law = laws(scenario)
    seed, number = np.uint64(scenario.run.seed), np.uint64(stream)
    expected = float(intensity.operational[-1])
    rows = int(expected + 6 * math.sqrt(expected)) + 16
    while True:
        issue = Issue.allocate(rows)
        with np.errstate(over="ignore"):
            count = draw(issue, community.resident, intensity, law, seed, number)
        if count >= 0:
            return issue[:count].view(np.recarray)
        rows *= 2
