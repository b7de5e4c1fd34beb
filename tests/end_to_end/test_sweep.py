"""A study from its file to its tables, on real worker processes: same numbers anywhere, nothing made twice, nothing lost."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import numpy as np
import pytest

from sim.metrics import METRICS
from sim.scenario.load import load
from sim.store import Run, RunStore, State, StoreError, open_readonly
from sim.store.merge import merge
from sim.study.run import replicate
from sim.sweep import executors
from sim.sweep.runner import Runner
from sim.sweep.study import read_study
from sim.sweep.sweep import How, Shard, carry_on, store_file, sweep
from sim.sweep.table import expand
from sim.sweep.tables import FILES, write_tables
from sim.sweep.worker import Job, carry_out, pack

STUDY = """
base = "mmc"
metrics = ["response_time_median", "resolved_in_deadline"]
[title]
zh = "试验"
en = "A trial"
[set.run]
days = 10
[levers.clerks]
path = "posts.clerk.head_count"
values = [3, 4]
[replications]
count = 4
"""


THREADS = How("threads", 1)
"""Processes take two seconds to begin; where they are not the point, threads do the same."""


def written(folder: Path, text: str = STUDY, name: str = "trial") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def records(path: Path) -> dict[str, tuple[int, float, bytes]]:
    """Of every done run how often it was begun, how long it took (no two makings take the same time), and its result."""
    with open_readonly(path) as store:
        return {run.key: (run.attempts, run.wall_s, run.result_bytes()) for run in store.runs() if run.state is State.done}


def tables(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES if name != "log.csv"}


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the finished study, made on two processes; tests copy what they change."""
    folder = tmp_path_factory.mktemp("finished")
    found = sweep(written(folder), folder / "out", workers=2)
    write_tables(found, folder / "out")
    return folder / "out"


def copied(finished: Path, target: Path) -> Path:
    target.mkdir()
    (target / "runs.sqlite").write_bytes((finished / "runs.sqlite").read_bytes())
    return target


def test_a_study_gives_the_numbers_of_single_runs(finished: Path, tmp_path: Path) -> None:
    found = sweep(written(tmp_path), copied(finished, tmp_path / "out"), executor="threads")
    assert found.complete
    for at, clerks in enumerate([3, 4]):
        alone = replicate(load("mmc", overrides=["run.days=10", f"posts.clerk.head_count={clerks}"]), 4)
        for name in METRICS:
            column = alone.values[:, alone.metric_ids.index(name)]
            np.testing.assert_array_equal(found.cube(name)[0, at], column, err_msg=name)


def test_what_is_done_is_not_made_again(finished: Path, tmp_path: Path) -> None:
    folder = copied(finished, tmp_path / "out")
    before = records(folder / "runs.sqlite")
    assert len(before) == 8
    found = sweep(written(tmp_path), folder, executor="threads")
    write_tables(found, folder)
    assert records(folder / "runs.sqlite") == before
    assert tables(folder) == tables(finished)


@pytest.mark.parametrize(("old", "new", "more"), [
    ("count = 4", "count = 6", 4),
    ("values = [3, 4]", "values = [3, 4, 5]", 4),
    ('"resolved_in_deadline"', '"resolved_in_deadline", "satisfied_share"', 0),
    ('en = "A trial"', 'en = "Another name"', 0),
    ("[title]", '[options.a]\n[options.b]\nset = { posts = { clerk = { speed = 2.0 } } }\n[title]', 8),
])
def test_a_study_that_grows_reuses_every_run(finished: Path, tmp_path: Path, old: str, new: str, more: int) -> None:
    folder = copied(finished, tmp_path / "out")
    before = records(folder / "runs.sqlite")
    found = sweep(written(tmp_path, STUDY.replace(old, new)), folder, executor="threads")
    after = records(folder / "runs.sqlite")
    assert found.complete
    assert len(after) == len(before) + more
    assert before.items() <= after.items()


def test_two_shards_merged_are_the_whole(finished: Path, tmp_path: Path) -> None:
    table, folder = expand(read_study(written(tmp_path))), tmp_path / "out"
    parts = []
    for part in (1, 2):
        how = THREADS._replace(shard=Shard(part, 2))
        assert carry_on(table, folder, how).partial
        parts.append(store_file(folder, how.shard))
    assert [len(records(path)) for path in parts] == [4, 4]
    merge(folder / "runs.sqlite", parts)
    before = records(folder / "runs.sqlite")
    found = carry_on(table, folder, THREADS)
    write_tables(found, folder)
    assert records(folder / "runs.sqlite") == before
    assert tables(folder) == tables(finished)


def test_a_second_writer_is_refused_at_once(finished: Path, tmp_path: Path) -> None:
    folder = copied(finished, tmp_path / "out")
    with RunStore(folder / "runs.sqlite"), pytest.raises(StoreError, match=str(os.getpid())):
        sweep(written(tmp_path), folder, executor="threads")


