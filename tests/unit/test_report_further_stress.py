"""Shocks: nothing but the shock differs, the excess is what it is said to be, as many hours are missing everywhere, and recovery is counted by the rule."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.checks import verify
from sim.community import build_community
from sim.demand import draw_issues
from sim.demand.rates import rates
from sim.demand.surplus import _only, issues_with
from sim.engine import Absence, advance, keep_away, settle
from sim.errors import CheckError
from sim.report import stress
from sim.report.vacancy import Vacancy, employed, missing, person_hours, weekly_hours
from sim.scenario.load import load
from sim.scenario.place import Surge
from sim.scenario.scenario import Scenario
from sim.simulate import assemble, finish, simulate, start, window
from sim.study.plan import Plan, line_up

SMALL = ("place.residents=600", "run.days=60", "run.warm_up_days=14", "run.follow_up_days=30", "demand.issues_per_resident_year=3")


def small(name: str = "street-office", *more: str) -> Scenario:
    return load(name, overrides=[*SMALL, *more])


def plan_of(*scenarios: Scenario) -> Plan:
    return line_up(list(scenarios), replications=3, seed=7)


def test_equal_options_bear_a_shock_alike_and_the_number_of_workers_changes_nothing() -> None:
    few = small("street-office", "posts.field.head_count=1")
    one, two = stress.strains(plan_of(small(), small(), few), replications=2, workers=1), stress.strains(plan_of(small(), small(), few), 2, workers=3)
    assert [strain.shock for strain in one] == ["storm", "vacancy"]
    for a, b in zip(one, two, strict=True):
        for name in ("excess", "peak", "recovery_days"):
            assert np.array_equal(getattr(a, name), getattr(b, name))
            assert np.array_equal(getattr(a, name)[0], getattr(a, name)[1])
        assert not np.array_equal(a.excess[0], a.excess[2])


def test_nothing_differs_before_the_shock_and_the_peak_is_the_largest_of_each_run() -> None:
    told: list[tuple[int, int]] = []
    for strain in stress.strains(plan_of(small(), small("street-office", "posts.field.speed=0.5")), replications=1, progress=lambda *at: told.append(at)):
        assert strain.start_day % 7 == 0 and strain.start_day >= 14 + 15 > strain.start_day - 7
        assert strain.excess.shape == (2, strain.days) == (2, 104)
        assert not strain.excess[:, : strain.start_day].any() and strain.excess.any()
        assert np.array_equal(strain.peak, strain.excess.max(axis=1, keepdims=True)) and (strain.peak > 0).all()
        assert strain.recovery_days[0, 0] == stress.recovery_days(strain.excess[0], strain.end_day)
    assert told == [(done, 6) for done in range(1, 7)]


def test_a_storm_that_is_none_leaves_no_excess(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stress, "STORM_FACTOR", 1.0)
    storm = stress.strains(plan_of(small(), small("street-office", "posts.field.head_count=1")), replications=1)[0]
    assert not storm.excess.any() and not storm.peak.any() and not storm.recovery_days.any()


def test_a_shock_that_does_not_fit_into_the_run_is_left_out() -> None:
    short = [load("street-office", overrides=[*SMALL, "run.days=10", "run.follow_up_days=7"])] * 2
    assert [one.shock for one in stress.strains(plan_of(*short), 1)] == ["storm"]
    shorter = [load("street-office", overrides=[*SMALL, "run.days=8", "run.follow_up_days=0"])] * 2
    assert stress.strains(plan_of(*shorter), 1) == ()


def test_a_queue_fills_and_drains_as_theory_has_it() -> None:
    """2.4 jobs an hour of one hour each, four times as many for a week: 500 servers never have a line; of five, (9.6 - 5) x 168 jobs are left, and
    go at 5 - 2.4 an hour: nine tenths of them take 268 hours."""
    post = next(iter(load("mmc").posts))
    servers = [load("mmc", overrides=["run.days=60", "run.warm_up_days=14", f"posts.{post}.head_count={count}"]) for count in (500, 5)]
    storm = stress.strains(plan_of(*servers), replications=4)[0]
    assert (storm.recovery_days[0] <= 1).all() and (storm.peak[0] < 40).all()
    assert storm.peak[1].mean() == pytest.approx(4.6 * 168, rel=0.05)
    assert storm.recovery_days[1].mean() == pytest.approx(0.9 * 4.6 * 168 / 2.6 / 24, abs=1.5)


@pytest.mark.parametrize(
    ("excess", "end", "days"),
    [
        ([0, 0, 5, 10, 8, 4, 1, 1, 1, 1, 1, 1, 1, 0], 4, 3.0),  # down to a tenth at the end of day 6, three days after the end of day 3
        ([0, 0, 5, 10, 8, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1], 4, 5.0),  # a relapse on day 7
        ([0, 10, 1, 0, 0, 0, 0, 0, 0, 0], 6, 0.0),  # over before the shock is
        ([0, 10, 9, 9, 9, 1, 1, 1], 2, math.inf),  # no week is left to see it
        ([0, 0, -1, -2, 0, 0, 0, 0, 0, 0], 3, 0.0),  # no excess at all
    ],
)
def test_recovery_is_counted_from_the_end_of_the_shock(excess: list[float], end: int, days: float) -> None:
    assert stress.recovery_days(np.array(excess, np.float64), end) == days


def test_a_surge_is_laid_upon_the_issues_that_occur_anyway() -> None:
    scenario = small("street-office", "demand.surges.old={start_day=20, days=30, factor=2}")
    community = build_community(scenario.place, scenario.residents, scenario.run.seed)
    surge = Surge(start_day=28, days=7, factor=5, categories=["sanitation", "safety"])
    usual, both = draw_issues(scenario, community, 3), issues_with(surge, scenario, community, 3)
    known = np.isin(both["key"], usual["key"])
    assert np.array_equal(both[known], usual) and np.all(np.diff(both["occur_h"]) >= 0)
    further, names = both[~known], list(scenario.categories)
    assert {names[one] for one in further["category"]} == {"sanitation", "safety"}
    assert further["occur_h"].min() >= 28 * 24 and further["occur_h"].max() < 35 * 24
    assert np.array_equal(issues_with(surge.model_copy(update={"factor": 1.0}), scenario, community, 3), usual)
    written = scenario.model_copy(update={"demand": scenario.demand.model_copy(update={"surges": {**scenario.demand.surges, "new": surge}})})
    expected = [float(rates(one, community, 3).operational[-1]) for one in (written, scenario, _only(surge, scenario))]
    assert expected[0] == pytest.approx(expected[1] + expected[2], rel=1e-12)
    assert abs(len(further) - expected[2]) < 5 * math.sqrt(expected[2])


@pytest.mark.parametrize("roster", ["always", "Mon-Fri 08:30-17:30", "Mon-Sun 20:00-06:00"])
@pytest.mark.parametrize("rule", ["finish", "preempt"])
def test_people_who_stay_away_do_no_duty_and_come_back(roster: str, rule: str) -> None:
    scenario = small("street-office", f'posts.field.roster=["{roster}"]', f"posts.field.shift_end={rule}", "run.days=40", "demand.issues_per_resident_year=12")
    world = start(assemble(scenario, 0))
    away = Absence(np.flatnonzero(world.pool["post"][world.handler["pool"]] == list(scenario.posts).index("field")), 28 * 24.0, 42 * 24.0)
    world = advance(keep_away(world, away), math.nextafter(window(scenario).end_h, -math.inf))
    assert not world.handler["hired_h"].any()
    with pytest.raises(CheckError, match="hours on duty are not those of the roster"):
        settle(world, window(scenario).end_h)
        verify(world, window(scenario).end_h)
    here = finish(scenario, 0, world, away).world.handler["duty_h"][away.handlers]
    assert (here < simulate(scenario, 0).world.handler["duty_h"][away.handlers]).all() and (here > 0).all()


def test_an_absence_of_nobody_changes_nothing() -> None:
    scenario = small()
    world = keep_away(start(assemble(scenario, 1)), Absence(np.zeros(0, np.int64), 500.0, 900.0))
    ended = finish(scenario, 1, advance(world, math.nextafter(window(scenario).end_h, -math.inf)))
    usual = simulate(scenario, 1).world
    for mine, other in ((ended.world.case, usual.case), (ended.world.handler, usual.handler), (ended.world.resident, usual.resident)):
        for name in mine.dtype.names:
            assert mine[name].tobytes() == other[name].tobytes()


def test_as_many_hours_are_missing_where_the_work_is_organised_otherwise() -> None:
    before, after = load("longhua-before"), load("longhua")
    for name in employed(before)[::2]:
        post = before.posts[name]
        vacancy = Vacancy(name, post.role, 0, weekly_hours(post, before))
        own = start(assemble(before, 0))
        rows = missing(vacancy, before, own)
        assert set(own.pool["post"][own.handler["pool"][rows]]) == {list(before.posts).index(name)}
        assert len(rows) == np.count_nonzero(own.pool["post"][own.handler["pool"]] == list(before.posts).index(name))
        other = start(assemble(after, 0))
        rows = missing(vacancy, after, other)
        each = [person_hours(list(after.posts.values())[at]) for at in other.pool["post"][other.handler["pool"][rows]]]
        assert len(set(rows)) == len(rows) and abs(sum(each) - vacancy.hours) <= max(each) / 2
