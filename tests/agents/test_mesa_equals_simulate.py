"""A Mesa run is the engine's run: the same bits as `simulate`, however time was cut and whatever was read."""

from __future__ import annotations

import random

import numpy as np
import pytest

from sim.agents import CommunityModel
from sim.metrics.catalogue import measure
from sim.outcome import Outcome
from sim.scenario.load import load
from sim.simulate import simulate
from sim.study.run import run
from sim.world import World

VILLAGE = load("three-house-village")


def bits(world: World) -> dict[str, bytes]:
    """Every column of every table as bytes (padding between columns means nothing and is left out)."""
    found = {}
    for name, table in world._asdict().items():
        for column in table.dtype.names or [None]:
            values = table if column is None else table[column]
            found[f"{name}.{column}"] = np.ascontiguousarray(values).tobytes()
    return found


def assert_same(outcome: Outcome, expected: Outcome) -> None:
    ours, theirs = bits(outcome.world), bits(expected.world)
    assert [name for name in theirs if ours[name] != theirs[name]] == []
    assert outcome.window == expected.window
    assert outcome.checks == expected.checks
    assert outcome.provenance == expected.provenance
    assert outcome.issues.equals(expected.issues)
    assert outcome.handlers.equals(expected.handlers)
    assert outcome.visits.equals(expected.visits)
    ours, theirs = measure(outcome), measure(expected)
    np.testing.assert_array_equal(list(ours.values()), list(theirs.values()))


@pytest.mark.parametrize("tick_h", [0.7, 1.0, 24.0, 168.0, 1000.0, float("inf")])
def test_any_tick_gives_the_same_bits(tick_h: float) -> None:
    model = CommunityModel(VILLAGE, replicate=3, tick_h=tick_h)
    model.run_model()
    assert_same(model.outcome(), simulate(VILLAGE, 3))


@pytest.mark.parametrize("order", range(3))
def test_ticks_of_shuffled_length_give_the_same_bits(order: int) -> None:
    ticks = [0.01, 0.5, 1.0, 5.0, 24.0, 31.4, 168.0] * 12
    random.Random(order).shuffle(ticks)
    model = CommunityModel(VILLAGE, replicate=order)
    for model.tick_h in ticks:
        model.step()
    model.run_model()
    assert_same(model.outcome(), simulate(VILLAGE, order))


def test_a_larger_place_gives_the_same_bits() -> None:
    model = CommunityModel("street-office", replicate=1)
    model.run_model()
    assert_same(model.outcome(), simulate(load("street-office"), 1))
    result = run("street-office", replicate=1)
    np.testing.assert_equal(model.outcome().metrics, result.metrics)
    assert model.outcome().ledger.equals(result.ledger)
    assert model.outcome().funnel.equals(result.funnel)


def test_looking_and_rolling_dice_on_the_way_change_nothing() -> None:
    class Nosy(CommunityModel):
        def before_step(self) -> None:
            self.random.random()
            self.rng.random(7)
            self.agents.shuffle_do(lambda agent: repr(vars(agent)))

        def after_step(self) -> None:
            for resident in self.residents:
                assert resident.open_issues >= 0
            for handler in self.handlers:
                assert not handler.utilisation < 0
            self.outcome()

    model = Nosy(VILLAGE, tick_h=48.0)
    model.run_model()
    expected = simulate(VILLAGE)
    outcome = model.outcome()
    assert outcome.provenance.pop("model").endswith("Nosy")
    assert_same(outcome, expected)


def test_an_outcome_on_the_way_is_cut_at_now_and_holds_its_checks() -> None:
    model = CommunityModel(VILLAGE, tick_h=100.0)
    issues = []
    for _ in range(10):
        model.step()
        outcome = model.outcome()
        assert outcome.provenance["until_h"] == outcome.window.end_h == model.now_h
        assert outcome.checks["issues"] == int(np.sum(model.world.issue["occur_h"] < model.now_h))
        assert not np.any(outcome.cohort & (outcome.world.issue["occur_h"] >= model.now_h))
        assert set(measure(outcome)) == set(measure(simulate(VILLAGE)))
        issues.append(outcome.checks["issues"])
    assert issues == sorted(issues) and issues[0] < issues[-1]


def test_an_outcome_is_its_own() -> None:
    model = CommunityModel(VILLAGE)
    model.step()
    early = model.outcome()
    before = bits(early.world)
    model.run_model()
    assert bits(early.world) == before
    final = model.outcome()
    final.world.case["worked_h"] = -1.0
    assert_same(model.outcome(), simulate(VILLAGE))
