"""Rosters of every few weeks and by turns, balances of volunteers, who is asked at all."""

from __future__ import annotations

import numpy as np
import pytest

from sim.clock import HOURS_PER_WEEK
from sim.engine import advance
from sim.errors import CheckError
from sim.scenario.load import load
from sim.simulate import assemble, finish, simulate, start
from sim.world import World
from sim.world.codes import Fate
from tests.twin.worlds import one_office, with_issues

TOWN = load("street-office", overrides=[
    "place.residents=1000", "run.days=70", "run.warm_up_days=0", "run.follow_up_days=0", "demand.issues_per_resident_year=2",
    'posts.crew={zh="队",en="Crew",level="community",role="volunteer",total=12,cost_per_h=0,takes="ring",call_h=0.1,'
    'roster=["Mon-Sun 18:00-22:00"],acceptance={probability=0.4},turnover={active_share=0.5,leave_per_month=0.5,join_per_month=0.8}}'])
END_H = 70 * 24.0


def duty_hours(weeks: int, **post: object) -> np.ndarray:
    """Hours on duty of each person after so many weeks without any case."""
    office = one_office(**post)
    office = office.model_copy(update={"run": office.run.model_copy(update={"days": 7 * weeks})})
    return simulate(office).world.handler["duty_h"]


def test_a_monthly_theme_day() -> None:
    assert duty_hours(9, roster=["Sat 09:00-12:00"], every_weeks=4).tolist() == [9.0]  # weeks 1, 5 and 9


def test_people_take_turns() -> None:
    """Five people on three Saturdays in turn: the first and the fourth in the first week, and so on."""
    hours = duty_hours(3, roster=["Sat 09:00-17:00"], every_weeks=3, by_turns=True, head_count=5)
    assert hours.tolist() == [8.0] * 5
    assert duty_hours(1, roster=["Sat 09:00-17:00"], every_weeks=3, by_turns=True, head_count=5).tolist() == [8.0, 0.0, 0.0, 8.0, 0.0]


@pytest.mark.parametrize("hours", [["always"], ["Sun 20:00-04:00"], ["Sat-Mon 12:00-12:00"]])
def test_one_week_of_two_is_half_the_hours(hours: list[str]) -> None:
    """A shift that lasts through Sunday midnight ends in the week after; the checks of the run agree."""
    every, some = duty_hours(20, roster=hours), duty_hours(20, roster=hours, every_weeks=2)
    assert some[0] * 2 == pytest.approx(every[0], abs=HOURS_PER_WEEK)


def halfway() -> World:
    return advance(start(assemble(TOWN)), END_H / 2 + 20)


def test_a_town_with_volunteers_balances() -> None:
    outcome = finish(TOWN, 0, advance(halfway(), END_H))
    world = outcome.world
    crew = world.pool["team"][world.handler["pool"]] >= 0
    rostered = 70 * 4.0
    assert np.allclose(world.handler["duty_h"][crew] + world.helper["absent_h"][crew], rostered)
    assert 0 < world.helper["absent_h"][crew].sum() < rostered * crew.sum()
    assert world.helper["accepted"].sum() > 10
    assert world.offer["calls"].sum() == world.helper["asked"].sum()


@pytest.mark.parametrize(("table", "column"), [("helper", "absent_h"), ("offer", "helped_h"), ("team", "active")])
def test_volunteers_hours_that_do_not_add_up_are_noticed(table: str, column: str) -> None:
    world = halfway()
    getattr(world, table)[column][0] += 1
    with pytest.raises(CheckError):
        finish(TOWN, 0, advance(world, END_H))


def test_a_case_that_fell_off_the_board_is_noticed() -> None:
    posted = load("street-office", overrides=[
        "place.residents=1000", "run.days=20", "run.warm_up_days=0", "run.follow_up_days=0", "demand.issues_per_resident_year=2",
        'posts.crew={zh="队",en="Crew",level="community",takes="board",look_per_h=0.01,acceptance={probability=0.01}}'])
    world = advance(start(assemble(posted)), 480.0)
    assert world.team[0].posted > 2
    world.case["after"][world.team[0].board] = -1
    with pytest.raises(CheckError):
        finish(posted, 0, world)


def test_the_lowest_level_may_be_served_by_volunteers_alone() -> None:
    """A volunteer who cannot do it hands it to the regular owner of the same level, without a hop."""
    office = one_office()
    helper = office.posts["clerk"].model_copy(update={"takes": "ring", "skill": {"all": 0.5}, "zh": "志愿者", "en": "Volunteer"})
    office = office.model_copy(update={"posts": {"helper": helper, **office.posts}})
    world = with_issues(assemble(office), {"occur_h": 1.0, "work_h": 1.0, "difficulty": 0.4}, {"occur_h": 9.0, "work_h": 1.0, "difficulty": 0.8})
    world = advance(start(world), 100.0)
    assert world.case["fate"].tolist() == [Fate.RESOLVED] * 2
    assert world.case["hops"].tolist() == [0, 0]
    assert world.case["visits"].tolist() == [1, 2]
    assert world.handler["services"].tolist() == [2, 1]


def test_theme_days_make_a_sawtooth() -> None:
    """H5: on theme days the helpers take what waits; between them nothing changes hands."""
    town = load("street-office", overrides=[
        "run.days=140", "run.warm_up_days=0", "run.follow_up_days=0", "run.record_visits=true",
        'posts.cell={zh="党员",en="Members",level="community",role="party_member",total=40,cost_per_h=0,takes="line",look_per_h=2,travels=true,'
        'roster=["Sat 09:00-12:00"],every_weeks=4,serves=["sanitation","care","facilities","order"]}'])
    outcome = simulate(town)
    world = outcome.world
    visit = world.visit[: int(world.live[0].visits)]
    helped = world.pool["team"][world.handler["pool"][visit["handler"]]] >= 0
    begun = visit["start_h"][helped]
    assert len(begun) > 10
    assert np.all((begun // HOURS_PER_WEEK % 4 == 0) & (begun % HOURS_PER_WEEK >= 129) & (begun % HOURS_PER_WEEK < 132))


def test_those_who_come_on_duty_together_are_asked_in_turn() -> None:
    """One case a day for forty days, five people who always say yes: everybody gets some, not the first of the list all."""
    office = one_office()
    crew = office.posts["clerk"].model_copy(update={"takes": "ring", "head_count": 5, "roster": ["09:00-12:00"], "zh": "队", "en": "Crew"})
    office = office.model_copy(update={"posts": {"crew": crew, **office.posts}})
    world = with_issues(assemble(office), *({"occur_h": 24.0 * day + 10, "work_h": 1.0, "difficulty": 0.1} for day in range(40)))
    world = advance(start(world), 1000.0)
    assert world.helper["accepted"].sum() == 40
    assert world.helper["accepted"][:5].min() >= 3
