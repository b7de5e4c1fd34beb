"""What the file of a store is: an SQLite file with the tables `runs` and `meta`, and the number of its format."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sim.locale import mark
from sim.store.codec import decode
from sim.store.fault import READING, StoreError, damaged, of_sqlite

FORMAT = 1
FILE = "runs.sqlite"
RUNS, META = "runs", "meta"

_FOREIGN = mark("{path} is not a store of runs (it holds: {tables}); it was left as it is and nothing in it was opened")


def locate(path: Path | str) -> Path:
    """The file of a store, given it or the folder of a study. Links are followed, so that one file has one lock."""
    path = Path(path)
    if path.is_dir() or not (path.exists() or path.suffix):
        path = path / FILE
    return path.resolve()


def connect(path: Path, mode: str = "ro") -> sqlite3.Connection:
    """A connection of the standard library; "ro" neither makes nor changes the file. Raises StoreError if there is none."""
    if not path.is_file():
        raise StoreError(mark("there is no store {path}"), path=path)
    try:
        return sqlite3.connect(f"{path.as_uri()}?mode={mode}", uri=True, timeout=5.0, isolation_level=None)
    except sqlite3.Error as error:
        raise of_sqlite(path, error) from error


def require_store(path: Path, mode: str = "ro") -> bool:
    """Look at a file before it is used: whole (`quick_check`), a store, and of a format that is known.

    Returns False for one that is empty: made, and its writer ended before it could say what it is. Raises StoreError.
    """
    try:
        with closing(connect(path, mode)) as db:
            told = [row[0] for row in db.execute("PRAGMA quick_check(1)")]
            if told != ["ok"]:
                raise damaged(path, " ".join(str(told[0]).split()))
            return _is_store(path, db)
    except READING as error:
        raise of_sqlite(path, error) from error


def _is_store(path: Path, db: sqlite3.Connection) -> bool:
    tables = [str(name) for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    columns = {table: [row[1] for row in db.execute(f'PRAGMA table_info("{table}")')] for table in tables if table in (RUNS, META)}
    if any(table not in columns or columns[table] != ["key", "value"] for table in tables):
        raise StoreError(_FOREIGN, path=path, tables=", ".join(tables))
    found = db.execute("SELECT value FROM meta WHERE key = 'format'").fetchone() if META in tables else None
    if found is not None:
        require_format(path, found[0])
        return True
    if any(db.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in tables):
        if len(tables) == 2:
            raise damaged(path, "no format")
        raise StoreError(_FOREIGN, path=path, tables=", ".join(tables))
    return False


def require_format(path: Path, packed: object) -> None:
    """Raises StoreError if the number of the format is unreadable or newer than this program."""
    try:
        number = decode(packed)
    except ValueError as error:
        raise damaged(path, str(error)) from error
    if type(number) is not int or number < 1:
        raise damaged(path, f"format {number!r:.40}")
    if number > FORMAT:
        raise StoreError(
            mark("{path} was written by a newer Shequ (format {number}; this one reads up to {known}): update Shequ to open it"),
            path=path, number=number, known=FORMAT,
        )  # fmt: skip


__all__ = ["FILE", "FORMAT", "META", "RUNS", "connect", "locate", "require_format", "require_store"]
