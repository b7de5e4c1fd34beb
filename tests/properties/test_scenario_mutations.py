"""Whatever happens to a scenario file, `load` returns a scenario or raises a ScenarioError; never anything else."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import ScenarioError
from sim.scenario.faults import FaultyScenario
from sim.scenario.load import load

TOWN = """#:schema scenario.schema.json
title = { zh = "镇", en = "Town" }   # 一个镇
apply = ["power"]
[place]
residents = 300
area_km2 = 1.5
[demand]
month_profile = [1, 1, 1, 1, 1, 1, 2, 2, 1, 1, 1, 1]
[demand.surges.storm]
start_day = 3
factor = 4.0
categories = ["road"]
[categories.road]
zh = "道路"
en = "Road"
agencies = [0.5, 0.5]
work_law = "fixed"
[channels.hall]
zh = "大厅"
en = "Hall"
hours = ["Mon-Fri 08:30-12:00", "Sat 09:00-11:00"]
direct = { all = 0.1 }
[levels.village]
zh = "村"
en = "Village"
parent = "town"
units = "yard"
refer = { mean_h = 4, law = "lognormal", cv = 0.5 }
[levels.town]
zh = "镇"
en = "Town"
escalate_after_h = inf
[posts.clerk]
zh = "干部"
en = "Clerk"
level = "village"
total = 12
serves = []
travels = true
[residents]
patience.mean_h = 100.0
[patches.power]
zh = "放权"
en = "Power"
source = "seed:LH"
set.levels.village.authority = { all = 0.5 }
[patches.idle]
zh = "闲"
en = "Idle"
[patches.idle.set.dispatch]
rule = "nearest"
[sources]
"place.residents" = "seed:LH"
"""

LINES = TOWN.encode().split(b"\n")
VALUES = [
    b"1",
    b"-1",
    b"0",
    b"1.5",
    b'"x"',
    b"true",
    b"[]",
    b"{}",
    b"nan",
    b"-inf",
    b"inf",
    b'[1, "a"]',
    b"{ a = { b = 1 } }",
    b"2026-01-01",
    b"99999999999999999999",
    b'""',
    b'"all"',
    "“全角”".encode(),
    b"",
    b"[[[]]]",
    b"[nan]",
    b"1e400",
]

line = st.integers(0, len(LINES) - 1)
mutation = st.one_of(
    st.tuples(st.just("delete"), line, st.just(b"")),
    st.tuples(st.just("double"), line, st.just(b"")),
    st.tuples(st.just("swap"), line, st.just(b"")),
    st.tuples(st.just("value"), line, st.sampled_from(VALUES)),
    st.tuples(st.just("misspell"), line, st.sampled_from([b"x", b"_", "中".encode(), b".", b'"', b" "])),
    st.tuples(st.just("garbage"), line, st.binary(max_size=12)),
    st.tuples(st.just("text"), line, st.text(max_size=12).map(lambda text: text.encode("utf-8", "replace"))),
)


def mutated(changes: list[tuple[str, int, bytes]]) -> bytes:
    lines = list(LINES)
    for kind, at, piece in changes:
        at = min(at, len(lines) - 1)
        old = lines[at]
        if kind == "delete" and len(lines) > 1:
            del lines[at]
        elif kind == "double":
            lines.insert(at, old)
        elif kind == "swap":
            lines[at], lines[-1 - at] = lines[-1 - at], lines[at]
        elif kind == "value" and b"=" in old:
            lines[at] = old.partition(b"=")[0] + b"= " + piece
        elif kind == "misspell":
            lines[at] = old[:3] + piece + old[3:]
        elif kind in ("garbage", "text"):
            middle = len(old) // 2
            lines[at] = old[:middle] + piece + old[middle:]
    return b"\n".join(lines)


def returns_or_tells(path: Path, overrides: list[str] | None = None) -> None:
    """Load; what is raised must be a ScenarioError that can be shown in both languages and points at real places."""
    try:
        load(path, overrides=overrides or [])
    except FaultyScenario as error:
        assert error.faults
        assert error.render("zh") and str(error)
        lines = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
        for fault in error.faults:
            if fault.spot is not None and Path(fault.spot.label).name == path.name:
                assert 1 <= fault.spot.line <= len(lines)
                assert 1 <= fault.spot.column <= len(fault.spot.text) + 2
    except ScenarioError as error:
        raise AssertionError("every ScenarioError of load carries its faults") from error


def test_the_unharmed_file_loads(tmp_path: Path) -> None:
    path = tmp_path / "town.toml"
    path.write_text(TOWN, encoding="utf-8")
    assert load(path).levels["village"].authority == {"all": 0.5}


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.lists(mutation, min_size=1, max_size=4))
def test_a_mutated_file_loads_or_tells(changes: list[tuple[str, int, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "town.toml"
        path.write_bytes(mutated(changes))
        returns_or_tells(path)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.binary(max_size=60))
def test_any_bytes_load_or_tell(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "town.toml"
        path.write_bytes(content)
        returns_or_tells(path)


def test_every_value_replaced_by_every_other_kind_loads_or_tells(tmp_path: Path) -> None:
    path = tmp_path / "town.toml"
    for at in range(len(LINES)):
        path.write_bytes(
            mutated([("value", at, VALUES[at % len(VALUES)]), ("value", (at * 7) % len(LINES), VALUES[-1 - at % 20])])
        )
        returns_or_tells(path)


KEYS = st.sampled_from(
    [
        "place",
        "residents",
        "levels",
        "village",
        "posts",
        "clerk",
        "patches",
        "power",
        "set",
        "apply",
        "extends",
        "sources",
        "road",
        "title",
        "run",
        "seed",
        "authority",
        "all",
        "x",
        "中",
        "",
        '"',
        " ",
    ]
)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.lists(KEYS, max_size=4), st.sampled_from([value.decode() for value in VALUES])).map(
                lambda pair: ".".join(pair[0]) + "=" + pair[1]
            ),
            st.text(max_size=15),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_any_override_loads_or_tells(overrides: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "town.toml"
        path.write_text(TOWN, encoding="utf-8")
        returns_or_tells(path, overrides)
