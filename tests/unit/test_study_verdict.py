"""The verdict on a difference follows from its interval and the smallest relevant difference, and from nothing else."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from sim.metrics import METRICS
from sim.study.compare import Difference, judge

SHARE = METRICS["satisfied_share"]
TIME = METRICS["response_time_median"]

columns = some.lists(some.floats(-0.2, 0.2, allow_nan=False), min_size=2, max_size=30)


def verdict_of(differences: list[float], base: float = 0.5) -> Difference:
    first = np.full(len(differences), base)
    return judge(SHARE, 1, first, first + np.array(differences))


def test_the_rules_are_declared_as_assumed_here() -> None:
    assert (SHARE.relevant, SHARE.relative) == (0.02, False)
    assert (TIME.relevant, TIME.relative) == (0.1, True)


@pytest.mark.parametrize(
    ("differences", "verdict"),
    [
        ([0.10, 0.11, 0.12], "higher"),
        ([-0.10, -0.11, -0.12], "lower"),
        ([0.001, -0.001, 0.0], "no difference"),
        ([0.009, 0.010, 0.011], "no difference"),  # real, and too small to talk about
        ([0.2, -0.2, 0.1], "cannot tell"),
        ([0.0, 0.0], "no difference"),
        ([0.05, 0.05], "higher"),
    ],
)
def test_verdicts_by_example(differences: list[float], verdict: str) -> None:
    assert verdict_of(differences).verdict == verdict


@given(columns)
def test_verdict_and_interval_agree(differences: list[float]) -> None:
    found = verdict_of(differences)
    inside = -SHARE.relevant <= found.low and found.high <= SHARE.relevant
    assert (found.verdict == "no difference") == inside
    assert (found.verdict == "higher") == (found.low > 0 and not inside)
    assert (found.verdict == "lower") == (found.high < 0 and not inside)


@given(columns)
def test_what_cannot_be_told_says_how_many_replications_would_tell(differences: list[float]) -> None:
    found = verdict_of(differences)
    if found.verdict != "cannot tell":
        assert found.reason is None
        return
    assert found.reason is not None
    assert found.reason.code in ("wide", "hopeless")
    if found.reason.code == "wide":
        assert found.reason.needed > len(differences)


@given(columns)
def test_exchanging_the_two_mirrors_the_verdict(differences: list[float]) -> None:
    first = np.full(len(differences), 0.5)
    other = first + np.array(differences)
    one, back = judge(SHARE, 1, first, other), judge(SHARE, 1, other, first)
    mirrored = {"higher": "lower", "lower": "higher"}
    assert back.verdict == mirrored.get(one.verdict, one.verdict)
    assert back.difference == pytest.approx(-one.difference)


def test_a_relative_metric_is_measured_against_the_first_mean() -> None:
    first = np.array([9.0, 10.0, 11.0])
    assert judge(TIME, 1, first, first + 0.5).relevant == pytest.approx(1.0)
    assert judge(TIME, 1, first, first + 0.5).verdict == "no difference"
    assert judge(TIME, 1, first, first + 1.5).verdict == "higher"


def test_a_relative_metric_of_a_first_option_at_zero_has_no_relevant_size() -> None:
    zero, other = np.zeros(3), np.array([1.0, -1.0, 0.5])
    found = judge(TIME, 1, zero, other)
    assert found.verdict == "cannot tell"
    assert found.reason is not None
    assert found.reason.code == "hopeless"
    assert judge(TIME, 1, zero, zero).verdict == "no difference"


@pytest.mark.parametrize(
    ("first", "other", "code", "runs"),
    [
        ([1.0, 2.0, 3.0], [1.0, math.inf, 3.0], "infinite", 1),
        ([math.inf, 2.0, 3.0], [math.inf, math.inf, 3.0], "infinite", 2),
        ([1.0, math.nan, 3.0], [1.0, 2.0, 3.0], "undefined", 1),
        ([1.0, math.nan, 3.0], [1.0, math.inf, 3.0], "undefined", 1),
    ],
)
def test_what_is_not_finite_cannot_be_told_and_says_why(
    first: list[float], other: list[float], code: str, runs: int
) -> None:
    found = judge(TIME, 1, np.array(first), np.array(other))
    assert found.verdict == "cannot tell"
    assert math.isnan(found.low)
    assert math.isnan(found.difference)
    assert found.reason is not None
    assert (found.reason.code, found.reason.runs, found.reason.of) == (code, runs, 3)


def test_one_replication_cannot_tell() -> None:
    found = verdict_of([0.1])
    assert (found.verdict, found.difference) == ("cannot tell", pytest.approx(0.1))
    assert found.reason is not None
    assert found.reason.code == "one_run"
