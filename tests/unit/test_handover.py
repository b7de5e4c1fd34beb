"""A reorganisation in the middle of a run: nothing before it changes, no case is lost, every identity holds, and what goes on goes on to the last bit."""

from __future__ import annotations

import math
from functools import cache
from itertools import permutations

import numpy as np
import pytest

from sim.checks import verify
from sim.engine import advance, settle
from sim.errors import CheckError
from sim.handover import match
from sim.handover.people import change_hour, changes_before
from sim.metrics import METRICS
from sim.outcome import Outcome
from sim.scenario import shipped
from sim.scenario.library import library
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.simulate import ReorganisationError, assemble, finish, reorganise, simulate, start, window
from sim.world import Rows, World
from sim.world.codes import NOBODY, Chore, Event, Fate, Stage
from sim.world.policy import Live

DAY = 24.0
SMALL = ("place.residents=600", "run.days=30", "run.warm_up_days=5", "run.follow_up_days=10", "demand.issues_per_resident_year=12")
SHORT = SMALL[1:4]
MIDNIGHTS = (9 * DAY, 14 * DAY, 19 * DAY)
"""A Wednesday, a Monday, a Saturday."""

LINKS = {"child", "after", "before"}
"""How a line is threaded, not who stands where."""


@cache
def small(name: str = "street-office", *more: str) -> Scenario:
    return load(name, overrides=[*SMALL, *more])


def just_before(scenario: Scenario, at_h: float, world: World | None = None) -> World:
    return advance(start(assemble(scenario)) if world is None else world, math.nextafter(at_h, -math.inf))


def to_the_end(scenario: Scenario, world: World) -> Outcome:
    return finish(scenario, 0, advance(world, math.nextafter(window(scenario).end_h, -math.inf)))


def reform(before: Scenario, after: Scenario, at_h: float) -> Outcome:
    return to_the_end(after, reorganise(just_before(before, at_h), before, after, 0, at_h))


def copy_of(world: World) -> World:
    return World(*(part.copy() for part in world))


def differing(one: Rows, other: Rows, but: frozenset[str] | set[str] = frozenset()) -> list[str]:
    """Columns that are not the same to the last bit."""
    return [name for name in one.dtype.names or () if name not in but and one[name].tobytes() != other[name].tobytes()]


def is_open(world: World) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return ~np.isnan(world.case["reported_h"]) & (world.case["fate"] < Fate.PREVENTED)


# ── what does not change ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_handover_itself_writes_neither_the_old_world_nor_the_residents_and_ends_no_case() -> None:
    before, after = small(), small("presets/g9-bounty-board")
    old = just_before(before, MIDNIGHTS[0])
    kept = copy_of(old)
    new = reorganise(old, before, after, 0, MIDNIGHTS[0])
    for one, other in zip(kept, old, strict=True):
        assert not differing(one, other) if one.dtype.names else np.array_equal(one, other)
    assert not differing(old.resident, new.resident) and not differing(old.issue, new.issue)
    assert is_open(old).sum() > 20 and np.array_equal(is_open(old), is_open(new))
    asleep = ~is_open(old)
    assert np.array_equal(old.case["fate"][asleep], new.case["fate"][asleep])
    told = ["noticed_h", "reported_h", "closed_h", "ended_h", "visits", "hops", "reminders", "paid", "satisfaction"]
    assert not differing(old.case[told], new.case[told])
    assert np.all(new.case["worked_h"] >= old.case["worked_h"]) and np.all(new.case["waited_h"] >= old.case["waited_h"])


def test_what_ended_before_ended_as_without_the_change_and_more_hands_or_authority_touch_only_what_was_open_or_came_later() -> None:
    before, at_h = small(), MIDNIGHTS[1]
    without = simulate(before).world
    more_authority = [f"levels.community.authority.{category}=1" for category in before.categories]
    for changes in (["posts.field.head_count=4"], more_authority):
        world = reform(before, small("street-office", *changes), at_h).world
        over = without.case["ended_h"] < at_h
        assert over.sum() > 50 and not differing(without.case[over], world.case[over], LINKS)
        assert differing(without.case[~over], world.case[~over], LINKS)


