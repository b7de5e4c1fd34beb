"""Follow one case through a run, event by event, and note what happens to it.

The engine can be stopped after any event and nothing changes by it; so the run is made once more, stopped at every event near which something
happens to the case, and its row of the case table is compared with what it was. Nothing here is reconstructed: every time is the engine's own.

Stopping at every event of a run takes seventy times as long as the run. So two runs are made: one goes ahead by the hour, and only where it finds
a row that is no longer what it was, the other follows event by event.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import InitVar, dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from sim.engine import advance
from sim.errors import ScenarioError
from sim.life.offices import Offices
from sim.scenario.scenario import Scenario
from sim.simulate import assemble, reorganise, start, window
from sim.world import World
from sim.world.codes import NOBODY, Fate, Stage

LOOK_EVERY_H = 1.0
"""How far the first run goes ahead at a time. No row changes and changes back within an hour: every stop leaves a time or a count in it."""


class Moment(NamedTuple):
    """One thing that happens to the case: when (hours), what, and the numbers that belong to it."""

    h: float
    kind: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class Life:
    """A case from its occurrence to its end, or to the end of observation."""

    scenario: Scenario
    replicate: int
    case: int
    offices: Offices
    moments: tuple[Moment, ...]
    row: dict[str, Any]
    """the case's row of the case table, as the run ends for it"""
    draws: dict[str, Any]
    """the issue's row: what was drawn before anybody governed, the same under every organisation"""

    def first(self, kind: str) -> float:
        """When something first happened; nan if it did not."""
        return next((one.h for one in self.moments if one.kind == kind), math.nan)


def follow(scenario: Scenario, replicate: int, case: int) -> Life:
    """The life of a case (row of the issue table) in a run. Raises ScenarioError if the run has no such case."""
    return follow_many(scenario, replicate, [case])[0]


def follow_many(scenario: Scenario, replicate: int, cases: Sequence[int], until_h: float = math.inf) -> tuple[Life, ...]:
    """The lives of several cases of the same run up to `until_h`, in the order asked for. Raises ScenarioError if the run has no such case."""
    return tuple(life for (life,) in follow_through([Era(0.0, scenario)], replicate, cases, until_h))


class Era(NamedTuple):
    """An organisation, and the hour from which it is in force."""

    from_h: float
    scenario: Scenario


def follow_through(eras: Sequence[Era], replicate: int, cases: Sequence[int], until_h: float = math.inf) -> tuple[tuple[Life, ...], ...]:
    """As `follow_many`, where the organisation changes on the way: of every case a life per era, told by the names of that era's organisation.

    eras   in order of time; the first holds from the beginning. Those that begin after `until_h` are not told
    """
    ahead, near = (start(assemble(eras[0].scenario, replicate)) for _ in range(2))
    for case in cases:
        if not 0 <= case < len(near.issue):
            raise ScenarioError(f"there is no case {case}: the run has cases 0 to {len(near.issue) - 1:,}")
    watched = [_Watched(case, near) for case in cases]
    end_h = math.nextafter(min(window(eras[0].scenario).end_h, until_h), -math.inf)
    told: list[list[Life]] = [[] for _ in cases]
    for era, following in pairwise([*eras, Era(math.inf, eras[-1].scenario)]):
        stop_h = min(end_h, math.nextafter(following.from_h, -math.inf))
        ahead, near = _walk(ahead, near, watched, era.from_h, stop_h)
        offices = Offices.of(era.scenario, near)
        for lives, one in zip(told, watched, strict=True):
            lives.append(Life(era.scenario, replicate, one.case, offices, tuple(one.moments), _plain(one.before), _plain(near.issue[one.case])))
        if stop_h == end_h:
            break
        ahead, near = (
            reorganise(advance(world, stop_h), era.scenario, following.scenario, replicate, following.from_h) for world in (ahead, near)
        )
        for one in watched:
            one.hand_over(near, following.from_h)
    return tuple(tuple(lives) for lives in told)


def _walk(ahead: World, near: World, watched: Sequence[_Watched], from_h: float, end_h: float) -> tuple[World, World]:
    """Take both runs as far as anything happens to the watched cases, and note it."""
    now = math.nextafter(from_h, -math.inf)
    while now < end_h and (alive := [one for one in watched if not one.ended]):
        begin = math.nextafter(min(one.occurs_h for one in alive), -math.inf)  # nothing happens to a case before it occurs
        until = min(max(now, begin) + LOOK_EVERY_H, end_h)
        ahead = advance(ahead, until)
        if any(one.differs(ahead) for one in alive):
            near = advance(near, max(now, begin))
            while (event_h := _next_event(near)) <= until:
                near = advance(near, event_h)
                for one in alive:
                    one.look(near, event_h)
        now = until
    for one in watched:
        one.leave(ahead)
    return ahead, near


