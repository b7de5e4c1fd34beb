"""Every bit of a world that matters, as a few hexadecimal digits. `python -m tests.twin.digest 0 1 2` prints random worlds."""

from __future__ import annotations

import hashlib
import sys

import numpy as np

from sim.engine import advance
from sim.simulate import assemble, start, window
from sim.world import World
from tests.twin.worlds import random_scenario


def digest(world: World, *, without: tuple[str, ...] = ()) -> str:
    """Hash of all columns; of calendar and visit table only the rows in use. `without` names "table" or "table.column"."""
    used = {"calendar": int(world.live[0]["booked"]), "visit": int(world.live[0]["visits"])}
    sha = hashlib.sha256()
    for table, rows in world._asdict().items():
        if table in without:
            continue
        part = rows[: used.get(table, len(rows))]
        for column in part.dtype.names or ("",):
            if f"{table}.{column}" not in without:
                sha.update(np.ascontiguousarray(part[column] if column else part).tobytes())
    return sha.hexdigest()


def run(seed: int) -> World:
    """Random world `seed`, run to its end."""
    scenario = random_scenario(seed)
    return advance(start(assemble(scenario)), window(scenario).end_h)


if __name__ == "__main__":
    for number in sys.argv[1:]:
        print(digest(run(int(number))))
