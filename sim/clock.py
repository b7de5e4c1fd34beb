"""One time axis: hours since a Monday 00:00. Weeks repeat every 168 hours, days every 24.

Weekly hours are written as people write them:

    "always"   "never"   "09:00-17:00"   "Mon-Fri 08:30-12:00"   "Sat,Sun 20:00-24:00"   "Fri 22:00-06:00"
"""

from __future__ import annotations

import re

HOURS_PER_DAY = 24.0
HOURS_PER_WEEK = 168.0
DAYS_PER_YEAR = 365.0
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_LINE = re.compile(r"^(?:(?P<days>[A-Za-z,\- ]+?)\s+)?(?P<start>\d{1,2}:\d{2})\s*-\s*(?P<end>\d{1,2}:\d{2})$")


def parse_time_of_day(text: str) -> float:
    """Hours from "HH:MM"; 24:00 is allowed. Raises ValueError with the expected form."""
    hours, _, minutes = text.partition(":")
    if not (hours.isdigit() and minutes.isdigit() and len(minutes) == 2 and int(minutes) < 60):
        raise ValueError(f"{text!r} is not a time of day like 09:30")
    value = int(hours) + int(minutes) / 60
    if value > HOURS_PER_DAY:
        raise ValueError(f"{text!r} is later than 24:00")
    return value


def _parse_days(text: str | None) -> list[int]:
    if not text:
        return list(range(7))
    days: list[int] = []
    for part in text.split(","):
        first, _, last = (piece.strip().capitalize() for piece in part.partition("-"))
        for name in (first, last or first):
            if name not in WEEKDAYS:
                raise ValueError(f"{name!r} is not a weekday; use {', '.join(WEEKDAYS)}")
        start, stop = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
        days += [day % 7 for day in range(start, stop + (7 if stop < start else 0) + 1)]
    return days


def parse_weekly_hours(lines: list[str]) -> list[tuple[float, float]]:
    """Turn lines of weekly hours into sorted, disjoint intervals [start, end) within one week (0 to 168).

    Touching intervals are joined; one that passes Sunday midnight is cut in two. "always" gives [(0, 168)].
    Raises ValueError naming the faulty line.
    """
    pieces: list[tuple[float, float]] = []
    for line in lines:
        if line.strip() == "never":
            continue
        if line.strip() == "always":
            pieces.append((0.0, HOURS_PER_WEEK))
            continue
        match = _LINE.match(line.strip())
        if match is None:
            raise ValueError(f'{line!r} is not weekly hours; write "always", "never" or "Mon-Fri 09:00-17:00"')
        start, end = parse_time_of_day(match["start"]), parse_time_of_day(match["end"])
        length = end - start if end > start else end - start + HOURS_PER_DAY
        for day in _parse_days(match["days"]):
            begin = day * HOURS_PER_DAY + start
            pieces.append((begin, min(begin + length, HOURS_PER_WEEK)))
            if begin + length > HOURS_PER_WEEK:
                pieces.append((0.0, begin + length - HOURS_PER_WEEK))
    joined: list[tuple[float, float]] = []
    for begin, end in sorted(pieces):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def weekly_hours(intervals: list[tuple[float, float]]) -> float:
    """Hours on duty in one week."""
    return sum(end - begin for begin, end in intervals)
