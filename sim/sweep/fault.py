"""What keeps a study from going on, as a sentence in the reader's language. Everything done before is in the store."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from sim.locale import mark
from sim.store.fault import ToldError


class StudyFault(ToldError):
    """The study cannot go on here and now; no run is to blame, and none is recorded as failed."""


class ExecutorError(StudyFault):
    """The place where runs should be made cannot be reached, is not installed, or has gone."""


class OtherEngineError(StudyFault):
    """A worker has other sources than the process that gives out the runs: its numbers would stand under the wrong key."""


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """What the system says against writing a result, with the name of the file. Raises StudyFault."""
    try:
        yield
    except OSError as error:
        text = mark("{path} cannot be written ({problem}); every run is kept, and the same command writes the tables")
        raise StudyFault(text, path=path, problem=error.strerror or error) from error


__all__ = ["ExecutorError", "OtherEngineError", "StudyFault", "writing"]
