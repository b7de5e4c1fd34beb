"""The engine agrees with its plain twin in random small worlds, issue for issue, and not because nothing happens in them."""

from __future__ import annotations

import os
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sim.engine import advance
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.simulate import assemble, start, window
from sim.world import World
from sim.world.codes import Fate, Kind
from tests.twin.comparison import differences
from tests.twin.features import FEATURES, Watched
from tests.twin.plain_engine import PlainEngine
from tests.twin.plain_world import GOLDEN, MASK, mix
from tests.twin.worlds import one_office, random_scenario, with_issues

WORLDS = 60
SHIPPED = Path(__file__).parents[2] / "scenarios"


@cache
def compared(seed: int) -> tuple[list[str], Counter[str]]:
    """What engine and twin disagree about in random world `seed`, and what happened there."""
    scenario = random_scenario(seed)
    end_h = window(scenario).end_h
    world = assemble(scenario)
    twin = Watched(world)
    twin.run(end_h)
    return differences(advance(start(world), end_h), twin, end_h), twin.acts


def agree(worlds: Sequence[int]) -> None:
    """Compare these worlds; every feature must act in one of them. One process compares each world once."""
    wrong = {seed: compared(seed)[0][:5] for seed in (*worlds, *RARE) if compared(seed)[0]}
    assert not wrong, f"{len(wrong)} worlds differ: {wrong}"
    assert [feature for feature in FEATURES if not any(compared(seed)[1][feature] for seed in worlds)] == []


def test_random_worlds_agree_and_every_feature_acts() -> None:
    agree(range(WORLDS))


RARE = (417, 725, 920)
"""Worlds in which a mistake was once found that a thousand others do not show."""

MORE = int(os.environ.get("SHEQU_WORLDS", "200"))
"""Long verification compares the worlds from WORLDS to here; a thousand take some four minutes."""


@pytest.mark.long
@pytest.mark.exhaustive
def test_more_random_worlds_agree_and_every_feature_acts_in_them() -> None:
    agree(range(WORLDS, MORE))


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_shipped_scenarios_agree(path: Path) -> None:
    scenario = load(path, overrides=["run.days=14", "run.warm_up_days=0", "run.follow_up_days=0"])
    world = assemble(scenario)
    twin = PlainEngine(world)
    twin.run(336.0)
    found = differences(advance(start(world), 336.0), twin, 336.0)
    assert not found, f"{len(found)} differences, first: {found[:5]}"


def handler_names(scenario: Scenario, world: World) -> Iterator[tuple[str, int, int]]:
    """Of each handler: the name of the post, the unit within the post, the number within the unit."""
    posts = world.pool["post"]
    for handler, row in enumerate(world.handler["pool"]):
        post = int(posts[row])
        name = list(scenario.posts)[post] if post >= 0 else f"desk of {list(scenario.channels)[-1 - post]}"
        yield name, int(row - np.flatnonzero(posts == post)[0]), int(handler - world.pool["first_handler"][row])


def test_keys_of_issues_and_handlers_are_those_of_the_whole_number_dice() -> None:
    def entity_key(seed: int, kind: int, index: int) -> int:
        return mix(mix(seed * GOLDEN + kind & MASK) + (index + 1) * GOLDEN & MASK)

    for seed in range(8):
        scenario = random_scenario(seed)
        world = assemble(scenario, replicate=seed)
        run_key = entity_key(seed, 0, seed)
        assert world.issue["key"].tolist() == [entity_key(run_key, Kind.ISSUE, i) for i in range(len(world.issue))]
        assert world.handler["key"].tolist() == [
            entity_key(entity_key(run_key, Kind.HANDLER, zlib.crc32(name.encode())), unit, number)
            for name, unit, number in handler_names(scenario, world)
        ]


def test_a_case_without_work_put_down_on_the_way_is_no_new_arrival() -> None:
    """A hand on its way to a visit of no length goes home; the line admits nobody, but this case has been admitted already."""
    office = one_office(roster=["Mon-Fri 08:00-16:00"], shift_end="preempt", travels=True, travel_setup_h=1.0, line_limit=0)
    world = with_issues(assemble(office), {"occur_h": 15.5, "work_h": 0.0})
    twin = PlainEngine(world)
    twin.run(100.0)
    world = advance(start(world), 100.0)
    assert twin.cases[0].fate == Fate.RESOLVED
    assert not differences(world, twin, 100.0)


def test_years_of_purses_that_lapse_agree() -> None:
    """The random worlds last a month; here money of three years lapses, runs short, and pays for works and a service."""
    office = one_office(head_count=2).model_dump(mode="python")
    name = {"zh": "甲", "en": "A"}
    office["levels"]["office"]["authority"] = {"all": 0.5}
    office["funds"] = {
        "old": {**name, "level": "office", "opening": 3000.0, "inflow_per_year": 2400.0, "lapses": True, "item_cap": 2000.0},
        "new": {**name, "level": "office", "opening": 500.0, "inflow_per_year": 3000.0, "paid": "yearly", "item_cap": 1e6},
    }
    office["services"] = {"meals": {**name, "places": 2, "share": 0.5, "cost_per_month": 120.0, "fund": "old", "opens_day": 40.0}}
    world = assemble(Scenario.model_validate(office))
    issues = [{"occur_h": 90.0 * i, "work_h": 1.0, "authority": i % 3 / 2, "prevention": i % 7 / 7, "resident": i % 2} for i in range(290)]
    world = with_issues(world, *issues)
    twin = PlainEngine(world)
    twin.run(26_280.0)
    world = advance(start(world), 26_280.0)
    assert (world.purse["lapsed"] > 0).tolist() == [True, False]
    assert (world.purse["items"] > 0).all() and (world.purse["refused"] > 0).all()
    assert not differences(world, twin, 26_280.0)


def test_a_roster_that_ends_with_the_week_leaves_nobody_idle_at_hour_zero() -> None:
    world = assemble(one_office(roster=["Sun 20:00-24:00"], head_count=3))
    twin = PlainEngine(world)
    twin.run(1.0)
    world = advance(start(world), 1.0)
    assert world.pool[0]["idle_count"] == 0
    assert not differences(world, twin, 1.0)
