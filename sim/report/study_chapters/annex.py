"""For those who check: how the runs ended, seeds, versions, checks, every world, and the study file itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sim.locale import Translator
from sim.report.document import Block, Cell, Head, Paragraph, Section, Table
from sim.report.study_chapters import entries
from sim.report.study_findings import StudyFindings
from sim.store import Run, State
from sim.study.compare import VERDICTS
from sim.study.origin import summed_checks
from sim.study.wording import checks_text, difference_texts, label
from sim.sweep.names import factor_name, value_name

POINTS = 40
"""Points whose scenario's hash is written out."""

STRUCTURES = 4
"""Structures that the table of worlds has columns for."""


def annex_sections(found: StudyFindings, say: Translator) -> tuple[Section, ...]:
    """How it was made, what was found in every world, and the study file."""
    worlds = (Section("worlds", say("Every world"), (_worlds(found, say),), "annex"),) if found.worlds > 1 else ()
    return (_made(found, say), *worlds, Section("points-run", say("Every point that was run"), (_points(found, say),), "annex"), _file(found, say))


def _made(found: StudyFindings, say: Translator) -> Section:
    """States, seed, versions, checks, and the command."""
    study = found.sweep.table.study
    runs = [run for _, run in found.sweep.records() if run is not None]
    done = [run for run in runs if run.state is State.done]
    states = Counter(run.state for run in runs)
    rows = tuple((Cell(say(state.value), (state.value,)), Cell(f"{states[state]:,}", (states[state],))) for state in State if states[state])
    command = f"shequ sweep {study.name}.toml"
    if found.attribution is not None:
        say_again = say("The same command over the file below makes it again, and so does the command of the attribution: {command}", command=command)
    else:
        say_again = say("Made again by: {command}", command=command)
    blocks: tuple[Block, ...] = (
        Table("runs", say("How the runs ended"), (Head(say("state"), parts=("state",)), Head(say("number of runs"), right=True)), rows),
        *([Paragraph(checks_text(summed_checks(done), say))] if done else []),
        Table("origin", say("Seed and versions"), (Head(say("what")), Head(say("value"), parts=("value",))), tuple(_origin(found, done, say))), Paragraph(say_again),
    )  # fmt: skip
    return Section("made", say("How it was made"), blocks, "annex")


def _origin(found: StudyFindings, done: list[Run], say: Translator) -> Iterator[tuple[Cell, ...]]:
    """Versions are those the runs were made with, not those that read them."""
    yield Cell(say("master seed")), Cell(str(found.sweep.table.seed), (found.sweep.table.seed,))
    for name, text in (("engine", say("engine")), ("shequ", "Shequ"), ("python", "Python"), ("numpy", "numpy"), ("numba", "numba")):
        versions = sorted({run.versions[name] for run in done if run.versions.get(name)})
        if versions:
            yield Cell(text), Cell(", ".join(versions))


def _worlds(found: StudyFindings, say: Translator) -> Table:
    """The unknowns of every world, and the differences of the primary metric in it."""
    table, metric = found.sweep.table, found.primary
    study, others = table.study, found.structures[1 : 1 + STRUCTURES]
    heads = [Head(say("world"), right=True), *(Head(factor_name(study, name, say.lang), parts=(name,)) for name in study.form.uncertainties)]
    heads += [Head(entries.structure_cell(found, at, say).text, say("difference of the primary metric from the first structure"), metric.unit, ("difference", "low", "high", "verdict")) for at in others]
    if not others:
        heads.append(Head(label(metric, say), say("mean and 95 % interval"), metric.unit, ("mean", "low", "high")))
    rows = []
    for world in table.worlds[: entries.MOST_ROWS]:
        cells = [Cell(str(world.number), (world.number,))]
        cells += [Cell(value_name(study, name, value, say.lang), (value if isinstance(value, int | float) else str(value),)) for name, value in world.uncertainties.items()]
        for at in others:
            one = found.differences(metric.id, at)[world.number]
            text = f"{difference_texts(metric, one.difference, one.low, one.high, say)[0]} ({say(VERDICTS[one.verdict])})"
            cells.append(Cell(text, (entries.number(one.difference), entries.number(one.low), entries.number(one.high), one.verdict)))
        if not others:
            cells.append(entries.estimate_cell(found.level(metric.id, 0, world.number), metric, say))
        rows.append(tuple(cells))
    note = entries.more(len(table.worlds) - entries.MOST_ROWS, "differences.csv", say)
    return Table("worlds", say("“{metric}”: difference from the first structure in every world", metric=label(metric, say)), tuple(heads), tuple(rows), note)


def _points(found: StudyFindings, say: Translator) -> Table:
    """The hash of every scenario: who has the same has run the same."""
    heads = (Head(say("world"), right=True), entries.structure_head(say), Head(say("scenario"), say("SHA-256 of the scenario that was run"), parts=("sha256",)))
    points = found.sweep.table.points
    rows = tuple(
        (Cell(str(one.world.number), (one.world.number,)), entries.structure_cell(found, one.structure.number, say), Cell(one.sha256[:16], (one.sha256,)))
        for one in points[:POINTS]
    )
    return Table("points-run", say("Scenarios by their SHA-256"), heads, rows, entries.more(len(points) - POINTS, "study.json", say))


def _file(found: StudyFindings, say: Translator) -> Section:
    """The text of the study file, line by line."""
    lines = found.sweep.table.study.document.text.splitlines()
    rows = tuple((Cell(str(at), (at,)), Cell(line)) for at, line in enumerate(lines, 1))
    table = Table("study-file", f"{found.sweep.table.study.name}.toml", (Head(say("line"), right=True), Head(say("text"))), rows)
    return Section("study-file", say("The study file"), (table,), "annex")


__all__ = ["annex_sections"]
