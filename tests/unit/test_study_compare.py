"""Comparisons: common chances, differences from the first, identical options, JSON."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

import sim
from sim.errors import ScenarioError, UnknownNameError
from sim.metrics import HEADLINES, METRICS
from sim.scenario.scenario import Scenario
from sim.study.compare import Comparison
from sim.study.plan import line_up

MORE_HANDS = ["posts.village_worker.head_count=3"]


@pytest.fixture(scope="module")
def village() -> Scenario:
    return sim.load("three-house-village")


@pytest.fixture(scope="module")
def helped() -> Scenario:
    return sim.load("three-house-village", overrides=MORE_HANDS)


@pytest.fixture(scope="module")
def found(village: Scenario, helped: Scenario) -> Comparison:
    return sim.compare([village, helped, village], replications=6)


def test_values_are_those_of_single_runs(found: Comparison, helped: Scenario) -> None:
    single = sim.run(helped, replicate=4).metrics
    assert dict(zip(found.metric_ids, found.values[1, 4], strict=True)) == pytest.approx(single, nan_ok=True, rel=0)


def test_differences_are_means_of_paired_differences(found: Comparison) -> None:
    for one in found.differences:
        at = found.metric_ids.index(one.metric)
        if np.isfinite(found.values[[0, one.option], :, at]).all():
            gaps = found.values[one.option, :, at] - found.values[0, :, at]
            assert one.difference == pytest.approx(gaps.mean(), abs=1e-12)
            assert one.low <= one.difference <= one.high


def test_all_options_run_on_one_seed_and_the_same_replicates(helped: Scenario, village: Scenario) -> None:
    reseeded = sim.load("three-house-village", overrides=["run.seed=5", "run.replications=3", *MORE_HANDS])
    plan = line_up([village, reseeded], replications=4)
    assert [option.scenario.run.seed for option in plan.options] == [1, 1]
    assert [option.scenario.run.replications for option in plan.options] == [4, 4]
    assert plan.options[1].scenario.posts == helped.posts
    assert line_up([village, helped], seed=8).seed == 8


def test_two_options_that_differ_in_seed_only_are_identical(village: Scenario) -> None:
    assert line_up([village, sim.load("three-house-village", overrides=["run.seed=5"])]).identical


def test_an_option_that_changes_nothing_is_told_before_anything_runs(village: Scenario, helped: Scenario) -> None:
    named = village.model_copy(update={"title": helped.title.model_copy(update={"en": "Something else"})})
    recorded = sim.load("three-house-village", overrides=["run.record_visits=false"])
    plan = line_up([village, named, helped, recorded])
    assert plan.same_as == (0, 0, 2, 0)
    assert plan.identical == ("something-else", "three-house-village-3")


def test_identical_options_run_once_and_differ_by_exactly_nothing(found: Comparison) -> None:
    assert found.identical == ("three-house-village-3",)
    assert found.checks["runs"] == 12
    assert np.array_equal(found.values[0], found.values[2], equal_nan=True)
    for one in found.differences:
        if one.option == 2:
            assert (one.difference, one.low, one.high, one.verdict) == (0, 0, 0, "no difference")
            assert one.reason is not None
            assert one.reason.code == "identical"


def test_more_hands_are_found_to_cost_more(found: Comparison) -> None:
    # thrice the people for the same problems: a difference no interval can hide
    assert found.difference("cost_total").verdict == "higher"
    assert found.difference("utilisation", "three-house-village-2").verdict == "lower"


def test_common_chances_show_as_correlation(found: Comparison) -> None:
    pair = found.pairing["reported_share"][0]
    assert pair.correlation > 0.5
    assert pair.variance_ratio > 1.2
    assert math.isnan(found.pairing["cost_total"][1].correlation) or found.pairing["cost_total"][1].variance_ratio > 0


def test_runs_out_of_step_are_told_once_there_are_enough_of_them(found: Comparison) -> None:
    values = np.random.default_rng(5).normal(0.5, 0.1, (3, 12, len(found.metric_ids)))
    values[2] = values[0] + 0.01 * values[1]  # in step with the first

    def told(runs: np.ndarray, option: int) -> set[str]:
        pair = np.stack([runs[0], runs[option]])
        plan = line_up([one.scenario for one in (found.plan.options[0], found.plan.options[option])])
        return set(Comparison(plan, found.metric_ids, pair, {}, pair, pair).weakly_paired)

    assert told(values, 1) != set()
    assert told(values, 1) <= set(HEADLINES)
    assert told(values, 2) == set()
    assert told(values[:, :6], 1) == set()


def test_holm_covers_headlines_of_all_options_together(found: Comparison) -> None:
    assert set(found.holm) == {(name, option) for name in HEADLINES for option in (1, 2)}
    for (name, option), adjusted in found.holm.items():
        plain = found.difference(name, option).p
        assert math.isnan(plain) == math.isnan(adjusted)
        assert not adjusted < plain


def test_people_or_days_that_differ_are_told(village: Scenario) -> None:
    bigger = sim.load("three-house-village", overrides=["place.residents=16"])
    longer = sim.load("three-house-village", overrides=["run.days=60"])
    plan = line_up([village, bigger, longer])
    assert [(caution.code, caution.other) for caution in plan.cautions] == [
        ("issues", "three-house-village-2"),
        ("days", "three-house-village-3"),
    ]
    assert line_up([village, village]).cautions == ()


def test_json_has_the_promised_form(found: Comparison) -> None:
    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is no JSON")

    read = json.loads(found.to_json("shequ compare"), parse_constant=refuse)
    assert list(read) == ["scenarios", "replications", "metrics", "resources", "checks", "provenance"]
    assert [one["id"] for one in read["scenarios"]] == [
        "three-house-village",
        "three-house-village-2",
        "three-house-village-3",
    ]
    assert read["replications"] == 6
    assert list(read["metrics"]) == list(METRICS)
    for metric in read["metrics"].values():
        assert len(metric["values"]) == 3
        assert ("reason" in metric) == (None in metric["values"])
        assert len(metric["differences"]) == 2
        for one in metric["differences"]:
            assert list(one)[:5] == ["versus", "difference", "low", "high", "verdict"]
            assert one["versus"] == 0
            assert one["verdict"] in ("higher", "lower", "no difference", "cannot tell")
            assert one["low"] is not None or one["reason"]
    assert read["checks"]["issues"] == read["checks"]["issues_accounted"] > 0
    assert read["provenance"]["command"] == "shequ compare"
    assert len(read["provenance"]["scenario_sha256"]) == 3


def test_json_of_a_comparison_with_infinite_and_missing_values_is_valid(found: Comparison) -> None:
    values = found.values.copy()
    values[1, 2, found.metric_ids.index("response_time_median")] = math.inf
    values[0, 1, found.metric_ids.index("satisfied_share")] = math.nan
    broken = Comparison(found.plan, found.metric_ids, values, found.checks, found.funnel_true, found.funnel_official)
    metrics = json.loads(broken.to_json())["metrics"]
    median, satisfied = metrics["response_time_median"], metrics["satisfied_share"]
    assert median["values"][1] is None
    assert "1 of 6 runs" in median["reason"][1]
    assert median["reason"][0] is None
    assert median["differences"][0]["verdict"] == "cannot tell"
    assert "infinite" in median["differences"][0]["reason"]
    assert satisfied["values"][0] is None
    assert "nothing to count" in satisfied["differences"][0]["reason"]


def test_same_comparison_same_bytes(village: Scenario, helped: Scenario) -> None:
    texts = [sim.compare([village, helped], 3, workers=workers).to_json("x") for workers in (1, 3)]
    assert texts[0] == texts[1]


def test_table_has_a_row_for_every_metric_and_option(found: Comparison) -> None:
    table = found.table
    assert len(table) == 2 * len(METRICS)
    assert table.loc[table["option"] == "three-house-village-3", "difference"].eq(0).all()
    assert found.runs.shape == (18, len(METRICS))


def test_what_cannot_be_compared_is_refused(village: Scenario, found: Comparison) -> None:
    with pytest.raises(ScenarioError, match="at least two"):
        sim.compare([village])
    with pytest.raises(UnknownNameError, match="did you mean"):
        sim.compare([village, village], 2, metrics=["satisfied_shar"])
    with pytest.raises(UnknownNameError, match="no option is called"):
        found.difference("utilisation", "longhua")
    with pytest.raises(UnknownNameError, match="holds no difference"):
        found.difference("utilisation", 3)


def test_an_option_keeps_its_folder_where_another_shipped_scenario_has_its_name() -> None:
    """`longhua` is the shipped place, `packages/longhua` all practices: one name for both would mislead."""
    plan = line_up(["longhua-before", "packages/longhua", "places/kangle-before", "packages/hanyang"], replications=2)
    assert [option.id for option in plan.options] == ["longhua-before", "packages/longhua", "kangle-before", "hanyang"]
