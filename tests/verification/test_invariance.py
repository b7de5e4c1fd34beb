"""Descriptions of the same thing have the same outcome: other names, order, unit of time, finer classes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sameness import TIMES, same_fates
from textbook import jobs, merged, textbook

from sim.scenario.scenario import Scenario
from sim.simulate import simulate

LEVELS = {"community": {"parent": "street", "reach": {"all": 0.6}, "units": 4}, "street": {"parent": "", "reach": {"all": 1.0}}}
POSTS = {"clerk": {"level": "community", "head_count": 1}, "expert": {"level": "street", "head_count": 2}}
PLACE = {"buildings": 40, "entrances": 40}


def two_levels(**changes: Any) -> Scenario:
    return textbook(2.4, cases=2000, levels=LEVELS, posts=POSTS, place=PLACE, dispatch={"diagnosis_share": 0.3}, **changes)


def reordered(scenario: Scenario, **tables: list[str]) -> Scenario:
    data = scenario.model_dump()
    for table, names in tables.items():
        data[table] = {name: data[table][name] for name in names}
    return Scenario.model_validate(data)


def test_names_of_parts():
    levels = {"x1": {**LEVELS["community"], "parent": "x2"}, "x2": LEVELS["street"]}
    posts = {"y1": {**POSTS["clerk"], "level": "x1"}, "y2": {**POSTS["expert"], "level": "x2"}}
    renamed = textbook(2.4, cases=2000, levels=levels, posts=posts, place=PLACE, dispatch={"diagnosis_share": 0.3}, categories={"z": {}})
    assert same_fates(simulate(renamed), simulate(two_levels()))


@pytest.mark.parametrize("tables", [{"levels": ["street", "community"]}, {"posts": ["expert", "clerk"]},
                                    {"levels": ["street", "community"], "posts": ["expert", "clerk"]}], ids=str)
def test_order_of_parts_in_the_file(tables):
    scenario = two_levels()
    assert same_fates(simulate(reordered(scenario, **tables)), simulate(scenario), TIMES)


@pytest.mark.parametrize("factor", [2.0, 0.25])
def test_unit_of_time(factor):
    """All rates slower by a factor, all times longer by it."""
    residents = {"patience": {"mean_h": 3.0}, "recheck": {"mean_h": 5.0}, "reopen": 0.8, "report_per_day": 24.0, "self_resolve_per_day": 6.0}
    longer = {"patience": {"mean_h": 3.0 * factor}, "recheck": {"mean_h": 5.0 * factor}, "reopen": 0.8,
              "report_per_day": 24.0 / factor, "self_resolve_per_day": 6.0 / factor}
    days = {"warm_up_days": 4, "days": 40, "follow_up_days": 20}
    one = simulate(textbook(3.2, categories=jobs(relapse=0.2), residents=residents, run=days))
    other = simulate(textbook(3.2 / factor, categories=jobs(relapse=0.2, work_h=factor), residents=longer,
                              run={name: int(value * factor) for name, value in days.items()}))
    assert np.array_equal(one.world.case["fate"], other.world.case["fate"])
    for name in TIMES:
        np.testing.assert_allclose(other.world.case[name], factor * one.world.case[name], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("discipline", ["fcfs", "priority", "deadline"])
def test_a_class_split_in_two_equal_ones(discipline):
    job = {"work_law": "lognormal", "work_cv": 2.0, "relapse": 0.1}
    kind = {"dispatch": {"discipline": discipline}, "residents": {"reopen": 1.0}}
    whole = simulate(textbook(2.2, cases=2000, categories={"job": {**job, "share": 3.0}}, **kind))
    split = simulate(textbook(2.2, cases=2000, categories={"a": {**job, "share": 1.0}, "b": {**job, "share": 2.0}}, **kind))
    assert np.mean(split.world.issue["category"]) == pytest.approx(2 / 3, abs=0.05)
    assert same_fates(split, whole, TIMES)


def test_a_channel_split_in_two_equal_ones():
    """Two ways to report, each known to half: the same hazard in all."""
    scenario = textbook(2.4, cases=2000, residents={"report_per_day": 24.0, "self_resolve_per_day": 12.0})
    window = scenario.channels["window"].model_dump()
    halves = {"window": {**window, "know": 0.5}, "hatch": {**window, "know": 0.5}}
    split = simulate(Scenario.model_validate(merged(scenario.model_dump(), {"channels": halves})))
    reported = ~np.isnan(split.world.case["reported_h"])
    assert np.mean(split.world.case["channel"][reported]) == pytest.approx(0.5, abs=0.05)
    assert same_fates(split, simulate(scenario), TIMES)


@pytest.mark.parametrize("residents", [100, 3000])
def test_number_of_residents_who_share_the_same_issues(residents):
    few, many = (simulate(textbook(2.4, cases=2000, place={"residents": number})) for number in (residents, 1000))
    for name in TIMES:
        np.testing.assert_allclose(few.world.case[name], many.world.case[name], rtol=1e-9, atol=1e-9)
