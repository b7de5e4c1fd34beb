"""A study that is killed, by whatever, goes on where it was: nothing that was done is made again, and the tables have the same bytes."""

from __future__ import annotations

import os
import random
import select
import signal
import time
from pathlib import Path

import pytest

from tests.end_to_end.study_process import (
    Process,
    alive,
    children,
    finish,
    kill_group,
    records,
    run,
    soon,
    start,
    tables,
    until,
    write_study,
)

pytestmark = [pytest.mark.long, pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found through /proc")]

REPLICATIONS = 250
WORKER = "spawn_main"


class Unbroken:
    """A study that nobody disturbed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        write_study(folder, REPLICATIONS)
        process = start(folder, "unbroken")
        self.starting_s = until(process, "5 %")
        code, _, err = finish(process)
        assert code == 0, err
        self.tables = tables(folder / "unbroken")
        self.total = len(records(folder / "unbroken/runs.sqlite"))


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> Unbroken:
    found = Unbroken(tmp_path_factory.mktemp("studies"))
    assert found.total == 2 * REPLICATIONS
    return found


def goes_on(unbroken: Unbroken, out: str, before: dict[str, tuple[int, float, bytes]]) -> None:
    """The same command finishes the study; what was done stays as it was."""
    code, _, err = run(unbroken.folder, out)
    assert code == 0, err
    after = records(unbroken.folder / out / "runs.sqlite")
    assert len(after) == unbroken.total
    assert before.items() <= after.items()
    assert tables(unbroken.folder / out) == unbroken.tables


@pytest.mark.parametrize("kills", [5, pytest.param(20, marks=pytest.mark.exhaustive)])
def test_kill_9_of_the_whole_group_at_random_moments(unbroken: Unbroken, kills: int) -> None:
    luck = random.Random(20)
    store = unbroken.folder / f"killed-{kills}/runs.sqlite"
    before: dict[str, tuple[int, float, bytes]] = {}
    half_done = grew = 0
    for number in range(kills):
        process = start(unbroken.folder, f"killed-{kills}")
        moment = luck.uniform(0.1, 1.2 if 2 * len(before) < unbroken.total else 0.9) * unbroken.starting_s
        wait_or_progress(process, 60.0 if number % 5 == 2 else moment)  # every fifth while runs are made, however slow the machine is
        assert process.poll() is None, "it ended before it was killed: the study is too short"
        kill_group(process)
        process.communicate()
        now = records(store)
        assert before.items() <= now.items()
        grew += len(now) > len(before)
        half_done += 0 < len(now) < unbroken.total
        before = now
    print(f"{half_done} of {kills} kills hit a half-done study, {grew} one that was making runs; {len(before)} of {unbroken.total} runs were done")
    assert half_done >= kills // 2
    assert grew >= kills // 5
    goes_on(unbroken, f"killed-{kills}", before)


def wait_or_progress(process: Process, seconds: float) -> None:
    """Wait so long, but not until much more than 5 % are made: all kills together must not leave time to finish."""
    end = time.monotonic() + seconds
    assert process.stderr is not None
    lines = 0
    while lines < 2 and (left := end - time.monotonic()) > 0:
        if select.select([process.stderr], [], [], left)[0]:
            lines += os.read(process.stderr.fileno(), 4096).count(b"\n")


def test_workers_end_by_themselves_when_only_their_parent_is_killed(unbroken: Unbroken) -> None:
    process = start(unbroken.folder, "orphans")
    until(process, "10 %")
    its = children(process.pid)
    assert len(children(process.pid, WORKER)) == 2
    process.kill()
    process.wait()
    assert soon(lambda: not any(map(alive, its)), 5)
    process.communicate()
    before = records(unbroken.folder / "orphans/runs.sqlite")
    assert 0 < len(before) < unbroken.total
    goes_on(unbroken, "orphans", before)


@pytest.mark.parametrize(("number", "group", "lang", "words"), [
    (signal.SIGINT, True, "C", "runs are kept; the same command goes on"),
    (signal.SIGTERM, False, "zh_CN.UTF-8", "重复同一命令即从此处继续"),
])
def test_a_stop_keeps_what_is_done_and_says_so(unbroken: Unbroken, number: signal.Signals, group: bool, lang: str, words: str) -> None:
    out = f"stopped-{number.name}"
    process = start(unbroken.folder, out, lang=lang)
    until(process, "10 %")
    its = children(process.pid)
    (os.killpg if group else os.kill)(process.pid, number)
    code, _, err = finish(process, 20)
    assert code == 130
    assert words in err
    assert soon(lambda: not any(map(alive, its)), 5)
    before = records(unbroken.folder / out / "runs.sqlite")
    assert 0 < len(before) < unbroken.total
    assert f" {len(before)} " in err
    if group:
        goes_on(unbroken, out, before)


def test_a_stop_while_it_begins_is_no_traceback(unbroken: Unbroken) -> None:
    """Ctrl-C reaches workers that still import and cannot ignore it yet."""
    process = start(unbroken.folder, "hasty")
    until(process, "0 %")
    time.sleep(0.3)
    os.killpg(process.pid, signal.SIGINT)
    code, _, err = finish(process, 20)
    assert code == 130
    assert "the same command goes on" in err
    assert "KeyboardInterrupt" not in err


def test_a_second_ctrl_c_ends_long_runs_at_once(tmp_path: Path) -> None:
    path = write_study(tmp_path, 2)
    text = path.read_text(encoding="utf-8").replace("days = 2\n", "days = 20000\n", 1).replace("[set.run]", "[set.place]\nresidents = 20000\n[set.run]")
    path.write_text(text, encoding="utf-8")
    process = start(tmp_path, "long")
    until(process, "0 %")
    time.sleep(4)
    its = children(process.pid)
    os.killpg(process.pid, signal.SIGINT)
    time.sleep(1)
    assert process.poll() is None, "the first Ctrl-C waits for the runs in hand"
    os.killpg(process.pid, signal.SIGINT)
    code, _, err = finish(process, 10)
    assert code == 130
    assert "the same command goes on" in err
    assert soon(lambda: not any(map(alive, its)), 5)


def test_a_worker_killed_from_outside_costs_nothing(unbroken: Unbroken) -> None:
    process = start(unbroken.folder, "wounded")
    until(process, "25 %")
    os.kill(children(process.pid, WORKER)[0], signal.SIGKILL)
    code, _, err = finish(process)
    assert code == 0, err
    assert tables(unbroken.folder / "wounded") == unbroken.tables


def test_a_second_command_on_the_same_folder_is_refused_at_once(unbroken: Unbroken) -> None:
    process = start(unbroken.folder, "shared")
    until(process, "10 %")
    begun = time.monotonic()
    code, _, err = run(unbroken.folder, "shared")
    assert code == 2
    assert f"process {process.pid}" in err
    assert time.monotonic() - begun < 2 * unbroken.starting_s
    assert process.poll() is None
    kill_group(process)
    process.communicate()
