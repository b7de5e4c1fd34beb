"""When two runs are the same: column by column and to the bit (between columns a row has unused bytes that mean nothing)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sim.outcome import Outcome
from sim.world import Rows
from sim.world.issue import Case

TIMES = ["reported_h", "contacted_h", "closed_h", "ended_h", "waited_h", "worked_h"]
"""What a case went through, whatever the rows of offices are called."""

EVERYTHING = list(Case.columns)


def same_rows(one: Rows, other: Rows, columns: Sequence[str] | None = None) -> bool:
    """Whether two tables hold the same bits in the given columns; nan equals nan."""
    return all(one[name].tobytes() == other[name].tobytes() for name in columns or one.dtype.names)


def same_fates(one: Outcome, other: Outcome, columns: Sequence[str] = EVERYTHING) -> bool:
    """Whether both runs did the same to every case."""
    return same_rows(one.world.case, other.world.case, columns)


def digest(outcome: Outcome) -> str:
    """Hash of all that was drawn and all that happened; keys of the handlers' chances included."""
    world = outcome.world
    tables = (world.issue, world.case, world.resident, world.handler, world.pool, world.live)
    return hashlib.sha256(b"".join(table[name].tobytes() for table in tables for name in table.dtype.names)).hexdigest()
