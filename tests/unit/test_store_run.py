"""The record of a run: exact there and back, and nothing but a record can be read as one."""

from __future__ import annotations

import gzip
import json
import math
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.store import Run, State, StoredFile
from sim.store.codec import decode, encode
from tests.unit.stores import key, run

NUMBERS = st.floats(allow_nan=True, allow_infinity=True)
NAMES = st.text(min_size=0, max_size=8)


def bits(value: float) -> bytes:
    return b"nan" if math.isnan(value) else struct.pack("<d", value)


@settings(max_examples=60, deadline=None)
@given(
    metrics=st.dictionaries(NAMES, NUMBERS, max_size=4),
    checks=st.dictionaries(NAMES, st.one_of(NUMBERS, st.integers()), max_size=4),
    labels=st.dictionaries(NAMES, st.one_of(NUMBERS, st.integers(), st.booleans(), st.sampled_from(["nan", "inf", "", "社区"])), max_size=4),
    official=st.lists(NUMBERS, max_size=4),
)
def test_every_number_comes_back_bit_for_bit_and_of_its_kind(
    metrics: dict[str, float], checks: dict[str, float | int], labels: dict[str, object], official: list[float]
) -> None:
    one = Run(key=key(1), metrics=metrics, checks=checks, labels=labels, funnel={"official": official})
    back = Run.from_plain(decode(encode(one.to_plain())))
    assert {name: bits(value) for name, value in back.metrics.items()} == {name: bits(value) for name, value in metrics.items()}
    assert [bits(value) for value in back.funnel["official"]] == [bits(value) for value in official]
    for before, after in ((checks, back.checks), (labels, back.labels)):
        assert [(type(value), repr(value)) for value in after.values()] == [(type(value), repr(value)) for value in before.values()]
    assert back.to_json() == one.to_json() == Run.from_json(one.to_json()).to_json()


def test_numbers_of_numpy_become_plain_ones() -> None:
    one = Run(
        key=key(1), metrics={"a": np.float64(0.1)}, checks={"n": np.int64(3), "x": np.float32(0.5)},
        labels={"b": np.bool_(True), "n": np.int32(2)}, funnel={"true": np.array([1.0, np.nan])},
    )  # fmt: skip
    assert [type(value) for value in (*one.checks.values(), *one.labels.values())] == [int, float, bool, int]
    assert Run.from_json(one.to_json()).to_json() == one.to_json()


def test_result_bytes_know_nothing_of_how_and_where() -> None:
    one = run(5)
    same = run(5, attempts=3, wall_s=9.0, peak_mb=1.0, host="there", versions={"python": "3"}, labels={}, traceback="x")
    assert one.result_bytes() == same.result_bytes()
    backwards = run(5, metrics=dict(reversed(one.metrics.items())))
    assert one.result_bytes() == backwards.result_bytes()


@pytest.mark.parametrize("group", ["metrics", "checks", "funnel", "key"])
def test_result_bytes_see_the_last_bit(group: str) -> None:
    one = run(5)
    change = {
        "metrics": one.metrics | {"metric_3": math.nextafter(one.metrics["metric_3"], math.inf)},
        "checks": one.checks | {"issues": 36}, "funnel": one.funnel | {"true": [0.0, 3.0]}, "key": key(6),
    }  # fmt: skip
    assert one.result_bytes() != run(5, **{group: change[group]}).result_bytes()


@pytest.mark.parametrize("wrong", ["", "abc", "A" * 64, "g" * 64, key(1) + "0", key(1) + "\n"])
def test_a_key_has_64_hexadecimal_digits(wrong: str) -> None:
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        Run(key=wrong)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("metrics", {"a": "many"}), ("metrics", {"a": None}), ("metrics", {"a": True}), ("metrics", 5), ("state", "finished"),
        ("labels", {"a": [1]}), ("labels", {"a": {"number": "one"}}), ("funnel", {"true": 3}), ("attempts", "often"),
        ("files", {"daily": {"name": "../../secret", "bytes": 1, "sha256": "0" * 64}}),
        ("files", {"daily": {"name": "/etc/passwd", "bytes": 1, "sha256": "0" * 64}}),
        ("files", {"daily": {"name": "a/../b", "bytes": 1, "sha256": "0" * 64}}),
        ("files", {"daily": {"name": "a", "bytes": -1, "sha256": "0" * 64}}),
        ("files", {"daily": {"name": "a", "bytes": 1, "sha256": "short"}}),
        ("files", {"daily": {"path": "a"}}),
    ],
)  # fmt: skip
def test_what_is_no_record_is_refused(name: str, value: object) -> None:
    plain = json.loads(run(1).to_json())
    with pytest.raises(ValueError):
        Run.from_plain(plain | {name: value})


def test_unknown_and_missing_fields_are_refused() -> None:
    plain = json.loads(run(1).to_json())
    with pytest.raises(ValueError):
        Run.from_plain(plain | {"more": 1})
    with pytest.raises(ValueError):
        Run.from_plain({name: value for name, value in plain.items() if name != "host"})


def test_done_is_worth_more_than_ended_more_than_running_more_than_pending() -> None:
    order = [[State.pending], [State.running], [State.killed, State.timed_out, State.failed], [State.done]]
    ranks = [{state.rank for state in group} for group in order]
    assert all(len(group) == 1 for group in ranks)
    assert ranks == sorted(ranks, key=min)
    assert sum(map(len, order)) == len(State)


@pytest.mark.parametrize("packed", [b"", b"x", "text", None, 5, encode(1)[:-1], encode(1) + b"x"])
def test_what_was_not_packed_is_refused(packed: object) -> None:
    with pytest.raises(ValueError):
        decode(packed)


def test_nan_does_not_slip_into_json() -> None:
    with pytest.raises(ValueError):
        encode({"a": math.nan})
    with pytest.raises(ValueError, match="NaN"):
        decode(gzip.compress(b'{"a":NaN}'))


def test_a_small_value_that_unpacks_to_gigabytes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.store.codec.LARGEST", 1000)
    assert decode(encode("x" * 900)) == "x" * 900
    with pytest.raises(ValueError, match="too large"):
        decode(encode("x" * 2000))


def test_files_keep_their_three_facts() -> None:
    one = run(1, files={"daily": StoredFile("ab/x.csv.gz", 7, "0" * 64)})
    assert Run.from_json(one.to_json()).files == one.files


def test_a_value_is_gzip_of_json_that_anything_reads() -> None:
    assert json.loads(gzip.decompress(encode(run(1).to_plain()))) == json.loads(run(1).to_json())
    assert encode(run(1).to_plain()) == encode(run(1).to_plain())
