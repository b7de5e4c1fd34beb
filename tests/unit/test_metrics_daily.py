"""Daily series add up: flows to totals, stocks to what is really still open."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from sim.metrics.daily import LABELS, daily
from sim.world.codes import Fate
from sim.world.issue import Case, Issue

END_H = 240.0


def random_run(count: int = 3000) -> SimpleNamespace:
    """Issues with every kind of life, times rising along it; what would come after the end has not happened."""
    rng = np.random.default_rng(3)
    issue, case = Issue.allocate(count), Case.allocate(count)
    issue["occur_h"] = np.sort(rng.uniform(0, END_H, count))
    steps = issue["occur_h"][:, None] + np.cumsum(rng.exponential(15, (count, 5)), axis=1)
    kind = rng.integers(0, 5, count)  # 0 unreported, 1 withdrawn, 2 resolved, 3 hollow then resolved, 4 prevented
    reported, registered, contacted, closed, ended = steps.T
    closed, ended = np.where(kind == 2, ended, closed), np.where(kind == 0, reported, ended)
    fate = np.select(
        [kind == 0, kind == 1, kind == 4], [Fate.SELF_RESOLVED, Fate.WITHDRAWN, Fate.PREVENTED], Fate.RESOLVED)
    ended = np.where(kind == 4, issue["occur_h"], ended)
    lives = {"reported_h": (reported, kind % 4 > 0), "registered_h": (registered, kind % 4 > 0),
             "contacted_h": (contacted, kind % 4 > 1), "closed_h": (closed, kind % 4 > 1),
             "ended_h": (ended, kind >= 0)}
    for name, (time, applies) in lives.items():
        case[name] = np.where(applies & (time <= END_H), time, np.nan)
    case["fate"] = np.where(ended <= END_H, fate, Fate.WAITING)
    world = SimpleNamespace(issue=issue, case=case)
    return SimpleNamespace(world=world, window=SimpleNamespace(warm_h=0.0, cohort_end_h=END_H, end_h=END_H))


def test_stocks_are_what_is_really_open_each_midnight():
    run = random_run()
    series, case, occurred = daily(run), run.world.case, run.world.issue["occur_h"]
    latent = case["fate"] != Fate.PREVENTED
    gone_h = np.where(np.isnan(case["closed_h"]), case["ended_h"], case["closed_h"])
    for day, midnight in enumerate(np.arange(24.0, END_H + 1, 24.0)):
        assert series["open"][day] == np.sum((case["reported_h"] < midnight) & ~(case["ended_h"] < midnight))
        assert series["backlog"][day] == np.sum((case["registered_h"] < midnight) & ~(gone_h < midnight))
        assert series["unmet"][day] == np.sum(latent & (occurred < midnight) & ~(case["ended_h"] < midnight))


def test_flows_add_up_to_the_tables():
    run = random_run()
    series, case = daily(run), run.world.case
    assert series["arrivals"].sum() == np.sum(case["fate"] != Fate.PREVENTED)
    assert series["reports"].sum() == np.sum(~np.isnan(case["reported_h"]))
    assert series["closures"].sum() == np.sum(~np.isnan(case["closed_h"]))
    assert series["resolutions"].sum() == np.sum(case["fate"] == Fate.RESOLVED)
    assert series["open"][-1] == series["reports"].sum() - series["ends"].sum()


def test_the_last_instant_belongs_to_the_last_day():
    run = random_run(1)
    run.world.case["fate"], run.world.case["reported_h"] = Fate.WAITING, END_H
    series = daily(run)
    assert len(series["reports"]) == 10
    assert series["reports"][-1] == 1


def test_a_day_cut_short_is_still_a_day():
    run = random_run()
    run.window.end_h = 25.0
    assert len(daily(run)["open"]) == 2


def test_every_series_is_labelled_in_both_languages():
    series = daily(random_run())
    assert set(series) == set(LABELS)
    assert all(zh and en for zh, en in LABELS.values())
