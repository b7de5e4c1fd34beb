"""The rules of verdicts on patterns: direction, interval, smallest relevant difference."""

from __future__ import annotations

import pytest

from sim.scenario.practice import Pattern
from sim.study.interval import Estimate
from sim.study.trial import strength_of, verdict

RELEVANT = 1.0


def judged(direction: str, low: float, high: float) -> str:
    pattern = Pattern(metric="resolved_share", direction=direction, zh="甲", en="a")  # type: ignore[arg-type]
    return verdict(pattern, Estimate((low + high) / 2, low, high, 1.0, 20), RELEVANT)


@pytest.mark.parametrize(("direction", "low", "high", "expected"), [
    ("up", 0.1, 3.0, "holds"), ("up", -3.0, -0.1, "does not hold"), ("up", -0.5, 0.5, "does not hold"), ("up", -0.5, 3.0, "cannot tell"),
    ("same", -0.9, 0.9, "holds"), ("same", 0.1, 0.9, "holds"), ("same", 0.5, 1.5, "does not hold"), ("same", -0.5, 1.5, "cannot tell"),
    ("not_up", -3.0, 0.9, "holds"), ("not_up", 0.5, 1.5, "does not hold"), ("not_up", -0.5, 1.5, "cannot tell"),
])  # fmt: skip
def test_each_direction_by_its_interval_and_its_mirror(direction: str, low: float, high: float, expected: str) -> None:
    mirror = {"up": "down", "not_up": "not_down", "same": "same"}[direction]
    assert judged(direction, low, high) == expected
    assert judged(mirror, -high, -low) == expected


@pytest.mark.parametrize(("direction", "low", "high", "strength"), [
    ("up", 0.1, 0.9, "slight"), ("up", 0.1, 1.1, "plain"), ("down", -0.9, -0.1, "slight"), ("down", -1.1, -0.1, "plain"),
    ("same", 0.0, 0.0, "exact"), ("not_up", 0.0, 0.0, "exact"), ("same", -0.1, 0.1, "plain"),
])  # fmt: skip
def test_what_holds_may_be_slight_or_exact(direction: str, low: float, high: float, strength: str) -> None:
    assert judged(direction, low, high) == "holds"
    assert strength_of("holds", direction, low, high, RELEVANT) == strength
    assert strength_of("does not hold", direction, low, high, RELEVANT) == "plain"


def test_without_an_interval_one_cannot_tell() -> None:
    pattern = Pattern(metric="resolved_share", direction="up", zh="甲", en="a")
    assert verdict(pattern, Estimate(1.0, float("nan"), float("nan"), 0.0, 1, "one replication"), RELEVANT) == "cannot tell"  # type: ignore[arg-type]
