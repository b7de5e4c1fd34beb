"""Studies on a real Dask cluster of this machine: a scheduler and two workers as processes, and what happens when they are killed."""

from __future__ import annotations

import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from sim.store import Run, State
from sim.sweep import executors
from sim.sweep.fault import ExecutorError
from sim.sweep.runner import Runner
from sim.sweep.study import read_study
from sim.sweep.table import expand
from sim.sweep.worker import Job, carry_out, pack
from tests.end_to_end.study_process import (
    alive,
    children,
    environment,
    finish,
    records,
    run,
    soon,
    start,
    tables,
    until,
    write_study,
)

pytest.importorskip("distributed", reason="Dask is not installed: pip install shequ[dask]")

REPLICATIONS = 120


class Cluster:
    """A scheduler and workers, each the leader of a process group of its own."""

    def __init__(self, folder: Path, workers: int) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self.scheduler = self._begin("scheduler", "--host", "127.0.0.1", "--port", str(port))
        self.workers = [self._begin("worker", self.address, "--nthreads", "1") for _ in range(workers)]

    def _begin(self, kind: str, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *words, "--no-dashboard"]
        return subprocess.Popen(command, cwd=self.folder, env=environment(), start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """kill -9 of a scheduler, or of a worker with its nanny's child."""
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def on(self) -> tuple[str, ...]:
        """The options that send a study here."""
        return ("--executor", "dask", "--scheduler", self.address)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    found = Cluster(tmp_path, 2)
    yield found
    for process in (found.scheduler, *found.workers):
        found.kill(process)


@pytest.mark.long
def test_a_cluster_gives_the_bytes_of_processes_also_when_a_worker_is_killed(cluster: Cluster, tmp_path: Path) -> None:
    write_study(tmp_path, REPLICATIONS)
    process = start(tmp_path, "cluster", *cluster.on())
    until(process, "25 %")
    assert children(cluster.workers[0].pid), "a nanny has a child"
    cluster.kill(cluster.workers[0])
    code, _, err = finish(process)
    assert code == 0, err
    assert run(tmp_path, "processes")[0] == 0
    assert tables(tmp_path / "cluster") == tables(tmp_path / "processes")


@pytest.mark.long
def test_a_scheduler_that_is_killed_ends_the_study_which_goes_on_elsewhere(cluster: Cluster, tmp_path: Path) -> None:
    write_study(tmp_path, REPLICATIONS)
    process = start(tmp_path, "out", *cluster.on())
    until(process, "25 %")
    cluster.kill(cluster.scheduler)
    code, _, err = finish(process, 30)
    assert code == 2
    assert f"the Dask scheduler at {cluster.address} is gone" in err
    before = records(tmp_path / "out/runs.sqlite")
    assert 0 < len(before) < 2 * REPLICATIONS
    assert run(tmp_path, "out", "--executor", "processes", "-j", "2")[0] == 0
    after = records(tmp_path / "out/runs.sqlite")
    assert len(after) == 2 * REPLICATIONS
    assert before.items() <= after.items()


class Deadly:
    """Ends whatever process unpacks it."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (9,)


@pytest.mark.long
@pytest.mark.exhaustive
def test_a_run_that_kills_one_worker_after_another_is_put_aside(cluster: Cluster, tmp_path: Path) -> None:
    table = expand(read_study(write_study(tmp_path, 4)))
    jobs = [Job(row.key, pack(row.point.scenario), row.replicate, {}, 1) for row in table.rows(0, 4)]
    bad = jobs[3]
    given = [job._replace(packed=pickle.dumps(Deadly())) if job is bad else job for job in jobs]
    found: dict[str, Run] = {}
    with ExitStack() as stack:
        place = executors.dask(stack, cluster.address, None)
        Runner(place, lambda ended, _: found.update({one.key: one for one in ended}), lambda: False).run(iter(given))
    assert found.keys() == {job.key for job in jobs}
    assert found[bad.key].state is State.killed
    for job in jobs:
        if job is not bad:
            assert found[job.key].result_bytes() == carry_out(job).result_bytes()


@pytest.mark.long
@pytest.mark.exhaustive
def test_a_local_cluster_needs_no_address_and_ends_with_the_study(tmp_path: Path) -> None:
    write_study(tmp_path, REPLICATIONS)
    local = ("--executor", "dask", "-j", "2")
    process = start(tmp_path, "out", *local)
    until(process, "10 %")
    its = children(process.pid)
    os.killpg(process.pid, signal.SIGINT)
    code, _, err = finish(process, 30)
    assert code == 130
    assert "the same command goes on" in err
    assert soon(lambda: not any(map(alive, its)), 5)
    before = records(tmp_path / "out/runs.sqlite")
    assert 0 < len(before) < 2 * REPLICATIONS
    assert run(tmp_path, "out", *local)[0] == 0
    after = records(tmp_path / "out/runs.sqlite")
    assert len(after) == 2 * REPLICATIONS
    assert before.items() <= after.items()


def test_where_no_scheduler_is_the_study_says_so_soon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.sweep.cluster.CONNECT_S", 1)
    begun = time.monotonic()
    with ExitStack() as stack, pytest.raises(ExecutorError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        executors.dask(stack, "tcp://127.0.0.1:9", None)
    assert time.monotonic() - begun < 10
