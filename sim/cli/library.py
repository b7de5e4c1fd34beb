"""How practices are listed and explained."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.cli.screen import Cell, line, results, table
from sim.cli.trials import judged, sentence
from sim.locale import Translator, mark
from sim.locale.numbers import decimals, difference_interval_text, difference_text, unit_of, value_text
from sim.metrics.catalogue import find
from sim.scenario.causes import CAUSES
from sim.scenario.library import Entry, library
from sim.scenario.merging import leaves
from sim.scenario.moves import split
from sim.scenario.practice import GROUND, Practice
from sim.study.record import Record, Told, last_checked

SOURCES = {
    "HY": mark("Hanyang, Wuhan"), "FX": mark("Fengxin, Jiangxi"), "KL": mark("Kangle, Yangzhou"), "LH": mark("Longhua, Shenzhen"),
    "ZJ": mark("large communities of Zhejiang"),
}  # fmt: skip


def list_entries(entries: Sequence[Entry], spoken: Translator) -> None:
    """One line each: id, name, causal channels, whether it runs or is a composite, what the last check found."""
    console, checked = results(), last_checked()
    for source in dict.fromkeys(entry.source for entry in entries):
        line(console, spoken(SOURCES[source]), "bold")
        mine = [entry for entry in entries if entry.source == source]
        table(console, [
            [
                Cell(entry.id), Cell(entry.practice.zh if spoken.lang == "zh" else entry.practice.en), Cell(" ".join(entry.practice.causes), False, "dim"),
                Cell(_state(entry.practice, spoken)), Cell(_score(checked.get(entry.id), spoken), False, "dim"),
            ]
            for entry in mine
        ])  # fmt: skip
    line(console)
    line(console, spoken("{count} practices. Explain one: shequ practices ID · try it: shequ practices --check ID · use it: --apply ID",
                         count=len(entries)), "dim")


def _state(practice: Practice, spoken: Translator) -> str:
    return spoken("composite of {parts}", parts=" ".join(practice.parts)) if practice.parts else spoken("runs")


def _score(record: Record | None, spoken: Translator) -> str:
    if record is None:
        return spoken("not checked yet")
    held = sum(one.verdict == "holds" for one in record.findings)
    text = spoken("{held} of {all} hold", held=held, all=len(record.findings))
    return text if record.current else spoken("{found} (checked before its last change)", found=text)


def explain(entry: Entry, spoken: Translator) -> None:
    """One practice in full."""
    console, practice, zh = results(), entry.practice, spoken.lang == "zh"
    line(console, f"{entry.id}  {practice.zh if zh else practice.en}", "bold")
    line(console, "  " + (practice.says.zh if zh else practice.says.en))
    channels = ("、" if zh else ", ").join(f"{CAUSES[code].zh if zh else CAUSES[code].en} ({code})" for code in practice.causes)
    line(console, "  " + spoken("acts through: {channels}", channels=channels))
    line(console, "  " + spoken("source: {source}", source=practice.where))
    if practice.parts:
        parts = "; ".join(f"{name} {_name(name, zh)}" for name in practice.parts)
        line(console, "  " + spoken("composite of {parts}", parts=parts))
    _tell_change(entry, spoken)
    _tell_numbers(practice, spoken)
    _tell_patterns(entry, spoken)
    if practice.limits is not None:
        line(console, "  " + spoken("known limits: {limits}", limits=practice.limits.zh if zh else practice.limits.en))
    line(console)


def _name(name: str, zh: bool) -> str:
    known = library().get(name)
    return "" if known is None else known.practice.zh if zh else known.practice.en


def _tell_change(entry: Entry, spoken: Translator) -> None:
    """What it changes on its test ground, in sentences."""
    from sim.scenario.words import diff
    from sim.study.trial import on_side, side

    ground = entry.practice.ground.scenario
    where = spoken("on the test ground") if ground == GROUND else ground
    line(results(), "  " + spoken("what changes ({where}):", where=where))
    for told in diff(side(entry.practice, []).scenario, on_side(entry).scenario, spoken.lang):
        line(results(), "    - " + told)


def _tell_numbers(practice: Practice, spoken: Translator) -> None:
    """Every value it sets with its source and range, documented apart from assumed."""
    plain, moves = split(practice.set)
    values: list[tuple[str, Any]] = [(".".join(map(str, path)), value) for path, value in [*leaves(plain), *moves.items()]]
    rows = []
    for name, value in values:
        if name.split(".")[-1] in ("zh", "en"):
            continue
        source = next((practice.sources[key] for key in _above(name) if key in practice.sources), "assumption")
        low_high = practice.ranges.get(name)
        shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value).lower() if isinstance(value, bool) else str(value)
        span = spoken("plausible {low} to {high}", low=f"{low_high[0]:g}", high=f"{low_high[1]:g}") if low_high else ""
        rows.append([Cell(name), Cell(shown), Cell(span, False, "dim"), Cell(spoken("assumption") if source == "assumption" else source, False, "dim")])
    if rows:
        line(results(), "  " + spoken("numbers and where they come from:"))
        table(results(), rows, indent="    ")


def _above(name: str) -> list[str]:
    """The name and every part above it, longest first."""
    parts = name.split(".")
    return [".".join(parts[:length]) for length in range(len(parts), 0, -1)]


def _tell_patterns(entry: Entry, spoken: Translator) -> None:
    """Patterns and traps, with what the last check found."""
    record = last_checked().get(entry.id)
    told = list(record.findings) if record is not None and record.current else []
    patterns = [*(("expect", one) for one in entry.practice.expect), *(("trap", one) for one in entry.practice.trap)]
    for at, (kind, pattern) in enumerate(patterns):
        line(results(), "  " + sentence(kind, entry.practice, pattern, spoken))
        if at < len(told):
            line(results(), "    " + spoken("when last checked: {found}", found=_found(told[at], spoken)))
        if pattern.why is not None:
            line(results(), "    " + (pattern.why.zh if spoken.lang == "zh" else pattern.why.en))
    if record is not None and not record.current:
        line(results(), "  " + spoken("the last check was made before the practice's last change"))


def _found(one: Told, spoken: Translator) -> str:
    unit = unit_of(find(one.metric).unit)
    digits = decimals(unit, (one.high - one.low) / 2, one.off)
    return spoken(
        "{off} without; {difference} {interval} with it, {runs} paired replications: {verdict}",
        off=value_text(one.off, unit, digits, spoken.lang), difference=difference_text(one.difference, unit, digits, spoken.lang),
        interval=difference_interval_text(one.low, one.high, unit, digits), runs=one.replications, verdict=judged(one, spoken),
    )  # fmt: skip


def plain(entry: Entry) -> dict[str, Any]:
    """A practice as plain values."""
    return {"id": entry.id, "source": entry.source, **entry.practice.model_dump(mode="json", exclude_defaults=True)}
