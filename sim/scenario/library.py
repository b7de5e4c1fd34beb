"""The practice library: every practice of `scenarios/practices/*.toml` by its id, and where it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from pydantic import ValidationError

from sim.scenario import shipped
from sim.scenario.documents import Document, read_file
from sim.scenario.faults import Fault, FaultyScenario, dotted
from sim.scenario.practice import Practice, PracticeFile


class Entry(NamedTuple):
    """A practice of the library, its id, source and the file it is written in."""

    id: str
    source: str
    practice: Practice
    document: Document


@cache
def library() -> Mapping[str, Entry]:
    """All practices by id, in the order of sources and files. Raises FaultyScenario if a file is wrong."""
    found: dict[str, Entry] = {}
    for path in sorted((shipped.folder() / "practices").glob("*.toml"), key=_order):
        document = read_file(path)
        whole = _validated(document)
        for name, practice in whole.practices.items():
            found[name] = Entry(name, whole.source, practice, document)
    return found


def _validated(document: Document) -> PracticeFile:
    try:
        return PracticeFile.model_validate(document.data, strict=True)
    except ValidationError as error:
        faults = []
        for item in error.errors(include_url=False, include_input=False):
            path = tuple(item["loc"])
            fault = Fault("SC110", {"key": dotted(path), "reason": item["msg"]}, path)
            faults.append(fault.placed(document.spot(path, "value")))
        raise FaultyScenario(faults) from error


FILES = {"hanyang": 0, "fengxin": 1, "kangle": 2, "longhua": 3, "zhejiang": 4}


def _order(path: object) -> tuple[int, str]:
    stem = getattr(path, "stem", "")
    return FILES.get(stem, len(FILES)), stem


def spelled_out(ids: Sequence[str]) -> list[str]:
    """The ids with every composite replaced by its parts, each once, in order. Unknown ids stay."""
    known = library()
    found: list[str] = []
    for name in ids:
        parts = known[name].practice.parts if name in known else []
        for one in spelled_out(parts) if parts else [name]:
            if one not in found:
                found.append(one)
    return found


__all__ = ["Entry", "library", "spelled_out"]
