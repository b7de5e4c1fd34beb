"""The portrait of a run: every part is the run's own metric, curve or table, seen from another side, and adds up to it."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np
import pytest

from sim.community import Community, build_community
from sim.governance.areas import unit_of_entrance
from sim.metrics import METRICS, measure
from sim.metrics.among import Narrowed
from sim.metrics.cohort import WANTED, Cohort
from sim.metrics.daily import daily
from sim.metrics.ground import MOST_AREAS, ground_of
from sim.metrics.portrait import EFFORT, GROUP_METRICS, GROUPS, ROLES, SINCE_REPORT_H, WAIT_CAP_H, Ground, Portrait
from sim.metrics.portraying import group_flags, portray
from sim.metrics.week import count, spread, times_seen
from sim.outcome import Outcome
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.simulate import simulate
from sim.study.compare import carry_out
from sim.study.many import home, homes
from sim.study.plan import line_up
from sim.study.run import with_run
from sim.world.codes import NOBODY

SMALL = {
    "three-house-village": (),
    "street-office": ("place.residents=800", "run.days=60", "run.warm_up_days=7", "run.follow_up_days=14"),
}
BIG = ("longhua", "street-office", "packages/kangle", "packages/fengxin", "places/lingou-canteen", "places/fengxin-town", "places/zhoushan", "jiangxinyuan")


class Seen(NamedTuple):
    """A run with its visits, its place and its portrait."""

    run: Outcome
    community: Community
    ground: Ground
    portrait: Portrait


def see(name: str, *overrides: str) -> Seen:
    scenario = load(name, overrides=["run.record_visits=true", *overrides])
    community = build_community(scenario.place, scenario.residents, scenario.run.seed)
    run, ground = simulate(scenario, 1, community), ground_of(scenario, community)
    return Seen(run, community, ground, portray(run, ground))


@pytest.fixture(scope="module", params=SMALL)
def seen(request: pytest.FixtureRequest) -> Seen:
    return see(request.param, *SMALL[request.param])


def same(one: object, other: object) -> bool:
    return np.array_equal(np.asarray(one), np.asarray(other), equal_nan=True)


def check_curves(seen: Seen) -> None:
    cohort = Cohort(seen.run)
    for curve, times in ((seen.portrait.contacted, cohort.response), (seen.portrait.resolved, cohort.resolution)):
        assert curve.tolist() == [times.at(WANTED, hour) for hour in SINCE_REPORT_H]
        assert (np.diff(curve) >= 0).all()
        assert curve[0] >= 0 and curve[-1] <= 1 + 1e-12


def check_groups(seen: Seen) -> None:
    """Exactly the metric of the run narrowed to the group's issues; everybody is the run itself."""
    cohort, issues = Cohort(seen.run), len(seen.run.world.issue)
    whole = measure(seen.run, GROUP_METRICS)
    assert same(seen.portrait.groups[GROUPS.index("everybody")], list(whole.values()))
    for name, flags in group_flags(cohort, seen.ground).items():
        kept = np.zeros(issues, np.bool_)
        kept[cohort.rows[flags]] = True
        narrowed = Narrowed(seen.run, kept)
        assert same(seen.portrait.groups[GROUPS.index(name)], [METRICS[metric].compute(narrowed) for metric in GROUP_METRICS]), name


def check_areas(seen: Seen) -> None:
    entrance = seen.run.world.issue["entrance"]
    narrowed = [Narrowed(seen.run, seen.ground.area[entrance] == area) for area in range(seen.ground.areas)]
    assert same(seen.portrait.areas, [[METRICS[metric].compute(one) for metric in GROUP_METRICS] for one in narrowed])
    assert sum(int(Cohort(one).due.sum()) for one in narrowed) == int(Cohort(seen.run).due.sum())


def check_buildings(seen: Seen) -> None:
    cohort, (reported, waited, due, in_time) = Cohort(seen.run), seen.portrait.buildings.sum(axis=0)
    assert reported == cohort.reported.sum()
    assert due == cohort.due.sum()
    assert in_time / due == METRICS["resolved_in_deadline_unweighted"].of(cohort)
    known = np.minimum(cohort.until_contact.duration_h[cohort.reported], WAIT_CAP_H)
    assert waited == pytest.approx(known.sum(), rel=1e-12)
    assert (seen.portrait.buildings[:, 1] <= WAIT_CAP_H * seen.portrait.buildings[:, 0] + 1e-9).all()


