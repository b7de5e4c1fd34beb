"""What common chances are worth: the same cases under two organisations, against independent runs.

    python -m experiments.benchmarks.pairing

With variance ratio (V1 + V2) / V[difference], independent runs would need that many times the replications for the same
precision of the difference.
"""

from __future__ import annotations

import statistics

from experiments.benchmarks import timing
from experiments.benchmarks.timing import Table
from sim.metrics import HEADLINES
from sim.study.compare import WEAK_PAIRING, Comparison, compare

REPLICATIONS = 30
PAIRS = {
    "the reform: longhua-before to longhua": ["longhua-before", "longhua"],
}


def pairing(title: str, comparison: Comparison) -> Table:
    """Variance ratio and correlation of every headline metric."""
    columns = ["metric", "before", "after", "difference", "low", "high", "variance ratio", "correlation"]
    ratios = [comparison.pairing[name][0].variance_ratio for name in HEADLINES]
    finite = [value for value in ratios if value == value]
    table = Table(title, columns, [
        f"{comparison.replications} replications. Median variance ratio {statistics.median(finite):.3g}; below {WEAK_PAIRING}: "
        f"{sum(value < WEAK_PAIRING for value in finite)} of {len(finite)} metrics. Empty: no value or no variance.",
    ])  # fmt: skip
    for name in HEADLINES:
        at = comparison.metric_ids.index(name)
        one, pair = comparison.difference(name), comparison.pairing[name][0]
        numbers = (*comparison.means[:, at], one.difference, one.low, one.high, *pair)
        table.add(name, *(float(value) if value == value else None for value in numbers))
    return table


if __name__ == "__main__":
    timing.report("pairing", [pairing(title, compare(pair, REPLICATIONS)) for title, pair in PAIRS.items()])
