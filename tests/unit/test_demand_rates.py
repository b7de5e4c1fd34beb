"""The intensity before anything is drawn: how it is scaled, by whom it is borne, what surges do."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import pytest

from sim.community import Community, build_community
from sim.demand.rates import rates, resident_class
from sim.errors import ScenarioError
from sim.scenario.governance import Channel, Level, Post
from sim.scenario.place import Category, Demand, Place, Surge
from sim.scenario.quantity import Title
from sim.scenario.scenario import Run, Scenario

EVEN = {"place_variance": 0.0, "day_variance": 0.0}
NEEDS = {
    "care": Category(zh="照护", en="care", share=1, elder_factor=3, vulnerable_factor=2, child_factor=0.5),
    "noise": Category(zh="噪声", en="noise", share=3),
    "school": Category(zh="上学", en="school", share=2, elder_factor=0, child_factor=4),
}


def scenario(demand: Demand, categories: dict[str, Category] = NEEDS, **run: Any) -> Scenario:
    days = {"warm_up_days": 0, "days": 365, "follow_up_days": 0} | run
    return Scenario(
        title=Title(zh="试", en="test"), place=Place(residents=4000), demand=demand, categories=categories,
        run=Run(**days),
        channels={"hall": Channel(zh="大厅", en="hall")}, levels={"street": Level(zh="街道", en="street")},
        posts={"clerk": Post(zh="社工", en="clerk", level="street")},
    )  # fmt: skip


@pytest.fixture(scope="module")
def community() -> Community:
    return build_community(Place(residents=4000), scenario(Demand()).residents, 1)


PROFILES = Demand(
    issues_per_resident_year=1.5,
    hour_profile=[0.2] * 7 + [2.0] * 12 + [0.5] * 5,
    weekday_profile=[1.3, 1.3, 1.2, 1.1, 1.0, 0.5, 0.6],
    month_profile=[9.2, 8.5, 10, 11, 12, 12.5, 11, 11, 10, 9.5, 7.7, 7.5],
    **EVEN,
)


def test_a_year_brings_the_asked_number_per_resident_whatever_profiles_and_factors(community: Community) -> None:
    expected = rates(scenario(PROFILES), community, 0).operational[-1]
    assert expected == pytest.approx(1.5 * 4000, rel=1e-12)


def test_categories_have_their_share_of_all_issues_and_the_asked_ratios(community: Community) -> None:
    r = rates(scenario(Demand(**EVEN)), community, 0)
    kind = resident_class(community.resident)
    weight = np.diff(r.owner[0], prepend=0.0)
    assert weight.mean() == pytest.approx(1.0, rel=1e-12)
    by_category = weight[:, None] * np.diff(r.mix[0][kind], axis=1, prepend=0.0)  # rate of each resident and category
    assert by_category.mean(axis=0) == pytest.approx([1 / 6, 3 / 6, 2 / 6], rel=1e-12)
    care, noise, school = (np.array([by_category[kind == c, k][0] for c in range(6)]) for k in range(3))
    assert care / care[2] == pytest.approx([0.5, 1.0, 1.0, 2.0, 3.0, 6.0])
    assert noise / noise[2] == pytest.approx(np.ones(6))
    assert school / school[2] == pytest.approx([4, 4, 1, 1, 0, 0])


def test_the_profile_of_each_hour_is_the_product(community: Community) -> None:
    """Rates of single hours against the definition, written out: Monday first, twelfths of 730 hours."""
    operational = rates(scenario(PROFILES), community, 0).operational
    per_h = np.diff(operational)

    def product(month: int, weekday: int, hour: int) -> float:
        return PROFILES.month_profile[month] * PROFILES.weekday_profile[weekday] * PROFILES.hour_profile[hour]

    # hour of the run -> (month, weekday, hour of day), found by hand
    cases = {0: (0, 0, 0), 8: (0, 0, 8), 6 * 24 + 18: (0, 6, 18), 729: (0, 2, 9), 730: (1, 2, 10), 8759: (11, 0, 23)}
    ratio = [per_h[hour] / product(*parts) for hour, parts in cases.items()]
    assert ratio == pytest.approx([ratio[0]] * len(cases), rel=1e-9)


def test_the_second_year_keeps_the_week_and_repeats_the_twelfths(community: Community) -> None:
    per_h = np.diff(rates(scenario(PROFILES, days=730), community, 0).operational)
    assert per_h[371 * 24 + 9] == pytest.approx(per_h[7 * 24 + 9])  # both Mondays of the first twelfth


def test_gamma_numbers_of_days_and_entrances_have_mean_one_over_replications(community: Community) -> None:
    """Expected numbers over 300 replications: mean lam N within 4.5 standard errors, from the exact variance."""
    demand = Demand(place_variance=0.5, day_variance=0.2)
    # without factors a resident's weight is the number of the entrance: the variance of the mean is exact
    flat = {"noise": NEEDS["noise"]}
    expected = np.array([rates(scenario(demand, flat), community, r).operational[-1] for r in range(300)]) / 4000
    crowd = community.entrance["residents"] / 4000
    place, day = 0.5 * np.sum(crowd**2), 0.2 / 365
    spread = place + day + place * day
    assert abs(expected.mean() - 1) < 4.5 * np.sqrt(spread / 300)
    assert expected.var() / spread == pytest.approx(1.0, abs=4.5 * np.sqrt(2 / 300) + 0.05)


def test_a_surge_raises_its_categories_only_and_only_while_it_lasts(community: Community) -> None:
    surge = {"storm": Surge(start_day=10.0, days=1.55, factor=5, categories=["noise"]),
             "heat": Surge(start_day=11.0, days=3.0, factor=2)}  # fmt: skip
    calm = rates(scenario(Demand(**EVEN)), community, 0)
    r = rates(scenario(Demand(surges=surge, **EVEN)), community, 0)
    assert np.abs(r.edge_h - (240 + 1.55 * 24)).min() < 1e-9 and len(r.owner) == 4  # calm, storm, storm and heat, heat
    per_h = np.diff(r.operational) / np.diff(r.edge_h) / np.diff(calm.operational)[0]
    moments = [239.9, 240, 264, 277.1, 277.3, 336]
    at = per_h[np.searchsorted(r.edge_h, moments, side="right") - 1]
    assert at == pytest.approx([1, 1 + 4 / 2, 2 * (1 + 4 / 2), 6, 2, 1])
    storm = r.regime[np.searchsorted(r.edge_h, 250)]
    adult = np.diff(r.mix[storm, 2], prepend=0.0) / np.diff(calm.mix[0, 2], prepend=0.0)
    assert adult[1] / adult == pytest.approx([5, 1, 5])


def test_the_kernels_meet_one_layout_with_surges_and_without(community: Community) -> None:
    surge = {"storm": Surge(start_day=10.0, days=1.5, factor=5, categories=["noise"])}
    kinds = [numba.typeof(rates(scenario(Demand(surges=one, **EVEN)), community, 0)) for one in ({}, surge)]
    assert kinds[0] == kinds[1]


def test_owners_total_is_the_same_for_the_guide_and_the_weights(community: Community) -> None:
    r = rates(scenario(Demand(place_variance=2.0)), community, 0)
    total = r.owner[0, -1]
    start = r.guide[0]
    least = np.arange(len(start)) / len(start) * total
    assert np.array_equal(start, np.searchsorted(r.owner[0], least, side="right"))


def test_a_category_nobody_can_have_is_left_out(community: Community) -> None:
    nobody = Category(zh="无", en="none", share=5, elder_factor=0, child_factor=0, vulnerable_factor=0)
    place = Place(residents=100, child_share=1.0, elder_share=0.0)
    children = build_community(place, scenario(Demand()).residents, 1)
    r = rates(scenario(Demand(**EVEN), {"none": nobody, "noise": NEEDS["noise"]}), children, 0)
    assert r.operational[-1] == pytest.approx(100)
    assert np.all(r.mix[0, 0] == [0.0, 1.0])
    with pytest.raises(ScenarioError):
        rates(scenario(Demand(), {"none": nobody}), children, 0)


def test_a_profile_without_a_positive_hour_is_refused(community: Community) -> None:
    with pytest.raises(ScenarioError):
        rates(scenario(Demand(hour_profile=[0.0] * 24)), community, 0)
