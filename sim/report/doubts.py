"""Which assumption would reverse the answer: each moved alone to both ends of its plausible range, for both options alike."""

from __future__ import annotations

import math

import numpy as np

from sim.metrics.catalogue import find
from sim.outcome import scenario_hash
from sim.report.assumptions import moved, shared_assumptions
from sim.report.evidence import Doubt, Swing
from sim.scenario.scenario import Scenario
from sim.study.compare import Difference, judge
from sim.study.interval import Reason
from sim.study.many import Job, Progress, run_many
from sim.study.plan import Plan
from sim.study.run import with_run

Pair = tuple[Scenario, Scenario]


def doubt(
    plan: Plan, option: int, metric: str, replications: int = 3, progress: Progress | None = None, workers: int | None = None
) -> Doubt:
    """What becomes of the difference of one metric between an option and the first when shared assumptions are other.

    Which ones: see `sim.report.assumptions`. All runs are replicates 0, 1, ... of the plan's seed, so the same chances throughout. A range is what is
    thought plausible, no interval of confidence, and one at a time says nothing of two assumptions that are wrong together. No swings where the
    option changes nothing.
    """
    found = find(metric)
    pair = plan.options[0].scenario, plan.options[option].scenario
    same = plan.same_as[option] == 0
    assumed = [] if same else shared_assumptions(*pair, found.id)
    pairs = [pair]
    for one in assumed:
        pairs += [_moved(pair, one.path, end) for end in (one.low, one.high)]
    differences = _differences(pairs, found.id, option, replications, progress, workers)
    base = differences[0]._replace(reason=Reason("identical"), p=1.0) if same and differences[0].reason is None else differences[0]
    swings = [Swing(*one, *differences[1 + 2 * at : 3 + 2 * at]) for at, one in enumerate(assumed)]
    return Doubt(found.id, option, replications, base, tuple(sorted(swings, key=lambda one: -width(one, base))))


def width(swing: Swing, base: Difference) -> float:
    """How far the difference is moved, from its least to its most; -1 where an end has none."""
    ends = [one.difference for one in (swing.at_low, base, swing.at_high)]
    return max(ends) - min(ends) if all(math.isfinite(one) for one in ends) else -1.0


def _moved(pair: Pair, path: str, value: float) -> Pair:
    first, other = (moved(scenario, path, value) for scenario in pair)
    assert first is not None and other is not None  # both ends were tried when it was chosen
    return first, other


def _differences(
    pairs: list[Pair], metric: str, option: int, replications: int, progress: Progress | None, workers: int | None
) -> list[Difference]:
    """The difference of the metric in every pair; scenarios that run alike are run once."""
    scenarios = [with_run(scenario, record_visits=False) for pair in pairs for scenario in pair]
    hashes = [scenario_hash(scenario) for scenario in scenarios]
    distinct = dict(zip(hashes, scenarios, strict=True))
    jobs = [Job(scenario, replicate) for scenario in distinct.values() for replicate in range(replications)]
    values = np.array([one.metrics[0] for one in run_many(jobs, [metric], progress, workers)]).reshape(len(distinct), replications)
    row = {sha256: at for at, sha256 in enumerate(distinct)}
    columns = [values[row[sha256]] for sha256 in hashes]
    return [judge(find(metric), option, columns[at], columns[at + 1]) for at in range(0, len(columns), 2)]


__all__ = ["doubt", "width"]
