"""Emergencies, handing over, classes, learning by doing, hiring, special places, visits: small worlds worked out by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from sim.checks import verify
from sim.community import build_community
from sim.engine import advance, settle
from sim.governance import organise
from sim.scenario.scenario import Scenario
from sim.simulate import assemble, start
from sim.world import World
from sim.world.codes import Chore, Fate
from tests.twin.worlds import one_office, with_issues


def office(*issues: dict[str, float], until_h: float = 300.0, post: dict[str, Any] | None = None, **parts: Any) -> World:
    """One clerk (or what `post` says) and these issues; `parts` replace tables of the scenario. Checked, and booked up to the end."""
    data = one_office(**(post or {})).model_dump()
    for name, part in parts.items():
        data[name] = data[name] | part if name in ("place", "emergency", "residents") else part
    world = with_issues(assemble(Scenario.model_validate(data)), *issues)
    world = advance(start(world), until_h)
    settle(world, until_h)
    verify(world, until_h)
    return world


def ends(world: World) -> list[float]:
    return [float(hour) for hour in world.case["ended_h"]]


TWO = {"routine": {"zh": "常", "en": "routine", "relapse": 0.0}, "fire": {"zh": "急", "en": "fire", "relapse": 0.0}}
ROUTINE, FIRE = 0, 1


# ---- emergencies -------------------------------------------------------------------------------------------------------


def fire(preempts: bool, *issues: dict[str, float], **more: Any) -> World:
    return office(*issues, categories=TWO, emergency={"categories": ["fire"], "preempts": preempts}, **more)


def test_an_emergency_interrupts_and_the_job_goes_on_where_it_stopped():
    jobs = ({"occur_h": 1.0, "work_h": 4.0, "category": ROUTINE}, {"occur_h": 2.0, "work_h": 1.0, "category": FIRE})
    assert ends(fire(True, *jobs)) == [6.0, 3.0]
    assert ends(fire(False, *jobs)) == [5.0, 6.0]
    assert fire(True, *jobs).case["put_down"].tolist() == [1, 0]


def test_an_emergency_stands_first_in_line_and_does_not_interrupt_another():
    world = fire(True, *({"occur_h": hour, "work_h": 2.0, "category": kind} for hour, kind in ((1.0, FIRE), (1.5, ROUTINE), (2.0, FIRE))))
    assert ends(world) == [3.0, 7.0, 5.0]
    assert world.case["put_down"].sum() == 0


def test_of_two_hands_the_one_whose_case_came_last_puts_it_down():
    jobs = [{"occur_h": hour, "work_h": 8.0, "category": ROUTINE} for hour in (1.0, 2.0)] + [{"occur_h": 3.0, "work_h": 1.0, "category": FIRE}]
    assert ends(fire(True, *jobs, post={"head_count": 2})) == [9.0, 11.0, 4.0]


def test_a_class_is_put_down_for_an_emergency_and_gone_on_with():
    """A class of 60 hours begins at its phase, before hour 60; the emergency of that hour makes it end an hour later."""
    teach = {"training_every_h": 100.0, "training_h": 60.0, "training_gain": 0.1}
    begun = float(office(post=teach, until_h=60.0).duty[0, Chore.TRAINING]["due_h"]) - 100.0
    assert 0.0 < begun < 60.0
    for emergency, hours, ready in ((False, 0.5, 1), (True, 0.5, 0), (True, 1.5, 1)):
        issues = [{"occur_h": 60.0, "work_h": 1.0, "category": FIRE}] if emergency else []
        world = fire(True, *issues, post=teach, until_h=begun + 60.0 + hours)
        assert ends(world) == [61.0] * emergency
        assert world.handler[0]["trained"] == pytest.approx(0.1 * ready)
        assert world.handler[0]["training_h"] == pytest.approx(60.0 if ready else 59.5)


# ---- handing over, classes, learning -----------------------------------------------------------------------------------


def test_handing_over_takes_its_time_once():
    world = office({"occur_h": 1.0, "work_h": 1.0}, post={"handover_h": 5.0})
    assert world.case[0]["assigned_h"] == 6.0
    assert ends(world) == [7.0]


def test_whoever_had_the_case_before_needs_no_second_briefing():
    again = {"any": {"zh": "类", "en": "class", "relapse": 0.9, "work_h": 1.0, "work_law": "fixed"}}
    world = office({"occur_h": 1.0, "work_h": 1.0}, categories=again, post={"handover_h": 5.0},
                   residents={"recheck": {"mean_h": 10.0, "law": "fixed"}, "reopen": 1.0})
    times = int(world.case[0]["returns"])
    assert times >= 1
    assert world.case[0]["ended_h"] == pytest.approx(7.0 + 11.0 * times)


def test_learning_by_doing_follows_the_progress_ratio():
    """The n-th job takes n ** log2(.8) hours: 1, .8, .702, .64."""
    world = office(*({"occur_h": 10.0 * n, "work_h": 1.0} for n in range(1, 5)), post={"progress_ratio": 0.8})
    taken = np.array(ends(world)) - world.issue["occur_h"]
    assert taken == pytest.approx([n ** math.log2(0.8) for n in range(1, 5)])
    assert taken[[1, 3]] == pytest.approx([0.8, 0.64])


def test_what_was_learned_by_doing_is_forgotten_by_halves():
    world = office({"occur_h": 10.0, "work_h": 1.0}, {"occur_h": 31.0, "work_h": 1.0}, post={"progress_ratio": 0.8, "forget_half_life_h": 20.0})
    assert ends(world)[1] - 31.0 == pytest.approx(1.5 ** math.log2(0.8))


def test_classes_take_time_first_and_give_skill_later():
    """Skill .5 and .1 a class, up to .25: an issue of difficulty .6 is beyond the clerk before the first class, within reach after it."""
    teach = {"skill": {"all": 0.5}, "training_every_h": 40.0, "training_h": 2.0, "training_gain": 0.1, "training_cap": 0.25}
    world = office(*({"occur_h": hour, "work_h": 1.0, "difficulty": 0.55} for hour in (0.01, 299.0)), post=teach, until_h=320.0)
    assert world.case["fate"].tolist() == [Fate.UNRESOLVED, Fate.RESOLVED]
    classes = int(world.duty[0, Chore.TRAINING]["turn"])
    assert classes in (7, 8)
    assert world.handler[0]["trained"] == pytest.approx(0.25)
    assert world.handler[0]["training_h"] == pytest.approx(2.0 * classes, abs=2.0)


# ---- hiring ------------------------------------------------------------------------------------------------------------


def test_a_solved_case_brings_somebody_to_work_after_a_while():
    """Hired 24 h after the case ends at hour 3; before that nobody counts as idle or costs anything."""
    world = office({"occur_h": 1.0, "work_h": 2.0}, post={"hires": 2, "hires_from": "any", "hire_lag_h": 24.0})
    assert world.handler["hired_h"].tolist() == [0.0, 27.0, math.inf]
    assert world.handler["duty_h"].tolist() == [300.0, 273.0, 0.0]
    assert world.handler["idle_h"].tolist() == [298.0, 273.0, 0.0]


def test_who_is_hired_takes_part_in_the_work():
    jobs = [{"occur_h": 1.0, "work_h": 1.0}, {"occur_h": 10.0, "work_h": 5.0}, {"occur_h": 11.0, "work_h": 5.0}]
    assert ends(office(*jobs)) == [2.0, 15.0, 20.0]
    assert ends(office(*jobs, post={"hires": 1, "hires_from": "any", "hire_lag_h": 4.0})) == [2.0, 15.0, 16.0]


def test_a_case_that_was_not_solved_brings_nobody():
    world = office({"occur_h": 1.0, "work_h": 2.0, "difficulty": 0.9}, post={"skill": {"all": 0.5}, "hires": 1, "hires_from": "any"})
    assert world.vacancy["promised"].tolist() == [0]


# ---- special places ----------------------------------------------------------------------------------------------------

TOWN = {"residents": 120, "household_size": 2.0, "communities": 1, "yards": 6, "buildings": 12, "entrances": 24}


def town(special_yards: int, **posts: dict[str, Any]) -> Scenario:
    data = one_office().model_dump()
    data["place"] |= TOWN | {"special_yards": special_yards, "special_difficulty": 0.3}
    data["posts"] = {name: data["posts"]["clerk"] | post for name, post in posts.items()}
    return Scenario.model_validate(data)


def test_special_yards_are_spread_and_as_many_as_said():
    for many in (0, 1, 2, 5, 6):
        scenario = town(many, clerk={})
        entrance = build_community(scenario.place, scenario.residents, 1).entrance
        yards = np.unique(entrance["yard"][entrance["special"] > 0])
        assert len(yards) == many
        assert set(np.diff(yards)) <= {6 // many, 6 // many + 1} if many else True


def test_in_special_places_the_dedicated_come_first_then_the_trained():
    scenario = town(2, plain={}, trained={"special": "also"}, sea={"special": "only"})
    world = organise(scenario, build_community(scenario.place, scenario.residents, 1), 0)
    names = list(scenario.posts)
    assert [names[world.pool[p]["post"]] for p in world.owner[:, 0]] == ["plain"]
    assert [names[world.pool[p]["post"]] for p in world.special_owner[:, 0]] == ["sea"]
    without = town(2, plain={}, trained={"special": "also"})
    world = organise(without, build_community(without.place, without.residents, 1), 0)
    assert world.pool[world.special_owner[0, 0]]["post"] == 1


def test_without_special_places_there_is_no_second_matrix():
    scenario = town(0, plain={}, trained={"special": "also"})
    assert organise(scenario, build_community(scenario.place, scenario.residents, 1), 0).special_owner.shape == (0, 1)


@pytest.mark.parametrize(("special", "solved"), [("no", 0.7), ("also", 1.0)])
def test_the_untrained_master_less_in_a_special_place(special, solved):
    scenario = town(6, clerk={"head_count": 30, "special": special})
    world = assemble(scenario)
    count = 400
    world = with_issues(world, *({"occur_h": n / 10, "work_h": 0.1, "difficulty": (n + 0.5) / count, "resident": n % 120,
                                  "entrance": int(world.resident["entrance"][n % 120])} for n in range(count)))
    world = advance(start(world), 200.0)
    assert np.mean(world.case["fate"] == Fate.RESOLVED) == solved


# ---- visits ------------------------------------------------------------------------------------------------------------


def test_a_round_takes_its_time_for_every_household_of_the_list():
    scenario = town(0, clerk={"visit_every_h": 50.0, "visit_h": 0.25, "visit_group": "elders"})
    world = assemble(scenario)
    elders = {int(row["household"]) for row in world.resident if row["age"] == 2}
    assert world.duty[0, Chore.VISIT]["task_h"] == pytest.approx(0.25 * len(elders))
    assert 0 < len(elders) < 60


def test_visitors_who_are_not_there_change_no_bit():
    nobody = {"total": 0, "visit_every_h": 20.0, "visit_group": "all", "training_every_h": 5.0, "progress_ratio": 0.8}
    issues = [{"occur_h": float(hour), "work_h": 1.0, "notice_h": 30.0} for hour in range(1, 100, 9)]
    plain, empty = (advance(start(with_issues(assemble(town(0, clerk={}, **more)), *issues)), 200.0) for more in ({}, {"visitor": nobody}))
    assert plain.case.tobytes() == empty.case.tobytes()


def test_hours_of_visits_and_classes_are_counted_once():
    world = office(post={"visit_every_h": 30.0, "visit_h": 2.0, "visit_group": "all", "training_every_h": 50.0, "training_h": 3.0,
                         "admin_load": 0.2, "patrol_every_h": 24.0})
    hand = world.handler[0]
    assert hand["visiting_h"] > 10
    assert hand["training_h"] > 10
    assert hand["visiting_h"] + hand["training_h"] < hand["chore_h"] < hand["duty_h"]
