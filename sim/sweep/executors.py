"""Where runs are made: processes or threads of our own, a Dask cluster, MPI ranks. Each is a `concurrent.futures.Executor`.

    processes   a pool of our own
    threads     of this process: they start at once, and a crash in one ends all
    dask        a cluster at an address, or one of processes on this machine            (extra: shequ[dask])
    mpi         mpi4py.futures: mpiexec -n 5 python -m mpi4py.futures -m sim sweep ...   (extra: shequ[mpi])
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack
from typing import NamedTuple

from sim.locale import mark
from sim.study.many import processors
from sim.sweep.fault import ExecutorError
from sim.sweep.pool import OwnPool

KINDS = ("processes", "threads", "dask", "mpi")


def _nothing() -> None:
    """A place on this machine does not go away."""


def _leave(executor: Executor) -> None:
    """Give out no more, and wait for what cannot be called back."""
    executor.shutdown(wait=True, cancel_futures=True)


class Place(NamedTuple):
    """Where runs are made: how to open it (again, after it broke), how many run at once, and how it tells of what went wrong."""

    name: str
    workers: Callable[[], int]
    """how many run at once just now"""
    open: Callable[[int], Executor]
    """a fresh executor with that many workers"""
    end: Callable[[Executor], None] = _leave
    """end an executor without waiting for what it has in hand, where that can be done"""
    check: Callable[[], None] = _nothing
    """called while nothing comes back; raises ExecutorError if nothing ever will"""
    killers: tuple[type[BaseException], ...] = ()
    """errors by which the place itself says that a run killed worker after worker"""


def own_processes(workers: int | None) -> Place:
    """A pool of processes on this machine; by default one per processor this process may use."""
    count = workers or processors()
    return Place("processes", lambda: count, OwnPool, end=_kill)


def _kill(executor: Executor) -> None:
    assert isinstance(executor, OwnPool)
    executor.kill()


def own_threads(workers: int | None) -> Place:
    """Threads of this process; the engine lets go of the interpreter while it runs."""
    count = workers or processors()
    return Place("threads", lambda: count, ThreadPoolExecutor)


def dask(stack: ExitStack, scheduler: str | None, workers: int | None) -> Place:
    """A Dask cluster: at the address of its scheduler, or local processes that end with `stack`. Raises ExecutorError."""
    try:
        import distributed  # noqa: F401
    except ImportError as error:
        raise ExecutorError(mark("Dask is not installed: {command}"), command='pip install "shequ[dask]"') from error
    from sim.sweep.cluster import join

    cluster = join(stack, scheduler, workers)
    return Place("dask", cluster.workers, cluster.open, cluster.leave, cluster.check, cluster.killers)


def mpi(workers: int | None) -> Place:
    """The ranks that `python -m mpi4py.futures` holds ready. Raises ExecutorError outside of it.

    There are no files per rank. Every result comes back to rank 0, which stores it as soon as it is there, durably, and is the store's
    one writer. A rank that dies ends the whole MPI job, and then the runs that the other ranks had in hand are lost, at most `AHEAD` per
    rank: files of their own would save none of them, for a run is either still being made or, milliseconds later, stored. What files per
    rank are for, results too large to send, are the large tables: those each rank writes itself, under a name of the run (`keep_file`).
    """
    try:
        from mpi4py import MPI
        from mpi4py.futures import MPIPoolExecutor
    except (ImportError, RuntimeError) as error:  # RuntimeError: there is mpi4py and no MPI library
        raise ExecutorError(mark("mpi4py is not installed, or finds no MPI library: {command}"), command='pip install "shequ[mpi]"') from error
    ranks = MPI.COMM_WORLD.Get_size() - 1
    if ranks < 1:
        command = "mpiexec -n 5 python -m mpi4py.futures -m sim sweep STUDY.toml --executor mpi"
        raise ExecutorError(mark("start it under MPI: {command}"), command=command)
    count = min(workers or ranks, ranks)

    def opened(workers: int) -> Executor:
        executor: Executor = MPIPoolExecutor(max_workers=workers)
        return executor

    return Place("mpi", lambda: count, opened)


__all__ = ["KINDS", "ExecutorError", "Place", "dask", "mpi", "own_processes", "own_threads"]
