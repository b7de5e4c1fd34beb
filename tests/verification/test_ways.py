"""Ways of residents: torus geometry (V23), diminishing returns of service points (F11), trips to a desk (H13)."""

from __future__ import annotations

import numpy as np
import pytest
from replications import CHECKS, FAMILY_ERROR
from scipy import stats
from textbook import textbook

from sim.community import build_community
from sim.dice import fill_chances
from sim.governance.access import nearest_way, way_to_nearest
from sim.outcome import Outcome
from sim.scenario.place import Place
from sim.scenario.residents import Residents
from sim.scenario.scenario import Scenario
from sim.simulate import simulate
from sim.world.codes import Fate

SIDE = 1000.0


def scattered(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Places at random in a square, by the project's own dice."""
    both = np.empty((2, count))
    with np.errstate(over="ignore"):
        for axis in range(2):
            fill_chances(np.uint64(seed), np.uint64(axis), np.uint64(1), np.uint64(1), np.uint64(1), both[axis])
    return both[0] * SIDE, both[1] * SIDE


@pytest.mark.parametrize("n", [1, 5, pytest.param(20, marks=[pytest.mark.long, pytest.mark.exhaustive])])
def test_distance_to_the_nearest_on_a_torus(n):
    """V23: P(nearest > r) = (1 - pi r^2 / A)^n for r < side / 2; one place per square, seen with its eight neighbours."""
    way = np.empty(4000)
    shifts = [(a, b) for a in (-SIDE, 0, SIDE) for b in (-SIDE, 0, SIDE)]
    x, y = scattered(len(way) * (n + 1), seed=n)
    for square in range(len(way)):
        own = slice(square * (n + 1), (square + 1) * (n + 1))
        (here_x, *east), (here_y, *north) = x[own], y[own]
        east_m = np.concatenate([np.array(east) + shift for shift, _ in shifts])
        north_m = np.concatenate([np.array(north) + shift for _, shift in shifts])
        way[square] = nearest_way(np.array([here_x]), np.array([here_y]), east_m, north_m)[0]
    near = way[way < SIDE / 2]
    whole = 1 - (1 - np.pi / 4) ** n  # the law ends at half a side
    law = stats.kstest(near, lambda r: (1 - (1 - np.pi * (r / SIDE) ** 2) ** n) / whole)
    assert law.pvalue > FAMILY_ERROR / CHECKS
    assert abs(len(near) / len(way) - whole) < 5 * np.sqrt(whole * (1 - whole) / len(way)) + 1e-12


def test_mean_distances_in_a_square():
    """V23: two places at random are .521405 of a side apart; one is .382598 from the centre."""
    x, y = scattered(200_000, seed=9)
    apart = np.hypot(np.diff(x), np.diff(y))[::2] / SIDE
    middle = nearest_way(x, y, np.array([SIDE / 2]), np.array([SIDE / 2])) / SIDE
    for sample, exact in ((apart, 0.521405), (middle, 0.382598)):
        error = sample.std() / np.sqrt(len(sample))
        assert abs(sample.mean() - exact) < 5 * error
        assert error < 0.002


def test_returns_of_service_points_diminish_as_the_root():
    """F11: mean way ~ n^-1/2. Points at the centres of equal areas do better than .5 sqrt(A / n), points at random, by a constant.

    The best anybody can do is the centre of a disc of the same area, 2/3 sqrt(A / (n pi)) = .376 sqrt(A / n).
    """
    town = Place(residents=140_000, area_km2=18.7, communities=14, yards=565, buildings=6000, entrances=18_000)
    community = build_community(town, Residents(), 1)
    points = np.array([1, 4, 16, 64, 108, 256, 595])
    way = np.array([np.average(way_to_nearest(community, int(n)), weights=community.entrance["residents"]) for n in points])
    at_random = 0.5 * np.sqrt(18.7e6 / points)
    assert at_random[[4, 6]] == pytest.approx([208, 89], abs=1)  # the seed's 108 circles and 595 points
    slope = np.polyfit(np.log(points[1:]), np.log(way[1:]), 1)[0]
    assert slope == pytest.approx(-0.5, abs=0.05)
    assert np.all(way < at_random)
    assert np.all(way > 0.376 * np.sqrt(18.7e6 / points) * 0.9)


def hall(**channel: object) -> Scenario:
    """Everybody reports at once at a hall with a hundred desks; a visit lasts 0.25 h."""
    desk = {"desks": 100, "contact": {"mean_h": 0.25, "law": "fixed"}, "return_after": {"mean_h": 10.0, "law": "fixed"}}
    return textbook(1.0, cases=500, posts={"clerk": {"head_count": 100}}, channels={"window": {**desk, **channel}})


def ended(scenario: Scenario) -> tuple[Outcome, np.recarray]:
    outcome = simulate(scenario)
    return outcome, outcome.world.case[outcome.world.case["fate"] == Fate.RESOLVED]


def test_each_further_trip_costs_the_return_the_way_and_the_desk():
    """H13: n trips take n x (way + desk) of the resident and n x desk of the staff; the register waits for the last."""
    own, staff = [], []
    for trips in (1, 2, 4):
        outcome, case = ended(hall(points=2, effort_per_km=0.0, trips={"all": trips}))
        assert np.all(case["trips"] == trips)
        assert case["registered_h"] - case["reported_h"] == pytest.approx(trips * 0.25 + (trips - 1) * 10.0)
        issue = outcome.world.issue[outcome.world.case["fate"] == Fate.RESOLVED]
        old = outcome.world.resident["age"][issue["resident"]] == 2
        way = outcome.world.access["trip_h"][old.astype(int), issue["entrance"], 0]
        assert case["resident_h"] == pytest.approx(trips * (way + 0.25))
        own.append(case["resident_h"].mean())
        staff.append(outcome.world.handler["service_h"].sum() / len(case))
    assert own[2] == pytest.approx(4 * own[0], rel=0.03)  # a one-stop hall saves three quarters of the resident's time
    assert (staff[2] - staff[0]) / staff[2] < (own[2] - own[0]) / own[2]  # and a smaller part of the staff's


def test_elders_walk_two_thirds_as_fast_and_feel_the_way_more():
    world = simulate(hall(points=1, effort_per_km=1.0)).world
    assert world.access["trip_h"][1, :, 0] == pytest.approx(1.5 * world.access["trip_h"][0, :, 0])
    neutral = simulate(textbook(1.0, cases=50, residents={"effort_effect": 1.5}, channels={"window": {"points": 1, "effort_per_km": 2.0}})).world
    metres = neutral.access["trip_h"][0, :, 0] * 1.2 * 3600 / 2 / 1.3
    assert neutral.access["nearness"][0, :, 0] == pytest.approx(np.exp(-1.5 * 2.0 * metres / 1000))
    assert neutral.access["nearness"][1, :, 0] == pytest.approx(np.exp(-1.5 * 2.0 * 1.5 * metres / 1000))
    assert np.all(neutral.access["nearness"][:, :, 1] == 1)


def test_more_points_bring_more_reports_and_most_for_slow_walkers():
    """F11: fewer issues go away unreported; elders gain most."""
    def reported(points: int) -> tuple[float, float]:
        scenario = textbook(
            2.0, cases=20_000, posts={"clerk": {"head_count": 100}}, place={"area_km2": 4.0, "yards": 10, "buildings": 100, "entrances": 200},
            residents={"report_per_day": 0.2, "self_resolve_per_day": 0.1, "effort_effect": 1.5},
            channels={"window": {"points": points, "effort_per_km": 2.0}})
        outcome = simulate(scenario)
        done = outcome.world.case["fate"] >= Fate.PREVENTED
        old = outcome.world.resident["age"][outcome.world.issue["resident"]] == 2
        heard = ~np.isnan(outcome.world.case["reported_h"])
        return float(heard[done & old].mean()), float(heard[done & ~old].mean())

    few, many, most = reported(1), reported(16), reported(100)
    assert few[0] < many[0] < most[0]
    assert few[1] < many[1] < most[1]
    assert many[0] - few[0] > many[1] - few[1] > 0.02
    assert most[0] - many[0] < many[0] - few[0]  # diminishing


def test_a_terminal_serves_without_staff():
    """L13: no desk, always open: what it answers costs nobody's time, and elders use it less."""
    outcome = simulate(textbook(1.0, cases=500, channels={"window": {"direct": {"all": 1.0}, "points": 4, "effort_per_km": 0.0}}))
    assert np.all(outcome.world.case["fate"][outcome.cohort] == Fate.RESOLVED)
    assert outcome.world.handler["service_h"].sum() == 0
    assert np.all(outcome.world.case["resident_h"][outcome.cohort] > 0)  # the way there and back
