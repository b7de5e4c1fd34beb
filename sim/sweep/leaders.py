"""Which structures of a study may be ahead on its primary metric: selection with an indifference zone on the replications there are.

Nelson & Matejcik's intervals against the best of the others, rather than a screen from replication to replication (Kim & Nelson): after a fixed
number of replications they leave out what a paired interval would, and say how many replications the second stage takes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.analysis.fault import AnalysisError
from sim.analysis.mcb import Against, against_best
from sim.analysis.precision import relevant_difference
from sim.metrics import METRICS
from sim.sweep.result import Sweep

MOST_STRUCTURES = 200
"""A study of more is a design to be analysed, not options to choose from; all pairs of them would not fit into memory either."""


class Leaders(NamedTuple):
    """What the selection says, or why it says nothing."""

    metric: str
    indifference: float
    """a smaller lead does not matter; in the metric's unit"""
    found: Against | None
    why: AnalysisError | None


def leaders(found: Sweep) -> Leaders | None:
    """The selection among the structures by the primary metric, of every replicate the mean over the worlds.

    None where there is nothing to select: one structure, too many, or a metric of which neither way is better.
    """
    metric = METRICS[found.metric_ids[0]]
    structures = len(found.table.structures)
    if metric.direction == "none" or not 2 <= structures <= MOST_STRUCTURES:
        return None
    values = found.cube(metric.id).mean(axis=0)
    indifference = relevant_difference(metric, np.asarray(values[0]))
    try:
        return Leaders(metric.id, indifference, against_best(values, metric.direction, indifference), None)
    except AnalysisError as error:
        return Leaders(metric.id, indifference, None, error)


__all__ = ["MOST_STRUCTURES", "Leaders", "leaders"]
