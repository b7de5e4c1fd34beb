"""Everything a report of a comparison is made of: the comparison, and the looks and further runs that answer what a director asks next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.analysis.shapley import Attribution
from sim.metrics.portrait import Ground, Portrait
from sim.study.compare import Comparison, Difference

Floats = npt.NDArray[np.float64]

Shock = Literal["storm", "vacancy"]


class Strain(NamedTuple):
    """One shock, put on every option alike: the same runs with and without it."""

    shock: Shock
    zh: str
    en: str
    """what happens, in a sentence"""
    start_day: int
    end_day: int
    """the shock lasts from the start of the one to the start of the other"""
    days: int
    excess: Floats
    """(option, days) open cases with the shock minus without, per 1,000 residents, mean over replications"""
    peak: Floats
    """(option, replicate) largest excess, per 1,000 residents"""
    recovery_days: Floats
    """(option, replicate) days from the shock's end until the excess has fallen to a tenth of its peak for a week; inf: not within the run; 0: before its end"""


class Swing(NamedTuple):
    """One assumption at the two ends of its plausible range, for both options alike: what becomes of the difference."""

    path: str
    zh: str
    en: str
    unit: str
    low: float
    high: float
    """ends of the range"""
    at_low: Difference
    at_high: Difference


class Doubt(NamedTuple):
    """The assumptions that were moved, for one metric and option, the widest swing first."""

    metric: str
    option: int
    replications: int
    base: Difference
    """with these replications, nothing moved"""
    swings: tuple[Swing, ...]


class Why(NamedTuple):
    """The difference of one option shared out among the practices it adds to the first."""

    option: int
    practices: tuple[str, ...]
    zh: tuple[str, ...]
    en: tuple[str, ...]
    """names of the practices"""
    replications: int
    metrics: tuple[str, ...]
    shares: tuple[Attribution | None, ...]
    """one for each metric; None where a run has no value"""


class Step(NamedTuple):
    """One line of a life."""

    when: str
    since: str
    text: str


class Fate(NamedTuple):
    """A case whose life differs, told under two options in both languages."""

    case: int
    replicate: int
    option: int
    hours: tuple[float, float]
    """report to end, or to the end of observation, under the first and under the option; nan: never reported"""
    zh: tuple[tuple[Step, ...], tuple[Step, ...]]
    en: tuple[tuple[Step, ...], tuple[Step, ...]]


@dataclass(frozen=True, eq=False)
class Evidence:
    """What was found, by option in the order of the plan."""

    comparison: Comparison
    question_zh: str
    question_en: str
    """as asked by the user; empty: the report words it"""
    command: str
    ground: Ground | None
    """None where the options do not share a place"""
    portraits: tuple[tuple[Portrait, ...], ...]
    """[option][replicate]"""
    strains: tuple[Strain, ...]
    doubts: tuple[Doubt, ...]
    whys: tuple[Why, ...]
    fates: tuple[Fate, ...]


__all__ = ["Doubt", "Evidence", "Fate", "Shock", "Step", "Strain", "Swing", "Why"]
