"""Every metric by id, and how to measure a run."""

from __future__ import annotations

from collections.abc import Iterable

from sim.errors import UnknownNameError, nearest
from sim.metrics.cohort import Cohort
from sim.metrics.deliberation import DELIBERATION
from sim.metrics.effort import EFFORT
from sim.metrics.metric import Metric
from sim.metrics.minds import MINDS
from sim.metrics.money import MONEY
from sim.metrics.official import OFFICIAL
from sim.metrics.participation import PARTICIPATION
from sim.metrics.readiness import READINESS
from sim.metrics.register import REGISTERED
from sim.metrics.truth import TRUTH
from sim.observation import FinishedRun

METRICS: dict[str, Metric] = {
    metric.id: metric for metric in TRUTH + OFFICIAL + EFFORT + MONEY + REGISTERED + READINESS + PARTICIPATION + MINDS + DELIBERATION
}

HEADLINES = tuple(metric.id for metric in METRICS.values() if metric.headline)


def measure(outcome: FinishedRun, ids: Iterable[str] | None = None) -> dict[str, float]:
    """Value of each metric (all of them, or those named) of one run, in catalogue order or the order named.

    nan: nothing to count; inf: a quantile that is never reached. Raises UnknownNameError for an unknown id.
    """
    chosen = [find(name) for name in ids] if ids is not None else list(METRICS.values())
    cohort = Cohort(outcome)
    return {metric.id: float(metric.of(cohort)) for metric in chosen}


def find(name: str) -> Metric:
    """The metric of that id. Raises UnknownNameError, offering the nearest valid one."""
    if name in METRICS:
        return METRICS[name]
    close = nearest(name, list(METRICS))
    raise UnknownNameError(f"no metric is called {name!r}" + (f"; did you mean {close[0]!r}?" if close else ""))
