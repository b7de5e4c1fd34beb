"""An office that is open from nine to five: both conventions at the end of a shift (V12, V13)."""

from __future__ import annotations

import pytest
from replications import check, stays, waits
from textbook import clerks, textbook
from theory import Shift, roster_stay

from sim.outcome import Outcome


@pytest.mark.parametrize("shift_end", ["preempt", "finish"])
def test_duty_roster(shift_end):
    """V12: put down at five and resumed at nine. V13: finished in overtime, nothing new begun."""
    stay_h = roster_stay(Shift(c=2, lam=0.5, mu=1.0, on_h=8.0, off_h=16.0), finish=shift_end == "finish")

    def measure(outcome: Outcome) -> dict[str, float]:
        return {"stay": stays(outcome).mean(), "wait": waits(outcome).mean()}

    exact = {"stay": stay_h, "wait": stay_h - 1.0} if shift_end == "finish" else {"stay": stay_h}
    scenario = textbook(0.5, cases=20_000, posts=clerks(2, roster=["09:00-17:00"], shift_end=shift_end))
    check(scenario, measure, exact, seed=130 if shift_end == "finish" else 120)
