"""Weekly hours -> the Roster and Change tables. Equal hours share one roster."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sim.clock import HOURS_PER_WEEK, parse_weekly_hours
from sim.world import Rows
from sim.world.offices import Change, Roster

Weeks = tuple[int, int]
"""On in one of so many weeks; in which of them."""

Intervals = tuple[tuple[float, float], ...]


class RosterBook:
    """Collects weekly hours and numbers them; `tables` lays them out once everybody's hours are known."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[Intervals, Weeks], int] = {}

    def number(self, lines: Sequence[str], weeks: Weeks = (1, 0)) -> int:
        """Row of the roster with these weekly hours in these weeks, added if new."""
        intervals = tuple(parse_weekly_hours(list(lines)))
        return self._numbers.setdefault((intervals, weeks if intervals else (1, 0)), len(self._numbers))

    def tables(self, roster_of_handler: Sequence[int]) -> tuple[Rows, Rows, npt.NDArray[np.int64]]:
        """Roster and Change tables, and the handlers grouped by roster."""
        roster = Roster.allocate(len(self._numbers))
        changes: list[tuple[float, bool]] = []
        for row, (intervals, (every, phase)) in enumerate(self._numbers):
            own = weekly_changes(intervals) if every == 1 else cycle_changes(intervals)
            roster[row].first = len(changes)
            roster[row].changes = len(own)
            roster[row].on = _is_on_before_monday(intervals) and every == 1
            roster[row].every, roster[row].phase = every, phase
            changes += own
        change = Change.allocate(len(changes))
        for row, (hour, on) in enumerate(changes):
            change[row].hour = hour
            change[row].on = on
        followed = np.asarray(roster_of_handler, np.int64)
        grouped = np.argsort(followed, kind="stable").astype(np.int64)
        for row in range(len(roster)):
            members = np.flatnonzero(followed[grouped] == row)
            roster[row].handlers = len(members)
            roster[row].first_handler = members[0] if len(members) else 0
        return roster, change, grouped


def weekly_changes(intervals: Intervals) -> list[tuple[float, bool]]:
    """Changes of the week as (hour, on duty from then), sorted; one that lasts through Sunday midnight is none."""
    if not intervals or intervals == ((0.0, HOURS_PER_WEEK),):
        return []
    through_midnight = intervals[0][0] == 0.0 and intervals[-1][1] == HOURS_PER_WEEK
    changes: list[tuple[float, bool]] = []
    for begin, end in intervals:
        if not (through_midnight and begin == 0.0):
            changes.append((begin, True))
        if not (through_midnight and end == HOURS_PER_WEEK):
            changes.append((end % HOURS_PER_WEEK, False))
    return sorted(changes)


def cycle_changes(intervals: Intervals) -> list[tuple[float, bool]]:
    """Changes of the one week of several that is on; a shift that lasts through its Sunday midnight ends in the week after."""
    through_midnight = len(intervals) > 1 and intervals[0][0] == 0.0 and intervals[-1][1] == HOURS_PER_WEEK
    pieces = list(intervals)
    if through_midnight:
        pieces = [*pieces[1:-1], (pieces[-1][0], HOURS_PER_WEEK + pieces[0][1])]
    return [change for begin, end in pieces for change in ((begin, True), (end, False))]


def _is_on_before_monday(intervals: Intervals) -> bool:
    """Whether the roster is on duty just before Monday 00:00, where a run starts."""
    return bool(intervals) and intervals[-1][1] == HOURS_PER_WEEK
