"""A Dask cluster as a place for runs: workers may come, go and die; a scheduler that has gone is told and not waited for."""

from __future__ import annotations

import logging
import time
from concurrent.futures import Executor
from contextlib import ExitStack
from typing import Any

import distributed

from sim.locale import mark
from sim.study.many import processors
from sim.sweep.fault import ExecutorError
from sim.sweep.pool import ctrl_c_held_back

CONNECT_S = 10
"""How long a scheduler may take to answer, and one that was lost to come back."""
FIRST_WORKER_S = 60
"""How long to wait for the first worker."""
NO_WORKER_S = 300
"""How long a cluster may be without any worker before the study gives up (it can be continued): queues of a cluster are slow."""
LOOK_S = 2.0
"""How often workers are counted."""


class Cluster:
    """A client of a cluster."""

    def __init__(self, client: Any, address: str, at_most: int | None) -> None:
        self._client, self._address, self._at_most = client, address, at_most
        self._workers, self._counted, self._seen = 0, 0.0, time.monotonic()
        self.killers: tuple[type[BaseException], ...] = (distributed.KilledWorker,)

    def workers(self) -> int:
        """Threads of all workers that are there now, but at least one and no more than asked for."""
        self._count()
        return max(1, min(self._workers, self._at_most or self._workers))

    def open(self, workers: int) -> Executor:
        """An executor over the cluster; it runs as much at once as is given to it."""
        executor: Executor = self._client.get_executor(pure=False, retries=0)
        return executor

    def leave(self, executor: Executor) -> None:
        """Call back what is in hand, if there is still somebody to tell."""
        if self._client.status == "running":
            executor.shutdown(wait=False)

    def check(self) -> None:
        """Raises ExecutorError if the scheduler is lost, or has been without workers for long."""
        deadline = time.monotonic() + CONNECT_S + 2
        while self._client.status == "connecting" and time.monotonic() < deadline:
            time.sleep(0.1)
        if self._client.status != "running":
            raise ExecutorError(mark("the Dask scheduler at {address} is gone; every run that was done is kept"), address=self._address)
        self._count()
        if time.monotonic() - self._seen > NO_WORKER_S:
            raise ExecutorError(mark("the Dask scheduler at {address} has had no worker for {seconds} s; every run that was done is kept"),
                                address=self._address, seconds=NO_WORKER_S)  # fmt: skip

    def _count(self) -> None:
        now = time.monotonic()
        if now - self._counted < LOOK_S or self._client.status != "running":
            return
        self._counted = now
        try:
            self._workers = sum(self._client.nthreads().values())
        except Exception:  # the connection broke just now: `check` tells
            return
        if self._workers:
            self._seen = now


def join(stack: ExitStack, scheduler: str | None, workers: int | None) -> Cluster:
    """Connect to a scheduler, or begin a cluster of processes on this machine that ends with `stack`. Raises ExecutorError."""
    stack.enter_context(_Quiet())
    library: Any = distributed  # it has no types
    if scheduler is None:
        with ctrl_c_held_back():  # its workers would end with a traceback, and its nannies begin others
            count = workers or processors()
            cluster = stack.enter_context(library.LocalCluster(n_workers=count, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL))
        client = stack.enter_context(library.Client(cluster))
        return Cluster(client, cluster.scheduler_address, workers)
    try:
        client = stack.enter_context(library.Client(scheduler, timeout=CONNECT_S, set_as_default=False))
    except (OSError, ValueError) as error:
        raise ExecutorError(mark("no Dask scheduler answers at {address}"), address=scheduler) from error
    try:
        client.wait_for_workers(1, timeout=FIRST_WORKER_S)
    except TimeoutError as error:
        raise ExecutorError(mark("the Dask scheduler at {address} has no workers: start one, for instance  dask worker {address}"),
                            address=scheduler) from error  # fmt: skip
    return Cluster(client, scheduler, workers)


class _Quiet:
    """While it is open, Dask logs nothing in this process: what a person must know comes as a sentence."""

    def __enter__(self) -> None:
        names = [name for name in logging.root.manager.loggerDict if name.split(".")[0] in ("distributed", "tornado", "asyncio")]
        self._before = {name: logging.getLogger(name).level for name in names}
        for name in names:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)

    def __exit__(self, *error: object) -> None:
        for name, level in self._before.items():
            logging.getLogger(name).setLevel(level)


__all__ = ["Cluster", "join"]