LED = ("street-office+L4+L6+K3", "leaders.stuck_after_h=48", "leaders.every_h=48")


@pytest.mark.parametrize("names", [LED, ("presets/g9-bounty-board",), ("presets/g6-tiered-deliberation",)])
def test_an_organisation_that_takes_over_from_itself_changes_nothing(names: tuple[str, ...]) -> None:
    """With people in line, on agendas, boards, dockets and on the way; only who has a job in hand at that instant enters it anew."""
    scenario = small(*names)
    without = simulate(scenario).world
    for at_h in MIDNIGHTS[::2]:
        world = reform(scenario, scenario, at_h).world
        assert set(differing(without.case, world.case)) <= LINKS | {"entered_h"}
        assert not differing(without.resident, world.resident)
        assert not differing(without.duty[["turn", "owed"]], world.duty[["turn", "owed"]])


def textbook(hands: int, *more: str) -> Scenario:
    """M/M/c, or M/D/c."""
    overrides = [f"posts.clerk.head_count={hands}", "place.residents=100", "run.days=20", "run.warm_up_days=5", "run.follow_up_days=5", *more]
    return load("mmc", overrides=overrides)


def test_the_textbook_queue_found_empty_at_midnight_gives_the_same_bits() -> None:
    scenario = textbook(3, "demand.issues_per_resident_year=35")
    without = simulate(scenario)
    for day in range(1, 30):
        old = just_before(scenario, day * DAY)
        if not old.live[0].open_cases:
            break
    else:
        pytest.fail("never empty at midnight: choose another seed")
    joined = to_the_end(scenario, reorganise(old, scenario, scenario, 0, day * DAY))
    assert not differing(without.world.case, joined.world.case, LINKS) and not differing(without.world.resident, joined.world.resident)
    assert joined.world.handler["duty_h"].tolist() == [without.window.end_h - day * DAY] * 3
    hand = joined.world.handler[joined.world.handler["busy"] != 0]
    worked = joined.world.case["worked_h"][joined.world.case["reported_h"] >= day * DAY].sum() + (joined.window.end_h - hand["start_h"]).sum()
    assert joined.world.handler["service_h"].sum() == pytest.approx(worked, rel=1e-12)


def test_with_enough_hands_everybody_in_line_is_begun_at_midnight_and_jobs_in_hand_end_when_they_would_have() -> None:
    few, many, at_h = textbook(1, "demand.issues_per_resident_year=100"), textbook(300, "demand.issues_per_resident_year=100"), 14 * DAY
    old = just_before(few, at_h)
    waiting, in_hand = old.case["fate"] == Fate.WAITING, old.case["fate"] == Fate.SERVICE
    assert waiting.sum() > 10 and in_hand.sum() == 1
    case = reform(few, many, at_h).world.case
    assert np.all(case["contacted_h"][waiting] == at_h)
    assert np.allclose(case["ended_h"][waiting], at_h + old.issue["work_h"][waiting], rtol=1e-12)
    assert case["ended_h"][in_hand] == pytest.approx(old.handler["finish_h"], rel=1e-12)
    later = case["reported_h"] >= at_h
    assert later.sum() > 50 and not case["waited_h"][later].any()


