"""What the engine said when a lesson was last held against it: `checked.json` beside the lesson's file."""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.classroom.exact import THEORIES, Numbers
from sim.community import build_community
from sim.outcome import scenario_hash
from sim.scenario.scenario import Scenario
from sim.simulate import simulate
from sim.study.interval import estimate, t_quantile
from sim.study.run import with_run

if TYPE_CHECKING:
    from sim.classroom.lesson import Hold, Lesson
    from sim.study.many import Progress

FILE = "checked.json"

CRITICAL_T = 5.290
"""Of 40 replications, two-sided, for a family-wise error of 1e-3 over 200 checks: the rule of the verification suite."""

Runs = tuple[list[Numbers], list[Numbers]]
"""The numbers of every run of both worlds, in the order of replications."""


class Seen(NamedTuple):
    """Mean and 95 % half-width of every number in both worlds."""

    mean: Mapping[str, list[float]]
    half: Mapping[str, list[float]]

    def pair(self, number: str) -> tuple[list[float | None], list[float | None]]:
        """Means and half-widths of one number; None where only theory has it."""
        nothing: list[float | None] = [None, None]
        return list(self.mean.get(number, nothing)), list(self.half.get(number, nothing))


def long_worlds(lesson: Lesson) -> tuple[Scenario, Scenario]:
    """The two scenarios as they are run for the check: the same, for longer."""
    check = lesson.text.check
    one, two = (scenario.model_copy(update={"run": scenario.run.model_copy(update={"days": check.days})}) for scenario in lesson.scenarios)
    return with_run(one, replications=check.replications), with_run(two, replications=check.replications)


def run_both(pair: tuple[Scenario, Scenario], theory: str, progress: Progress | None = None, workers: int | None = None) -> Runs:
    """Both worlds, every replication, on threads (the kernels release the lock)."""
    community = build_community(pair[0].place, pair[0].residents, pair[0].run.seed)
    measured, count = THEORIES[theory].measured, pair[0].run.replications
    done: list[Numbers] = []
    with ThreadPoolExecutor(workers or os.cpu_count()) as pool:
        for one in pool.map(lambda job: measured(simulate(pair[job // count], job % count, community)), range(2 * count)):
            done.append(one)
            if progress is not None:
                progress(len(done), 2 * count)
    return done[:count], done[count:]


def summary(runs: Runs) -> Seen:
    """Means and half-widths over the replications."""
    found = {name: [estimate(np.array([run[name] for run in world])) for world in runs] for name in runs[0][0]}
    return Seen({name: [one.mean for one in two] for name, two in found.items()}, {name: [one.half_width for one in two] for name, two in found.items()})


class Verdict(NamedTuple):
    """Whether a part of the claim holds in paired runs: the ratio of the second world's mean to the first's, with its 95 % half-width."""

    claim: Hold
    ratio: float
    half: float
    holds: bool


def judge(claim: Hold, runs: Runs, critical_t: float = CRITICAL_T) -> Verdict:
    """`up` and `down` hold if the paired difference has that sign with |t| above `critical_t`, and the ratio of means is as large as the claim
    says; `same` if the interval of the ratio lies within the claim's bound.
    """
    one, two = (np.array([run[claim.number] for run in world]) for world in runs)
    root, ratio = math.sqrt(len(one)), float(two.mean() / one.mean())
    half = t_quantile(len(one) - 1) * float((two - ratio * one).std(ddof=1)) / root / float(one.mean())  # to first order
    if claim.direction == "same":
        return Verdict(claim, ratio, half, ratio - half > 1 - claim.within and ratio + half < 1 + claim.within)
    gain = (two - one) * (1 if claim.direction == "up" else -1)
    certain = gain.mean() > critical_t * gain.std(ddof=1) / root
    return Verdict(claim, ratio, half, bool(certain and (ratio if claim.direction == "up" else 1 / ratio) >= claim.least))


def lesson_hash(lesson: Lesson) -> str:
    """SHA-256 of what the numbers depend on."""
    check = lesson.text.check
    parts = [*(scenario_hash(one) for one in long_worlds(lesson)), lesson.text.theory, str(check.replications)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def as_json(lesson: Lesson, seen: Seen) -> dict[str, Any]:
    """One lesson's record as plain values, to six digits."""
    def rounded(values: Mapping[str, list[float]]) -> dict[str, list[float]]:
        return {name: [float(f"{value:.6g}") for value in pair] for name, pair in values.items()}

    return {"sha256": lesson_hash(lesson), "mean": rounded(seen.mean), "half": rounded(seen.half)}


def last_checked(lesson: Lesson) -> Seen | None:
    """What was found when this lesson was last checked; None if never, or if anything has changed since."""
    try:
        found = json.loads((lesson.path.parent / FILE).read_text(encoding="utf-8"))[lesson.id]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not isinstance(found, dict) or found.get("sha256") != lesson_hash(lesson):
        return None
    return Seen(found["mean"], found["half"])


def joined(path: Path, new: Mapping[str, Any]) -> dict[str, Any]:
    """The records of a file with the new ones in their place."""
    try:
        old = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        old = {}
    return {**(old if isinstance(old, dict) else {}), **new}


__all__ = ["CRITICAL_T", "FILE", "Runs", "Seen", "Verdict", "as_json", "joined", "judge", "last_checked", "lesson_hash", "long_worlds", "run_both", "summary"]
