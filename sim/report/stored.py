"""The file of evidence that a report leaves beside it, and from which it can be written again, in another language or form, without a run."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from sim.locale import mark
from sim.report.archive import plain, restored
from sim.report.evidence import Evidence
from sim.store.fault import ToldError
from sim.version import VERSION

FORMAT = "shequ evidence"
FORM = 1
"""Raised whenever a file written before can no longer be read as it is."""

_FOREIGN = mark("{path} is not a file of evidence, or it is cut short ({problem}); expected is the file that a report leaves beside it: run the command of the report again")
_OTHER_FORM = mark("{path} was written by version {version} in form {found}; this is version {own}, which reads form {form}: run the command of the report again")
_CHANGED = mark("{path} is damaged or was changed by hand: its content does not agree with its checksum; run the command of the report again")
_UNFIT = mark("{path} was written by version {version} and cannot be read by this version, {own} ({problem}): run the command of the report again")


class ArchiveError(ToldError):
    """A file of evidence that this version cannot read."""


def to_json(evidence: Evidence) -> str:
    """The file's text: JSON with the version, a checksum and the evidence (see `archive`); the same bytes for the same evidence.

    Everything is kept but the looks of the comparison, of which a report keeps its own (`portraits`).
    """
    body = plain(evidence)
    head = {"format": FORMAT, "form": FORM, "shequ": VERSION, "sha256": _checksum(body), "evidence": body}
    return _text(head) + "\n"


def from_json(text: str, path: Path | str) -> Evidence:
    """The evidence of a file's text; `path` is for the messages. Raises ArchiveError."""
    try:
        found = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise ArchiveError(_FOREIGN, path=path, problem=error) from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise ArchiveError(_FOREIGN, path=path, problem=FORMAT)
    version = found.get("shequ")
    if found.get("form") != FORM:
        raise ArchiveError(_OTHER_FORM, path=path, version=version, found=found.get("form"), own=VERSION, form=FORM)
    body = found.get("evidence")
    if found.get("sha256") != _checksum(body):
        raise ArchiveError(_CHANGED, path=path)
    try:
        evidence = restored(Evidence, body)
    except ValueError as error:
        raise ArchiveError(_UNFIT, path=path, version=version, own=VERSION, problem=" ".join(str(error).split())[:200]) from error
    assert isinstance(evidence, Evidence)
    return evidence


def _checksum(body: Any) -> str:
    return hashlib.sha256(_text(body).encode()).hexdigest()


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no number of JSON")


__all__ = ["ArchiveError", "from_json", "to_json"]
