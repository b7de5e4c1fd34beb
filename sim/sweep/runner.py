"""Give runs out to an executor and take them back one by one, whatever happens to the workers.

Few runs are given out ahead (bounded), so that a stop is soon and nothing piles up. If a worker dies, the pool is broken and every run in
hand is a suspect: a new pool is opened, each suspect is run alone, and the one that breaks its pool again is recorded as killed and left
out from then on; the others lose nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait

from sim.store import Run, State
from sim.sweep.executors import Place
from sim.sweep.identity import engine
from sim.sweep.worker import Job, carry_out

AHEAD = 2
"""Runs given out per worker: enough to keep it busy, few enough to stop soon."""

LOOK_S = 0.25
"""How often a stop is looked for while nothing comes back."""


class Runner:
    """Runs jobs at a place; records come out in the order in which they are finished."""

    def __init__(self, place: Place, started: Callable[[list[Job]], None], stopping: Callable[[], bool]) -> None:
        self._place, self._started, self._stopping = place, started, stopping
        self._executor: Executor | None = None
        self._waiting: dict[Future[Run], Job] = {}

    def run(self, jobs: Iterator[Job]) -> Iterator[Run]:
        """Records of the jobs. When a stop is asked for, no more are given out and those in hand are waited for."""
        self._executor = self._place.open(self._place.workers)
        try:
            self._give_out(jobs)
            while self._waiting:
                done = wait(self._waiting, timeout=LOOK_S, return_when=FIRST_COMPLETED).done
                suspects: list[Job] = []
                for future in done:
                    job = self._waiting.pop(future)
                    record = self._record(future, job)
                    if record is None:
                        suspects.append(job)
                    else:
                        yield record
                if suspects:
                    yield from self._after_a_break(suspects)
                self._give_out(jobs)
        finally:
            self._close(self._executor)

    def _give_out(self, jobs: Iterator[Job]) -> None:
        """Submit until enough are on their way."""
        batch: list[Job] = []
        while not self._stopping() and len(self._waiting) + len(batch) < self._place.workers * AHEAD:
            job = next(jobs, None)
            if job is None:
                break
            batch.append(job)
        if batch:
            self._started(batch)
        for job in batch:
            self._submit(job)

    def _submit(self, job: Job) -> None:
        assert self._executor is not None
        try:
            self._waiting[self._executor.submit(carry_out, job)] = job
        except BrokenExecutor as error:  # it broke since the last look: told with the next one
            broken: Future[Run] = Future()
            broken.set_exception(error)
            self._waiting[broken] = job

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

    def _after_a_break(self, suspects: list[Job]) -> Iterator[Run]:
        """A worker has died: everything in hand is run again alone, and what kills its worker again is put aside."""
        for future, job in list(self._waiting.items()):
            record = self._record(future, job)  # done before the break, or broken like the others
            if record is None:
                suspects.append(job)
            else:
                yield record
        self._waiting.clear()
        self._close(self._executor)
        for job in suspects:
            if self._stopping():
                break
            yield self._alone(job)
        self._executor = self._place.open(self._place.workers)

    def _alone(self, job: Job) -> Run:
        alone = self._place.open(1)
        try:
            record = self._record(alone.submit(carry_out, job._replace(attempts=job.attempts + 1)), job)
        finally:
            self._close(alone)
        return record or killed(job._replace(attempts=job.attempts + 1))

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


__all__ = ["AHEAD", "Runner", "killed"]
