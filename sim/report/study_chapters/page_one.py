"""Page one of the report of a study: the question, the answer, one picture, one table."""

from __future__ import annotations

from collections.abc import Sequence

from sim.locale import Translator
from sim.metrics import Metric
from sim.report.document import Block, Cell, Head, Paragraph, Section, Table
from sim.report.study_chapters import entries
from sim.report.study_chapters.answer import answer
from sim.report.study_chapters.attribution import shares_table
from sim.report.study_chapters.limits import mixed_texts
from sim.report.study_chapters.pictures import first_picture
from sim.report.study_findings import StudyFindings
from sim.store import State
from sim.study.wording import metric_name
from sim.sweep.names import factor_name

MOST_ROWS = 14
"""Rows of the table on page one; all are in a later one."""

NAMED = 3
"""Factors that are named where the study words no question."""


def page_one(found: StudyFindings, say: Translator) -> Section:
    """The section."""
    first, *rest = answer(found, say)
    blocks: list[Block] = [Paragraph(first, "strong")]
    if rest:
        blocks.append(Paragraph(entries.joined(rest, say)))
    blocks += [Paragraph(text, "caution") for text in gaps(found, say)]
    blocks += [*first_picture(found, say), _table(found, say), Paragraph(_reserve(found, say), "quiet")]
    return Section("answer", question(found, say), tuple(blocks), "front")


def question(found: StudyFindings, say: Translator) -> str:
    """As the study asks it; where it does not, worded from what was varied."""
    form = found.sweep.table.study.form
    if form.question is not None:
        return form.question.zh if say.lang == "zh" else form.question.en
    name = metric_name(found.primary, say)
    if found.attribution is not None:
        return say("How much does each practice account for in “{metric}”?", metric=name)
    factors = [factor_name(found.sweep.table.study, one, say.lang) for one in found.sweep.table.factors]
    if factors:
        listed = "; ".join(factors[:NAMED]) + (say(" and {n} more", n=len(factors) - NAMED) if len(factors) > NAMED else "")
        return say("What becomes of “{metric}” when this is varied: {names}?", metric=name, names=listed)
    if len(found.structures) == 1:
        return say("What becomes of “{metric}”?", metric=name)
    return say("How do the organisations differ in “{metric}”?", metric=name)


def gaps(found: StudyFindings, say: Translator) -> list[str]:
    """Runs that have no result, and structures that differ in nothing: both must be seen before the numbers."""
    sweep = found.sweep
    told = [say("{n} of {of} runs have no result ({state}); whatever needs them cannot be told.", n=count, of=sweep.states.size, state=say(state.value))
            for state in (State.failed, State.killed, State.timed_out) if (count := sweep.count(state))]  # fmt: skip
    if found.inert and found.attribution is None:
        names = "; ".join(f"“{found.name(at, say)}”" for at in found.inert[:NAMED])
        names += say(" and {n} more", n=len(found.inert) - NAMED) if len(found.inert) > NAMED else ""
        told.append(say("Nothing in {names} differs from the first structure that could change a number.", names=names))
    return told + mixed_texts(found, say)


def _table(found: StudyFindings, say: Translator) -> Table:
    """All named metrics where there is room for them, else the primary one; of an attribution the practices."""
    if found.attribution is not None:
        return shares_table(found, found.primary, say, "answer")
    if len(found.structures) == 1:
        return _lone(found, say)
    room = MOST_ROWS // len(found.structures)
    metrics = found.metrics[: max(1, room)] if room >= len(found.metrics) else found.metrics[:1]
    rows = structure_rows(found, metrics, say)
    note = "" if len(rows) <= MOST_ROWS else say("{n} more structures in the table of all of them", n=len(rows) - MOST_ROWS)
    return structures_table("answer", found, metrics, rows[:MOST_ROWS], say, note)


def _lone(found: StudyFindings, say: Translator) -> Table:
    """Of one structure there is nothing but its values."""
    over = found.worlds > 1
    parts = ("median", "p5", "p95") if over else ("mean", "low", "high")
    meaning = say("median and range of nine worlds in ten") if over else say("mean and 95 % interval")
    rows = tuple((entries.metric_cell(metric, say), entries.level_cell(found, metric, 0, say)) for metric in found.metrics)
    return Table("answer", f"{found.name(0, say)}: {meaning}", (entries.metric_head(say), Head(say("value"), meaning, parts=parts)), rows)


def structures_table(name: str, found: StudyFindings, metrics: Sequence[Metric], rows: Sequence[tuple[Cell, ...]], say: Translator, note: str) -> Table:
    """Structures and their differences from the first, in one world or over all."""
    beside = entries.spread_heads if found.worlds > 1 else entries.difference_heads
    heads = (entries.metric_head(say), entries.structure_head(say), *beside(say, metrics[0].unit if len(metrics) == 1 else ""))
    if len(metrics) == 1:
        heads, rows = heads[1:], [row[1:] for row in rows]
        caption = say("{metric}: every structure against the first, “{first}”", metric=metric_name(metrics[0], say), first=found.name(0, say))
    else:
        caption = say("The named metrics: every structure against the first, “{first}”", first=found.name(0, say))
    return Table(name, caption, heads, tuple(rows), note)


def structure_rows(found: StudyFindings, metrics: Sequence[Metric], say: Translator) -> list[tuple[Cell, ...]]:
    """One row per metric and structure."""
    rows: list[tuple[Cell, ...]] = []
    for metric in metrics:
        for at in found.structures:
            about = (entries.metric_cell(metric, say), entries.structure_cell(found, at, say))
            rows.append((*about, *(_many(found, metric, at, say) if found.worlds > 1 else _one(found, metric, at, say))))
    return rows


def _one(found: StudyFindings, metric: Metric, at: int, say: Translator) -> tuple[Cell, ...]:
    first = found.level(metric.id, 0)
    if at == 0:
        return entries.first_cells(first, metric, say)
    return entries.difference_cells(first, found.level(metric.id, at), found.differences(metric.id, at)[0], metric, say)


def _many(found: StudyFindings, metric: Metric, at: int, say: Translator) -> tuple[Cell, ...]:
    levels = found.levels(metric.id, at)
    if at == 0:
        return entries.first_spread_cells(levels, metric, say)
    return entries.spread_cells(levels, found.gaps(metric.id, at), found.differences(metric.id, at), metric, say)


def _reserve(found: StudyFindings, say: Translator) -> str:
    """What must be said with every number: whose chances, whose resources, whose statistics."""
    told = []
    if len(found.structures) > 1:
        told.append(say("Differences are between simulated organisations on the same chances (paired replications of each: {n}); the resources are as the study has them, "
                        "not made equal.", n=found.sweep.replications))  # fmt: skip
    official = [f"“{metric_name(one, say)}”" for one in found.metrics if one.id.startswith("official_")]
    told.append(say("An official statistic, not what truly happened: {names}.", names=", ".join(official)) if official
                else say("The metrics count what truly happened in the simulation, not what an office would report."))  # fmt: skip
    if found.worlds > 1:
        told.append(say("A share of worlds is a share of the combinations tried, no probability."))
    return entries.joined(told, say)


__all__ = ["gaps", "page_one", "question", "structure_rows", "structures_table"]
