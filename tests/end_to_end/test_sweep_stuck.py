"""A run that does not come back."""

from __future__ import annotations

import pickle
import time
from pathlib import Path

import pytest

from sim.store import Run, State
from sim.sweep import executors
from sim.sweep.runner import Runner
from sim.sweep.study import read_study
from sim.sweep.table import expand
from sim.sweep.worker import Job, pack
from tests.end_to_end.study_process import write_study


class Stuck:
    """Sleeps for an hour wherever it is unpacked, and looks at no clock."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return time.sleep, (3600,)


@pytest.mark.long
def test_a_run_that_is_stuck_is_killed_long_after_its_time(tmp_path: Path) -> None:
    table = expand(read_study(write_study(tmp_path, 2)))
    jobs = [Job(row.key, pack(row.point.scenario), row.replicate, {}, 1, time_limit_s=1.0) for row in table.rows(0, 2)]
    jobs[1] = jobs[1]._replace(packed=pickle.dumps(Stuck()))
    found: dict[str, Run] = {}
    begun = time.monotonic()
    Runner(executors.own_processes(1), lambda ended, _: found.update({run.key: run for run in ended}), lambda: False).run(iter(jobs))
    assert time.monotonic() - begun < 60
    assert [found[job.key].state for job in jobs] == [State.done, State.killed, State.done, State.done]
    assert "stuck" in found[jobs[1].key].traceback
