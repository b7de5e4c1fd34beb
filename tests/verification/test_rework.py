"""Fixes that do not hold and come back to the same line: Jackson's single station with feedback (V11)."""

from __future__ import annotations

from replications import check, cohort, stays
from textbook import clerks, jobs, textbook
from theory import mmc_wait

from sim.outcome import Outcome


def test_rework():
    """V11: a visit takes as long as in M/M/2 at the higher rate lam / (1 - p), a case 1 / (1 - p) visits."""

    def measure(outcome: Outcome) -> dict[str, float]:
        _, case = cohort(outcome)
        stay, visits = stays(outcome), case["visits"]
        return {"stay": stay.mean(), "a visit": stay.sum() / visits.sum(), "visits": visits.mean()}

    visit_h = mmc_wait(2, 1.2 / 0.8, 1) + 1
    scenario = textbook(1.2, cases=20_000, posts=clerks(2), categories=jobs(relapse=0.2),
                        residents={"reopen": 1.0, "recheck": {"mean_h": 0.0}})
    check(scenario, measure, {"stay": visit_h / 0.8, "a visit": visit_h, "visits": 1.25}, seed=110)
