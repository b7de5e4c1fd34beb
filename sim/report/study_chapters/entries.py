"""Headings and cells that the tables of a study share: the text a person reads, and beside it the values it was made from."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from sim.locale import Translator, mark
from sim.locale.numbers import decimals, difference_interval_text, difference_text, interval_text, unit_of, value_text
from sim.metrics import Metric
from sim.report.document import Cell, Head, Tone
from sim.report.study_findings import Spread, StudyFindings
from sim.study.compare import VERDICTS, Difference, Verdict
from sim.study.interval import Estimate
from sim.study.wording import label, told_values

TONES: Mapping[Verdict, Tone] = {"higher": "strong", "lower": "strong", "no difference": "plain", "cannot tell": "quiet"}

MOST_ROWS = 200
"""Rows a table of the report has; the files of the study hold all of them."""

FEW = 4
"""Structures that need no numbers in front of their names."""

MORE = mark("{n} more rows: {file} in the folder of the study")


def more(left_out: int, file: str, say: Translator) -> str:
    """Where the rows are that a table has no room for; nothing if there are none."""
    return say(MORE, n=f"{left_out:,}", file=file) if left_out > 0 else ""


def stop(text: str, say: Translator) -> str:
    """With the stop that ends a sentence."""
    return text + ("。" if say.lang == "zh" else ".")


def joined(sentences: Iterable[str], say: Translator) -> str:
    """Sentences one behind the other."""
    return ("" if say.lang == "zh" else " ").join(sentences)


def number(value: float) -> float | None:
    """A value as the workbook takes it: nothing for what is none; an infinite one stays."""
    return None if math.isnan(value) else float(value)


# ── what a row is about ────────────────────────────────────────────────────────────────────────────────────────────────


def structure_head(say: Translator) -> Head:
    """Of the structures."""
    return Head(say("structure"), say("option with one combination of the levers; the first is the yardstick"), parts=("structure", "name"))


def structure_cell(found: StudyFindings, number: int, say: Translator) -> Cell:
    """Number and name of a structure."""
    name = found.name(number, say)
    return Cell(f"{number}. {name}" if len(found.structures) > FEW else name, (number, name))


def metric_head(say: Translator) -> Head:
    """Of the metrics, where every row has its own."""
    return Head(say("metric"), say("named in advance; the first is the primary one"), parts=("metric", "unit"))


def metric_cell(metric: Metric, say: Translator) -> Cell:
    """A metric and its unit."""
    return Cell(label(metric, say), (metric.id, metric.unit))


# ── one world ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def value_text_of(one: Estimate, metric: Metric, say: Translator) -> str:
    """A mean with as many digits as its interval carries."""
    unit = unit_of(metric.unit)
    return value_text(one.mean, unit, decimals(unit, one.half_width, one.mean), say.lang)


def estimate_text(one: Estimate, metric: Metric, say: Translator) -> str:
    """A mean and its interval."""
    unit = unit_of(metric.unit)
    digits = decimals(unit, one.half_width, one.mean)
    return f"{value_text(one.mean, unit, digits, say.lang)} {interval_text(one.low, one.high, unit, digits)}".strip()


def estimate_cell(one: Estimate, metric: Metric, say: Translator) -> Cell:
    """Mean, and the ends of its interval."""
    return Cell(estimate_text(one, metric, say), (number(one.mean), number(one.low), number(one.high)))


def difference_heads(say: Translator, unit: str = "") -> tuple[Head, ...]:
    """Of the cells of `difference_cells`; their unit, where it is the same in all rows."""
    return (
        Head(say("value"), say("mean over the replications"), unit, ("mean",), right=True),
        Head(say("difference"), say("paired mean difference from the first structure, on the same chances"), unit, ("difference",), right=True),
        Head(say("95 % interval"), say("paired t interval of the difference"), unit, ("low", "high")),
        Head(say("verdict"), say("higher, lower, no difference (none worth talking about), or cannot tell with these replications"), parts=("verdict",)),
    )


def difference_cells(first: Estimate, other: Estimate, one: Difference, metric: Metric, say: Translator) -> tuple[Cell, ...]:
    """Value, difference, interval, word: as the sweep has them."""
    told = told_values(first.mean, other.mean, one, say)
    return (
        Cell(told.after, (number(other.mean),)), Cell(told.difference, (number(one.difference),)),
        Cell(told.interval, (number(one.low), number(one.high))), Cell(told.word, (one.verdict,), TONES[one.verdict]),
    )  # fmt: skip


def first_cells(first: Estimate, metric: Metric, say: Translator) -> tuple[Cell, ...]:
    """The same of the first structure, which differs from nothing."""
    return (Cell(value_text_of(first, metric, say), (number(first.mean),)), Cell("", (None,)), Cell("", (None, None)), Cell(say("(yardstick)"), (None,), "quiet"))


# ── many worlds ────────────────────────────────────────────────────────────────────────────────────────────────────────


def spread_heads(say: Translator, unit: str = "") -> tuple[Head, ...]:
    """Of the cells of `spread_cells`; their unit, where it is the same in all rows."""
    return (
        Head(say("value"), say("median over the worlds"), unit, ("median",), right=True),
        Head(say("difference"), say("median over the worlds of the paired difference from the first structure"), unit, ("difference",), right=True),
        Head(say("90 % of worlds"), say("from the 5th to the 95th percentile of the differences over the worlds"), unit, ("p5", "p95")),
        Head(say("verdict, in how many worlds"), say("higher, lower, no difference (none worth talking about), or cannot tell; world by world"), parts=tuple(map(_id, VERDICTS))),
    )


def _id(verdict: str) -> str:
    return verdict.replace(" ", "_")


def spread_cells(levels: Spread, gaps: Spread, every: Sequence[Difference], metric: Metric, say: Translator) -> tuple[Cell, ...]:
    """Median level, median difference, its range, and in how many worlds each word applies."""
    counts = counted(every)
    alone = next((word for word, count in counts.items() if count == len(every)), None)
    return (
        Cell(spread_value(levels.median, levels, metric, say), (number(levels.median),)), Cell(gap_text(gaps.median, gaps, metric, say), (number(gaps.median),)),
        Cell(gap_range(gaps, metric), (number(gaps.low), number(gaps.high))),
        Cell(counts_text(counts, say), tuple(counts.values()), TONES[alone] if alone else "plain"),
    )  # fmt: skip


def level_cell(found: StudyFindings, metric: Metric, structure: int, say: Translator) -> Cell:
    """A structure's value with its interval; over several worlds the median with the range of nine in ten."""
    if found.worlds == 1:
        return estimate_cell(found.level(metric.id, structure), metric, say)
    levels = found.levels(metric.id, structure)
    return Cell(f"{spread_value(levels.median, levels, metric, say)} {spread_range(levels, metric)}".strip(), tuple(map(number, levels)))


