"""What stopping often and a larger place cost.

    python -m experiments.benchmarks.chunks

chunks     the engine in one piece, in days, in hours; the bits must be the same
growth     engine time per event and memory from 24 thousand to a million residents, one issue a year each
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

from experiments.benchmarks import timing
from experiments.benchmarks.timing import REFERENCE, Laps, Table
from experiments.benchmarks.workload import last_moment, reference
from sim.community import build_community
from sim.engine import advance
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.simulate import assemble, start
from sim.world import World

PIECES = {"one piece": math.inf, "days": 24.0, "hours": 1.0}
ROUNDS = 7
SIZES = (24_000, 240_000, 1_008_000)


def in_pieces(scenario: Scenario, piece_h: float, laps: Laps) -> World:
    """A year, stopping every `piece_h` hours."""
    world = start(assemble(scenario))
    laps("before")
    end_h = last_moment(scenario)
    pieces = math.ceil(end_h / piece_h) if piece_h < end_h else 1
    for stop in [*(piece_h * number for number in range(1, pieces)), end_h]:
        world = advance(world, stop)
    laps("engine")
    return world


def chunks() -> Table:
    """Engine time by length of piece."""
    table = Table("Stopping often: the reference year", ["issues", "pieces", "engine, ms", "over one piece"], ["Same bits in all."])
    for issues in (1.0, 10.0):
        scenario = reference(issues)
        actions = {name: partial(in_pieces, scenario, hours) for name, hours in PIECES.items()}
        worlds = [action(Laps(timing.processor_time)) for action in actions.values()]
        for world in worlds[1:]:
            if any(world.case[name].tobytes() != worlds[0].case[name].tobytes() for name in world.case.dtype.names):
                raise SystemExit("stopping changed the result")
        times = timing.by_turns(actions, ROUNDS)
        for name in PIECES:
            spent, whole = times[name]["engine"], times["one piece"]["engine"]
            table.add(int(issues), name, 1e3 * timing.median(spent), timing.ratio(spent, whole))
    return table


def larger(residents: int) -> Scenario:
    """The reference workload at one issue, with as many copies of everything as needed for so many residents."""
    copies = residents // 24_000
    return load(REFERENCE, overrides=[
        f"place.residents={residents}", f"place.communities={copies}", f"place.area_km2={4.0 * copies}",
        *(f"place.{name}={count * copies}" for name, count in (("yards", 60), ("buildings", 540), ("entrances", 1620))),
        f"levels.grid.units={27 * copies}", f"levels.community.units={copies}", f"levels.street.units={copies}",
        "demand.issues_per_resident_year=1.0",
        *(f"posts.{post}.speed={row.speed / 10}" for post, row in reference().posts.items()),
    ])  # fmt: skip


def _peak_mb() -> float:
    """Largest memory of this process so far. Where the system tells it, without what the parent had before."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource  # not on every system

    unit = 2**20 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def growth_of(residents: int) -> None:
    """In a process of its own: print events, engine seconds (median of 3), peak memory in MB."""
    scenario = larger(residents)
    community = build_community(scenario.place, scenario.residents, scenario.run.seed)
    spent = []
    for _ in range(4):  # the first one warms up
        world = start(assemble(scenario, 0, community))
        started = timing.processor_time()
        world = advance(world, last_moment(scenario))
        spent.append(timing.processor_time() - started)
    tables = sum(table.nbytes for table in world) / 1e6
    print(int(world.live[0].events), timing.median(spent[1:]), _peak_mb(), tables)


def growth() -> Table:
    """Engine time per event by size of the place."""
    columns = ["residents", "events", "engine, s", "ns per event", "over 24,000", "tables of the world, MB", "peak of the process, MB"]
    table = Table("Growth: the reference workload, 1 issue", columns, ["Goal: at a million residents at most 2 times that at 24,000."])
    least = 0.0
    for residents in SIZES:
        command = [sys.executable, "-m", "experiments.benchmarks.chunks", str(residents)]
        top = REFERENCE.parents[2]
        printed = subprocess.run(command, cwd=top, env={**os.environ, "PYTHONPATH": str(top)}, capture_output=True, text=True, check=True)
        events, spent, peak, tables = map(float, printed.stdout.split())
        each = 1e9 * spent / events
        least = least or each
        table.add(residents, int(events), spent, each, each / least, tables, peak)
    return table


if __name__ == "__main__":
    if len(sys.argv) > 1:
        growth_of(int(sys.argv[1]))
    else:
        timing.report("chunks", [chunks(), growth()])