def test_a_run_that_fails_is_recorded_and_made_again_only_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "out"
    path = written(tmp_path, STUDY.replace("count = 4", "count = 1"))
    table = expand(read_study(path))
    monkeypatch.setattr("sim.sweep.worker.simulate", broken)
    found = carry_on(table, folder, THREADS)
    assert found.count(State.failed) == 2
    with open_readonly(folder / "runs.sqlite") as store:
        run = next(iter(store.runs()))
    assert run.stage == "simulate"
    assert "the town hall burns" in run.traceback
    monkeypatch.undo()
    assert carry_on(table, folder, THREADS).count(State.failed) == 2
    assert carry_on(table, folder, THREADS._replace(retry=True)).complete
    assert [attempts for attempts, _, _ in records(folder / "runs.sqlite").values()] == [2, 2]


def broken(*_: object) -> None:
    raise RuntimeError("the town hall burns")


def test_a_time_limit_ends_a_run_and_not_the_study(tmp_path: Path) -> None:
    text = STUDY.replace("[title]", "time_limit_s = 1e-6\n[title]")
    found = sweep(written(tmp_path, text), tmp_path / "out", executor="threads")
    assert found.count(State.timed_out) == found.states.size
    assert np.isnan(found.values).all()


def test_a_time_limit_that_is_kept_changes_no_number(finished: Path, tmp_path: Path) -> None:
    table = expand(read_study(written(tmp_path)))
    made = {key: result for key, (_, _, result) in records(finished / "runs.sqlite").items()}
    for row in list(table.rows(0, 1)):
        run = carry_out(Job(row.key, pack(row.point.scenario), 0, {}, 1, time_limit_s=1e6))
        assert run.result_bytes() == made[row.key]


class Deadly:
    """Ends whatever process unpacks it."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (9,)


def test_a_run_that_kills_its_worker_is_put_aside_and_the_others_go_on(tmp_path: Path) -> None:
    table = expand(read_study(written(tmp_path)))
    jobs = [Job(row.key, pack(row.point.scenario), row.replicate, {}, 1) for row in table.rows(0, 3)]
    bad = jobs[2]._replace(packed=pickle.dumps(Deadly()))
    given = [*jobs[:2], bad, *jobs[3:]]
    found: dict[str, Run] = {}

    def commit(ended: list[Run], beginning: list[Job]) -> None:
        found.update({run.key: run for run in ended})

    Runner(executors.own_processes(2), commit, lambda: False).run(iter(given))
    assert found.keys() == {job.key for job in jobs}
    assert found[bad.key].state is State.killed
    assert {run.state for key, run in found.items() if key != bad.key} == {State.done}
    for job in jobs:
        if job.key != bad.key:
            assert found[job.key].result_bytes() == carry_out(job).result_bytes()


def test_large_tables_are_kept_and_the_event_log_is_in_order(tmp_path: Path) -> None:
    import gzip
    import io

    import pandas as pd

    text = STUDY.replace("[title]", 'keep = ["daily", "events"]\n[title]').replace("count = 4", "count = 1")
    sweep(written(tmp_path, text), tmp_path / "out", executor="threads")
    with open_readonly(tmp_path / "out/runs.sqlite") as store:
        runs = list(store.runs())
    for run in runs:
        assert run.files.keys() == {"daily", "events"}
        log = pd.read_csv(io.BytesIO(gzip.decompress((tmp_path / "out/runs.files" / run.files["events"].name).read_bytes())))
        assert list(log.columns) == ["case", "activity", "time", "timestamp", "resource"]
        assert log["time"].is_monotonic_increasing
        assert {"occurred", "reported", "service begins", "service ends"} <= set(log["activity"])
        begins, ends = (log[log["activity"] == f"service {word}"].groupby("case")["time"].sum() for word in ("begins", "ends"))
        assert (ends.reindex(begins.index) >= begins).all()


def test_parquet_holds_what_the_csv_holds(finished: Path, tmp_path: Path) -> None:
    import pandas as pd

    from sim.sweep.parquet import write_parquet

    found = sweep(written(tmp_path), copied(finished, tmp_path / "out"), executor="threads")
    path = write_parquet(found, tmp_path)
    plain = pd.read_csv(finished / "all-metrics.csv.gz")
    typed = pd.read_parquet(path)
    assert list(typed.columns) == list(plain.columns)
    pd.testing.assert_frame_equal(typed, plain, check_dtype=False, check_exact=True)
    again = path.read_bytes()
    assert write_parquet(found, tmp_path).read_bytes() == again


def test_precision_stops_when_every_difference_is_known(tmp_path: Path) -> None:
    text = STUDY.replace("count = 4", "count = 10\nprecision = true\nblock = 10\nmost = 60")
    found = sweep(written(tmp_path, text), tmp_path / "out", executor="threads")
    assert found.replications % 10 == 0
    wide = [one for _, one in found.differences if one.high - one.low > one.relevant]
    assert found.replications == 60 or not wide
    if found.replications > 10:
        earlier = sweep(written(tmp_path, STUDY.replace("count = 4", f"count = {found.replications - 10}")), tmp_path / "out", executor="threads")
        assert any(one.high - one.low > one.relevant for _, one in earlier.differences)
