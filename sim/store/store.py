"""The store of runs: one file, one writer, one durable commit per put.

Put it on a disk of this machine: SQLite's write-ahead log does not work over network file systems. Machines of a cluster
write a store each, and `merge` joins them.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from sim.locale import mark
from sim.store.fault import READING, StoreError, of_sqlite
from sim.store.form import FORMAT, META, RUNS, locate, require_store
from sim.store.lock import WriteLock
from sim.store.reader import Reader, closed, opened_elsewhere
from sim.store.run import Run
from sim.version import VERSION

if TYPE_CHECKING:
    from sim.store.connection import Durability, Shelf

Result = TypeVar("Result")


class RunStore(Reader):
    """The writer's face of a store; use it in a `with`.

    path        the file, or the folder of a study (then `runs.sqlite` in it); folders are made
    durability  "full": a put survives a power cut; "normal": several times faster, a power cut may take the last few puts
    create      make the file if there is none
    Raises StoreError at once if another writer has it, if it is damaged, newer, or no store; such a file stays as it is.
    A put that raises StoreError has changed nothing, and the store goes on working when the reason is gone.
    """

    def __init__(self, path: Path | str, *, durability: Durability = "full", create: bool = True) -> None:
        if durability not in ("full", "normal"):
            raise ValueError(f'durability is "full" or "normal", not {durability!r}')
        self.path = locate(path)
        self._pid = os.getpid()
        self._runs: Shelf | None = None
        self._meta: Shelf | None = None
        self._lock: WriteLock | None = None
        self._require_place(create)
        self._lock = WriteLock(self.path)
        try:
            self._open(durability)
        except BaseException as error:
            self.close()
            if isinstance(error, READING):
                raise of_sqlite(self.path, error) from error
            raise

    def _require_place(self, create: bool) -> None:
        if not create and not self.path.is_file():
            raise StoreError(mark("there is no store {path}"), path=self.path)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(mark("{path} cannot be written ({problem})"), path=self.path, problem=error.strerror or error) from error

    def _open(self, durability: Durability) -> None:
        from sim.store.connection import Connection, Shelf

        known = self.path.exists() and _require_usable(self.path)
        connection = Connection(self.path, durability)
        try:
            self._runs, self._meta = Shelf(self.path, RUNS, connection), Shelf(self.path, META, connection)
            if not known:
                self._meta.update({"made_by": f"shequ {VERSION}", "format": FORMAT})
        except BaseException:
            connection.close()
            raise

    def put(self, run: Run) -> None:
        """Store a run, in place of the one with its key. It is on disk when this returns; StoreError if it is not."""
        self.put_many([run])

    def put_many(self, runs: Iterable[Run]) -> None:
        """Store runs in one commit: all of them, or with StoreError none. Of two with the same key the later counts."""
        rows = {run.key: run.to_plain() for run in runs}
        if rows:
            self._carry_out(self._runs, lambda shelf: shelf.update(rows))

    @property
    def study(self) -> dict[str, Any]:
        """The record about the study, plain JSON values; set it to keep it (a change inside it is not seen)."""
        return self.read_study()

    @study.setter
    def study(self, record: dict[str, Any]) -> None:
        self._carry_out(self._meta, lambda shelf: shelf.update({"study": record}))

    def _rows(self, statement: str, arguments: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._carry_out(self._runs, lambda shelf: list(shelf.conn.select(statement, arguments)))

    def _carry_out(self, shelf: Shelf | None, what: Callable[[Shelf], Result]) -> Result:
        if os.getpid() != self._pid:
            raise opened_elsewhere(self.path)
        if shelf is None:
            raise closed(self.path)
        try:
            return what(shelf)
        except READING as error:
            raise of_sqlite(self.path, error) from error

    def close(self) -> None:
        """Close the file and let the next writer in; what was put is on disk anyway. May be called again."""
        if os.getpid() != self._pid:
            return
        runs, self._runs, meta, self._meta = self._runs, None, self._meta, None
        try:
            if meta is not None:
                meta.conn = None  # the connection is one and the same
            if runs is not None:
                runs.close()
        finally:
            if self._lock is not None:
                self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __del__(self) -> None:
        with contextlib.suppress(Exception):
            self.close()


def _require_usable(path: Path) -> bool:
    """`require_store`; a write of another program that was cut off is first undone, as SQLite does it (the lock is held)."""
    if path.stat().st_size == 0:
        return False
    try:
        return require_store(path)
    except StoreError as error:
        cause = error.__cause__
        if isinstance(cause, sqlite3.Error) and (cause.sqlite_errorname or "").startswith("SQLITE_READONLY"):
            return require_store(path, "rw")
        raise


__all__ = ["RunStore"]
