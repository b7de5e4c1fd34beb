"""Day by day over the whole run: what occurred, what came in, what went out, what was left."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.clock import HOURS_PER_DAY
from sim.metrics.cohort import is_latent, is_resolved
from sim.observation import FinishedRun
from sim.world.codes import Fate

Counts = npt.NDArray[np.int64]

LABELS = {
    "day": ("日", "day, 0 = first day of the run"),
    "arrivals": ("新发生", "latent issues that occurred"),
    "reports": ("上报", "reported or detected"),
    "registered": ("登记", "registered"),
    "contacts": ("首次响应", "first contacts"),
    "closures": ("首次办结", "first official closures"),
    "resolutions": ("真正解决", "true resolutions"),
    "ends": ("终结", "reported issues that ended, in whatever way"),
    "open": ("在办", "reported and not ended, at the end of the day"),
    "backlog": ("未办结", "registered, never closed and not ended, at the end of the day"),
    "unmet": ("存续问题", "occurred and not ended, reported or not, at the end of the day"),
}
"""Chinese and English meaning of each series."""


class _Flow:
    """Counts by day, from the first hour to the end of observation."""

    def __init__(self, run: FinishedRun) -> None:
        self.end_h = run.window.end_h
        self.days = int(np.ceil(self.end_h / HOURS_PER_DAY))

    def per_day(self, time: npt.NDArray[Any], among: npt.NDArray[np.bool_]) -> Counts:
        """How many of the times (n,) fall on each day, (days,)."""
        chosen = time[among & (time <= self.end_h)]
        # what happens at the very end belongs to the last day
        day = np.minimum((chosen // HOURS_PER_DAY).astype(np.int64), self.days - 1)
        return np.bincount(day, minlength=self.days).astype(np.int64)


def open_by_day(run: FinishedRun) -> Counts:
    """The series `open` of `daily` alone, (days,)."""
    case, flow = run.world.case, _Flow(run)
    fate, reported_h, ended_h = (np.ascontiguousarray(case[name]) for name in ("fate", "reported_h", "ended_h"))
    latent = is_latent(fate)
    ends = flow.per_day(ended_h, latent & (fate >= Fate.PREVENTED) & (reported_h <= flow.end_h))
    return np.asarray(np.cumsum(flow.per_day(reported_h, latent) - ends))


def daily(run: FinishedRun) -> dict[str, Counts]:
    """Series (days,) from the first hour to the end of observation; the last day may be cut short.

    Flows count what happened within the day, stocks what was there at its end; each stock is exactly the running sum
    of its inflow minus its outflow.
    """
    flow = _Flow(run)
    end_h, per_day = flow.end_h, flow.per_day
    case, issue = run.world.case, run.world.issue
    latent = is_latent(case["fate"])
    over = latent & (case["fate"] >= Fate.PREVENTED)
    reported, registered = latent & (case["reported_h"] <= end_h), latent & (case["registered_h"] <= end_h)
    # out of the register: at the first closure, or at the end of a case that never was closed
    out_h = np.where(np.isnan(case["closed_h"]), np.where(over, case["ended_h"], np.nan), case["closed_h"])
    series = {
        "day": np.arange(flow.days, dtype=np.int64),
        "arrivals": per_day(issue["occur_h"], latent),
        "reports": per_day(case["reported_h"], latent),
        "registered": per_day(case["registered_h"], latent),
        "contacts": per_day(case["contacted_h"], latent),
        "closures": per_day(case["closed_h"], latent),
        "resolutions": per_day(case["ended_h"], is_resolved(case["fate"])),
        "ends": per_day(case["ended_h"], over & reported),
    }
    series["open"] = np.cumsum(series["reports"] - series["ends"])
    series["backlog"] = np.cumsum(series["registered"] - per_day(out_h, registered))
    series["unmet"] = np.cumsum(series["arrivals"] - per_day(case["ended_h"], over))
    return series
