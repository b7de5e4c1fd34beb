"""Damage: opening tells, verify tells what, repair keeps every run whose bytes are still there. Nothing waits for ever."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sim.store import DamagedError, Run, RunStore, State, StoreError, keep_file, open_readonly, repair, verify
from sim.store.codec import encode
from sim.store.files import files_folder
from sim.store.pages import scattered_rows
from tests.unit.stores import key, run, texts, whole, within

PAGE = 4096
RUNS = [run(number) for number in range(60)]
GARBAGE = random.Random(7).randbytes(PAGE)


@pytest.fixture(autouse=True)
def _no_hanging() -> Iterator[None]:
    with within(120):
        yield


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("healthy") / "runs.sqlite"
    with RunStore(path) as store:
        store.study = {"name": "grid-size"}
        store.put_many(RUNS)
    return path


@pytest.fixture
def path(healthy: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(healthy, tmp_path / "runs.sqlite"))


def overwrite(path: Path, at: int, new: bytes) -> None:
    with open(path, "r+b") as file:
        file.seek(at)
        file.write(new)


def page_of(path: Path) -> dict[str, int]:
    """On which page the value of each run lies, by looking for its bytes: the values here are smaller than a page."""
    data = path.read_bytes()
    found = {}
    for one in RUNS:
        at = data.index(encode(one.to_plain()))
        assert data.count(encode(one.to_plain())) == 1
        found[one.key] = at // PAGE
    return found


def pages(path: Path) -> int:
    return path.stat().st_size // PAGE


def test_whatever_page_is_lost_every_run_of_the_others_is_kept(path: Path, healthy: Path, tmp_path: Path) -> None:
    """All pages in turn: the first (schema), inner nodes, leaves of the table, the index."""
    lies = page_of(healthy)
    assert pages(healthy) >= 10
    for number in range(pages(healthy)):
        place = tmp_path / f"page-{number}" / "runs.sqlite"
        place.parent.mkdir()
        shutil.copy(healthy, place)
        overwrite(place, number * PAGE, GARBAGE)
        damaged_bytes = place.read_bytes()
        with pytest.raises(StoreError, match=r"is damaged|or its first page is damaged"):
            RunStore(place)
        expected = [one for one in RUNS if lies[one.key] != number]
        found = verify(place)
        assert not found.whole
        assert found.runs == len(expected)
        report = repair(place)
        assert (report.runs, report.whole) == (len(expected), True)
        assert report.known == len(RUNS), "what is lost is known from the index, or from the leaves"
        assert report.kept_as == place.with_name("runs.sqlite.damaged").resolve()
        assert report.kept_as.read_bytes() == damaged_bytes
        with RunStore(place) as store:
            assert texts(store.runs()) == texts(expected)
            store.put(run(1000))
        assert whole(place)


def test_the_study_survives_unless_its_own_page_is_lost(path: Path) -> None:
    at = path.read_bytes().index(encode({"name": "grid-size"})) // PAGE
    other = next(number for number in range(1, pages(path)) if number != at)
    overwrite(path, other * PAGE, GARBAGE)
    repair(path)
    with open_readonly(path) as store:
        assert store.study == {"name": "grid-size"}


def test_a_value_that_lost_a_byte_is_told_by_name_and_the_rest_is_kept(path: Path) -> None:
    at = path.read_bytes().index(encode(RUNS[17].to_plain()))
    overwrite(path, at + 40, b"\xff\x00\xff")
    with RunStore(path) as store:  # SQLite sees nothing wrong: it does not know what the bytes mean
        assert store.get(key(16)) is not None
        with pytest.raises(DamagedError, match=key(17)[:12]):
            store.get(key(17))
        with pytest.raises(DamagedError):
            list(store.runs())
    report = verify(path)
    assert (report.runs, report.known) == (59, 60)
    assert any(key(17) in one.sentence() for one in report.faults)
    assert repair(path).runs == 59
    with RunStore(path) as store:
        assert texts(store.runs()) == texts(one for one in RUNS if one.key != key(17))


@pytest.mark.parametrize("share", [pytest.param(0.5, marks=pytest.mark.long), 0.7, pytest.param(0.95, marks=pytest.mark.long)])
def test_of_a_file_cut_short_what_is_left_is_kept(path: Path, healthy: Path, share: float) -> None:
    cut = int(path.stat().st_size * share)
    os.truncate(path, cut)
    with pytest.raises(StoreError, match="is damaged"):
        RunStore(path)
    lies = page_of(healthy)
    left = [one for one in RUNS if (lies[one.key] + 1) * PAGE <= cut]
    assert left
    assert repair(path).runs >= len(left)
    with RunStore(path) as store:
        kept = set(texts(store.runs()))
    assert set(texts(left)) <= kept <= set(texts(RUNS))


def test_damage_while_it_is_open_is_an_error_at_once(path: Path) -> None:
    """The case in which sqlitedict waits for ever (its issue 129)."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")
    store = RunStore(path)
    for number in range(1, pages(path)):
        overwrite(path, number * PAGE, GARBAGE)
    store._rows("PRAGMA shrink_memory")
    with pytest.raises(StoreError, match="is damaged"), within(10):
        list(store.runs())
    with within(10):
        store.close()


