"""Structures over many possible worlds: where they are good enough, how far they may fall short, and where one fails."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sim.locale import Translator
from sim.locale.numbers import decimals, unit_of
from sim.metrics import Metric
from sim.report.document import Block, Bullets, Cell, Head, Paragraph, Section, Table
from sim.report.study_chapters import entries
from sim.report.study_chapters.pictures import later, regret_picture
from sim.report.study_findings import StudyFindings
from sim.study.wording import metric_name
from sim.sweep.robustness import Robustness
from sim.sweep.wording import failing_texts, thresholds_text, unknown_texts, why_not

DIFFERENCES = 10
"""Differences of which is told how much is unknown."""


def robustness_section(found: StudyFindings, say: Translator) -> tuple[Section, ...]:
    """Thresholds, the picture, a table of structures, where one fails, how much is unknown."""
    held = found.robustness
    if held is None:
        return ()
    metric = found.primary
    blocks: list[Block] = [Paragraph(thresholds_text(held, say)), *later(found, "robustness", regret_picture, say), _table(found, held, metric, say)]
    failing = [] if found.mixed else failing_texts(held, say)
    if failing:
        blocks.append(Bullets(tuple(failing)))
    unknown = unknown_texts(held, say, DIFFERENCES)
    if unknown:
        blocks += [Paragraph(unknown[0]), *([Bullets(tuple(unknown[1:]))] if unknown[1:] else [])]
    blocks += [Paragraph(text, "quiet") for text in _why(found, held, say)]
    return (Section("robustness", say("If the world is not as assumed"), tuple(blocks)),)


def _table(found: StudyFindings, held: Robustness, metric: Metric, say: Translator) -> Table:
    caption = say("Regret: how much a structure falls short of the one that is ahead in the same world, of “{metric}”", metric=metric_name(metric, say))
    good = (Head(say("good enough"), say("share of the worlds in which every threshold is met"), "share", right=True),) if held.satisficing is not None else ()
    heads = (
        entries.structure_head(say), *good, Head(say("regret: mean"), "", metric.unit, right=True), Head(say("90th percentile"), "", metric.unit, right=True),
        Head(say("largest"), "", metric.unit, right=True), Head(say("ahead in"), say("share of the worlds"), "share", right=True),
        Head(say("first for"), say("share of all weightings of the named metrics"), "share", right=True),
    )  # fmt: skip
    rows = tuple(tuple(_row(found, held, metric, at, say)) for at in found.structures[: entries.MOST_ROWS])
    note = say("good enough, ahead in: share of the worlds of this study, no probability; first for: share of all weightings of the named metrics")
    return Table("robustness", caption, heads, rows, note)


def _row(found: StudyFindings, held: Robustness, metric: Metric, at: int, say: Translator) -> Iterator[Cell]:
    one, unit = held.regrets[metric.id], unit_of(metric.unit)
    digits = decimals(unit, math.nan, float(one.worst.max()))
    yield entries.structure_cell(found, at, say)
    if held.satisficing is not None:
        yield _share(float(held.satisficing.share[at]), "{share} % of worlds", say)
    for value in (float(one.regret[:, at].mean()), float(one.high[at]), float(one.worst[at])):
        yield Cell(f"{value * unit.factor:,.{digits}f}{unit.difference[say.lang == 'zh']}", (value,))
    yield _share(float(one.best[at]), "{share} % of worlds", say)
    yield Cell("", (None,)) if held.stability is None else _share(float(held.stability.ranks[at, 0]), "{share} % of weights", say)


def _share(value: float, sentence: str, say: Translator) -> Cell:
    return Cell(say(sentence, share=f"{100 * value:.0f}"), (value,))


def _why(found: StudyFindings, held: Robustness, say: Translator) -> list[str]:
    """What could not be made of which metric, each told once."""
    told = {}
    for analysis, error in held.why.items():
        name = analysis.rsplit(" ", 1)[-1]
        metric = next((one for one in found.metrics if one.id == name), None)
        told[metric.id if metric else analysis] = why_not(error, say, metric_name(metric, say) if metric else "")
    return list(told.values())


__all__ = ["robustness_section"]
