"""Changes that say nothing leave every bit as it was; so does a mechanism's detail while the mechanism is off."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sameness import EVERYTHING, same_fates, same_rows
from textbook import NEUTRAL, merged, textbook

from sim.outcome import Outcome
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.simulate import simulate

BUSY = NEUTRAL.with_name("street-office.toml")
SHORT = ["run.days=20", "run.warm_up_days=3", "run.follow_up_days=7"]
OFF: dict[str, dict[str, Any]] = {
    "no wrong office": {"dispatch": {"bounce_h": 300.0}},
    "no other agency": {"dispatch": {"coordination_h": 100.0, "cooperation": 0.5, "sign_off": "parallel"}},
    "no council": {"residents": {"agree_base": 3.0, "agree_conflict": 0.1}, "categories": {"job": {"shared": 0.5, "affected_mean": 9.0, "conflict": 0.3}}},
    "nothing for the council": {"councils": {"idle": {"zh": "会", "en": "council", "level": "office", "least_affected": 2}}},
    "no fairness felt": {"residents": {"fairness_effect": 2.0, "fairness_when_failed": 2.0}},
    "no joint review": {"dispatch": {"review_every_h": 5.0}},
    "nothing to coordinate": {"dispatch": {"coordination_by": {"job": 0.2}, "cooperation_by": {"all": 0.2}}},
    "no own organisation": {"self_management": {"leaders": 9, "joiners": 1.0, "leader_exit": 5.0}},
    "an own organisation that nobody joins": {"self_management": {"share": 1.0, "founded": 0.0}},
    "no referral": {"dispatch": {"diagnosis_share": 1.0}, "levels": {"office": {"refer": {"mean_h": 50.0}}}},
    "no end of patience": {"residents": {"petition": 1.0}},
    "no relapse": {"residents": {"reopen": 1.0, "recheck": {"mean_h": 9.0}}},
    "no reminders": {"residents": {"remind_every_h": 1.0, "remind_cap": 0}, "dispatch": {"reminders_lift": True}},
    "no delay of reports": {"residents": {"severity_exponent": 0.5, "efficacy_effect": 2.3, "efficacy_prior": 0.1}},
    "no effort": {"residents": {"effort_effect": 3.0}},
    "no newcomers": {"residents": {"newcomer_know": 0.1, "newcomer_efficacy": -0.4, "newcomer_effort": 2.0}},
    "no desk": {"channels": {"window": {"contact": {"mean_h": 5.0}, "direct": {"all": 0.0}}}},
    "no end of a shift": {"posts": {"clerk": {"shift_end": "preempt"}}},
    "no other unit": {"posts": {"clerk": {"overflow": "level"}}},
    "no admin work": {"posts": {"clerk": {"admin_task_h": 7.0}}},
    "no patrol": {"posts": {"clerk": {"patrol_h": 7.0, "patrol_law": "exponential"}}, "categories": {"job": {"visible": 1.0}}},
    "no travel": {"posts": {"clerk": {"travel_m_per_s": 0.1, "travel_detour": 1.5, "travel_setup_h": 2.0}}},
    "no short line": {"posts": {"clerk": {"line_limit": 1_000_000}}},
    "no lower level": {"dispatch": {"rule": "unified"}},
    "no distance": {"dispatch": {"rule": "nearest"}},
    "no prevention": {"dispatch": {"prevention": {"all": 0.0}}},
    "no evaluation": {"evaluation": {"listed": {"all": 0.5}, "listed_first": 2.0, "easy_first": 2.0, "visible_first": 1.0, "false_pressure": 0.4}},
    "no unsolved closure": {"evaluation": {"audit_share": 1.0, "audit_insight": 0.9, "audit_delay_h": 1.0}},
    "no repeated report": {"dispatch": {"registry": "single"}},
    "no class of risk": {"dispatch": {"risk_classes": 3, "risk_accuracy": 0.5}},
    "no session": {"leaders": {"cap": 50, "stuck_after_h": 1.0, "hours_per_case": 9.0}},
    "no room on the agenda": {"leaders": {"every_h": 5.0, "cap": 0}},
    "no surge": {"demand": {"surges": {"calm": {"start_day": 2.0, "days": 4.0, "factor": 1.0}}}},
    "no log": {"run": {"record_visits": True}},
    "no emergency": {"emergency": {"preempts": True, "surge": "level", "callback_h": 2.0, "hop_factor": 0.1, "triage_factor": 0.1}},
    "no special place": {"place": {"special_difficulty": 0.4}, "posts": {"clerk": {"special": "also"}}},
    "no visits": {"posts": {"clerk": {"visit_h": 1.0, "visit_group": "all", "visit_finds": 1.0}}},
    "no classes": {"posts": {"clerk": {"training_h": 8.0, "training_gain": 0.05, "training_cap": 1.0}}},
    "no learning by doing": {"posts": {"clerk": {"forget_half_life_h": 10.0}}},
    "nobody to hire": {"posts": {"clerk": {"hires_from": "job", "hire_lag_h": 5.0}}},
    "no cost": {"posts": {"clerk": {"cost_per_h": 0.0}}},
}
"""What is off in the neutral scenario, and details of it that may then say anything."""


def changed(scenario: Scenario, change: Mapping[str, Any]) -> Scenario:
    return Scenario.model_validate(merged(scenario.model_dump(), change), strict=True)


@pytest.fixture(scope="module")
def plain() -> tuple[Scenario, Outcome]:
    scenario = textbook(2.4, cases=2000)
    return scenario, simulate(scenario)


@pytest.fixture(scope="module")
def busy() -> tuple[Scenario, Outcome]:
    """A street office with everything on."""
    scenario = load(BUSY, overrides=SHORT)
    outcome = simulate(scenario)
    assert len(np.unique(outcome.world.case["fate"])) > 4
    return scenario, outcome


@pytest.mark.parametrize("name", OFF)
def test_a_detail_of_what_is_off_says_nothing(plain, name):
    scenario, outcome = plain
    assert same_fates(simulate(changed(scenario, OFF[name])), outcome)


@pytest.mark.parametrize("change", [
    {"dispatch": {"triage_accuracy": 0.5}}, {"categories": {"job": {"relapse": 0.2}}}, {"residents": {"self_resolve_per_day": 1.0, "report_per_day": 9.0}},
    {"posts": {"clerk": {"speed": 1.01}}}, {"dispatch": {"prevention": {"all": 0.1}}}, {"posts": {"clerk": {"admin_load": 0.1}}},
    {"dispatch": {"lost": 0.05}}, {"evaluation": {"false_base": 0.02}}, {"evaluation": {"weight": 0.5}}, {"leaders": {"every_h": 2.0, "stuck_after_h": 1.0}},
    {"evaluation": {"weight": 1.0, "false_pressure": 0.0, "easy_first": 1.0}}, {"dispatch": {"resolution_promise": 0.2}, "residents": {"promise_weight": 0.4}},
], ids=str)
def test_a_change_that_says_something_is_seen(plain, change):
    scenario, outcome = plain
    assert not same_fates(simulate(changed(scenario, change)), outcome)


def test_names_say_nothing(busy):
    scenario, outcome = busy
    renamed = changed(scenario, {"title": {"zh": "甲", "en": "A"}, "summary": {"zh": "乙", "en": "B"}, "run": {"replications": 2}})
    assert same_fates(simulate(renamed), outcome)


def test_a_patch_to_the_same_value_says_nothing(busy, tmp_path):
    scenario, outcome = busy
    name, post = next(iter(scenario.posts.items()))
    patch = f'''
[patches.same]
zh = "照旧"
en = "As before"
set.posts.{name}.head_count = {post.head_count}
set.residents.reopen = {scenario.residents.reopen}
set.dispatch.rule = "{scenario.dispatch.rule}"
'''
    path = copied(BUSY, tmp_path, patch)
    patched = load(path, overrides=SHORT, apply=["same"])
    assert patched.apply[-1] == "same"
    assert same_fates(simulate(patched), outcome)


def copied(source: Path, folder: Path, more: str) -> Path:
    path = folder / source.name
    path.write_text(source.read_text(encoding="utf-8") + more, encoding="utf-8")
    return path


def test_a_post_without_people_says_nothing(busy):
    scenario, outcome = busy
    level, post = next(iter(scenario.levels)), next(iter(scenario.posts.values())).model_dump()
    empty = {**post, "level": level, "head_count": 0, "total": None, "overflow": "none"}
    rest = [name for name in EVERYTHING if name != "pool"]  # the rows of desks come after those of posts
    assert same_fates(simulate(changed(scenario, {"posts": {"vacancy": empty}})), outcome, rest)


def test_a_level_that_nothing_reaches_says_nothing(plain):
    scenario, outcome = plain
    office = scenario.levels["office"].model_dump()
    clerk = scenario.posts["clerk"].model_dump()
    above = {"levels": {"office": {"parent": "above"}, "above": office}, "posts": {"chief": {**clerk, "level": "above"}}}
    assert same_fates(simulate(changed(scenario, above)), outcome)


def test_a_longer_follow_up_changes_nothing_before_it(busy):
    scenario, outcome = busy
    longer = simulate(changed(scenario, {"run": {"follow_up_days": 14}}))
    ended = outcome.world.case["ended_h"] < outcome.window.end_h
    assert ended.sum() > 50
    assert same_rows(outcome.world.case[ended], longer.world.case[: len(ended)][ended])
