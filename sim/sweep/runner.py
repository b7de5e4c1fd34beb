"""Give runs out to an executor and take them back, whatever happens to the workers.

Few runs are given out ahead (bounded), so that a stop is soon and nothing piles up. If a worker dies, the pool is broken and every run in
hand is a suspect: a new pool is opened, each suspect is run alone, and the one that breaks its pool again is recorded as killed and left
out from then on; the others lose nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from itertools import islice

from sim.store import Run, State
from sim.sweep.executors import Place
from sim.sweep.identity import engine
from sim.sweep.worker import Job, carry_out

AHEAD = 2
"""Runs given out per worker at least: enough to keep it busy."""

AHEAD_S = 0.25
"""Seconds of work given out per worker: few enough to stop soon, and many enough that short runs share a commit."""

MOST_AHEAD = 128
"""Runs given out per worker at most."""

LOOK_S = 0.25
"""How often a stop is looked for while nothing comes back."""

Commit = Callable[[list[Run], list[Job]], None]
"""Keeps the runs that have ended and notes those that are about to begin, in one piece."""


class Runner:
    """Runs jobs at a place; whatever comes back is committed together with what is given out next."""

    def __init__(self, place: Place, commit: Commit, stopping: Callable[[], bool], work: Callable[[Job], Run] = carry_out) -> None:
        self._place, self._commit, self._stopping, self._work = place, commit, stopping, work
        self._executor: Executor | None = None
        self._waiting: dict[Future[Run], Job] = {}
        self._ended, self._seconds = 0, 0.0

    def run(self, jobs: Iterator[Job]) -> None:
        """Run the jobs. When a stop is asked for, no more are given out and those in hand are waited for."""
        self._executor = self._place.open(self._place.workers)
        try:
            self._turn([], jobs)
            while self._waiting:
                done = wait(self._waiting, timeout=LOOK_S, return_when=FIRST_COMPLETED).done
                ended, suspects = self._sorted({future: self._waiting.pop(future) for future in done})
                if suspects:
                    ended += self._after_a_break(suspects)
                self._turn(ended, jobs)
        finally:
            self._close(self._executor)

    def _turn(self, ended: list[Run], jobs: Iterator[Job]) -> None:
        """Commit what has ended and what comes next; then give that out."""
        for run in ended:
            self._ended += 1
            self._seconds += run.wall_s
        beginning = self._next(jobs)
        if ended or beginning:
            self._commit(ended, beginning)
        for job in beginning:
            self._submit(job)

    def _next(self, jobs: Iterator[Job]) -> list[Job]:
        """The jobs to be given out now; none once a stop is asked for."""
        mean = self._seconds / self._ended if self._ended else math.inf
        ahead = min(max(AHEAD, int(AHEAD_S / max(mean, 1e-6))), MOST_AHEAD)
        free = self._place.workers * ahead - len(self._waiting)
        return [] if self._stopping() else list(islice(jobs, max(0, free)))

    def _submit(self, job: Job) -> None:
        assert self._executor is not None
        try:
            self._waiting[self._executor.submit(self._work, job)] = job
        except BrokenExecutor as error:  # it broke since the last look: told with the next one
            broken: Future[Run] = Future()
            broken.set_exception(error)
            self._waiting[broken] = job

    def _sorted(self, done: Mapping[Future[Run], Job]) -> tuple[list[Run], list[Job]]:
        """The records of what has ended, and the jobs of which only is known that a worker died."""
        ended, suspects = [], []
        for future, job in done.items():
            record = self._record(future, job)
            if record is None:
                suspects.append(job)
            else:
                ended.append(record)
        return ended, suspects

    def _record(self, future: Future[Run], job: Job) -> Run | None:
        """What became of a job; None if a worker died and it is not known on which job."""
        try:
            return future.result()
        except self._place.killers:
            return killed(job)
        except (BrokenExecutor, CancelledError):
            return None
        except Exception as error:  # it could not even be sent or brought back
            return Run(key=job.key, state=State.failed, attempts=job.attempts, labels=dict(job.labels), stage="send", traceback=repr(error))

    def _after_a_break(self, suspects: list[Job]) -> list[Run]:
        """A worker has died: everything in hand is run again alone, and what kills its worker again is put aside."""
        ended, more = self._sorted(self._waiting)  # done before the break, or broken like the others
        self._waiting.clear()
        self._close(self._executor)
        self._commit(ended, [])
        for job in [*suspects, *more]:
            if self._stopping():
                break
            again = job._replace(attempts=job.attempts + 1)
            self._commit([], [again])
            self._commit([self._alone(again)], [])
        self._executor = self._place.open(self._place.workers)
        return []

    def _alone(self, job: Job) -> Run:
        alone = self._place.open(1)
        try:
            return self._record(alone.submit(self._work, job), job) or killed(job)
        finally:
            self._close(alone)

    def _close(self, executor: Executor | None) -> None:
        for future in self._waiting:
            future.cancel()
        if executor is not None:
            executor.shutdown(wait=True)


def killed(job: Job) -> Run:
    """The record of a job that took its worker with it: out of memory, killed by the system, a crash in compiled code."""
    text = "the worker process died while it ran this alone; memory, a signal, or a crash in compiled code"
    return Run(key=job.key, state=State.killed, attempts=job.attempts, labels=dict(job.labels), stage="simulate", traceback=text,
               versions={"engine": engine()})  # fmt: skip


__all__ = ["Commit", "Runner", "killed"]
