"""A pool of worker processes of our own."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any

from sim.sweep.worker import begin_work


class OwnPool(ProcessPoolExecutor):
    """Processes started by `spawn`, whatever start method other packages (Mesa) have chosen for everybody.

    `max_tasks_per_child` is not used: it hangs on Python 3.11 (CPython issue 115634).
    """

    def __init__(self, workers: int) -> None:
        super().__init__(workers, mp_context=multiprocessing.get_context("spawn"), initializer=begin_work)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """As every executor. Processes begin in here, and they inherit what is held back."""
        with ctrl_c_held_back():
            return super().submit(fn, *args, **kwargs)

    def kill(self) -> None:
        """End at once: what is in hand is lost."""
        for process in list((self._processes or {}).values()):
            process.kill()
        self.shutdown(wait=True, cancel_futures=True)


@contextlib.contextmanager
def ctrl_c_held_back() -> Iterator[None]:
    """Ctrl-C reaches the whole group; processes and threads begun meanwhile, and what these begin, never see it. Ours comes afterwards."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # begun later, it would let SIGINT through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


__all__ = ["OwnPool", "ctrl_c_held_back"]
