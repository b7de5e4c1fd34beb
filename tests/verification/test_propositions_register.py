"""Propositions about registers and those who look on: T3 platforms, T9 evaluation, T10 promises, leaders' keys (F18), the use of standards (Z11)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from replications import CRITICAL_T, check, replicate, stays, t_statistic
from sameness import same_fates
from textbook import clerks, jobs, merged, textbook

from sim.metrics import measure
from sim.outcome import Outcome
from sim.scenario.scenario import Scenario
from sim.simulate import simulate
from sim.world.codes import Exit, Fate

AMPLE = {"head_count": 60}
REMIND_H = 1000.0
LOST = 0.02


def two_levels(rule: str, **dispatch: Any) -> Scenario:
    """Only the upper level may decide; below, a case is looked at for .3 hours and takes 12 hours up."""
    levels = {"low": {"parent": "high", "authority": {"all": 0.0}, "refer": {"mean_h": 12.0, "law": "fixed"}}, "high": {}}
    return textbook(
        2.4, levels=levels, posts={"below": {"level": "low", **AMPLE}, "above": {"level": "high", **AMPLE}},
        categories=jobs(work_law="fixed"), residents={"remind_every_h": REMIND_H, "remind_cap": 3},
        dispatch={"rule": rule, "diagnosis_share": 0.3, **dispatch}, run={"follow_up_days": 120})


@pytest.mark.long
def test_a_platform_gains_what_the_chain_loses():
    """T3: hops, bounces (1/q - 1 tries more), losses; the time of the chain is theirs and the work, the platform's is the work."""
    bounces_h = (1 / 0.7 - 1) * 24.0
    straight_h = 0.3 + 12.0
    lost_first = (1 - LOST) * (REMIND_H + straight_h) + LOST * 2 * REMIND_H
    lost_later = (1 - LOST) * (bounces_h + straight_h) + LOST * REMIND_H
    chain_h = LOST * lost_first + (1 - LOST) * lost_later + 1.0
    chain = two_levels("hierarchical", lost=LOST, triage_accuracy=0.7, bounce_h=24.0)
    check(chain, lambda outcome: {"stay": stays(outcome).mean()}, {"stay": chain_h}, seed=920)
    platform = simulate(two_levels("unified", registry="single"))
    assert stays(platform).mean() == pytest.approx(1.0)


def test_a_platform_gains_nothing_where_authority_binds():
    """T3: one office decides everything and everything comes to it: the platform has nothing to shorten."""
    chain, platform = (textbook(2.4, cases=4000, dispatch={"rule": rule}) for rule in ("hierarchical", "unified"))
    assert same_fates(simulate(chain), simulate(platform))


def test_a_platform_gains_nothing_where_capacity_binds():
    """T3: three hands for four hours of work an hour solve three, however soon they hear of it."""
    def solved(**dispatch: Any) -> float:
        swamped = textbook(4.0, cases=4000, dispatch=dispatch, run={"warm_up_days": 0, "follow_up_days": 0})
        return float(np.mean([measure(simulate(swamped, number), ["resolved_share"])["resolved_share"] for number in range(5)]))

    slow, fast = solved(triage_accuracy=0.7, bounce_h=6.0), solved()
    assert fast == pytest.approx(0.75, rel=0.04)
    assert fast == pytest.approx(slow, rel=0.02)


def hollow(weight: float, per_h: float, **audit: float) -> float:
    """Official closures minus true resolutions in an office of three, by pressure and load."""
    scenario = textbook(
        per_h, cases=6000, posts=clerks(3), categories=jobs(deadline_h=4.0), residents={"reopen": 0.3, "recheck": {"mean_h": 200.0}},
        dispatch={"diagnosis_share": 0.3}, evaluation={"weight": weight, "false_pressure": 0.4, **audit})
    return float(np.mean([measure(simulate(scenario, number), ["closure_gap"])["closure_gap"] for number in range(5)]))


def test_pressure_of_evaluation_hollows_closures_the_more_the_busier():
    """T9: the gap is zero without pressure, grows with its weight and with load, and their effects multiply."""
    gap = {(weight, load): hollow(weight, 3.0 * load) for weight in (0.0, 0.5, 2.0) for load in (0.5, 0.9)}
    assert gap[0.0, 0.5] == gap[0.0, 0.9] == 0.0
    for load in (0.5, 0.9):
        assert 0 < gap[0.5, load] < gap[2.0, load]
    for weight in (0.5, 2.0):
        assert gap[weight, 0.5] < gap[weight, 0.9]
    assert gap[2.0, 0.9] - gap[0.5, 0.9] > gap[2.0, 0.5] - gap[0.5, 0.5]


def test_call_backs_flatten_the_gap():
    """T9: the more closures are called back, the smaller the gap."""
    gaps = [hollow(2.0, 2.7, audit_share=share, audit_insight=0.9) for share in (0.0, 0.5, 1.0)]
    assert gaps[0] > gaps[1] > gaps[2] > 0


