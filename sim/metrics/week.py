"""The hours of the week: how much of something falls on each, Monday first."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.clock import HOURS_PER_DAY, HOURS_PER_WEEK

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

WEEK = int(HOURS_PER_WEEK)
SHAPE = (WEEK // int(HOURS_PER_DAY), int(HOURS_PER_DAY))


def times_seen(end_h: float) -> Floats:
    """How often each hour of the week came in a run of `end_h` hours (an hour begun counts as what was seen of it). Shape (7, 24)."""
    seen = np.full(WEEK, np.floor(end_h / WEEK))
    return np.asarray((seen + np.clip(end_h % WEEK - np.arange(WEEK), 0.0, 1.0)).reshape(SHAPE))


def spread(start_h: Floats, finish_h: Floats, row: Ints, rows: int, end_h: float) -> Floats:
    """Hours of the stretches from start to finish (n,) that fall on each hour of the week, by row. Shape (rows, 7, 24).

    A stretch may be longer than a week. Each adds a ramp at its start and takes it away at its finish, so the time this takes grows
    with the number of stretches and with the length of the run, not with the length of the stretches.
    """
    length = (int(np.ceil(end_h / WEEK)) + 1) * WEEK  # a stretch may finish in the instant in which the run ends
    hours = np.zeros(rows * length)
    steps = np.zeros(rows * length)
    for time_h, sign in ((start_h, 1.0), (finish_h, -1.0)):
        begun = np.floor(time_h).astype(np.int64)
        at = row * length + begun
        hours += sign * np.bincount(at, begun + 1 - time_h, hours.size)
        steps += sign * np.bincount(at, minlength=steps.size)
    whole = np.cumsum(steps.reshape(rows, length), axis=1)
    found = hours.reshape(rows, length)
    found[:, 1:] += whole[:, :-1]
    return np.asarray(np.maximum(found.reshape(rows, -1, WEEK).sum(axis=1), 0.0).reshape(rows, *SHAPE))


def count(time_h: Floats) -> Ints:
    """How many of the times (n,) fall on each hour of the week. Shape (7, 24)."""
    return np.bincount((time_h % WEEK).astype(np.int64), minlength=WEEK)[:WEEK].reshape(SHAPE)


__all__ = ["SHAPE", "count", "spread", "times_seen"]
