"""Studies on ranks of MPI. What a dead rank loses is what it had in hand: rank 0 stores every result as soon as it is there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.conftest import Shequ
from tests.end_to_end.study_process import (
    children,
    environment,
    finish,
    kill_group,
    records,
    tables,
    until,
    write_study,
)
from tests.promised import missing

pytestmark = pytest.mark.long

THREADS = ("--executor", "threads", "-j", 1)


def mpi() -> list[str]:
    """The command that starts three ranks."""
    found = shutil.which("mpiexec", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
    if found is None:
        missing("no mpiexec on this machine: pip install mpich")
    if subprocess.run([sys.executable, "-c", "from mpi4py import MPI"], capture_output=True, check=False).returncode:
        missing("mpi4py is not installed here, or finds no MPI library: pip install shequ[mpi]")
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
    many = ["--oversubscribe"] if re.search(r"Open ?MPI|Open MPI|PRTE|prterun", version) else []
    return [found, *many, "-n", "3", sys.executable, "-m", "mpi4py.futures", "-m", "sim", "sweep", "study.toml"]


def begin(folder: Path, out: str) -> subprocess.Popen[str]:
    around = {**environment(), "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
    return subprocess.Popen([*mpi(), "--out", out, "--executor", "mpi"], cwd=folder, env=around, start_new_session=True, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip


def test_ranks_of_mpi_give_the_bytes_of_one_process(shequ: Shequ, tmp_path: Path) -> None:
    write_study(tmp_path, 40)
    code, _, err = finish(begin(tmp_path, "ranks"), 60)
    assert code == 0, err
    assert shequ("sweep", "study.toml", "--out", "alone", *THREADS)[0] == 0
    assert tables(tmp_path / "ranks") == tables(tmp_path / "alone")


def test_a_rank_that_is_killed_ends_the_job_and_loses_nothing_that_was_done(shequ: Shequ, tmp_path: Path) -> None:
    write_study(tmp_path, 200)
    job = begin(tmp_path, "ranks")
    until(job, "25 %")
    ranks = [one for parent in (job.pid, *children(job.pid)) for one in children(parent, "mpi4py")]  # MPICH has a proxy between
    assert len(ranks) == 3
    os.kill(ranks[-1], 9)
    try:
        job.communicate(timeout=30)
    finally:
        if job.poll() is None:
            kill_group(job)
    assert job.returncode != 0
    before = records(tmp_path / "ranks/runs.sqlite")
    assert 0 < len(before) < 400
    assert shequ("sweep", "study.toml", "--out", "ranks", *THREADS)[0] == 0
    after = records(tmp_path / "ranks/runs.sqlite")
    assert len(after) == 400
    assert before.items() <= after.items()
