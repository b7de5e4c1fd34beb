"""What can still be read of a damaged store."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from sim.store.codec import decode
from sim.store.fault import READING, StoreError
from sim.store.form import connect, require_format
from sim.store.pages import Row, scattered_rows, scattered_values
from sim.store.run import KEY, Run


class Salvage(NamedTuple):
    """The runs that can be read, in the order they were first put; keys of others that are known to have been there; the study."""

    runs: list[Run]
    lost: list[str]
    study: dict[str, Any] | None
    known: int
    """runs known to have been there; there may have been more on pages that left no trace"""


def salvage(path: Path) -> Salvage:
    """Read every run that SQLite can read row by row, the rest from the pages themselves, at last any value left on a page.

    Writes nothing. A run that SQLite can read counts before every other copy of it. Raises StoreError if the file is of a newer format.
    """
    rows = list(scattered_rows(path))
    numbers: dict[int, None] = dict.fromkeys(row.rowid for row in rows if 0 < row.rowid < 1 << 63)
    found: dict[str, tuple[int, Run]] = {}
    read: set[bytes] = set()
    for number, key, value in _read_by_sqlite(path, sorted(numbers)):
        run = _run(key, value)
        if run is not None:
            found[run.key] = (number, run)
            read.add(value)
    by_sqlite, places = set(found), {row.key: row.rowid for row in rows}
    for named, value in (*((row.key, row.value) for row in rows), *((None, value) for value in scattered_values(path))):
        run = None if value is None or value in read else _run(named, value)
        if run is not None and run.key not in by_sqlite and (run.key not in found or _worth(found[run.key][1]) <= _worth(run)):
            found[run.key] = (places.get(run.key, 1 << 63), run)
    known = {row.key for row in rows if KEY.fullmatch(row.key)} | set(found)
    runs = [run for _, run in sorted(found.values(), key=lambda one: (one[0], one[1].key))]
    return Salvage(runs, sorted(known - set(found)), _study(path, rows), len(known))


def _read_by_sqlite(path: Path, numbers: list[int]) -> Iterator[tuple[int, str, Any]]:
    with contextlib.suppress(*READING, StoreError), closing(connect(path)) as db:
        for number in numbers:
            with contextlib.suppress(*READING):
                for key, value in db.execute("SELECT key, value FROM runs WHERE rowid = ?", (number,)):
                    yield number, key, value


def _run(key: Any, value: Any) -> Run | None:
    """The run of a value; None if it is none, or that of another key (None: whatever key it names itself)."""
    try:
        run = Run.from_plain(decode(value))
    except (ValueError, RecursionError):
        return None
    return run if key is None or key == run.key else None


def _worth(run: Run) -> tuple[int, int]:
    """Of old copies of a run the one that had come furthest counts."""
    return run.state.rank, run.attempts


def _study(path: Path, rows: list[Row]) -> dict[str, Any] | None:
    """The record about the study; of several copies the last on the pages. Raises StoreError for a newer format."""
    study = None
    for row in rows:
        if row.key == "format" and row.value is not None and _readable(row.value):
            require_format(path, row.value)
        if row.key == "study" and row.value is not None and _readable(row.value):
            study = decode(row.value)
    with contextlib.suppress(*READING, StoreError, ValueError), closing(connect(path)) as db:
        for (value,) in db.execute("SELECT value FROM meta WHERE key = 'study'"):
            study = decode(value)
    return study if isinstance(study, dict) else None


def _readable(packed: bytes) -> bool:
    try:
        decode(packed)
    except ValueError:
        return False
    return True


__all__ = ["Salvage", "salvage"]
