"""Paired differences of groups and grids: the same metric, taken of the problems of some."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.locale import mark
from sim.metrics import METRICS
from sim.metrics.portrait import GROUP_METRICS, GROUPS
from sim.report.telling import PRIMARY, Telling, better
from sim.study.compare import Difference

Floats = npt.NDArray[np.float64]

NAMES = {
    "everybody": mark("everybody"), "elder": mark("elders (60 and over)"), "vulnerable": mark("vulnerable residents"), "newcomer": mark("newcomers"),
    "local": mark("locals"), "far": mark("those living far from a service point"), "others": mark("none of these"),
}  # fmt: skip


def group_values(tell: Telling, option: int, group: str, metric: str) -> Floats:
    """(replicate,) the metric of the group's problems under an option."""
    at, which = GROUPS.index(group), GROUP_METRICS.index(metric)
    return np.array([one.groups[at, which] for one in tell.evidence.portraits[option]])


def area_values(tell: Telling, option: int, metric: str) -> Floats:
    """(replicate, area) the metric of the problems in each grid under an option."""
    which = GROUP_METRICS.index(metric)
    return np.array([one.areas[:, which] for one in tell.evidence.portraits[option]])


def of_group(tell: Telling, option: int, group: str, metric: str) -> Difference:
    """The paired difference of a group."""
    return tell.judged(metric, option, group_values(tell, 0, group, metric), group_values(tell, option, group, metric))


def of_areas(tell: Telling, option: int, metric: str) -> list[Difference]:
    """The paired difference of every grid."""
    first, other = area_values(tell, 0, metric), area_values(tell, option, metric)
    return [tell.judged(metric, option, first[:, area], other[:, area]) for area in range(first.shape[1])]


def present(tell: Telling) -> list[str]:
    """Groups that somebody belongs to in every run of every option."""
    return [
        group for group in GROUPS
        if not any(np.isnan(group_values(tell, option, group, PRIMARY)).any() for option in tell.options)
    ]  # fmt: skip


def losers(tell: Telling, option: int) -> list[str]:
    """Names of the groups for whom timely resolution moves for the worse."""
    found = [group for group in present(tell) if group != "everybody" and better(METRICS[PRIMARY], of_group(tell, option, group, PRIMARY)) is False]
    return [tell.say(NAMES[group]) for group in found]


__all__ = ["NAMES", "area_values", "group_values", "losers", "of_areas", "of_group", "present"]
