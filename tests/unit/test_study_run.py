"""One run and its reading face; the replications of one scenario."""

from __future__ import annotations

import json
import math
import subprocess
import sys

import numpy as np
import pytest

import sim
from sim.errors import ScenarioError, UnknownNameError
from sim.metrics import METRICS, measure
from sim.scenario.changes import Change
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.simulate import simulate
from sim.study.run import with_run


@pytest.fixture(scope="module")
def village() -> Scenario:
    return sim.load("three-house-village")


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = (
        "import sys; before = set(sys.modules); import sim; dir(sim); new = set(sys.modules) - before;"
        "print(sorted(name for name in new if name.partition('.')[0] not in sys.stdlib_module_names), len(new) < 40)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['sim'] True"


def test_every_name_of_the_package_can_be_fetched() -> None:
    for name in sim.__all__:
        assert getattr(sim, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'simulat'"):
        _ = sim.simulat


def test_a_result_is_the_run_itself(village: Scenario) -> None:
    result, outcome = sim.run(village, replicate=2), simulate(village, 2)
    assert result.metrics == pytest.approx(measure(outcome), nan_ok=True, rel=0, abs=0)
    assert result.issues.equals(outcome.issues)
    assert result.checks == outcome.checks


def test_tables_of_a_result_agree_with_each_other(village: Scenario) -> None:
    result = sim.run(village)
    assert len(result.ledger) == result.funnel.loc["registered", "official"]
    assert result.funnel["true"].is_monotonic_decreasing
    latent = ~result.issues["fate"].isin(["prevented", "covered"])
    assert result.daily["arrivals"].sum() == latent.sum()


def test_the_seed_changes_the_run_and_nothing_else(village: Scenario) -> None:
    other = sim.run(village, seed=99)
    assert other.scenario.run.seed == 99
    assert sim.diff(village, other.scenario) != []
    assert with_run(other.scenario, seed=village.run.seed) == village
    assert not other.issues.equals(sim.run(village).issues)


def test_replications_are_the_runs(village: Scenario) -> None:
    runs = sim.replicate(village, 3)
    assert len(runs) == 3
    for number in range(3):
        assert dict(runs.metrics.loc[number]) == pytest.approx(
            sim.run(village, replicate=number).metrics, nan_ok=True, rel=0, abs=0
        )


def test_summary_holds_a_reason_where_it_holds_no_interval(village: Scenario) -> None:
    summary = sim.replicate(village, 4).summary()
    assert list(summary.index) == list(METRICS)
    gone = summary["low"].isna()
    assert (summary["reason"] != "").equals(gone)
    assert (summary.loc[~gone, "low"] <= summary.loc[~gone, "mean"]).all()


def test_a_choice_of_metrics_changes_none_of_them(village: Scenario) -> None:
    chosen = ["registered_share", "utilisation"]
    few = sim.replicate(village, 2, metrics=chosen)
    assert list(few.metrics.columns) == chosen
    assert few.metrics.equals(sim.replicate(village, 2).metrics[chosen])


def test_plain_values_hold_no_nan_and_no_infinity(village: Scenario) -> None:
    runs = sim.replicate(village, 2)
    text = json.dumps(runs.to_dict("shequ run"), allow_nan=False)
    metrics = json.loads(text)["metrics"]
    for name in METRICS:
        shown, real = metrics[name]["mean"], runs.estimate(name).mean
        assert shown == real if math.isfinite(real) else shown is None
        assert ("reason" in metrics[name]) == (metrics[name]["low"] is None)


def test_checks_are_summed_and_residuals_are_the_worst(village: Scenario) -> None:
    runs = sim.replicate(village, 3)
    single = [sim.run(village, replicate=number).checks for number in range(3)]
    assert runs.checks["issues"] == sum(one["issues"] for one in single)
    assert runs.checks["little_residual"] == max(one["little_residual"] for one in single)


def test_checks_of_scenarios_with_and_without_funds_are_told_together(village: Scenario) -> None:
    """The first has no fund and the second has, or the reverse: the cash of those that have one is told."""
    fund = {"funds": {"f": {"zh": "甲", "en": "a", "level": next(iter(village.levels)), "opening": 100.0}}}
    funded = load("three-house-village", changes=[Change("fund", fund)])
    bare = load("three-house-village")
    for pair in ((bare, funded), (funded, bare)):
        assert sim.compare(list(pair), replications=2).checks["cash_residual"] >= 0.0
    assert "cash_residual" not in sim.replicate(bare, 2).checks


def test_mean_funnel_is_the_mean_of_the_funnels(village: Scenario) -> None:
    runs = sim.replicate(village, 3)
    single = np.array([sim.run(village, replicate=number).funnel["true"] for number in range(3)])
    assert runs.funnel_true == pytest.approx(single.mean(axis=0))


def test_what_cannot_be_run_is_refused(village: Scenario) -> None:
    with pytest.raises(ScenarioError, match="replications = 0"):
        sim.replicate(village, 0)
    with pytest.raises(ScenarioError, match="seed = -1"):
        sim.run(village, seed=-1)
    with pytest.raises(UnknownNameError, match="did you mean"):
        sim.replicate(village, 2, metrics=["utilization"])


def test_what_is_no_scenario_and_no_number_is_told(village: Scenario) -> None:
    for wrong in ("longhua", village, None):
        with pytest.raises(ScenarioError, match="list of scenarios"):
            sim.compare(wrong)  # type: ignore[arg-type]
    with pytest.raises(ScenarioError, match="not None"):
        sim.run(None)  # type: ignore[arg-type]
    for replicate in (-1, 10**20, 0.5):
        with pytest.raises(ScenarioError, match="replicate"):
            sim.run(village, replicate=replicate)  # type: ignore[arg-type]
    for bad in ({"seed": 10**20}, {"seed": -1}, {"replications": 0}, {"replications": 10**20}):
        with pytest.raises(ScenarioError, match="whole numbers"):
            sim.replicate(village, **bad)


def test_studies_introduce_themselves_in_one_line(village: Scenario) -> None:
    assert repr(sim.replicate(village, 2, metrics=["utilisation"])) == (
        "<Replications of 'Three-house village', 2 runs, 1 metrics>"
    )
    assert repr(sim.compare([village, village], 2)) == (
        "<Comparison of 'three-house-village' with 'three-house-village-2', 2 replications>"
    )
