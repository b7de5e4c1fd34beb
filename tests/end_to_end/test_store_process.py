"""The store and what befalls processes: killed while writing, a full disk, a second writer, fork. None may wait for ever."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.store import RunStore, files_folder, open_readonly, read_file, repair, verify
from tests.end_to_end.conftest import small_tmpfs
from tests.unit.stores import key, run, texts, whole, within

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")

WRITE = """
import sys
from sim.store import RunStore, files_folder, keep_file
from tests.unit.stores import key, run
first, path = int(sys.argv[1]), sys.argv[2]
with RunStore(path, durability=sys.argv[3]) as store:
    for number in range(first, first + 100000):
        if number % 5:
            store.put(run(number))
            print(number, flush=True)
        elif number % 2:
            store.put_many(run(at) for at in (number, number + 100000))
            print(number, flush=True)
        else:
            table = keep_file(files_folder(store.path), key(number), "daily.csv", b"day" * 3000)
            store.put(run(number, files={"daily": table}))
            print(number, flush=True)
"""


def python(script: str, *words: object) -> subprocess.Popen[str]:
    quiet = "ignore:This process:DeprecationWarning"  # Python 3.12 on warns of a fork beside threads, which is what is tried here
    command = [sys.executable, "-W", quiet, "-c", script, *map(str, words)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def told(script: str, *words: object, seconds: int = 60) -> str:
    """What a script prints. It must end in time and without a word on stderr."""
    running = python(script, *words)
    try:
        out, err = running.communicate(timeout=seconds)
    finally:
        running.kill()
    assert (running.returncode, err) == (0, "")
    return out


def kill_while_writing(path: Path, rounds: int, durability: str, seed: int) -> int:
    """Kill a writer at random moments, again and again on the same store; how many puts it had acknowledged in all."""
    luck = random.Random(seed)
    acknowledged: list[int] = []
    for at in range(rounds):
        running = python(WRITE, at * 1000000, path, durability)
        assert running.stdout is not None
        running.stdout.readline()  # past the imports: killed between two looks at a clock that nobody can foresee
        acknowledged.append(at * 1000000)
        time.sleep(luck.uniform(0, 0.15))
        running.send_signal(signal.SIGKILL)
        out, err = running.communicate(timeout=30)
        assert err == ""
        acknowledged += [int(line) for line in out.splitlines(keepends=True) if line.endswith("\n")]
        with within(30), open_readonly(path) as store:  # quick_check, while nobody has cleaned up
            kept = {one.key: one for one in store.runs()}
        assert [number for number in acknowledged if key(number) not in kept] == []
        assert texts(kept[key(number)] for number in acknowledged[-3:] if number % 10) == texts(run(number) for number in acknowledged[-3:] if number % 10)
        for one in kept.values():
            for table in one.files.values():
                assert read_file(files_folder(path), table) == b"day" * 3000
        for number in (int(name) for name in acknowledged if name % 10 == 5):
            assert key(number + 100000) in kept  # both of a commit or none
    with within(30), RunStore(path) as store:
        assert len(store) >= len(acknowledged)
    assert whole(path)
    assert verify(path).whole
    return len(acknowledged)


def test_kill_9_loses_no_acknowledged_run(tmp_path: Path) -> None:
    assert kill_while_writing(tmp_path / "runs.sqlite", 3, "full", seed=1) > 20


@pytest.mark.long
@pytest.mark.parametrize("durability", ["full", "normal"])
def test_kill_9_at_15_moments_loses_no_acknowledged_run(tmp_path: Path, durability: str) -> None:
    assert kill_while_writing(tmp_path / "runs.sqlite", 15, durability, seed=2) > 200


REOPEN = """
import sys
from sim.store import RunStore
from tests.unit.stores import run
for number in range(int(sys.argv[1]), 10 ** 9):
    with RunStore(sys.argv[2]) as store:
        store.put(run(number))
    print(number, flush=True)
"""


@pytest.mark.long
def test_kill_9_while_opening_and_closing_loses_no_acknowledged_run(tmp_path: Path) -> None:
    """Where the log is made and folded into the file, and the lock is taken and given back."""
    path, luck = tmp_path / "runs.sqlite", random.Random(4)
    acknowledged: list[int] = []
    for at in range(25):
        running = python(REOPEN, at * 1000000, path)
        assert running.stdout is not None
        acknowledged.append(int(running.stdout.readline()))
        time.sleep(luck.uniform(0, 0.1))
        running.send_signal(signal.SIGKILL)
        out, err = running.communicate(timeout=30)
        assert err == ""
        acknowledged += [int(line) for line in out.splitlines(keepends=True) if line.endswith("\n")]
        with within(30), RunStore(path) as store:
            assert [number for number in acknowledged if key(number) not in store] == []
    assert verify(path).whole
    assert sorted(os.listdir(tmp_path)) == ["runs.sqlite"]


def test_the_lock_ends_with_its_process(tmp_path: Path) -> None:
    path = tmp_path / "runs.sqlite"
    running = python(WRITE, 0, path, "normal")
    try:
        assert running.stdout is not None
        running.stdout.readline()
        second = "import sys\nfrom sim.store import *\ntry:\n    RunStore(sys.argv[1])\nexcept StoreError as error:\n    print(error)"
        started = time.monotonic()
        assert f"is being written by process {running.pid} on " in told(second, path)
        assert time.monotonic() - started < 10
    finally:
        running.kill()
        running.communicate(timeout=30)
    with within(30), RunStore(path) as store:
        assert len(store) > 0


FORK = """
import os, sys
from sim.store import *
from tests.unit.stores import key, run
store = RunStore(sys.argv[1])
store.put(run(0))
reader = open_readonly(sys.argv[1])
child = os.fork()
if child == 0:
    for use in (lambda: store.put(run(1)), lambda: len(store), lambda: store.get(key(0)), lambda: reader.get(key(0))):
        try:
            use()
            print("worked")
        except StoreError as error:
            print("was opened by another process" in str(error))
    store.close()
    reader.close()
    del store
    sys.stdout.flush()
    os.read(int(sys.argv[2]), 1) if len(sys.argv) > 2 else None
    sys.exit(0)
