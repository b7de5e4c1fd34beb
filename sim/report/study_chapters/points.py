"""All named metrics of all structures: in one world with their intervals, over many worlds with their ranges and words."""

from __future__ import annotations

from sim.locale import Translator
from sim.report.document import Block, Head, Paragraph, Section, Table
from sim.report.study_chapters import entries
from sim.report.study_chapters.page_one import structure_rows, structures_table
from sim.report.study_chapters.pictures import later, points_picture
from sim.report.study_findings import StudyFindings, visiting
from sim.study.wording import label
from sim.sweep.leaders import leaders
from sim.sweep.wording import leaders_text


def points_section(found: StudyFindings, say: Translator) -> Section:
    """Levels, differences, and which structure may be ahead."""
    blocks: list[Block] = [*(later(found, "points", points_picture, say) if found.attribution is None else ()), _levels(found, say)]
    if len(found.structures) > 1 and found.attribution is None:
        for metric in found.metrics:
            rows = structure_rows(found, (metric,), say)[1:]
            note = entries.more(len(rows) - entries.MOST_ROWS, "differences.csv", say)
            blocks.append(structures_table(f"differences-{metric.id.replace('_', '-')}", found, (metric,), rows[: entries.MOST_ROWS], say, note))
        blocks += [Paragraph(text) for text in _ahead(found, say)]
    title = say("All named metrics over the worlds") if found.worlds > 1 else say("All named metrics of every structure")
    return Section("points", title, tuple(blocks))


def _levels(found: StudyFindings, say: Translator) -> Table:
    """One row per structure, one column per metric."""
    over = found.worlds > 1
    parts = ("median", "p5", "p95") if over else ("mean", "low", "high")
    meaning = say("median and range of nine worlds in ten") if over else say("mean and 95 % interval")
    heads = (entries.structure_head(say), *(Head(label(one, say), f"{one.zh if say.lang == 'zh' else one.en}: {meaning}", one.unit, parts) for one in found.metrics))
    rows = []
    for at in found.structures[: entries.MOST_ROWS]:
        rows.append((entries.structure_cell(found, at, say), *(entries.level_cell(found, metric, at, say) for metric in found.metrics)))
    caption = say("All named metrics: median and range of nine worlds in ten") if over else say("All named metrics: mean and 95 % interval")
    return Table("levels", caption, heads, tuple(rows), entries.more(len(found.structures) - entries.MOST_ROWS, "summary.csv", say))


def _ahead(found: StudyFindings, say: Translator) -> list[str]:
    """Which structure may be ahead; nothing where that would rank places, or coalitions that nobody proposes."""
    if found.mixed or found.attribution is not None or visiting(found) or not found.sweep.complete:
        return []
    told = leaders(found.sweep)
    return [] if told is None else [leaders_text(told, found.sweep, say)]


__all__ = ["points_section"]