def test_long_values_on_overflow_pages_are_kept(tmp_path: Path) -> None:
    luck = random.Random(3)
    runs = [run(number, State.failed, traceback=luck.randbytes(luck.randrange(1, 60_000)).hex()) for number in range(12)]
    path = tmp_path / "runs.sqlite"
    with RunStore(path) as store:
        store.put_many(runs)
    found = {row.key: row.value for row in scattered_rows(path) if row.value is not None}
    assert [found[one.key] for one in runs] == [encode(one.to_plain()) for one in runs]
    overwrite(path, 0, GARBAGE)
    assert repair(path).runs == 12
    with RunStore(path) as store:
        assert texts(store.runs()) == texts(runs)


def test_what_is_still_in_the_log_is_kept(tmp_path: Path, healthy: Path) -> None:
    """A process was killed, so its last runs are in the log beside the file; then the file lost a page."""
    path = tmp_path / "live" / "runs.sqlite"
    path.parent.mkdir(parents=True)
    shutil.copy(healthy, path)
    new = [run(number) for number in range(100, 120)]
    with RunStore(path) as store:
        store.put_many(new)
        for end in ("", "-wal"):
            shutil.copy(f"{path}{end}", f"{tmp_path / 'runs.sqlite'}{end}")
    path, lies = tmp_path / "runs.sqlite", page_of(healthy)
    overwrite(path, lies[key(5)] * PAGE, GARBAGE)
    report = repair(path)
    assert report.kept_as is not None
    assert report.kept_as.with_name("runs.sqlite.damaged-wal").exists()
    assert not path.with_name("runs.sqlite-wal").exists()
    with RunStore(path) as store:
        assert texts(store.runs()) == texts([*(one for one in RUNS if lies[one.key] != lies[key(5)]), *new])


def test_of_several_copies_of_a_run_the_one_that_came_furthest_counts(tmp_path: Path) -> None:
    """Pages that SQLite has freed keep old copies. Here runs grow from pending to done and so move between pages."""
    path = tmp_path / "runs.sqlite"
    luck = random.Random(5)
    with RunStore(path) as store:
        store.put_many(run(number, State.pending, metrics={}, checks={}, funnel={}) for number in range(80))
        for number in luck.sample(range(80), 80):
            store.put(run(number))
    for number in range(pages(path)):
        if path.read_bytes()[number * PAGE] == 0x05:  # the inner nodes of both tables, so that no leaf can be reached
            overwrite(path, number * PAGE, GARBAGE)
    assert repair(path).states == {state: 80 * (state is State.done) for state in State}
    with RunStore(path) as store:
        assert texts(store.runs()) == texts(run(number) for number in range(80))


def with_copies(runs: list[Run]) -> bytes:
    """A page of garbage on which old copies of runs are left, as SQLite leaves them where it has moved something."""
    return (GARBAGE[:100] + b"".join(encode(one.to_plain()) for one in runs) + GARBAGE)[:PAGE]


def test_an_old_copy_does_not_replace_what_sqlite_still_reads(path: Path) -> None:
    """A failed run was set back to be made again; the copy from before looks worth more."""
    again, failed = run(5, State.pending, metrics={}), run(5, State.failed, traceback="ValueError")
    with RunStore(path) as store:
        store.put(again)
    data = path.read_bytes()
    index = next(number for number in range(pages(path)) if data[number * PAGE] == 0x0A and key(5).encode() in data[number * PAGE : (number + 1) * PAGE])
    overwrite(path, index * PAGE, with_copies([failed]))
    assert repair(path).kept_as is not None
    with RunStore(path) as store:
        assert texts(store.runs()) == texts([*RUNS[:5], again, *RUNS[6:]])