def promised(share: float, weight: float) -> Outcome:
    residents = {"promise_weight": weight, "expectation_gain": 0.15}
    return simulate(textbook(2.4, cases=4000, categories=jobs(deadline_h=4.0), residents=residents, dispatch={"resolution_promise": share}))


def test_a_shorter_promise_disappoints():
    """T10: the same work, judged against more: nobody is more satisfied, many are less."""
    long, short = (promised(share, 0.4) for share in (1.0, 0.5))
    assert same_fates(long, short, ["ended_h", "fate", "worked_h"])
    difference = short.world.case["satisfaction"] - long.world.case["satisfaction"]
    known = ~np.isnan(difference)
    assert known.sum() > 3000
    assert difference[known].max() <= 0
    assert np.mean(difference[known] < 0) > 0.5


def test_a_promise_nobody_listens_to_changes_nothing():
    """T10: at weight 0 expectation is habit alone, and habit counts from what happened."""
    assert same_fates(promised(1.0, 0.0), promised(0.3, 0.0))


def office_of_agencies(**leaders: float) -> Scenario:
    """Three cases in ten wait for another agency's signature, for 200 hours on average."""
    return textbook(2.4, cases=6000, posts=clerks(60), categories=jobs(agencies=[0.7, 0.3]),
                    dispatch={"coordination_h": 100.0, "cooperation": 0.5}, run={"warm_up_days": 80, "follow_up_days": 150}, leaders=leaders)


def test_leaders_cut_the_tail_and_leave_the_median():
    """F18: p95 and p99 fall, the median is the same to the bit; who is taken up waits no longer than to the next session."""
    names = ["resolution_time_median", "resolution_time_p95", "resolution_time_p99", "leader_hours", "unblocked_share"]
    without, led = (simulate(office_of_agencies(**leaders)) for leaders in ({}, {"every_h": 24.0, "cap": 50, "hours_per_case": 0.4, "stuck_after_h": 240.0}))
    before, after = measure(without, names), measure(led, names)
    assert after["resolution_time_median"] == before["resolution_time_median"]
    assert after["resolution_time_p95"] < 0.8 * before["resolution_time_p95"]
    assert after["resolution_time_p99"] < 0.5 * before["resolution_time_p99"]
    assert 240 < after["resolution_time_p99"] < 240 + 24 + 10
    assert before["leader_hours"] == 0 < after["leader_hours"]
    assert after["unblocked_share"] == pytest.approx(0.3 * np.exp(-240 / 200), rel=0.25)


def test_what_leaders_carry_is_neither_lost_nor_delayed():
    """Every hand-over loses its case: only the session finds it, and then it goes up at once, with the authority to be decided."""
    levels = {"low": {"parent": "high", "authority": {"all": 0.0}, "reach": {"all": 0.5}, "refer": {"mean_h": 300.0}}, "high": {"authority": {"all": 0.0}}}
    posts = {"below": {"level": "low", **AMPLE}, "above": {"level": "high", **AMPLE}}
    outcome = simulate(textbook(1.0, cases=1000, levels=levels, posts=posts, dispatch={"lost": 1.0}, categories=jobs(work_law="fixed"),
                                leaders={"every_h": 5.0, "cap": 50, "hours_per_case": 0.1, "stuck_after_h": 1.0}))
    case = outcome.world.case[outcome.cohort]
    assert (case["losses"] == 1).all()
    assert set(case["hops"]) == {0, 1}
    assert (case["fate"] == Fate.RESOLVED).all()
    assert (case["ended_h"] - case["registered_h"] < 1.0 + 5.0 + 0.3 + 1.0 + 1e-9).all()


def test_a_small_cap_cuts_less():
    tails = [measure(simulate(office_of_agencies(every_h=168.0, cap=cap, stuck_after_h=240.0)), ["resolution_time_p99"])["resolution_time_p99"]
             for cap in (1, 5, 50)]
    assert tails[0] > tails[1] > tails[2]


def test_the_key_is_no_gain_where_hands_are_what_is_missing():
    """Crowding: in one pool leaders only change who waits. The mean wait is as before, what is urgent waits longer."""
    kinds = {"urgent": {"priority": 0}, "other": {"priority": 1}}
    busy = textbook(2.7, cases=6000, categories=kinds, dispatch={"discipline": "priority"})
    led = busy.model_copy(update={"leaders": busy.leaders.model_copy(update={"every_h": 1.0, "cap": 3, "hours_per_case": 0.3, "stuck_after_h": 2.0})})

    def wait(outcome: Outcome) -> tuple[float, float]:
        waited_h, urgent = outcome.world.case["waited_h"][outcome.cohort], outcome.world.issue["category"][outcome.cohort] == 0
        return float(waited_h.mean()), float(waited_h[urgent].mean())

    before, after = (np.array(replicate(scenario, wait, seed=921)) for scenario in (busy, led))
    everybody, urgent = (after - before).T
    assert abs(t_statistic(everybody, 0.0)) < CRITICAL_T
    assert abs(everybody.mean()) < 0.02 * before[:, 0].mean()
    assert urgent.mean() > 0.2 * before[:, 1].mean()


