"""Patrols, admin load and part-time weights take the time they say they take, idle or busy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.outcome import Outcome
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.simulate import simulate
from sim.world.codes import Fate


def office(per_resident_year: float, *, patrols: bool = False, **post: Any) -> Scenario:
    """The textbook queue with one post of these people."""
    plain = load("mmc").model_dump(exclude_unset=True)
    plain["demand"]["issues_per_resident_year"] = per_resident_year
    plain["run"] |= {"days": 700, "warm_up_days": 0, "follow_up_days": 0}
    (name,) = plain["posts"]
    plain["posts"][name] |= post
    if patrols:
        plain["categories"]["job"] |= {"visible": 1.0, "notice": 1e9}  # nobody but a patrol will ever know
    return Scenario.model_validate(plain)


def share(outcome: Outcome, column: str) -> float:
    """Share of duty hours, all handlers."""
    return float(outcome.world.handler[column].sum() / outcome.world.handler["duty_h"].sum())


@pytest.mark.parametrize("fte", [0.05, *(pytest.param(one, marks=pytest.mark.long) for one in (0.35, 0.8))])
@pytest.mark.parametrize("work_h", [0.5, 4.0])
@pytest.mark.parametrize("busy", [0.0, 10.0])
def test_a_part_timer_gives_the_share_fte_of_the_roster(fte: float, work_h: float, busy: float) -> None:
    """Without work, or with more than anybody could do in jobs short and long. Within 10 %; about 3 standard errors."""
    scenario = office(busy * 8.76, head_count=20, fte=fte, speed=1.0 / work_h)
    assert 1 - share(simulate(scenario), "away_h") == pytest.approx(fte, rel=0.1)


@pytest.mark.parametrize("work_h", [0.25, 2.0])
def test_admin_work_takes_its_share_however_busy(work_h: float) -> None:
    scenario = office(10 * 8.76, head_count=8, admin_load=0.4, speed=1.0 / work_h)
    assert share(simulate(scenario), "chore_h") == pytest.approx(0.4, rel=0.03)


def test_the_rounds_of_a_team_are_spread_over_its_time() -> None:
    """Seven people with a round every 35 duty hours each: no stretch of ten hours without detections, none with a heap."""
    outcome = simulate(office(30.0, patrols=True, head_count=7, patrol_every_h=35.0, patrol_h=0.1))
    found = np.unique(np.round(outcome.world.case["reported_h"][~np.isnan(outcome.world.case["reported_h"])], 6))
    gaps = np.diff(found)
    assert gaps.mean() == pytest.approx(5.0, rel=0.05)
    assert gaps.max() < 10.0


def test_who_finds_it_on_patrol_is_the_first_office() -> None:
    """In a hierarchy the finder begins at once; a platform would triage first."""
    overrides = ["dispatch.triage={mean_h=24, law='fixed'}", "run.days=120"]
    waits = {}
    for rule in ("hierarchical", "unified"):
        outcome = simulate(load("street-office", overrides=[*overrides, f"dispatch.rule={rule}"]))
        case = outcome.world.case
        patrol = case["channel"] == len(outcome.channel_ids) - 1
        waits[rule] = np.nanmedian((case["contacted_h"] - case["reported_h"])[patrol])
    assert waits["hierarchical"] < 2.0
    assert waits["unified"] > 24.0


def test_one_more_person_changes_nobody_elses_chances() -> None:
    """Keys belong to a post, a unit and a number in the unit, not to a row."""
    base, more = (simulate(load("street-office", overrides=["run.days=7", f"posts.grid_worker.head_count={n}"])) for n in (1, 2))
    keys = [set(outcome.world.handler["key"].tolist()) for outcome in (base, more)]
    assert keys[0] < keys[1]


def test_the_job_that_closes_a_case_is_the_same_under_every_organisation() -> None:
    """Work of cases closed without a repair, by who closed them first: diagnosis above does not change it."""
    quick, slow = (
        simulate(load("street-office", overrides=["run.days=60", "dispatch.diagnosis_share=0", f"levels.community.reach={reach}"]))
        for reach in ("{all=0.9}", "{all=0.2}")
    )
    done = [(o.world.case["returns"] == 0) & (o.world.case["fate"] == Fate.RESOLVED) for o in (quick, slow)]
    both = done[0] & done[1] & (quick.world.case["hops"] != slow.world.case["hops"])
    assert both.sum() > 50
    for outcome in (quick, slow):
        case, issue = outcome.world.case[both], outcome.world.issue[both]
        travel = case["worked_h"] - issue["work_h"]
        assert np.all(travel > -1e-9)
        assert np.median(travel) < 1.0
