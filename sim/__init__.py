"""Shequ: the same residents with the same problems, under different organisations.

    import sim

    before, after = sim.load("longhua-before"), sim.load("longhua")
    result = sim.run(after)                        one run: result.metrics, result.issues, result.funnel
    many = sim.replicate(after, 30)                many.summary(): mean and 95 % interval of every metric
    comparison = sim.compare([before, after])      comparison.table: differences, intervals, verdicts
    sim.replay("longhua-before", "longhua")        both side by side, hour by hour; or a lesson: sim.replay("pooling")
    sim.diff(before, after)                        what differs between the two, in sentences
    sim.sensitivity("study.toml").table            which unknowns matter; sim.robust: structures over many worlds
    sim.attribute("street-office", ["L1", "L8"])   how much of a difference each practice accounts for

Importing this package imports nothing else: every name is fetched when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.classroom.replay import replay
    from sim.metrics import METRICS
    from sim.scenario.load import load
    from sim.scenario.shipped import list_scenarios
    from sim.study.compare import compare
    from sim.study.difference import diff
    from sim.study.run import replicate, run
    from sim.sweep.questions import attribute, robust, sensitivity

_HOME = {
    "METRICS": "sim.metrics",
    "attribute": "sim.sweep.questions",
    "compare": "sim.study.compare",
    "diff": "sim.study.difference",
    "list_scenarios": "sim.scenario.shipped",
    "load": "sim.scenario.load",
    "replay": "sim.classroom.replay",
    "replicate": "sim.study.run",
    "robust": "sim.sweep.questions",
    "run": "sim.study.run",
    "sensitivity": "sim.sweep.questions",
}

__all__ = ["METRICS", "attribute", "compare", "diff", "list_scenarios", "load", "replay", "replicate", "robust", "run", "sensitivity"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_HOME[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
