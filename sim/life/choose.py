"""Which case to look at: the one that took longest, or those whose lives differ most under two organisations."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.outcome import Outcome


def longest(outcome: Outcome, count: int = 1) -> list[int]:
    """Cases of the cohort by time from report to the end, or to the end of observation, the longest first."""
    took = _open_until(outcome) - outcome.world.case["reported_h"]
    return _largest(np.where(outcome.cohort, took, np.nan), count)


def changed_most(first: Outcome, other: Outcome, count: int = 10) -> list[int]:
    """Cases of both cohorts whose time to the end differs most, those reported in one only by their whole time. Both runs need the same issues."""
    one, two = (np.nan_to_num(_open_until(run) - run.world.case["reported_h"]) for run in (first, other))
    return _largest(np.where(first.cohort & other.cohort, np.abs(one - two), np.nan), count)


def _open_until(outcome: Outcome) -> npt.NDArray[np.float64]:
    ended = outcome.world.case["ended_h"]
    return np.where(ended <= outcome.window.end_h, ended, outcome.window.end_h)


def _largest(values: npt.NDArray[np.float64], count: int) -> list[int]:
    order = np.argsort(-np.nan_to_num(values, nan=-1.0), kind="stable")
    return [int(row) for row in order[:count] if values[row] > 0]


__all__ = ["changed_most", "longest"]
