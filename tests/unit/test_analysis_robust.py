"""Regret, satisficing, ranks over weights: small tables worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.analysis.fault import AnalysisError
from sim.analysis.robust import regret, satisficing, simplex, stability

OPTIONS = ["a", "b", "c"]
VALUES = np.array([[10.0, 8, 7], [4.0, 8, 7], [9.0, 8, 9]])


def test_regret_by_hand() -> None:
    found = regret(VALUES, "up", OPTIONS)
    assert found.regret.tolist() == [[0, 2, 3], [4, 0, 1], [0, 1, 0]]
    assert found.worst.tolist() == [4, 2, 3]
    assert found.minimax == "b"
    assert found.best.tolist() == pytest.approx([(1 + 0.5) / 3, 1 / 3, 0.5 / 3])
    # 90th percentile of 0 0 4, interpolated: 0 + .8 x 4
    assert found.high[0] == pytest.approx(3.2)


def test_less_can_be_better_and_replicates_are_averaged() -> None:
    assert regret(-VALUES, "down", OPTIONS).regret.tolist() == regret(VALUES, "up", OPTIONS).regret.tolist()
    noisy = VALUES[..., None] + np.array([-1.0, 1.0])
    assert regret(noisy, "up", OPTIONS).regret.tolist() == regret(VALUES, "up", OPTIONS).regret.tolist()


def test_satisficing_needs_every_threshold() -> None:
    cost = np.array([[1.0, 2, 3], [1.0, 2, 3], [1.0, math.inf, 3]])
    found = satisficing({"share": VALUES, "cost": cost}, {"share": (">=", 8.0), "cost": ("<=", 2.0)}, OPTIONS)
    assert found.met["share"].tolist() == pytest.approx([2 / 3, 1, 1 / 3])
    assert found.met["cost"].tolist() == pytest.approx([1, 2 / 3, 0])
    assert found.share.tolist() == pytest.approx([2 / 3, 2 / 3, 0])
    assert found.failing.tolist() == [[0, 0, 1], [1, 0, 1], [0, 1, 1]]
    assert list(found.table.columns) == ["option", "satisficing", "met:share", "met:cost"]


def test_weights_lie_evenly_on_the_simplex() -> None:
    for dimensions in (1, 2, 3, 5):
        weights = simplex(dimensions, 1024)
        assert weights.sum(axis=1) == pytest.approx(np.ones(1024))
        assert weights.min() >= 0
        assert weights.mean(axis=0) == pytest.approx(np.full(dimensions, 1 / dimensions), abs=0.004)
        # uniform on the simplex: E[w^2] = 2 / (d (d + 1))
        assert (weights**2).mean(axis=0) == pytest.approx(np.full(dimensions, 2 / (dimensions * (dimensions + 1))), abs=0.004)


def test_the_share_of_weights_at_which_an_option_is_first_is_exact() -> None:
    # two metrics, a (1, 0), b (0, 1), c (.75, .5): a is first if its weight is above 2/3, c from 2/5... w > 1 - w / ...:
    # a = w, b = 1 - w, c = .5 + .25 w: a beats c above 2/3, b beats c below 2/5
    first = np.array([[1.0, 0.0, 0.75]])
    second = np.array([[0.0, 1.0, 0.5]])
    found = stability({"x": first, "y": second}, {"x": "up", "y": "up"}, OPTIONS)
    assert found.ranks[:, 0] == pytest.approx([1 / 3, 2 / 5, 2 / 3 - 2 / 5], abs=1 / 1024)
    assert found.ranks.sum(axis=0) == pytest.approx(np.ones(3))
    assert found.ranks.sum(axis=1) == pytest.approx(np.ones(3))


def test_equal_options_share_their_ranks() -> None:
    same = np.array([[1.0, 1.0, 0.0]])
    found = stability({"x": same, "flat": np.ones((1, 3))}, {"x": "up", "flat": "down"}, OPTIONS)
    assert found.ranks.tolist() == [[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]]


def test_what_cannot_be_judged_is_told() -> None:
    with pytest.raises(AnalysisError, match="with 2 options"):
        regret(VALUES, "up", ["a", "b"])
    with pytest.raises(AnalysisError, match="neither more nor less"):
        regret(VALUES, "none", OPTIONS)
    with pytest.raises(AnalysisError, match="there are values of share"):
        satisficing({"share": VALUES}, {"shares": (">=", 1.0)}, OPTIONS)
    with pytest.raises(AnalysisError, match="a threshold is >= or <=, not >"):
        satisficing({"share": VALUES}, {"share": (">", 1.0)}, OPTIONS)  # type: ignore[dict-item]
    bad = VALUES.copy()
    bad[0, 0] = math.nan
    with pytest.raises(AnalysisError, match="share is not a number"):
        satisficing({"share": bad}, {"share": (">=", 1.0)}, OPTIONS)
