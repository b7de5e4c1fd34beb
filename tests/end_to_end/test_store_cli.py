"""`shequ store` as a person meets it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.store import RunStore, State
from tests.unit.stores import key, run

Shequ = Callable[..., tuple[int, str, str]]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "results" / "grid-size"
    with RunStore(folder) as store:
        store.study = {"name": "grid-size"}
        store.put_many(run(number) for number in range(20))
        store.put(run(20, State.failed, stage="simulate", traceback="Traceback\n  …\nValueError: boom"))
        store.put(run(21, State.timed_out))
    return folder


def damage(study: Path) -> None:
    data = bytearray((study / "runs.sqlite").read_bytes())
    data[:100] = bytes(100)
    (study / "runs.sqlite").write_bytes(data)


def test_show_tells_states_failures_and_versions(shequ: Shequ, study: Path) -> None:
    code, out, err = shequ("store", "show", study)
    assert (code, err) == (0, "")
    assert re.search(r"runs\.sqlite: 22 runs", out)
    assert re.search(r"done +20\n", out) and re.search(r"timed out +1\n", out)
    assert "pending" not in out
    assert f"{key(20)[:12]}  option=c, replicate=20: failed · simulate · ValueError: boom" in out
    assert "shequ 0.1" in out


def test_show_in_chinese(shequ: Shequ, study: Path) -> None:
    code, out, _ = shequ("store", "show", study / "runs.sqlite", "--lang", "zh")
    assert code == 0
    assert "22 次运行" in out and "已完成" in out and "超时" in out


def test_show_as_json_is_alone_on_stdout(shequ: Shequ, study: Path) -> None:
    code, out, _ = shequ("store", "show", study, "--json", "-")
    found = json.loads(out)
    assert (code, found["runs"], found["states"]["done"], found["study"]) == (0, 22, 20, {"name": "grid-size"})
    assert found["failures"][0]["error"] == "ValueError: boom"


def test_verify_says_yes_or_what_is_wrong(shequ: Shequ, study: Path) -> None:
    code, out, _ = shequ("store", "verify", study)
    assert (code, "22 runs can be read" in out, "nothing is wrong" in out) == (0, True, True)
    damage(study)
    code, out, _ = shequ("store", "verify", study)
    assert (code, "22 runs can be read" in out, "nothing is wrong" in out) == (1, True, False)
    assert f"shequ store repair {study / 'runs.sqlite'}" in out
    code, out, _ = shequ("store", "verify", study, "--json", "-")
    assert (code, json.loads(out)["whole"]) == (1, False)


def test_repair_tells_how_many_it_kept(shequ: Shequ, study: Path) -> None:
    code, out, _ = shequ("store", "repair", study)
    assert (code, "needs no repair" in out) == (0, True)
    damage(study)
    code, _, err = shequ("store", "show", study)
    assert code == 2
    assert "damaged" in err
    code, out, _ = shequ("store", "repair", study)
    assert code == 0
    assert f"kept 22 of the 22 runs known of; the damaged file is {study / 'runs.sqlite.damaged'}" in out
    assert shequ("store", "verify", study)[0] == 0


def test_repair_as_json_leaves_stdout_to_it(shequ: Shequ, study: Path) -> None:
    damage(study)
    code, out, err = shequ("store", "repair", study, "--json", "-")
    assert (code, json.loads(out)["runs"], "kept 22" in err) == (0, 22, True)


def test_merge_brings_shards_together(shequ: Shequ, tmp_path: Path) -> None:
    for shard in (1, 2):
        with RunStore(tmp_path / f"shard-{shard}") as store:
            store.put_many(run(number) for number in range(shard, 10, 2))
    code, out, _ = shequ("store", "merge", "whole", "shard-1", "shard-2")
    assert (code, "9 runs added" in out) == (0, True)
    code, out, _ = shequ("store", "merge", "whole", "shard-1", "--json", "-")
    assert json.loads(out) | {"path": ""} == {"path": "", "added": 0, "same": 5, "better": 0, "conflicts": 0}
    with RunStore(tmp_path / "other") as store:
        store.put(run(1, metrics={"metric_0": 1.0}))
    code, _, err = shequ("store", "merge", "whole", "other", "--lang", "zh")
    assert (code, "结果不同" in err, key(1) in err) == (2, True, True)


def test_export_writes_table_and_failures(shequ: Shequ, study: Path, tmp_path: Path) -> None:
    code, out, _ = shequ("store", "export", study, "tables")
    assert code == 0
    assert "22 runs, 2 of them ended without a result" in out
    assert (tmp_path / "tables" / "runs.csv").read_text(encoding="utf-8").count("\n") == 23
    assert "ValueError: boom" in (tmp_path / "tables" / "failures.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("words", [("show",), ("verify",), ("repair",), ("export", "tables"), ("merge", "target")])
def test_a_missing_store_is_one_sentence(shequ: Shequ, tmp_path: Path, words: tuple[str, ...]) -> None:
    command = [words[0], *words[1:], "none"] if words[0] == "merge" else [words[0], "none", *words[1:]]
    code, out, err = shequ("store", *command)
    assert (code, out) == (2, "")
    assert err == f"shequ: there is no store {tmp_path.resolve() / 'none' / 'runs.sqlite'}\n"


def test_a_store_that_is_written_can_be_looked_at_but_not_repaired(shequ: Shequ, study: Path) -> None:
    with RunStore(study) as store:
        store.put(run(50))
        assert "23 runs" in shequ("store", "show", study)[1]
        code, _, err = shequ("store", "repair", study)
        assert (code, "is being written by process" in err) == (2, True)


def test_help_names_every_command(shequ: Shequ) -> None:
    code, out, _ = shequ("store", "--help")
    assert code == 0
    assert [word for word in ("show", "verify", "repair", "merge", "export") if word not in out] == []