def test_chores_in_hand_and_owed_and_other_affairs_go_on_through_midnight() -> None:
    """One clerk day and night with forms, rounds and half a post: put down and gone on with in the same instant is not put down."""
    one = textbook(1, "posts.clerk.admin_load=0.3", "posts.clerk.patrol_every_h=5", "posts.clerk.patrol_h=2", "posts.clerk.fte=0.6")
    without, found, old = simulate(one).world, 0, None
    for day in range(6, 29):
        old = just_before(one, day * DAY, old)
        if old.handler["case"][0] != NOBODY or old.handler["owes"][0]:
            continue  # a chore that is owed comes before a case put down
        found += int(old.handler["busy"][0])
        new = reorganise(old, one, one, 0, day * DAY)
        since_h = day * DAY - old.duty["since_h"][0, Chore.OTHER_LIFE]  # on duty day and night, so hours on duty are hours
        assert new.handler["duty_h"][0] - new.duty["since_h"][0, Chore.OTHER_LIFE] == pytest.approx(since_h, rel=1e-12)
        world = to_the_end(one, new).world
        assert np.allclose(without.case["ended_h"], world.case["ended_h"], rtol=1e-10, equal_nan=True)
        assert np.array_equal(without.duty["turn"], world.duty["turn"])
    assert found >= 3 and without.duty["turn"].max() > 50 and (without.case["fate"] == Fate.RESOLVED).sum() > 50


def test_time_is_kept_whatever_becomes_of_the_office() -> None:
    """From report to end a case is either waiting or worked on: in the same office, in one that serves by severity, in one of another name."""
    busy, at_h = ("demand.issues_per_resident_year=100", "residents.petition=0"), 14 * DAY
    before = textbook(1, *busy)
    renamed = before.model_copy(update={"posts": {"successor": before.posts["clerk"]}})
    by_severity = textbook(1, *busy, "dispatch.discipline=severity")
    old = just_before(before, at_h)
    waiting, in_hand = np.flatnonzero(old.case["fate"] == Fate.WAITING), np.flatnonzero(old.case["fate"] == Fate.SERVICE)
    for after in (before, renamed, by_severity):
        world = reorganise(old, before, after, 0, at_h)
        assert (world.case["left_h"][in_hand] >= 0).all() == (after is not renamed)
        case = to_the_end(after, world).world.case
        ended = ~np.isnan(case["ended_h"])
        assert np.allclose((case["ended_h"] - case["reported_h"])[ended], (case["waited_h"] + case["worked_h"])[ended], rtol=1e-9)
        served = waiting[np.argsort(case["contacted_h"][waiting])][: np.isfinite(case["contacted_h"][waiting]).sum()]
        assert len(served) > 10 and np.array_equal(served, waiting[: len(served)]) == (after is not by_severity)
        if after is by_severity:  # of those who were there the worse before the less bad
            assert np.all(np.diff(old.issue["severity"][served]) <= 0)


def test_a_job_begun_under_other_powers_is_begun_anew() -> None:
    before, at_h = textbook(1, "demand.issues_per_resident_year=100", "levels.office.reach.all=0.5"), 14 * DAY
    after = textbook(1, "demand.issues_per_resident_year=100", "levels.office.reach.all=1")
    old = just_before(before, at_h)
    for one, kept in ((before, True), (after, False)):
        new = reorganise(old, before, one, 0, at_h)
        assert ((new.case["left_h"][old.case["fate"] == Fate.SERVICE] >= 0) == kept).all()


def test_offices_are_the_same_by_id_and_area() -> None:
    before, after = small(), small("street-office", "levels.grid.units=3", "channels.hall.desks=2")
    old, new = assemble(before), start(assemble(after))
    same = match(before, after, old, new)
    grid = old.pool["level"] == list(before.levels).index("grid")
    assert grid.any() and np.all(same.pool[grid] == NOBODY) and np.all(same.pool[~grid] != NOBODY)
    assert np.array_equal(old.pool["post"][~grid], new.pool["post"][same.pool[~grid]])
    known = same.handler != NOBODY
    assert np.array_equal(old.handler["key"][known], new.handler["key"][same.handler[known]])


def test_handing_over_twice_at_the_same_hour_is_handing_over_once() -> None:
    before, after = small("presets/g5-volunteer-dispatch"), small("presets/g11-mixed")
    for at_h in MIDNIGHTS[2:]:
        once = reorganise(just_before(before, at_h), before, after, 0, at_h)
        twice = reorganise(once, after, after, 0, at_h)
        one, other = to_the_end(after, once).world, to_the_end(after, twice).world
        assert not differing(one.case, other.case, LINKS | {"ticket"}) and not differing(one.resident, other.resident)
        assert not differing(one.handler, other.handler) and not differing(one.purse, other.purse)


