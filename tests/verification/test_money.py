"""Money as a cause: funds that run dry, services that bind, programmes that prevent; what each must give exactly."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from replications import check, cohort
from scipy import stats
from textbook import textbook

from sim.outcome import Outcome
from sim.scenario.references import check_references
from sim.scenario.scenario import Scenario
from sim.simulate import assemble, simulate
from sim.world import World
from sim.world.codes import Fate

MONTH_H = 730.0
NAME = {"zh": "甲", "en": "A"}


def two_rungs(fund: dict[str, Any] | None = None, *, cases: int = 2_000, authority: float = 0.25, **category: Any) -> Scenario:
    """An office with a quarter of the powers under a street with all; a fund may make up for the rest."""
    levels = {"office": {"parent": "street", "authority": {"all": authority}}, "street": {}}
    posts = {"clerk": {"head_count": 50}, "boss": {"head_count": 50, "level": "street"}}
    funds = {} if fund is None else {"funds": {"micro": {**NAME, "level": "office", **fund}}}
    return textbook(0.5, cases=cases, levels=levels, posts=posts, categories={"job": {"repair_cost": 1000.0, **category}}, **funds)


def test_money_replaces_authority_up_to_the_cap():
    """L4: with money enough, what is closed below is authority + (1 - authority) x P(price <= cap), price lognormal."""
    spread = math.sqrt(math.log1p(1.0))
    below_cap = stats.norm.cdf((math.log(1500.0 / 1000.0) + spread**2 / 2) / spread)

    def measure(outcome: Outcome) -> dict[str, float]:
        case = cohort(outcome)[1]
        return {"closed below": np.mean(case["level"] == 0), "bought": np.mean(case["paid"] > 0)}

    scenario = two_rungs({"opening": 1e12, "item_cap": 1500.0}, repair_cv=1.0)
    check(scenario, measure, {"closed below": 0.25 + 0.75 * below_cap, "bought": 0.75 * below_cap}, seed=201)


def test_a_fund_buys_what_it_holds_and_no_more():
    """L4: at one price, floor(money / price) works; every later one is referred, and nothing else changes."""
    rich, poor, none = (simulate(two_rungs(fund, repair_cv=0.0)).world for fund in (
        {"opening": 1e9, "item_cap": 1000.0}, {"opening": 100_500.0, "item_cap": 1000.0}, None))
    assert poor.purse[0]["items"] == 100
    assert poor.purse[0]["balance"] == 500.0
    bought = np.flatnonzero(poor.case["paid"] > 0)
    would = np.flatnonzero(rich.case["paid"] > 0)
    assert len(would) > 1000
    assert np.array_equal(np.sort(bought), np.sort(would[np.argsort(rich.case["contacted_h"][would], kind="stable")][:100]))
    later = rich.case["contacted_h"] > poor.purse[0]["short_h"]
    ended = poor.case["fate"] == Fate.RESOLVED
    assert np.array_equal(poor.case["level"][later & ended], none.case["level"][later & ended])  # after the cliff, as if there were none


def test_a_yearly_purse_makes_a_cliff_and_what_is_left_lapses():
    """L4: money of the year is gone before its end, and comes back with the next."""
    fund = {"opening": 200_000.0, "inflow_per_year": 200_000.0, "paid": "yearly", "item_cap": 1000.0}
    busy = simulate(two_rungs(fund, cases=9_000, repair_cv=0.0)).world
    at = busy.case["contacted_h"][busy.case["paid"] > 0]
    assert [np.count_nonzero((at >= year * 8760.0) & (at < (year + 1) * 8760.0)) for year in (0, 1)] == [200, 200]
    assert at[at < 8760.0].max() < 2000.0  # about one work in 2.7 h
    calm = simulate(two_rungs({**fund, "opening": 5e6, "inflow_per_year": 5e6, "lapses": True}, cases=9_000, repair_cv=0.0)).world
    purse = calm.purse[0]
    first = np.count_nonzero(calm.case["contacted_h"][calm.case["paid"] > 0] < 8760.0)
    years = int(purse["received"] / 5e6)
    assert years >= 2
    assert purse["lapsed"] >= 5e6 - 1000.0 * first
    assert purse["balance"] <= 5e6
    assert np.isnan(purse["short_h"])


def test_every_unit_has_its_own_purse():
    """Z5: five small purses together hold what one large one holds; the empty cannot borrow from the full."""
    def world(per_unit: bool, opening: float) -> World:
        scenario = two_rungs({"opening": opening, "item_cap": 1000.0, "per_unit": per_unit}, repair_cv=0.0)
        office = scenario.levels["office"].model_copy(update={"units": 5})
        return simulate(scenario.model_copy(update={"levels": {**scenario.levels, "office": office}})).world

    shared, own = world(False, 600_000.0), world(True, 120_000.0)
    assert len(shared.purse) == 1
    assert own.purse["unit"].tolist() == [0, 1, 2, 3, 4]
    assert own.purse["items"].sum() <= shared.purse["items"].sum()
    spent = np.bincount(own.seat[own.issue["entrance"], 0], own.case["paid"], 5)
    assert spent == pytest.approx(own.purse["bought"])


def served(service: dict[str, Any], fund: dict[str, Any] | None = None, **changes: Any) -> Scenario:
    """A thousand residents with a service."""
    funds = {} if fund is None else {"purse": {**NAME, **fund}}
    paid = {"fund": "purse"} if fund is not None else {}
    return textbook(1.0, posts={"clerk": {"head_count": 50}}, funds=funds, services={"canteen": {**NAME, **service, **paid}}, **changes)


@pytest.mark.parametrize(("inflow", "people", "cost"), [(0.0, 40, 300.0), (60_000.0, 40, 300.0), (120_000.0, 71, 199.0)])
def test_the_horizon_of_a_fund_is_its_money_over_the_net_outflow(inflow, people, cost):
    """Z7: F0 / (net outflow), to the month; then only those are served whom the inflow pays for."""
    opening = 100_000.0
    days = {"run": {"days": 1500, "warm_up_days": 0, "follow_up_days": 0}}
    scenario = served({"places": people, "share": 0.5, "cost_per_month": cost}, {"opening": opening, "inflow_per_year": inflow}, **days)
    world = simulate(scenario.model_copy(update={"demand": scenario.demand.model_copy(update={"issues_per_resident_year": 0.5})})).world
    bill, monthly = people * cost, inflow / 12
    full = math.floor((opening - bill) / (bill - monthly)) + 1  # months paid in full, in advance
    purse, service = world.purse[0], world.service[0]
    assert purse["short_h"] == full * MONTH_H
    assert abs(full - opening / (bill - monthly)) <= bill / (bill - monthly)
    assert service["spent"] == pytest.approx(purse["granted"])
    assert purse["balance"] == pytest.approx(opening + purse["received"] - purse["granted"])
    assert 0 <= purse["balance"] < cost + monthly
    assert abs(service["enrolled"] * cost - monthly) <= cost


def test_needs_fall_by_the_share_of_those_enrolled_until_places_bind():
    """F13: prevented = share x min(places, eligible) / residents, for those of the group; more places, more prevented, never exchanged."""
    prevented = {}
    for places in (100, 300, 5000):
        world = simulate(served({"places": places, "share": 0.6, "group": "elders"})).world
        prevented[places] = set(np.flatnonzero(world.case["fate"] == Fate.PREVENTED).tolist())
        elders = np.flatnonzero(world.resident["age"] == 2)
        assert world.service[0]["enrolled"] == min(places, len(elders))
        enrolled = np.flatnonzero((world.queue[0] >= 0) & (world.queue[0] < places))
        assert set(world.issue["resident"][list(prevented[places])].tolist()) <= set(enrolled.tolist()) <= set(elders.tolist())
    assert prevented[100] < prevented[300]
    assert len(elders) < 300
    assert prevented[300] == prevented[5000]  # there are no more elders


def test_the_share_of_needs_that_do_not_arise():
    def measure(outcome: Outcome) -> dict[str, float]:
        return {"prevented": np.mean(outcome.world.case["fate"][outcome.cohort] == Fate.PREVENTED)}

    check(served({"places": 400, "share": 0.6}), measure, {"prevented": 0.6 * 0.4}, seed=203)


def test_what_programmes_and_rules_prevent_together():
    """4.1: 1 - prod(1 - pi); and each alone prevents a part of what both prevent."""
    programmes = {"plan": {**NAME, "prevents": {"all": 0.3}}, "law": {**NAME, "prevents": {"all": 0.2}}}

    def world(chosen: dict[str, Any], rule: float) -> Scenario:
        return textbook(1.0, posts={"clerk": {"head_count": 50}}, dispatch={"prevention": {"all": rule}}, programmes=chosen)

    def measure(outcome: Outcome) -> dict[str, float]:
        return {"prevented": np.mean(outcome.world.case["fate"][outcome.cohort] == Fate.PREVENTED)}

    check(world(programmes, 0.1), measure, {"prevented": 1 - 0.7 * 0.8 * 0.9}, seed=205)
    sets = [set(np.flatnonzero(simulate(one).world.case["fate"] == Fate.PREVENTED).tolist()) for one in (
        world({"plan": programmes["plan"]}, 0.0), world(programmes, 0.0), world(programmes, 0.1))]
    assert sets[0] < sets[1] < sets[2]
    alone = simulate(world({}, 0.3)).world.case
    assert np.array_equal(alone["fate"], simulate(world({"plan": programmes["plan"]}, 0.0)).world.case["fate"])  # one cause, one effect


def test_a_programme_sets_in_slowly_and_only_where_it_is_at_work():
    """H11, F6: nothing before it begins, half of its effect on average while it grows, and nothing in other yards."""
    law = {**NAME, "prevents": {"all": 0.8}, "from_day": 100.0, "ramp_days": 200.0, "yards": 0.5, "cost_per_year": 36_500.0}
    scenario = textbook(2.0, cases=24_000, posts={"clerk": {"head_count": 50}}, place={"yards": 10}, programmes={"law": law},
                        run={"warm_up_days": 0, "days": 500})
    outcome = simulate(scenario)
    world = outcome.world
    day = world.issue["occur_h"] / 24
    here = world.works_in[0, world.entrance["yard"][world.issue["entrance"]]] == 1
    gone = world.case["fate"] == Fate.PREVENTED
    assert world.works_in.sum() == 5
    assert not gone[~here].any()
    assert not gone[day < 100].any()
    for since, until, share in ((100, 300, 0.4), (100, 150, 0.1), (250, 300, 0.7), (300, 500, 0.8)):
        some = here & (day >= since) & (day < until)
        assert abs(gone[some].mean() - share) < 4.5 * math.sqrt(share * (1 - share) / some.sum()), (since, until)
    days = outcome.window.end_h / 24
    assert outcome.money.set_index("account").loc["programmes", "out"] == pytest.approx(100.0 * (days - 100))


def test_more_yards_add_yards_and_exchange_none():
    def yards(share: float) -> set[int]:
        programme = {"plan": {**NAME, "prevents": {"all": 0.3}, "yards": share}}
        scenario = textbook(1.0, cases=10, place={"yards": 20, "buildings": 40, "entrances": 80}, programmes=programme)
        return set(np.flatnonzero(assemble(scenario).works_in[0]).tolist())

    assert yards(0.25) < yards(0.5) < yards(1.0) == set(range(20))


def test_every_yuan_is_in_one_account():
    scenario = two_rungs({"opening": 3e5, "inflow_per_year": 6e4, "item_cap": 2000.0, "lapses": True}, repair_cv=1.0)
    outcome = simulate(scenario)
    table = outcome.money.set_index("account")
    assert np.allclose(table["balance"], table["in"] - table["out"])
    assert table.loc["fund:micro", "balance"] == pytest.approx(float(outcome.world.purse["balance"].sum()))
    assert (table["balance"] >= 0).all()
    assert outcome.checks["cash_residual"] <= 1e-9


@pytest.mark.parametrize(("change", "code"), [
    ({"funds": {"f": {**NAME, "per_unit": True}}}, "SC440"),
    ({"funds": {"f": {**NAME, "level": "office", "per_unit": True}}, "services": {"s": {**NAME, "fund": "f"}}}, "SC441"),
    ({"services": {"s": {**NAME, "fund": "nowhere"}}}, "SC401"),
    ({"funds": {"f": {**NAME, "categories": ["nothing"]}}}, "SC401"),
    ({"funds": {"f": {**NAME, "level": "nowhere"}}}, "SC401"),
    ({"programmes": {"p": {**NAME, "prevents": {"all": 1.5}}}}, "SC411"),
    ({"channels": {"window": {"desks": 1, "trips": {"all": 1.5}}}}, "SC442"),
    ({"channels": {"window": {"desks": 1, "trips": {"jobs": 2.0}}}}, "SC401"),
    ({"channels": {"window": {"trips": {"all": 2.0}}}}, "SC443"),
])
def test_what_does_not_fit_is_told_in_both_languages(change, code):
    from textbook import merged, neutral

    scenario = Scenario.model_validate({**merged(neutral(), change), "sources": {}})
    faults = check_references(scenario)
    assert [fault.code for fault in faults] == [code]
    assert all(fault.sentence(lang) for fault in faults for lang in ("en", "zh"))


def test_works_are_paid_for_once_although_the_job_is_put_down_and_moves_up():
    """Bought below, put down at the end of the shift, escalated: the office above needs money too, and the works are bought already."""
    levels = {"low": {"parent": "high", "authority": {"all": 0.0}, "escalate_after_h": 2.0}, "high": {"authority": {"all": 0.0}}}
    posts = {"clerk": {"level": "low", "head_count": 1, "roster": ["09:00-17:00"], "shift_end": "preempt"}, "boss": {"level": "high", "head_count": 5}}
    funds = {name: {**NAME, "level": name, "opening": 1e9, "item_cap": 1e6} for name in levels}
    outcome = simulate(textbook(0.6, cases=2_000, levels=levels, posts=posts, funds=funds, categories={"job": {"repair_cost": 100.0, "repair_cv": 0.0}}))
    case = outcome.world.case
    moved = (case["hops"] > 0) & (case["paid"] > 0)
    assert moved.sum() > 50
    np.testing.assert_allclose(case["paid"][moved], 100.0)
    assert outcome.world.purse["bought"].sum() == pytest.approx(case["paid"].sum())
