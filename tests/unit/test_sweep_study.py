"""A study file: every mistake is told with its line before anything is run, and what is right expands to an explicit table."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario.faults import FaultyScenario
from sim.scenario.load import load
from sim.study.run import with_run
from sim.sweep.identity import engine, run_key
from sim.sweep.study import read_study
from sim.sweep.table import expand

GOOD = """\
base = "mmc"
metrics = ["resolved_in_deadline"]
seed = 5
title = { zh = "试", en = "Try" }

[levers.clerks]
path = "posts.clerk.head_count"
values = [3, 4]

[levers.nearest]
choices = { line = { dispatch = { discipline = "fcfs" } }, urgent = { dispatch = { discipline = "priority" } } }

[uncertainties.load]
path = "demand.issues_per_resident_year"
low = 0.5
high = 2.0
steps = 4
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "try.toml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str) -> FaultyScenario:
    with pytest.raises(FaultyScenario) as caught:
        expand(read_study(written(folder, text)))
    return caught.value


def test_worlds_and_structures_are_crossed_in_order(tmp_path: Path) -> None:
    table = expand(read_study(written(tmp_path, GOOD)))
    assert [dict(world.uncertainties) for world in table.worlds] == [{"load": 0.5}, {"load": 1.0}, {"load": 1.5}, {"load": 2.0}]
    assert [tuple(shape.levers.values()) for shape in table.structures] == [(3, "line"), (3, "urgent"), (4, "line"), (4, "urgent")]
    assert len(table.points) == 16
    for point in table.points:
        assert point.scenario.posts["clerk"].head_count == point.labels["clerks"]
        assert point.scenario.demand.issues_per_resident_year == point.labels["load"]
        assert point.scenario.dispatch.discipline == {"line": "fcfs", "urgent": "priority"}[point.labels["nearest"]]
        assert point.scenario.run.seed == 5


@pytest.mark.parametrize(("old", "new", "line", "told"), [
    ("values = [3, 4]", "valeus = [3, 4]", 8, "did you mean `values`"),
    ('"resolved_in_deadline"', '"resolved_in_deadlin"', 2, "did you mean `resolved_in_deadline`"),
    ("posts.clerk.head_count", "posts.clerk.head_cuont", 7, "did you mean `head_count`"),
    ("values = [3, 4]", "values = [3, -4]", 7, "at least 0"),
    ("values = [3, 4]", 'values = [3, "four"]', 7, "must be a whole number"),
    ("values = [3, 4]", "", 6, "has no values"),
    ("high = 2.0", "high = 0.1", 13, "low below high"),
    ("steps = 4", "", 13, "add steps"),
    ("low = 0.5", 'low = 0.5\npractice = "L8"', 13, "exactly one of path, practice or choices"),
    ("[uncertainties.load]", "[uncertainties.clerks]", 13, "is a lever already"),
    ('base = "mmc"', 'base = "mcm"', 0, "mmc"),
    ('discipline = "fcfs"', 'discipline = "fcsf"', 11, "did you mean `fcfs`"),
    ("seed = 5", "seed = 5\n[design]\nlevers = { method = \"zap\" }", 5, "possible: grid, zip"),
    ("seed = 5", "seed = 5\ntime_limit_s = 0", 4, "above 0"),
    ('metrics = ["resolved_in_deadline"]\n', "", 0, "no “metrics”"),
])
def test_a_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, told: str) -> None:
    assert GOOD.count(old) == 1
    error = faults(tmp_path, GOOD.replace(old, new))
    assert told in error.render("en")
    if line:
        assert f"try.toml:{line}:" in error.render("en"), error.render("en")
    assert error.render("zh") != error.render("en")


def test_two_factors_at_one_place_contradict(tmp_path: Path) -> None:
    text = GOOD + '\n[uncertainties.people]\npath = "posts.clerk.head_count"\nvalues = [9, 10]\n'
    assert "“clerks” and “people” both set posts.clerk.head_count" in faults(tmp_path, text).render("en")


def test_the_key_is_of_engine_scenario_seed_and_replicate_only(tmp_path: Path) -> None:
    table = expand(read_study(written(tmp_path, GOOD)))
    named = GOOD.replace('en = "Try"', 'en = "Other"').replace("[levers.clerks]", '[levers.clerks]\nen = "hands"')
    assert [row.key for row in expand(read_study(written(tmp_path, named))).rows(0, 3)] == [row.key for row in table.rows(0, 3)]
    keys = {row.key for row in table.rows(0, 3)}
    assert len(keys) == 48
    other_seed = expand(read_study(written(tmp_path, GOOD.replace("seed = 5", "seed = 6"))))
    assert keys.isdisjoint(row.key for row in other_seed.rows(0, 3))
    assert run_key("a", 1, 2) != run_key("a", 2, 1)
    assert engine().count("+") == 1


def test_points_that_run_alike_are_run_once(tmp_path: Path) -> None:
    text = GOOD.replace("values = [3, 4]", "values = [3, 4, 3]")
    table = expand(read_study(written(tmp_path, text)))
    assert (len(table.points), len(table.different_points)) == (24, 16)
    assert len({row.key for row in table.rows(0, 1)}) == len(list(table.different_rows(0, 1))) == 16


def test_options_are_whole_scenarios_with_practices(tmp_path: Path) -> None:
    text = """
base = "street-office"
metrics = ["resolved_in_deadline"]
title = { zh = "试", en = "Try" }
[options.before]
[options.after]
practices = ["L8"]
[options.ground]
scenario = "practice-ground"
[levers.single]
practice = "K5"
"""
    table = expand(read_study(written(tmp_path, text)))
    assert [(shape.option, shape.levers["single"]) for shape in table.structures] == [
        ("before", False), ("before", True), ("after", False), ("after", True), ("ground", False), ("ground", True)]  # fmt: skip
    expected = with_run(load("street-office", apply=["L8", "K5"]), seed=None)
    assert table.points[3].scenario.model_dump(exclude={"sources"}) == expected.model_dump(exclude={"sources"})
