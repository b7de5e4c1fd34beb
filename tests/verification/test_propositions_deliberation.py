"""Councils, joint review, agreement, tiers and self-management against exact results (V21, T7, T11, T12; science 3.7, 4.14, 4.15)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from replications import check, cohort, replicate, stays
from scipy import integrate, optimize, special
from textbook import clerks, jobs, merged, neutral, textbook

from sim.engine import advance
from sim.metrics import METRICS
from sim.outcome import Outcome
from sim.scenario.scenario import Scenario
from sim.simulate import assemble, start
from sim.world.codes import NOBODY

DAY_H = 24.0
SURE = {"agree_base": 60.0}
ALONE = {"persons": 1, "staff": 0, "attendance": 1.0, "quorum": 0.0}


def council(**changes: Any) -> dict[str, Any]:
    """One council of the office that hears everything, without a cap, and of which one member is always there."""
    return {"zh": "会", "en": "council", "level": "office", "least_affected": 1, "agenda_cap": None, "lasting": 0.0, "voice": 0.0, **ALONE, **changes}


def idle_office(per_h: float = 1.0, cases: int = 5000, job: dict[str, Any] | None = None, **changes: Any) -> Scenario:
    """An office where work takes no time and nobody waits for hands: all time is spent on what is added."""
    return textbook(per_h, cases=cases, posts=clerks(1), categories=jobs(work_h=0.0, **(job or {})), **changes)


def told(outcome: Outcome) -> dict[str, float]:
    return {"stay": float(stays(outcome).mean())}


# ---- T7: joint review against serial sign-off ---------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize(("agencies", "shorter_h", "longer_h"), [(3, 40.0, 72.0), pytest.param(5, 96.0, 168.0, marks=pytest.mark.long)])
def test_t7_a_joint_review_pays_iff_half_its_interval_is_below_what_side_by_side_saves(agencies, shorter_h, longer_h):
    """n exponential steps of mean 1/mu: n/mu one after another, T/2 + H_n/mu jointly."""
    mean_h = 24.0
    harmonic = sum(1 / k for k in range(1, agencies + 1))
    boundary_h = 2 * (agencies - harmonic) * mean_h
    assert shorter_h < boundary_h < longer_h
    assert (agencies - harmonic) == pytest.approx({3: 1.167, 5: 2.717}[agencies], abs=5e-4)
    job = {"agencies": [0.0] * agencies + [1.0]}
    serial_h = agencies * mean_h

    def joint(every_h: float) -> dict[str, Any]:
        return {"coordination_h": mean_h, "sign_off": "joint", "review_every_h": every_h}

    check(idle_office(job=job, dispatch={"coordination_h": mean_h}), told, {"stay": serial_h}, seed=400 + agencies)
    for every_h, better in ((shorter_h, True), (longer_h, False)):
        exact = every_h / 2 + harmonic * mean_h
        assert (exact < serial_h) is better
        scenario = idle_office(job=job, dispatch=joint(every_h))
        check(scenario, told, {"stay": exact}, seed=410 + agencies)
        found = np.mean([one["stay"] for one in replicate(scenario, told, 420 + agencies)])
        assert bool(found < serial_h) is better


# ---- V21 and the law of agreement ----------------------------------------------------------------------------------------


def test_v21_the_wait_for_a_meeting_is_uniform():
    """Without a cap: mean T/2, variance T^2/12; T = 7 days: 3.5 and 49/12."""

    def waits(outcome: Outcome) -> dict[str, float]:
        days = cohort(outcome)[1]["council_h"] / DAY_H
        return {"mean": float(days.mean()), "variance": float(days.var()), "below T/4": float(np.mean(days < 7 / 4))}

    scenario = idle_office(councils={"all": council(every_h=168.0)}, residents=SURE)
    check(scenario, waits, {"mean": 3.5, "variance": 49 / 12, "below T/4": 0.25}, seed=430)


def agreement(conflict: float) -> float:
    """sigma(0.5 + 1.0 attendance + 0.5 inclusion - 1.5 conflict) with everybody there and half of the seats newcomers'."""
    return float(special.expit(0.5 + 1.0 + 0.5 * 0.5 - 1.5 * conflict))


@pytest.mark.parametrize("tries", [1, 3])
def test_agreement_follows_its_law(tries):
    """Conflict with mean m is u^((1 - m) / m); a case is put to at most `tries` meetings, each with the same probability."""
    m = 0.4
    power = (1 - m) / m

    def measure(outcome: Outcome) -> dict[str, float]:
        case = cohort(outcome)[1]
        found = {"agreed": float(case["agreed"].mean()), "meetings": float(case["meetings"].mean())}
        return {name: found[name] for name in exact}

    def over(f: Any) -> float:
        return float(integrate.quad(lambda u: f(agreement(u**power)), 0, 1)[0])

    exact = {"agreed": over(lambda p: 1 - (1 - p) ** tries), "meetings": over(lambda p: sum((1 - p) ** k for k in range(tries)))}
    if tries == 1:
        del exact["meetings"]  # one, for certain
    scenario = idle_office(job={"conflict": m}, councils={"all": council(every_h=24.0, tries=tries, inclusion=0.5)})
    check(scenario, measure, exact, seed=440 + tries)


