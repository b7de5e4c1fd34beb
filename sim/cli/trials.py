"""What a check of practices shows: pattern, difference with its interval, verdict; and where it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from sim.cli.files import STDOUT, require_folder, write_json
from sim.cli.progress import progress, tell_if_cold
from sim.cli.screen import Cell, line, results, table
from sim.locale import Translator, mark
from sim.locale.numbers import decimals, difference_interval_text, difference_text, unit_of, value_text
from sim.metrics.catalogue import find
from sim.scenario.library import Entry
from sim.scenario.load import load
from sim.scenario.practice import Pattern, Practice, Who
from sim.scenario.scenario import Scenario
from sim.scenario.values import quoted, weekly
from sim.study.record import Told, as_json, joined, read
from sim.study.trial import Finding, count_runs, try_practices

VERDICTS = {"holds": mark("holds"), "does not hold": mark("does not hold"), "cannot tell": mark("cannot tell")}
STRENGTHS = {
    "slight": mark("holds, by less than matters"), "exact": mark("holds, nothing differs at all"),
}  # fmt: skip
COLOURS = {"holds": "green", "does not hold": "red", "cannot tell": "dim"}
DIRECTIONS = {
    "up": mark("rises"), "down": mark("falls"), "same": mark("stays"), "not_up": mark("does not rise"), "not_down": mark("does not fall"),
}  # fmt: skip
GROUPS = {
    "elder": mark("elders"), "newcomer": mark("newcomers"), "local": mark("locals"), "vulnerable": mark("the vulnerable"),
    "others": mark("neither elders, newcomers nor vulnerable"),
}  # fmt: skip


def check_practices(
    entries: Sequence[Entry], replications: int | None, workers: int | None, record: Path | None, json: Path | None, spoken: Translator
) -> None:
    """Run the trials of the practices and show them; nothing is written before everything has run."""
    require_folder(record)
    require_folder(json)
    tell_if_cold(spoken)
    ids = [entry.id for entry in entries]
    with progress(spoken, count_runs(ids, replications)) as told:
        findings = try_practices(ids, replications, told, workers)
    if record is not None:
        write_json(record, joined(read(), as_json(findings)))
    if json is not None:
        write_json(json, as_json(findings))
        if json == STDOUT:
            return
    show(entries, findings, spoken)


def show(entries: Sequence[Entry], findings: Sequence[Finding], spoken: Translator) -> None:
    """A block for each practice, then the count of verdicts."""
    console = results()
    rows: list[list[Cell]] = []
    for entry in entries:
        name = entry.practice.zh if spoken.lang == "zh" else entry.practice.en
        rows.append([Cell(f"{entry.id}  {name}", False, "bold")])
        rows += [_row(entry, one, spoken) for one in findings if one.practice == entry.id]
    for row in rows:
        if len(row) == 1:
            line(console, row[0].text, "bold")
        else:
            line(console, "  " + row[0].text)
            table(console, [row[1:]], indent="      ")
    counts = {word: sum(one.verdict == word for one in findings) for word in VERDICTS}
    line(console)
    line(console, spoken("{patterns} patterns and traps: {holds} hold, {fails} do not hold, for {open} one cannot tell",
                         patterns=len(findings), holds=counts["holds"], fails=counts["does not hold"], open=counts["cannot tell"]))
    slight, exact = (sum(one.strength == word for one in findings) for word in ("slight", "exact"))
    line(console, spoken("Of those that hold {slight} do by less than the smallest difference worth talking about, and in {exact} nothing differs at all.",
                         slight=slight, exact=exact))
    line(console, spoken("Each verdict rests on a paired 95 % interval of its own, under the assumptions of the practice's test ground."))
    if counts["does not hold"]:
        line(console, spoken("Why a pattern does not hold: shequ practices ID"), "dim")


def _row(entry: Entry, one: Finding, spoken: Translator) -> list[Cell]:
    metric = find(one.pattern.metric)
    unit = unit_of(metric.unit)
    digits = decimals(unit, one.difference.half_width, one.off)
    return [
        Cell(sentence(one.kind, entry.practice, one.pattern, spoken)),
        Cell(value_text(one.off, unit, digits, spoken.lang), True),
        Cell(difference_text(one.difference.mean, unit, digits, spoken.lang), True),
        Cell(difference_interval_text(one.difference.low, one.difference.high, unit, digits)),
        Cell(judged(one, spoken), False, COLOURS[one.verdict]),
    ]


def judged(one: Finding | Told, spoken: Translator) -> str:
    """The verdict in words, with how it is to be taken."""
    return spoken(STRENGTHS.get(one.strength, VERDICTS[one.verdict]))


def sentence(kind: str, practice: Practice, pattern: Pattern, spoken: Translator) -> str:
    """The pattern in words and by its metric: "pattern: fewer go to a wrong office (misrouted: falls)"."""
    metric = find(pattern.metric)
    said, name = (pattern.zh, metric.zh) if spoken.lang == "zh" else (pattern.en, metric.en)
    told = name + ("" if spoken.lang == "zh" else ": ") + spoken(DIRECTIONS[pattern.direction])
    whom = whom_text(practice, pattern.who, spoken)
    told = f"{told}{SEPARATOR[spoken.lang]}{whom}" if whom else told
    return spoken("pattern: {said} ({told})", said=said, told=told) if kind == "expect" else spoken("trap: {said} ({told})", said=said, told=told)


def whom_text(practice: Practice, who: Who, spoken: Translator) -> str:
    """Whom a pattern of a practice is about, in words; empty if everybody."""
    parts = [*([spoken(GROUPS[who.group])] if who.group != "all" else [])]
    if who.categories:
        parts.append(_called(practice, "categories", who.categories, spoken))
    if who.agencies:
        parts.append(_agencies(who.agencies, spoken))
    for name, words in RANGES.items():
        bounds = getattr(who, name)
        if bounds:
            parts.append(spoken(words, low=f"{bounds[0]:g}", high=f"{bounds[1]:g}"))
    if who.when:
        parts.append(weekly(who.when, spoken.lang))
    if who.channels:
        parts.append(_called(practice, "channels", who.channels, spoken))
    if who.special is not None:
        parts.append(spoken("at special places") if who.special else spoken("at ordinary places"))
    if who.private is not None:
        parts.append(spoken("private matters") if who.private else spoken("public matters"))
    return ("；" if spoken.lang == "zh" else "; ").join(parts)


def _called(practice: Practice, kind: str, ids: Sequence[str], spoken: Translator) -> str:
    """Categories or channels by the names they have on the practice's ground, or that the practice gives them."""
    known, new = getattr(_ground(practice.ground.scenario), kind), practice.set.get(kind, {})
    names = [getattr(known[one], spoken.lang) if one in known else new.get(one, {}).get(spoken.lang, one) for one in ids]
    return ("、" if spoken.lang == "zh" else ", ").join(map(quoted, names))


@cache
def _ground(name: str) -> Scenario:
    """A test ground, as shipped."""
    return load(name)


def _agencies(bounds: Sequence[int], spoken: Translator) -> str:
    """How many agencies' sign-off is needed; nine or more is any number."""
    low, high = bounds
    if high == 0:
        return spoken("needing no other agency")
    if low == 1 and high >= ANY_NUMBER:
        return spoken("needing other agencies")
    return spoken("needing {low} to {high} agencies", low=str(low), high=str(high))


ANY_NUMBER = 9
"""More agencies than any issue needs."""


SEPARATOR = {"en": ", ", "zh": "，"}

RANGES = {
    "difficulty": mark("difficulty {low} to {high}"),
    "authority": mark("authority {low} to {high}"), "severity": mark("severity {low} to {high}"), "days": mark("days {low} to {high}"),
}  # fmt: skip
