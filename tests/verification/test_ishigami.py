"""Sensitivity through the same road as every study: file, table of runs, store, design, analysis, command; with a function whose indices are known.

Ishigami & Homma (1990): y = sin x1 + 7 sin(x2)^2 + 0.1 x3^4 sin x1 on [-pi, pi]^3. Only the engine is replaced, by the function. Under an
organisation of speed 3 it is the level; between those of speed 1 and 2 it is the DIFFERENCE, and the level of the first is another function, 3 x1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.cli import main
from sim.store import State
from sim.study.many import Kept
from sim.sweep import worker
from sim.sweep.result import STATES, Sweep
from sim.sweep.sensitivity import sensitivity
from sim.sweep.study import read_study
from sim.sweep.table import expand

S1 = (0.3139, 0.4424, 0.0)
ST = (0.5576, 0.4424, 0.2437)
NAMES = ("severity_exponent", "efficacy_effect", "effort_effect")
Y = "response_time_median"

STUDY = """
base = "mmc"
metrics = ["response_time_median"]
title = {{ zh = "石神", en = "Ishigami" }}
{options}
{factors}
[design.uncertainties]
{design}
[replications]
count = 2
"""

OPTIONS = """[options.first]
[options.other]
set = { posts = { clerk = { speed = 2.0 } } }
"""


def study(folder: Path, design: str) -> Path:
    factors = "\n".join(f'[uncertainties.x{at}]\npath = "residents.{name}"\nlow = 0.0\nhigh = {2 * math.pi!r}' for at, name in enumerate(NAMES, 1))
    path = folder / "ishigami.toml"
    path.write_text(STUDY.format(options=OPTIONS, factors=factors, design=design), encoding="utf-8")
    return path


@pytest.fixture
def function(monkeypatch: pytest.MonkeyPatch) -> None:
    """The function in place of the engine: it sees the scenario of the run and nothing else."""

    def kept(scenario: Any, ids: Sequence[str]) -> Kept:
        x1, x2, x3 = (getattr(scenario.residents, name) - math.pi for name in NAMES)
        speed = scenario.posts["clerk"].speed
        level = 3 * x1 if speed < 3 else 0.0
        if speed > 1:
            level += math.sin(x1) + 7 * math.sin(x2) ** 2 + 0.1 * x3**4 * math.sin(x1)
        return Kept(np.array([level if name == Y else 0.0 for name in ids]), {}, np.zeros(1), np.zeros(1))

    monkeypatch.setattr(worker, "build_community", lambda *_: None)
    monkeypatch.setattr(worker, "simulate", lambda scenario, *_: scenario)
    monkeypatch.setattr(worker, "keep", kept)


def check(found: Callable[[str], tuple[float, ...]]) -> None:
    """The published indices lie in the intervals of `found(column)`."""
    for column, published in (("s1", S1), ("st", ST)):
        for value, conf, exact in zip(found(column), found(f"{column}_conf"), published, strict=True):
            assert abs(value - exact) <= conf + 1e-9, column


def made(path: Path) -> Sweep:
    """The study's table of runs, each made by the worker, without a store on the disk."""
    table = expand(read_study(path))
    values, states = np.empty((1, len(table.worlds), len(table.structures), 2)), np.full((len(table.worlds), len(table.structures), 2), STATES.index(State.done), np.int8)
    for row in table.rows(0, 1):  # the function has no chance in it: every replicate is like the first
        run = worker.carry_out(worker.Job(row.key, worker.pack(row.point.scenario), row.replicate, {}, 1))
        values[0, row.point.world.number, row.point.structure.number] = run.metrics[Y]
    return Sweep(table, path, values, states)


@pytest.mark.usefixtures("function")
def test_the_published_indices_lie_in_their_intervals(tmp_path: Path) -> None:
    path = study(tmp_path, 'method = "saltelli"\npoints = 64')
    path.write_text(path.read_text(encoding="utf-8").replace(OPTIONS, "set = { posts = { clerk = { speed = 3.0 } } }"), encoding="utf-8")
    found = sensitivity(made(path))
    assert found.points == 64 * 5
    check(lambda column: getattr(found.answers[0].found, column))


@pytest.mark.long
@pytest.mark.exhaustive
@pytest.mark.usefixtures("function")
def test_the_command_gives_them_narrowly_for_the_difference(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """With N = 128 the widest interval of S1 is below .2."""
    path = study(tmp_path, 'method = "saltelli"\npoints = 128')
    assert main(["sensitivity", str(path), "--out", str(tmp_path / "out"), "--executor", "threads", "-j", "1", "--lang", "en"]) == 0
    table = pd.read_csv(tmp_path / "out/sensitivity.csv")
    assert table[table["structure"] == 1]["s1_conf"].max() < 0.2
    check(lambda column: tuple(table[table["structure"] == 1][column]))
    level = table[table["structure"] == 0].set_index("factor")  # 3 x1 hangs on x1 alone
    assert abs(level.loc["x1", "st"] - 1) <= level.loc["x1", "st_conf"]
    np.testing.assert_allclose(level.loc[["x2", "x3"], ["s1", "st"]], 0.0, atol=1e-6)
    assert "matters most: x1; x2; x3" in capfd.readouterr().out


@pytest.mark.usefixtures("function")
def test_morris_of_a_linear_function_is_exact(tmp_path: Path) -> None:
    """The level 3 x1 over a range of 2 pi: mu = mu* = 6 pi for x1, sigma 0; nothing for the others."""
    found = sensitivity(made(study(tmp_path, 'method = "morris"\ntrajectories = 4')))
    level = found.answers[0].found
    np.testing.assert_allclose(level.mu, [6 * math.pi, 0, 0], atol=1e-9)  # type: ignore[union-attr]
    np.testing.assert_allclose(level.sigma, [0, 0, 0], atol=1e-9)  # type: ignore[union-attr]
    assert level.negligible == ("x2", "x3")  # type: ignore[union-attr]


@pytest.mark.long
@pytest.mark.usefixtures("function")
def test_a_table_of_points_is_analysed_by_pawn(tmp_path: Path) -> None:
    points = np.random.default_rng(1).random((120, 3)) * 2 * math.pi
    (tmp_path / "points.csv").write_text("x1,x2,x3\n" + "\n".join(",".join(f"{x:.9f}" for x in row) for row in points), encoding="utf-8")
    found = sensitivity(made(study(tmp_path, 'method = "csv"\nfile = "points.csv"')))
    assert found.answers[0].found.influential == ("x1",)  # type: ignore[union-attr]
