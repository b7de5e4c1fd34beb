"""Textbook results in closed form, or solved from balance equations; nothing of the simulator is used.

Those that lessons show are formulas of the classroom (`sim.classroom.theory`), which knows nothing of the simulator either.

Rates are per hour, times in hours; lam: arrivals, mu: services of one server, c: servers, a = lam / mu, rho = a / c.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.linalg import expm
from scipy.stats import poisson

from sim.classroom.theory import (
    Floats,
    Rung,
    Spell,
    birth_death,
    cascade,
    cobham,
    daily_stay,
    erlang_a,
    erlang_b,
    erlang_c,
    mean_waiting,
    mg1_wait,
    mmc_wait,
)


def finite_room(c: int, room: int, lam: float, mu: float) -> Floats:
    """Number in M/M/c/K, K = room."""
    return birth_death(lambda n: lam, lambda n: min(n, c) * mu, room + 1)


def machine_repair(machines: int, c: int, lam: float, mu: float) -> Floats:
    """Number of broken machines; each running one fails at rate lam, c people repair."""
    return birth_death(lambda n: (machines - n) * lam, lambda n: min(n, c) * mu, machines + 1)


class Shift(NamedTuple):
    """A queue whose c servers are on duty for the first on_h hours of every day, and then away for off_h hours."""

    c: int
    lam: float
    mu: float
    on_h: float
    off_h: float


def roster_stay(shift: Shift, finish: bool, states: int = 150) -> float:
    """Mean time in a queue with a daily duty roster: periodic Kolmogorov equations and Little's law over a day.

    On duty the number n in the system is a birth-death process. Off duty it grows by a Poisson number; the jobs in hand
    are finished by those who began them (`finish`), or put down until the morning.
    """
    c, lam, mu, on_h, off_h = shift
    n = np.arange(states)
    in_hand = np.minimum(n, c)
    up, down = np.append(np.full(states - 1, lam), 0.0), in_hand * mu
    forward = np.zeros((states + 1, states + 1))  # the last column adds up the mean number (Van Loan 1978)
    forward[n, n] = -(up + down)
    forward[n[:-1], n[1:]], forward[n[1:], n[:-1]] = up[:-1], down[1:]
    forward[n, states] = n
    passed = expm(forward * on_h)
    day = passed[:-1, :-1]
    night = _night(shift, in_hand if finish else np.zeros_like(n), states)
    morning = np.linalg.matrix_power(day @ night, 256)[0]  # the periodic solution, reached from an empty office
    evening = morning @ day
    busy = float(in_hand @ evening) if finish else 0.0
    area = float(morning @ passed[:-1, -1])
    area += float(n @ evening) * off_h + lam * off_h**2 / 2 - busy * (off_h - (1 - math.exp(-mu * off_h)) / mu)
    return area / (lam * (on_h + off_h))


def _night(shift: Shift, in_hand: npt.NDArray[np.int_], states: int) -> Floats:
    """From the evening's number to the morning's: Poisson arrivals, and each job in hand ends with its own chance."""
    arrivals = poisson.pmf(np.arange(states), shift.lam * shift.off_h)
    lasts = math.exp(-shift.mu * shift.off_h)
    matrix = np.zeros((states, states))
    for before in range(states):
        busy = int(in_hand[before])
        for left in range(busy + 1):
            chance = math.comb(busy, left) * lasts**left * (1 - lasts) ** (busy - left)
            low = before - busy + left
            matrix[before, low:] += chance * arrivals[: states - low]
    return matrix


__all__ = [
    "Rung", "Shift", "Spell", "birth_death", "cascade", "cobham", "daily_stay", "erlang_a", "erlang_b", "erlang_c", "finite_room",
    "machine_repair", "mean_waiting", "mg1_wait", "mmc_wait", "roster_stay",
]  # fmt: skip
