"""Demand that moves: slowly beside the service (V14), daily with hands for everybody (V15)."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from replications import LUCK, REPLICATIONS, Floats, check, disagreements
from scipy.integrate import solve_ivp
from textbook import textbook
from theory import mmc_wait

from sim.community import build_community
from sim.engine import advance
from sim.outcome import Outcome
from sim.scenario.scenario import Scenario
from sim.simulate import assemble, finish, start, window

CYCLE_H, RATE, SWING, SERVERS = 720.0, 1.8, 0.25, 3
CYCLE_MEAN = 2.52163
DAILY, DAILY_SWING = 10.0, 0.5
G = 2 * math.pi / 24


def slow_rate(t: float) -> float:
    """V14: 1.8 (1 + .25 sin(2 pi t / 720))."""
    return RATE * (1 + SWING * math.sin(2 * math.pi * t / CYCLE_H))


def slow_mean_number(times: Floats, states: int = 80) -> Floats:
    """Mean number in M(t)/M/3 on the periodic solution, by Kolmogorov's equations over two cycles. `times` in the second."""
    down = np.minimum(np.arange(states), SERVERS).astype(float)

    def flow(t: float, p: Floats) -> Floats:
        up = np.append(np.full(states - 1, slow_rate(t)), 0.0)
        gain = np.zeros(states)
        gain[1:] += up[:-1] * p[:-1]
        gain[:-1] += down[1:] * p[1:]
        return gain - (up + down) * p

    empty = np.zeros(states)
    empty[0] = 1.0
    found = solve_ivp(flow, (0, 2 * CYCLE_H), empty, t_eval=CYCLE_H + times, method="LSODA", rtol=1e-8, atol=1e-11)
    return np.asarray(np.arange(states) @ found.y)


def pointwise(t: float) -> float:
    """Mean number in M/M/3 at the rate of this moment."""
    lam = slow_rate(t)
    return lam * (mmc_wait(SERVERS, lam, 1.0) + 1.0)


def test_slow_variation_is_almost_pointwise():
    """V14: the periodic solution stays within 3 % of M/M/3 at each moment's rate.

    Science gives 2.5186 (pointwise 2.5196) for the cycle mean: the mean of 73 values at 0, 10, ..., 720 h, the ends of the cycle
    both counted. The integral over the cycle is a little more.
    """
    times = np.linspace(0.0, CYCLE_H, 721)
    exact, local = slow_mean_number(times), np.array([pointwise(t) for t in times])
    assert exact[::10].mean() == pytest.approx(2.5186, abs=1e-4)
    assert local[::10].mean() == pytest.approx(2.5196, abs=1e-4)
    assert np.trapezoid(exact, times) / CYCLE_H == pytest.approx(CYCLE_MEAN, abs=1e-4)
    assert np.max(np.abs(exact / local - 1)) == pytest.approx(0.023, abs=0.002)


def test_the_engine_follows_slow_variation():
    """V14: the trace's own arrivals, mapped through the inverse of the moving rate's integral (Cinlar); then the engine's numbers."""
    scenario = textbook(RATE, cases=25 * int(CYCLE_H * RATE), run={"warm_up_days": 30})
    phases = {"mean": None, "at the crest": 180.0, "in the trough": 540.0}

    def measure(outcome: Outcome) -> dict[str, float]:
        return {name: mean_number(outcome, phase) for name, phase in phases.items()}

    samples = waving(scenario, SWING, CYCLE_H, measure, seed=211)
    exact = {name: CYCLE_MEAN if phase is None else slow_mean_number(phase + np.linspace(-60, 60, 121)).mean() for name, phase in phases.items()}
    missed = disagreements(samples, exact)
    assert not missed, "; ".join(missed)