def test_where_the_oldest_are_served_first_anyway_the_key_opens_nothing():
    busy = textbook(2.7, cases=3000)
    led = simulate(busy.model_copy(update={"leaders": busy.leaders.model_copy(update={"every_h": 1.0, "cap": 3, "hours_per_case": 0.3, "stuck_after_h": 2.0})}))
    assert led.world.case["keyed"].mean() > 0.1
    assert same_fates(led, simulate(busy), ["ended_h", "waited_h"])


def test_evaluated_first_means_others_later():
    """H26: what is listed gains what the rest loses."""
    kinds = {"listed": {}, "other": {}}
    names = ["gap_listed", "wait_by_work"]

    def gap(**evaluation: Any) -> dict[str, float]:
        scenario = textbook(2.7, cases=6000, categories=merged(kinds, {name: {"deadline_h": 4.0} for name in kinds}),
                            evaluation={"weight": 1.0, "false_pressure": 0.0, "listed": {"all": 0.0, "listed": 1.0}, **evaluation})
        values = [measure(simulate(scenario, number), names) for number in range(4)]
        return {name: float(np.mean([value[name] for value in values])) for name in names}

    before, after = gap(), gap(listed_first=1.0)
    assert abs(before["gap_listed"]) < 0.05
    assert after["gap_listed"] > 0.15
    assert after["wait_by_work"] == pytest.approx(before["wait_by_work"], rel=0.05)


def test_discretion_makes_newcomers_wait():
    """H23: favour for locals is a gap for newcomers, and nothing in sum."""
    names = ["gap_newcomer", "wait_by_work"]

    def run(favour: float) -> dict[str, float]:
        scenario = textbook(2.7, cases=6000, categories=jobs(deadline_h=4.0), place={"newcomer_share": 0.4}, evaluation={"favour": favour})
        values = [measure(simulate(scenario, number), names) for number in range(4)]
        return {name: float(np.mean([value[name] for value in values])) for name in names}

    fair, partial = run(0.0), run(1.0)
    assert abs(fair["gap_newcomer"]) < 0.05
    assert partial["gap_newcomer"] < -0.1
    assert partial["wait_by_work"] == pytest.approx(fair["wait_by_work"], rel=0.05)


def community_of_grids(spread: float, replicate_number: int) -> Outcome:
    levels = {"grid": {"units": 20}}
    posts = {"worker": {"level": "grid", "head_count": 5, "skill": {"all": 0.5}, "skill_spread": spread}}
    return simulate(textbook(2.4, cases=8000, levels=levels, posts=posts), replicate_number)


def test_units_differ_by_the_spread():
    """Logistic: the standard deviation is spread x pi / sqrt 3, and the mean skill is that of the post."""
    skill = np.concatenate([community_of_grids(0.05, number).world.skill[:, 0] for number in range(20)])
    assert skill.size == 400
    assert abs(skill.mean() - 0.5) < 5 * skill.std() / 20
    assert skill.std() == pytest.approx(0.05 * np.pi / np.sqrt(3), rel=0.15)
    assert set(community_of_grids(0.0, 1).world.skill.ravel()) == {0.5}


def test_standards_bring_down_the_variance_more_than_they_raise_the_mean():
    """Z11: the spread between units falls by far more than half; the mean, by a few in a hundred at most."""
    names = ["unit_spread", "resolved_in_deadline_unweighted"]
    uneven, even = ([measure(community_of_grids(spread, number), names) for number in range(6)] for spread in (0.1, 0.0))
    spread, mean = ([np.mean([value[name] for value in values]) for values in (uneven, even)] for name in names)
    assert spread[1] < 0.4 * spread[0]
    assert mean[1] == pytest.approx(mean[0], abs=0.05)


def test_reporting_again_is_no_failed_fix():
    """Turned away at a full line and reported once more: the same case, the same work, and nothing has been re-opened."""
    outcome = simulate(textbook(3.0, cases=3000, posts={"clerk": {"head_count": 2, "line_limit": 2}}, exit={"rule": "logit", "report_again": 3.0}))
    case, issue = outcome.world.case, outcome.world.issue
    again = (case["exit"] == Exit.REPORT_AGAIN) & (case["fate"] == Fate.RESOLVED)
    assert again.sum() > 300
    np.testing.assert_allclose(case["worked_h"][again], issue["work_h"][again])
    assert measure(outcome, ["reopen_rate"])["reopen_rate"] == 0.0
