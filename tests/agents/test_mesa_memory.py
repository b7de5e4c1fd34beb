"""A model that nobody needs any more is freed: a class attribute of Mesa 3.3 would keep all of them."""

from __future__ import annotations

import gc
import weakref

import mesa
import pytest

from sim.agents import CommunityModel


class Visitor(mesa.Agent):
    """An agent that knows nothing of Shequ."""


@pytest.mark.parametrize("visitors", [0, 3])
def test_twenty_models_are_freed(visitors: int) -> None:
    alive = []
    for replicate in range(20):
        model = CommunityModel("three-house-village", replicate=replicate, tick_h=500.0)
        for _ in range(visitors):
            Visitor(model)
        model.run_model()
        model.outcome()
        alive += [weakref.ref(model), *(weakref.ref(agent) for agent in model.agents)]
    del model
    gc.collect()
    assert sum(reference() is not None for reference in alive) == 0


def test_own_agents_get_ids_of_their_own() -> None:
    model = CommunityModel("three-house-village")
    other = CommunityModel("three-house-village")
    people = len(model.agents)
    assert [Visitor(model).unique_id for _ in range(3)] == [people + 1, people + 2, people + 3]
    assert len({agent.unique_id for agent in model.agents}) == people + 3
    assert Visitor(other).unique_id == people + 1
    assert len(model.agents_by_type[Visitor]) == 3
