"""What the last check of the practices found, kept beside the library: `scenarios/practices/checked.json`."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sim.scenario import shipped
from sim.scenario.library import library
from sim.study.trial import Finding, Strength, practice_hash, strength_of
from sim.version import VERSION

FILE = "checked.json"


class Told(NamedTuple):
    """One recorded finding, in the order of the practice's patterns, then its traps."""

    kind: str
    metric: str
    direction: str
    off: float
    difference: float
    low: float
    high: float
    replications: int
    relevant: float
    verdict: str

    @property
    def strength(self) -> Strength:
        """How a verdict that holds is to be taken."""
        return strength_of(self.verdict, self.direction, self.low, self.high, self.relevant)


class Record(NamedTuple):
    """What was found of one practice; `current` if neither it nor the version has changed since."""

    version: str
    current: bool
    findings: tuple[Told, ...]


def as_json(findings: Sequence[Finding]) -> dict[str, Any]:
    """The findings as plain values, by practice; what is no finite number is null."""
    known = library()
    practices: dict[str, Any] = {}
    for one in findings:
        entry = practices.setdefault(
            one.practice, {"sha256": practice_hash(known[one.practice].practice), "version": VERSION, "findings": []})
        entry["findings"].append({
            "kind": one.kind, "metric": one.pattern.metric, "direction": one.pattern.direction, "off": _finite(one.off),
            "difference": _finite(one.difference.mean), "low": _finite(one.difference.low), "high": _finite(one.difference.high),
            "replications": one.difference.n, "relevant": _finite(one.relevant), "verdict": one.verdict,
        })  # fmt: skip
    return {"practices": practices}


def _finite(value: float) -> float | None:
    return float(f"{value:.6g}") if math.isfinite(value) else None


def joined(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Old records with the new ones in their place, in the order of the library."""
    both = {**old.get("practices", {}), **new["practices"]}
    return {"practices": {name: both[name] for name in library() if name in both}}


def read() -> dict[str, Any]:
    """The shipped record as plain values; empty if there is none."""
    path = shipped.folder() / "practices" / FILE
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def last_checked() -> dict[str, Record]:
    """What the shipped record holds of every practice; one written by another version in another form counts as none."""
    records = {}
    for name, entry in read().get("practices", {}).items():
        if name not in library() or any(set(one) != set(Told._fields) for one in entry["findings"]):
            continue
        current = entry["version"] == VERSION and entry["sha256"] == practice_hash(library()[name].practice)
        findings = tuple(_told(one) for one in entry["findings"])
        records[name] = Record(entry["version"], current, findings)
    return records


def _told(one: Mapping[str, Any]) -> Told:
    names = ("off", "difference", "low", "high", "relevant")
    off, difference, low, high, relevant = (math.nan if one[name] is None else float(one[name]) for name in names)
    return Told(one["kind"], one["metric"], one["direction"], off, difference, low, high, int(one["replications"]), relevant, one["verdict"])


__all__ = ["FILE", "Record", "Told", "as_json", "joined", "last_checked", "read"]