def check_money(seen: Seen) -> None:
    assert seen.portrait.costs.sum() == pytest.approx(METRICS["cost_total"].compute(seen.run), rel=1e-12)
    assert (seen.portrait.costs >= 0).all()
    desks = Cohort(seen.run).staff.cost[seen.run.world.pool["post"][seen.run.world.handler["pool"]] < 0].sum()
    paid = seen.portrait.costs[:3].sum() * Cohort(seen.run).residents * Cohort(seen.run).run_years
    assert seen.portrait.effort[:, EFFORT.index("cost")].sum() + desks == pytest.approx(paid, rel=1e-12)


def check_effort(seen: Seen) -> None:
    """Of organisations whose people all are assigned their work the workload is that of the metrics."""
    cohort, table = Cohort(seen.run), dict(zip(EFFORT, seen.portrait.effort.T, strict=True))
    grid = ROLES.index("grid_worker")
    if table["people"][grid]:
        busy = 1 - table["idle_h"][grid] / table["duty_h"][grid]
        assert busy == pytest.approx(METRICS["utilisation_grid_worker"].of(cohort), rel=1e-12)
    assert 1 - table["idle_h"].sum() / table["duty_h"].sum() == pytest.approx(METRICS["utilisation"].of(cohort), rel=1e-12)
    if not len(seen.run.world.team):
        weeks = seen.run.window.end_h / 168
        assert table["overtime_h"].sum() / table["people"].sum() / weeks == pytest.approx(METRICS["overtime_hours"].of(cohort), rel=1e-12)


def check_week(seen: Seen) -> None:
    """Every hour of work and travel falls on some hour of the week, for each role; every report too."""
    table, often = dict(zip(EFFORT, seen.portrait.effort.T, strict=True)), times_seen(seen.run.window.end_h)
    hours = np.nansum(seen.portrait.busy * often, axis=(1, 2))
    assert hours == pytest.approx(table["service_h"] + table["travel_h"], rel=1e-9, abs=1e-6)
    assert (seen.portrait.busy <= table["people"][:, None, None] + 1e-9).all()
    assert np.nansum(seen.portrait.reports * often) == pytest.approx(daily(seen.run)["reports"].sum(), rel=1e-12)


def check_rest(seen: Seen) -> None:
    world, portrait = seen.run.world, seen.portrait
    assert same(portrait.open, daily(seen.run)["open"])
    assert portrait.waits.shape == (len(world.level), 3)
    lines = world.pool["level"] != NOBODY
    assert portrait.waits[:, 0].sum() == world.pool["arrivals"][lines].sum()
    assert portrait.waits[:, 2].sum() == pytest.approx(portrait.effort[:, EFFORT.index("service_h")].sum(), rel=1e-12)
    people, duty_h, busy_h = portrait.posts.T
    assert people.sum() == portrait.effort[:, EFFORT.index("people")].sum()
    assert (busy_h >= -1e-6).all() and (busy_h <= duty_h + 1e-6).all()


CHECKS = (check_curves, check_groups, check_areas, check_buildings, check_money, check_effort, check_week, check_rest)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_every_part_is_the_run_itself(seen: Seen, check) -> None:
    check(seen)


@pytest.mark.long
@pytest.mark.parametrize("name", BIG)
def test_every_part_of_a_large_run_is_the_run_itself(name: str) -> None:
    found = see(name)
    for check in CHECKS:
        check(found)


def test_recording_changes_no_number() -> None:
    """A portrait of a run that recorded no visits is the same but for the hours of the week, which are unknown."""
    found = see("three-house-village")
    silent = portray(simulate(with_run(found.run.scenario, record_visits=False), 1), found.ground)
    assert np.isnan(silent.busy).all()
    assert not np.isnan(found.portrait.busy).any()
    assert all(same(one, other) for one, other in zip(silent._replace(busy=found.portrait.busy), found.portrait, strict=True))


# hours of the week


def slowly(start_h: float, finish_h: float, hour: int) -> float:
    """Hours of a stretch on one hour of the week, hour by hour."""
    return sum(max(min(finish_h, at + 1) - max(start_h, at), 0.0) for at in range(hour, int(finish_h) + 1, 168))