def waving(
    scenario: Scenario, swing: float, cycle_h: float, measure: Callable[[Outcome], dict[str, float]], seed: int
) -> list[dict[str, float]]:
    """Replications of a scenario whose issues come at 1 + swing sin(2 pi t / cycle) times their rate."""
    run = scenario.run.model_copy(update={"seed": 1000 * LUCK + seed})
    scenario = scenario.model_copy(update={"run": run})
    community = build_community(scenario.place, scenario.residents, 1)
    wave, end_h = 2 * math.pi / cycle_h, window(scenario).end_h
    clock = np.linspace(0.0, end_h + cycle_h, 400_000)
    elapsed = clock + swing / wave * (1 - np.cos(wave * clock))  # integral of the factor

    def one(number: int) -> dict[str, float]:
        world = assemble(scenario, number, community)
        moved = np.interp(world.issue["occur_h"], elapsed, clock)
        kept = int(np.searchsorted(moved, end_h))
        world = world._replace(issue=world.issue[:kept].view(np.recarray), case=world.case[:kept].view(np.recarray))
        world.issue["occur_h"] = moved[:kept]
        return measure(finish(scenario, number, advance(start(world), math.nextafter(end_h, -math.inf))))

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(one, range(REPLICATIONS)))


def mean_number(outcome: Outcome, phase: float | None) -> float:
    """Mean number in the system over the cohort's whole cycles, or over 120 h around a phase of each."""
    first, last = outcome.window.warm_h, outcome.window.cohort_end_h
    times = first + np.arange(0.5, math.floor((last - first) / CYCLE_H) * CYCLE_H)
    if phase is not None:
        times = times[np.abs(times % CYCLE_H - phase) <= 60]
    return float(number_at(outcome, times).mean())


def number_at(outcome: Outcome, times: Floats) -> Floats:
    """How many issues have occurred and not ended, at each of these times."""
    begins, ends = outcome.world.issue["occur_h"], np.sort(outcome.world.case["ended_h"])
    return np.searchsorted(begins, times, side="right") - np.searchsorted(ends, times, side="right")


def profile() -> list[float]:
    """Hourly means of 1 + .5 sin(2 pi t / 24)."""
    hours = np.arange(25)
    return [float(one) for one in 1 + DAILY_SWING / G * -np.diff(np.cos(G * hours))]


def daily_number(hour: int) -> float:
    """m(hour) of Mt/M/inf whose rate is constant within each hour: today's hours and all before, each decaying."""
    back = [profile()[(hour - 1 - k) % 24] for k in range(24)]  # the last hour first
    weight = [math.exp(-k) * (1 - math.exp(-1.0)) for k in range(24)]
    return DAILY * sum(r * w for r, w in zip(back, weight, strict=True)) / (1 - math.exp(-24.0))


@pytest.mark.long
def test_hours_of_the_day_with_hands_for_everybody():
    """V15: Mt/M/inf follows the day's demand with a lag, and its number is Poisson.

    The golden values are of a sine. An hour profile is flat within each hour, and the number on the hour is 1 % behind.
    """
    def measure(outcome: Outcome) -> dict[str, float]:
        days = outcome.window.warm_h + 24.0 * np.arange(round((outcome.window.cohort_end_h - outcome.window.warm_h) / 24))
        at = {hour: number_at(outcome, days + hour) for hour in range(0, 24, 3)}
        means = {f"m({hour})": float(number.mean()) for hour, number in at.items()}
        return means | {"dispersion": float(np.mean([number.var(ddof=1) / number.mean() for number in at.values()]))}

    golden = {0: 8.774966, 6: 14.679287}
    for hour, value in golden.items():
        assert 10 * (1 + DAILY_SWING * (math.sin(G * hour) - G * math.cos(G * hour)) / (1 + G**2)) == pytest.approx(value, abs=1e-6)
        assert daily_number(hour) == pytest.approx(value, rel=0.012)
    office = textbook(DAILY, cases=40_000, posts={"clerk": {"head_count": 80}})
    exact = {f"m({hour})": value for hour, value in golden.items()}
    missed = disagreements(waving(office, DAILY_SWING, 24.0, measure, seed=215), exact)
    assert not missed, "; ".join(missed)
    scenario = textbook(DAILY, cases=40_000, posts={"clerk": {"head_count": 80}}, demand={"hour_profile": profile()})
    exact = {f"m({hour})": daily_number(hour) for hour in (0, 6, 18)} | {"dispersion": 1.0}
    check(scenario, measure, exact, seed=213)
