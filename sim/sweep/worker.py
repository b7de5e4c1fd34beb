"""One run in a worker: simulated, measured, its large tables written; whatever goes wrong becomes a record, not an exception."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import platform
import signal
import sys
import threading
import time
import traceback
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from sim.community import Community, build_community
from sim.locale import mark
from sim.metrics import METRICS
from sim.outcome import Outcome
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.simulate import simulate
from sim.store import Run, State, StoredFile, StoreError
from sim.store.files import keep_file
from sim.study.many import home, keep
from sim.study.origin import versions
from sim.sweep.fault import OtherEngineError
from sim.sweep.identity import engine

COMMUNITIES = 4
"""Communities a worker keeps at hand: structures in the same world share theirs."""

GRACE_S = 5.0
"""Seconds beyond twice its time limit after which a run that is stuck is killed."""

SCENARIOS = 256
"""Scenarios a worker keeps at hand."""

MEBIBYTE = 1024.0 * 1024.0


class Job(NamedTuple):
    """One run to do."""

    key: str
    packed: bytes
    """the scenario as `pack` makes it, once for all runs of a point: it travels to the worker with every one of them"""
    replicate: int
    labels: Mapping[str, Any]
    attempts: int
    time_limit_s: float | None = None
    tables: tuple[str, ...] = ()
    folder: str = ""
    """where large tables go; a folder that the worker can reach"""
    engine: str = ""
    """what the key was made of (`identity.engine`): a worker with other sources must not do it; empty: any"""
    known: bool = False
    """it is done and lacks only a large table: its record stays until a better one is there"""


def pack(scenario: Scenario) -> bytes:
    """A scenario on its way to a worker (and nowhere else: no file ever holds a pickle)."""
    return pickle.dumps(scenario)


@lru_cache(maxsize=SCENARIOS)
def _unpacked(packed: bytes) -> Scenario:
    found: Scenario = pickle.loads(packed)
    return found


class OutOfTime(Exception):
    """The run took longer than it may."""


_communities: OrderedDict[tuple[str, str, int], Community] = OrderedDict()


def carry_out(job: Job) -> Run:
    """Do the run and say what became of it: done, failed (with stage and traceback) or timed out.

    Raises what is no fault of the run: OtherEngineError; StoreError if there is no room for its tables.
    """
    if job.engine not in ("", engine()):
        text = mark("the worker on {host} has another Shequ ({other}) than this process ({own}): install the same everywhere, then start again")
        raise OtherEngineError(text, host=platform.node(), other=engine(), own=job.engine)
    if job.time_limit_s is not None:
        _loaded()
    begun = time.perf_counter()
    known: dict[str, Any] = {
        "key": job.key, "attempts": job.attempts, "labels": dict(job.labels), "host": platform.node(),
        "versions": {**versions(), "engine": engine()},
    }  # fmt: skip
    stage = ["load"]
    try:
        with _last_resort(job.time_limit_s):
            found = _measured(job, begun, stage)
    except OutOfTime:
        return Run(state=State.timed_out, stage=stage[0], wall_s=time.perf_counter() - begun, peak_mb=peak_mb(), **known)
    except StoreError:
        raise
    except Exception:  # whatever a run does must not end the study
        text = traceback.format_exc()
        return Run(state=State.failed, stage=stage[0], traceback=text, wall_s=time.perf_counter() - begun, peak_mb=peak_mb(), **known)
    return Run(state=State.done, wall_s=time.perf_counter() - begun, peak_mb=peak_mb(), **known, **found)


def _measured(job: Job, begun: float, stage: list[str]) -> dict[str, Any]:
    """The numbers of the run; `stage[0]` says how far it is."""
    scenario = _unpacked(job.packed)
    stage[0] = "assemble"
    community = _community(scenario)
    stage[0] = "simulate"
    outcome = simulate(scenario, job.replicate, community, _watch(job.time_limit_s, begun))
    stage[0] = "measure"
    kept = keep(outcome, list(METRICS))
    stage[0] = "keep"
    return {
        "metrics": dict(zip(METRICS, kept.metrics.tolist(), strict=True)),
        "checks": dict(kept.checks),
        "funnel": {"true": kept.funnel_true.tolist(), "official": kept.funnel_official.tolist()},
        "files": {name: _write(job, name, outcome) for name in job.tables},
    }


@cache
def _loaded() -> None:
    """The engine loaded, or compiled on a machine that has never seen it: half a minute that no run should answer for."""
    simulate(load("three-house-village"))


@contextlib.contextmanager
def _last_resort(limit_s: float | None) -> Iterator[None]:
    """A run that does not look at the clock any more, wherever it is stuck, takes its worker process with it when much more than its time is over."""
    if limit_s is None or multiprocessing.parent_process() is None:  # never the process that runs the study
        yield
        return
    timer = threading.Timer(2.0 * limit_s + GRACE_S, os._exit, (1,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _watch(limit_s: float | None, begun: float) -> Callable[[], None] | None:
    """What looks at the clock while a run goes on."""
    if limit_s is None:
        return None

    def look() -> None:
        if time.perf_counter() - begun > limit_s:
            raise OutOfTime

    return look


def _community(scenario: Scenario) -> Community:
    """The community of the scenario; the last few are kept."""
    own = home(scenario)
    if own not in _communities:
        _communities[own] = build_community(scenario.place, scenario.residents, scenario.run.seed)
        if len(_communities) > COMMUNITIES:
            _communities.popitem(last=False)
    _communities.move_to_end(own)
    return _communities[own]


def _write(job: Job, name: str, outcome: Outcome) -> StoredFile:
    from sim.sweep.kept import table_of

    text = table_of(name, outcome).to_csv(index=False, lineterminator="\n")
    return keep_file(Path(job.folder), job.key, f"{name}.csv", text.encode())


def peak_mb() -> float:
    """Most memory this process has ever had, MiB; 0 where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / MEBIBYTE if sys.platform == "darwin" else most / 1024.0


def ready() -> bool:
    """Something that every worker can do which lives."""
    return True


def begin_work() -> None:
    """What a worker process of our own does first: leave Ctrl-C to the parent, end when the parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A parent that was killed cannot tell its workers to stop."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


__all__ = ["Job", "OutOfTime", "begin_work", "carry_out", "pack", "peak_mb", "ready"]
