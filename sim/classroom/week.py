"""What a week brought, read off the recording: the same numbers that the page draws."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sim.classroom.container import unpack
from sim.classroom.recording import Entry
from sim.classroom.roles import WEEK_H, Choice, Question
from sim.classroom.tab import Tab
from sim.locale import mark
from sim.locale.voice import both


class Number(NamedTuple):
    """A series of the recording, whether what counts is how much it grew in the week, and whether more of it is what is wanted."""

    series: str
    text: str
    grew: bool
    more: bool


NUMBERS = (
    Number("waiting", mark("Cases waiting in line at the end of the week"), False, False),
    Number("contacted", mark("Cases that somebody came to in the week"), True, True),
    Number("resolved", mark("Problems truly resolved in the week"), True, True),
    Number("satisfaction", mark("Satisfaction at the end (0 = as expected)"), False, True),
    Number("overtime_h", mark("Hours of overtime in the week"), True, False),
)


@dataclass
class Deciding:
    """A decision of the class on its way: when, what it moves, and the week as the model would have had it."""

    tab: Tab
    at_h: int
    from_h: int
    to_h: int
    moved: dict[str, float]
    choices: list[dict[str, Any]]
    own: dict[str, float] | None = None
    change: int = 0

    @classmethod
    def of(cls, tab: Tab, at_h: int, end_h: int, decided: Sequence[tuple[Question, Choice]]) -> Deciding:
        """The week after the next midnight, or what is left of it before the recording ends."""
        begins = (at_h // 24 + 1) * 24
        moved = {path: value for _, choice in decided for path, value in choice.set.items()}
        choices = [{"question": question.words, "choice": choice.words} for question, choice in decided]
        return cls(tab, at_h, begins, min(begins + WEEK_H, end_h), moved, choices)


def series_at(entries: Iterable[Entry], world: int, hours: Iterable[int]) -> dict[int, dict[str, float]]:
    """Every series of a world at the frames asked for that are there; of two eras at one frame, the later."""
    wanted, found = set(hours), {}
    for entry in entries:
        if entry.kind == "days" and entry.world == world:
            for h in wanted & set(range(entry.first, entry.first + entry.frames)):
                _, columns = unpack(entry.message)
                found[h] = {name[2:]: float(column[h - entry.first]) for name, column in columns.items() if name.startswith("s_")}
    return found


def week_of(entries: Iterable[Entry], world: int, from_h: int, to_h: int) -> dict[str, float]:
    """NUMBERS of one world, over the frames from_h to to_h. Raises KeyError where a frame is not there."""
    at = series_at(entries, world, (from_h, to_h))
    return {one.series: at[to_h][one.series] - (at[from_h][one.series] if one.grew else 0.0) for one in NUMBERS}


def compared(own: dict[str, float], decided: dict[str, float]) -> list[dict[str, Any]]:
    """The model's own week beside the class's, number by number."""
    return [{"id": one.series, **both(one.text), "own": round(own[one.series], 6), "class": round(decided[one.series], 6), "more_is_wanted": one.more} for one in NUMBERS]


__all__ = ["NUMBERS", "Deciding", "compared", "series_at", "week_of"]
