"""A table of metrics of the comparison: every option's value, difference, interval and word."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.metrics import METRICS
from sim.report.document import Cell, Head, Table
from sim.report.telling import Telling, cells
from sim.study.wording import told_difference


def metric_table(tell: Telling, name: str, caption: str, metrics: Sequence[str], note: str = "") -> Table:
    """One row per metric and option; metrics with nothing to count on either side are left out."""
    say = tell.say
    first, *rest = tell.heads()
    option_heads = (Head(say("option")),) if len(tell.others) > 1 else ()
    other = Head(tell.labels[1] if len(tell.others) == 1 else say("value"), say("mean of the option over the replications"), right=True)
    rows = []
    for metric in metrics:
        at = tell.found.metric_ids.index(metric)
        for option in tell.others:
            before, after = float(tell.found.means[0, at]), float(tell.found.means[option, at])
            if math.isnan(before) and math.isnan(after):
                continue
            one = tell.found.difference(metric, option)
            which = (Cell(tell.letters[option], (tell.found.plan.options[option].id,)),) if option_heads else ()
            rows.append((Cell(tell.metric(metric), (metric,)), *which, *cells(told_difference(tell.found, one, say), before, after, one)))
    unit = say("in the unit of the metric")
    head = (Head(say("metric")), *option_heads, *(one if one.unit else one._replace(unit=unit) for one in (first, other)), *rest)
    return Table(name, caption, head, tuple(rows), note)


def silent(tell: Telling, metrics: Sequence[str]) -> list[str]:
    """Metrics that have nothing to count in any option."""
    at = {name: number for number, name in enumerate(tell.found.metric_ids)}
    return [name for name in metrics if all(math.isnan(tell.found.means[option, at[name]]) for option in tell.options) and name in METRICS]


__all__ = ["metric_table", "silent"]
