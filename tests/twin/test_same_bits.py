"""Things that must not change a single bit: the compiler, stopping and resuming, copying, recording."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from random import Random

import numpy as np
import pytest

from sim.engine import advance
from sim.simulate import assemble, start, window
from sim.world import World
from sim.world.codes import NOBODY
from sim.world.issue import Visit
from sim.world.policy import Appointment
from tests.twin.digest import digest, run
from tests.twin.worlds import random_scenario

ROOT = Path(__file__).parents[2]
COMPILER_SEEDS = (4, 5, 16)
STOP_SEEDS = (0, 6, 7, 13, 26, 30)


def _script(arguments: list[str], **environment: str) -> str:
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=True, timeout=600)
    return done.stdout


def test_uncompiled_rules_give_the_same_bits() -> None:
    plain = _script(["-m", "tests.twin.digest", *map(str, COMPILER_SEEDS)], NUMBA_DISABLE_JIT="1").split()
    assert plain == [digest(run(seed)) for seed in COMPILER_SEEDS]


def _stopping(seed: int, times: list[float]) -> World:
    scenario = random_scenario(seed)
    world = start(assemble(scenario))
    for time_h in [*times, window(scenario).end_h]:
        world = advance(world, time_h)
    return world


@pytest.mark.parametrize("step_h", [1.0, 24.0, 168.0])
@pytest.mark.parametrize("seed", STOP_SEEDS)
def test_stopping_every_so_often_changes_no_bit(seed: int, step_h: float) -> None:
    end_h = window(random_scenario(seed)).end_h
    assert digest(_stopping(seed, np.arange(0.0, end_h, step_h).tolist())) == digest(run(seed))


@pytest.mark.parametrize("seed", STOP_SEEDS)
def test_stopping_at_random_times_and_between_any_two_instants_changes_no_bit(seed: int) -> None:
    end_h = window(random_scenario(seed)).end_h
    chance = Random(seed)
    assert digest(_stopping(seed, sorted(chance.uniform(0, end_h) for _ in range(50)))) == digest(run(seed))
    instants = np.unique(run(seed).case["reported_h"])
    at_events = [time_h for event_h in instants[~np.isnan(instants)] for time_h in (np.nextafter(event_h, 0), event_h)]
    assert digest(_stopping(seed, at_events)) == digest(run(seed))


@pytest.mark.parametrize("seed", STOP_SEEDS)
def test_a_copy_goes_on_like_the_original(seed: int) -> None:
    scenario = random_scenario(seed)
    end_h = window(scenario).end_h
    world = advance(start(assemble(scenario)), end_h / 3)
    copy = World(*(table.copy() for table in world))
    before = digest(copy)
    world = advance(world, end_h)
    assert digest(copy) == before, "the original wrote into its copy"
    assert digest(advance(copy, end_h)) == digest(world) == digest(run(seed))


@pytest.mark.parametrize("seed", STOP_SEEDS)
def test_a_calendar_that_has_to_grow_changes_no_bit(seed: int) -> None:
    scenario = random_scenario(seed)
    world = assemble(scenario)
    first = len(world.roster) + 2 + len(world.service) + len(world.leader) + len(world.chamber) + 1 + len(world.team) + len(world.helper)
    world = start(world._replace(calendar=Appointment.allocate(first), visit=Visit.allocate(0)))
    world = advance(world, window(scenario).end_h)
    assert len(world.calendar) > first
    assert digest(world) == digest(run(seed))


def _recorded(seed: int, on: bool) -> World:
    scenario = random_scenario(seed)
    scenario = scenario.model_copy(update={"run": scenario.run.model_copy(update={"record_visits": on})})
    return advance(start(assemble(scenario)), window(scenario).end_h)


@pytest.mark.parametrize("seed", STOP_SEEDS)
def test_recording_visits_changes_no_bit(seed: int) -> None:
    own = ("visit", "policy.records_visits", "live.visits")
    silent, recorded = _recorded(seed, False), _recorded(seed, True)
    assert digest(silent, without=own) == digest(recorded, without=own)
    assert silent.live[0]["visits"] == 0 < recorded.live[0]["visits"]


@pytest.mark.parametrize("seed", STOP_SEEDS)
def test_visits_add_up_to_pools_handlers_and_cases(seed: int) -> None:
    world = _recorded(seed, True)
    visit = world.visit[: world.live[0]["visits"]]
    in_hand = np.flatnonzero(world.handler["case"] != NOBODY)  # begun, not yet written
    done = visit["interrupted"] == 0
    assert np.bincount(visit["handler"][done], minlength=len(world.handler)).tolist() == world.handler["services"].tolist()
    hours = np.bincount(visit["case"], weights=visit["finish_h"] - visit["start_h"], minlength=len(world.case))
    assert np.allclose(hours, world.case["worked_h"], rtol=0, atol=1e-9)
    of_pool = world.handler["pool"]
    waited = np.bincount(of_pool[visit["handler"]], weights=visit["start_h"] - visit["entered_h"], minlength=len(world.pool))
    begun = world.handler["start_h"][in_hand] - world.case["entered_h"][world.handler["case"][in_hand]]
    waited += np.bincount(of_pool[in_hand], weights=begun, minlength=len(world.pool))
    assert np.allclose(waited, world.pool["waited_h"], rtol=0, atol=1e-9)


@pytest.mark.long
@pytest.mark.exhaustive
def test_the_compiled_engine_counts_no_references(tmp_path: Path) -> None:
    """Compiled anew in its own cache folder: a kernel read from the cache has no code left to inspect."""
    script = (
        "from tests.twin.digest import run; from sim.engine.loop import advance_kernel; run(0)\n"
        "code = list(advance_kernel.inspect_llvm().values())\n"
        "print(len(code), min(map(len, code)), sum(text.count('NRT_incref') for text in code))"
    )
    versions, length, counted = map(int, _script(["-c", script], NUMBA_CACHE_DIR=str(tmp_path)).split())
    assert versions == 1
    assert length > 100_000
    assert counted == 0