def test_attendance_is_binomial_and_a_missing_quorum_puts_a_meeting_off():
    """Five members who come with .6 and a quorum of three: the share of meetings held, and members' hours for each of them."""
    chances = [math.comb(5, k) * 0.6**k * 0.4 ** (5 - k) for k in range(6)]
    held = sum(chances[3:])

    def measure(outcome: Outcome) -> dict[str, float]:
        room = outcome.world.chamber[0]
        return {"held": room.held / (room.held + room.failed), "members": room.person_h / room.held / 2.0}

    exact = {"held": held, "members": sum(k * chances[k] for k in range(3, 6)) / held}
    scenario = idle_office(councils={"all": council(every_h=4.0, persons=5, attendance=0.6, quorum=0.6, hours=2.0)}, residents=SURE)
    check(scenario, measure, exact, seed=450)


def test_what_a_council_hears_follows_its_thresholds():
    """Shared with probability s; geometric from 2 with mean a: P(at least n) = s (1 - 1/(a-1))^(n-2); P(conflict >= c) = 1 - c at mean .5."""
    job = {"shared": 0.8, "affected_mean": 11.0}

    def measure(outcome: Outcome) -> dict[str, float]:
        return {"heard": float(np.mean(cohort(outcome)[1]["chamber"] != NOBODY))}

    scenario = idle_office(job=job, councils={"some": council(every_h=24.0, least_affected=6, least_conflict=0.3)})
    check(scenario, measure, {"heard": 0.8 * 0.9**4 * 0.7}, seed=460)


# ---- T12: what deliberation costs and saves --------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize(("recheck_h", "pays"), [pytest.param(20.0, False, marks=pytest.mark.long), (100.0, True)])
def test_t12_deliberation_pays_iff_recurrence_avoided_outweighs_half_an_interval(recheck_h, pays):
    """A fix that fails costs `recheck_h` more of the problem: (r/(1-r) - r'/(1-r')) recheck_h against T/2."""
    fails, every_h = 0.4, 24.0
    agreed = fails * (1 - 0.3)
    without = fails / (1 - fails) * recheck_h
    with_council = every_h / 2 + agreed / (1 - agreed) * recheck_h
    assert (with_council < without) is pays
    always = {"reopen": 1.0, "recheck": {"mean_h": recheck_h, "law": "exponential"}, **SURE}
    seed = 470 + int(recheck_h)
    plain = idle_office(cases=4000, job={"relapse": fails}, residents=always, run={"follow_up_days": 200})
    heard = idle_office(cases=4000, job={"relapse": fails}, residents=always, run={"follow_up_days": 200}, councils={"all": council(every_h=every_h, lasting=0.3)})
    check(plain, told, {"stay": without}, seed)
    check(heard, told, {"stay": with_council}, seed)
    before, after = (np.mean([one["stay"] for one in replicate(scenario, told, seed + 1)]) for scenario in (plain, heard))
    assert bool(after < before) is pays


def test_t12_tiers_dominate_meetings_of_one_size_on_delay():
    """Few are concerned: the daily group; many: the weekly community; nobody else: no meeting. Against the weekly one for all shared."""
    job = {"shared": 0.6, "affected_mean": 11.0}
    many = 0.6 * 0.9**8
    week, day = council(every_h=168.0), council(every_h=24.0)
    one_size = idle_office(job=job, residents=SURE, councils={"all": {**week, "least_affected": 2}})
    tiers = idle_office(job=job, residents=SURE, councils={"community": {**week, "least_affected": 10}, "group": {**day, "least_affected": 2}})
    check(one_size, told, {"stay": 0.6 * 84.0}, seed=480)
    check(tiers, told, {"stay": many * 84.0 + (0.6 - many) * 12.0}, seed=480)


# ---- coordination of one category ------------------------------------------------------------------------------------------


