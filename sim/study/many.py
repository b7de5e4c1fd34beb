"""Run many (scenario, replicate) pairs on threads and keep of each only its numbers.

Threads are enough: the engine releases the interpreter while it runs. The result depends neither on their number nor
on who finishes first. Memory stays flat, because a run's world is let go once it is measured.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from sim.community import Community, build_community
from sim.errors import CheckError, EngineError
from sim.metrics import measure
from sim.metrics.funnel import funnel
from sim.outcome import Outcome
from sim.scenario.scenario import Scenario
from sim.simulate import simulate

Result = TypeVar("Result")
Floats = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]
"""Called in the caller's thread with (runs done, runs in all)."""

Look = Callable[[Outcome], Any]
"""What a caller wants to keep of a run beside its numbers. Called in the run's thread, so it must touch nothing but the run; it should
not keep the run itself, or memory grows with the number of runs."""

AHEAD = 2
"""Runs given out per thread: enough to keep it busy, few enough to stop soon."""


class Job(NamedTuple):
    """One run to do."""

    scenario: Scenario
    replicate: int


class Kept(NamedTuple):
    """What is kept of a run: metrics in the order asked for, checks, stages of the funnel (true; official, nan if none), what a look found."""

    metrics: Floats
    checks: dict[str, float | int]
    funnel_true: Floats
    funnel_official: Floats
    looked: Any = None


def keep(outcome: Outcome, metric_ids: Sequence[str], look: Look | None = None) -> Kept:
    """Measure a run."""
    rows = funnel(outcome)
    return Kept(
        np.array(list(measure(outcome, metric_ids).values())),
        outcome.checks,
        np.array([row.true for row in rows], np.float64),
        np.array([row.official for row in rows]),
        None if look is None else look(outcome),
    )


def run_many(
    jobs: Sequence[Job], metric_ids: Sequence[str], progress: Progress | None = None, workers: int | None = None, look: Look | None = None
) -> list[Kept]:
    """Run all jobs and return what is kept of each, in the order of the jobs.

    workers   threads; by default one per processor this process may use
    look      what it finds in each run is kept as `looked`
    Raises the first error of a run, naming it; Ctrl-C waits for the runs in hand (a second or so) and gives out no more.
    """
    communities = homes([job.scenario for job in jobs])

    def one(number: int) -> Kept:
        scenario, replicate = jobs[number]
        return keep(run_named(scenario, replicate, communities[home(scenario)]), metric_ids, look)

    return on_threads(one, len(jobs), progress, workers)


def on_threads(
    one: Callable[[int], Result], count: int, progress: Progress | None = None, workers: int | None = None
) -> list[Result]:
    """Results of one(0) .. one(count - 1) in order, on threads. The first error is raised; Ctrl-C waits for the runs in hand."""
    results: dict[int, Result] = {}
    threads = max(1, min(workers or processors(), count))
    pool = ThreadPoolExecutor(threads, thread_name_prefix="shequ")
    try:
        waiting: dict[Future[Result], int] = {}
        following = 0
        while len(results) < count:
            while following < count and len(waiting) < threads * AHEAD:
                waiting[pool.submit(one, following)] = following
                following += 1
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                results[waiting.pop(future)] = future.result()
                if progress is not None:
                    progress(len(results), count)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return [results[number] for number in range(count)]


def processors() -> int:
    """How many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def home(scenario: Scenario) -> tuple[str, str, int]:
    """What a community depends on."""
    return scenario.place.model_dump_json(), scenario.residents.model_dump_json(), scenario.run.seed


def homes(scenarios: Sequence[Scenario]) -> dict[tuple[str, str, int], Community]:
    """Every community that is needed, built once."""
    built: dict[tuple[str, str, int], Community] = {}
    for scenario in {id(scenario): scenario for scenario in scenarios}.values():
        own = home(scenario)
        if own not in built:
            built[own] = build_community(scenario.place, scenario.residents, scenario.run.seed)
    return built


def run_named(scenario: Scenario, replicate: int, community: Community) -> Outcome:
    """One run; an error says in which run it happened."""
    try:
        return simulate(scenario, replicate, community)
    except (CheckError, EngineError) as error:
        where = f"{scenario.title.en}, seed {scenario.run.seed}, replicate {replicate}"
        raise type(error)(f"{where}: {error}") from error


__all__ = ["Job", "Kept", "Look", "Progress", "home", "homes", "keep", "on_threads", "processors", "run_many", "run_named"]
