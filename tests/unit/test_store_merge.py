"""Merging: two halves are the whole, twice is once, what differs is told and nothing is written."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from sim.store import (
    ConflictError,
    Merged,
    RunStore,
    State,
    StoreError,
    export,
    files_folder,
    keep_file,
    merge,
    open_readonly,
    verify,
)
from tests.unit.stores import key, run, texts


def fill(path: Path, runs: list, study: dict | None = None) -> Path:
    with RunStore(path) as store:
        store.put_many(runs)
        if study:
            store.study = study
    return path


def content(path: Path) -> list[str]:
    with open_readonly(path) as store:
        return sorted(texts(store.runs()))


def test_two_halves_are_the_whole(tmp_path: Path) -> None:
    runs = [run(number) for number in range(300)]
    whole = fill(tmp_path / "whole.sqlite", runs, {"name": "s"})
    halves = [fill(tmp_path / f"half-{part}.sqlite", runs[part::2], {"name": "s"}) for part in (0, 1)]
    for name, order in (("ab", halves), ("ba", halves[::-1])):
        assert merge(tmp_path / f"{name}.sqlite", order) == Merged(300, 0, 0, 0)
        assert content(tmp_path / f"{name}.sqlite") == content(whole)
        with open_readonly(tmp_path / f"{name}.sqlite") as store:
            assert store.study == {"name": "s"}
    tables = [export(tmp_path / f"{name}.sqlite", tmp_path / name).files[0].read_bytes() for name in ("whole", "ab", "ba")]
    assert tables[0] == tables[1] == tables[2]


def test_once_more_changes_nothing(tmp_path: Path) -> None:
    source = fill(tmp_path / "source.sqlite", [run(number) for number in range(5)])
    target = tmp_path / "target.sqlite"
    assert merge(target, [source, source]) == Merged(5, 0, 0, 0)
    before = content(target)
    assert merge(target, [source]) == Merged(0, 5, 0, 0)
    assert content(target) == before


def test_sources_stay_as_they_are(tmp_path: Path) -> None:
    source = fill(tmp_path / "one" / "source.sqlite", [run(1)])
    before = hashlib.sha256(source.read_bytes()).digest()
    merge(tmp_path / "target.sqlite", [source])
    assert hashlib.sha256(source.read_bytes()).digest() == before
    assert os.listdir(source.parent) == ["source.sqlite"]


@pytest.mark.parametrize("state", [state for state in State if state is not State.done])
def test_done_beats_everything_else_in_either_direction(tmp_path: Path, state: State) -> None:
    done, other = fill(tmp_path / "done.sqlite", [run(1)]), fill(tmp_path / "other.sqlite", [run(1, state, attempts=9)])
    assert merge(tmp_path / "a.sqlite", [done, other]) == Merged(1, 1, 0, 0)
    assert merge(tmp_path / "b.sqlite", [other, done]) == Merged(1, 0, 1, 0)
    assert content(tmp_path / "a.sqlite") == content(tmp_path / "b.sqlite") == content(done)


def test_failures_of_a_run_that_differ_are_no_conflict(tmp_path: Path) -> None:
    failed = fill(tmp_path / "failed.sqlite", [run(1, State.failed, traceback="ValueError", metrics={})])
    killed = fill(tmp_path / "killed.sqlite", [run(1, State.killed)])
    assert merge(tmp_path / "a.sqlite", [failed, killed]) == Merged(1, 1, 0, 0)
    assert content(tmp_path / "a.sqlite") == content(failed)


def test_the_same_result_on_another_host_is_the_same(tmp_path: Path) -> None:
    here, there = fill(tmp_path / "here.sqlite", [run(1)]), fill(tmp_path / "there.sqlite", [run(1, host="there", wall_s=99.0)])
    assert merge(here, [there]) == Merged(0, 1, 0, 0)


@pytest.mark.parametrize("existing", [True, False])
def test_different_results_are_told_and_nothing_is_written(tmp_path: Path, existing: bool) -> None:
    one = fill(tmp_path / "one.sqlite", [run(1), run(2)])
    two = fill(tmp_path / "two.sqlite", [run(3), run(2, metrics={"metric_0": 0.5})])
    target = one if existing else tmp_path / "new.sqlite"
    before = sorted(os.listdir(tmp_path)), content(one)
    with pytest.raises(ConflictError) as caught:
        merge(target, [two] if existing else [one, two])
    told = str(caught.value)
    assert str(one) in told and str(two) in told and key(2) in told and "metrics.metric_0" in told
    assert (sorted(os.listdir(tmp_path)), content(one)) == before


def test_tables_come_along_and_are_checked(tmp_path: Path) -> None:
    source, target = tmp_path / "a" / "runs.sqlite", tmp_path / "b" / "runs.sqlite"
    stored = keep_file(files_folder(source), key(1), "daily.csv", b"day\n1\n")
    fill(source, [run(1, files={"daily": stored})])
    merge(target, [source])
    assert verify(target).tables == 1
    assert verify(target).whole
    assert (files_folder(target) / stored.name).read_bytes() == (files_folder(source) / stored.name).read_bytes()

    (files_folder(source) / stored.name).write_bytes(b"broken")
    with pytest.raises(StoreError, match=r"daily.csv.gz"):
        merge(tmp_path / "c" / "runs.sqlite", [source])
    with open_readonly(tmp_path / "c" / "runs.sqlite") as store:
        assert len(store) == 0  # no run without its table


def test_of_two_done_runs_the_one_with_tables_counts(tmp_path: Path) -> None:
    bare = fill(tmp_path / "a" / "runs.sqlite", [run(1)])
    stored = keep_file(files_folder(tmp_path / "b" / "runs.sqlite"), key(1), "daily.csv", b"day\n1\n")
    rich = fill(tmp_path / "b" / "runs.sqlite", [run(1, files={"daily": stored})])
    assert merge(bare, [rich]) == Merged(0, 0, 1, 0)
    assert merge(bare, [rich]) == Merged(0, 1, 0, 0)
    assert verify(bare).tables == 1
    assert verify(bare).whole


def test_what_cannot_be_merged_is_told(tmp_path: Path) -> None:
    source = fill(tmp_path / "source.sqlite", [run(1)])
    with pytest.raises(StoreError, match="into itself"):
        merge(source, [source])
    with pytest.raises(StoreError, match="there is no store"):
        merge(tmp_path / "target.sqlite", [source, tmp_path / "none.sqlite"])
    with RunStore(source), pytest.raises(StoreError, match="is being written"):
        other = fill(tmp_path / "other.sqlite", [run(2)])
        merge(source, [other])
    assert not (tmp_path / "target.sqlite").exists()