def test_stretches_are_spread_over_the_hours_they_cover() -> None:
    """Within an hour, over midnight, over a week's end, longer than three weeks, of no length, and up to the end of the run."""
    start_h = np.array([9.25, 23.5, 167.5, 20.25, 30.0, 600.0, 12.0])
    finish_h = np.array([9.75, 25.0, 169.25, 610.75, 30.0, 672.0, 13.0])
    row = np.array([0, 0, 0, 1, 1, 0, 1])
    found = spread(start_h, finish_h, row, 2, 672.0)
    for r in range(2):
        chosen = np.flatnonzero(row == r)
        expected = [sum(slowly(start_h[i], finish_h[i], hour) for i in chosen) for hour in range(168)]
        assert found[r].ravel() == pytest.approx(expected, abs=1e-10)
    assert found.sum() == pytest.approx((finish_h - start_h).sum(), abs=1e-9)


def test_hours_of_the_week_are_counted_as_often_as_they_came() -> None:
    often = times_seen(8 * 24.0 + 12.5)
    assert often[0].tolist() == [2.0] * 24
    assert often[1].tolist() == [2.0] * 12 + [1.5] + [1.0] * 11
    assert (often[2:] == 1).all()
    assert (times_seen(36.0)[1] == [1.0] * 12 + [0.0] * 12).all()
    assert count(np.array([0.0, 0.99, 168.5, 167.0]))[0, 0] == 3


# the ground


def ground(name: str, *overrides: str) -> tuple[Scenario, Community, Ground]:
    scenario = load(name, overrides=overrides)
    community = build_community(scenario.place, scenario.residents, scenario.run.seed)
    return scenario, community, ground_of(scenario, community)


def test_areas_are_the_grid_workers_grids() -> None:
    scenario, community, found = ground("longhua")
    level = scenario.levels[next(post.level for post in scenario.posts.values() if post.role == "grid_worker")]
    assert same(found.area, unit_of_entrance(level, community))
    assert (found.areas, found.area_zh, found.area_en) == (found.area[-1] + 1, level.zh, level.en)


def test_more_areas_than_can_be_shown_are_joined_with_their_neighbours() -> None:
    scenario, community, found = ground("longhua", "levels.grid.units=\"building\"")
    whole = unit_of_entrance(scenario.levels["grid"], community)
    assert whole[-1] + 1 > MOST_AREAS == found.areas
    assert (np.diff(found.area) >= 0).all()
    joined = np.array([np.unique(whole[found.area == area]).size for area in range(MOST_AREAS)])
    assert joined.max() - joined.min() <= 1
    assert joined.sum() == whole[-1] + 1  # no grid was cut


def test_where_nobody_is_a_grid_worker_the_level_or_the_yards_cut_the_place() -> None:
    _, community, found = ground("mmc")
    assert same(found.area, community.entrance["yard"])
    assert found.area_en == "yard"


def test_a_third_of_the_residents_lives_far_from_a_service_point() -> None:
    _, community, nowhere = ground("street-office", "place.residents=3000", "channels.hall.points=0")
    assert not nowhere.far.any() and nowhere.points_x_m.size == 0
    _, community, found = ground("street-office", "place.residents=3000", "channels.hall.points=3")
    assert found.points_x_m.size == 3
    people, entrance = community.entrance["residents"], community.entrance
    way_m = np.min([np.hypot(entrance["x_m"] - x, entrance["y_m"] - y) for x, y in zip(found.points_x_m, found.points_y_m, strict=True)], axis=0)
    assert way_m[found.far].min() > way_m[~found.far].max()
    assert people[found.far].sum() / people.sum() == pytest.approx(1 / 3, abs=people.max() / people.sum())
    assert found.residents.sum() == people.sum()


# looks


def test_what_a_look_finds_is_kept_beside_an_unchanged_comparison() -> None:
    """Portraits of every option and replicate; options that run alike share them; the comparison is the same text."""
    names = ["three-house-village", "three-house-village", load("three-house-village", overrides=["posts.village_worker.head_count=2"])]
    plan = line_up(names, 3, resources="both")
    first = plan.options[0].scenario
    place = ground_of(first, homes([first])[home(first)])
    plain, looked = carry_out(plan), carry_out(plan, look=partial(portray, ground=place), record_visits=True, workers=3)
    assert plain.to_json() == looked.to_json()
    assert plain.looks == () and plain.equal is not None and plain.equal.looks == ()
    assert [len(of_option) for of_option in looked.looks] == [3, 3, 3]
    assert all(one is other for one, other in zip(looked.looks[0], looked.looks[1], strict=True))
    assert looked.equal is not None and looked.equal.looks[0] is looked.looks[0]
    for option in (0, 2):
        run = simulate(with_run(plan.options[option].scenario, record_visits=True), 2)
        assert all(same(one, other) for one, other in zip(portray(run, place), looked.looks[option][2], strict=True))
