"""Exact mean waits of the reference workload, and the waits that were simulated.

M/M/c with classes that do not pre-empt each other and share one exponential law of service (Cobham 1954): with
S_k the utilisation by classes 0..k, C Erlang's probability of waiting, and mu the service rate of one server,

    W_k = C / (c mu) / ((1 - S_{k-1}) (1 - S_k))

Cases leave such a pool as a Poisson process (Burke 1956), and which of them go up is independent of it, so the community
and the street are M/M/8 and M/M/3. Their mean over all classes is exact; the means by class are exact at the grid only.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import factorial

import numpy as np
import numpy.typing as npt

from experiments.benchmarks.simpy_reference import HOURS_PER_YEAR, SERVERS, SHARES, SPEEDS, UPWARD, Visits
from sim.world import World
from sim.world.codes import NOBODY, Stage

LEVELS = ("grid", "community", "street")
CLASSES = ("urgent", "normal", "low")
MEASURES = ("grid", *(f"{name} at the grid" for name in CLASSES), "community", "street")

Floats = npt.NDArray[np.float64]


def waiting_probability(servers: int, load: float) -> float:
    """Erlang's C; `load` is arrivals over the service rate of one server."""
    terms = [load**n / factorial(n) for n in range(servers)]
    last = load**servers / factorial(servers) / (1 - load / servers)
    return last / (sum(terms) + last)


def class_waits(arrivals_per_h: float, servers: int, speed: float) -> list[float]:
    """Mean wait of each class in hours, the most urgent first."""
    load = arrivals_per_h / speed
    unhurried = waiting_probability(servers, load) / (servers * speed)
    busy = np.concatenate(([0.0], np.cumsum(SHARES) * load / servers))
    return [unhurried / ((1 - before) * (1 - upto)) for before, upto in pairwise(busy)]


def exact_waits(residents_of_grid: Sequence[float], issues_per_resident_year: float, pace: float = 1.0) -> dict[str, float]:
    """Mean wait in hours of each of MEASURES. `pace` multiplies all service rates."""
    people = np.asarray(residents_of_grid, np.float64)
    rates = people * issues_per_resident_year / HOURS_PER_YEAR
    by_grid = np.array([class_waits(rate, SERVERS[0], SPEEDS[0] * pace) for rate in rates])
    by_class = people @ by_grid / people.sum()
    upper = []
    for level in (1, 2):
        waits = class_waits(float(rates.sum()) * UPWARD**level, SERVERS[level], SPEEDS[level] * pace)
        upper.append(float(np.dot(SHARES, waits)))
    return dict(zip(MEASURES, [float(np.dot(SHARES, by_class)), *map(float, by_class), *upper], strict=True))


def mean_waits(visits: Visits, priority: npt.ArrayLike, from_h: float, to_h: float) -> dict[str, float]:
    """Mean wait in hours of the visits that entered a line in [from_h, to_h), as MEASURES."""
    waited_h = visits.start_h - visits.entered_h
    inside = (visits.entered_h >= from_h) & (visits.entered_h < to_h)
    of_class = np.asarray(priority)[visits.case]
    at = [inside & (visits.level == level) for level in range(3)]
    chosen = [at[0], *(at[0] & (of_class == k) for k in range(3)), at[1], at[2]]
    return {name: float(waited_h[rows].mean()) for name, rows in zip(MEASURES, chosen, strict=True)}


def visits_of(world: World) -> Visits:
    """The visits that Shequ recorded (run.record_visits) and finished."""
    rows = world.visit[: int(world.live[0].visits)]
    assert not np.any(rows["stage"] != Stage.WORK)
    level = world.pool["level"][world.handler["pool"][rows["handler"]]]
    return Visits(rows["case"], level.astype(np.int64), rows["entered_h"], rows["start_h"])


def z_scores(samples: Sequence[dict[str, float]], exact: dict[str, float]) -> dict[str, float]:
    """Distance of the mean of independent runs from theory, in its standard errors."""
    found = {}
    for name in MEASURES:
        values = np.array([sample[name] for sample in samples])
        found[name] = float((values.mean() - exact[name]) / (values.std(ddof=1) / np.sqrt(len(values))))
    return found


def grid_of_resident(world: World) -> list[int]:
    """Grid of each resident in a reference world."""
    grid = world.seat[world.resident["entrance"], 0]
    assert not np.any(grid == NOBODY)
    return grid.tolist()  # type: ignore[no-any-return]
