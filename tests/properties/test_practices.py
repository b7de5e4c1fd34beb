"""The practice library: every practice is neutral at its neutral values, acts, and acts through its declared channels only."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pytest

from sim.errors import ScenarioError
from sim.metrics import measure
from sim.outcome import Outcome
from sim.scenario.causes import CHANNEL_OF, ENTAILED, SILENT, causes_of
from sim.scenario.changes import Change
from sim.scenario.library import Entry, library
from sim.scenario.load import load
from sim.scenario.merging import leaves
from sim.scenario.moves import split
from sim.scenario.positions import KeyPath
from sim.scenario.resources import resources_of
from sim.scenario.scenario import Scenario
from sim.simulate import simulate
from sim.study.trial import neutral_of

SINGLE = {name: entry for name, entry in library().items() if not entry.practice.parts}
COMPOSITE = {name: entry for name, entry in library().items() if entry.practice.parts}

ROWS = {"channel", "pool", "level", "ticket", "child", "after", "before", "rank"}
"""Columns of a case that hold numbers of rows, which move when a table grows, and the mark that councils were asked for: they mean
nothing by themselves."""

COUNTED = {"fund_exhausted", "unit_spread", "unit_spread_hops"}
"""Metrics of what merely exists: an empty fund is exhausted, and a rung on which nobody works divides the place into smaller units."""

DAYS = {"run": {"days": 150, "warm_up_days": 0, "follow_up_days": 20}}
"""Short enough for hundreds of runs, long enough for a monthly event to happen several times."""


def on_ground(entry: Entry, *sets: Mapping[str, Any]) -> Scenario:
    """The practice's ground with these changes, for a few months."""
    ground = entry.practice.ground
    changes = [Change(f"c{at}", dict(one)) for at, one in enumerate(sets)]
    days = {} if "run" in ground.set else DAYS
    return load(ground.scenario, preconditions={**ground.set, **days}, changes=changes)


def lives(outcome: Outcome) -> dict[str, Any]:
    """Everything that happened to the issues, without row numbers, and by what channel and level (their names)."""
    case = outcome.world.case
    told = {name: case[name] for name in case.dtype.names if name not in ROWS}
    for column, names in (("channel", outcome.channel_ids), ("level", outcome.level_ids)):
        table = np.array([*names, "-"])
        told[column] = table[case[column]]
    return told


def same(one: Outcome, other: Outcome) -> bool:
    """Whether two runs are the same bit for bit, case by case."""
    mine, theirs = lives(one), lives(other)
    return all(np.array_equal(mine[name], theirs[name], equal_nan=mine[name].dtype.kind == "f") for name in mine)


def alike(one: Outcome, other: Outcome, but: Collection[str] = ()) -> bool:
    """Whether two runs are the same in every case, every metric (`but` these), and in the hours and money that go in."""
    mine, theirs = ({name: value for name, value in measure(run).items() if name not in but} for run in (one, other))
    if not same(one, other) or repr(mine) != repr(theirs):
        return False
    return resources_of(one.scenario) == resources_of(other.scenario)


def paths_of(entry: Entry) -> list[KeyPath]:
    """Every path that a practice sets, names apart."""
    plain, moves = split(entry.practice.set)
    return [path for path in [*(path for path, _ in leaves(plain)), *moves] if path[-1] not in SILENT]


def without(change: Mapping[str, Any], path: KeyPath) -> dict[str, Any]:
    """The change without the value at a path."""
    rest = {key: value for key, value in change.items() if key != path[0]}
    if len(path) > 1:
        rest[str(path[0])] = without(change[str(path[0])], path[1:])
    return rest


def is_new(entry: Entry, path: KeyPath) -> bool:
    """Whether a path lies in a post, channel, council, fund ... that the practice adds."""
    table = getattr(on_ground(entry), str(path[0]), None)
    return isinstance(table, dict) and len(path) > 2 and path[1] not in table


@pytest.mark.parametrize("name", SINGLE)
def test_at_its_neutral_values_a_practice_changes_no_bit(name: str) -> None:
    """Nor any metric, money or hours."""
    entry = SINGLE[name]
    assert alike(simulate(on_ground(entry)), simulate(on_ground(entry, neutral_of(entry.practice))), but=COUNTED)


@pytest.mark.parametrize("name", SINGLE)
def test_a_practice_acts_and_every_value_of_it_matters(name: str) -> None:
    """Taken out one by one, each value changes what happens to some case, what it costs, or whose hours are paid; a post's role,
    which says who its people are, need not: hours are paid where they cost something, whoever gives them."""
    entry = SINGLE[name]
    on = simulate(on_ground(entry, entry.practice.set))
    assert not alike(on, simulate(on_ground(entry)))
    idle = []
    for path in paths_of(entry):
        if path[-1] == "role":
            continue
        try:
            other = simulate(on_ground(entry, without(entry.practice.set, path)))
        except ScenarioError:  # without it the scenario is faulty: it is needed
            continue
        if alike(on, other):
            idle.append(".".join(map(str, path)))
    assert idle == []


@pytest.mark.parametrize("name", SINGLE)
def test_a_practice_acts_through_its_declared_channels_only(name: str) -> None:
    """Every path of a practice, of what it adds too; only what a new post, channel or level entails is part of adding it."""
    entry = SINGLE[name]
    declared, seen = set(entry.practice.causes), set[str]()
    for path in paths_of(entry):
        causes = causes_of(path, new=is_new(entry, path))
        assert causes, f"{path}: which causal channel is this? (sim.scenario.causes)"
        seen |= causes
        assert causes & declared, f"{'.'.join(map(str, path))} is {sorted(causes)}, declared are {sorted(declared)}"
    assert declared <= seen, f"declared and not used: {sorted(declared - seen)}"


@pytest.mark.parametrize("name", COMPOSITE)
def test_the_parts_of_a_composite_exist_and_run(name: str) -> None:
    parts = COMPOSITE[name].practice.parts
    assert set(parts) <= set(SINGLE)
    assert set(COMPOSITE[name].practice.causes) == {code for part in parts for code in SINGLE[part].practice.causes}
    load("practice-ground", apply=[name])


@pytest.mark.parametrize("name", SINGLE)
def test_a_practice_has_a_pattern_and_a_trap(name: str) -> None:
    practice = SINGLE[name].practice
    assert practice.expect and practice.trap


@pytest.mark.parametrize("source", sorted({entry.source for entry in library().values()}))
def test_the_practices_of_a_source_can_be_combined(source: str) -> None:
    load("practice-ground", apply=[name for name, entry in library().items() if entry.source == source])


def test_patterns_of_causes_fit_some_field() -> None:
    """A pattern that fits no field of a scenario is a slip."""
    from sim.scenario.schema import declared

    for pattern, codes in (*CHANNEL_OF, *ENTAILED):
        assert declared(tuple("x" if part == "*" else part for part in pattern.split("."))) is not None, pattern
        assert codes
