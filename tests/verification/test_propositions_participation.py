"""T5: eight hours or all day at equal staff-hours; the hourly profile of demand decides, not the slogan."""

from __future__ import annotations

import pytest
from replications import check, stays
from scipy.optimize import brentq
from textbook import clerks, textbook
from theory import Shift, Spell, daily_stay, roster_stay

from sim.outcome import Outcome

PER_DAY, DAY_H, WORK_H = 12.0, 8.0, 1.0
GOLDEN = {1 / 3: (7.90, 2.00), 0.8: (4.59, 3.09), 1.0: (3.47, 4.15)}
"""Share of cases that come between nine and five -> mean time with three people then, and with one around the clock (science 3.7)."""


def exact(daytime: float, day: int, night: int) -> float:
    """Mean time with so many people on duty from nine to five, and outside."""
    spells = [Spell(DAY_H, PER_DAY * daytime / DAY_H, day), Spell(24 - DAY_H, PER_DAY * (1 - daytime) / (24 - DAY_H), night)]
    return daily_stay(spells, 1 / WORK_H)


def hour_profile(daytime: float) -> list[float]:
    """Weights of the 24 hours."""
    return [daytime / DAY_H if 9 <= hour < 17 else (1 - daytime) / (24 - DAY_H) for hour in range(24)]


def test_the_equations_agree_with_those_of_a_plain_duty_roster():
    """V12 is the case of flat arrivals and nobody at night."""
    spells = [Spell(8, 0.5, 2), Spell(16, 0.5, 0)]
    assert daily_stay(spells, 1.0) == pytest.approx(roster_stay(Shift(2, 0.5, 1.0, 8.0, 16.0), finish=False), rel=1e-9)
    assert daily_stay(spells, 1.0) == pytest.approx(11.0449, abs=1e-4)


@pytest.mark.parametrize("daytime", GOLDEN)
def test_the_numbers_of_the_proposition(daytime):
    assert (exact(daytime, 3, 0), exact(daytime, 1, 1)) == pytest.approx(GOLDEN[daytime], abs=0.006)


def test_the_sign_flips_where_nearly_all_cases_come_by_day():
    flip = brentq(lambda daytime: exact(daytime, 3, 0) - exact(daytime, 1, 1), 0.8, 1.0)
    assert 0.93 < flip < 0.945


@pytest.mark.parametrize("all_day", [False, True])
@pytest.mark.parametrize("daytime", [one if one == 0.8 else pytest.param(one, marks=pytest.mark.long) for one in GOLDEN])
def test_eight_hours_or_all_day_at_equal_staff_hours(daytime, all_day):
    """Three people from nine to five, or one around the clock in three shifts: the simulator against the equations."""
    posts = clerks(1) if all_day else clerks(3, roster=["09:00-17:00"], shift_end="preempt")
    scenario = textbook(PER_DAY / 24, cases=15_000, posts=posts, demand={"hour_profile": hour_profile(daytime)})
    stay_h = exact(daytime, 1, 1) if all_day else exact(daytime, 3, 0)

    def measure(outcome: Outcome) -> dict[str, float]:
        return {"stay": stays(outcome).mean()}

    check(scenario, measure, {"stay": stay_h}, seed=920 + 10 * all_day + int(10 * daytime))