@dataclass
class _Watched:
    """A case while it is followed: its row as it was last seen, and what has been noted."""

    case: int
    world: InitVar[World]
    before: Any = None
    written: bytes = b""
    occurs_h: float = math.nan
    hand: int = NOBODY
    ended: bool = False
    moments: list[Moment] = field(default_factory=list)

    def __post_init__(self, world: World) -> None:
        self.before, self.written = self._row(world).copy(), self._told(world)
        self.occurs_h = float(world.issue["occur_h"][self.case])

    def _row(self, world: World) -> Any:
        return world.case.view(np.ndarray)[self.case]

    def _told(self, world: World) -> bytes:
        """The row but for its links to its neighbours in line. Bytes: a time that has not come is nan, and no nan equals another."""
        row = self._row(world)
        bytes_, columns = row.tobytes(), row.dtype.fields
        return bytes(bytes_[: columns["child"][1]] + bytes_[columns["meetings"][1] :])

    def differs(self, world: World) -> bool:
        """Whether its row is not what it was."""
        return self._told(world) != self.written

    def look(self, world: World, now: float) -> None:
        """Note what has happened to it in the instant `now`."""
        if self.ended or not self.differs(world):
            return
        after, self.written = self._row(world).copy(), self._told(world)
        self.moments += _between(world, self.case, self.before, after, now, self.hand)
        self.before, self.ended = after, bool(after["fate"] >= Fate.PREVENTED)
        self.hand = _hand(world, self.case) if after["fate"] == Fate.SERVICE else NOBODY

    def hand_over(self, world: World, now: float) -> None:
        """Another organisation takes over: what was with the old one goes to the new."""
        self.moments = []
        if not self.ended:
            self.before, self.written, self.hand = self._row(world).copy(), self._told(world), NOBODY
            if self.before["fate"] in WITH_THE_ORGANISATION:
                self.moments.append(Moment(now, "handed over", {}))

    def leave(self, world: World) -> None:
        """The end of observation: the row as it is then."""
        if not self.ended:
            self.before = self._row(world).copy()


def _next_event(world: World) -> float:
    """When something happens next: an appointment of the calendar, or an issue occurs."""
    live = world.live.view(np.ndarray)[0]
    following = int(live["next_issue"])
    booked = float(world.calendar.view(np.ndarray)["time_h"][0]) if live["booked"] else math.inf
    occurs = float(world.issue.view(np.ndarray)["occur_h"][following]) if following < len(world.issue) else math.inf
    return min(booked, occurs)


def _plain(row: Any) -> dict[str, Any]:
    return {name: row[name].item() for name in row.dtype.names}


def _hand(world: World, case: int) -> int:
    """The handler who has the case in hand."""
    found = np.flatnonzero(world.handler["case"] == case)
    return int(found[0]) if found.size else NOBODY


def _between(world: World, case: int, before: Any, after: Any, now: float, hand: int) -> Iterator[Moment]:
    """What happened in one instant, in the order of causes, from the rows before and after."""
    if before["fate"] == Fate.UNBORN and after["fate"] not in (Fate.PREVENTED, Fate.COVERED):
        yield Moment(now, "occurs", {"severity": float(world.issue["severity"][case])})
    if after["noticed_h"] == now:
        yield Moment(now, "noticed", {"others": bool(before["fate"] > Fate.NOTICED)})
    if after["reminders"] > before["reminders"]:
        yield Moment(now, "reminds", {"times": int(after["reminders"])})
    if (before["fate"] == Fate.SERVICE and after["fate"] != Fate.SERVICE) or _served_again(before, after):
        yield from _service_ends(world, case, before, after, now, hand)
    if after["returns"] > before["returns"]:
        yield Moment(now, "returns", {"times": int(after["returns"])})
    if after["reported_h"] == now:
        yield Moment(now, "reported", {"channel": int(after["channel"])})
    if after["registered_h"] == now:
        yield Moment(now, "registered", {"misroutes": int(after["misroutes"])})
    if after["meetings"] > before["meetings"]:
        yield Moment(now, "met", {"agreed": bool(after["agreed"]), "chamber": int(before["chamber"])})
    if after["contacted_h"] == now and math.isnan(before["contacted_h"]) and not _contacted_by_hand(world, case, after):
        yield Moment(now, "contacted", {"answered": bool(after["fate"] == Fate.RESOLVED)})
    if after["hops"] > before["hops"]:
        waited = bool(before["fate"] == Fate.WAITING)
        yield Moment(now, "referred", {"from": int(before["level"]), "to": int(after["level"]), "waited": waited, "hops": int(after["hops"])})
    yield from _arrives(world, case, before, after, now)
    if after["closed_h"] == now or (after["fate"] == Fate.RELAPSE and before["fate"] != Fate.RELAPSE):
        yield Moment(now, "closed", {"sham": bool(after["shams"] > before["shams"])})
    if after["fate"] >= Fate.PREVENTED:
        yield Moment(now, "ends", {"fate": int(after["fate"]), "satisfaction": float(after["satisfaction"])})


