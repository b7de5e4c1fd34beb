"""What mechanisms book must balance: agendas and members' hours of councils, residents' own hours. Called by `sim.checks`."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from sim.engine.calendar import SERIALS
from sim.engine.yard import BY_OWN
from sim.world import World
from sim.world.codes import NOBODY, Event, Fate

TOLERANCE = 1e-9


def on_agendas(world: World) -> npt.NDArray[np.bool_]:
    """Which cases stand on the agenda of the chamber they name, found by walking the agendas."""
    found = np.zeros(len(world.case), np.bool_)
    for row, chamber in enumerate(world.chamber):
        i = int(chamber.agenda)
        while i != NOBODY:
            found[i] = world.case["chamber"][i] == row
            i = int(world.case["after"][i])
    return found


def unbalanced(world: World) -> Iterator[str]:
    """A sentence for every identity that does not hold."""
    if len(world.chamber):
        yield from _councils(world)
    if len(world.charter):
        yield from _yards(world)


def _councils(world: World) -> Iterator[str]:
    case, chamber, council = world.case, world.chamber, world.council[world.chamber["council"]]
    count = len(chamber)
    waiting = np.bincount(case["chamber"][case["fate"] == Fate.COUNCIL], minlength=count)
    if not np.array_equal(waiting, chamber["waiting"]):
        yield "agendas and cases that wait for a meeting differ"
    known = case["chamber"] != NOBODY
    for name, column in (("heard", "meetings"), ("agreed", "agreed")):
        told = np.bincount(case["chamber"][known], case[column][known], minlength=count)
        if not np.array_equal(told, chamber[name]):
            yield f"cases {name} by councils do not add up"
    least, most = chamber["held"] * council["quorum"], chamber["held"] * council["persons"]
    slack = TOLERANCE * (1 + most * council["hours"])
    if np.any((chamber["person_h"] < least * council["hours"] - slack) | (chamber["person_h"] > most * council["hours"] + slack)):
        yield "members' hours do not fit the meetings held"


def _yards(world: World) -> Iterator[str]:
    """Residents' own hours are those of the issues they took up, done or in hand."""
    booked = world.calendar[: int(world.live[0].booked)]
    own = (booked["order"] // SERIALS == Event.SELF_RESOLUTION) & (booked["stamp"] == BY_OWN)
    taken = world.case["fate"] == Fate.SELF_MANAGED
    taken[booked["who"][own]] = True
    taken &= world.case["noticed_h"] >= world.live[0].opened_h  # what is noticed is taken up at once, under the rules of then
    yards = world.entrance["yard"][world.issue["entrance"][taken]]
    if not np.array_equal(np.bincount(yards, minlength=len(world.yard)), world.yard["taken"]):
        yield "issues that residents took up do not add up"
    spent = world.charter[0].effort * np.bincount(yards, world.issue["work_h"][taken], minlength=len(world.yard))
    if not np.allclose(spent, world.yard["hours"], rtol=TOLERANCE, atol=TOLERANCE):
        yield "residents' own hours do not balance"
