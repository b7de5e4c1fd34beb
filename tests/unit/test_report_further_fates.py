"""Fates: the cases told are those that changed most, their hours are the case tables', several followed at once live as each alone."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.engine import advance
from sim.life import Moment, changed_in_kind, follow, follow_many, open_hours, tell
from sim.life.follow import _between, _hand, _next_event
from sim.locale import translator
from sim.report.fates import fates, since
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.simulate import assemble, simulate, start, window
from sim.study.plan import line_up
from sim.world.codes import NOBODY
from sim.world.codes import Fate as Ending

SHORT = ("run.warm_up_days=0", "run.days=30", "run.follow_up_days=20")
FEWER = ("place.residents=2500",)


def short(name: str, *more: str) -> Scenario:
    return load(name, overrides=[*SHORT, *more])


def step_by_step(scenario: Scenario, case: int) -> list[Moment]:
    """The moments of a case from a run stopped at every single event, its whole row compared."""
    world = start(assemble(scenario, 0))
    rows, end_h = world.case.view(np.ndarray), math.nextafter(window(scenario).end_h, -math.inf)
    before, written, hand = rows[case].copy(), rows[case].tobytes(), NOBODY
    moments: list[Moment] = []
    while before["fate"] < Ending.PREVENTED and (now := _next_event(world)) <= end_h:
        world = advance(world, now)
        if rows[case].tobytes() != written:
            after, written = rows[case].copy(), rows[case].tobytes()
            moments += _between(world, case, before, after, now, hand)
            before, hand = after, _hand(world, case) if after["fate"] == Ending.SERVICE else NOBODY
    return moments


def test_lives_followed_together_are_those_followed_event_by_event() -> None:
    scenario = short("street-office", "place.residents=600", "demand.issues_per_resident_year=4", "run.days=7", "run.follow_up_days=7", 'posts.field.shift_end="preempt"')
    cases = [int(one) for one in np.flatnonzero(simulate(scenario).world.case["reported_h"] > 0)[::4]][:4]
    assert len(cases) == 4
    lives = follow_many(scenario, 0, cases)
    for case, life in zip(cases, lives, strict=True):
        assert repr(life.moments) == repr(tuple(step_by_step(scenario, case)))
        assert repr(follow(scenario, 0, case)) == repr(life)


@pytest.mark.long
@pytest.mark.parametrize("name", ["packages/hanyang", "packages/zhejiang", "presets/g5-volunteer-dispatch", "presets/g9-bounty-board"])
def test_also_under_every_mechanism(name: str) -> None:
    scenario = short(name, "run.days=4", "run.follow_up_days=5")
    cases = [int(one) for one in np.flatnonzero(simulate(scenario).world.case["reported_h"] > 0)[::20]][:3]
    for case, life in zip(cases, follow_many(scenario, 0, cases), strict=True):
        assert repr(life.moments) == repr(tuple(step_by_step(scenario, case)))


def test_hours_are_those_of_the_case_tables_and_lives_are_told_in_both_languages() -> None:
    plan = line_up([short("longhua-before", *FEWER), short("longhua", *FEWER)], replications=2, seed=3)
    found = fates(plan, 1, count=4, replicate=1)
    runs = [simulate(option.scenario, 1) for option in plan.options]
    assert [one.case for one in found] == changed_in_kind(runs[0], runs[1], 4) and len(found) == 4
    for one in found:
        for side in (0, 1):
            row = runs[side].world.case[one.case]
            until = min(row["ended_h"], runs[side].window.end_h) if row["ended_h"] == row["ended_h"] else runs[side].window.end_h
            assert one.hours[side] == until - row["reported_h"] or (math.isnan(one.hours[side]) and math.isnan(row["reported_h"]))
            assert len(one.zh[side]) == len(one.en[side]) > 0
        assert one.en[0][0] == one.en[1][0]
    assert [step.text for step in found[0].en[0]] == [line.text for line in tell(follow(plan.options[0].scenario, 1, found[0].case), translator("en"))]


def test_cases_change_in_different_ways_and_at_most_half_are_reported_in_one_only() -> None:
    first, other = simulate(short("longhua-before", *FEWER)), simulate(short("longhua", *FEWER))
    hours = [open_hours(run) for run in (first, other)]
    for count in (1, 5, 10):
        cases = changed_in_kind(first, other, count)
        lone = [math.isnan(hours[0][case]) != math.isnan(hours[1][case]) for case in cases]
        assert len(set(cases)) == len(cases) == count and sum(lone) <= count // 2
        change = [abs(np.nan_to_num(hours[0][case]) - np.nan_to_num(hours[1][case])) for case in cases]
        assert change == sorted(change, reverse=True) and min(change) > 0
    assert any(lone)


def test_without_the_same_problems_or_without_a_difference_there_is_nothing_to_tell() -> None:
    here, there = short("three-house-village"), short("three-house-village", "demand.issues_per_resident_year=9")
    plan = line_up([here, here, there], replications=1)
    assert fates(plan, 1) == () and fates(plan, 2) == ()


def test_time_since_the_report_is_told_in_hours_then_in_days() -> None:
    say = translator("zh")
    assert [since(one, say) for one in (math.nan, -1.0, 0.0, 47.9, 48.0, 1200.0)] == ["", "", "+0.0 小时", "+47.9 小时", "+2.0 天", "+50.0 天"]