# ── every identity holds on the joined run ────────────────────────────────────────────────────────────────────────────


def assert_sound(outcome: Outcome) -> None:
    """Beside the checks of the run: every fate is one, tables and metrics can be made of it."""
    occurred = outcome.world.issue["occur_h"] < outcome.window.end_h
    assert np.array_equal(np.isin(outcome.world.case["fate"], list(Fate)) & (outcome.world.case["fate"] != Fate.UNBORN), occurred)
    assert outcome.checks["issues"] == outcome.checks["issues_accounted"] == occurred.sum()


def assert_there_and_back(one: Scenario, other: Scenario, at_h: float) -> None:
    world = reorganise(just_before(one, at_h), one, other, 0, at_h)
    assert_sound(to_the_end(other, copy_of(world)))
    back_h = at_h + 4 * DAY
    assert_sound(to_the_end(one, reorganise(just_before(other, back_h, world), other, one, 0, back_h)))


PAIRS = [("street-office", "presets/g7-self-management"), ("presets/g11-mixed", "presets/g6-tiered-deliberation"),
         ("presets/g5-volunteer-dispatch", "presets/g2-one-platform")]  # fmt: skip


@pytest.mark.parametrize(("names", "at_h"), list(zip(PAIRS, MIDNIGHTS, strict=True)))
def test_every_check_holds_after_a_change_and_after_the_change_back(names: tuple[str, str], at_h: float) -> None:
    assert_there_and_back(*map(small, names), at_h)


@pytest.mark.long
@pytest.mark.parametrize("at_h", MIDNIGHTS)
def test_every_check_holds_between_all_presets(at_h: float) -> None:
    names = sorted(name for name in shipped.names() if name.startswith("presets/"))
    for one, other in list(permutations(names, 2))[::12]:
        assert_there_and_back(small(one), small(other), at_h)


@pytest.mark.long
def test_tables_and_metrics_can_be_made_of_a_joined_run() -> None:
    outcome = reform(small("presets/g11-mixed", "run.record_visits=true"), small("street-office", "run.record_visits=true"), MIDNIGHTS[0])
    assert len(outcome.issues) == outcome.checks["issues"] and len(outcome.handlers) == len(outcome.world.handler) and len(outcome.money)
    assert (outcome.visits["handler"] == NOBODY).any() and (outcome.visits["handler"] != NOBODY).any()
    values = [metric.compute(outcome) for metric in METRICS.values()]
    assert sum(math.isfinite(value) for value in values) > 30


@pytest.mark.parametrize("column", ["paid_before", "helped_before_h", "keyed_before", "opened_h"])
def test_a_check_fails_where_the_books_before_are_forgotten(column: str) -> None:
    """The accounts of the time before are held apart; without them the identities would not hold."""
    one, at_h = small(*LED), MIDNIGHTS[2]
    world = reorganise(just_before(one, at_h), one, one, 0, at_h)
    assert world.live[0][column] > 0
    end_h = window(one).end_h
    world = advance(world, math.nextafter(end_h, -math.inf))
    settle(world, end_h)
    verify(world, end_h)
    world.live[column] = Live.columns[column].start
    with pytest.raises(CheckError):
        verify(world, end_h)


def pairs_of_places() -> list[tuple[str, str]]:
    """All shipped scenarios of one place, each before each other."""
    places = [("jiangxinyuan", "packages/hanyang", "places/jiangxinyuan-before"),
              ("longhua", "longhua-before", "packages/longhua", "places/north-station", "places/north-station-before"),
              ("packages/fengxin", "places/fengxin-community", "places/fengxin-community-before"), ("packages/kangle", "places/kangle", "places/kangle-before"),
              ("packages/zhejiang", "places/beilun", "places/beilun-before"), ("places/fengxin-town", "places/fengxin-town-before"),
              ("places/jiubao", "places/jiubao-before"), ("places/lingou", "places/lingou-canteen"), ("places/nanhu", "places/nanhu-micro-grids"),
              ("places/shangyu", "places/shangyu-before"), ("places/yiwu", "places/yiwu-before"), ("places/zhoushan", "places/zhoushan-before")]  # fmt: skip
    return [pair for names in places for pair in permutations(names, 2)]


