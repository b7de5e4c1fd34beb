"""Large tables beside the store: whole or not there, the same bytes for the same data, checked when read."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from sim.store import RunStore, StoredFile, StoreError, files_folder, keep_file, orphans, read_file, verify
from tests.unit.stores import key, run

DATA = b"day,open\n" + b"".join(b"%d,%d\n" % (day, day * day % 97) for day in range(365))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return files_folder(tmp_path / "runs.sqlite")


def test_a_table_comes_back_and_is_an_ordinary_gzip_file(folder: Path) -> None:
    one = keep_file(folder, key(1), "daily.csv", DATA)
    assert read_file(folder, one) == DATA
    assert gzip.decompress((folder / one.name).read_bytes()) == DATA
    assert (one.bytes, one.name.endswith("daily.csv.gz")) == (len(DATA), True)
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [Path(one.name).name]


def test_the_same_data_give_the_same_bytes_at_any_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = keep_file(folder, key(1), "daily.csv", DATA)
    first = (folder / one.name).read_bytes()
    monkeypatch.setattr("time.time", lambda: 2e9)
    assert keep_file(folder, key(1), "daily.csv", DATA) == one
    assert (folder / one.name).read_bytes() == first


def test_the_file_is_synced_and_in_place_before_it_is_recorded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    sync, move = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (done.append("folder" if os.path.isdir(f"/proc/self/fd/{fd}") else "file"), sync(fd))[1])
    monkeypatch.setattr(os, "replace", lambda old, new: (done.append("rename"), move(old, new))[1])
    keep_file(folder, key(1), "daily.csv", DATA)
    assert done[-3:] == ["file", "rename", "folder"]


def test_a_write_that_fails_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match=r"daily.csv.gz cannot be written \(No space left"):
        keep_file(folder, key(1), "daily.csv", DATA)
    assert [path for path in folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["../daily.csv", "a/b.csv", "", ".hidden", "/etc/passwd", "a b"])
def test_a_table_has_a_plain_name(folder: Path, name: str) -> None:
    with pytest.raises(ValueError, match="plain file name"):
        keep_file(folder, key(1), name, DATA)


def test_what_is_not_as_recorded_is_an_error_that_names_the_file(folder: Path) -> None:
    one = keep_file(folder, key(1), "daily.csv", DATA)
    path = folder / one.name
    packed = path.read_bytes()
    for content, words in ((gzip.compress(DATA[:-1] + b"x"), "another checksum"), (packed[:-40], "cannot be read"), (b"none", "cannot be read"),
                           (packed[:50] + bytes([packed[50] ^ 1]) + packed[51:], "cannot be read|another checksum")):  # fmt: skip
        path.write_bytes(content)
        with pytest.raises(StoreError, match=f"daily.csv.gz.*({words})"):
            read_file(folder, one)
    path.unlink()
    with pytest.raises(StoreError, match="is missing"):
        read_file(folder, one)


def test_a_file_never_unpacks_to_more_than_was_recorded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = keep_file(folder, key(1), "bomb.csv", bytes(10_000_000))
    asked: list[int] = []
    read = gzip.GzipFile.read
    monkeypatch.setattr(gzip.GzipFile, "read", lambda self, size=-1: (asked.append(size), read(self, size))[1])
    with pytest.raises(StoreError, match="another checksum"):
        read_file(folder, StoredFile(one.name, 100, one.sha256))
    assert asked == [101]


def test_orphans_are_what_no_run_records(folder: Path) -> None:
    with RunStore(folder.with_suffix(".sqlite")) as store:
        kept = keep_file(folder, key(1), "daily.csv", DATA)
        store.put(run(1, files={"daily": kept}))
        assert orphans(folder, store) == []
        lost = keep_file(folder, key(2), "daily.csv", DATA)  # its process was killed before the put
        part = folder / kept.name.replace(".gz", ".gz.77.part")
        part.write_bytes(b"half")
        assert orphans(folder, store) == sorted([folder / lost.name, part])
    report = verify(folder.with_suffix(".sqlite"))
    assert (report.whole, report.tables, len(report.orphans)) == (True, 1, 2)


def test_verify_names_every_table_that_is_wrong(folder: Path) -> None:
    with RunStore(folder.with_suffix(".sqlite")) as store:
        for number in range(3):
            store.put(run(number, files={"daily": keep_file(folder, key(number), "daily.csv", DATA)}))
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    files[0].unlink()
    files[2].write_bytes(b"x")
    report = verify(folder.with_suffix(".sqlite"))
    assert (report.whole, report.runs, report.faults, len(report.table_faults)) == (False, 3, (), 2)
    told = " ".join(one.sentence() for one in report.table_faults)
    assert files[0].name in told and files[2].name in told and files[1].name not in told