"""


def test_a_forked_child_is_refused_and_harms_nothing(tmp_path: Path) -> None:
    script = FORK + "os.waitpid(child, 0)\nstore.put(run(2))\nprint(len(store), len(reader))\nstore.close()"
    assert told(script, tmp_path / "runs.sqlite").split() == ["True"] * 4 + ["2", "2"]
    assert whole(tmp_path / "runs.sqlite")


def test_a_forked_child_that_lives_on_does_not_hold_the_lock(tmp_path: Path) -> None:
    """The handle of a lock is copied by fork, and with it the lock would outlive its owner."""
    path = tmp_path / "runs.sqlite"
    child = "import os, sys, time\nfrom sim.store import *\nstore = RunStore(sys.argv[1])\nif os.fork() == 0:\n    os.close(1)\n    os.close(2)\n    time.sleep(20)\n    os._exit(0)\nos._exit(0)"
    assert told(child, path, seconds=15) == ""
    with within(10), RunStore(path) as store:
        store.put(run(1))


def test_a_worker_that_gets_a_store_by_multiprocessing_is_refused(tmp_path: Path) -> None:
    script = """
import multiprocessing, sys
from sim.store import *
from tests.unit.stores import run
def work(_):
    try:
        store.put(run(1))
    except StoreError as error:
        return str(error)
if __name__ == "__main__":
    store = RunStore(sys.argv[1])
    with multiprocessing.get_context("fork").Pool(2) as pool:
        print(*pool.map(work, range(2)), sep="\\n")
    store.close()
"""
    lines = told(script, tmp_path / "runs.sqlite").splitlines()
    assert len(lines) == 2
    assert all("workers return their runs" in line for line in lines)


def test_a_write_of_another_program_that_was_cut_off_is_undone(tmp_path: Path) -> None:
    """A journal beside the file that must be played back before it can be read; a reader may not, the writer does."""
    path = tmp_path / "runs.sqlite"
    with RunStore(path) as store:
        store.put_many(run(number) for number in range(200))
    spoil = (
        "import os, sqlite3, sys\ndb = sqlite3.connect(sys.argv[1], isolation_level=None)\ndb.execute('PRAGMA cache_size = 1')\n"
        "db.execute('BEGIN IMMEDIATE')\ndb.execute('UPDATE runs SET value = zeroblob(500)')\nos.kill(os.getpid(), 9)"
    )
    running = python(spoil, path)
    running.communicate(timeout=30)
    assert running.returncode == -signal.SIGKILL
    assert path.with_name("runs.sqlite-journal").stat().st_size > 0
    with within(30), RunStore(path) as store:
        assert texts(store.runs()) == texts(run(number) for number in range(200))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 600 kB."""
    with small_tmpfs(tmp_path / "disk", 600) as place:
        yield place


FILL = """
import sys, time
from sim.store import *
from tests.unit.stores import key, run
number, path = 0, sys.argv[1]
with RunStore(path) as store:
    try:
        while number < 100000:
            store.put(run(number, traceback="x" * 50 + str(number ** 400)))
            number += 1
    except StoreError as error:
        print(number, error)
    try:
        store.put(run(number))
        print("a smaller one fits")
    except StoreError as error:
        print("again", error)
    print("readable", len(store), len([one for one in store.runs()]))
    try:
        keep_file(files_folder(store.path), key(1), "daily.csv", bytes(range(256)) * 10)
        print("file")
    except StoreError as error:
        print("file", error)
with open_readonly(path) as store:
    print("readonly", len([one for one in store.runs()]))
"""


def test_a_full_disk_is_an_error_at_once_and_the_store_stays_readable(small_disk: Path) -> None:
    path = small_disk / "runs.sqlite"
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(200_000))
    lines = told(FILL, path).splitlines()
    stored = int(lines[0].split()[0])
    assert stored > 20
    assert "the disk is full" in lines[0] or "is the disk full" in lines[0]
    assert lines[2].split()[0] == "readable"
    known = int(lines[2].split()[1])
    assert known in (stored, stored + 1)
    assert lines[2].split()[1] == lines[2].split()[2] == lines[-1].split()[1]
    ballast.unlink()
    with within(30), RunStore(path) as store:
        assert [one.key for one in store.runs()] == [key(number) for number in range(known)]
        store.put(run(99999))
    assert verify(path).whole


def test_repair_on_a_full_disk_leaves_everything_as_it_was(small_disk: Path) -> None:
    path = small_disk / "runs.sqlite"
    with RunStore(path) as store:
        store.put_many(run(number) for number in range(150))
    data = bytearray(path.read_bytes())
    data[:100] = bytes(100)
    path.write_bytes(data)
    ballast = small_disk / "ballast"
    free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_bsize
    ballast.write_bytes(bytes(free - 40_000))
    from sim.store import StoreError

    with pytest.raises(StoreError, match="disk"), within(30):
        repair(path)
    assert path.read_bytes() == bytes(data)
    ballast.unlink()
    assert repair(path).runs == 150
