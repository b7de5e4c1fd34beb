"""One run as the store keeps it: its key, what came of it, and how it went."""

from __future__ import annotations

import json
import math
import numbers
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

Label = str | float | int | bool

KEY = re.compile(r"[0-9a-f]{64}")
FILE_NAME = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*")
"""Relative, no "..", nothing hidden: a name read from somebody else's store leads nowhere else."""

_NO_NUMBER = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
"""JSON has no word for these; where only numbers may stand they are written as these strings."""


class State(StrEnum):
    """Where a run is. `killed`: its process died; `timed out`: it took longer than it may."""

    pending = "pending"
    running = "running"
    done = "done"
    failed = "failed"
    killed = "killed"
    timed_out = "timed out"

    @property
    def rank(self) -> int:
        """What is worth more when two stores hold the same run: done before ended before running before pending."""
        return _RANK[self]


_RANK = {State.pending: 0, State.running: 1, State.killed: 2, State.timed_out: 2, State.failed: 2, State.done: 3}


class StoredFile(NamedTuple):
    """A large table beside the store: name under the folder of files, size (bytes) and sha256 of its content unpacked.

    The content and not the packed file is what counts: another version of zlib packs the same table to other bytes.
    """

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run of a study. Numbers of numpy are turned into Python's own, so that what is read equals what was put.

    key         sha256 of all that its result depends on, as 64 hexadecimal digits
    labels      where it belongs, for people (scenario, replicate, levers); no part of its identity
    metrics     numbers by metric id; nan where there was nothing to count, inf for a quantile never reached
    checks      the identities that held, as `Outcome.checks` has them
    funnel      "true" and "official": counts by stage; nan where the office has no such number
    stage       how far a run that failed had come: load, assemble, simulate, measure, keep
    wall_s      seconds it took;  peak_mb  largest memory of its process (MB)
    """

    key: str
    state: State = State.pending
    attempts: int = 0
    labels: dict[str, Label] = field(default_factory=dict)
    metrics: dict[str, float] = field(default_factory=dict)
    checks: dict[str, float | int] = field(default_factory=dict)
    funnel: dict[str, list[float]] = field(default_factory=dict)
    stage: str = ""
    traceback: str = ""
    wall_s: float = 0.0
    peak_mb: float = 0.0
    host: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not (isinstance(self.key, str) and KEY.fullmatch(self.key)):
            raise ValueError(f"the key of a run has 64 hexadecimal digits, not {self.key!r:.80}")
        keep = object.__setattr__
        keep(self, "state", State(self.state))
        keep(self, "attempts", int(self.attempts))
        keep(self, "labels", {str(name): _label(value) for name, value in self.labels.items()})
        keep(self, "metrics", {str(name): float(value) for name, value in self.metrics.items()})
        keep(self, "checks", {str(name): _number(value) for name, value in self.checks.items()})
        keep(self, "funnel", {str(name): [float(value) for value in values] for name, values in self.funnel.items()})
        keep(self, "wall_s", float(self.wall_s))
        keep(self, "peak_mb", float(self.peak_mb))
        keep(self, "versions", {str(name): str(value) for name, value in self.versions.items()})
        keep(self, "files", {str(name): _file(value) for name, value in self.files.items()})

    def to_plain(self) -> dict[str, Any]:
        """As values that JSON knows; `from_plain` gives the same run back, every float bit for bit."""
        return {
            **vars(self),
            "state": self.state.value,
            "labels": {name: _label_out(value) for name, value in self.labels.items()},
            **self._numbers_out(),
            "wall_s": _number_out(self.wall_s),
            "peak_mb": _number_out(self.peak_mb),
            "files": {name: one._asdict() for name, one in self.files.items()},
        }

    @classmethod
    def from_plain(cls, plain: Any) -> Run:
        """The run that `to_plain` described. Raises ValueError for anything else."""
        if not isinstance(plain, dict) or plain.keys() != cls.__dataclass_fields__.keys():
            raise ValueError("not the record of a run")
        try:
            return cls(**{
                **plain,
                "labels": {name: _label_in(value) for name, value in plain["labels"].items()},
                "metrics": {name: value if type(value) is float else _number_in(value) for name, value in plain["metrics"].items()},
                "checks": {name: _number_in(value) for name, value in plain["checks"].items()},
                "funnel": {name: [_number_in(value) for value in values] for name, values in plain["funnel"].items()},
                "wall_s": _number_in(plain["wall_s"]),
                "peak_mb": _number_in(plain["peak_mb"]),
                "files": {name: StoredFile(**one) for name, one in plain["files"].items()},
            })  # fmt: skip
        except (TypeError, AttributeError, KeyError) as error:
            raise ValueError(f"not the record of a run: {error}") from error

    def to_json(self) -> str:
        """The text of `to_plain`; equal runs give equal text, whose names stand in the order they were given."""
        return json.dumps(self.to_plain(), ensure_ascii=False, allow_nan=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Run:
        """The run that `to_json` wrote. Raises ValueError for anything else."""
        return cls.from_plain(json.loads(text))

    def result_bytes(self) -> bytes:
        """What must not depend on how, where or how often it ran: key, metrics, checks, funnel. Same result, same bytes."""
        return json.dumps({"key": self.key, **self._numbers_out()}, sort_keys=True, allow_nan=False, separators=(",", ":")).encode()

    def _numbers_out(self) -> dict[str, Any]:
        return {
            "metrics": {name: _number_out(value) for name, value in self.metrics.items()},
            "checks": {name: _number_out(value) for name, value in self.checks.items()},
            "funnel": {name: [_number_out(value) for value in values] for name, values in self.funnel.items()},
        }


def _number(value: Any) -> float | int:
    if type(value) is float or type(value) is int:
        return value
    return int(value) if isinstance(value, numbers.Integral) else float(value)


def _number_out(value: float | int) -> float | int | str:
    return value if math.isfinite(value) else str(float(value))


def _number_in(value: Any) -> float | int:
    if type(value) is float or type(value) is int:
        return value
    if isinstance(value, str):
        return _NO_NUMBER[value]
    raise TypeError(f"{value!r:.40} is no number")


def _label(value: Any) -> Label:
    plain: Label = value.item() if hasattr(value, "item") else value
    if not isinstance(plain, str | bool | int | float):
        raise ValueError(f"a label is a text, a number, true or false, not {plain!r:.40}")
    return plain


def _label_out(value: Label) -> Any:
    """A label may be the text "nan", so a number that JSON does not know goes into a table of its own."""
    return value if isinstance(value, str | bool) or math.isfinite(value) else {"number": str(value)}


def _label_in(value: Any) -> Label:
    return _NO_NUMBER[value["number"]] if isinstance(value, dict) else _label(value)


def _file(value: Sequence[Any] | Mapping[str, Any]) -> StoredFile:
    one = StoredFile(**value) if isinstance(value, Mapping) else StoredFile(*value)
    if not (FILE_NAME.fullmatch(one.name) and KEY.fullmatch(one.sha256) and isinstance(one.bytes, int) and one.bytes >= 0):
        raise ValueError(f"not a file beside a store: {one!r:.120}")
    return one


__all__ = ["FILE_NAME", "KEY", "Label", "Run", "State", "StoredFile"]
