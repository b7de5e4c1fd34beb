"""Where every number of a scenario comes from: one row per number, for the report and the ODD page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sim.scenario.faults import dotted
from sim.scenario.merging import ABOUT, source_of
from sim.scenario.scenario import Scenario
from sim.scenario.schema import Declared, declared, leaves
from sim.scenario.sentences import Lang


class Row(NamedTuple):
    """One number (or list of numbers): where it stands, what it is, who says so."""

    path: str
    value: float | int | tuple[float, ...]
    unit: str
    sentence: str
    source: str
    written: bool


class Counted(NamedTuple):
    """How many numbers have a source, and how many somebody has assumed."""

    sourced: int
    assumed: int


def counted(rows: Sequence[Row]) -> Counted:
    """Of the rows of `provenance`."""
    assumed = sum(row.source.startswith("assumption") for row in rows)
    return Counted(len(rows) - assumed, assumed)


def provenance(scenario: Scenario, lang: Lang = "en", *, defaults: bool = True) -> list[Row]:
    """Every number with its unit, its sentence and its source; `defaults=False` leaves out what nobody wrote.

    A written number has the source of the longest path in `sources` that covers it; else, if it equals the default, the
    default's own source; else it is an assumption. A default has the source declared with it.
    """
    rows = []
    for path, value, written in leaves(scenario):
        if path[0] in ABOUT or not (written or defaults) or not _numeric(value):
            continue
        slot = declared(path)
        if slot is None:
            continue
        number = tuple(value) if isinstance(value, list) else value
        rows.append(
            Row(
                dotted(path),
                number,
                slot.extra("unit"),
                _sentence(slot, lang),
                _source(dotted(path), value, written, slot, scenario),
                written,
            )
        )
    return rows


def _numeric(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and all(_numeric(item) for item in value)
    return isinstance(value, int | float) and not isinstance(value, bool)


def _source(name: str, value: Any, written: bool, slot: Declared, scenario: Scenario) -> str:
    own = slot.extra("source") or "assumption"
    if not written:
        return own
    tag = source_of(name, scenario.sources)
    if tag is not None:
        return tag
    plain = slot.field is not None and slot.field.get_default(call_default_factory=True) == value
    return own if plain else "assumption"


def _sentence(slot: Declared, lang: Lang) -> str:
    """The field's sentence; the mean of a duration speaks with the sentence of the duration too."""
    words = []
    for field in slot.fields:
        extra = field.json_schema_extra
        if isinstance(extra, dict) and "unit" in extra:
            words.append(str(extra["zh"]) if lang == "zh" else field.description or "")
    return (":" if lang == "zh" else ": ").join(words)


__all__ = ["Counted", "Row", "counted", "provenance"]
