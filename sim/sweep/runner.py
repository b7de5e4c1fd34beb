"""Give runs out to an executor and take them back, whatever happens to the workers.

Few runs are given out ahead (bounded), so that a stop is soon and nothing piles up. If a worker dies, the pool is broken and every run in
hand is a suspect: each suspect is run alone in a new pool, and the one that breaks that pool too is recorded as killed and left out from
then on; the others lose nothing. What is no run's fault (a full disk, a scheduler that is gone, a machine on which no process starts) is
raised instead, and leaves every run to be made.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from itertools import islice

from sim.errors import ShequError
from sim.locale import mark
from sim.store import Run, State
from sim.sweep.executors import Place
from sim.sweep.fault import ExecutorError
from sim.sweep.identity import engine
from sim.sweep.worker import Job, carry_out, ready

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
        """Run the jobs. When a stop is asked for, no more are begun and those that run are waited for.

        Raises StudyFault or StoreError for what is no run's fault; then, and at KeyboardInterrupt, workers are ended at once.
        """
        self._executor = self._place.open(self._place.workers())
        try:
            self._turn([], jobs)
            while self._waiting:
                done = wait(self._waiting, timeout=LOOK_S, return_when=FIRST_COMPLETED).done
                if not done:
                    self._place.check()
                ended, suspects = self._sorted({future: self._waiting.pop(future) for future in done})
                if suspects:
                    self._after_a_break(ended, suspects)
                    ended = []
                self._turn(ended, jobs)
        except BaseException:
            if self._executor is not None:
                self._place.end(self._executor)
            raise
        self._shut()

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
        if self._stopping():
            self._waiting = {future: job for future, job in self._waiting.items() if not future.cancel()}

    def _next(self, jobs: Iterator[Job]) -> list[Job]:
        """The jobs to be given out now; none once a stop is asked for."""
        mean = self._seconds / self._ended if self._ended else math.inf
        ahead = min(max(AHEAD, int(AHEAD_S / max(mean, 1e-6))), MOST_AHEAD)
        free = self._place.workers() * ahead - len(self._waiting)
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
        """What became of a job; None if a worker died and it is not known on which job. Raises what is not the job's fault."""
        try:
            return future.result()
        except self._place.killers:
            return killed(job)
        except (BrokenExecutor, CancelledError):
            return None
        except ShequError:
            raise
        except Exception as error:  # it could not even be sent or brought back
            return Run(key=job.key, state=State.failed, attempts=job.attempts, labels=dict(job.labels), stage="send", traceback=repr(error))

    def _after_a_break(self, ended: list[Run], suspects: list[Job]) -> None:
        """A worker has died: everything in hand is run again alone, and what kills its worker again is put aside."""
        self._commit(ended, [])
        self._place.check()
        for future in self._waiting:
            future.cancel()  # a cluster that lost what it had in hand may never say so
        more, others = self._sorted(self._waiting)  # done before the break, or broken like the others
        self._waiting.clear()
        self._commit(more, [])
        self._shut()
        for job in [*suspects, *others]:
            if self._stopping():
                break
            again = job._replace(attempts=job.attempts + 1)
            self._commit([], [again])
            self._commit([self._alone(again)], [])
        self._shut()
        self._executor = self._place.open(self._place.workers())

    def _alone(self, job: Job) -> Run:
        """Run a suspect with nobody beside it; the pool serves the next one too, unless it broke."""
        if self._executor is None:
            self._executor = self._room_for_one()
        try:
            future = self._executor.submit(self._work, job)
        except BrokenExecutor:  # killed from outside between two suspects
            self._shut()
            self._executor = self._room_for_one()
            future = self._executor.submit(self._work, job)
        record = self._record(future, job)
        if record is None:
            self._shut()
            self._place.check()
        return record or killed(job)

    def _room_for_one(self) -> Executor:
        """A pool of one that is known to work: where no worker can live, no run is to blame. Raises ExecutorError."""
        room = self._place.open(1)
        try:
            room.submit(ready).result()
        except (BrokenExecutor, CancelledError) as error:
            self._place.end(room)
            self._place.check()
            raise ExecutorError(mark("worker processes end before they have done anything: is there enough memory? A script that calls sweep() "
                                     'needs  if __name__ == "__main__":  around it')) from error  # fmt: skip
        except BaseException:
            self._place.end(room)
            raise
        return room

    def _shut(self) -> None:
        """Let a broken executor, or one with nothing left to do, go."""
        executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(wait=True)


def killed(job: Job) -> Run:
    """The record of a job that took its worker with it: out of memory, killed by the system, a crash in compiled code."""
    text = "the worker process died while it ran this alone; memory, a signal, a crash in compiled code, or stuck far beyond its time limit"
    return Run(key=job.key, state=State.killed, attempts=job.attempts, labels=dict(job.labels), stage="simulate", traceback=text,
               versions={"engine": engine()})  # fmt: skip


__all__ = ["Commit", "Runner", "killed"]
