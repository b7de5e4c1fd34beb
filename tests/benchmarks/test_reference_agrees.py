"""The benchmark compares like with like: Shequ and SimPy give the same waits, and both are near exact theory.

Fed with the same issues the two must agree visit by visit up to rounding. Against theory: 16 runs of 180 days, all six
means within 4.5 standard errors (15 degrees of freedom: a false alarm in about one of 400 choices of seed), which at
this size is a few per cent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from experiments.benchmarks.queueing import (
    CLASSES,
    exact_waits,
    grid_of_resident,
    mean_waits,
    visits_of,
    waiting_probability,
    z_scores,
)
from experiments.benchmarks.reference import by_case
from experiments.benchmarks.simpy_reference import Community, draw_trace, even_grids
from experiments.benchmarks.timing import Table, by_turns, median, ratio
from experiments.benchmarks.workload import reference, trace_of
from sim.scenario.scenario import Scenario
from sim.simulate import assemble, simulate
from sim.world import World

ROUNDING_H = 1e-6
DAYS = 180
RUNS = 16


def simpy_on(world: World, pace: float, days: float) -> Community:
    model = Community(trace_of(world, pace), grid_of_resident(world))
    model.run(24 * days)
    return model


@pytest.mark.parametrize("issues", [10.0, 1.0])
def test_same_issues_same_waits(issues: float):
    world = simulate(reference(issues, days=30, record_visits=True)).world
    ours, theirs = by_case(visits_of(world)), by_case(simpy_on(world, issues / 10, 30).visits())
    assert len(ours[0]) > 1_500
    assert np.array_equal(ours[0], theirs[0])
    assert np.max(np.abs(ours[1] - theirs[1])) < ROUNDING_H
    assert ours[1].max() > 1.0


def test_the_comparison_sees_a_swapped_class():
    """Urgent cases served last would not pass."""
    world = simulate(reference(10.0, days=10, record_visits=True)).world
    trace = trace_of(world)
    model = Community(trace._replace(priority=[2 - k for k in trace.priority]), grid_of_resident(world))
    model.run(240.0)
    done = set(map(tuple, by_case(model.visits())[0].tolist()))
    ours = by_case(visits_of(world))
    theirs = dict(zip(map(tuple, by_case(model.visits())[0].tolist()), by_case(model.visits())[1], strict=True))
    both = [(wait, theirs[tuple(key)]) for key, wait in zip(ours[0].tolist(), ours[1], strict=True) if tuple(key) in done]
    assert max(abs(one - other) for one, other in both) > 1.0


@pytest.mark.long
def test_mean_waits_are_those_of_theory():
    scenario = reference(10.0, days=DAYS, record_visits=True)
    exact = exact_waits(np.bincount(grid_of_resident(assemble(scenario))).tolist(), 10.0)
    samples = [_means(scenario, replicate) for replicate in range(RUNS)]
    scores = z_scores(samples, exact)
    assert max(map(abs, scores.values())) < 4.5, scores
    for name in ("grid", *(f"{one} at the grid" for one in CLASSES)):
        assert np.mean([sample[name] for sample in samples]) == pytest.approx(exact[name], rel=0.04)


def _means(scenario: Scenario, replicate: int) -> dict[str, float]:
    world = simulate(scenario, replicate).world
    return mean_waits(visits_of(world), world.category["priority"][world.issue["category"]], 480.0, 24.0 * DAYS - 120)


@pytest.mark.long
def test_simpy_alone_is_near_theory():
    """Numbers of its own, half a year: the grid's mean within a tenth."""
    trace = draw_trace(3, 10.0)
    model = Community(trace, even_grids())
    model.run(24.0 * DAYS)
    found = mean_waits(model.visits(), trace.priority, 480.0, 24.0 * DAYS - 120)
    exact = exact_waits(np.bincount(even_grids()).tolist(), 10.0)
    assert found["grid"] == pytest.approx(exact["grid"], rel=0.1)
    assert found["urgent at the grid"] == pytest.approx(exact["urgent at the grid"], rel=0.1)


def test_formulas_in_known_cases():
    """M/M/1: C is the load. M/M/2 at load 1: C = 1/3. The reference workload: worked out before this code was written."""
    assert waiting_probability(1, 0.75) == pytest.approx(0.75)
    assert waiting_probability(2, 1.0) == pytest.approx(1 / 3)
    exact = exact_waits([24_000 / 27] * 27, 10.0)
    assert exact["grid"] == pytest.approx(2.217, abs=5e-3)
    assert exact["community"] == pytest.approx(0.195, abs=1e-3)
    assert exact["street"] == pytest.approx(1.554, abs=5e-3)


@dataclass
class FakeClock:
    """Moves only when told to."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.long
def test_times_are_taken_by_turns():
    clock, order = FakeClock(), []

    def action(name: str, spent: float):
        def act(laps):
            order.append(name)
            clock.now += spent
            laps("one")
            clock.now += 1.0
            laps("two")

        return act

    times = by_turns({"A": action("A", 3.0), "B": action("B", 1.0)}, 2, clock)
    assert "".join(order) == "ABABAB"
    assert times["A"] == {"one": [3.0, 3.0], "two": [1.0, 1.0], "whole": [4.0, 4.0]}
    assert ratio(times["A"]["whole"], times["B"]["whole"]) == 2.0
    assert median([5.0, 1.0, 2.0]) == 2.0


def test_a_row_must_fit_its_table():
    table = Table("T", ["a", "b"])
    table.add("x", 12345.6)
    assert "| x | 12,346 |" in table.markdown()
    with pytest.raises(ValueError, match="cells"):
        table.add("x")
