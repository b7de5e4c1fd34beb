"""The funnel can only narrow, whatever the tables say, and counts what it says it counts."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest

from sim.metrics.funnel import funnel
from sim.world.codes import Fate
from sim.world.issue import Case, Category, Issue
from sim.world.offices import Channel

STAGE_TIMES = ("noticed_h", "reported_h", "registered_h", "assigned_h", "contacted_h")


def run(case: np.recarray, end_h: float = 100.0) -> SimpleNamespace:
    issue, category = Issue.allocate(len(case)), Category.allocate(1)
    category["deadline_h"] = 50
    issue["key"] = np.arange(len(case), dtype=np.uint64)
    return SimpleNamespace(
        world=SimpleNamespace(issue=issue, case=case, category=category, channel=Channel.allocate(2)),
        scenario=SimpleNamespace(dispatch=SimpleNamespace(response_promise=0.1)),
        window=SimpleNamespace(warm_h=0.0, cohort_end_h=end_h, end_h=end_h),
        cohort=np.ones(len(case), bool),
    )


def life(fate: Fate, stages: int, satisfaction: float = math.nan) -> np.recarray:
    """One case that passed the first `stages` of noticed, reported, registered, assigned, attended."""
    case = Case.allocate(1)
    case["fate"] = fate
    for hour, name in enumerate(STAGE_TIMES[:stages], start=1):
        case[name] = hour
    if fate >= Fate.PREVENTED:
        case["ended_h"] = 10
    if fate in (Fate.RESOLVED, Fate.UNRESOLVED):
        case["closed_h"] = 10
    case["satisfaction"] = satisfaction
    return case


def true_counts(case: np.recarray) -> list[int]:
    return [row.true for row in funnel(run(case))]


def test_one_life_after_another():
    lives = [
        life(Fate.PREVENTED, 0),
        life(Fate.COVERED, 0),
        life(Fate.LATENT, 0),
        life(Fate.SELF_RESOLVED, 1),
        life(Fate.REJECTED, 2),
        life(Fate.WITHDRAWN, 3),
        life(Fate.WAITING, 4),
        life(Fate.UNRESOLVED, 5, -1.0),
        life(Fate.RESOLVED, 5, -0.1),
        life(Fate.RESOLVED, 5, 0.0),
    ]
    assert true_counts(np.concatenate(lives).view(np.recarray)) == [8, 7, 6, 5, 4, 3, 2, 1]


def test_detected_before_it_was_noticed_counts_as_noticed():
    case = life(Fate.RESOLVED, 5, 1.0)
    case["noticed_h"] = np.nan
    assert true_counts(case) == [1] * 8


def test_answered_at_the_desk_counts_as_assigned():
    case = life(Fate.RESOLVED, 5, 1.0)
    case["assigned_h"] = np.nan
    assert true_counts(case) == [1] * 8


def test_never_widens_on_arbitrary_tables():
    rng = np.random.default_rng(5)
    case = Case.allocate(2000)
    case["fate"] = rng.choice([int(fate) for fate in Fate], 2000)
    for name in (*STAGE_TIMES, "closed_h", "ended_h", "satisfaction"):
        case[name] = np.where(rng.random(2000) < 0.5, np.nan, rng.normal(60, 40, 2000))
    counts = true_counts(case)
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == np.sum(~np.isin(case["fate"], (Fate.UNBORN, Fate.PREVENTED, Fate.COVERED)))


def test_the_office_counts_hollow_closures_as_done():
    rows = {row.stage: row for row in funnel(run(life(Fate.UNRESOLVED, 5, -1.0)))}
    assert (rows["resolved"].true, rows["resolved"].official) == (0, 1)
    assert math.isnan(rows["latent"].official)
    assert rows["registered"].true == rows["registered"].official == 1


@pytest.mark.parametrize("count", [0])
def test_nothing_happened(count):
    assert true_counts(Case.allocate(count)) == [0] * 8