def test_what_speeds_up_one_category_leaves_the_others_bit_for_bit():
    both = {"yard": {"agencies": [0.0, 1.0]}, "paper": {"agencies": [0.0, 1.0]}}

    def run(**rules: Any) -> Outcome:
        from sim.simulate import simulate

        return simulate(textbook(1.0, cases=3000, posts=clerks(50), categories=both, dispatch={"coordination_h": 48.0, "cooperation": 0.5, **rules}))

    before, after = run(), run(coordination_by={"yard": 0.5}, cooperation_by={"yard": 1.0})
    yard = before.world.issue["category"] == 0
    for column in before.world.case.dtype.names:
        assert np.array_equal(before.world.case[column][~yard], after.world.case[column][~yard], equal_nan=True), column
    stay = [run.world.case["ended_h"][yard] - run.world.issue["occur_h"][yard] for run in (before, after)]
    assert np.nanmean(stay[1]) < 0.5 * np.nanmean(stay[0])


# ---- T11: self-management ----------------------------------------------------------------------------------------------------

OWN = {"share": 1.0, "leaders": 2, "threshold": 0.7, "spread": 0.2, "pull": 0.2, "leader_exit": 0.0, "leader_entry": 0.0, "pace": 0.5}


def stable_shares(leaders: int) -> list[float]:
    """Shares n with n = Phi((n + pull * leaders - threshold) / spread) at which the map is flatter than the diagonal."""

    def excess(n: float) -> float:
        return float(special.ndtr((n + OWN["pull"] * leaders - OWN["threshold"]) / OWN["spread"]) - n)

    grid = np.linspace(0, 1, 2001)
    values = [excess(n) for n in grid]
    crossings = [(a, b) for a, b, x, y in zip(grid, grid[1:], values, values[1:], strict=False) if x > 0 >= y]
    return [float(optimize.brentq(excess, a, b)) for a, b in crossings]


def yards(joiners: float, leaders: int) -> Any:
    scenario = Scenario.model_validate({**merged(neutral(), {"self_management": {**OWN, "joiners": joiners, "leaders": leaders}, "run": {"days": 1500}}), "sources": {}})
    return start(assemble(scenario))


def year_after(world: Any, years: int = 1) -> Any:
    return advance(world, float(world.live[0].now_h) + years * 365 * 24.0)


def test_t11_one_leader_leaves_two_stable_states_and_a_critical_mass():
    low, high = stable_shares(1)
    assert low < 0.05
    assert high > 0.95
    for begins, ends in ((0.45, low), (0.55, high)):
        world = year_after(yards(begins, 1), 2)
        assert world.yard["joiners"] == pytest.approx(ends, abs=1e-6)
        assert bool(np.all(world.yard["active"] == (ends == high)))
    assert len(stable_shares(0)) == len(stable_shares(2)) == 1, "without a leader it falls apart, with two it always grows"


def test_t11_when_the_leader_leaves_the_yard_falls_apart_and_a_new_leader_does_not_bring_it_back():
    world = year_after(yards(0.6, 1))
    assert np.all(world.yard["active"] == 1)
    taken = world.yard["taken"].sum()
    assert taken > 0
    world.yard["leaders"] = 0
    world = year_after(world)
    assert np.all(world.yard["active"] == 0)
    after_the_fall = world.yard["taken"].sum()
    world.yard["leaders"] = 1
    world = year_after(world)
    assert np.all(world.yard["active"] == 0), "hysteresis: the same leader, the other state"
    assert world.yard["joiners"] == pytest.approx(stable_shares(1)[0], abs=1e-6)
    assert world.yard["taken"].sum() == after_the_fall
    world.charter[0].seats = world.yard["leaders"][:] = 2
    world = year_after(world)
    assert np.all(world.yard["active"] == 1), "two leaders mobilise from anywhere"


def test_leaders_leave_at_their_hazard():
    """Independent exponential stays: after a year exp(-.5) of many leaders are left, if nobody follows them."""
    own = {**OWN, "leader_exit": 0.5, "leaders": 400, "joiners": 0.6, "pull": 0.0}
    world = start(assemble(Scenario.model_validate({**merged(neutral(), {"self_management": own}), "sources": {}})))
    world = advance(world, 52 * 168.0)
    left = float(world.yard["leaders"].mean()) / 400
    expected = math.exp(-0.5 * 52 * 7 / 365)
    assert abs(left - expected) < 4 * math.sqrt(expected * (1 - expected) / (400 * len(world.yard)))


def test_the_share_taken_up_is_the_share_of_the_charter():
    def measure(outcome: Outcome) -> dict[str, float]:
        case = cohort(outcome)[1]
        own = np.isnan(case["reported_h"])
        assert METRICS["self_managed_share"].compute(outcome) == own.mean()
        return {"taken": float(own.mean()), "own hours": float(outcome.world.yard["hours"].sum() / outcome.world.yard["taken"].sum())}

    own = {**OWN, "share": 0.3, "joiners": 0.9, "effort": 2.0, "time": {"mean_h": 5.0}}
    scenario = textbook(1.0, cases=5000, posts=clerks(20), self_management=own)
    check(scenario, measure, {"taken": 0.3, "own hours": 2.0}, seed=490)
