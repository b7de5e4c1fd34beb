"""A study that goes on until it knows enough stops at the same place, wherever it was broken off before."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.sweep.study import read_study
from sim.sweep.sweep import How, carry_on
from sim.sweep.table import expand
from sim.sweep.tables import write_tables
from tests.end_to_end.study_process import records, tables, write_study

THREADS = How("threads", 1)


@pytest.mark.parametrize("done_before", [7, 15])
def test_where_it_was_broken_off_changes_nothing(tmp_path: Path, done_before: int) -> None:
    path = write_study(tmp_path, done_before)
    carry_on(expand(read_study(path)), tmp_path / "broken", THREADS)
    before = records(tmp_path / "broken/runs.sqlite")
    assert len(before) == 2 * done_before
    path.write_text(path.read_text(encoding="utf-8").replace(f"count = {done_before}", "count = 10\nprecision = true\nblock = 10\nmost = 20"), encoding="utf-8")
    table = expand(read_study(path))
    for name in ("broken", "unbroken"):
        write_tables(carry_on(table, tmp_path / name, THREADS), tmp_path / name)
    assert before.items() <= records(tmp_path / "broken/runs.sqlite").items()
    assert len(records(tmp_path / "unbroken/runs.sqlite")) > 20, "one block was enough: the test shows nothing"
    assert tables(tmp_path / "broken") == tables(tmp_path / "unbroken")
