"""The theory itself: every formula gives the value listed in the science notes, to its last digit (V1-V13, V17)."""

from __future__ import annotations

from math import exp

import pytest
from theory import (
    Rung,
    Shift,
    birth_death,
    cascade,
    cobham,
    erlang_a,
    erlang_b,
    erlang_c,
    finite_room,
    machine_repair,
    mean_waiting,
    mg1_wait,
    mmc_wait,
    roster_stay,
)

GOLDEN = {
    "V1 wait at .6": (mmc_wait(1, 0.6, 1), 1.5),
    "V1 wait at .8": (mmc_wait(1, 0.8, 1), 4.0),
    "V2 share who wait": (erlang_c(3, 2.4), 0.647191),
    "V2 wait": (mmc_wait(3, 2.4, 1), 1.078652),
    "V2 over an hour": (erlang_c(3, 2.4) * exp(-0.6), 0.355186),
    "V3 turned away": (erlang_b(10, 8), 0.121661),
    "V4 turned away": (finite_room(3, 6, 2.4, 1)[-1], 0.090177),
    "V4 in line": (mean_waiting(finite_room(3, 6, 2.4, 1), 3), 0.636878),
    "V5 fixed": (mg1_wait(0.7, 1, 0), 1.166667),
    "V5 scv .5": (mg1_wait(0.7, 1, 0.5), 1.75),
    "V5 scv 1": (mg1_wait(0.7, 1, 1), 2.333333),
    "V5 scv 4": (mg1_wait(0.7, 1, 4), 5.833333),
    "V6 urgent": (cobham(erlang_c(3, 2.4) / 3, (1 / 3, 1.4 / 3))[0], 0.323596),
    "V6 other": (cobham(erlang_c(3, 2.4) / 3, (1 / 3, 1.4 / 3))[1], 1.617978),
    "V7 urgent": (cobham(0.35, (0.3, 0.4))[0], 0.5),
    "V7 other": (cobham(0.35, (0.3, 0.4))[1], 1.666667),
    "V8 share who wait": (erlang_a(3, 3.6, 1, 0.5)[3:].sum(), 0.778655),
    "V8 in line": (mean_waiting(erlang_a(3, 3.6, 1, 0.5), 3), 1.866433),
    "V8 give up": (0.5 * mean_waiting(erlang_a(3, 3.6, 1, 0.5), 3) / 3.6, 0.259227),
    "V9 broken": (machine_repair(10, 2, 0.2, 1) @ range(11), 2.403722),
    "V10 first rung": (cascade(10, [Rung(4, 4, 0.6)])[0][0], 0.303309),
    "V10 in all": (cascade(10, [Rung(4, 4, 0.6), Rung(2, 3, 0.5), Rung(2, 2, 1)])[1], 0.676643),
    "V11 a visit": (mmc_wait(2, 1.5, 1) + 1, 2.285714),
    "V12 put down": (roster_stay(Shift(2, 0.5, 1, 8, 16), finish=False), 11.0449),
    "V13 finished": (roster_stay(Shift(2, 0.5, 1, 8, 16), finish=True), 8.6672),
    "V17 two": (mmc_wait(2, 1.6, 1), 1.777778),
    "V17 five": (mmc_wait(5, 4, 1), 0.554113),
    "V17 ten": (mmc_wait(10, 8, 1), 0.204590),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_a_formula_gives_the_listed_value(name):
    value, listed = GOLDEN[name]
    digits = 4 if name.startswith(("V12", "V13")) else 6
    assert value == pytest.approx(listed, abs=0.5001 * 10**-digits)


def test_special_cases_agree_with_each_other():
    assert mean_waiting(finite_room(3, 400, 2.4, 1), 3) == pytest.approx(2.4 * mmc_wait(3, 2.4, 1))
    assert mean_waiting(erlang_a(3, 2.4, 1, 1e-12, 400), 3) == pytest.approx(2.4 * mmc_wait(3, 2.4, 1))
    assert machine_repair(5, 5, 0.2, 1) == pytest.approx(birth_death(lambda n: (5 - n) * 0.2, lambda n: float(n), 6))
    assert cobham(erlang_c(3, 2.4) / 3, (0.8,))[0] == pytest.approx(mmc_wait(3, 2.4, 1))
    assert cascade(2.4, [Rung(3, 1, 1)])[1] == pytest.approx(mmc_wait(3, 2.4, 1) + 1)
    assert roster_stay(Shift(3, 1.2, 1, 24, 0), finish=True) == pytest.approx(mmc_wait(3, 1.2, 1) + 1)
