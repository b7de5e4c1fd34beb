"""Which case to look at: the one that took longest, or those whose lives differ most under two organisations."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.metrics.cohort import is_resolved
from sim.outcome import Outcome


def longest(outcome: Outcome, count: int = 1) -> list[int]:
    """Cases of the cohort by time from report to the end, or to the end of observation, the longest first."""
    return _largest(np.where(outcome.cohort, open_hours(outcome), np.nan), count)


def changed_most(first: Outcome, other: Outcome, count: int = 10) -> list[int]:
    """Cases of both cohorts whose time to the end differs most, those reported in one only by their whole time. Both runs need the same issues."""
    return _largest(_change(first, other), count)


def changed_in_kind(first: Outcome, other: Outcome, count: int = 10) -> list[int]:
    """As `changed_most`, by turns of three kinds, so that not all tell the same: truly resolved in one only; reported in one only; the rest, which
    differ in time. Of those reported in one only at most half of `count`. The most changed first."""
    change = _change(first, other)
    lone = np.isnan(open_hours(first)) != np.isnan(open_hours(other))
    solved = is_resolved(first.world.case["fate"]) != is_resolved(other.world.case["fate"])
    kinds = [solved & ~lone, lone, ~solved & ~lone]
    ranked = [_largest(np.where(kind, change, np.nan), most) for kind, most in zip(kinds, (count, count // 2, count), strict=True)]
    turns = [one[at] for at in range(count) for one in ranked if at < len(one)]
    return sorted(turns[:count], key=lambda case: (-change[case], case))


def open_hours(outcome: Outcome) -> npt.NDArray[np.float64]:
    """Hours from the report of every issue to its end, or to the end of observation; nan: never reported."""
    ended = outcome.world.case["ended_h"]
    until = np.where(ended <= outcome.window.end_h, ended, outcome.window.end_h)
    return np.asarray(until - outcome.world.case["reported_h"])


def _change(first: Outcome, other: Outcome) -> npt.NDArray[np.float64]:
    """Difference of the time to the end; nan outside the cohort."""
    one, two = (np.nan_to_num(open_hours(run)) for run in (first, other))
    return np.where(first.cohort & other.cohort, np.abs(one - two), np.nan)


def _largest(values: npt.NDArray[np.float64], count: int) -> list[int]:
    order = np.argsort(-np.nan_to_num(values, nan=-1.0), kind="stable")
    return [int(row) for row in order[:count] if values[row] > 0]


__all__ = ["changed_in_kind", "changed_most", "longest", "open_hours"]
