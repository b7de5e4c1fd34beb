"""The funnel: how much of all that happened was noticed, reported, registered, attended to, resolved, satisfying.

Beside the true count stands what the office would say. Whoever reached a later stage counts as having passed the
earlier ones (a patrol that detects an issue notices it; a desk that answers on the spot is the office it was assigned
to), so the true counts can only fall.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.metrics.cohort import Cohort
from sim.observation import FinishedRun


class FunnelRow(NamedTuple):
    """One stage. `official` is nan where an office has no figure."""

    stage: str
    zh: str
    en: str
    true: int
    official: float
    official_zh: str
    official_en: str


STAGES = (
    ("latent", "潜在问题", "latent", "", ""),
    ("noticed", "已察觉", "noticed", "", ""),
    ("reported", "已上报", "reported", "", ""),
    ("registered", "已登记", "registered", "登记", "registered"),
    ("assigned", "已派达", "assigned", "", ""),
    ("attended", "已响应", "attended to", "按承诺响应", "contacted within the promise"),
    ("resolved", "真正解决", "truly resolved", "已办结", "officially closed"),
    ("satisfied", "满意", "satisfied", "满意率×办结数", "satisfaction rate times closed"),
)


def funnel(run: FinishedRun | Cohort) -> list[FunnelRow]:
    """The eight stages of the cohort from latent to satisfied, true counts beside official ones."""
    cohort = run if isinstance(run, Cohort) else Cohort(run)
    resolved = cohort.resolved
    passed = [
        np.ones(cohort.rows.size, bool),
        ~np.isnan(cohort.time("noticed_h")),
        cohort.reported,
        cohort.registered,
        ~np.isnan(cohort.time("assigned_h")),
        ~np.isnan(cohort.contacted_h),
        resolved,
        resolved & (cohort.satisfaction >= 0),
    ]
    for earlier in range(len(passed) - 2, -1, -1):
        passed[earlier] = passed[earlier] | passed[earlier + 1]
    official = _official(cohort)
    return [
        FunnelRow(stage, zh, en, int(np.count_nonzero(reached)), official.get(stage, math.nan), says_zh, says_en)
        for (stage, zh, en, says_zh, says_en), reached in zip(STAGES, passed, strict=True)
    ]


def _official(cohort: Cohort) -> dict[str, float]:
    """The office's count by stage. Satisfaction is known from a sample and projected onto all closed cases."""
    ledger = cohort.ledger
    closed = float(np.count_nonzero(ledger["closed"]))
    return {
        "registered": float(len(ledger)),
        "attended": float(np.count_nonzero(ledger["responded"])),
        "resolved": closed,
        "satisfied": closed * cohort.official.satisfaction,
    }
