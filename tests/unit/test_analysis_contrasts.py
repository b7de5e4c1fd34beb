"""All pairs of options: paired t by hand, one family for Holm, one yardstick, simultaneous intervals that hold together."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.analysis.contrasts import contrasts
from sim.analysis.fault import AnalysisError
from sim.metrics import Metric
from sim.study.interval import holm, t_quantile


def metric(name: str, relevant: float = 0.5, relative: bool = False) -> Metric:
    return Metric(name, "", "", "h", "down", "", "", lambda _: 0.0, relevant, relative)


BASE = np.array([1.0, 2.0, 3.0, 4.0])
OPTIONS = np.array([BASE, BASE + np.array([1, 2, 3, 2]), BASE + np.array([0, 0, 1, 1])])


def test_three_options_worked_by_hand() -> None:
    table = contrasts({"wait": OPTIONS}, [metric("wait")], ["a", "b", "c"]).table
    assert list(zip(table["option"], table["versus"], strict=True)) == [("b", "a"), ("c", "a"), ("c", "b")]
    assert list(table["difference"]) == [2.0, 0.5, -1.5]
    # b - a: 1 2 3 2, sd sqrt(2/3), half-width 3.182446 sqrt(2/3) / 2 = 1.299228; t = 2 / .408248 = sqrt(24)
    assert table.loc[0, "high"] == pytest.approx(2 + 1.2992283, abs=1e-6)
    # 3 degrees: P(|T| > t) = 1 - 2/pi (atan(t / sqrt 3) + (t / sqrt 3) / (1 + t^2 / 3))
    assert table.loc[0, "p"] == pytest.approx(1 - 2 / math.pi * (math.atan(math.sqrt(8)) + math.sqrt(8) / 9))
    assert list(table["verdict"]) == ["higher", "cannot tell", "lower"]
    assert list(table["p_holm"]) == pytest.approx(holm(list(table["p"])))
    assert table.loc[1, "needed"] > 4


def test_the_family_is_the_named_metrics_times_the_pairs() -> None:
    values = {"a": OPTIONS, "b": OPTIONS + 1, "c": OPTIONS}
    found = contrasts(values, [metric("a"), metric("b")], list("xyz"), exploratory=[metric("c")])
    assert found.family == 6
    table = found.table.set_index("metric")
    assert table.loc["c", ["p_holm", "low_all", "high_all"]].isna().all().all()
    assert np.isfinite(table.loc["a", "p_holm"]).all()
    # the smallest p of six, times six
    assert table.loc["a", "p_holm"].min() == pytest.approx(6 * table.loc["a", "p"].min())
    half = (table.loc["a", "high_all"] - table.loc["a", "low_all"]).iloc[0] / 2
    assert half == pytest.approx(t_quantile(3, 1 - 0.05 / 6) * math.sqrt(2 / 3) / 2)


def test_against_the_first_only() -> None:
    found = contrasts({"a": OPTIONS}, [metric("a")], list("xyz"), versus="first")
    assert [(one.versus, one.option) for one in found.contrasts] == [("x", "y"), ("x", "z")]


def test_relative_metrics_have_one_yardstick_the_first_option() -> None:
    table = contrasts({"a": OPTIONS}, [metric("a", 0.1, relative=True)], list("xyz")).table
    assert list(table["relevant"]) == pytest.approx([0.25] * 3)


def test_simultaneous_intervals_hold_together() -> None:
    """4 equal options, 6 pairs: in at least 95 % of 400 studies all six intervals hold 0 (standard error .011)."""
    luck, held = np.random.default_rng(3), 0
    for _ in range(400):
        values = luck.normal(size=10) + luck.normal(0, 0.5, (4, 10))
        held += all(one.low_all <= 0 <= one.high_all for one in contrasts({"a": values}, [metric("a")], list("wxyz")).contrasts)
    assert held / 400 >= 0.95 - 3 * 0.011


def test_an_undefined_run_has_a_reason_and_no_verdict() -> None:
    values = OPTIONS.copy()
    values[1, 0] = math.nan
    table = contrasts({"a": values}, [metric("a")], list("xyz")).table
    assert list(table["verdict"]) == ["cannot tell", "cannot tell", "cannot tell"]
    assert table.loc[0, "reason"].startswith("undefined in 1 of 4 runs")
    assert table.loc[1, "p_holm"] == table.loc[1, "p"]  # the only test that is left


def test_options_and_values_must_fit() -> None:
    with pytest.raises(AnalysisError, match="with 2 options"):
        contrasts({"a": OPTIONS}, [metric("a")], ["x", "y"])
