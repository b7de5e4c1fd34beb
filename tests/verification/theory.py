"""Textbook results in closed form, or solved from balance equations; nothing of the simulator is used.

Rates are per hour, times in hours; lam: arrivals, mu: services of one server, c: servers, a = lam / mu, rho = a / c.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.linalg import expm
from scipy.stats import poisson

Floats = npt.NDArray[np.float64]


def erlang_b(c: int, a: float) -> float:
    """Share of arrivals that find c servers busy where nobody may wait (Erlang 1917)."""
    blocked = 1.0
    for n in range(1, c + 1):
        blocked = a * blocked / (n + a * blocked)
    return blocked


def erlang_c(c: int, a: float) -> float:
    """Share of arrivals that wait in M/M/c (Erlang 1917)."""
    blocked = erlang_b(c, a)
    return c * blocked / (c - a * (1 - blocked))


def mmc_wait(c: int, lam: float, mu: float) -> float:
    """Mean wait in line of M/M/c."""
    return erlang_c(c, lam / mu) / (c * mu - lam)


def mg1_wait(lam: float, mean_h: float, scv: float) -> float:
    """Mean wait in line of M/G/1, scv = variance / mean**2 of the work (Pollaczek 1930, Khinchine 1932)."""
    return lam * mean_h**2 * (1 + scv) / (2 * (1 - lam * mean_h))


def cobham(residual_h: float, loads: Sequence[float]) -> list[float]:
    """Mean waits of non-preemptive priority classes, most urgent first (Cobham 1954).

    `residual_h` is the mean time until a server is free, `loads` the load of each class per server.
    """
    above = [0.0, *accumulate(loads)]
    return [residual_h / ((1 - before) * (1 - upto)) for before, upto in pairwise(above)]


def birth_death(birth: Callable[[int], float], death: Callable[[int], float], states: int) -> Floats:
    """Stationary distribution over 0 .. states - 1 from the rates up from n and down from n."""
    up = [birth(n) / death(n + 1) for n in range(states - 1)]
    weight = np.cumprod([1.0, *up])
    return np.asarray(weight / weight.sum())


def mean_waiting(p: Floats, c: int) -> float:
    """Mean number in line, given the distribution of the number in the system."""
    return float(np.maximum(np.arange(len(p)) - c, 0) @ p)


def finite_room(c: int, room: int, lam: float, mu: float) -> Floats:
    """Number in M/M/c/K, K = room."""
    return birth_death(lambda n: lam, lambda n: min(n, c) * mu, room + 1)


def erlang_a(c: int, lam: float, mu: float, theta: float, states: int = 200) -> Floats:
    """Number in M/M/c+M: those in line give up at rate theta each (Palm 1957)."""
    return birth_death(lambda n: lam, lambda n: min(n, c) * mu + max(n - c, 0) * theta, states)


def machine_repair(machines: int, c: int, lam: float, mu: float) -> Floats:
    """Number of broken machines; each running one fails at rate lam, c people repair."""
    return birth_death(lambda n: (machines - n) * lam, lambda n: min(n, c) * mu, machines + 1)


class Rung(NamedTuple):
    """A level of a referral cascade: people, their rate, share closed here."""

    servers: int
    mu: float
    closes: float


def cascade(lam: float, rungs: Sequence[Rung]) -> tuple[list[float], float]:
    """Mean time at each rung and in all (Jackson 1957): what a rung does not close arrives at the next as Poisson."""
    flow, stays, total = lam, [], 0.0
    for servers, mu, closes in rungs:
        stay = mmc_wait(servers, flow, mu) + 1 / mu
        stays.append(stay)
        total += flow / lam * stay
        flow *= 1 - closes
    return stays, total


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


class Spell(NamedTuple):
    """A part of the day: how long, how many arrive, how many servers are on duty."""

    hours: float
    lam: float
    c: int


def daily_stay(spells: Sequence[Spell], mu: float, states: int = 150) -> float:
    """Mean time in a queue whose arrivals and servers change by the hour, the same every day; work is put down and resumed.

    Periodic Kolmogorov equations: within a spell the number n in the system is a birth-death process with deaths min(n, c) mu;
    Little's law over a day.
    """
    n = np.arange(states)
    moves = []
    for spell in spells:
        up, down = np.append(np.full(states - 1, spell.lam), 0.0), np.minimum(n, spell.c) * mu
        forward = np.zeros((states + 1, states + 1))  # the last column adds up the mean number (Van Loan 1978)
        forward[n, n] = -(up + down)
        forward[n[:-1], n[1:]], forward[n[1:], n[:-1]] = up[:-1], down[1:]
        forward[n, states] = n
        moves.append(expm(forward * spell.hours))
    day = np.linalg.multi_dot([*(move[:-1, :-1] for move in moves), np.eye(states)])
    start = np.linalg.matrix_power(day, 256)[0]  # the periodic solution, reached from an empty office
    area = 0.0
    for move in moves:
        area += float(start @ move[:-1, -1])
        start = start @ move[:-1, :-1]
    return area / sum(spell.lam * spell.hours for spell in spells)
