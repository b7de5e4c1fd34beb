"""First pictures kept from the last time: only where they are what would be made today, and never a reason to fail."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from sim.cache import cache_folder
from sim.classroom.opening import MOST_KEPT, keep, kept
from sim.scenario.load import load

NAMES = ("three-house-village", "mine")
MESSAGES = [b"SHQ1 the place", b"", b"SHQ1" + bytes(range(256)) * 40]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    return tmp_path / "shequ" / "openings"


def pair(*changes: str):
    return load("three-house-village"), load("three-house-village", overrides=list(changes))


def test_the_same_pair_gives_the_same_bytes() -> None:
    assert kept(pair(), NAMES, 0) == []
    keep(pair(), NAMES, 0, MESSAGES)
    assert kept(pair(), NAMES, 0) == MESSAGES


def test_whatever_the_messages_follow_from_makes_it_another_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    keep(pair(), NAMES, 0, MESSAGES)
    assert kept(pair(), NAMES, 1) == []
    assert kept(pair(), (NAMES[0], "yours"), 0) == []
    assert kept(pair("run.seed=5"), NAMES, 0) == []
    assert kept((pair("run.seed=5")[1], pair()[0]), NAMES, 0) == []
    monkeypatch.setattr("sim.classroom.opening._sources", lambda: b"another version of the program")
    assert kept(pair(), NAMES, 0) == []


@pytest.mark.parametrize("damage", [lambda whole: b"", lambda whole: whole[:-9], lambda whole: b"\0" + whole[1:]], ids=["empty", "cut short", "overwritten"])
def test_a_damaged_file_is_as_good_as_none(damage, cache: Path) -> None:
    keep(pair(), NAMES, 0, MESSAGES)
    (file,) = cache.iterdir()
    file.write_bytes(damage(file.read_bytes()))
    assert kept(pair(), NAMES, 0) == []
    keep(pair(), NAMES, 0, MESSAGES)
    assert kept(pair(), NAMES, 0) == MESSAGES, "it is mended the next time"


def test_the_one_that_was_not_asked_for_longest_goes(cache: Path) -> None:
    for replicate in range(MOST_KEPT):
        keep(pair(), NAMES, replicate, MESSAGES)
    for age, file in enumerate(cache.iterdir()):
        os.utime(file, (time.time() - 1000 - age,) * 2)
    assert kept(pair(), NAMES, 3) == MESSAGES
    for replicate in range(100, 100 + MOST_KEPT - 1):
        keep(pair(), NAMES, replicate, MESSAGES)
    assert len(list(cache.iterdir())) == MOST_KEPT
    assert kept(pair(), NAMES, 3) == MESSAGES
    assert kept(pair(), NAMES, 4) == []


def test_a_disk_that_takes_nothing_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    keep(pair(), NAMES, 0, MESSAGES)
    assert kept(pair(), NAMES, 0) == []


def test_where_no_folder_can_be_made_it_is_the_temporary_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "file"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert cache_folder("openings") == tmp_path / "shequ-openings"
