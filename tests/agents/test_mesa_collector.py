"""Mesa's data collector and batch runner work on the model, and what they report is what the tables say."""

from __future__ import annotations

import inspect

import mesa
import numpy as np
import pytest

from sim.agents import CommunityModel, GridWorker
from sim.agents.framework import start_method_kept
from sim.scenario.load import load
from sim.simulate import simulate
from sim.world.codes import Fate

END_H = 24.0 * (14 + 56 + 28)


def test_the_usual_series_follow_from_the_final_table() -> None:
    model = CommunityModel("three-house-village")
    model.run_model()
    series = model.datacollector.get_model_vars_dataframe()
    case = model.outcome().world.case
    hours = series["now_h"].to_numpy()
    assert hours.tolist() == [24.0 * (step + 1) for step in range(98)]
    reported, ended = case["reported_h"][:, None], case["ended_h"][:, None]
    np.testing.assert_array_equal(series["open_cases"], np.sum((reported < hours) & ~(ended < hours), axis=0))
    resolved = (case["fate"] == Fate.RESOLVED)[:, None]
    np.testing.assert_array_equal(series["resolved"], np.sum(resolved & (ended < hours), axis=0))
    assert series["resolved"].iloc[-1] > 0 and series["open_cases"].max() > 0
    assert np.all(series["waiting"] <= series["open_cases"])
    assert series["mean_satisfaction"].iloc[-1] == np.mean([agent.satisfaction for agent in model.residents])


def test_reporters_of_ones_own_are_added() -> None:
    model = CommunityModel(
        "three-house-village", tick_h=168.0,
        model_reporters={"day": lambda model: model.now_h / 24},
        agent_reporters={"efficacy": lambda agent: getattr(agent, "efficacy", None)},
        agenttype_reporters={GridWorker: {"utilisation": "utilisation"}},
    )
    model.run_model()
    days = model.datacollector.get_model_vars_dataframe()
    assert days["day"].tolist() == (days["now_h"] / 24).tolist() == [7.0 * week for week in range(1, 15)]
    people = model.datacollector.get_agent_vars_dataframe()["efficacy"]
    assert people.groupby("Step").count().tolist() == [12] * 14
    last = people.xs(14, level="Step").dropna()
    assert last.tolist() == [agent.efficacy for agent in model.residents]
    worker = model.datacollector.get_agenttype_vars_dataframe(GridWorker)["utilisation"]
    handlers = model.outcome().handlers
    assert worker.iloc[-1] == handlers.loc[handlers["role"] == "grid_worker", "utilisation"].item()


def test_batch_run_ends_with_the_final_state_of_every_replicate() -> None:
    single = {"rng": [None]} if "rng" in inspect.signature(mesa.batch_run).parameters else {"iterations": 1}
    if single == {"rng": [None]}:
        single["iterations"] = None
    parameters = {"scenario": "three-house-village", "replicate": range(4), "tick_h": 100.0}
    with start_method_kept():
        rows = mesa.batch_run(CommunityModel, parameters, display_progress=False, **single)
    assert [row["replicate"] for row in rows] == [0, 1, 2, 3]
    for row in rows:
        fates = list(simulate(load("three-house-village"), row["replicate"]).issues["fate"])
        assert (row["now_h"], row["resolved"]) == (END_H, fates.count("resolved"))
    assert len({row["mean_satisfaction"] for row in rows}) > 1


@pytest.mark.parametrize("series", ["now_h", "open_cases", "waiting", "resolved", "mean_satisfaction"])
def test_series_are_plain_numbers(series: str) -> None:
    assert type(getattr(CommunityModel("three-house-village"), series)) in (int, float)
