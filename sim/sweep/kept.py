"""Large tables that a study may keep of every run: days, issues, the official ledger, and the event log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.metrics.daily import daily
from sim.observation import observe
from sim.outcome import Outcome

if TYPE_CHECKING:
    import pandas as pd

ACTIVITIES = {
    "occur_h": "occurred", "noticed_h": "noticed", "reported_h": "reported", "registered_h": "registered", "assigned_h": "assigned",
    "contacted_h": "contacted", "closed_h": "closed", "ended_h": "ended",
}  # fmt: skip
"""Column of the issue table -> activity of the event log."""

EPOCH = "2024-01-01"
"""A Monday; no date in a run means anything."""


def table_of(name: str, outcome: Outcome) -> pd.DataFrame:
    """The table of that name: "daily", "issues", "ledger" or "events"."""
    import pandas as pd

    if name == "daily":
        return pd.DataFrame(daily(outcome))
    if name == "issues":
        return outcome.issues
    if name == "ledger":
        rows = observe(outcome)
        return pd.DataFrame({column: rows[column] for column in rows.dtype.names or ()})
    return event_log(outcome)


def event_log(outcome: Outcome) -> pd.DataFrame:
    """What happened to every case, as process-mining tools read it: case, activity, time, timestamp, resource; sorted by time.

    The resource of "contacted", "closed" and of services ("service begins", "service ends", where visits were recorded) is the post
    or the handler; of the others nobody. The end carries its kind: "ended: resolved". `time` is in hours from Monday 00:00 of week 1;
    `timestamp` is the same as a date, which these tools want, counted from an arbitrary Monday (`EPOCH`).
    """
    import pandas as pd

    issues = outcome.issues
    pool = outcome.world.pool[outcome.world.case["pool"][issues["issue"].to_numpy()]]
    posts = np.array([*outcome.post_ids, ""], dtype=object)[np.where(outcome.world.case["pool"][issues["issue"].to_numpy()] < 0, -1, pool["post"])]
    parts = []
    for column, activity in ACTIVITIES.items():
        names = issues["fate"].map("ended: {}".format) if activity == "ended" else activity
        resource = posts if activity in ("contacted", "closed") else ""
        parts.append(pd.DataFrame({"case": issues["issue"], "activity": names, "time": issues[column], "resource": resource}))
    visits = outcome.visits
    for column, activity in (("start_h", "service begins"), ("finish_h", "service ends")):
        if len(visits) and column in visits:
            handler = visits["handler"].map("handler {}".format)
            parts.append(pd.DataFrame({"case": visits["case"], "activity": activity, "time": visits[column], "resource": handler}))
    log = pd.concat([part.astype({"activity": object, "resource": object}) for part in parts], ignore_index=True)
    log = log[np.isfinite(log["time"].to_numpy(np.float64)) & (log["time"] <= outcome.window.end_h)]
    log = log.sort_values(["time", "case"], kind="stable", ignore_index=True)
    log.insert(3, "timestamp", pd.Timestamp(EPOCH) + pd.to_timedelta((log["time"] * 3600).round(), unit="s"))
    return log


__all__ = ["ACTIVITIES", "event_log", "table_of"]
