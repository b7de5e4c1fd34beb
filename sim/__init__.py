"""Shequ: the same residents with the same problems, under different organisations.

    import sim

    before, after = sim.load("longhua-before"), sim.load("longhua")
    result = sim.run(after)                        one run: result.metrics, result.issues, result.funnel
    many = sim.replicate(after, 30)                many.summary(): mean and 95 % interval of every metric
    comparison = sim.compare([before, after])      comparison.table: differences, intervals, verdicts
    sim.diff(before, after)                        what differs between the two, in sentences

Importing this package imports nothing else: every name is fetched when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.metrics import METRICS
    from sim.scenario.load import load
    from sim.scenario.shipped import list_scenarios
    from sim.study.compare import compare
    from sim.study.difference import diff
    from sim.study.run import replicate, run

_HOME = {
    "METRICS": "sim.metrics",
    "compare": "sim.study.compare",
    "diff": "sim.study.difference",
    "list_scenarios": "sim.scenario.shipped",
    "load": "sim.scenario.load",
    "replicate": "sim.study.run",
    "run": "sim.study.run",
}

__all__ = ["METRICS", "compare", "diff", "list_scenarios", "load", "replicate", "run"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_HOME[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
