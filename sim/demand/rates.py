"""How often issues occur: rates by time, place and person, before anything is drawn from them.

    rate(resident r, category k, hour t) =
        lam / 8760 * shape(t) * day(t) * xi[entrance of r] * p[k] * f[k](r) * surge[k](t)

- lam is `issues_per_resident_year`; a year has 365 days, its twelfths 730 hours, and hour 0 is a Monday 00:00 that
  opens the first twelfth. Surges count their days from hour 0 as well, that is, from the start of the warm-up.
- shape is hour profile * weekday profile * month profile, scaled to mean 1 over the hours of the first 365 days.
- day and xi are gamma numbers with mean 1 in expectation, one per day and one per entrance, not rescaled afterwards.
- p[k] is the category's part of all shares. f[k] is the product of its age and vulnerability factors, scaled to mean 1
  over the residents, so that p[k] is its share of all issues and lam the number per resident, whoever lives there. A
  category that none of the residents can have is left out.
- surge is the product of the factors of the surges under way that concern k; 1 outside.

Everything is constant between the edges of a grid of hours, cut further where surges start and end. Nothing here reads
the organisation.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.community import Community
from sim.compiled import entry
from sim.demand.gamma import gammas
from sim.errors import ScenarioError
from sim.scenario.place import Category, Demand
from sim.scenario.scenario import Scenario
from sim.world import Rows
from sim.world.codes import Age, Decision, Kind

Floats = npt.NDArray[np.float64]

HOURS_PER_YEAR = 8760
HOURS_PER_TWELFTH = 730
N_CLASSES = 6
"""Classes of residents with equal needs: age * 2 + vulnerable."""


class Rates(NamedTuple):
    """Piecewise constant intensity. S spans, R regimes (sets of surges), N residents, K categories."""

    edge_h: Floats  # (S + 1,): spans are [edge, next edge)
    last_h: Floats  # (S,): last representable moment of the span
    operational: Floats  # (S + 1,): expected number of issues before each edge
    regime: npt.NDArray[np.int64]  # (S,)
    owner: Floats  # (R, N): cumulative weights of the residents
    guide: npt.NDArray[np.int32]  # (R, N): first resident above g / N of the total, where a search starts
    mix: Floats  # (R, N_CLASSES, K): cumulative category shares of each class; all 1 where the class has no issues


class Calendar(NamedTuple):
    """The spans and which surges are under way."""

    edge_h: Floats  # (S + 1,)
    regime: npt.NDArray[np.int64]  # (S,)
    factor: Floats  # (R, K): rate of each category in each regime over its normal rate


def horizon_h(scenario: Scenario) -> int:
    """Hours simulated: warm-up, cohort and follow-up."""
    return 24 * (scenario.run.warm_up_days + scenario.run.days + scenario.run.follow_up_days)


def profile(demand: Demand, hour: npt.NDArray[np.int64]) -> Floats:
    """Relative rate in the given hours since Monday 00:00, mean 1 over the first 365 days. Shape as `hour`."""

    def raw(at: npt.NDArray[np.int64]) -> Floats:
        by_hour = np.asarray(demand.hour_profile, np.float64)[at % 24]
        by_weekday = np.asarray(demand.weekday_profile, np.float64)[at // 24 % 7]
        by_month = np.asarray(demand.month_profile, np.float64)[at // HOURS_PER_TWELFTH % 12]
        return np.asarray(by_hour * by_weekday * by_month)

    mean = float(raw(np.arange(HOURS_PER_YEAR)).mean())
    if not mean > 0:
        raise ScenarioError("demand: the hour, weekday and month profiles leave no hour with a positive rate")
    return raw(hour) / mean


def calendar(scenario: Scenario) -> Calendar:
    """Spans of hours, cut where surges start and end, and the category factors of every set of surges."""
    end = horizon_h(scenario)
    surges = list(scenario.demand.surges.values())
    bounds = np.array([24 * day for s in surges for day in (s.start_day, s.start_day + s.days)], np.float64)
    edge = np.unique(np.concatenate((np.arange(end + 1, dtype=np.float64), np.minimum(bounds, end))))
    regime = np.zeros(len(edge) - 1, np.int64)
    factor = np.ones((1, len(scenario.categories)))
    for surge in surges:
        under_way = (edge[:-1] >= 24 * surge.start_day) & (edge[:-1] < 24 * (surge.start_day + surge.days))
        concerned = [not surge.categories or name in surge.categories for name in scenario.categories]
        raised = factor * np.where(concerned, surge.factor, 1.0)
        kept, regime = np.unique(regime + len(factor) * under_way, return_inverse=True)
        factor = np.concatenate((factor, raised))[kept]
    return Calendar(edge, regime, factor)


def resident_class(resident: Rows) -> npt.NDArray[np.int64]:
    """age * 2 + vulnerable of every resident. Shape (N,)."""
    return np.asarray(resident["age"].astype(np.int64) * 2 + resident["vulnerable"])


def class_factors(category: Category) -> Floats:
    """Rate of each class over the rate of an adult who is not vulnerable. Shape (N_CLASSES,)."""
    by_age = {Age.CHILD: category.child_factor, Age.ADULT: 1.0, Age.ELDER: category.elder_factor}
    return np.array([by_age[Age(c // 2)] * (category.vulnerable_factor if c % 2 else 1.0) for c in range(N_CLASSES)])


def class_rates(scenario: Scenario, resident: Rows) -> Floats:
    """p[k] f[k] of each class, mean 1 over the residents when summed over categories. Shape (N_CLASSES, K)."""
    crowd = np.bincount(resident_class(resident), minlength=N_CLASSES)
    factor = np.stack([class_factors(category) for category in scenario.categories.values()], axis=1)
    mean = crowd @ factor / crowd.sum()
    share = np.array([category.share for category in scenario.categories.values()], np.float64) * (mean > 0)
    if not share.sum() > 0:
        raise ScenarioError("categories: none with a positive share can happen to any of the residents")
    return np.asarray(factor / np.where(mean > 0, mean, 1.0) * (share / share.sum()))


def _cumulative_mix(weight: Floats) -> Floats:
    """Cumulative shares along the last axis, exactly 1 from the last positive weight on."""
    total = np.cumsum(weight, axis=-1)
    last = total[..., -1:]
    return np.where(last > 0, total / np.where(last > 0, last, 1.0), 1.0)


@entry
def fill_guide(guide, owner):
    """Write the first resident whose cumulative weight exceeds g / G of the total, for g = 0 .. G-1, in place."""
    for r in range(len(owner)):
        who = 0
        for g in range(guide.shape[1]):
            least = g / guide.shape[1] * owner[r, -1]
            while who < owner.shape[1] - 1 and owner[r, who] <= least:
                who += 1
            guide[r, g] = who


def rates(scenario: Scenario, community: Community, replicate: int) -> Rates:
    """The intensity of issues in one replication, with its gamma numbers drawn."""
    demand, resident = scenario.demand, community.resident
    seed = scenario.run.seed
    edge, regime, surge = calendar(scenario)
    weight = class_rates(scenario, resident)[None] * surge[:, None, :]
    place = gammas(len(community.entrance), seed, replicate, Kind.ENTRANCE, Decision.PLACE_RATE, demand.place_variance)
    owner = np.cumsum(weight.sum(axis=2)[:, resident_class(resident)] * place[resident["entrance"]], axis=1)
    owner = np.ascontiguousarray(owner)  # with several regimes it is not, and kernels would be compiled once more for that
    guide = np.empty(owner.shape, np.int32)
    fill_guide(guide, owner)
    hour = edge[:-1].astype(np.int64)
    day = gammas(horizon_h(scenario) // 24, seed, replicate, Kind.DAY, Decision.DAY_RATE, demand.day_variance)
    person_h = demand.issues_per_resident_year / HOURS_PER_YEAR * profile(demand, hour) * day[hour // 24]
    per_h = person_h * owner[regime, -1]
    operational = np.concatenate(([0.0], np.cumsum(per_h * np.diff(edge))))
    return Rates(edge, np.nextafter(edge[1:], 0.0), operational, regime, owner, guide, _cumulative_mix(weight))
