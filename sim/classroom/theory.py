"""Textbook results in closed form, or solved from their equations; nothing of the simulator is used.

Rates are per hour, times in hours; lam: arrivals, mu: services of one server, c: servers, a = lam / mu, rho = a / c.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

STATES = 150
"""Numbers in the system that a periodic queue is solved for; beyond them is nothing, so it must be far from overload."""

STEPS = 4
"""Parts of an hour in which arrivals of a periodic queue are looked at; even, for Simpson's rule."""

LONGEST_H = 40
"""Duty hours after which nobody is taken to be left of those who were there when they began."""


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


def erlang_a(c: int, lam: float, mu: float, theta: float, states: int = 200) -> Floats:
    """Number in M/M/c+M: those in line give up at rate theta each (Palm 1957)."""
    return birth_death(lambda n: lam, lambda n: min(n, c) * mu + max(n - c, 0) * theta, states)


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


class Spell(NamedTuple):
    """A part of the day: how long, how many arrive, how many servers are on duty."""

    hours: float
    lam: float
    c: int


def _generator(spell: Spell, mu: float, states: int) -> Floats:
    """Rates of the number in the system within a spell, and in a last column the number itself, to be added up (Van Loan 1978)."""
    n = np.arange(states)
    up, down = np.append(np.full(states - 1, spell.lam), 0.0), np.minimum(n, spell.c) * mu
    forward = np.zeros((states + 1, states + 1))
    forward[n, n] = -(up + down)
    forward[n[:-1], n[1:]], forward[n[1:], n[:-1]] = up[:-1], down[1:]
    forward[n, states] = n
    return forward


def _midnight(moves: Sequence[Floats]) -> Floats:
    """Distribution of the number at the beginning of the day on the periodic solution, reached from an empty office."""
    day = np.linalg.multi_dot([*(move[:-1, :-1] for move in moves), np.eye(len(moves[0]) - 1)])
    return np.asarray(np.linalg.matrix_power(day, 256)[0])


def daily_stay(spells: Sequence[Spell], mu: float, states: int = STATES) -> float:
    """Mean time in a queue whose arrivals and servers change by the hour, the same every day; work is put down and resumed.

    Periodic Kolmogorov equations: within a spell the number n in the system is a birth-death process with deaths min(n, c) mu;
    Little's law over a day.
    """
    from scipy.linalg import expm

    moves = [expm(_generator(spell, mu, states) * spell.hours) for spell in spells]
    start, area = _midnight(moves), 0.0
    for move in moves:
        area += float(start @ move[:-1, -1])
        start = start @ move[:-1, :-1]
    return area / sum(spell.lam * spell.hours for spell in spells)


def stays_by_spell(spells: Sequence[Spell], mu: float, states: int = STATES) -> list[float]:
    """Mean time of those who arrive in each spell, first come first served; as `daily_stay`, whose mean over all arrivals they have.

    The servers on duty are one number c in some spells and none in the others; spells last whole hours. Who finds n in the system
    needs n - c + 1 departures at rate c mu, then own service: S duty hours. The time on the clock is S, and every stretch off duty
    before the duty hours are enough: sum over it of P(S > duty hours until then).
    """
    from scipy.linalg import expm

    (c,) = {spell.c for spell in spells if spell.c}
    on = np.repeat([bool(spell.c) for spell in spells], [round(spell.hours) * STEPS for spell in spells])
    tails = _tails(c, mu, states)
    moves = [expm(_generator(spell, mu, states) * spell.hours) for spell in spells]
    here, now, found = _midnight(moves), 0, []
    for spell in spells:
        parts = round(spell.hours) * STEPS
        move = expm(_generator(spell, mu, states) / STEPS)[:-1, :-1]
        stays = np.empty(parts + 1)
        for k in range(parts + 1):
            stays[k] = here @ _clock_hours(on, now + k, tails, c, mu)
            here = here @ move if k < parts else here
        weight = np.ones(parts + 1)
        weight[1:-1:2], weight[2:-1:2] = 4.0, 2.0
        found.append(float(weight @ stays / weight.sum()))
        now += parts
    return found


