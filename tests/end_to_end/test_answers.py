"""What is asked of a study: sensitivity, attribution, robustness, selection; by the commands, on tiny scenarios."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from fractions import Fraction
from itertools import permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from sim.locale import translator
from sim.sweep import figure, shares, spread, tornado
from sim.sweep.attribution import attribution
from sim.sweep.coalitions import coalitions
from sim.sweep.sweep import How, carry_on
from sim.sweep.table import expand

Result = tuple[int, str, str]
Shequ = Callable[..., Result]

LOCAL = ("--executor", "threads", "-j", "1")

STUDY = """
base = "mmc"
metrics = ["resolved_in_deadline", "response_time_median"]
title = { zh = "排队", en = "Queue" }
[set.run]
days = 5
warm_up_days = 0
follow_up_days = 8
[options.three]
zh = "三人"
en = "three clerks"
[options.four]
zh = "四人"
en = "four clerks"
set = { posts = { clerk = { head_count = 4 } } }
[uncertainties.load]
zh = "问题数"
en = "problems"
path = "demand.issues_per_resident_year"
low = 10.0
high = 40.0
[uncertainties.work]
zh = "工时"
en = "work"
path = "categories.job.work_h"
low = 0.5
high = 1.5
[design.uncertainties]
method = "morris"
trajectories = 2
[replications]
count = 2
[thresholds]
response_time_median = "<= 1"
"""

VILLAGE = """
extends = "street-office.toml"
title = { zh = "小村", en = "Small" }
[place]
residents = 300
[run]
days = 30
warm_up_days = 0
follow_up_days = 7
"""


@pytest.fixture
def drawn() -> None:
    """Asked for by a test that wants pictures; they take most of the time."""


@pytest.fixture(autouse=True)
def _without_pictures(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "drawn" not in request.fixturenames:
        for module in (figure, tornado, shares, spread):
            monkeypatch.setattr(module, "draw_both", lambda *_: [])


def written(folder: Path, text: str = STUDY, name: str = "queue") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


# ── sensitivity ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_sensitivity_runs_tells_and_reads_again_without_running(shequ: Shequ, tmp_path: Path) -> None:
    code, out, err = shequ("sensitivity", written(tmp_path), *LOCAL)
    assert (code, "24 of 24 runs" in err) == (0, True)
    assert "level, three clerks" in out
    assert "difference, four clerks - three clerks" in out
    folder = tmp_path / "results/queue"
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert {"sensitivity.csv", "sensitivity-dictionary.csv", "runs.csv"} <= first.keys()
    code, zh, err = shequ("sensitivity", "results/queue", "--lang", "zh")
    assert (code, err) == (0, "")
    assert "差别,四人 - 三人" in zh
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first
    panels = tornado.sensitivity_picture(sim.sensitivity(folder), translator("en")).axes
    assert len(panels) == 4
    assert all(panel.yaxis_inverted() for panel in panels)  # the factor that matters most on top, in every row


def test_morris_effects_are_those_of_the_runs(shequ: Shequ, tmp_path: Path) -> None:
    """mu* by hand from runs.csv: along a trajectory neighbouring points differ in one factor, by 2/3 of its range."""
    shequ("sensitivity", written(tmp_path), *LOCAL)
    runs = pd.read_csv(tmp_path / "results/queue/runs.csv")
    means = runs.groupby(["world", "structure"])["resolved_in_deadline"].mean().unstack()
    worlds = runs.drop_duplicates("world").set_index("world")[["load", "work"]]
    effects: dict[tuple[str, int], list[float]] = {}
    for world in (0, 1, 3, 4):  # two trajectories of three points
        step = (worlds.loc[world + 1] - worlds.loc[world]) / np.array([30.0, 1.0])
        moved = step.abs().idxmax()
        for structure, gap in ((0, means[0]), (1, means[1] - means[0])):
            effects.setdefault((moved, structure), []).append(abs((gap[world + 1] - gap[world]) / step[moved]))
    table = pd.read_csv(tmp_path / "results/queue/sensitivity.csv").set_index(["factor", "structure", "metric"])["mu_star"]
    for (factor, structure), found in effects.items():
        assert table[factor, structure, "resolved_in_deadline"] == pytest.approx(np.mean(found), rel=1e-9, abs=1e-12)


def test_a_folder_with_missing_runs_is_refused(shequ: Shequ, tmp_path: Path) -> None:
    shequ("sensitivity", written(tmp_path), *LOCAL)
    with sqlite3.connect(tmp_path / "results/queue/runs.sqlite") as store:
        store.execute("DELETE FROM runs WHERE rowid = 3")
    code, _, err = shequ("sensitivity", "results/queue")
    assert code == 2
    assert "1 of 24 runs are missing" in err


def test_levers_are_analysed_where_nothing_is_uncertain(shequ: Shequ, tmp_path: Path) -> None:
    text = STUDY.replace("[uncertainties.", "[levers.").replace("[design.uncertainties]", "[design.levers]")
    code, out, _ = shequ("sensitivity", written(tmp_path, text), *LOCAL)
    assert code == 0
    assert "difference, four clerks - three clerks" in out


# ── attribution ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_attributed_parts_sum_to_the_total_exactly(shequ: Shequ, tmp_path: Path) -> None:
    code, out, _ = shequ("attribute", written(tmp_path, VILLAGE, "small"), "--practices", "L1", "L3", "L8", "-r", 3, *LOCAL)
    assert code == 0
    assert "L8 One port" in out
    folder = tmp_path / "results/attribute-small-L1-L3-L8"
    runs, table = pd.read_csv(folder / "runs.csv"), pd.read_csv(folder / "attribution.csv")
    for metric, rows in table.groupby("metric"):
        total = rows["total"].iloc[0]
        for order in permutations(rows["value"]):
            assert sum(order) == total
        none, everything = (runs[runs["structure"] == at][metric] for at in (0, 7))
        exact = (sum(map(Fraction, everything)) - sum(map(Fraction, none))) / 3
        assert total == pytest.approx(float(exact), rel=1e-12, abs=1e-15)
    assert {"resolved_in_deadline", "satisfied_share"} <= set(table["metric"])
    assert (runs.drop_duplicates("structure")[["L1", "L3", "L8"]].to_numpy() @ [1, 2, 4] == range(8)).all()


def test_the_exact_values_are_the_mean_of_the_contributions_over_all_orders(tmp_path: Path) -> None:
    made = coalitions(written(tmp_path, VILLAGE, "small"), ["L1", "L8"], ["resolved_in_deadline"], 2)
    found = carry_on(expand(made.study), tmp_path / "out", How("threads", 1))
    one = attribution(found, made).metrics[0]
    assert one.found is not None
    none, first, second, both = (sum(map(Fraction, row)) / 2 for row in found.cube("resolved_in_deadline")[0].tolist())
    assert one.found.exact == ((first - none + both - second) / 2, (second - none + both - first) / 2)
    assert sum(one.found.exact) == both - none


def test_more_practices_reuse_the_runs_and_sampled_orders_still_add_up(shequ: Shequ, tmp_path: Path) -> None:
    base = written(tmp_path, VILLAGE, "small")
    shequ("attribute", base, "L1", "L8", "-r", 2, "--out", "out", "--metric", "satisfied_share", *LOCAL)
    code, out, err = shequ("attribute", base, "L1", "L8", "L3", "-r", 2, "--out", "out", "--metric", "satisfied_share", "--orders", 4, "--lang", "zh", *LOCAL)
    assert code == 0
    assert "抽取 4 种次序(8 种组合)" in out
    assert "(16 次运行已完成 8 次)" in err.splitlines()[0]
    table = pd.read_csv(tmp_path / "out/attribution.csv")
    assert table["value"].sum() == table["total"].iloc[0]
    assert not (tmp_path / "out/interactions.csv").exists() or "L3" not in (tmp_path / "out/interactions.csv").read_text()


@pytest.mark.long
@pytest.mark.usefixtures("drawn")
def test_every_answer_is_drawn_in_both_languages_the_same_bytes_each_time(shequ: Shequ, tmp_path: Path) -> None:
    base, text = written(tmp_path, VILLAGE, "small"), STUDY.replace('method = "morris"\ntrajectories = 2', 'method = "lhs"\npoints = 8')
    robust = written(tmp_path, text.replace('"resolved_in_deadline", ', ""))
    found = []
    for _ in range(2):
        assert shequ("attribute", base, "L1", "L8", "-r", 2, "--out", "a", *LOCAL)[0] == 0
        assert shequ("robust", robust, "--out", "r", *LOCAL)[0] == 0
        assert shequ("sensitivity", written(tmp_path, STUDY, "sens"), "--out", "s", *LOCAL)[0] == 0
        found.append({path: path.read_bytes() for folder in ("a", "r", "s") for path in (tmp_path / folder).iterdir() if path.suffix in (".svg", ".png")})
    assert {path.name for path in found[0]} >= {"sensitivity-en.svg", "sensitivity-zh.png", "attribution-en.svg", "attribution-zh.png", "robust-zh.svg", "robust-en.png"}
    assert found[0] == found[1]


def test_a_package_is_taken_apart(tmp_path: Path) -> None:
    made = coalitions("packages/longhua")
    assert made.practices == tuple(f"L{at}" for at in range(1, 15))
    assert made.study.form.base.endswith("longhua-before.toml")
    assert made.drawn is not None
    assert len(made.drawn.orders) == 64


# ── robustness ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_robust_counts_the_worlds_of_the_table(shequ: Shequ, tmp_path: Path) -> None:
    text = STUDY.replace('method = "morris"\ntrajectories = 2', 'method = "lhs"\npoints = 8').replace('["resolved_in_deadline", "response_time_median"]', '["response_time_median"]')
    code, out, _ = shequ("robust", written(tmp_path, text), *LOCAL)
    assert code == 0
    assert "best" not in out
    assert "under the stated assumptions and ranges" in out
    folder = tmp_path / "results/queue"
    runs, table = pd.read_csv(folder / "runs.csv"), pd.read_csv(folder / "robust.csv")
    means = runs.groupby(["world", "structure"])["response_time_median"].mean().unstack()
    np.testing.assert_array_equal(table["satisficing"], (means <= 1).mean())
    assert list(table["name_zh"]) == ["三人", "四人"]
    regret = pd.read_csv(folder / "regret.csv")
    np.testing.assert_allclose(regret["regret_worst"], means.sub(means.min(axis=1), axis=0).max(), rtol=1e-12)
    code, zh, err = shequ("robust", folder, "--lang", "zh")
    assert (code, err) == (0, "")
    assert "够好的标准:响应时间中位数 <= 1.00 小时" in zh


# ── selection ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_sweep_says_which_may_be_ahead(shequ: Shequ, tmp_path: Path) -> None:
    text = STUDY.split("[uncertainties.load]")[0].replace('"resolved_in_deadline", ', "")
    code, out, _ = shequ("sweep", written(tmp_path, text + "[replications]\ncount = 20"), *LOCAL)
    assert code == 0
    assert "lowest: four clerks (95 %" in out
    code, out, _ = shequ("sweep", written(tmp_path, text + "[replications]\ncount = 3"), *LOCAL)
    assert "a selection starts after 20 replications; there are 3" in out


# ── what cannot be asked ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("command", "old", "new", "said", "zh"), [
    ("sensitivity", 'method = "morris"\ntrajectories = 2', 'method = "lhs"\npoints = 20', "needs at least 100", "至少需要 100 个"),
    ("sensitivity", "count = 2", "count = 1", "nobody can tell what is chance", "无法分辨偶然"),
    ("sensitivity", "low = 0.5\nhigh = 1.5", "values = [1, 2, 3, 4, 5]", "cannot reach the 5 values of work", "够不到 work 的 5 个取值"),
    ("robust", "count = 2", "count = 1", "nobody can tell what is chance", "无法分辨偶然"),
    ("robust", '["resolved_in_deadline", "response_time_median"]', '["gap_newcomer", "response_time_median"]', "neither more nor less is better", "无所谓高低好坏"),
    ("robust", '"<= 1"', '"under 1"', "SD022", "不是门槛"),
    ("robust", "response_time_median = ", "satisfied_share = ", "SD021", "加入 metrics"),
    ("robust", "response_time_median = ", "response_time_medium = ", "response_time_median", "response_time_median"),
])
def test_what_cannot_be_analysed_is_told_before_anything_is_run(
    shequ: Shequ, tmp_path: Path, command: str, old: str, new: str, said: str, zh: str
) -> None:
    assert old in STUDY
    path = written(tmp_path, STUDY.replace(old, new))
    code, out, err = shequ(command, path)
    assert (code, out) == (2, "")
    assert said in err
    assert zh in shequ(command, path, "--lang", "zh")[2]
    assert not (tmp_path / "results").exists()


def test_a_study_without_worlds_or_with_a_grid_is_told_so(shequ: Shequ, tmp_path: Path) -> None:
    certain = STUDY.split("[uncertainties.load]")[0] + "[replications]\ncount = 2"
    assert "needs [uncertainties], or [levers]" in shequ("sensitivity", written(tmp_path, certain))[2]
    assert "there is nothing to be robust against" in shequ("robust", written(tmp_path, certain))[2]
    alone = STUDY.split("[options.three]")[0] + "[uncertainties" + STUDY.split("[uncertainties", 1)[1]
    assert "has one structure" in shequ("robust", written(tmp_path, alone))[2]
    grid = STUDY.replace('method = "morris"\ntrajectories = 2', 'method = "grid"').replace("high = ", "steps = 2\nhigh = ")
    code, _, err = shequ("sensitivity", written(tmp_path, grid))
    assert code == 2
    assert "a grid tells nothing apart" in err
    assert not (tmp_path / "results").exists()


@pytest.mark.parametrize(("words", "said"), [
    (["L1"], "fewer than 2 practices"),
    (["L1", "L1"], "L1 is named twice"),
    ([], "name the practices"),
    (["L1", "L99"], "no practice is called “L99”"),
    (["L1", "L3", "-r", 1], "at least 2 replications"),
    (["L1", "L3", "--orders", 3], "in pairs"),
    (["L1", "L3", "--metric", "resolved_in_deadlin"], "did you mean 'resolved_in_deadline'"),
])
def test_what_makes_no_attribution_is_told(shequ: Shequ, tmp_path: Path, words: list[object], said: str) -> None:
    code, out, err = shequ("attribute", written(tmp_path, VILLAGE, "small"), *words)
    assert (code, out) == (2, "")
    assert said in err
    assert not (tmp_path / "results").exists()
