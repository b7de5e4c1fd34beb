"""A file becomes a scenario: defaults, written values, strict types, speed of import."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario.load import load

VILLAGE = """
title = { zh = "村", en = "Village" }
[categories]
road = { zh = "道路", en = "Road" }
[channels]
hall = { zh = "大厅", en = "Hall" }
[levels.village]
zh = "村"
en = "Village"
escalate_after_h = inf
[posts]
clerk = { zh = "干部", en = "Clerk", level = "village" }
"""


def test_a_small_file_loads_with_defaults(tmp_path: Path) -> None:
    path = tmp_path / "村.toml"
    path.write_text(VILLAGE, encoding="utf-8")
    scenario = load(path)
    assert scenario.title.zh == "村"
    assert scenario.run.days == 365
    assert math.isinf(scenario.levels["village"].escalate_after_h)


def test_windows_line_ends_load_the_same(tmp_path: Path) -> None:
    unix, windows = tmp_path / "unix.toml", tmp_path / "windows.toml"
    unix.write_bytes(VILLAGE.encode())
    windows.write_bytes(VILLAGE.replace("\n", "\r\n").encode())
    assert load(unix) == load(windows)


def test_what_was_written_stays_known(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(VILLAGE + "\n[run]\nseed = 1\n", encoding="utf-8")
    scenario = load(path)
    assert scenario.run.model_fields_set == {"seed"}  # although 1 is the default
    assert scenario.place.model_fields_set == set()


@pytest.mark.parametrize("line", ['seed = "3"', "seed = true", "seed = 3.0", "record_visits = 1"])
def test_types_are_strict(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(f"{VILLAGE}\n[run]\n{line}\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="SC104"):
        load(path)


def test_a_whole_number_may_stand_for_a_number(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(VILLAGE + "\n[place]\narea_km2 = 2\n", encoding="utf-8")
    assert load(path).place.area_km2 == 2.0


def test_importing_load_brings_no_heavy_library() -> None:
    heavy = "{'pydantic', 'tree_sitter', 'numpy', 'pandas'}"
    code = f"import sys, sim.scenario.load; print(sorted({heavy} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_a_right_file_needs_no_positions(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(VILLAGE, encoding="utf-8")
    code = f"import sys; from sim.scenario.load import load; load({str(path)!r}); print('tree_sitter' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_a_duration_written_in_part_keeps_the_law_of_its_field() -> None:
    patience = load("street-office", overrides=["residents.patience.mean_h=72"]).residents.patience
    assert (patience.mean_h, patience.law) == (72, "lognormal")


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    """Windows' Notepad writes one."""
    village = (Path(__file__).parents[2] / "scenarios" / "three-house-village.toml").read_bytes()
    marked = tmp_path / "village.toml"
    marked.write_bytes(b"\xef\xbb\xbf" + village)
    assert load(marked).place == load("three-house-village").place
