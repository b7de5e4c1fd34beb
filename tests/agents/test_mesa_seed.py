"""Which life is lived: scenario, replicate and master seed say so, and a seed is the scenario's own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.agents import CommunityModel
from sim.errors import ScenarioError
from sim.scenario.load import load
from sim.simulate import simulate

NAME = "three-house-village"


def finished(*arguments: object, **options: object) -> CommunityModel:
    model = CommunityModel(*arguments, tick_h=1e6, **options)  # type: ignore[arg-type]
    model.run_model()
    return model


@pytest.mark.parametrize("option", ["seed", "rng"])
def test_a_seed_is_the_master_seed_of_the_scenario(option: str) -> None:
    model = finished(NAME, **{option: np.int64(7)})
    assert model.scenario.run.seed == 7
    expected = simulate(load(NAME, overrides=["run.seed=7"]))
    assert model.outcome().issues.equals(expected.issues)
    assert model.outcome().provenance == expected.provenance
    assert not model.outcome().issues.equals(finished(NAME).outcome().issues)


def test_without_a_seed_the_scenario_is_as_written() -> None:
    assert CommunityModel(NAME).scenario == load(NAME)


def test_name_path_and_scenario_are_the_same(tmp_path: Path) -> None:
    from sim.scenario.shipped import find

    source = find(NAME)
    assert source is not None
    for scenario in (source, str(source), load(NAME)):
        assert finished(scenario).outcome().issues.equals(finished(NAME).outcome().issues)


def test_mesa_s_own_generators_can_be_repeated() -> None:
    def rolls(**options: int) -> tuple[float, float]:
        model = CommunityModel(NAME, **options)
        return model.random.random(), float(model.rng.random())

    assert rolls() == rolls()
    assert len({rolls(), rolls(replicate=1), rolls(seed=2)}) == 3


@pytest.mark.parametrize("options", [
    {"seed": -1}, {"seed": 1.5}, {"rng": True}, {"rng": np.random.default_rng(1)}, {"seed": 1, "rng": 1},
    {"replicate": -1}, {"replicate": 0.0},
])
def test_what_is_no_whole_number_is_refused(options: dict[str, object]) -> None:
    with pytest.raises(ScenarioError):
        CommunityModel(NAME, **options)  # type: ignore[arg-type]


def test_a_faulty_name_is_refused() -> None:
    with pytest.raises(ScenarioError, match="three-house"):
        CommunityModel("three-house-vilage")


def test_the_scenario_of_a_model_stays() -> None:
    model = CommunityModel(NAME)
    with pytest.raises(AttributeError, match="another model"):
        model.scenario = load(NAME)
