"""A difference as structure plus resources."""

from __future__ import annotations

import json
from io import StringIO

import numpy as np
import pytest
from rich.console import Console

from sim.cli.resources import show_resources
from sim.errors import ScenarioError
from sim.locale import translator
from sim.scenario.load import load
from sim.scenario.sentences import Lang
from sim.study.compare import Comparison, compare
from sim.study.split import split_table

SHORT = ["run.days=28", "run.warm_up_days=7", "run.follow_up_days=7", "run.replications=4"]


@pytest.fixture(scope="module")
def both() -> Comparison:
    """More hands and another rule against the village: structure and resources differ."""
    first = load("three-house-village", overrides=SHORT)
    other = load("three-house-village", overrides=[*SHORT, "posts.village_worker.head_count=3", "dispatch.rule=unified"])
    same = load("three-house-village", overrides=[*SHORT, "dispatch.rule=unified"])
    return compare([first, other, same], resources="both")


def test_structure_and_resources_add_up(both: Comparison) -> None:
    assert len(both.split) == 2 * len(both.metric_ids)
    for one in both.split:
        if np.isfinite(one.total.difference):
            assert one.structure.difference + one.resources.difference == pytest.approx(one.total.difference, abs=1e-9)
            assert one.total.difference == both.difference(one.metric, one.option).difference


def test_they_add_up_in_every_replication(both: Comparison) -> None:
    assert both.equal is not None
    finite = np.isfinite(both.values[:2]).all((0, 1)) & np.isfinite(both.equal.values[1]).all(0)
    first, documented, equal = (run[:, finite] for run in (both.values[0], both.values[1], both.equal.values[1]))
    assert finite.sum() > 20
    np.testing.assert_allclose((equal - first) + (documented - equal), documented - first, atol=1e-9)
    assert not np.array_equal(documented, equal)


def test_equal_already_is_bit_identical(both: Comparison) -> None:
    """The second option has the first one's hands: nothing is scaled, nothing is resources."""
    assert both.equal is not None
    assert np.array_equal(both.values[2], both.equal.values[2], equal_nan=True)
    for one in both.split:
        if one.option == 2 and np.isfinite(one.total.difference):
            assert one.resources.difference == one.resources.low == one.resources.high == 0.0
            assert one.structure.difference == one.total.difference
    assert both.plan.runs == 4 * 4  # first, other, other at equal resources, same


def test_equal_alone_is_the_equal_half_of_both(both: Comparison) -> None:
    options = [option.scenario for option in both.plan.options]
    alone = compare(options, resources="equal")
    assert both.equal is not None and alone.equal is None
    assert np.array_equal(alone.values, both.equal.values, equal_nan=True)
    assert alone.split == ()
    documented = compare(options)
    assert np.array_equal(documented.values, both.values, equal_nan=True)


def test_the_json_carries_it(both: Comparison) -> None:
    found = json.loads(both.to_json())["resources"]
    assert found["mode"] == "both"
    assert [one["paid_h"] for one in found["options"]] == [36.0, 96.0, 36.0]
    assert [one["paid_h"] for one in found["equal"]["options"]] == [36.0, 36.0, 36.0]
    assert found["equal"]["options"][1]["scaled"] == {"zh": ["村干部 3 → 1 人"], "en": ["Village worker 3 → 1"]}
    assert found["equal"]["options"][2]["scaled"] == {"zh": [], "en": []}
    money = found["options"][0]["money"]
    assert money == pytest.approx(found["options"][0]["wages"] + found["options"][0]["cash"])
    assert [one["money"] for one in found["equal"]["options"]] == pytest.approx([money] * 3)
    assert [one["not_equal"] for one in found["equal"]["options"][1:]] == [None, None]
    assert {one["metric"] for one in found["split"]} == set(both.metric_ids)


def test_the_table_has_a_row_per_metric_and_option(both: Comparison) -> None:
    table = split_table(both)
    assert len(table) == 2 * len(both.metric_ids)
    assert {"structure", "structure_low", "resources_high", "total"} <= set(table.columns)


def test_other_words_are_refused() -> None:
    with pytest.raises(ScenarioError, match="documented, equal, both"):
        compare(["mmc", "mmc"], resources="fair")  # type: ignore[arg-type]


def test_what_could_not_be_made_equal_is_told_in_json_and_on_the_screen() -> None:
    """A village pays one official; a street office at its money would still have one person of each post."""
    short = ["run.days=3", "run.warm_up_days=0", "run.follow_up_days=0", "run.replications=2"]
    found = compare([load("three-house-village", overrides=short), load("street-office", overrides=short)], resources="equal")
    told = json.loads(found.to_json())["resources"]["options"][1]["not_equal"]
    pair: tuple[tuple[Lang, str], ...] = (("en", "could not be made equal"), ("zh", "未能做到等资源"))
    for lang, words in pair:
        assert words in told[lang]
        console = Console(file=StringIO(), width=400)
        show_resources(console, found, translator(lang))
        assert told[lang] in console.file.getvalue()  # type: ignore[attr-defined]
