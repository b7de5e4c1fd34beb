"""Write a damaged store anew with every run that can still be read, and keep the damaged file beside it."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

from sim.locale import mark
from sim.store.fault import DamagedError, StoreError
from sim.store.files import sync_folder
from sim.store.form import locate, require_store
from sim.store.lock import WriteLock
from sim.store.salvage import Salvage, salvage
from sim.store.store import RunStore
from sim.store.verify import Report, look_through, verify

BATCH = 256

BESIDE = ("-wal", "-journal")
"""What SQLite keeps beside a file and would apply to whatever file then has its name."""


def repair(path: Path | str) -> Report:
    """Make a damaged store usable again. A store without fault is left as it is (`kept_as` is None).

    The damaged file, with its log, becomes `<name>.damaged`; not one byte of it is changed. Tables beside the store stay.
    Raises StoreError if somebody is writing it, if it is no store, or if not a single run can be read; then nothing has changed.
    """
    path = locate(path)
    if not path.is_file():
        raise StoreError(mark("there is no store {path}"), path=path)
    lock = WriteLock(path)
    try:
        _finish_interrupted(path)
        found = _broken(path)
        if found is None:
            return verify(path)
        if not found.runs:
            raise StoreError(mark("not a single run can be read from {path}; it was left as it is"), path=path)
        new = _written_anew(path, found)
        kept_as = _swap(path, new)
        return replace(verify(path), known=found.known, kept_as=kept_as)
    finally:
        lock.release()


def _broken(path: Path) -> Salvage | None:
    """What can be read of a damaged file; None if nothing is wrong with it, neither with its structure nor with a value in it."""
    try:
        _, found = look_through(path)
    except DamagedError:
        return salvage(path)
    return salvage(path) if found is None and verify(path).faults else found


def _finish_interrupted(path: Path) -> None:
    """Undo a write that was cut off, as SQLite does it when it may write."""
    try:
        require_store(path)
    except StoreError as error:
        cause = error.__cause__
        if isinstance(cause, sqlite3.Error) and (cause.sqlite_errorname or "").startswith("SQLITE_READONLY"):
            with contextlib.suppress(StoreError):
                require_store(path, "rw")


def _written_anew(path: Path, found: Salvage) -> Path:
    """The new file under a temporary name, whole and in one piece. Raises StoreError if it cannot be written."""
    new = path.with_name(path.name + ".repaired")
    for name in (new, *(new.with_name(new.name + end) for end in BESIDE)):
        name.unlink(missing_ok=True)
    with RunStore(new) as store:
        if found.study is not None:
            store.study = found.study
        for at in range(0, len(found.runs), BATCH):
            store.put_many(found.runs[at : at + BATCH])
    if new.with_name(new.name + "-wal").exists() or verify(new).runs != len(found.runs):
        raise StoreError(mark("{path} cannot be read or written ({problem}): is the disk full or gone?"), path=new, problem="repair")
    return new


def _swap(path: Path, new: Path) -> Path:
    """At every moment all that was there is under one name or the other, also if the process ends in between."""
    kept_as = next(name for name in _names(path) if not name.exists())
    for end in (*BESIDE, ""):
        if path.with_name(path.name + end).exists():
            _also(path.with_name(path.name + end), kept_as.with_name(kept_as.name + end))
    sync_folder(path.parent)
    for end in (*BESIDE, "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    os.replace(new, path)
    sync_folder(path.parent)
    return kept_as


def _names(path: Path) -> list[Path]:
    return [path.with_name(f"{path.name}.damaged{number}") for number in ("", *(f"-{n}" for n in range(2, 1000)))]


def _also(path: Path, name: Path) -> None:
    """Give a file a second name, or where a file can have only one, a copy."""
    name.unlink(missing_ok=True)
    try:
        os.link(path, name)
    except OSError:
        shutil.copy2(path, name)


__all__ = ["repair"]
