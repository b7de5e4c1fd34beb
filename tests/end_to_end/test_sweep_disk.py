"""Disks and files that are no good: a clear sentence at once, and nothing is lost."""

from __future__ import annotations

import os
import pickle
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.store import Run, RunStore, State, StoreError, open_readonly
from sim.sweep.fault import OtherEngineError
from sim.sweep.study import read_study
from sim.sweep.sweep import How, carry_on
from sim.sweep.table import expand
from tests.end_to_end.conftest import Shequ, small_tmpfs
from tests.end_to_end.study_process import environment, finish, records, run, start, tables, write_study

THREADS = How("threads", 1)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 400 kB on which nothing lies."""
    with small_tmpfs(tmp_path / "disk", 400) as place:
        yield place


@pytest.mark.long
def test_a_full_disk_ends_a_study_which_goes_on_when_there_is_room(small_disk: Path, tmp_path: Path) -> None:
    write_study(tmp_path, 150)
    code, _, err = finish(start(tmp_path, "disk"), 60)
    assert code == 2
    assert "disk is full" in err
    before = records(small_disk / "runs.sqlite")
    assert 0 < len(before) < 300
    subprocess.run(["mount", "-o", "remount,size=20m", str(small_disk)], check=True)
    code, _, err = run(tmp_path, "disk")
    assert code == 0, err
    assert before.items() <= records(small_disk / "runs.sqlite").items()
    assert run(tmp_path, "elsewhere")[0] == 0
    assert tables(small_disk) == tables(tmp_path / "elsewhere")


@pytest.mark.parametrize("kilobytes", [4, 12, 28, 40, 56, 64])
def test_a_disk_too_small_for_the_store_itself_is_called_full_and_not_damaged(small_disk: Path, kilobytes: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={kilobytes}k", str(small_disk)], check=True)
    with pytest.raises(StoreError, match=r"disk is full|is the disk full"), RunStore(small_disk / "runs.sqlite") as store:
        store.put_many([Run(key=f"{number:064x}") for number in range(2000)])


def test_no_room_for_the_tables_is_told_by_name(shequ: Shequ, small_disk: Path, tmp_path: Path) -> None:
    write_study(tmp_path, 2)
    out = tmp_path / "disk"
    assert carry_on(expand(read_study(tmp_path / "study.toml")), out, THREADS).complete
    before = records(out / "runs.sqlite")
    subprocess.run(["mount", "-o", "remount,size=124k", str(small_disk)], check=True)
    code, _, err = shequ("sweep", "study.toml", "--out", "disk", "--executor", "threads")
    assert code == 2
    assert re.search(r"disk/\S+ cannot be written \(No space left on device\); every run is kept", err), err
    assert not list(out.glob(".*"))
    subprocess.run(["mount", "-o", "remount,size=20m", str(small_disk)], check=True)
    assert shequ("sweep", "study.toml", "--out", "disk", "--executor", "threads")[0] == 0
    assert records(out / "runs.sqlite") == before


def test_no_room_for_large_tables_blames_no_run(tmp_path: Path) -> None:
    path = write_study(tmp_path, 2)
    path.write_text('keep = ["daily"]\n' + path.read_text(encoding="utf-8"), encoding="utf-8")
    table, out = expand(read_study(path)), tmp_path / "out"
    out.mkdir()
    (out / "runs.files").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match=r"runs\.files.*cannot be written"):
        carry_on(table, out, THREADS)
    with open_readonly(out) as store:
        assert set(store.states().values()) <= {State.pending, State.running}
    (out / "runs.files").unlink()
    assert carry_on(table, out, THREADS).complete


def test_a_run_that_lacks_only_a_table_keeps_its_result_until_it_has_it(tmp_path: Path) -> None:
    path = write_study(tmp_path, 2)
    out = tmp_path / "out"
    assert carry_on(expand(read_study(path)), out, THREADS).complete
    before = records(out / "runs.sqlite")
    path.write_text('keep = ["daily"]\n' + path.read_text(encoding="utf-8"), encoding="utf-8")
    table = expand(read_study(path))
    (out / "runs.files").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError):
        carry_on(table, out, THREADS)
    assert records(out / "runs.sqlite") == before
    (out / "runs.files").unlink()
    assert carry_on(table, out, THREADS).complete
    after = records(out / "runs.sqlite")
    assert {key: (attempts, result) for key, (attempts, _, result) in after.items()} == {key: (2, result) for key, (_, _, result) in before.items()}
    with open_readonly(out) as store:
        assert all(run.files.keys() == {"daily"} for run in store.runs())


def test_a_store_that_cannot_be_used_is_told_and_left_alone(shequ: Shequ, tmp_path: Path) -> None:
    write_study(tmp_path, 5)
    out = tmp_path / "out"
    assert carry_on(expand(read_study(tmp_path / "study.toml")), out, THREADS).complete
    store = out / "runs.sqlite"
    whole = store.read_bytes()
    for bad, word in ((damaged(whole), "damaged"), (pickled(), "not a store of runs"), (pickles_in_sqlite(tmp_path), "not a store of runs"), (b"", "")):
        store.write_bytes(bad)
        code, _, err = shequ("sweep", "study.toml", "--out", "out", "--executor", "threads", "-j", 1)
        if word:
            assert code == 2
            assert word in err
            assert store.read_bytes() == bad
        else:  # a writer that was killed before its first word
            assert code == 0
            assert len(records(store)) == 10


def damaged(whole: bytes) -> bytes:
    """The second page overwritten."""
    size = int.from_bytes(whole[16:18], "big")
    return whole[:size] + bytes(range(256)) * (size // 256) + whole[2 * size :]


class Trap:
    """Fails the test if anybody opens it."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (77,)


def pickled() -> bytes:
    return pickle.dumps(Trap())


def pickles_in_sqlite(folder: Path) -> bytes:
    """What a plain sqlitedict writes."""
    path = folder / "pickles.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE unnamed (key TEXT PRIMARY KEY, value BLOB)")
        db.execute("INSERT INTO unnamed VALUES ('a', ?)", (pickled(),))
    db.close()
    return path.read_bytes()


def test_a_worker_of_another_version_is_refused_and_blames_no_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table, out = expand(read_study(write_study(tmp_path, 1))), tmp_path / "out"
    monkeypatch.setattr("sim.sweep.sweep.engine", lambda: "9.9.9+0123456789ab")
    with pytest.raises(OtherEngineError, match=r"9\.9\.9"):
        carry_on(table, out, THREADS)
    with RunStore(out / "runs.sqlite") as store:
        assert set(store.states().values()) <= {State.pending, State.running}


SCRIPT = """
from sim.sweep.sweep import sweep
sweep("study.toml", "out", workers=2)
"""


@pytest.mark.long
def test_processes_that_cannot_begin_blame_no_run(tmp_path: Path) -> None:
    """A script without a guard starts itself again in every worker, and each of them ends at once."""
    write_study(tmp_path, 10)
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")
    done = subprocess.run([sys.executable, "script.py"], cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "ExecutorError: worker processes end before they have done anything" in done.stderr
    with open_readonly(tmp_path / "out") as store:
        assert set(store.states().values()) <= {State.pending, State.running}
