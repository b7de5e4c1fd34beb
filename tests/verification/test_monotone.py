"""More help never makes a case wait longer: FCFS lines with work attached to the case (Kiefer and Wolfowitz 1955)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from textbook import clerks, jobs, textbook

from sim.outcome import Outcome
from sim.simulate import simulate
from sim.world.codes import Fate

ROUNDING_H = 1e-9


def office(people: int = 3, **changes: Any) -> Outcome:
    work = changes.pop("work", {"work_law": "lognormal", "work_cv": 2.0})
    post = changes.pop("post", {})
    return simulate(textbook(2.4, cases=3000, posts=clerks(people, **post), categories=jobs(**work), **changes))


def never_later(one: Outcome, other: Outcome) -> bool:
    """Whether every case that `one` does not prevent begins no later than in `other`, and some begin sooner."""
    begun, before = (np.nan_to_num(run.world.case["contacted_h"], nan=np.inf) for run in (one, other))
    taken = one.world.case["fate"] != Fate.PREVENTED
    return bool(np.all(begun[taken] <= before[taken] + ROUNDING_H) and np.any(begun[taken] < before[taken] - 0.1))


@pytest.mark.parametrize("people", [1, 2, 3, 6])
def test_one_more_person(people):
    post = {"roster": ["09:00-17:00", "Sat 20:00-23:00"]} if people == 6 else {}
    assert never_later(office(people + 1, post=post), office(people, post=post))


def test_faster_work():
    assert never_later(office(post={"speed": 1.1}), office())


def test_shorter_work():
    assert never_later(office(work={"work_law": "exponential", "work_h": 0.9}), office(work={"work_law": "exponential"}))


def test_an_earlier_report():
    """Reports reach the line in another order, so this holds for the mean only."""
    prompt = office(residents={"report_per_day": 240.0}).world.case["contacted_h"]
    late = office(residents={"report_per_day": 24.0}).world.case["contacted_h"]
    assert np.nanmean(prompt) < np.nanmean(late)


def test_prevention_takes_issues_out_and_touches_no_other():
    runs = [office(dispatch={"prevention": {"all": share}}) for share in (0.0, 0.1, 0.3)]
    prevented = [run.world.case["fate"] == Fate.PREVENTED for run in runs]
    assert [taken.mean() for taken in prevented] == pytest.approx([0.0, 0.1, 0.3], abs=0.02)
    assert np.all(prevented[1] <= prevented[2])
    assert all(run.world.issue.tobytes() == runs[0].world.issue.tobytes() for run in runs)
    assert never_later(runs[1], runs[0])
    assert never_later(runs[2], runs[1])
