"""From the shell to the first result: a whole process, with the compiled kernels still to make (cold) and at hand (warm).

    python -m experiments.benchmarks.startup            a cold start takes half a minute
    python -m experiments.benchmarks.startup --warm     without the cold start
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence

from experiments.benchmarks import timing
from experiments.benchmarks.timing import REFERENCE, Laps, Table

PYTHON = sys.executable
ROUNDS = 5

COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "shequ --help": ["-m", "sim", "--help"],
    "shequ run three-house-village -r 1": ["-m", "sim", "run", "scenarios/three-house-village.toml", "-r", "1"],
    "shequ run street-office -r 1": ["-m", "sim", "run", "scenarios/street-office.toml", "-r", "1"],
    "shequ run jiangxinyuan -r 1": ["-m", "sim", "run", "scenarios/jiangxinyuan.toml", "-r", "1"],
}

IMPORTS = ("sim", "sim.cli", "sim.scenario.load", "sim.compiled", "sim.simulate", "sim.study.compare", "simpy", "pandas", "mesa")
HEAVY = ("pandas", "scipy.stats", "matplotlib", "mesa", "sqlitedict")

BARE_YEAR = """
from sim.scenario.load import load
from sim.simulate import simulate
world = simulate(load({file!r}, overrides={overrides!r})).world
visit = world.visit[: int(world.live[0].visits)]
level = world.pool["level"][world.handler["pool"][visit["handler"]]]
for rung in range(3):
    chosen = level == rung
    print((visit["start_h"] - visit["entered_h"])[chosen].mean())
"""
"""As simpy_reference.py on its own: run a year, keep the visits, print the mean waits."""


def run(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    """Run Python in a process of its own, from the top of the project; returns what it printed."""
    top = REFERENCE.parents[2]
    settings = {**os.environ, "PYTHONPATH": str(top), **(environment or {})}
    done = subprocess.run([PYTHON, *arguments], cwd=top, env=settings, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(arguments)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout


def _process(arguments: Sequence[str]) -> timing.Action:
    def action(laps: Laps) -> None:
        run(arguments)
        laps("process")

    return action


def cold() -> Table:
    """Empty cache folders: the first command ever given."""
    table = Table("Cold: no kernel compiled yet", ["command", "wall, s", "goal, s"])
    for name in ("shequ --help", "shequ run three-house-village -r 1"):
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            run(COMMANDS[name], {"XDG_CACHE_HOME": folder, "LOCALAPPDATA": folder})
            table.add(name, time.perf_counter() - started, 30.0 if " run " in name else None)
    return table


def warm() -> Table:
    """Kernels at hand, by turns."""
    times = timing.by_turns({name: _process(arguments) for name, arguments in COMMANDS.items()}, ROUNDS, timing.wall_time)
    table = Table("Warm: whole process", ["command", "wall, s", "goal, s"], [f"Medians of {ROUNDS} rounds by turns."])
    for name in COMMANDS:
        table.add(name, timing.median(times[name]["whole"]), 1.5 if " run " in name else None)
    return table


def _overrides(issues: int) -> list[str]:
    """The reference at so many issues, servers as busy as ever."""
    pace = zip(("grid_worker", "community_worker", "street_official"), (1.3529, 0.91324, 0.48706), strict=True)
    speeds = [f"posts.{post}.speed={speed * issues / 10}" for post, speed in pace]
    return [f"demand.issues_per_resident_year={float(issues)}", "run.record_visits=true", *speeds]


def beside_simpy() -> Table:
    """One community-year of the reference workload and its mean waits, process against process."""
    goals = {1: 1.0, 10: 0.25}
    actions = {}
    for issues in goals:
        actions[f"Shequ {issues}"] = _process(["-c", BARE_YEAR.format(file=str(REFERENCE), overrides=_overrides(issues))])
        actions[f"SimPy {issues}"] = _process(["-m", "experiments.benchmarks.simpy_reference", str(issues)])
    times = timing.by_turns(actions, ROUNDS, timing.wall_time)
    table = Table("Warm: the reference year, process against process", ["issues", "Shequ, s", "SimPy, s", "Shequ / SimPy", "goal"])
    for issues, goal in goals.items():
        ours, theirs = times[f"Shequ {issues}"]["whole"], times[f"SimPy {issues}"]["whole"]
        table.add(issues, timing.median(ours), timing.median(theirs), timing.ratio(ours, theirs), goal)
    return table


def imports() -> Table:
    """Time of an import beyond that of an empty process, and whether it brings anything heavy."""
    actions = {"": _process(["-c", "pass"])} | {name: _process(["-c", f"import {name}"]) for name in IMPORTS}
    times = timing.by_turns(actions, ROUNDS, timing.wall_time)
    table = Table("Imports", ["import", "wall beyond an empty process, s", "brings along"])
    for name in IMPORTS:
        looked = run(["-c", f"import {name}, sys; print(*(m for m in {HEAVY!r} if m in sys.modules))"]).strip()
        beyond = [a - b for a, b in zip(times[name]["whole"], times[""]["whole"], strict=True)]
        table.add(name, timing.median(beyond), looked)
    return table


if __name__ == "__main__":
    tables = [] if "--warm" in sys.argv else [cold()]
    timing.report("startup", [*tables, warm(), beside_simpy(), imports()])
