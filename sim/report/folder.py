"""The folder of a report: where its evidence lies, from which it can be written again."""

from __future__ import annotations

from pathlib import Path

from sim.draft import draft
from sim.locale import mark
from sim.report.evidence import Evidence
from sim.report.stored import ArchiveError, from_json, to_json

FILE = "evidence.json"

NOTHING = mark("{folder} holds neither a comparison made with --report nor a study: write one with shequ compare FIRST OTHER --report {folder}")


def has_evidence(folder: Path) -> bool:
    """Whether a comparison's evidence lies there."""
    return (folder / FILE).is_file()


def read_evidence(folder: Path) -> Evidence:
    """The evidence of a folder. Raises ArchiveError for a file that is none, OSError for one that cannot be read."""
    path = folder / FILE
    try:
        return from_json(path.read_text(encoding="utf-8"), path)
    except UnicodeDecodeError as error:
        raise nothing_in(folder) from error


def keep_evidence(evidence: Evidence, folder: Path) -> Path:
    """Write the evidence into the folder, which is made if need be; an old one is replaced when the new one is whole."""
    path = folder / FILE
    with draft(path) as part:
        part.write_text(to_json(evidence), encoding="utf-8", newline="\n")
    return path


def nothing_in(folder: Path) -> ArchiveError:
    """The error of a folder that a report cannot be made of."""
    return ArchiveError(NOTHING, folder=folder)


__all__ = ["FILE", "has_evidence", "keep_evidence", "nothing_in", "read_evidence"]