def _tails(c: int, mu: float, states: int) -> Floats:
    """P(S > k / STEPS) of who finds n in the system: one row for every k up to LONGEST_H, one column for every n."""
    from scipy.linalg import expm

    stages = max(states - c, 0) + 1  # departures still to wait for; 0: own service
    back = np.diag(np.append(-mu, np.full(stages - 1, -c * mu))) + np.diag(np.full(stages - 1, c * mu), -1)
    move, alive = expm(back / STEPS), np.ones(stages)
    rows = []
    for _ in range(LONGEST_H * STEPS):
        rows.append(alive[np.maximum(np.arange(states) - c + 1, 0)])
        alive = move @ alive
    return np.asarray(rows)


def _clock_hours(on: npt.NDArray[np.bool_], at: int, tails: Floats, c: int, mu: float) -> Floats:
    """Mean time on the clock for who arrives at a point of the day (in steps) and finds n = 0, 1, ... in the system."""
    hours: Floats = np.maximum(np.arange(tails.shape[1]) - c + 1, 0) / (c * mu) + 1 / mu
    worked, clock = 0, at
    while worked < len(tails) and not on.all():
        if on[clock % len(on)]:
            worked += 1
        else:
            hours = hours + tails[worked] / STEPS
        clock += 1
    return hours


class Rushed(NamedTuple):
    """One server whose work on a case is cut short with a chance that grows with the wait: p1 P / (1 + P), P = weight wait / due."""

    lam: float
    mu: float
    weight: float
    due_h: float
    most: float
    """p1, the chance at boundless pressure"""
    cut: float
    """work of a case cut short over that of others"""

    def chance(self, wait_h: float) -> float:
        """That the work on who has waited so long is cut short."""
        pressure = self.weight * wait_h / self.due_h
        return self.most * pressure / (1 + pressure)


class Rush(NamedTuple):
    """What comes of it: mean wait; shares ended within due_h of arrival, the same and not cut short, and cut short."""

    wait_h: float
    in_time: float
    done_in_time: float
    cut: float


def rushed(queue: Rushed) -> Rush:
    """The queue of one server whose work depends on the wait.

    Level crossings (Brill and Posner 1977): f(x) = lam [P0 B(x | 0) + integral of f(y) B(x - y | y) dy over 0 < y < x], B(s | y) the chance that
    the work of who waited y exceeds s. With exponential work, long or cut, the integrals are two that obey linear differential equations.
    """
    from scipy.integrate import solve_ivp

    lam, mu, fast, due_h = queue.lam, queue.mu, queue.mu / queue.cut, queue.due_h

    def slope(x: float, state: Floats) -> list[float]:
        long, short = state[0], state[1]
        f, p = lam * (long + short), queue.chance(x)
        done = (1 - p) * -np.expm1(-mu * (due_h - x)) if x < due_h else 0.0
        ended = done + p * -np.expm1(-fast * (due_h - x)) if x < due_h else 0.0
        return [(1 - p) * f - mu * long, p * f - fast * short, f, x * f, p * f, ended * f, done * f]

    def solve(state: Sequence[float], begin: float, end: float) -> Floats:
        return np.asarray(solve_ivp(slope, (begin, end), state, method="LSODA", rtol=1e-10, atol=1e-14).y[:, -1])

    upto = solve([1.0, *[0.0] * 6], 0.0, due_h)
    whole = solve(upto.tolist(), due_h, due_h + 60 / abs(mu - lam))
    total = 1 + whole[2]  # the empty office has weight 1, and nobody who comes to it is cut short
    at_once = -np.expm1(-mu * due_h)
    return Rush(*(float(one / total) for one in (whole[3], at_once + whole[5], at_once + whole[6], whole[4])))


__all__ = [
    "Floats", "Rung", "Rush", "Rushed", "Spell", "birth_death", "cascade", "cobham", "daily_stay", "erlang_a", "erlang_b", "erlang_c",
    "mean_waiting", "mg1_wait", "mmc_wait", "rushed", "stays_by_spell",
]  # fmt: skip
