"""Many replications on one thread, on two, and in two processes.

    python -m experiments.benchmarks.threads

Two processes share nothing, so their gain is what the machine has to give at the moment; threads are judged against it.
"""

from __future__ import annotations

import multiprocessing
from functools import partial

from experiments.benchmarks import timing
from experiments.benchmarks.timing import Action, Laps, Table
from experiments.benchmarks.workload import reference
from sim.metrics import HEADLINES
from sim.scenario.load import load
from sim.study.many import Job, run_many

REPLICATIONS = 100
ROUNDS = 3
WORKERS = 2


def on_threads(jobs: list[Job], workers: int, laps: Laps) -> None:
    """All the runs, headline metrics measured."""
    run_many(jobs, HEADLINES, workers=workers)
    laps("all")


def _serially(jobs: list[Job]) -> int:
    return len(run_many(jobs, HEADLINES, workers=1))


def in_processes(jobs: list[Job], laps: Laps) -> None:
    """The same in two processes that have everything compiled and imported already."""
    with multiprocessing.get_context("fork").Pool(WORKERS) as pool:
        done = pool.map(_serially, [jobs[at::WORKERS] for at in range(WORKERS)], chunksize=1)
    assert sum(done) == len(jobs)
    laps("all")


def threads() -> Table:
    """All ways by turns."""
    columns = ["scenario", "1 thread, s", "2 threads, s", "gain (goal 1.7)", "2 processes, s", "gain", "threads to processes"]
    table = Table(f"{REPLICATIONS} replications", columns, [
        "Wall time; community built once per process, headline metrics measured. gain: time of one thread over it; that of "
        "two processes is what the machine had to give.",
    ])  # fmt: skip
    can_fork = "fork" in multiprocessing.get_all_start_methods()
    for name, scenario in (("reference, 1 issue", reference(1.0)), ("jiangxinyuan", load("jiangxinyuan"))):
        jobs = [Job(scenario, replicate) for replicate in range(REPLICATIONS)]
        actions: dict[str, Action] = {"1": partial(on_threads, jobs, 1), "2": partial(on_threads, jobs, WORKERS)}
        if can_fork:
            actions["processes"] = partial(in_processes, jobs)
        times = {way: stages["whole"] for way, stages in timing.by_turns(actions, ROUNDS, timing.wall_time).items()}
        row = [timing.median(times["1"]), timing.median(times["2"]), timing.ratio(times["1"], times["2"])]
        if can_fork:
            apart = times["processes"]
            row += [timing.median(apart), timing.ratio(times["1"], apart), timing.ratio(apart, times["2"])]
        table.add(name, *row, *[None] * (len(columns) - 1 - len(row)))
    return table


if __name__ == "__main__":
    timing.report("threads", [threads()])
