"""Scenario discovery finds a box that was put there, says what restricts it, and does not find one in noise."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from sim.analysis.fault import AnalysisError
from sim.analysis.prim import prim, quasi_p


def uniform(n: int = 1000, seed: int = 1) -> pd.DataFrame:
    luck = np.random.default_rng(seed)
    return pd.DataFrame(luck.random((n, 4)), columns=list("abcd"))


def test_a_known_box_is_found() -> None:
    cases = uniform()
    inside = ((cases["a"] > 0.5) & (cases["b"] < 0.4)).to_numpy()
    found = prim(cases, inside)
    box = found.suggested
    limits = {one.factor: one for one in box.limits}
    assert set(limits) == {"a", "b"}
    assert limits["a"].low == pytest.approx(0.5, abs=0.03)
    assert limits["b"].high == pytest.approx(0.4, abs=0.03)
    assert limits["a"].high == cases["a"].max()
    assert box.density > 0.95
    assert box.coverage > 0.9
    assert max(one.quasi_p for one in box.limits) < 1e-20


def test_a_box_in_noise_is_found_and_the_dummies_are_not_significant() -> None:
    """Outside the box one in ten fails, inside nine in ten."""
    cases, luck = uniform(2000, 2), np.random.default_rng(3)
    inside = ((cases["a"] > 0.6) & (cases["c"] < 0.5)).to_numpy()
    found = prim(cases, luck.random(2000) < np.where(inside, 0.9, 0.1))
    box = found.suggested
    strong = {one.factor for one in box.limits if one.quasi_p < 1e-6}
    assert strong == {"a", "c"}
    assert box.density == pytest.approx(0.9, abs=0.07)
    assert box.coverage == pytest.approx(0.9 * 0.2 / (0.9 * 0.2 + 0.1 * 0.8), abs=0.07)


@pytest.mark.parametrize("upwards", [True, False])
def test_the_trajectory_peels_patiently_and_stops_at_the_mass(upwards: bool) -> None:
    cases = uniform(500, 4)
    found = prim(cases, (cases.sum(axis=1) > 2.6 if upwards else cases.sum(axis=1) < 1.4).to_numpy())
    counts = [box.inside for box in found.boxes]
    assert counts[0] == 500
    assert found.boxes[0].limits == ()
    assert found.boxes[0].coverage == 1
    assert all(0 < before - after <= math.ceil(0.05 * before) for before, after in pairwise(counts))
    assert counts[-1] >= 25
    assert all(before.coverage >= after.coverage for before, after in pairwise(found.boxes))
    assert list(found.table["inside"]) == counts


def test_the_box_tells_which_cases_it_holds() -> None:
    cases = uniform(300, 5)
    cases["rule"] = np.where(cases["d"] > 0.5, "new", "old")
    interest = ((cases["a"] > 0.5) & (cases["rule"] == "old")).to_numpy()
    for box in prim(cases, interest).boxes:
        assert box.holds(cases).sum() == box.inside
        assert (box.holds(cases) & interest).sum() == box.interest


def test_words_are_cut_by_value() -> None:
    luck = np.random.default_rng(6)
    cases = pd.DataFrame({"who": luck.choice(["grid", "party", "staff"], 600), "night": luck.random(600) < 0.5, "x": luck.random(600)})
    interest = ((cases["who"] == "party") & cases["night"]).to_numpy()
    box = prim(cases, interest).suggested
    assert {one.factor: one.values for one in box.limits} == {"who": ("party",), "night": (True,)}
    assert (box.coverage, box.density) == (1.0, 1.0)


def test_a_coarse_cut_must_be_worth_the_cases_it_loses() -> None:
    """Without the old half the density rises from .5 to .6, for 100 cases; without the lowest twentieth of x to .526, for 10."""
    x = np.arange(200.0)
    interest = np.ones(200, bool)
    interest[:10] = False
    interest[np.r_[20:200:4, 21:200:4]] = False
    old = np.zeros(200, bool)
    old[np.flatnonzero(interest)[:40]] = True
    old[np.flatnonzero(~interest)[-60:]] = True
    cases = pd.DataFrame({"rule": np.where(old, "old", "new"), "x": x})
    assert (interest.mean(), interest[~old].mean(), interest[10:].mean()) == pytest.approx((0.5, 0.6, 100 / 190))
    assert prim(cases, interest).boxes[1].limits[0].factor == "x"


def test_whole_numbers_with_ties_are_peeled_by_value() -> None:
    luck = np.random.default_rng(7)
    cases = pd.DataFrame({"staff": luck.integers(1, 5, 400), "x": luck.random(400)})
    box = prim(cases, (cases["staff"] <= 2).to_numpy()).suggested
    assert [(one.factor, one.low, one.high) for one in box.limits] == [("staff", 1.0, 2.0)]
    assert (box.coverage, box.density) == (1.0, 1.0)


def test_in_pure_noise_no_restriction_is_strong() -> None:
    found = prim(uniform(400, 8), np.random.default_rng(9).random(400) < 0.3)
    assert found.suggested.density < 0.45


def test_quasi_p_by_hand() -> None:
    # 3 of 3 where one in two would be: 1/8; at least 2 of 3: 1/2
    assert quasi_p(3, 3, 10, 5) == pytest.approx(1 / 8)
    assert quasi_p(3, 2, 10, 5) == pytest.approx(1 / 2)
    assert quasi_p(3, 0, 10, 5) == 1


def test_the_same_cases_give_the_same_boxes() -> None:
    cases = uniform(200, 10)
    interest = (cases["a"] > 0.7).to_numpy()
    assert prim(cases, interest).table.equals(prim(cases, interest).table)


def test_what_has_no_scenario_is_told() -> None:
    with pytest.raises(AnalysisError, match="cases with and without interest: 0 of 1000"):
        prim(uniform(), np.zeros(1000, bool))
    holes = uniform()
    holes.loc[3, "b"] = math.nan
    with pytest.raises(AnalysisError, match="the factor b is undefined in 1 cases"):
        prim(holes, np.arange(1000) % 2 == 0)