def first_spread_cells(levels: Spread, metric: Metric, say: Translator) -> tuple[Cell, ...]:
    """The same of the first structure."""
    none: tuple[None, ...] = (None,) * len(VERDICTS)
    return (Cell(spread_value(levels.median, levels, metric, say), (number(levels.median),)), Cell("", (None,)), Cell("", (None, None)), Cell(say("(yardstick)"), none, "quiet"))


def counted(every: Sequence[Difference]) -> dict[Verdict, int]:
    """In how many worlds each word applies."""
    return {word: sum(one.verdict == word for one in every) for word in VERDICTS}


def counts_text(counts: Mapping[Verdict, int], say: Translator) -> str:
    """ "higher in 60, cannot tell in 4"; the word alone where it applies in every world."""
    here = {word: count for word, count in counts.items() if count}
    if len(here) == 1:
        return say("{verdict} in all", verdict=say(VERDICTS[next(iter(here))]))
    return listed(here, say)


def listed(counts: Mapping[Verdict, int], say: Translator) -> str:
    """ "higher in 60, cannot tell in 4"."""
    return ", ".join(say("{verdict} in {n}", n=count, verdict=say(VERDICTS[word])) for word, count in counts.items() if count)


def _digits(over: Spread, metric: Metric) -> int:
    return decimals(unit_of(metric.unit), (over.high - over.low) / 4, over.median)


def spread_value(value: float, over: Spread, metric: Metric, say: Translator) -> str:
    """A level in as many digits as make sense beside its spread over the worlds."""
    return value_text(value, unit_of(metric.unit), _digits(over, metric), say.lang)


def spread_range(over: Spread, metric: Metric) -> str:
    """The range of levels of nine worlds in ten."""
    return interval_text(over.low, over.high, unit_of(metric.unit), _digits(over, metric))


def gap_text(value: float, over: Spread, metric: Metric, say: Translator) -> str:
    """A difference, likewise."""
    return difference_text(value, unit_of(metric.unit), _digits(over, metric), say.lang)


def gap_range(over: Spread, metric: Metric) -> str:
    """The range of differences of nine worlds in ten."""
    return difference_interval_text(over.low, over.high, unit_of(metric.unit), _digits(over, metric))


__all__ = [
    "MOST_ROWS", "TONES", "counted", "counts_text", "difference_cells", "difference_heads", "estimate_cell", "estimate_text", "first_cells", "first_spread_cells",
    "gap_range", "gap_text", "joined", "level_cell", "listed", "metric_cell", "metric_head", "more", "number", "spread_cells", "spread_heads", "spread_range", "spread_value", "stop", "structure_cell",
    "structure_head", "value_text_of",
]  # fmt: skip
