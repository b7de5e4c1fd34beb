"""What keeps a study from going on, as a sentence in the reader's language. Everything done before is in the store."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.errors import ShequError
from sim.locale import Lang, mark
from sim.store.fault import Told


class StudyFault(ShequError):
    """The study cannot go on here and now; no run is to blame, and none is recorded as failed."""

    exit_code = 2

    def __init__(self, text: str, **blanks: Any) -> None:
        self.told = Told(text, {name: value if isinstance(value, int) else str(value) for name, value in blanks.items()})
        super().__init__(self.told.sentence())

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.told.text, dict(self.told.blanks))

    def render(self, lang: Lang = "en") -> str:
        """The line for the command line."""
        return f"shequ: {self.told.sentence(lang)}"


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


def _again(kind: type[StudyFault], text: str, blanks: dict[str, Any]) -> StudyFault:
    """A fault that came from a worker."""
    return kind(text, **blanks)


__all__ = ["ExecutorError", "OtherEngineError", "StudyFault", "writing"]
