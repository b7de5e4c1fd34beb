"""A study in parts, as job arrays make it: each part a command and a store of its own, then merged, then whole."""

from __future__ import annotations

from pathlib import Path

from tests.end_to_end.conftest import Shequ
from tests.end_to_end.study_process import (
    records,
    tables,
    write_study,
)

THREADS = ("--executor", "threads", "-j", 1)


def test_three_shards_merged_are_the_whole(shequ: Shequ, tmp_path: Path) -> None:
    write_study(tmp_path, 6)
    assert shequ("sweep", "study.toml", "--out", "whole", *THREADS)[0] == 0
    parts = []
    for part in (1, 2, 3):
        code, out, err = shequ("sweep", "study.toml", "--out", f"node{part}", "--shard", f"{part}/3", *THREADS)
        assert code == 0
        assert "shequ store merge" in out + err
        parts.append(tmp_path / f"node{part}/runs-{part}-of-3.sqlite")
    assert [len(records(path)) for path in parts] == [4, 4, 4]
    assert shequ("store", "merge", "joined", *parts)[0] == 0
    before = records(tmp_path / "joined/runs.sqlite")
    assert len(before) == 12
    assert shequ("sweep", "study.toml", "--out", "joined", *THREADS)[0] == 0
    assert records(tmp_path / "joined/runs.sqlite") == before
    assert tables(tmp_path / "joined") == tables(tmp_path / "whole")


def test_a_shard_that_was_lost_is_made_after_the_merge(shequ: Shequ, tmp_path: Path) -> None:
    write_study(tmp_path, 6)
    for part in (1, 3):
        assert shequ("sweep", "study.toml", "--out", "out", "--shard", f"{part}/3", *THREADS)[0] == 0
    assert shequ("store", "merge", "out", *sorted((tmp_path / "out").glob("runs-*-of-3.sqlite")))[0] == 0
    before = records(tmp_path / "out/runs.sqlite")
    assert len(before) == 8
    assert shequ("sweep", "study.toml", "--out", "out", *THREADS)[0] == 0
    after = records(tmp_path / "out/runs.sqlite")
    assert len(after) == 12
    assert before.items() <= after.items()
