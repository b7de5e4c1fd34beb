"""sqlitedict as the store needs it: every write is one durable transaction, every failure is raised, nothing waits for ever.

This is the only module that knows sqlitedict (2.1), and it leans on its internals: `SqliteMultithread` answers requests
in a thread of its own through queues. As it comes, that thread dies at a failed commit and its caller waits for ever; an
error of one write is raised at another, and the next commit succeeds without the rows; values are pickles; synchronous
is off. Here a request and its answer, or its exception, belong together.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from queue import Empty, Queue
from typing import Any, Literal, NamedTuple

import sqlitedict

from sim.store.codec import decode, encode

Durability = Literal["full", "normal"]
"""full: a run that was put survives a power cut. normal: it survives the end of the process, and a power cut may take the
last few runs but never the file (https://sqlite.org/pragma.html#pragma_synchronous)."""

BUSY_S = 30.0
LOOK_S = 1.0
"""How often one who waits for an answer looks whether the thread that owes it is alive."""

_CLOSE, _WRITE, _READ = "close", "write", "read"


class _Failure(NamedTuple):
    error: BaseException


class _End(NamedTuple):
    """No more rows."""


class Connection(sqlitedict.SqliteMultithread):  # type: ignore[misc]
    """The thread that owns the connection. Usable from any thread of the process that made it, and from no other process."""

    def __init__(self, path: Path, durability: Durability) -> None:
        self._durability = durability
        self._pid = os.getpid()
        super().__init__(str(path), autocommit=False, journal_mode="WAL", outer_stack=False)
        with self._lock:  # held by the thread until it is connected or has failed
            if self.exception is not None:
                raise self.exception[1]

    def run(self) -> None:
        """Answer requests until told to close. (Runs in the thread.)"""
        try:
            connection = self._open()
        except BaseException as error:
            self.exception = (type(error), error, error.__traceback__)
            return
        finally:
            self._lock.release()
        while True:
            kind, arguments, answer, _ = self.reqs.get()
            if kind == _CLOSE:
                break
            try:
                if kind == _WRITE:
                    _transaction(connection, *arguments)
                else:
                    for row in connection.execute(*arguments):
                        sqlitedict._put(answer, row)
                last: Any = _End()
            except BaseException as error:
                last = _Failure(error)
            sqlitedict._put(answer, last)
        _close(connection)
        sqlitedict._put(answer, _End())

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.filename, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
        try:
            (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
            if mode != "wal":
                raise sqlite3.OperationalError(f"no write-ahead log on this file system (mode {mode})")
            connection.execute(f"PRAGMA synchronous = {self._durability.upper()}")
            connection.execute("PRAGMA fullfsync = ON")  # macOS: fsync alone leaves data in the drive; elsewhere nothing
        except BaseException:
            connection.close()
            raise
        return connection

    def execute(self, req: str, arg: Sequence[Any] | None = None, res: Any = None) -> None:
        """A statement as a transaction of its own; returns when it is on disk, raises if it is not."""
        self.executemany(req, [tuple(arg or ())])

    def executemany(self, req: str, items: Iterable[Sequence[Any]]) -> None:
        """A statement for many rows, all or none; returns when they are on disk, raises if none is."""
        for _ in self._ask(_WRITE, (req, list(items))):
            pass

    def select(self, req: str, arg: Sequence[Any] | None = None) -> Iterator[tuple[Any, ...]]:
        """The rows of a query."""
        return iter(list(self._ask(_READ, (req, tuple(arg or ())))))

    def commit(self, blocking: bool = True) -> None:
        """Nothing is ever left to commit."""

    def close(self, force: bool = False) -> None:
        """End the thread; with `force` without waiting. In a child made by fork there is nothing to end."""
        if os.getpid() != self._pid or not self.is_alive():
            return
        if force:
            self.reqs.put((_CLOSE, None, weakref.ref(Queue()), None))
            return
        with contextlib.suppress(sqlite3.ProgrammingError):  # a shelf that could not be made has closed it meanwhile
            for _ in self._ask(_CLOSE, None):
                pass
        self.join(BUSY_S)

    def _ask(self, kind: str, arguments: Any) -> Iterator[Any]:
        if os.getpid() != self._pid:
            raise sqlite3.ProgrammingError("used in a process that did not open it")
        answer: Queue[Any] = Queue()
        self.reqs.put((kind, arguments, weakref.ref(answer), None))
        while True:
            row = self._next(answer)
            if isinstance(row, _Failure):
                raise row.error
            if isinstance(row, _End):
                return
            yield row

    def _next(self, answer: Queue[Any]) -> Any:
        while True:
            alive = self.is_alive()
            try:
                return answer.get(timeout=LOOK_S) if alive else answer.get_nowait()
            except Empty:
                if not alive:
                    raise sqlite3.ProgrammingError("used after it was closed") from None


def _transaction(connection: sqlite3.Connection, statement: str, rows: Sequence[Sequence[Any]]) -> None:
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(statement, rows)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _close(connection: sqlite3.Connection) -> None:
    """Leave one file without a log beside it, if nobody reads just now: it can be copied, and read from a read-only disk."""
    try:
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error:
        pass  # the log stays and belongs to the file; nothing in it is lost
    finally:
        connection.close()


class Shelf(sqlitedict.SqliteDict):  # type: ignore[misc]
    """A table of the store as a dict of JSON values. A key that is set again keeps its place in the order."""

    def __init__(self, path: Path, table: str, connection: Connection) -> None:
        self._connection = connection
        super().__init__(
            str(path), tablename=table, autocommit=False, journal_mode="WAL", encode=encode, decode=decode, outer_stack=False
        )

    def _new_conn(self) -> Connection:
        return self._connection

    def __setitem__(self, key: str, value: Any) -> None:
        self.update({key: value})

    def update(self, items: Mapping[str, Any]) -> None:  # type: ignore[override,unused-ignore]
        """Set all of them in one durable transaction, or none."""
        rows = [(key, self.encode(value)) for key, value in items.items()]
        upsert = f'INSERT INTO "{self.tablename}" (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value'
        self.conn.executemany(upsert, rows)


__all__ = ["BUSY_S", "Connection", "Durability", "Shelf"]
