"""The reference workload as one would naturally write it in SimPy: a process per issue, a PriorityResource per pool.

    python -m experiments.benchmarks.simpy_reference 10      a year at 10 issues per resident and year, from cold

The same network as reference.toml: three priority classes, not pre-emptive, exponential service; a fifth of what a level
finishes goes up; a record of every visit; the resident's satisfaction moves with the time spent waiting. Numbers are drawn
by numpy in one go and handed over as lists, which is the quick way to feed SimPy. It can also be fed the very issues of a
Shequ run, and must then give the same waits, case by case.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from math import exp
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import simpy

RESIDENTS = 24_000
GRIDS = 27
SERVERS = (1, 8, 3)
SPEEDS = (1.3529, 0.91324, 0.48706)
"""Cases an hour of one worker of a grid, of the community, of the street, at 10 issues per resident and year."""

SHARES = (0.1, 0.3, 0.6)
UPWARD = 0.2
HOURS_PER_YEAR = 8760.0
MEMORY_H = 24.0
GAIN = 0.1

Floats = npt.NDArray[np.float64]


class Trace(NamedTuple):
    """All that chance decides, one entry per issue; `work_h` one list per level, `top` the level that finishes it."""

    occur_h: list[float]
    resident: list[int]
    priority: list[int]
    top: list[int]
    work_h: list[list[float]]


class Visits(NamedTuple):
    """One entry per visit to a level, in the order in which visits end."""

    case: npt.NDArray[np.int64]
    level: npt.NDArray[np.int64]
    entered_h: Floats
    start_h: Floats


def draw_trace(seed: int, issues_per_resident_year: float) -> Trace:
    """Draw every number of a year. Servers keep their load of 75 %, whatever the number of issues."""
    rng = np.random.default_rng(seed)
    count = int(rng.poisson(RESIDENTS * issues_per_resident_year))
    pace = issues_per_resident_year / 10
    goes_up = rng.random((2, count)) < UPWARD
    return Trace(
        np.sort(rng.uniform(0.0, HOURS_PER_YEAR, count)).tolist(),
        rng.integers(0, RESIDENTS, count).tolist(),
        rng.choice(3, count, p=SHARES).tolist(),
        np.where(goes_up[0], 1 + goes_up[1], 0).tolist(),
        [(rng.standard_exponential(count) / (speed * pace)).tolist() for speed in SPEEDS],
    )


class Community:
    """Grids, one community and one street, and the residents' satisfaction."""

    def __init__(self, trace: Trace, grid_of_resident: list[int]) -> None:
        self.env = simpy.Environment()
        self.grids = [simpy.PriorityResource(self.env, SERVERS[0]) for _ in range(GRIDS)]
        self.upper = [simpy.PriorityResource(self.env, count) for count in SERVERS[1:]]
        self.trace = trace
        self.grid_of_resident = grid_of_resident
        self.satisfaction = [0.0] * len(grid_of_resident)
        self.records: list[tuple[int, int, float, float, float]] = []
        self.env.process(self.arrivals())

    def arrivals(self) -> Generator[simpy.Event, Any, None]:
        """Start a process for each issue as it occurs."""
        for number, occur_h in enumerate(self.trace.occur_h):
            yield self.env.timeout(occur_h - self.env.now)
            self.env.process(self.issue(number))

    def issue(self, number: int) -> Generator[simpy.Event, Any, None]:
        """One issue from its report to its end."""
        env, trace = self.env, self.trace
        resident, priority = trace.resident[number], trace.priority[number]
        waited_h = 0.0
        for level in range(trace.top[number] + 1):
            pool = self.upper[level - 1] if level else self.grids[self.grid_of_resident[resident]]
            entered_h = env.now
            with pool.request(priority=priority) as turn:
                yield turn
                start_h = env.now
                yield env.timeout(trace.work_h[level][number])
            waited_h += start_h - entered_h
            self.records.append((number, level, entered_h, start_h, env.now))
        self.satisfaction[resident] += GAIN * (exp(-waited_h / MEMORY_H) - self.satisfaction[resident])

    def run(self, until_h: float) -> None:
        """Let everything happen up to a time."""
        self.env.run(until=until_h)

    def visits(self) -> Visits:
        """The records as columns."""
        rows = np.array(self.records).reshape(-1, 5)
        return Visits(rows[:, 0].astype(np.int64), rows[:, 1].astype(np.int64), rows[:, 2], rows[:, 3])


def even_grids() -> list[int]:
    """Grid of every resident when all grids are of one size."""
    return (np.arange(RESIDENTS) * GRIDS // RESIDENTS).tolist()


if __name__ == "__main__":
    model = Community(draw_trace(1, float(sys.argv[1]) if len(sys.argv) > 1 else 10.0), even_grids())
    model.run(HOURS_PER_YEAR)
    found = model.visits()
    for rung, title in enumerate(("grid", "community", "street")):
        chosen = found.level == rung
        print(f"{title:10} {np.mean((found.start_h - found.entered_h)[chosen]):.3f} h")
