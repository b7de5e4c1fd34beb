"""The drawn issues follow their laws exactly and know nothing of the organisation.

Every test of chance has a fixed seed and an error rate of 1 in 1,000 or less, so it fails once for a defect and, for a
change of the generator, at most that often without one.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim import dice
from sim.community import Community, build_community
from sim.compiled import entry
from sim.demand import draw_issues
from sim.demand.gamma import gammas
from sim.demand.rates import rates, resident_class
from sim.scenario.governance import Channel, Dispatch, Level, Post
from sim.scenario.place import Category, Demand, Place, Surge
from sim.scenario.quantity import Duration, Title
from sim.scenario.residents import Residents
from sim.scenario.scenario import Run, Scenario
from sim.world.codes import Decision, Kind

ALPHA = 1e-3
PLACE = Place(residents=3000, entrances=60, buildings=20, yards=5)
NEEDS = {
    "care": Category(zh="照护", en="care", elder_factor=3, vulnerable_factor=2, notice=5.0, agencies=[2, 1, 1]),
    "noise": Category(zh="噪声", en="noise", share=3, severity_low=0.4, severity_high=0.6, work_h=2.0, work_cv=0.5),
    "school": Category(zh="上学", en="school", share=2, elder_factor=0, child_factor=4, work_law="exponential"),
}
HOURS = [0.2] * 7 + [2.0] * 12 + [0.5] * 5
WEEK = [1.3, 1.3, 1.2, 1.1, 1.0, 0.5, 0.6]
MONTHS = [9.2, 8.5, 10, 11, 12, 12.5, 11, 11, 10, 9.5, 7.7, 7.5]


def scenario(*, run: dict[str, int] | None = None, residents: Residents | None = None, **demand: Any) -> Scenario:
    rate = {"issues_per_resident_year": 8.0, "place_variance": 0.0, "day_variance": 0.0} | demand
    return Scenario(
        title=Title(zh="试", en="test"), place=PLACE, demand=Demand(**rate), categories=NEEDS,
        run=Run(**({"warm_up_days": 0, "days": 365, "follow_up_days": 0} | (run or {}))),
        residents=residents or Residents(),
        channels={"hall": Channel(zh="大厅", en="hall")}, levels={"street": Level(zh="街道", en="street")},
        posts={"clerk": Post(zh="社工", en="clerk", level="street")},
    )  # fmt: skip


@pytest.fixture(scope="module")
def community() -> Community:
    return build_community(PLACE, Residents(), 1)


@pytest.fixture(scope="module")
def issue(community: Community) -> np.recarray:
    """About 24,000 issues with all profiles on."""
    return draw_issues(scenario(hour_profile=HOURS, weekday_profile=WEEK, month_profile=MONTHS), community, 0)


def chi_square(observed: np.ndarray, expected: np.ndarray) -> float:
    """p-value of counts against expected counts of the same total."""
    assert expected.min() > 5
    return float(stats.chi2.sf(((observed - expected) ** 2 / expected).sum(), len(expected) - 1))


def shares(observed: np.ndarray, weight: np.ndarray) -> float:
    """p-value of counts against shares."""
    return chi_square(observed, weight / weight.sum() * observed.sum())


@entry
def _uniforms(key, decision, out):
    for i in range(len(key)):
        out[i] = dice.uniform(key[i], decision, 0)


def uniforms(key: np.ndarray, decision: Decision) -> np.ndarray:
    out = np.empty(len(key))
    with np.errstate(over="ignore"):
        _uniforms(key.copy(), np.uint64(decision), out)
    return out


def test_every_number_answers_its_own_decision(issue: np.recarray) -> None:
    """What each issue got, worked out again from its key: no chance is used twice."""
    key = issue["key"]
    for name in ("difficulty", "authority", "prevention"):
        assert np.array_equal(issue[name], uniforms(key, Decision[name.upper()]))
    care, noise = issue["category"] == 0, issue["category"] == 1
    waits = {decision: -np.log1p(-uniforms(key, decision)) for decision in Decision}
    assert np.allclose(issue["urge"], waits[Decision.REPORT], rtol=1e-12)
    assert np.allclose(issue["self_h"], 240 * waits[Decision.SELF_RESOLUTION], rtol=1e-12)
    assert np.allclose(issue["notice_h"][care], 5 * waits[Decision.NOTICE][care], rtol=1e-12)
    school = issue["category"] == 2
    assert np.allclose(issue["work_h"][school], waits[Decision.WORK][school], rtol=1e-12)
    assert np.allclose(issue["severity"], np.where(noise, 0.4, 0.1) + np.where(noise, 0.2, 0.9) * uniforms(
        key, Decision.SEVERITY))  # fmt: skip
    assert np.array_equal(issue["agencies"][care] == 0, uniforms(key, Decision.AGENCIES)[care] < 0.5)
    patience = issue["patience_h"] > 1440 / math.sqrt(2)  # above the median
    assert np.array_equal(patience, uniforms(key, Decision.PATIENCE) > 0.5)


def test_the_first_and_the_last_issue_are_there(community: Community) -> None:
    """Rows are keyed 0, 1, 2, ...; with a constant rate, occurrence is the sum of the gaps over the rate."""
    s = scenario(run={"days": 20})
    drawn = draw_issues(s, community, 0)
    gap = -np.log1p(-uniforms(drawn["key"], Decision.GAP))
    assert np.allclose(drawn["occur_h"], np.cumsum(gap) / (8.0 * 3000 / 8760), rtol=1e-9)
    longer = draw_issues(scenario(run={"days": 21}), community, 0)
    assert drawn["occur_h"][-1] < 480 <= longer["occur_h"][len(drawn)]


def test_numbers_are_poisson(community: Community) -> None:
    """Over 400 replications of 28 days: mean and dispersion."""
    s = scenario(run={"days": 28}, issues_per_resident_year=0.5)
    count = np.array([len(draw_issues(s, community, r)) for r in range(400)])
    mean = rates(s, community, 0).operational[-1]
    assert mean == pytest.approx(0.5 * 3000 * 28 / 365)
    assert abs(count.sum() - 400 * mean) < 3.3 * math.sqrt(400 * mean)
    dispersion = ((count - mean) ** 2 / mean).sum()
    assert ALPHA / 2 < stats.chi2.sf(dispersion, 400) < 1 - ALPHA / 2


def test_issues_are_in_order_within_the_horizon(community: Community) -> None:
    s = scenario(run={"warm_up_days": 7, "days": 30, "follow_up_days": 5})
    occur = draw_issues(s, community, 0)["occur_h"]
    assert np.all(np.diff(occur) > 0) and occur[0] >= 0 and 41 * 24 < occur[-1] < 42 * 24


def test_hours_weekdays_and_twelfths_have_their_shares(issue: np.recarray) -> None:
    hour = issue["occur_h"].astype(int)
    assert shares(np.bincount(hour % 24), np.array(HOURS)) > ALPHA
    every = np.arange(8760)
    weight = np.array(WEEK)[every // 24 % 7] * np.array(MONTHS)[every // 730] * np.array(HOURS)[every % 24]
    assert shares(np.bincount(hour // 24 % 7), np.bincount(every // 24 % 7, weight)) > ALPHA
    assert shares(np.bincount(hour // 730), np.bincount(every // 730, weight)) > ALPHA
    assert shares(np.bincount(hour % 168), np.bincount(every % 168, weight)) > ALPHA  # hour and weekday together


def test_gaps_in_operational_time_are_exponential_and_unrelated(issue: np.recarray) -> None:
    """The exact law of the whole process: expected issues between occurrences are unit exponential."""
    every = np.arange(8760)
    weight = np.array(WEEK)[every // 24 % 7] * np.array(MONTHS)[every // 730] * np.array(HOURS)[every % 24]
    expected = np.append(0.0, np.cumsum(weight)) / weight.sum() * 8.0 * 3000
    gap = np.diff(np.interp(issue["occur_h"], np.arange(8761), expected), prepend=0.0)
    assert stats.kstest(gap, "expon").pvalue > ALPHA
    for lag in (1, 2, 7):
        assert abs(np.corrcoef(gap[lag:], gap[:-lag])[0, 1]) < 3.3 / math.sqrt(len(gap))


def test_owners_follow_their_weights(community: Community) -> None:
    """Entrances by their gamma number and their residents, classes of residents by their needs."""
    s = scenario(place_variance=0.5)
    drawn = draw_issues(s, community, 2)
    resident = community.resident
    xi = gammas(60, s.run.seed, 2, Kind.ENTRANCE, Decision.PLACE_RATE, 0.5)
    kind = resident_class(resident)
    factor = np.array([[1, 1, 4], [2, 1, 4], [1, 1, 1], [2, 1, 1], [3, 1, 0], [6, 1, 0]], float)
    need = factor / factor[kind].mean(axis=0) @ np.array([1, 3, 2]) / 6
    weight = need[kind] * xi[resident["entrance"]]
    assert np.array_equal(drawn["entrance"], resident["entrance"][drawn["resident"]])
    assert shares(np.bincount(drawn["entrance"], minlength=60), np.bincount(resident["entrance"], weight)) > ALPHA
    assert shares(np.bincount(kind[drawn["resident"]], minlength=6), np.bincount(kind, weight, minlength=6)) > ALPHA
    assert shares(np.bincount(drawn["resident"] % 500), np.bincount(np.arange(3000) % 500, weight)) > ALPHA
    total = weight.sum() * 8.0
    assert abs(len(drawn) - total) < 3.3 * math.sqrt(total)


def test_categories_follow_the_owners_class(issue: np.recarray, community: Community) -> None:
    factor = np.array([[1, 1, 4], [2, 1, 4], [1, 1, 1], [2, 1, 1], [3, 1, 0], [6, 1, 0]], float)
    kind = resident_class(community.resident)
    need = factor / factor[kind].mean(axis=0) * np.array([1, 3, 2])
    owner = kind[issue["resident"]]
    for c in range(6):
        observed, weight = np.bincount(issue["category"][owner == c], minlength=3), need[c]
        assert not observed[weight == 0].any()
        assert shares(observed[weight > 0], weight[weight > 0]) > ALPHA / 6
    assert np.bincount(issue["category"]) / len(issue) == pytest.approx([1 / 6, 3 / 6, 2 / 6], abs=0.011)  # 3.3 sd


def test_days_are_overdispersed_as_asked(community: Community) -> None:
    """Counts per cell have variance m + v m^2. Moment estimates over 200 replications, within four standard errors."""
    s = scenario(run={"days": 20}, issues_per_resident_year=1.0, day_variance=0.4, place_variance=0.0)
    drawn = (draw_issues(s, community, r)["occur_h"] for r in range(200))
    daily = np.array([np.bincount((occur // 24).astype(int), minlength=20) for occur in drawn])
    mean = 3000 / 365
    assert daily.mean() == pytest.approx(mean, abs=4 * math.sqrt((mean + 0.4 * mean**2) / daily.size))
    estimate = ((daily - mean) ** 2 - daily) / mean**2
    assert estimate.mean() == pytest.approx(0.4, abs=4 * estimate.std() / math.sqrt(daily.size))


def test_a_surge_brings_more_of_its_category_only(community: Community) -> None:
    surge = {"storm": Surge(start_day=100.3, days=30.4, factor=6, categories=["noise"])}
    drawn = draw_issues(scenario(surges=surge), community, 1)
    storm = (drawn["occur_h"] >= 100.3 * 24) & (drawn["occur_h"] < 130.7 * 24)
    per_day = 3000 * 8.0 / 365 * np.array([1, 3, 2]) / 6
    during = np.bincount(drawn["category"][storm], minlength=3)
    outside = np.bincount(drawn["category"][~storm], minlength=3)
    for observed, mean in ((during, per_day * [1, 6, 1] * 30.4), (outside, per_day * (365 - 30.4))):
        assert np.all(np.abs(observed - mean) < 3.8 * np.sqrt(mean))


def test_what_prevention_leaves_is_nested_and_poisson(issue: np.recarray) -> None:
    """Independent thinning: what a share pi leaves is a Poisson process with the rate times 1 - pi."""
    every = np.arange(8760)
    weight = np.array(WEEK)[every // 24 % 7] * np.array(MONTHS)[every // 730] * np.array(HOURS)[every % 24]
    expected = np.append(0.0, np.cumsum(weight)) / weight.sum() * 8.0 * 3000
    kept = set(range(len(issue)))
    for share in (0.2, 0.5, 0.8):
        left = np.flatnonzero(issue["prevention"] > share)
        assert set(left) <= kept
        kept = set(left)
        gap = np.diff(np.interp(issue["occur_h"][left], np.arange(8761), expected), prepend=0.0)
        assert stats.kstest(gap * (1 - share), "expon").pvalue > ALPHA


def test_the_rest_of_an_issue_follows_its_laws(issue: np.recarray) -> None:
    category = issue["category"]
    care, noise, school = (issue[category == k] for k in range(3))
    for name in ("difficulty", "authority", "prevention"):
        assert stats.kstest(issue[name], "uniform").pvalue > ALPHA
    assert stats.kstest(noise["severity"], "uniform", (0.4, 0.2)).pvalue > ALPHA
    assert stats.kstest(issue["urge"], "expon").pvalue > ALPHA
    assert stats.kstest(issue["self_h"], "expon", (0, 240.0)).pvalue > ALPHA
    assert stats.kstest(care["notice_h"], "expon", (0, 5.0)).pvalue > ALPHA
    assert not noise["notice_h"].any()
    assert shares(np.bincount(care["agencies"]), np.array([2, 1, 1])) > ALPHA
    assert not noise["agencies"].any()
    sigma = math.sqrt(math.log1p(0.5**2))
    assert stats.kstest(noise["work_h"], "lognorm", (sigma, 0, 2.0 * math.exp(-(sigma**2) / 2))).pvalue > ALPHA
    assert stats.kstest(school["work_h"], "expon").pvalue > ALPHA
    sigma = math.sqrt(math.log(2))
    assert stats.kstest(issue["patience_h"], "lognorm", (sigma, 0, 1440 / math.sqrt(2))).pvalue > ALPHA


def test_the_parts_of_an_issue_are_unrelated(issue: np.recarray) -> None:
    """Rank correlations of 10 quantities over 12,000 issues: within 4.2 standard errors (45 pairs, 1 in 830)."""
    names = ("resident", "severity", "difficulty", "authority", "work_h", "patience_h", "self_h", "urge", "prevention")
    noise = issue[issue["category"] == 1]
    table = [stats.rankdata(noise[name]) for name in names]
    table.append(stats.rankdata(np.diff(noise["occur_h"], prepend=0.0)))
    rank = np.corrcoef(table)[np.triu_indices(len(table), 1)]
    assert np.abs(rank).max() < 4.2 / math.sqrt(len(noise))


def test_never_and_at_once(community: Community) -> None:
    never = Residents(self_resolve_per_day=0.0, patience=Duration(mean_h=math.inf, law="lognormal"))
    drawn = draw_issues(scenario(residents=never, run={"days": 10}), community, 0)
    assert np.all(np.isinf(drawn["self_h"])) and np.all(np.isinf(drawn["patience_h"]))
    assert not np.isnan(drawn["self_h"]).any()
    at_once = Residents(self_resolve_per_day=math.inf, patience=Duration(mean_h=0.0))
    drawn = draw_issues(scenario(residents=at_once, run={"days": 10}), community, 0)
    assert not drawn["self_h"].any() and not drawn["patience_h"].any()


def test_a_quiet_place_has_no_issues(community: Community) -> None:
    assert len(draw_issues(scenario(issues_per_resident_year=0.0), community, 0)) == 0


def test_same_replication_same_issues_and_another_others(community: Community) -> None:
    s = scenario(place_variance=0.3, day_variance=0.03, run={"days": 60})
    one, again, other = (draw_issues(s, community, r) for r in (0, 0, 1))
    assert one.tobytes() == again.tobytes()
    assert len(np.intersect1d(one["key"], other["key"])) == 0
    assert len(np.unique(one["key"])) == len(one)
    reseeded = s.model_copy(update={"run": s.run.model_copy(update={"seed": 2})})
    assert len(np.intersect1d(one["key"], draw_issues(reseeded, community, 0)["key"])) == 0


def test_issues_know_nothing_of_the_organisation(community: Community) -> None:
    s = scenario(place_variance=0.3, day_variance=0.03, run={"days": 60})
    levels = {"street": Level(zh="街道", en="street", authority={"all": 0.2}),
              "grid": Level(zh="网格", en="grid", parent="street", units=9)}  # fmt: skip
    other = s.model_copy(update={
        "levels": levels,
        "posts": {"walker": Post(zh="网格员", en="walker", level="grid", head_count=3, patrol_every_h=4.0)},
        "channels": {"app": Channel(zh="掌上", en="app", effort=0.2, desks=2)},
        "dispatch": Dispatch(rule="unified", discipline="severity", prevention={"all": 0.3}),
    })  # fmt: skip
    assert draw_issues(s, community, 0).tobytes() == draw_issues(other, community, 0).tobytes()


def test_changing_one_law_leaves_every_other_number(community: Community) -> None:
    s = scenario(run={"days": 60})
    slower = {name: category.model_copy(update={"work_h": 9.0}) for name, category in NEEDS.items()}
    one, other = draw_issues(s, community, 0), draw_issues(s.model_copy(update={"categories": slower}), community, 0)
    assert np.all(one["work_h"] < other["work_h"])
    for name in one.dtype.names:
        if name != "work_h":
            assert np.array_equal(one[name], other[name]), name


def test_a_longer_horizon_only_adds_issues(community: Community) -> None:
    short, long = (draw_issues(scenario(run={"days": days}, day_variance=0.1), community, 0) for days in (30, 60))
    assert short.tobytes() == long[: len(short)].tobytes()
