"""Runs to put into stores, and a clock that ends a test which waits for ever."""

from __future__ import annotations

import hashlib
import math
import random
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sim.store import Run, State


def key(number: int | str) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def run(number: int, state: State = State.done, **more: Any) -> Run:
    """A run with numbers of its own; the same for the same number."""
    luck = random.Random(number)
    given: dict[str, Any] = {
        "key": key(number), "state": state, "attempts": 1, "labels": {"option": "abc"[number % 3], "replicate": number},
        "metrics": {f"metric_{at}": luck.gauss(0, 1) for at in range(12)} | {"none": math.nan, "never": math.inf},
        "checks": {"issues": number * 7, "little_residual": luck.random() * 1e-12},
        "funnel": {"true": [luck.random(), 3.0], "official": [math.nan, 1.0]},
        "wall_s": luck.random(), "peak_mb": 100.0, "host": "here", "versions": {"shequ": "0.1"},
    }  # fmt: skip
    return Run(**(given | more))


def texts(runs: Any) -> list[str]:
    """What tells runs apart, nan included."""
    return [one.to_json() for one in runs]


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """Fail instead of waiting for ever (where there are alarms)."""
    if not hasattr(signal, "alarm"):
        yield
        return

    def ring(*_: Any) -> None:
        raise TimeoutError(f"hangs: not over after {seconds} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def whole(path: Path) -> bool:
    """What SQLite itself says of a file."""
    with closing(sqlite3.connect(path)) as db:
        return db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