@pytest.mark.long
@pytest.mark.parametrize("names", pairs_of_places(), ids="-to-".join)
def test_every_pair_of_a_shipped_place(names: tuple[str, str]) -> None:
    one, other = (load(name, overrides=list(SHORT)) for name in names)
    for at_h in MIDNIGHTS:
        assert_sound(reform(one, other, at_h))


@pytest.mark.long
def test_every_practice_switched_on_and_off() -> None:
    plain = small()
    for at, practice in enumerate(set(library()) - {"Z1"}):  # Z1 needs special places
        one = small(f"street-office+{practice}")
        assert_sound(reform(plain, one, MIDNIGHTS[at % 3]))
        assert_sound(reform(one, plain, MIDNIGHTS[(at + 1) % 3]))


# ── what becomes of whom ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_roster_opens_as_it_would_be_at_that_hour() -> None:
    """One in three weeks, at night and through weeks' ends: the same people are on duty as in the run without, until the same hour."""
    hours = 'posts.clerk.roster=["Mon-Fri 22:00-06:00", "Sun 20:00-24:00", "Mon 00:00-03:00"]'
    scenario = textbook(3, "posts.clerk.every_weeks=3", "posts.clerk.by_turns=true", "run.days=35", hours)
    plain = start(assemble(scenario))
    on = 0
    for at_h in np.arange(1, 30) * DAY:
        plain = just_before(scenario, at_h, plain)
        world = advance(reorganise(plain, scenario, scenario, 0, at_h), at_h + 0.5)
        plain = advance(plain, at_h + 0.5)
        assert not differing(plain.roster, world.roster)
        assert np.array_equal(plain.handler["on_duty"], world.handler["on_duty"])
        on += int(world.handler["on_duty"].sum())
        for roster in world.roster:
            number = changes_before(roster, world.change, at_h)
            assert number == 0 or change_hour(roster, world.change, number - 1) < at_h
            assert not roster.changes or change_hour(roster, world.change, number) >= at_h
    assert on > 20


def test_each_kind_of_open_case_is_handed_over_as_said() -> None:
    """From councils, boards, a desk and rungs to one platform without any of them."""
    before, after, at_h = small("presets/g11-mixed"), small("presets/g2-one-platform"), MIDNIGHTS[1]
    old = just_before(before, at_h)
    new = reorganise(old, before, after, 0, at_h)
    was, now = old.case, new.case
    kinds = {int(fate) for fate in was["fate"][is_open(old)]}
    assert {Fate.WAITING, Fate.SIGNING, Fate.RELAPSE, Fate.COUNCIL} <= kinds
    for fate in (Fate.RELAPSE, Fate.LOST):
        assert np.all(now["fate"][was["fate"] == fate] == fate)
    heard = (was["fate"] == Fate.COUNCIL) & (was["meetings"] > 0)
    unheard = (was["fate"] == Fate.COUNCIL) & (was["meetings"] == 0)
    assert unheard.any() and np.all(now["fate"][unheard | heard] == Fate.TRANSIT)
    assert np.all(now["chamber"][unheard] == NOBODY) and np.all(now["chamber"][heard] != NOBODY)
    entries = new.calendar[: int(new.live[0].booked)]
    assert len(entries) and (entries["who"] >= 0).all()
    arriving = set(entries["who"][(entries["order"] >> 48 == Event.ARRIVAL) & (entries["time_h"] == at_h)])
    assert set(np.flatnonzero(unheard | heard)) <= arriving
    assert np.all(now["level"][sorted(arriving - set(np.flatnonzero(was["fate"] == Fate.TRANSIT)))] == NOBODY)  # the platform decides


