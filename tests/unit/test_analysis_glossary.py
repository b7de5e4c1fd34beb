"""No column without a meaning: every table of every analysis is described in both languages."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from sim.analysis.contrasts import contrasts
from sim.analysis.factorial import factorial
from sim.analysis.factors import Factor
from sim.analysis.fault import AnalysisError
from sim.analysis.glossary import COLUMNS, dictionary
from sim.analysis.mcb import against_best
from sim.analysis.pareto import front
from sim.analysis.pawn import pawn
from sim.analysis.precision import next_block
from sim.analysis.prim import prim
from sim.analysis.robust import regret, satisficing, stability
from sim.analysis.selection import select_best
from sim.analysis.sensitivity import morris, sobol
from sim.analysis.shapley import shapley
from sim.analysis.variance import variance_components
from sim.metrics import METRICS

LUCK = np.random.default_rng(1)
ONE = next(metric for metric in METRICS.values() if metric.direction == "up")
FOUR = LUCK.normal(size=(4, 30))
BY = {ONE.id: FOUR}
NAMES = list("abcd")
CASES = pd.DataFrame(LUCK.random((100, 2)), columns=["u", "v"])
FOUND = prim(CASES, (CASES["u"] > 0.5).to_numpy())
TABLES = {
    "precision": next_block(BY, [ONE]).table,
    "contrasts": contrasts(BY, [ONE], NAMES).table,
    "selection": select_best(FOUR, "up", 0.5).table,
    "mcb": against_best(FOUR, "up", 0.5).table,
    "factorial": factorial(FOUR, ["a", "b"]).table,
    "shapley": shapley(FOUR, ["a", "b"]).table,
    "pairs": shapley(FOUR, ["a", "b"]).pair_table,
    "variance": variance_components(FOUR).table,
    "morris": morris(np.tile([[0, 0], [2 / 3, 0], [2 / 3, 2 / 3]], (2, 1)), LUCK.random(6), ["a", "b"]).table,
    "sobol": sobol(LUCK.random(16), ["a", "b"]).table,
    "pawn": pawn(LUCK.random((100, 1)), LUCK.random(100), [Factor("a")]).table,
    "regret": regret(FOUR.T, "up", NAMES).table,
    "satisficing": satisficing({ONE.id: FOUR.T}, {ONE.id: (">=", 0.0)}, NAMES).table,
    "stability": stability({ONE.id: FOUR.T}, {ONE.id: "up"}, NAMES).table,
    "front": front(BY, [ONE], NAMES).table,
    "prim": FOUND.table,
    "limits": FOUND.limit_table,
}


@pytest.mark.parametrize("name", TABLES)
def test_every_column_has_a_meaning(name: str) -> None:
    table = TABLES[name]
    assert len(table)
    found = dictionary(table.columns, unit="share")
    assert list(found["name"]) == list(table.columns)
    assert all(re.search("[\u4e00-\u9fff]", text) for text in found["zh"])
    assert found["en"].str.len().min() > 3
    assert not found["unit"].str.contains("of the metric").any()


def test_no_meaning_is_left_over() -> None:
    assert set(COLUMNS) == {column for table in TABLES.values() for column in table.columns if column in COLUMNS}


def test_a_column_without_a_meaning_is_told() -> None:
    with pytest.raises(AnalysisError, match="the column bogus has no meaning"):
        dictionary(["bogus"])
