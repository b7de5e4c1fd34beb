"""The exported table: one row per run, every number exact, the same bytes for the same runs."""

from __future__ import annotations

import csv
import math
from pathlib import Path

from sim.store import RunStore, State, export
from tests.unit.stores import key, run


def rows(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_one_row_per_run_with_every_number_exact(tmp_path: Path) -> None:
    runs = [run(number) for number in range(7)]
    with RunStore(tmp_path) as store:
        store.put_many(runs)
    found = export(tmp_path, tmp_path / "tables")
    assert (found.runs, found.failures, found.files) == (7, 0, (tmp_path / "tables" / "runs.csv",))
    table = {row["key"]: row for row in rows(found.files[0])}
    for one in runs:
        row = table[one.key]
        assert {name: row[name] for name in ("option", "replicate", "state", "host")} == {
            "option": one.labels["option"], "replicate": str(one.labels["replicate"]), "state": "done", "host": "here",
        }  # fmt: skip
        for name, value in one.metrics.items():
            assert float(row[name]) == value or (math.isnan(value) and row[name] == "nan")
        assert float(row["wall_s"]) == one.wall_s


def test_it_is_plain_utf8_and_pandas_reads_it(tmp_path: Path) -> None:
    import pandas as pd

    with RunStore(tmp_path) as store:
        store.put_many(run(number, labels={"社区": "汉阳", "on": True, "n": number}) for number in range(3))
    path = export(tmp_path, tmp_path / "tables").files[0]
    assert not path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert b"\r" not in path.read_bytes()
    table = pd.read_csv(path)
    assert list(table["社区"]) == ["汉阳"] * 3
    assert table["on"].dtype == bool
    assert table["never"].tolist() == [math.inf] * 3
    assert table["none"].isna().all()


def test_rows_stand_in_the_order_of_their_labels_however_they_came(tmp_path: Path) -> None:
    runs = [run(number, labels={"option": "ab"[number % 2], "replicate": number}) for number in range(12)]
    for name, order in (("one", runs), ("two", runs[::-1])):
        with RunStore(tmp_path / name) as store:
            store.put_many(order)
    one, two = (export(tmp_path / name, tmp_path / name).files[0] for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    assert [row["replicate"] for row in rows(one)] == ["0", "2", "4", "6", "8", "10", "1", "3", "5", "7", "9", "11"]


def test_what_a_run_does_not_have_is_empty_and_names_that_clash_are_told_apart(tmp_path: Path) -> None:
    with RunStore(tmp_path) as store:
        store.put(run(1, labels={"host": "x", "a": 1}, metrics={"m": 1.0, "a": 2.0, "state": 3.0}))
        store.put(run(2, labels={"b": math.nan}, metrics={"other": math.nan}))
    table = {row["key"]: row for row in rows(export(tmp_path, tmp_path / "tables").files[0])}
    first, second = table[key(1)], table[key(2)]
    assert (first["label.host"], first["host"], first["a"], first["metric.a"]) == ("x", "here", "1", "2.0")
    assert (first["metric.state"], first["state"]) == ("3.0", "done")
    assert (second["m"], second["other"], second["b"], first["b"]) == ("", "nan", "nan", "")


def test_failures_are_told_with_their_tracebacks(tmp_path: Path) -> None:
    with RunStore(tmp_path) as store:
        store.put(run(1))
        store.put(run(2, State.failed, stage="simulate", traceback="Traceback\n  line 7\nValueError: boom"))
        store.put(run(3, State.timed_out))
    found = export(tmp_path, tmp_path / "tables")
    text = found.files[1].read_text(encoding="utf-8")
    assert found.failures == 2
    assert key(2) in text and key(3) in text and key(1) not in text
    assert "failed  stage: simulate" in text and "    ValueError: boom" in text and "timed out" in text
    with RunStore(tmp_path) as store:
        store.put(run(2))
        store.put(run(3))
    assert export(tmp_path, tmp_path / "tables").files == (tmp_path / "tables" / "runs.csv",)
    assert not (tmp_path / "tables" / "failures.txt").exists()
