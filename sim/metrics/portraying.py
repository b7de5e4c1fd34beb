"""Measure a run for a report: curves, groups, areas, buildings, the week, the money. See `portrait` for what each part is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.metrics import week
from sim.metrics.catalogue import METRICS
from sim.metrics.cohort import WANTED, Cohort, Flags, Floats, is_latent
from sim.metrics.daily import open_by_day
from sim.metrics.outlay import outlay
from sim.metrics.part import part_of
from sim.metrics.portrait import GROUP_METRICS, GROUPS, SINCE_REPORT_H, WAIT_CAP_H, Ground, Portrait
from sim.metrics.survival import Incidence
from sim.metrics.workload import busy, effort, posts, waits
from sim.observation import FinishedRun

Ints = npt.NDArray[np.int64]


def portray(run: FinishedRun, ground: Ground) -> Portrait:
    """The portrait of a finished run on its ground, which must be of the same place. `busy` is nan unless the run recorded visits."""
    cohort = Cohort(run)
    entrance = run.world.issue["entrance"][cohort.rows]
    member = group_flags(cohort, ground)
    return Portrait(
        contacted=_read(cohort.response), resolved=_read(cohort.resolution),
        groups=np.array([_group_metrics(cohort, None if name == "everybody" else member[name]) for name in GROUPS]),
        areas=_by_area(cohort, ground.area[entrance], ground.areas),
        buildings=_by_building(cohort, ground.building[entrance], ground.residents.size),
        effort=effort(cohort), busy=busy(cohort), reports=_reports(cohort), costs=outlay(cohort),
        open=open_by_day(run), waits=waits(cohort), posts=posts(cohort),
    )  # fmt: skip


def group_flags(cohort: Cohort, ground: Ground) -> dict[str, Flags]:
    """Whose issues of the cohort belong to which of GROUPS, (n,) each; an owner may be in several."""
    own, known = cohort.groups, cohort.has_owner
    elder, newcomer, vulnerable = (own[name] & known for name in ("elder", "newcomer", "vulnerable"))
    far = ground.far[cohort.of_owner("entrance")] & known
    return {
        "everybody": np.ones(cohort.rows.size, np.bool_), "elder": elder, "vulnerable": vulnerable, "newcomer": newcomer,
        "local": ~newcomer & known, "far": far, "others": known & ~(elder | newcomer | vulnerable | far),
    }  # fmt: skip


def _read(times: Incidence) -> Floats:
    """Share by SINCE_REPORT_H that has come to the wanted end. Shape (len(SINCE_REPORT_H),)."""
    position = np.searchsorted(times.time, SINCE_REPORT_H, side="right")
    return np.concatenate(([0.0], times.incidence[WANTED - 1]))[position]


def _group_metrics(cohort: Cohort, among: Flags | None) -> list[float]:
    """GROUP_METRICS of those flagged; of everybody, if nobody is flagged out."""
    part = cohort if among is None else part_of(cohort, np.flatnonzero(among))
    return [float(METRICS[name].of(part)) for name in GROUP_METRICS]


def _by_area(cohort: Cohort, area: Ints, areas: int) -> Floats:
    """GROUP_METRICS of the issues of each area, (areas, len(GROUP_METRICS)); `area` (n,) is where each of the cohort is."""
    order = np.argsort(area, kind="stable")
    ends = np.searchsorted(area[order], np.arange(1, areas))
    return np.array([[float(METRICS[name].of(part)) for name in GROUP_METRICS]
                     for part in (part_of(cohort, at) for at in np.split(order, ends))])


def _by_building(cohort: Cohort, building: Ints, buildings: int) -> Floats:
    """Reported, hours they waited, due, of them in time, (buildings, 4); `building` (n,) is where each of the cohort is."""
    known = cohort.reported
    until_h = np.where(np.isnan(cohort.contacted_h), cohort.ended_h, cohort.contacted_h)
    until_h = np.where(np.isnan(until_h), cohort.run.window.end_h, until_h)
    waited_h = np.clip(until_h - cohort.reported_h, 0.0, WAIT_CAP_H)
    return np.stack([
        np.bincount(building[known], minlength=buildings), np.bincount(building[known], waited_h[known], buildings),
        np.bincount(building[cohort.due], minlength=buildings), np.bincount(building[cohort.in_deadline & cohort.due], minlength=buildings),
    ], axis=1)  # fmt: skip


def _reports(cohort: Cohort) -> Floats:
    """Issues reported per hour of the week, of the whole run, mean over the times this hour came, (7, 24); nan for hours that never came."""
    run = cohort.run
    reported_h = np.ascontiguousarray(run.world.case["reported_h"])
    known = is_latent(run.world.case["fate"]) & (reported_h <= run.window.end_h)
    with np.errstate(invalid="ignore"):
        return np.asarray(week.count(reported_h[known]) / week.times_seen(run.window.end_h))


__all__ = ["group_flags", "portray"]
