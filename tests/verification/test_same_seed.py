"""Same seed, same bits: in another process, in threads, in any order of the replications, stopped and resumed."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from sameness import digest, same_rows
from textbook import NEUTRAL

from sim.engine import advance
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.simulate import assemble, finish, simulate, start, window

OVERRIDES = ["run.days=14", "run.warm_up_days=3", "run.follow_up_days=7"]
FILE = NEUTRAL.with_name("street-office.toml")
REPLICATES = range(6)


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load(FILE, overrides=OVERRIDES)


@pytest.fixture(scope="module")
def digests(scenario) -> list[str]:
    return [digest(simulate(scenario, number)) for number in REPLICATES]


def test_replications_and_seeds_differ(scenario, digests):
    other = scenario.model_copy(update={"run": scenario.run.model_copy(update={"seed": scenario.run.seed + 1})})
    assert len({*digests, digest(simulate(other))}) == len(digests) + 1


def test_in_another_process_backwards(digests):
    """Another hash seed, and the replications in the reverse order: nothing may depend on what ran before."""
    code = (
        "import sys; sys.path[:0] = sys.argv[1:3]\n"
        "from test_same_seed import FILE, OVERRIDES, REPLICATES, digest, load, simulate\n"
        "scenario = load(FILE, overrides=OVERRIDES)\n"
        "print(*[digest(simulate(scenario, number)) for number in reversed(REPLICATES)])\n"
    )
    here = Path(__file__).parent
    command = [sys.executable, "-c", code, str(here), str(Path(sys.modules["sim"].__path__[0]).parent)]
    done = subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": "77"}, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[::-1] == digests


def test_in_threads(scenario, digests):
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda number: digest(simulate(scenario, number)), REPLICATES)) == digests


def test_stopped_and_resumed(scenario, digests):
    world = start(assemble(scenario, 0))
    end_h = window(scenario).end_h
    for stop_h in [*np.linspace(0.0, end_h, 50, endpoint=False), math.nextafter(end_h, 0.0)]:
        world = advance(world, float(stop_h))
    assert digest(finish(scenario, 0, world)) == digests[0]


def test_fewer_days_are_the_beginning_of_more(scenario):
    """The issues of a longer run begin with those of a shorter one."""
    shorter = load(FILE, overrides=[*OVERRIDES, "run.follow_up_days=2"])
    few, many = simulate(shorter).world.issue, simulate(scenario).world.issue
    assert len(many) > len(few) > 0
    assert same_rows(few, many[: len(few)])
