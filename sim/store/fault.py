"""What can be wrong with a store, as a sentence in the reader's language."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sim.errors import ShequError
from sim.locale import Lang, mark, translator

READING = (sqlite3.Error, UnicodeDecodeError)
"""What reading a file by the standard library may raise: the second where SQLite's complaint quotes the damaged bytes themselves."""

_ON_DISK = {
    "SQLITE_FULL": mark("the disk is full: {path} could not be written; every run stored before is safe"),
    "SQLITE_BUSY": mark("{path} is locked by another program; nothing was written"),
    "SQLITE_READONLY": mark("{path} cannot be written ({problem})"),
    "SQLITE_CANTOPEN": mark("{path} cannot be opened ({problem})"),
    "SQLITE_PERM": mark("{path} cannot be opened ({problem})"),
}
"""Primary result codes of SQLite (https://sqlite.org/rescode.html) that a user can do something about."""

_NO_STORE = mark("{path} is not a store of runs, or its first page is damaged; it was left as it is")

_INTERRUPTED = mark("the last write to {path} was interrupted: continue the study, or use  shequ store repair {path}")

_DAMAGED = mark("{path} is damaged ({problem});  shequ store repair {path}  keeps every run that can still be read")


class Told(NamedTuple):
    """A sentence of the catalogue and what fills its {names}."""

    text: str
    blanks: Mapping[str, Any]

    def sentence(self, lang: Lang = "en") -> str:
        """The sentence in the reader's language."""
        return translator(lang)(self.text, **self.blanks)


class ToldError(ShequError):
    """An error that is a sentence of the catalogue, told in the reader's language; it survives the way back from a worker."""

    exit_code = 2

    def __init__(self, text: str, **blanks: Any) -> None:
        self.told = Told(text, {name: value if isinstance(value, int) else str(value) for name, value in blanks.items()})
        super().__init__(self.told.sentence())

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.told.text, dict(self.told.blanks))

    def render(self, lang: Lang = "en") -> str:
        """The line for the command line."""
        return f"shequ: {self.told.sentence(lang)}"


class StoreError(ToldError):
    """A store that cannot be opened, read or written as asked. What was in it before is still there."""


class DamagedError(StoreError):
    """A file that is, or may have been, a store, and in which something is broken."""


class ConflictError(StoreError):
    """Two stores hold different results of one run."""


def _again(kind: type[ToldError], text: str, blanks: dict[str, Any]) -> ToldError:
    """An error that came from another process."""
    return kind(text, **blanks)


def of_sqlite(path: Path, error: Exception) -> StoreError:
    """What SQLite said, as a sentence about the file."""
    code = getattr(error, "sqlite_errorname", "") or ""
    if code in ("SQLITE_READONLY_ROLLBACK", "SQLITE_READONLY_RECOVERY"):
        return StoreError(_INTERRUPTED, path=path)
    if code == "SQLITE_NOTADB":
        return DamagedError(_NO_STORE, path=path)
    if code.startswith("SQLITE_IOERR"):
        return StoreError(mark("{path} cannot be read or written ({problem}): is the disk full or gone?"), path=path, problem=error)
    text = _ON_DISK.get("_".join(code.split("_")[:2]))
    return damaged(path, str(error)) if text is None else StoreError(text, path=path, problem=error)


def damaged(path: Path, problem: str) -> DamagedError:
    """The file is a store, and something in it is broken."""
    return DamagedError(_DAMAGED, path=path, problem=problem)


__all__ = ["READING", "ConflictError", "DamagedError", "StoreError", "Told", "damaged", "of_sqlite"]
