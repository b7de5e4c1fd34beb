"""Shequ beside SimPy on the reference workload: first that both compute the same and the truth, then how long they take.

    python -m experiments.benchmarks.reference
"""

from __future__ import annotations

from functools import partial

import numpy as np
import numpy.typing as npt

from experiments.benchmarks import timing
from experiments.benchmarks.queueing import MEASURES, exact_waits, grid_of_resident, mean_waits, visits_of, z_scores
from experiments.benchmarks.simpy_reference import Community, Visits, draw_trace
from experiments.benchmarks.timing import Laps, Table
from experiments.benchmarks.workload import reference, run_in_stages, trace_of
from sim.simulate import assemble, simulate

WARM_UP_H = 30 * 24.0
END_H = 360 * 24.0
"""Waits are counted over visits that enter a line in between: after the empty start, before the cut at the year's end."""

SHEQU_YEARS = 40
SIMPY_YEARS = 5
ROUNDS = {10.0: 5, 1.0: 9}

FAIRNESS = (
    "Neither side mixes opinions among neighbours. SimPy gets its numbers drawn by numpy in one go; it keeps a record of each "
    "visit and updates the resident's satisfaction. Shequ keeps a record of each case (17 times and counts) and, in the rows "
    "marked so, of each visit; it goes through all its stations, with their mechanisms neutral.",
    "engine: only the run. with assembly: the draws and the laying out as well. whole: the community, the checks and the "
    "headline metrics too; for SimPy the records as columns and the mean waits.",
    "Processor time; ratios are medians of rounds taken by turns, in brackets the smallest and the largest.",
)


def same_waits() -> Table:
    """Feed both the same issues and compare visit by visit."""
    table = Table("The same issues, visit by visit", ["issues", "visits", "largest difference of a wait, h"])
    for issues in (10.0, 1.0):
        world = simulate(reference(issues, days=90, record_visits=True)).world
        model = Community(trace_of(world, issues / 10), grid_of_resident(world))
        model.run(90 * 24.0)
        ours, theirs = by_case(visits_of(world)), by_case(model.visits())
        if not np.array_equal(ours[0], theirs[0]):
            raise SystemExit("the two versions do not make the same visits")
        table.add(len(world.issue), len(ours[0]), float(np.max(np.abs(ours[1] - theirs[1]))))
    return table


def by_case(visits: Visits) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Case and level of each visit, and its wait, in order of case and level."""
    order = np.lexsort((visits.level, visits.case))
    return np.stack((visits.case, visits.level), axis=1)[order], (visits.start_h - visits.entered_h)[order]


def truth() -> Table:
    """Both beside exact theory at 10 issues."""
    scenario = reference(10.0, record_visits=True)
    world = assemble(scenario)
    grids = grid_of_resident(world)
    exact = exact_waits(np.bincount(grids).tolist(), 10.0)
    ours = []
    for replicate in range(SHEQU_YEARS):
        done = simulate(scenario, replicate).world
        ours.append(mean_waits(visits_of(done), done.category["priority"][done.issue["category"]], WARM_UP_H, END_H))
    theirs = []
    for seed in range(SIMPY_YEARS):
        trace = draw_trace(seed, 10.0)
        model = Community(trace, grids)
        model.run(365 * 24.0)
        theirs.append(mean_waits(model.visits(), trace.priority, WARM_UP_H, END_H))
    table = Table(
        "Mean waits in hours", ["pool", "exact", "Shequ", "z", "SimPy", "z"],
        [f"Shequ {SHEQU_YEARS} years, SimPy {SIMPY_YEARS}, drawn independently. z: distance from theory in standard errors."],
    )  # fmt: skip
    scores = z_scores(ours, exact), z_scores(theirs, exact)
    for name in MEASURES:
        means = [float(np.mean([sample[name] for sample in samples])) for samples in (ours, theirs)]
        table.add(name, exact[name], means[0], scores[0][name], means[1], scores[1][name])
    return table


def speed() -> Table:
    """Time both by turns."""
    columns = ["issues", "Shequ keeps", "stages", "Shequ, s", "SimPy, s", "SimPy / Shequ", "rounds"]
    table = Table("A year of 24,000 residents", columns, FAIRNESS)
    grids = grid_of_resident(assemble(reference(1.0)))
    for issues, rounds in ROUNDS.items():
        plain, recording = reference(issues), reference(issues, record_visits=True)

        def simpy_year(laps: Laps, issues: float = issues) -> None:
            trace = draw_trace(1, issues)
            model = Community(trace, grids)
            laps("assemble")
            model.run(365 * 24.0)
            laps("engine")
            mean_waits(model.visits(), trace.priority, WARM_UP_H, END_H)
            laps("finish")

        times = timing.by_turns({
            "SimPy": simpy_year,
            "cases": partial(run_in_stages, plain),
            "cases and visits": partial(run_in_stages, recording),
        }, rounds)  # fmt: skip
        for kept in ("cases", "cases and visits"):
            for title, stages in (("engine", ["engine"]), ("with assembly", ["assemble", "engine"]), ("whole", ["whole"])):
                ours, theirs = timing.total(times[kept], stages), timing.total(times["SimPy"], stages)
                found = f"{timing.ratio(theirs, ours):.3g} ({timing.spread(theirs, ours)})"
                table.add(int(issues), kept, title, timing.median(ours), timing.median(theirs), found, rounds)
    return table


if __name__ == "__main__":
    timing.report("reference", [same_waits(), truth(), speed()])
