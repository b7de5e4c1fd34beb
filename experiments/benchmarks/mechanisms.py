"""What the mechanisms of the practices cost: present but neutral, and all of a source's practices on.

    python -m experiments.benchmarks.mechanisms                    # the packages beside the same place without practices
    python -m experiments.benchmarks.mechanisms --before COMMIT    # also: this version beside an earlier one, by turns

The earlier version is checked out in a temporary folder and runs in a process of its own; both time the same run when asked, by
turns, in processor time. Neutral mechanisms may cost 1.15 of the time before they existed, the fullest package 2.5 of the place without it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from experiments.benchmarks import timing
from experiments.benchmarks.timing import Laps, Table
from experiments.benchmarks.workload import last_moment
from sim.engine import advance
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.scenario.shipped import names
from sim.simulate import assemble, start

ROUNDS = 15
RUNS = 5
"""Runs that one answer of a worker times together."""

TOP = Path(__file__).parents[2]
WORKLOADS = {
    "reference, 10 issues": "experiments/benchmarks/reference.toml",
    "Jiangxinyuan": "scenarios/jiangxinyuan.toml",
    "street office": "scenarios/street-office.toml",
}
"""Present in both versions; their own engine runs them."""

WORKER = """
import math, sys, time
from sim.engine import advance
from sim.scenario.load import load
from sim.simulate import assemble, start, window
scenario = load(sys.argv[1])
until = math.nextafter(window(scenario).end_h, -math.inf)
advance(start(assemble(scenario)), until)
for line in sys.stdin:
    spent = 0.0
    for _ in range(int(line)):
        world = start(assemble(scenario))
        begun = time.process_time()
        advance(world, until)
        spent += time.process_time() - begun
    print(spent, flush=True)
"""


class Worker:
    """A version of the program in a process of its own, which times runs of one scenario when asked."""

    def __init__(self, folder: Path, scenario: str) -> None:
        environment = {**os.environ, "PYTHONPATH": str(folder)}
        command = [sys.executable, "-c", WORKER, scenario]
        self._process = subprocess.Popen(command, cwd=folder, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def seconds(self) -> float:
        """Processor time of the engine for RUNS runs."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f"{RUNS}\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline()) / RUNS


def neutral(commit: str) -> Table:
    """This version beside an earlier one, on scenarios that use none of the later mechanisms."""
    notes = ("Milliseconds of the engine, medians; ratio: median over rounds of this version over the earlier, by turns.",)
    table = Table(f"Mechanisms present but neutral, beside {commit[:12]}", ["scenario", "before", "now", "ratio", "range"], notes)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "worktree", "add", "--detach", "--force", folder, commit], cwd=TOP, check=True, capture_output=True)
        try:
            for name, path in WORKLOADS.items():
                with ExitStack() as stack:
                    workers = [stack.enter_context(Worker(Path(where), path)) for where in (folder, TOP)]
                    rounds = [[worker.seconds() for worker in workers] for _ in range(ROUNDS)]
                before, now = ([1e3 * pair[side] for pair in rounds] for side in (0, 1))
                table.add(name, timing.median(before), timing.median(now), timing.ratio(now, before), timing.spread(now, before))
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", folder], cwd=TOP, check=True, capture_output=True)
    return table


def run(scenario: Scenario, laps: Laps) -> int:
    """The engine's part of one run."""
    world = start(assemble(scenario))
    laps("assemble")
    world = advance(world, last_moment(scenario))
    laps("engine")
    return int(world.live[0].events)


def packages() -> Table:
    """Every package beside its place without the practices."""
    notes = ("Engine, medians of rounds by turns. A package also changes how much there is to do: events of the engine beside.",)
    table = Table("Packages beside their places without practices", ["package", "events without", "events with", "ratio", "range"], notes)
    for name in [name for name in names() if name.startswith("packages/")]:
        full, bare = load(name), load(name, overrides=["practices=[]", "apply=[]"])
        times = timing.by_turns({"full": partial(run, full), "bare": partial(run, bare)}, ROUNDS)
        one, other = times["full"]["engine"], times["bare"]["engine"]
        counts = [run(scenario, Laps(timing.processor_time)) for scenario in (bare, full)]
        table.add(name.removeprefix("packages/"), *counts, timing.ratio(one, other), timing.spread(one, other))
    return table


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--before", metavar="COMMIT", help="an earlier version to compare with")
    before = parser.parse_args().before
    timing.report("mechanisms", [*([neutral(before)] if before else []), packages()])
