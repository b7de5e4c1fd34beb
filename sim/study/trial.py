"""A practice put to the test: on against neutral, paired, and whether the pattern and the trap are as the library says.

Both sides live on the practice's ground with the same chances. Each pattern is judged on the paired 95 % interval [low, high] of the
difference and the metric's smallest difference worth talking about, m:

    up        holds if low > 0; does not hold if high < 0, or if [low, high] has 0 in it and lies within [-m, m]
    down      the mirror image
    same      holds if [low, high] lies within [-m, m]; does not hold if it leaves 0 out
    not_up    holds if high <= m; does not hold if low > 0 and high > m      (not_down: the mirror image)
    otherwise cannot tell

A sign says nothing of size: an up or down that holds with [low, high] within [-m, m] is told as *slight*. And where no run differs at all, the
finding is told as *exact*: the practice does not touch what the pattern is about, which was to be shown, and could not come out otherwise.

Each is a 95 % statement of its own: of a hundred patterns that are not there, two or three will seem to hold.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.metrics.among import among
from sim.metrics.catalogue import find
from sim.metrics.cohort import Cohort
from sim.outcome import scenario_hash
from sim.scenario.changes import Change
from sim.scenario.documents import read_chain
from sim.scenario.library import Entry, library
from sim.scenario.load import load
from sim.scenario.merging import merge
from sim.scenario.practice import Pattern, Practice, Who
from sim.scenario.scenario import Scenario
from sim.study.interval import Estimate, estimate
from sim.study.many import Progress, home, homes, on_threads, run_named

Verdict = Literal["holds", "does not hold", "cannot tell"]
Strength = Literal["plain", "slight", "exact"]
Floats = npt.NDArray[np.float64]


class Measure(NamedTuple):
    """A metric of some issues; `who` as JSON, so that it can be a key."""

    metric: str
    who: str


class Side(NamedTuple):
    """A scenario of a trial, known by what it runs."""

    sha256: str
    scenario: Scenario


class Question(NamedTuple):
    """One pattern of one practice, with its two sides."""

    practice: str
    kind: Literal["expect", "trap"]
    pattern: Pattern
    on: Side
    off: Side


class Finding(NamedTuple):
    """What a trial found: mean without the practice, the paired difference with it, and the verdict on the pattern."""

    practice: str
    kind: Literal["expect", "trap"]
    pattern: Pattern
    off: float
    difference: Estimate
    relevant: float
    verdict: Verdict

    @property
    def strength(self) -> Strength:
        """How a verdict that holds is to be taken."""
        return strength_of(self.verdict, self.pattern.direction, self.difference.low, self.difference.high, self.relevant)


def strength_of(verdict: str, direction: str, low: float, high: float, relevant: float) -> Strength:
    """Slight, exact or plain; for a verdict other than "holds" plain."""
    if verdict != "holds":
        return "plain"
    if low == high == 0.0:
        return "exact"
    return "slight" if direction in ("up", "down") and max(-low, high) <= relevant else "plain"


def try_practices(
    ids: Iterable[str] | None = None, replications: int | None = None, progress: Progress | None = None, workers: int | None = None
) -> list[Finding]:
    """Try the practices (all that are not composites, or those named), paired; findings in order of the library.

    Raises FaultyScenario where a practice does not fit its ground.
    """
    known = library()
    entries = [known[name] for name in (ids if ids is not None else known)]
    questions = [question for entry in entries for question in questions_of(entry)]
    values = _measure(questions, replications, progress, workers)
    return [_finding(question, values) for question in questions]


def questions_of(entry: Entry) -> list[Question]:
    """The patterns and traps of a practice with their two sides."""
    found = []
    for kind, patterns in (("expect", entry.practice.expect), ("trap", entry.practice.trap)):
        for pattern in patterns:
            on = side(entry.practice, [*_own(entry), pattern.on])
            off = side(entry.practice, [pattern.against]) if pattern.against else neutral_side(entry, pattern.on)
            found.append(Question(entry.id, "expect" if kind == "expect" else "trap", pattern, on, off))
    return found


def neutral_side(entry: Entry, also: Mapping[str, Any] | None = None) -> Side:
    """The ground with the practice at its neutral values."""
    if entry.practice.parts:
        return side(entry.practice, [also or {}])
    return side(entry.practice, [neutral_of(entry.practice), also or {}])


def neutral_of(practice: Practice) -> dict[str, Any]:
    """`set` with the neutral values in place of its own."""
    from sim.scenario.moves import split

    plain, _ = split(practice.set)
    return merge(plain, practice.neutral)


def on_side(entry: Entry) -> Side:
    """The ground with the practice on."""
    return side(entry.practice, _own(entry))


def count_runs(ids: Iterable[str], replications: int | None = None) -> int:
    """How many runs a check of these practices takes; sides that run alike are run once."""
    questions = [question for name in ids for question in questions_of(library()[name])]
    return sum(count for _, count, _ in _needed(questions, replications).values())


def _own(entry: Entry) -> list[Mapping[str, Any]]:
    """What the practice sets; of a composite, what its parts set."""
    if not entry.practice.parts:
        return [entry.practice.set]
    from sim.scenario.library import spelled_out

    return [library()[name].practice.set for name in spelled_out([entry.id])]


def side(practice: Practice, sets: Sequence[Mapping[str, Any]]) -> Side:
    """The ground of a practice with these changes on top of its preconditions."""
    ground = practice.ground
    changes = [Change(f"change {at}", dict(one)) for at, one in enumerate(sets) if one]
    scenario = load(ground.scenario, preconditions=ground.set, changes=changes)
    return Side(scenario_hash(scenario), scenario)


def _needed(questions: Sequence[Question], replications: int | None) -> dict[str, tuple[Scenario, int, dict[Measure, None]]]:
    """What is to be run, by hash: the scenario, how often, and what is measured of it."""
    needed: dict[str, tuple[Scenario, int, dict[Measure, None]]] = {}
    for question in questions:
        count = replications or library()[question.practice].practice.ground.replications
        for own in (question.on, question.off):
            scenario, most, measures = needed.setdefault(own.sha256, (own.scenario, 0, {}))
            measures[measure_of(question.pattern)] = None
            needed[own.sha256] = scenario, max(most, count), measures
    return needed


def _measure(
    questions: Sequence[Question], replications: int | None, progress: Progress | None, workers: int | None
) -> dict[tuple[str, Measure], Floats]:
    """Every measure that is needed of every side, one value per replication."""
    needed = _needed(questions, replications)
    communities = homes([scenario for scenario, _, _ in needed.values()])
    jobs = [(sha256, replicate) for sha256, (_, count, _) in needed.items() for replicate in range(count)]

    def one(number: int) -> list[float]:
        sha256, replicate = jobs[number]
        scenario, _, measures = needed[sha256]
        outcome = run_named(scenario, replicate, communities[home(scenario)])
        views = {who: Cohort(among(outcome, Who.model_validate_json(who))) for who in {measure.who for measure in measures}}
        return [float(find(measure.metric).of(views[measure.who])) for measure in measures]

    rows = on_threads(one, len(jobs), progress, workers)
    values: dict[tuple[str, Measure], Floats] = {}
    at = 0
    for sha256, (_, count, measures) in needed.items():
        block = np.array(rows[at : at + count], np.float64)
        at += count
        for column, measure in enumerate(measures):
            values[sha256, measure] = block[:, column]
    return values


def measure_of(pattern: Pattern) -> Measure:
    """What a pattern is told by."""
    return Measure(pattern.metric, pattern.who.model_dump_json(exclude_defaults=True))


def _finding(question: Question, values: Mapping[tuple[str, Measure], Floats]) -> Finding:
    measure = measure_of(question.pattern)
    on, off = values[question.on.sha256, measure], values[question.off.sha256, measure]
    runs = min(len(on), len(off))
    on, off = on[:runs], off[:runs]
    with np.errstate(invalid="ignore"):
        found = estimate(on - off)
    metric = find(measure.metric)
    base = float(off.mean()) if np.isfinite(off).all() else math.nan
    relevant = metric.relevant * abs(base) if metric.relative else metric.relevant
    return Finding(question.practice, question.kind, question.pattern, base, found, relevant, verdict(question.pattern, found, relevant))


def verdict(pattern: Pattern, found: Estimate, relevant: float) -> Verdict:
    """Whether the pattern holds, by the rules at the head of this module."""
    if found.reason is not None:
        return "cannot tell"
    low, high = found.low, found.high
    if pattern.direction in ("down", "not_down"):
        low, high = -high, -low
    within = -relevant <= low and high <= relevant
    if pattern.direction in ("up", "down"):
        return "holds" if low > 0 else "does not hold" if high < 0 or within else "cannot tell"
    if pattern.direction == "same":
        return "holds" if within else "does not hold" if low > 0 or high < 0 else "cannot tell"
    return "holds" if high <= relevant else "does not hold" if low > 0 else "cannot tell"


def practice_hash(practice: Practice) -> str:
    """SHA-256 of what a trial of the practice depends on: what it sets, its ground (the files too) and its patterns, not its words."""
    names = {"zh", "en", "why"}
    told = {"set", "neutral", "parts", "ground"}
    plain = practice.model_dump_json(include=told) + "".join(
        pattern.model_dump_json(exclude=names) for pattern in (*practice.expect, *practice.trap)
    )
    return hashlib.sha256((plain + _files(practice.ground.scenario)).encode()).hexdigest()


@cache
def _files(ground: str) -> str:
    """The text of the files that a ground is made of."""
    return "".join(document.text for document in read_chain(ground))


__all__ = [
    "Finding", "Measure", "Question", "Side", "Verdict", "count_runs", "measure_of", "neutral_of", "neutral_side", "on_side",
    "practice_hash", "questions_of", "side", "strength_of", "try_practices", "verdict",
]  # fmt: skip
