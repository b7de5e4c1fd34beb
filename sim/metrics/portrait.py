"""What a report shows of a run beside its metrics: curves, groups, areas, the week, the money, as arrays of fixed shape.

Shapes depend on the scenario and the ground only, so portraits of replications and of paired options can be laid upon each other.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

SINCE_REPORT_H: tuple[float, ...] = tuple(round(float(h), 3) for h in np.geomspace(0.25, 2160.0, 80))
"""Hours since the report at which curves are read, a quarter of an hour to 90 days, evenly on a log scale."""

GROUPS = ("everybody", "elder", "vulnerable", "newcomer", "local", "far", "others")
"""Whose issues: `far` lives farther from the nearest service point than two thirds of the residents; `others` is in no other group than local."""

GROUP_METRICS = ("resolved_in_deadline", "response_time_median", "satisfied_share")
"""Metrics that are taken of every group and area."""

ROLES = ("staff", "grid_worker", "party_member", "volunteer", "partner")
"""Rows of the workload, in the order of world.codes.Role (see there)."""

EFFORT = ("people", "duty_h", "idle_h", "overtime_h", "chore_h", "travel_h", "service_h", "services", "cost")
"""Columns of the workload: sums over the role's handlers (not the seats of channels' desks) and the whole run. Hours on duty and idle are
of those only who are assigned their work: whoever may decline is not idle for being reachable."""

COSTS = ("wages", "overtime", "rewards", "works", "services", "programmes", "leaders", "councils")
"""Parts of `cost_total`, yuan per resident and year; they add up to it."""

WAIT_CAP_H = 168.0
"""A wait for the first contact counts a week at most on the map, so that one lost case does not colour a house."""


class Ground(NamedTuple):
    """The place as options share it: made once, from the first option."""

    area: Ints
    """(entrances,) the first option's grid that answers for it"""
    areas: int
    area_zh: str
    area_en: str
    """name of the level those grids belong to"""
    building: Ints
    """(entrances,)"""
    x_m: Floats
    """(buildings,) east"""
    y_m: Floats
    """(buildings,) north"""
    residents: Ints
    """(buildings,)"""
    far: Flags
    """(entrances,) all False where nobody goes to a service point"""
    points_x_m: Floats
    """(points,) service points of the first option"""
    points_y_m: Floats


class Portrait(NamedTuple):
    """One run."""

    contacted: Floats
    """(len(SINCE_REPORT_H),) share of reported issues with a first contact by then (Aalen-Johansen)"""
    resolved: Floats
    """(len(SINCE_REPORT_H),) share truly resolved by then"""
    groups: Floats
    """(len(GROUPS), len(GROUP_METRICS)); nan: nothing to count"""
    areas: Floats
    """(areas, len(GROUP_METRICS))"""
    buildings: Floats
    """(buildings, 4): issues reported, hours they waited for the first contact (each at most WAIT_CAP_H) summed, issues due, of them in time"""
    effort: Floats
    """(len(ROLES), len(EFFORT))"""
    busy: Floats
    """(len(ROLES), 7, 24) hours of work on cases and travel per hour of the week, Monday first, mean over the times this hour came; chores leave
    no record of their hour and are not in it; nan where the run recorded no visits"""
    reports: Floats
    """(7, 24) issues reported per hour of the week in the whole run, mean over the times this hour came"""
    costs: Floats
    """(len(COSTS),)"""
    open: Ints
    """(days,) reported and not ended at the end of each day"""
    waits: Floats
    """(levels, 3): cases that entered a line at the level or were begun at once, hours in line of those begun, hours of work; for the
    organisation chart"""
    posts: Floats
    """(posts, 3): people, hours on duty (whole run; of who may decline: reachable), of them busy; for the organisation chart"""


__all__ = ["COSTS", "EFFORT", "GROUPS", "GROUP_METRICS", "ROLES", "SINCE_REPORT_H", "WAIT_CAP_H", "Ground", "Portrait"]
