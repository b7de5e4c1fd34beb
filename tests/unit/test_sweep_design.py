"""Combinations of factors: what every method gives, and the same points for the same seed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.scenario.faults import FaultyScenario
from sim.sweep.design import combinations, unit_points
from sim.sweep.form import Factor, Points
from sim.sweep.study import at, read_study, values_of

HEAD = 'base = "mmc"\nmetrics = ["resolved_in_deadline"]\ntitle = { zh = "试", en = "Try" }\n'
FACTORS = """
[uncertainties.a]
path = "demand.issues_per_resident_year"
low = 0.1
high = 10.0
law = "loguniform"
[uncertainties.b]
path = "dispatch.discipline"
values = ["fcfs", "priority", "risk"]
"""


def drawn(folder: Path, design: str, factors: str = FACTORS) -> list[dict[str, Any]]:
    path = folder / "try.toml"
    path.write_text(f"{HEAD}[design]\nuncertainties = {{ {design} }}\n{factors}", encoding="utf-8")
    return combinations(read_study(path), "uncertainties")


@pytest.mark.parametrize(("method", "count"), [("lhs", 12), ("halton", 12), ("sobol", 16)])
def test_points_fill_the_space_evenly(tmp_path: Path, method: str, count: int) -> None:
    rows = drawn(tmp_path, f'method = "{method}", points = {count}')
    assert rows == drawn(tmp_path, f'method = "{method}", points = {count}')
    assert rows != drawn(tmp_path, f'method = "{method}", points = {count}, seed = 2')
    decades = [int(np.floor(np.log10(row["a"]))) for row in rows]
    assert decades.count(-1) == decades.count(0) == count // 2  # loguniform: as many from .1 to 1 as from 1 to 10
    counts = [[row["b"] for row in rows].count(word) for word in ("fcfs", "priority", "risk")]
    assert max(counts) - min(counts) <= 1 + (method == "sobol")


def test_a_latin_hypercube_meets_every_slice_once() -> None:
    shares = unit_points(Points(method="lhs", points=10), 4)
    for column in shares.T:
        assert sorted((column * 10).astype(int)) == list(range(10))


def test_morris_moves_one_factor_at_a_time() -> None:
    shares = unit_points(Points(method="morris", trajectories=6), 3).reshape(6, 4, 3)
    for path in shares:
        moved = np.abs(np.diff(path, axis=0)) > 1e-12
        assert (moved.sum(axis=1) == 1).all()
        assert (moved.sum(axis=0) == 1).all()


def test_saltelli_takes_n_times_d_plus_2_points() -> None:
    assert unit_points(Points(method="saltelli", points=8), 3).shape == (8 * 5, 3)


def test_zip_goes_through_the_lists_together(tmp_path: Path) -> None:
    factors = '[uncertainties.a]\npath = "run.days"\nvalues = [1, 2]\n[uncertainties.b]\npath = "run.warm_up_days"\nvalues = [3, 4]\n'
    assert drawn(tmp_path, 'method = "zip"', factors) == [{"a": 1, "b": 3}, {"a": 2, "b": 4}]
    with pytest.raises(FaultyScenario, match="same length; here: a 2, b 3"):
        drawn(tmp_path, 'method = "zip"', factors.replace("[3, 4]", "[3, 4, 5]"))


def test_tables_of_points_are_read(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("b,a,note\nrisk,0.5,x\nfcfs,2,y\n", encoding="utf-8-sig")
    assert drawn(tmp_path, 'method = "csv", file = "p.csv"') == [{"a": 0.5, "b": "risk"}, {"a": 2, "b": "fcfs"}]
    (tmp_path / "m.txt").write_text("# saved by another program\n0.25 1.5e0\n4 2\n", encoding="utf-8")
    numbers = FACTORS.replace('path = "dispatch.discipline"\nvalues = ["fcfs", "priority", "risk"]', 'path = "run.days"\nlow = 1\nhigh = 9')
    assert drawn(tmp_path, 'method = "matrix", file = "m.txt"', numbers) == [{"a": 0.25, "b": 1.5}, {"a": 4, "b": 2}]


@pytest.mark.parametrize(("text", "told"), [
    ("a\n1\n", "has no column for b"),
    ("a,b\n1,rsik\n", "row 2: “b” cannot be \"rsik\""),
    ("a,b\n,risk\n", "row 2: “a” cannot be"),
])
def test_a_bad_table_is_told_with_its_row(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "p.csv").write_text(text, encoding="utf-8")
    with pytest.raises(FaultyScenario, match=r"try\.toml:5") as caught:
        drawn(tmp_path, 'method = "csv", file = "p.csv"')
    assert told in str(caught.value)


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(FaultyScenario, match="nothing-here"):
        drawn(tmp_path, 'method = "csv", file = "nothing-here.csv"')


def test_a_number_of_points_that_is_no_power_of_two_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FaultyScenario, match="did you mean `16`"):
        drawn(tmp_path, 'method = "sobol", points = 15')


def test_a_share_of_a_range_and_of_a_list() -> None:
    scale = Factor(path="x", low=1.0, high=100.0, law="loguniform")
    assert [at(scale, share) for share in (0.0, 0.5, 1.0)] == [1.0, 10.0, 100.0]
    people = Factor(path="posts.clerk.head_count", low=1.0, high=4.0)
    assert [at(people, share) for share in (0.0, 0.3, 0.5, 1.0)] == [1, 2, 2, 4]
    assert all(isinstance(at(people, share), int) for share in (0.0, 0.3, 1.0))
    words = Factor(path="x", values=["a", "b", "c"])
    assert [at(words, share) for share in (0.0, 0.33, 0.34, 0.99, 1.0)] == ["a", "a", "b", "c", "c"]
    assert values_of(Factor(practice="L8")) == [False, True]
    assert values_of(Factor(path="x", low=0.0, high=1.0, steps=3)) == [0.0, 0.5, 1.0]
