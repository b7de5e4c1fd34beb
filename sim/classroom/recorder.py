"""One world, looked at every hour: what changed from one frame to the next, and the numbers of the moment.

Frame h is the state after every event before hour h. Looking changes nothing: the engine stops between events, and any sequence of stops gives
the same bits.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.classroom.container import pack
from sim.classroom.doing import doings
from sim.classroom.place import MOOD_EDGES
from sim.engine import advance, settle
from sim.metrics.cohort import is_latent, is_resolved
from sim.world import World
from sim.world.codes import NOBODY, Fate

STAGES = ("noticed", "reported", "registered", "contacted", "resolved", "satisfied")
"""Of the funnel, in its order; before them stands `occurred`."""


class _Look(NamedTuple):
    """What is drawn of a world at one moment."""

    fate: npt.NDArray[np.int8]
    """of the issues whose time has come; the others are UNBORN and with nobody"""
    pool: npt.NDArray[np.int64]
    doing: npt.NDArray[np.uint8]
    hand_case: npt.NDArray[np.int64]
    satisfaction: npt.NDArray[np.float64]
    met: npt.NDArray[np.int64]
    """of every chamber (n, 4): meetings called to order or put off, cases heard, cases agreed, members at the last one"""


class Hours(NamedTuple):
    """Of all handlers together."""

    duty_h: float = 0.0
    """on duty, own affairs not counted"""
    busy_h: float = 0.0
    """at work on cases, on the way to them, and at chores"""
    overtime_h: float = 0.0

    def __add__(self, other: Hours) -> Hours:  # type: ignore[override]
        return Hours(*(one + two for one, two in zip(self, other, strict=True)))

    def __sub__(self, other: Hours) -> Hours:
        return Hours(*(one - two for one, two in zip(self, other, strict=True)))


def hours_so_far(world: World, now_h: float) -> Hours:
    """Hours of the handlers of a world up to `now_h`. Counted on copies: the engine books at events only."""
    books = world._replace(handler=world.handler.copy(), live=world.live.copy(), helper=world.helper.copy())
    settle(books, float(now_h))
    hand = books.handler
    busy_h = hand["service_h"] + hand["travel_h"] + hand["chore_h"]
    return Hours(float((hand["duty_h"] - hand["away_h"]).sum()), float(busy_h.sum()), float(hand["overtime_h"].sum()))


class Recorder:
    """Takes one world along the hours and tells them as messages "days".

    number   0 or 1: which world of the picture
    era      how often its organisation has been changed
    from_h   frame of the recording's beginning: issues that occurred before are drawn, but not counted
    now_h    the hour up to which `world` has been advanced, the first frame of the era
    worked   hours of the handlers in earlier eras
    """

    def __init__(self, world: World, number: int, era: int, from_h: int, now_h: int, worked: Hours | None = None) -> None:
        self.world, self.number, self.era, self.from_h, self.now_h = world, number, era, from_h, now_h
        self._before = _Look(
            np.zeros(0, np.int8), np.zeros(0, np.int64), np.zeros(len(world.handler), np.uint8), np.full(len(world.handler), NOBODY, np.int64),
            np.zeros(len(world.resident)), _met(world),
        )  # fmt: skip
        self._beside = (worked or Hours()) - hours_so_far(world, now_h)

    def opening(self) -> bytes:
        """The first frame of the era: the whole state."""
        return self._message(self.now_h, 1)

    def advance(self, until_h: int) -> bytes:
        """All frames after `now_h`, up to `until_h`."""
        return self._message(self.now_h + 1, until_h - self.now_h)

    def skip(self, until_h: int) -> None:
        """Let the hours pass up to `until_h`, untold."""
        if until_h > self.now_h:
            self.world = advance(self.world, math.nextafter(until_h, -math.inf))
            self.now_h = until_h

    def _message(self, first: int, frames: int) -> bytes:
        """The frames first, first + 1, … as a message. The series that only grow are read off at the end, from the times that the cases carry."""
        looks: dict[str, list[npt.NDArray[Any]]] = {name: [] for name in _OF}
        columns: dict[str, list[npt.NDArray[Any]]] = {name: [] for name in _COLUMNS}
        series: dict[str, list[float]] = {name: [] for name in ("open", "waiting", "satisfaction", "duty_h", "busy_h", "overtime_h")}
        for h in range(first, first + frames):
            self.skip(h)
            look = self._look()
            for name, rows in _changed(self._before, look).items():
                looks[name].append(rows)
                for column, values in _values(name, self._before, look, rows).items():
                    columns[column].append(values)
            self._before = look
            self._note(series)
        told: dict[str, npt.NDArray[Any]] = {}
        for name, changed in looks.items():
            told[f"{name}_n"] = np.array([len(rows) for rows in changed], np.uint32)
            told[f"{name}_row"] = np.concatenate(changed).astype(_ROW[name])
            told |= {column: np.concatenate(columns[column]) for column in _OF[name]}
        told |= {f"s_{name}": np.array(values, np.float64) for name, values in series.items()}
        told |= {f"s_{name}": values for name, values in self._passed(np.arange(first, first + frames)).items()}
        header = {"kind": "days", "world": self.number, "era": self.era, "first": first, "frames": frames}
        return pack(header, told)

    def _look(self) -> _Look:
        world = self.world
        case, hand, resident = (table.view(np.ndarray) for table in (world.case, world.handler, world.resident))
        case = case[: int(world.live["next_issue"][0])]  # nothing has happened yet to the others
        return _Look(case["fate"].copy(), case["pool"].copy(), doings(world, self.now_h), hand["case"].copy(), resident["satisfaction"].copy(), _met(world))

    def _note(self, series: dict[str, list[float]]) -> None:
        """The numbers of the moment."""
        series["open"].append(float(self.world.live["open_cases"][0]))
        series["waiting"].append(float(self.world.pool["waiting"].sum()))
        series["satisfaction"].append(_mean_felt(self._before.satisfaction))
        for name, hours in self.worked()._asdict().items():
            series[name].append(hours)

    def worked(self) -> Hours:
        """Hours of the handlers since `from_h`, of all eras."""
        return hours_so_far(self.world, self.now_h) + self._beside

    def _passed(self, frames: npt.NDArray[np.int64]) -> dict[str, npt.NDArray[np.float64]]:
        """How many of the issues since `from_h` had reached each stage before each frame. Who reached a later stage has passed the earlier ones."""
        issue, case = self.world.issue, self.world.case
        born = int(self.world.live["next_issue"][0])
        counted = slice(int(np.searchsorted(issue["occur_h"], self.from_h)), born)
        fate, ended_h, occur_h = case["fate"][counted], case["ended_h"][counted], issue["occur_h"][counted]
        latent = is_latent(fate)
        resolved_h = np.where(is_resolved(fate), ended_h, np.nan)
        times = {name: case[f"{name}_h"][counted] for name in STAGES[:4]} | {
            "resolved": resolved_h, "satisfied": np.where(case["satisfaction"][counted] >= 0, resolved_h, np.nan),
        }  # fmt: skip
        reached = np.full(len(fate), np.nan)
        for name in reversed(STAGES):
            reached = times[name] = np.fmin(reached, times[name])
        closed_h = case["closed_h"][counted]
        allowed_h = case["registered_h"][counted] + self.world.category["deadline_h"][issue["category"][counted]]
        times |= {
            "occurred": occur_h, "closed": closed_h, "on_time": np.where(closed_h <= allowed_h, closed_h, np.nan),
            "withdrawn": np.where(np.isin(fate, (Fate.WITHDRAWN, Fate.PETITIONED)), ended_h, np.nan),
        }  # fmt: skip
        return {name: np.searchsorted(np.sort(when[latent]), frames).astype(np.float64) for name, when in times.items()}


_ROW = {"case": np.uint32, "hand": np.uint16, "mood": np.uint32, "meet": np.uint16}
_OF = {
    "case": ("case_fate", "case_pool"), "hand": ("hand_doing", "hand_case"), "mood": ("mood_level",),
    "meet": ("meet_present", "meet_heard", "meet_agreed"),
}  # fmt: skip
_COLUMNS = tuple(column for columns in _OF.values() for column in columns)


def _changed(before: _Look, now: _Look) -> dict[str, npt.NDArray[np.intp]]:
    """Rows of cases, handlers and residents that look different, and of chambers that met."""
    return {
        "case": _cases_changed(before, now),
        "hand": np.flatnonzero((before.doing != now.doing) | (before.hand_case != now.hand_case)),
        "mood": _moods_changed(before.satisfaction, now.satisfaction),
        "meet": np.flatnonzero(before.met[:, 0] != now.met[:, 0]),
    }


def _cases_changed(before: _Look, now: _Look) -> npt.NDArray[np.intp]:
    old = len(before.fate)
    changed = np.concatenate([
        (before.fate != now.fate[:old]) | (before.pool != now.pool[:old]), (now.fate[old:] != Fate.UNBORN) | (now.pool[old:] != NOBODY),
    ])  # fmt: skip
    return np.flatnonzero(changed)


def _moods_changed(before: npt.NDArray[np.float64], now: npt.NDArray[np.float64]) -> npt.NDArray[np.intp]:
    rows = np.flatnonzero(before != now)
    return np.asarray(rows[mood(before[rows]) != mood(now[rows])])


def _mean_felt(satisfaction: npt.NDArray[np.float64]) -> float:
    """Mean running satisfaction of those whose expectations have been met or missed at least once; 0 while there is nobody."""
    felt = satisfaction[satisfaction != 0]
    return float(felt.mean()) if felt.size else 0.0


def mood(satisfaction: npt.NDArray[np.float64]) -> npt.NDArray[np.uint8]:
    """Class of running satisfaction, by MOOD_EDGES; 0, as expected, is in class 2. Shape of `satisfaction`."""
    return np.searchsorted(MOOD_EDGES, satisfaction).astype(np.uint8)


def _met(world: World) -> npt.NDArray[np.int64]:
    chamber = world.chamber.view(np.ndarray)
    return np.stack([chamber["held"] + chamber["failed"], chamber["heard"], chamber["agreed"], chamber["present"]], 1)


def _values(name: str, before: _Look, look: _Look, rows: npt.NDArray[np.intp]) -> dict[str, npt.NDArray[Any]]:
    """How they look now; of a meeting, what it did. One that was put off heard nothing."""
    if name == "case":
        return {"case_fate": look.fate[rows].astype(np.uint8), "case_pool": look.pool[rows].astype(np.int16)}
    if name == "hand":
        return {"hand_doing": look.doing[rows], "hand_case": look.hand_case[rows].astype(np.int32)}
    if name == "meet":
        done = look.met[rows] - before.met[rows]
        return {"meet_present": look.met[rows, 3].astype(np.uint16), "meet_heard": done[:, 1].astype(np.uint16), "meet_agreed": done[:, 2].astype(np.uint16)}
    return {"mood_level": mood(look.satisfaction[rows])}


__all__ = ["STAGES", "Hours", "Recorder", "hours_so_far", "mood"]
