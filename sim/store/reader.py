"""Reading a store: what the writer and everybody else can do alike, and the face for everybody else."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sim.locale import mark
from sim.store.codec import decode
from sim.store.fault import READING, StoreError, damaged, of_sqlite
from sim.store.form import connect, locate, require_store
from sim.store.run import Run, State

PAGE = 256
"""Runs fetched at a time: memory stays flat however many there are."""


class Reader:
    """The runs of a store in the order they were first put. Whatever cannot be read raises StoreError and names the file."""

    path: Path

    def _rows(self, statement: str, arguments: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        raise NotImplementedError

    def get(self, key: str) -> Run | None:
        """The run of a key; None if there is none."""
        rows = self._rows("SELECT value FROM runs WHERE key = ?", (key,))
        return read_run(self.path, key, rows[0][0]) if rows else None

    def __contains__(self, key: object) -> bool:
        return bool(self._rows("SELECT 1 FROM runs WHERE key = ?", (str(key),)))

    def __len__(self) -> int:
        return int(self._rows("SELECT COUNT(*) FROM runs")[0][0])

    def __bool__(self) -> bool:
        return True  # a store without runs is still a store

    def keys(self) -> Iterator[str]:
        """All keys, in the order they were first put."""
        return (str(key) for key, _ in self._in_order("key"))

    def runs(self) -> Iterator[Run]:
        """All runs, in the order they were first put; a run put again keeps its place. Memory stays flat."""
        return (read_run(self.path, key, value) for key, value in self.packed())

    def packed(self) -> Iterator[tuple[str, Any]]:
        """Key and packed value of all runs, unread, in the same order."""
        return self._in_order("value")

    def _in_order(self, column: str) -> Iterator[tuple[Any, Any]]:
        last = 0
        while rows := self._rows(f"SELECT rowid, key, {column} FROM runs WHERE rowid > ? ORDER BY rowid LIMIT {PAGE}", (last,)):
            yield from (row[1:] for row in rows)
            last = rows[-1][0]

    def states(self) -> dict[str, State]:
        """The state of every key, in the order they were first put."""
        return {key: read_state(self.path, key, value) for key, value in self.packed()}

    def count(self) -> dict[State, int]:
        """How many runs are in each state; every state is named."""
        found = Counter(read_state(self.path, key, value) for key, value in self.packed())
        return {state: found[state] for state in State}

    @property
    def study(self) -> dict[str, Any]:
        """The record about the study; empty if none was set."""
        return self.read_study()

    def read_study(self) -> dict[str, Any]:
        """What `study` gives."""
        rows = self._rows("SELECT value FROM meta WHERE key = 'study'")
        try:
            found = decode(rows[0][0]) if rows else {}
        except ValueError as error:
            raise damaged(self.path, str(error)) from error
        return found if isinstance(found, dict) else {}


class ReadOnlyStore(Reader):
    """A store as it is just now, while somebody may be writing it. Use `open_readonly`."""

    def __init__(self, path: Path, frozen: bool = False) -> None:
        self.path = path
        self._pid = os.getpid()
        if not require_store(path):
            raise StoreError(mark("{path} is empty: nothing has been stored in it yet"), path=path)
        self._db = connect(path)
        if frozen:
            self._rows("BEGIN")
            self._rows("SELECT 1 FROM meta")  # what is seen is fixed by the first look

    def _rows(self, statement: str, arguments: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        if os.getpid() != self._pid:
            raise opened_elsewhere(self.path)
        try:
            return self._db.execute(statement, arguments).fetchall()
        except sqlite3.ProgrammingError as error:
            raise closed(self.path) from error
        except READING as error:
            raise of_sqlite(self.path, error) from error

    def close(self) -> None:
        """Let the file go."""
        if os.getpid() == self._pid:
            self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def open_readonly(path: Path | str, *, frozen: bool = False) -> ReadOnlyStore:
    """Read a store through the standard library (`mode=ro`): no file is made and none is changed, and a writer is not kept.

    path    the file, or the folder of a study with `runs.sqlite` in it
    frozen  see it as it is now, whatever is written meanwhile
    Raises StoreError for what is missing, damaged, newer, empty, or no store.
    """
    return ReadOnlyStore(locate(path), frozen)


def read_run(path: Path, key: str, packed: Any) -> Run:
    """The run of a row. Raises StoreError if it cannot be read or is another's."""
    try:
        run = Run.from_plain(decode(packed))
    except (ValueError, RecursionError) as error:
        raise damaged(path, f"run {str(key)[:12]}…: {error}") from error
    if run.key != key:
        raise damaged(path, f"run {str(key)[:12]}…: another key inside")
    return run


def read_state(path: Path, key: str, packed: Any) -> State:
    """The state of the run of a row, in half the time of the run."""
    try:
        return State(decode(packed)["state"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise damaged(path, f"run {str(key)[:12]}…: {error}") from error


def opened_elsewhere(path: Path) -> StoreError:
    """Used after fork, or sent to a worker."""
    return StoreError(
        mark("{path} was opened by another process: only the process that opened a store may use it; workers return their runs"),
        path=path,
    )


def closed(path: Path) -> StoreError:
    """Used after close."""
    return StoreError(mark("{path} is used after it was closed"), path=path)


__all__ = ["ReadOnlyStore", "Reader", "closed", "open_readonly", "opened_elsewhere", "read_run"]
