"""One writer per store: a lock that the system takes away when its process ends, however it ends."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import sys
import weakref
from datetime import datetime
from pathlib import Path

from sim.locale import mark
from sim.store.fault import StoreError

if sys.platform == "win32":
    import msvcrt

    _BEHIND = 1 << 30
    """Locks of Windows keep others from reading: the byte that is locked lies behind the text that tells who holds it."""

    def _taken(fd: int) -> bool:
        os.lseek(fd, _BEHIND, os.SEEK_SET)
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _taken(fd: int) -> bool:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class WriteLock:
    """Holds `<store>.lock` until `release`, or until the process ends.

    Raises StoreError at once, naming who holds it, if somebody does. A child made by fork does not hold it.
    """

    def __init__(self, store: Path) -> None:
        self.path = store.with_name(store.name + ".lock")
        self._fd: int | None = None
        try:
            self._fd = self._take(store)
        except OSError as error:
            raise StoreError(mark("{path} cannot be written ({problem})"), path=store, problem=error.strerror or error) from error
        _HELD.add(self)

    def _take(self, store: Path) -> int:
        while True:
            fd = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                if not _taken(fd):
                    raise _busy(store, fd)
                if _is_still(fd, self.path):
                    _sign(fd)
                    return fd
            except BaseException:
                os.close(fd)
                raise
            os.close(fd)  # its owner removed it between our two looks: that file locks nothing any more

    def release(self) -> None:
        """Let the next writer in."""
        if self._fd is None:
            return
        if os.name != "nt":
            self.path.unlink(missing_ok=True)  # while it is held, so nobody else's is removed
        os.close(self._fd)
        self._fd = None

    def forget(self) -> None:
        """In a child made by fork: the copy of the handle would hold the lock beyond its owner's end."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None


_HELD: weakref.WeakSet[WriteLock] = weakref.WeakSet()


def _forget_all() -> None:
    for lock in list(_HELD):
        with contextlib.suppress(OSError):
            lock.forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)


def _is_still(fd: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(fd), os.stat(path))
    except FileNotFoundError:
        return False


def _sign(fd: int) -> None:
    """Who holds it, for the message of the next; that a full disk keeps it from being written does no harm."""
    with contextlib.suppress(OSError):
        os.ftruncate(fd, 0)
        os.lseek(fd, 0, os.SEEK_SET)
        who = {"process": os.getpid(), "host": platform.node(), "since": datetime.now().astimezone().isoformat(" ", "seconds")}
        os.write(fd, json.dumps(who).encode())


def _busy(store: Path, fd: int) -> StoreError:
    try:
        os.lseek(fd, 0, os.SEEK_SET)
        who = json.loads(os.read(fd, 4096))
        return StoreError(
            mark("{path} is being written by process {process} on {host} since {since}; a store has one writer at a time"),
            path=store, process=str(who["process"]), host=who["host"], since=who["since"],
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        return StoreError(mark("{path} is being written by another process; a store has one writer at a time"), path=store)


__all__ = ["WriteLock"]
