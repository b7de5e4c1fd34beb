"""The loop compiled by a second process while the first one compiles, and does, what comes before it.

A compiler holds the interpreter, so threads are no help. The loop takes three quarters of all compile time and the rest must be there before it is
needed: people, demand, the opening. The second process leaves the loop in the cache on disk, where the first finds it; whatever goes wrong with
it, the first compiles the loop itself, as it does where nobody asked for help. No number depends on it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args, get_type_hints

import numba
import numpy as np

from sim.compiled import is_cold
from sim.engine.absence import leave_work
from sim.engine.hours import settle
from sim.engine.loop import advance_kernel
from sim.world import World
from sim.world.access import Access
from sim.world.council import Chamber, Council, Procedure
from sim.world.issue import Case, Category, Issue, Visit
from sim.world.mind import Mind
from sim.world.money import Programme, Purse, Service
from sim.world.offices import Change, Channel, Duty, Handler, Level, Pool, Remit, Roster
from sim.world.oversight import Leader, Scorecard
from sim.world.participation import Helper, Offer, Team
from sim.world.people import Entrance, Resident
from sim.world.policy import Appointment, Live, Policy
from sim.world.vacancy import Vacancy
from sim.world.yard import Charter, Yard

TABLES = {
    "resident": Resident, "entrance": Entrance, "mind": Mind, "issue": Issue, "case": Case, "category": Category, "level": Level, "remit": Remit, "pool": Pool,
    "handler": Handler, "duty": Duty, "roster": Roster, "change": Change, "team": Team, "helper": Helper, "offer": Offer, "channel": Channel, "access": Access,
    "purse": Purse, "service": Service, "programme": Programme, "vacancy": Vacancy, "procedure": Procedure, "council": Council, "chamber": Chamber,
    "charter": Charter, "yard": Yard, "scorecard": Scorecard, "leader": Leader, "policy": Policy, "live": Live, "calendar": Appointment, "visit": Visit,
}  # fmt: skip
"""What the rows of a World's tables are."""

AXES = {"access": 3} | dict.fromkeys(
    ("remit", "seat", "owner", "special_owner", "skill", "duty", "first_offer", "interest", "mandate", "helps", "appeal", "trips", "direct", "buys", "covers",
     "queue", "prevents", "works_in", "hears"), 2,
)  # fmt: skip
"""Axes of what has more than one."""

_helpers: list[subprocess.Popen[bytes]] = []


def kind_of_world() -> Any:
    """The type by which the compiler knows every World."""
    fields: dict[str, Any] = {}
    for name, hint in get_type_hints(World).items():
        none = (0,) * AXES.get(name, 1)
        fields[name] = np.zeros(none, TABLES[name].dtype).view(np.recarray) if name in TABLES else np.zeros(none, _number(hint))
    return numba.typeof(World(**fields))


def _number(hint: Any) -> Any:
    """The type of number in an NDArray: dtype[…] around it, or, where numpy has NDArray as an alias of its own, nothing."""
    last = get_args(hint)[-1]
    return next(iter(get_args(last)), last)


def begin() -> None:
    """Have the loop compiled elsewhere, if it is not yet; `finished` is to be called before it is used. Once in a process."""
    if _helpers or not is_cold():
        return
    home = str(Path(__file__).parents[2])
    paths = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
    try:
        helper = subprocess.Popen(
            [sys.executable, "-P", "-m", "sim.engine.early"], env={**os.environ, "PYTHONPATH": paths},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except OSError:
        return
    _helpers.append(helper)


def finished() -> None:
    """Wait for whoever compiles the loop, if somebody does; what is needed after it is compiled here meanwhile."""
    if _helpers and _helpers[0].poll() is None:
        world, hour = kind_of_world(), numba.float64
        settle.compile((world, hour))
        leave_work.compile((world, numba.int64[::1], hour, hour))
        _helpers[0].wait()


def compile_loop() -> None:
    """Compile the loop and leave it in the cache."""
    advance_kernel.compile((kind_of_world(), numba.float64))


if __name__ == "__main__":
    compile_loop()

__all__ = ["begin", "compile_loop", "finished", "kind_of_world"]