def test_where_nothing_but_copies_are_left_the_furthest_counts(path: Path) -> None:
    running = [run(number, State.running, metrics={}) for number in range(4)]
    overwrite(path, 0, with_copies(running))
    assert repair(path).states[State.done] == 60


def test_a_store_without_fault_is_left_as_it_is(path: Path) -> None:
    before = path.read_bytes()
    report = repair(path)
    assert (report.kept_as, report.whole, report.runs, report.known) == (None, True, 60, 60)
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == ["runs.sqlite"]


def test_where_nothing_is_left_to_keep_nothing_is_changed(path: Path) -> None:
    os.truncate(path, 2 * PAGE)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not a single run can be read"):
        repair(path)
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == ["runs.sqlite"]


def test_a_second_repair_keeps_the_first_damaged_file(path: Path) -> None:
    for name in ("runs.sqlite.damaged", "runs.sqlite.damaged-2"):
        overwrite(path, 2 * PAGE, GARBAGE)
        assert repair(path).kept_as == path.with_name(name)


def test_what_holds_no_run_is_left_as_it_is(path: Path) -> None:
    for content in (b"option,replicate\n1,2\n" * 1000, GARBAGE * 3):
        path.write_bytes(content)
        for use in (repair, verify):
            with pytest.raises(StoreError, match=r"is not a store of runs|not a single run can be read"):
                use(path)
        assert path.read_bytes() == content
        assert os.listdir(path.parent) == ["runs.sqlite"]
    with pytest.raises(StoreError, match="there is no store"):
        repair(path.with_name("none.sqlite"))


def test_a_store_that_is_being_written_is_not_repaired(path: Path) -> None:
    with RunStore(path), pytest.raises(StoreError, match="is being written"):
        repair(path)


def test_tables_beside_a_repaired_store_stay(path: Path) -> None:
    with RunStore(path) as store:
        one = keep_file(files_folder(path), key(5), "daily.csv", b"day\n")
        store.put(run(5, files={"daily": one}))
    overwrite(path, 0, GARBAGE)
    report = repair(path)
    assert (report.tables, report.whole, report.orphans) == (1, True, ())


def spoil(data: bytearray, seed: int) -> bytes:
    """Damage as it may come: bytes changed anywhere or near the beginnings of pages, zeros, pages exchanged, cut short."""
    luck, count = random.Random(seed), len(data) // PAGE
    match seed % 5:
        case 0:
            for _ in range(luck.randrange(1, 30)):
                data[luck.randrange(len(data))] = luck.randrange(256)
        case 1:
            for _ in range(luck.randrange(1, 60)):
                data[PAGE * luck.randrange(count) + luck.randrange(200)] = luck.randrange(256)
        case 2:
            at = luck.randrange(len(data))
            end = min(len(data), at + luck.randrange(1, 9000))
            data[at:end] = bytes(end - at)
        case 3:
            one, other = (slice(PAGE * at, PAGE * (at + 1)) for at in (luck.randrange(count), luck.randrange(count)))
            data[one], data[other] = data[other], data[one]
        case _:
            del data[luck.randrange(len(data)) :]
    return bytes(data)


@pytest.mark.parametrize("seeds", [range(10), pytest.param(range(10, 100), marks=[pytest.mark.long, pytest.mark.exhaustive])], ids=["few", "many"])
def test_whatever_the_damage_no_run_is_lost_whose_bytes_are_there_and_none_is_changed(healthy: Path, tmp_path: Path, seeds: range) -> None:
    values = {one.key: encode(one.to_plain()) for one in RUNS}
    originals = {one.key: one.to_json() for one in RUNS}
    kept = 0
    for seed in seeds:
        path = tmp_path / str(seed) / "runs.sqlite"
        path.parent.mkdir(parents=True)
        path.write_bytes(spoil(bytearray(healthy.read_bytes()), seed))
        there = {name for name, value in values.items() if value in path.read_bytes()}
        for look in (verify, lambda place: list(open_readonly(place).runs())):
            with contextlib.suppress(StoreError):
                look(path)
        try:
            repair(path)
        except StoreError:
            assert not there, f"seed {seed}"
            continue
        with RunStore(path) as store:
            found = {one.key: one.to_json() for one in store.runs()}
        assert there <= set(found), f"seed {seed}"
        assert found.items() <= originals.items(), f"seed {seed}"
        kept += len(found)
    assert kept > 30 * len(seeds)
