"""Is everything there that was stored? Structure of the file, every value, every large table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.locale import mark
from sim.store.fault import READING, DamagedError, StoreError, Told, of_sqlite
from sim.store.files import file_fault, files_folder, unrecorded
from sim.store.form import connect, locate, require_store
from sim.store.reader import open_readonly, read_run
from sim.store.run import Run, State
from sim.store.salvage import Salvage, salvage

MOST_FAULTS = 20
"""Faults of the structure that SQLite is asked to tell."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What `verify` or `repair` found.

    runs      that can be read;  known  runs known to have been stored (on a damaged file there may have been more)
    states    how many readable runs are in each state
    faults    of the file and its rows;  table_faults  of large tables beside it;  tables  that are recorded
    orphans   files beside it that no run records (no fault: left by a process that was killed)
    kept_as   where `repair` has put the damaged file; None if there was nothing to repair
    """

    path: Path
    runs: int
    known: int
    states: dict[State, int]
    faults: tuple[Told, ...] = ()
    table_faults: tuple[Told, ...] = ()
    tables: int = 0
    orphans: tuple[Path, ...] = ()
    kept_as: Path | None = None

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.faults or self.table_faults)

    def to_dict(self) -> dict[str, Any]:
        """As plain values; faults in English."""
        return {
            "path": str(self.path), "whole": self.whole, "runs": self.runs, "known": self.known,
            "states": {state.value: count for state, count in self.states.items()},
            "faults": [one.sentence() for one in self.faults], "tables": self.tables,
            "table_faults": [one.sentence() for one in self.table_faults], "orphans": [str(one) for one in self.orphans],
            "kept_as": None if self.kept_as is None else str(self.kept_as),
        }  # fmt: skip


def verify(path: Path | str) -> Report:
    """Read everything and change nothing. Raises StoreError if the file is missing, empty, newer, or no store."""
    path = locate(path)
    faults, found = look_through(path)
    return _report(path, faults, _stored(path) if found is None else _salvaged(found))


def look_through(path: Path) -> tuple[list[Told], Salvage | None]:
    """Faults of the structure of a file, and if there are any what can be read in spite of them. Raises as `verify`."""
    try:
        if not require_store(path):
            raise StoreError(mark("{path} is empty: nothing has been stored in it yet"), path=path)
        faults = _structure(path)
        return faults, salvage(path) if faults else None
    except DamagedError as error:
        found = salvage(path)
        if not found.known:
            raise
        return [error.told], found


def _structure(path: Path) -> list[Told]:
    try:
        with closing(connect(path)) as db:
            told = [" ".join(str(row[0]).split()) for row in db.execute(f"PRAGMA integrity_check({MOST_FAULTS})")]
    except READING as error:
        return [of_sqlite(path, error).told]
    return [] if told == ["ok"] else [Told(mark("SQLite finds: {problem}"), {"problem": one}) for one in told]


def _stored(path: Path) -> Iterator[Run | Told]:
    with open_readonly(path, frozen=True) as store:
        for key, value in store.packed():
            try:
                yield read_run(path, key, value)
            except StoreError:
                yield _unreadable(key)


def _salvaged(found: Salvage) -> Iterator[Run | Told]:
    yield from found.runs
    yield from map(_unreadable, found.lost)


def _unreadable(key: str) -> Told:
    return Told(mark("run {key} cannot be read"), {"key": key})


def _report(path: Path, faults: list[Told], found: Iterable[Run | Told]) -> Report:
    folder, states, recorded, table_faults = files_folder(path), Counter[State](), set[str](), list[Told]()
    known = 0
    for one in found:
        known += 1
        if isinstance(one, Told):
            faults.append(one)
            continue
        states[one.state] += 1
        for file in one.files.values():
            recorded.add(file.name)
            fault = file_fault(folder, file)
            table_faults += [] if fault is None else [fault]
    return Report(
        path=path, runs=sum(states.values()), known=known, states={state: states[state] for state in State}, faults=tuple(faults),
        table_faults=tuple(table_faults), tables=len(recorded), orphans=tuple(unrecorded(folder, recorded)),
    )  # fmt: skip


__all__ = ["Report", "verify"]
