"""What every chapter of a report has in hand: the evidence, the language, and what the options are called."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from sim.locale import Lang, Translator, mark
from sim.locale.voice import voice
from sim.metrics import METRICS, Metric
from sim.report.document import Cell, Head
from sim.report.evidence import Evidence
from sim.scenario.provenance import Row, provenance
from sim.scenario.scenario import Scenario
from sim.study.compare import Comparison, Difference, judge
from sim.study.interval import Estimate
from sim.study.wording import Told, difference_texts, label, option_title, told_values

Floats = npt.NDArray[np.float64]

PRIMARY = "resolved_in_deadline"
"""The metric that the answer begins with."""

LONGEST_LABEL = 30
"""Columns a short name may take; a Chinese character takes two."""

STRONG = ("higher", "lower")


@dataclass(frozen=True)
class Telling:
    """The evidence as it is told in one language."""

    evidence: Evidence
    lang: Lang

    @cached_property
    def say(self) -> Translator:
        """Sentences in the reader's language."""
        return voice(self.lang)

    @property
    def found(self) -> Comparison:
        """The comparison."""
        return self.evidence.comparison

    @property
    def options(self) -> range:
        """Numbers of all options."""
        return range(len(self.found.plan.options))

    @property
    def others(self) -> range:
        """Numbers of the options after the first."""
        return range(1, len(self.found.plan.options))

    def scenario(self, option: int) -> Scenario:
        """The scenario of an option."""
        return self.found.plan.options[option].scenario

    @cached_property
    def numbers(self) -> tuple[list[Row], ...]:
        """Where every number of every option comes from."""
        return tuple(provenance(self.scenario(at), self.lang) for at in self.options)

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """Full titles, with the practices that were switched on by name."""
        return tuple(option_title(option, self.say) for option in self.found.plan.options)

    @cached_property
    def letters(self) -> tuple[str, ...]:
        """A, B, C ..."""
        return tuple(chr(ord("A") + at) if at < 26 else f"A{at}" for at in self.options)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Short names for tables and pictures: the letter and as much of the title as fits."""
        return tuple(f"{letter} {cut(title, LONGEST_LABEL)}" for letter, title in zip(self.letters, self.titles, strict=True))

    def metric(self, name: str) -> str:
        """A metric's name with the unit that is not written behind its numbers."""
        return label(METRICS[name], self.say)

    def difference_cell(self, metric: str, value: float, low: float, high: float, digits: int | None = None) -> Cell:
        """A difference as "-0.3 points [-0.4, -0.2]"; `digits` where those of several cells are the same."""
        return Cell(" ".join(difference_texts(METRICS[metric], value, low, high, self.say, digits)).rstrip(), (value, low, high))

    def heads(self) -> tuple[Head, ...]:
        """Headings of the columns of `row`: both values, difference, interval, word."""
        say = self.say
        return (
            Head(self.labels[0], say("mean of the first option over the replications"), right=True),
            Head(say("difference"), say("option minus first, mean over paired replications"), right=True),
            Head(say("95 % paired interval"), say("what chance leaves open with so many replications"), parts=(say("low"), say("high")), right=True),
            Head(say("in a word"), say("higher, lower, no difference worth talking about, or cannot tell")),
        )

    def judged(self, metric: str, option: int, first: Floats, other: Floats) -> Difference:
        """The verdict on two columns (n,) of the same replications; of two that are the same, none."""
        one = judge(METRICS[metric], option, first, other)
        if np.array_equal(first, other) and np.isfinite(first).all():
            return one._replace(difference=0.0, low=0.0, high=0.0, verdict="no difference", reason=None)
        return one

    def told(self, first: Floats, other: Floats, one: Difference) -> Told:
        """A difference of two columns in words."""
        return told_values(mean(first), mean(other), one, self.say)


def cells(told: Told, before: float, after: float, one: Difference) -> tuple[Cell, Cell, Cell, Cell, Cell]:
    """Value of the first, of the option, difference, interval and word, with what they were made from."""
    word = Cell(told.word, (one.verdict,), "strong" if one.verdict in STRONG else "quiet")
    return Cell(told.before, (before,)), Cell(told.after, (after,)), Cell(told.difference, (one.difference,)), Cell(told.interval, (one.low, one.high)), word


def mean(values: Floats) -> float:
    """Mean over replications; nan where a run has no value."""
    return float(values.mean())


def interval_cell(found: Estimate, write: Callable[[float], str]) -> Cell:
    """An estimate as "3.1 [2.9, 3.3]"."""
    text = write(found.mean)
    if np.isfinite([found.low, found.high]).all() and found.low != found.high:
        text += f" [{write(found.low)}, {write(found.high)}]"
    return Cell(text, (found.mean, found.low, found.high))


def cut(text: str, most: int) -> str:
    """As much of a text as takes at most so many columns, with … where something is left out; line breaks become spaces."""
    text = " ".join(text.split())
    if width(text) <= most:
        return text
    kept, used = "", 1
    for one in text:
        used += width(one)
        if used > most:
            break
        kept += one
    return kept.rstrip() + "…"


def width(text: str) -> int:
    """Columns a text takes."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def joined(parts: Iterable[str], lang: Lang) -> str:
    """ "a, b, c" as the language writes it."""
    return ("、" if lang == "zh" else ", ").join(parts)


def clauses(parts: Iterable[str], lang: Lang) -> str:
    """Clauses of one sentence."""
    return ("；" if lang == "zh" else "; ").join(parts)


NOTHING = mark("nothing differs that could change a number")


def better(metric: Metric, one: Difference) -> bool | None:
    """Whether a difference goes the way the metric calls better; None where it has no such way, or nothing can be said."""
    if metric.direction == "none" or one.verdict not in STRONG:
        return None
    return (one.verdict == "higher") == (metric.direction == "up")


__all__ = ["PRIMARY", "Telling", "better", "cells", "clauses", "cut", "interval_cell", "joined", "mean", "width"]
