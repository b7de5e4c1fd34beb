"""Where runs are made: processes or threads of our own, a Dask cluster, MPI ranks. Each is a `concurrent.futures.Executor`.

    processes   a pool of our own, started by `spawn` whatever start method other packages have chosen
    threads     of this process: they start at once, and a crash in one ends all
    dask        a cluster at an address, or one of processes on this machine            (extra: shequ[dask])
    mpi         mpi4py.futures: mpiexec -n 5 python -m mpi4py.futures -m sim sweep ...   (extra: shequ[mpi])
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any, NamedTuple

from sim.errors import ShequError
from sim.study.many import processors
from sim.sweep.worker import begin_work

KINDS = ("processes", "threads", "dask", "mpi")


class ExecutorError(ShequError):
    """The place where runs should be made cannot be reached or is not installed."""

    exit_code = 2


class Place(NamedTuple):
    """Where runs are made: how to open it (again, after it broke), how many run at once, and how it tells of a run that killed its worker."""

    name: str
    workers: int
    open: Callable[[int], Executor]
    """a fresh executor with that many workers"""
    killers: tuple[type[BaseException], ...] = ()
    """errors by which the place itself says that a run killed worker after worker"""


def own_processes(workers: int | None) -> Place:
    """A pool of processes on this machine; by default one per processor this process may use."""
    return Place("processes", workers or processors(), _own_pool)


def _own_pool(workers: int) -> Executor:
    import multiprocessing

    context = multiprocessing.get_context("spawn")  # others (Mesa) set the process-wide method: never rely on it
    return ProcessPoolExecutor(workers, mp_context=context, initializer=begin_work)


def own_threads(workers: int | None) -> Place:
    """Threads of this process; the engine lets go of the interpreter while it runs."""
    return Place("threads", workers or processors(), ThreadPoolExecutor)


def dask(stack: ExitStack, scheduler: str | None, workers: int | None) -> Place:
    """A Dask cluster: at the address of its scheduler, or local processes that end with `stack`. Raises ExecutorError."""
    try:
        import distributed
    except ImportError as error:
        raise ExecutorError('Dask is not installed: pip install "shequ[dask]"') from error
    library: Any = distributed  # it has no types
    if scheduler is None:
        cluster = library.LocalCluster(n_workers=workers or processors(), threads_per_worker=1, dashboard_address=None)
        client = stack.enter_context(library.Client(stack.enter_context(cluster)))
    else:
        try:
            client = stack.enter_context(library.Client(scheduler, timeout=10))
        except (OSError, ValueError) as error:
            raise ExecutorError(f"no Dask scheduler answers at {scheduler}: {error}") from error
        client.wait_for_workers(1, timeout=60)
    at_once = workers or max(1, sum(client.nthreads().values()))
    return Place("dask", at_once, lambda _: client.get_executor(pure=False, retries=0), (library.KilledWorker,))


def mpi(workers: int | None) -> Place:
    """The ranks that `python -m mpi4py.futures` holds ready. Raises ExecutorError outside of it."""
    try:
        from mpi4py import MPI
        from mpi4py.futures import MPIPoolExecutor
    except ImportError as error:
        raise ExecutorError('mpi4py is not installed, or finds no MPI library: pip install "shequ[mpi]"') from error
    ranks = MPI.COMM_WORLD.Get_size() - 1
    if ranks < 1:
        raise ExecutorError("start it under MPI: mpiexec -n 5 python -m mpi4py.futures -m sim sweep STUDY.toml --executor mpi")
    return Place("mpi", min(workers or ranks, ranks), lambda count: MPIPoolExecutor(max_workers=count))


__all__ = ["KINDS", "ExecutorError", "Place", "dask", "mpi", "own_processes", "own_threads"]
