"""What a study costs beside its runs: store and runner, memory of the parent, and what a second core brings.

    python -m experiments.benchmarks.studies            # all of it; a quarter of an hour on two cores
    python -m experiments.benchmarks.studies --quick    # fewer runs

A trivial run is a worker that gives back a record at once, with every metric in it: what is left is the work of noting, sending, keeping
and reading it. Each size has a process of its own, for the most memory a process ever had is known only once.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from experiments.benchmarks import timing
from experiments.benchmarks.timing import Table
from sim.metrics import METRICS
from sim.store import Run, RunStore, State
from sim.sweep.executors import own_processes
from sim.sweep.result import Sweep
from sim.sweep.runner import Runner
from sim.sweep.study import read_study
from sim.sweep.sweep import NOTED_AT_ONCE, How, carry_on
from sim.sweep.table import RunTable, expand
from sim.sweep.worker import Job, pack, peak_mb

TRIVIAL = """
base = "mmc"
metrics = ["resolved_in_deadline"]
[title]
zh = "空跑"
en = "Trivial runs"
[levers.clerks]
path = "posts.clerk.head_count"
values = [3, 4]
[replications]
count = {count}
"""

YEAR = """
base = "jiangxinyuan"
metrics = ["resolved_in_deadline"]
[title]
zh = "江欣苑"
en = "Jiangxinyuan, one year"
[replications]
count = {count}
"""


def trivial(job: Job) -> Run:
    """A run that takes no time."""
    return Run(
        key=job.key, state=State.done, attempts=job.attempts, labels=dict(job.labels), metrics=dict.fromkeys(METRICS, 0.5), checks={"issues": 1},
        funnel={"true": [1.0] * 8, "official": [1.0] * 8}, host="here", versions={"engine": "none"},
    )  # fmt: skip


def study(text: str, folder: Path, count: int) -> RunTable:
    """The table of runs of a study written here."""
    path = folder / "study.toml"
    path.write_text(text.format(count=count), encoding="utf-8")
    return expand(read_study(path))


def overhead(count: int) -> tuple[float, float]:
    """(milliseconds per trivial run, MiB of the parent), noting, sending to two processes, keeping durably, reading."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = study(TRIVIAL, folder, count // 2)
        place = own_processes(2)
        begun = time.perf_counter()
        with RunStore(folder / "runs.sqlite") as store:
            rows = table.rows(0, count // 2)
            while noted := [Run(key=row.key) for row in islice(rows, NOTED_AT_ONCE)]:
                store.put_many(noted)
            packed = {id(point): pack(point.scenario) for point in table.points}
            jobs = (Job(row.key, packed[id(row.point)], row.replicate, row.point.labels, 1) for row in table.rows(0, count // 2))

            def commit(ended: list[Run], beginning: list[Job]) -> None:
                store.put_many([*ended, *(Run(key=job.key, state=State.running, attempts=1) for job in beginning)])

            Runner(place, commit, lambda: False, trivial).run(jobs)
            found = Sweep.read(table, store, count // 2, False)
        assert found.complete
        return 1000 * (time.perf_counter() - begun) / count, peak_mb()


def costs(sizes: list[int]) -> Table:
    """Overhead and memory by the number of runs, one process each."""
    table = Table("Trivial runs", ["runs", "ms per run (goal 1)", "parent, MiB"], [
        "Two worker processes, every run noted, begun and kept by durable commits (WAL, synchronous FULL) and read back; starting the two workers is in it."
    ])  # fmt: skip
    for size in sizes:
        done = subprocess.run([sys.executable, "-m", "experiments.benchmarks.studies", "--one", str(size)], capture_output=True, text=True, check=True)
        each, memory = map(float, done.stdout.split())
        table.add(size, each, memory)
    return table


def years(count: int) -> Table:
    """Community-years of Jiangxinyuan on one process and on two, by turns in blocks."""
    table = Table("Jiangxinyuan, 365 days", ["runs", "processes", "seconds", "runs per second", "efficiency (gain / processes)"], [
        "Wall time of the whole study, starting the workers and the tables of results in memory included; efficiency against one process."
    ])  # fmt: skip
    seconds = {}
    for workers, runs in ((1, max(count // 4, 1)), (2, count)):
        with tempfile.TemporaryDirectory() as name:
            plan = study(YEAR, Path(name), runs)
            begun = time.perf_counter()
            assert carry_on(plan, Path(name) / "out", How("processes", workers)).complete
            seconds[workers] = (time.perf_counter() - begun) / runs
        table.add(runs, workers, seconds[workers] * runs, 1 / seconds[workers], seconds[1] / seconds[workers] / workers)
    return table


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of the runs")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        print(*overhead(chosen.one))
        return
    scale = 10 if chosen.quick else 1
    timing.report("studies", [costs([1_000 // scale, 10_000 // scale]), years(1_000 // scale)])


if __name__ == "__main__":
    _main()
