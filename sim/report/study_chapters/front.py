"""What no structure can improve without losing elsewhere: the Pareto front over the named metrics, as far as it is certain."""

from __future__ import annotations

from sim.analysis.pareto import Front
from sim.locale import Translator
from sim.locale.numbers import decimals, unit_of, value_text
from sim.metrics import METRICS
from sim.pictures import Drawn, drawing
from sim.report.document import Block, Cell, Head, Paragraph, Picture, Section, Table
from sim.report.study_chapters import entries
from sim.report.study_findings import StudyFindings, visiting
from sim.study.wording import label, metric_name
from sim.sweep.tradeoff import front_picture


def front_section(found: StudyFindings, say: Translator) -> tuple[Section, ...]:
    """The picture of the first two metrics, and a table of all; nothing of places, which are not to be ranked."""
    one = found.front
    if one is None or len(one.metrics) < 2 or found.mixed or visiting(found):
        return ()
    first, second = (metric_name(METRICS[name], say) for name in one.metrics[:2])
    with drawing():
        drawn = Drawn(front_picture(one, found.sweep, say))
    alt = say("Every structure as a point, “{first}” across and “{second}” upwards; filled if no other is ahead of it for certain. The numbers are in the table.", first=first, second=second)
    blocks: tuple[Block, ...] = (
        Paragraph(say("A structure is left out only if another one is for certain behind it on no metric and for certain ahead of it on one, by more than what is worth "
                      "talking about. Which of the others one prefers is for those to say who decide.")),
        Picture("front", say("{first} against {second}; up and to the right is where they are wanted", first=first, second=second), alt, drawn), _table(found, one, say),
    )  # fmt: skip
    return (Section("front", say("What must be weighed against what"), blocks),)


def _table(found: StudyFindings, one: Front, say: Translator) -> Table:
    heads = (entries.structure_head(say), Head(say("another is ahead of it for certain"), say("numbers of these structures"), parts=("dominated_by",)),
             *(Head(label(METRICS[name], say), "", METRICS[name].unit, right=True) for name in one.metrics))  # fmt: skip
    rows = []
    for at in found.structures:
        cells = []
        for column, name in enumerate(one.metrics):
            value, unit = float(one.means[at, column]), unit_of(METRICS[name].unit)
            cells.append(Cell(value_text(value, unit, decimals(unit, one.epsilon[column], value), say.lang), (value,)))
        by = ", ".join(one.options[other] for other in one.dominated_by[at])
        word = say("no") if one.on_front[at] else say("yes: {numbers}", numbers=by)
        rows.append((entries.structure_cell(found, at, say), Cell(word, (by,), "plain" if one.on_front[at] else "quiet"), *cells))
    caption = say("Structures, and which others are ahead of them for certain, on the means over the worlds") if found.worlds > 1 else say("Structures, and which others are ahead of them for certain")
    return Table("front", caption, heads, tuple(rows), say("Numbers of structures count from 0 in the order of the tables."))


__all__ = ["front_section"]
