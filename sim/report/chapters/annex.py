"""For those who check: every metric, the parameters changed with their sources, the checks that held, and how to make it again."""

from __future__ import annotations

from sim.metrics import METRICS
from sim.report.chapters.metric_table import metric_table, silent
from sim.report.document import Block, Bullets, Cell, Head, Paragraph, Section, Table
from sim.report.telling import Telling
from sim.scenario.provenance import Row
from sim.study.origin import versions
from sim.study.wording import checks_text

MOST = 400
"""Changed numbers shown for an option; beyond, their count."""


def annex(tell: Telling) -> tuple[Section, ...]:
    """Three sections."""
    say = tell.say
    return (
        Section("all-metrics", say("All numbers"), (_all(tell),), "annex"),
        Section("changed", say("Numbers changed, with their sources"), tuple(_changed(tell)), "annex"),
        Section("rebuild", say("Checks, versions, how to make this again"), tuple(_rebuild(tell)), "annex"),
    )


def _all(tell: Telling) -> Table:
    names = [name for name in METRICS if name in tell.found.metric_ids]
    quiet = silent(tell, names)
    note = tell.say.number("{n} metric has nothing to count under any option.", "{n} metrics have nothing to count under any option.", len(quiet)) if quiet else ""
    return metric_table(tell, "metrics", tell.say("Every metric, paired differences from A"), names, note)


def _changed(tell: Telling) -> list[Block]:
    say = tell.say
    blocks: list[Block] = [Paragraph(say("Sources: seed = the documents of the reforms; data = published figures; literature = a paper; assumption = nobody has documented it."))]
    first = {row.path: row for row in tell.numbers[0]}
    for option in tell.others:
        rows = [(first.get(row.path), row) for row in tell.numbers[option]]
        changed = [(old, row) for old, row in rows if old is None or old.value != row.value]
        if not changed:
            blocks.append(Paragraph(say("{option}: no number differs from A.", option=tell.letters[option])))
            continue
        head = (Head(say("number")), Head(say("meaning")), Head("A", right=True), Head(tell.letters[option], right=True), Head(say("unit")), Head(say("source")))
        table = tuple((Cell(row.path), Cell(row.sentence), Cell(_value(old)), Cell(_value(row)), Cell(row.unit), Cell(row.source)) for old, row in changed[:MOST])
        note = say("{n} more are not shown.", n=len(changed) - MOST) if len(changed) > MOST else ""
        blocks.append(Table(f"changed-{tell.letters[option].lower()}", say("Numbers of {option} that differ from A", option=tell.letters[option]), head, table, note))
    return blocks


def _value(row: Row | None) -> str:
    if row is None:
        return "–"
    return ", ".join(f"{one:g}" for one in row.value) if isinstance(row.value, tuple) else f"{row.value:g}"


def _rebuild(tell: Telling) -> list[Block]:
    say, plan = tell.say, tell.found.plan
    rows = [(Cell(tell.letters[at]), Cell(tell.titles[at]), Cell(option.id), Cell(option.sha256)) for at, option in enumerate(plan.options)]
    head = (Head(say("option")), Head(say("title")), Head(say("file or name")), Head(say("fingerprint (SHA-256)")))
    listed = ", ".join(f"{name} {number}" for name, number in versions().items())
    blocks: list[Block] = [
        Paragraph(checks_text(tell.found.checks, say)),
        Bullets((say("replications {n}, master seed {seed}", n=tell.found.replications, seed=plan.seed), say("versions: {versions}", versions=listed))),
        Table("options-hashes", say("The options"), head, tuple(rows)),
    ]
    if tell.evidence.command:
        blocks += [Paragraph(say("The command that makes this again:")), Paragraph(tell.evidence.command, "strong")]
    return blocks


__all__ = ["annex"]