def _contacted_by_hand(world: World, case: int, after: Any) -> bool:
    """Whether the first contact is the arrival of whoever has the case in hand."""
    if after["fate"] != Fate.SERVICE or after["stage"] != Stage.WORK:
        return False
    return bool(after["contacted_h"] == world.handler[_hand(world, case)]["arrive_h"])


def _served_again(before: Any, after: Any) -> bool:
    """One service ended and the next began in the same instant."""
    return bool(before["fate"] == Fate.SERVICE and (after["visits"] > before["visits"] or after["trips"] > before["trips"]))


def _service_ends(world: World, case: int, before: Any, after: Any, now: float, hand: int) -> Iterator[Moment]:
    facts: dict[str, Any] = {"handler": hand, "pool": int(before["pool"])}
    if after["trips"] > before["trips"]:
        yield Moment(now, "desk done", facts)
    elif after["visits"] > before["visits"]:
        if before["refused"]:
            issue, remit = world.issue[case], world.remit[int(before["level"]), int(world.issue["category"][case])]
            facts |= {
                "level": int(before["level"]), "authority": float(issue["authority"]), "held": float(remit["authority"]),
                "difficulty": float(issue["difficulty"]), "reach": float(min(remit["reach"], _mastered(world, case, int(before["pool"])))),
            }  # fmt: skip
        yield Moment(now, "cannot" if before["refused"] else "worked", facts)
    else:
        yield Moment(now, "put down", facts)


def _mastered(world: World, case: int, pool: int) -> float:
    """Difficulty that the pool's people master, without what single people have learned."""
    return float(world.skill[pool, int(world.issue["category"][case])])


def _arrives(world: World, case: int, before: Any, after: Any, now: float) -> Iterator[Moment]:
    """Where the case is now, if that is another place than before."""
    fate = Fate(int(after["fate"]))
    same = before["fate"] == after["fate"] and before["entered_h"] == after["entered_h"] and before["pool"] == after["pool"]
    if fate == Fate.SERVICE:
        hand = _hand(world, case)
        row = world.handler[hand]
        if same and row["start_h"] != now:
            return
        facts = {"handler": hand, "pool": int(row["pool"]), "stage": int(after["stage"]), "waited_h": now - float(after["entered_h"]),
                 "travel_h": float(row["arrive_h"] - row["start_h"]), "finish_h": float(row["finish_h"])}  # fmt: skip
        yield Moment(now, "desk begins" if after["stage"] == Stage.INTAKE else "begins", facts)
        if math.isnan(before["contacted_h"]) and _contacted_by_hand(world, case, after):
            yield Moment(float(after["contacted_h"]), "contacted", facts)
    elif same:
        return
    elif fate == Fate.WAITING:
        pool = world.pool[int(after["pool"])]
        yield Moment(now, "waits", {"pool": int(after["pool"]), "stage": int(after["stage"]), "ahead": int(pool["waiting"]) - 1, "idle": int(pool["idle_count"])})
    elif fate == Fate.SIGNING:
        yield Moment(now, "signing", {"agencies": int(world.issue["agencies"][case])})
    elif fate == Fate.COUNCIL:
        yield Moment(now, "council", {"chamber": int(after["chamber"])})
    elif fate in MOVES:
        yield Moment(now, MOVES[fate], {"pool": int(after["pool"]), "level": int(after["level"])})


WITH_THE_ORGANISATION = frozenset(set(Fate) - {Fate.UNBORN, Fate.LATENT, Fate.NOTICED, Fate.RELAPSE} - {fate for fate in Fate if fate >= Fate.PREVENTED})
"""Fates of a case that somebody in the organisation answers for."""

MOVES = {Fate.TRANSIT: "on its way", Fate.LOST: "lost", Fate.OFFERED: "offered", Fate.TRIP: "comes again"}
"""Fates that are a place of their own, and what coming there is called."""

__all__ = ["Era", "Life", "Moment", "follow", "follow_many", "follow_through"]
