"""What each lever does on average over the others: where every combination was run, its means are compared on the same chances."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from sim.locale import Translator
from sim.metrics import Metric
from sim.report.document import Block, Cell, Head, Paragraph, Section, Table
from sim.report.study_chapters import entries
from sim.report.study_findings import StudyFindings
from sim.study.compare import VERDICTS, Difference, judge
from sim.study.interval import Estimate, estimate
from sim.study.wording import difference_texts
from sim.sweep.names import factor_name, value_name


class Effect(NamedTuple):
    """One value of a lever: the mean over everything else, and its paired difference from that of the lever's first value."""

    lever: str
    value: Any
    first: Any
    """the lever's first value"""
    mean: Estimate
    of_first: Estimate
    difference: Difference | None
    """None of the first value"""

    def change(self, found: StudyFindings, say: Translator) -> str:
        """ "14 → 54"."""
        return " → ".join(value_name(found.sweep.table.study, self.lever, value, say.lang) for value in (self.first, self.value))

    def text(self, metric: Metric, say: Translator) -> str:
        """The difference with its unit."""
        if self.difference is None:
            return ""
        one = self.difference
        return difference_texts(metric, one.difference, one.low, one.high, say)[0]

    def word(self, say: Translator) -> str:
        """The verdict."""
        return "" if self.difference is None else say(VERDICTS[self.difference.verdict])


def effects(found: StudyFindings, metric: Metric) -> tuple[Effect, ...]:
    """Every value of every lever of a study that ran all combinations of two levers or more; () of any other."""
    table = found.sweep.table
    levers = {name: list(dict.fromkeys(one.levers[name] for one in table.structures)) for name in table.study.form.levers}
    several = {name: values for name, values in levers.items() if len(values) > 1}
    options = len(dict.fromkeys(one.option for one in table.structures))
    combined = {(one.option, *(str(one.levers[name]) for name in levers)) for one in table.structures}
    if len(several) < 2 or len(combined) != len(table.structures) or len(combined) != options * math.prod(map(len, levers.values())):
        return ()
    values = found.sweep.cube(metric.id).mean(axis=0)  # (structure, replicate)
    told = []
    for name, every in several.items():
        columns = [values[[one.number for one in table.structures if one.levers[name] == value]].mean(axis=0) for value in every]
        for at, (value, column) in enumerate(zip(every, columns, strict=True)):
            gap = judge(metric, at, np.asarray(columns[0]), np.asarray(column)) if at else None
            told.append(Effect(name, value, every[0], estimate(column), estimate(columns[0]), gap))
    return tuple(told)


def effects_section(found: StudyFindings, say: Translator) -> tuple[Section, ...]:
    """A table of all levers and named metrics; nothing where combinations are missing."""
    study = found.sweep.table.study
    rows = []
    for metric in found.metrics:
        for one in effects(found, metric):
            name, value = factor_name(study, one.lever, say.lang), value_name(study, one.lever, one.value, say.lang)
            cells = entries.first_cells(one.mean, metric, say) if one.difference is None else entries.difference_cells(one.of_first, one.mean, one.difference, metric, say)
            rows.append((entries.metric_cell(metric, say), Cell(name, (one.lever,)), Cell(value, (_plain(one.value),)), *cells))
    if not rows:
        return ()
    heads = (entries.metric_head(say), Head(say("lever")), Head(say("its value")), *entries.difference_heads(say))
    note = entries.more(len(rows) - entries.MOST_ROWS, "summary.csv", say)
    blocks: tuple[Block, ...] = (
        Paragraph(say("Means over all combinations of the other levers, each value against the lever's first, on the same chances. What a lever does may "
                      "depend on the others; the table of all structures shows it.")),
        Table("levers", say("What each lever does on average over the others"), heads, tuple(rows[: entries.MOST_ROWS]), note),
    )  # fmt: skip
    return (Section("levers", say("What each lever does"), blocks),)


def _plain(value: Any) -> float | int | str:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


__all__ = ["Effect", "effects", "effects_section"]
