"""What a handler is doing, as the picture tells it apart."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from sim.locale import mark
from sim.world import World
from sim.world.codes import NOBODY, Chore, Stage


class Doing(IntEnum):
    """One of these at every moment."""

    text: str

    def __new__(cls, code: int, text: str) -> Doing:
        """A code that knows its words."""
        one = int.__new__(cls, code)
        one._value_ = code
        one.text = text
        return one

    OFF_DUTY = 0, mark("off duty")
    FREE = 1, mark("free")
    ON_THE_WAY = 2, mark("on the way to a case")
    ON_SITE = 3, mark("at work on a case, at its place")
    AT_DESK = 4, mark("at work on a case, in the office")
    PAPERWORK = 5, mark("reports, forms and meetings")
    PATROL = 6, mark("on patrol")
    VISITS = 7, mark("on a round of home visits")
    TRAINING = 8, mark("in a class")
    OWN_AFFAIRS = 9, mark("own affairs")


CHORES = {
    Chore.ADMIN: Doing.PAPERWORK, Chore.PATROL: Doing.PATROL, Chore.OTHER_LIFE: Doing.OWN_AFFAIRS, Chore.VISIT: Doing.VISITS,
    Chore.TRAINING: Doing.TRAINING,
}  # fmt: skip

_OF_CHORE = np.array([CHORES[chore] for chore in Chore], np.uint8)


def doings(world: World, now_h: float) -> npt.NDArray[np.uint8]:
    """What every handler is doing at `now_h`, the hour up to which the world has been advanced. Shape (handlers,)."""
    hand, pool = world.handler.view(np.ndarray), world.pool.view(np.ndarray)
    busy, case, chore = hand["busy"] != 0, np.asarray(hand["case"]), np.asarray(hand["chore"])
    told = np.where(hand["on_duty"] != 0, Doing.FREE, Doing.OFF_DUTY).astype(np.uint8)
    at_chore = busy & (chore != NOBODY) & (case == NOBODY)
    told[at_chore] = _OF_CHORE[chore[at_chore]]
    rows = np.flatnonzero(busy & (case != NOBODY))
    goes_there = (pool["travels"][hand["pool"][rows]] != 0) & (world.case["stage"][case[rows]] == Stage.WORK)
    arrived = hand["arrive_h"][rows] <= now_h
    told[rows] = np.where(goes_there, np.where(arrived, Doing.ON_SITE, Doing.ON_THE_WAY), Doing.AT_DESK)
    return told


__all__ = ["Doing", "doings"]