def test_a_desk_that_is_no_more_hands_its_papers_to_the_register() -> None:
    alone = ("channels.hall.contact.mean_h=40", "channels.hall.effort=0", "channels.hotline.know=0", "channels.visit.know=0")
    desks, none, at_h = small("street-office", "channels.hall.desks=1", *alone), small("street-office", "channels.hall.desks=0", *alone), MIDNIGHTS[1]
    old = just_before(desks, at_h)
    there = np.isin(old.case["fate"], [Fate.WAITING, Fate.SERVICE]) & (old.case["stage"] == Stage.INTAKE)
    assert there.any()
    new = reorganise(old, desks, none, 0, at_h)
    assert np.all(new.case["registered_h"][there] == at_h) and np.all(new.case["fate"][there] == Fate.TRANSIT)
    assert_sound(to_the_end(none, new))


def test_people_keep_what_they_know_and_owe_and_money_and_yards_go_on() -> None:
    one = small("street-office+L4", "posts.field.progress_ratio=0.8", "self_management.share=0.5", "self_management.founded=0.5")
    other, at_h = small("street-office+L4", "posts.field.progress_ratio=0.8", "posts.field.speed=2", "self_management.share=0.9", "self_management.founded=0"), 32 * DAY
    old = just_before(one, at_h)
    new = reorganise(old, one, other, 0, at_h)
    assert np.array_equal(old.handler["key"], new.handler["key"]) and old.handler["practice"].any()
    assert np.array_equal(old.handler["practice"], new.handler["practice"]) and not new.handler["duty_h"].any()
    assert np.array_equal(old.duty["turn"], new.duty["turn"]) and np.array_equal(old.duty["owed"].sum(axis=1), new.handler["owes"])
    assert old.purse["months"].any() and np.array_equal(old.purse["months"], new.purse["months"])
    assert np.array_equal(old.purse["balance"], new.purse["opening"]) and not new.purse["bought"].any()
    assert old.yard["joiners"].any() and np.array_equal(old.yard["joiners"], new.yard["joiners"])
    assert_sound(to_the_end(other, new))


def test_who_was_going_to_report_on_a_way_that_is_no_more_takes_another() -> None:
    before, gone, at_h = small(), {"hotline"}, MIDNIGHTS[0]
    after = before.model_copy(update={"channels": {name: channel for name, channel in before.channels.items() if name not in gone}})
    old = just_before(before, at_h)
    new = reorganise(old, before, after, 0, at_h)
    entries = old.calendar[: int(old.live[0].booked)]
    going = entries["who"][entries["order"] >> 48 == Event.REPORT]
    going = going[old.case["fate"][going] == Fate.NOTICED]
    ids, ids_now = list(before.channels), list(after.channels)
    assert len(going) > 5
    for i in going:
        was, now = ids[old.case["channel"][i]], int(new.case["channel"][i])
        assert now >= 0 and (ids_now[now] == was or was in gone)
    assert any(ids[old.case["channel"][i]] in gone for i in going)


def test_what_cannot_be_changed_is_refused_in_both_languages() -> None:
    before, at_h = small(), MIDNIGHTS[0]
    world = just_before(before, at_h)
    with pytest.raises(ReorganisationError, match="residents") as other:
        reorganise(world, before, small("street-office", "residents.petition=0.5"), 0, at_h)
    assert "改组" in other.value.render("zh") and other.value.exit_code == 2
    for wrong_h in (0.0, at_h + 1, math.inf, math.nan):
        with pytest.raises(ReorganisationError, match="midnight"):
            reorganise(world, before, before, 0, wrong_h)
    for wrong_h in (at_h - DAY, at_h + DAY):
        with pytest.raises(ReorganisationError, match="advanced"):
            reorganise(world, before, before, 0, wrong_h)
