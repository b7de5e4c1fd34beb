"""Where sqlitedict waits for ever or loses rows in silence, its subclass answers with an exception, and goes on."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.store.connection import Connection, Shelf
from tests.unit.stores import within


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    one = Connection(tmp_path / "any.sqlite", "normal")
    with within(20):
        yield one
        one.close()


@pytest.fixture
def shelf(connection: Connection) -> Shelf:
    return Shelf(Path(connection.filename), "any", connection)


def test_it_is_a_dict_of_plain_values(shelf: Shelf) -> None:
    shelf["b"] = {"x": [1, 2.5, None, "社区"]}
    shelf.update({"a": 1, "b": 2})
    assert (dict(shelf), list(shelf), len(shelf), "a" in shelf, "c" in shelf) == ({"b": 2, "a": 1}, ["b", "a"], 2, True, False)
    del shelf["b"]
    assert dict(shelf) == {"a": 1}
    with pytest.raises(KeyError):
        shelf["b"]


def test_a_write_that_fails_leaves_none_of_its_rows_and_the_next_one_works(connection: Connection, shelf: Shelf) -> None:
    """As it comes, the error of one write is raised at another, and the next commit succeeds without the rows."""
    twice = [("a", b"1"), ("b", b"2"), ("a", b"3")]
    for _ in range(3):
        with pytest.raises(sqlite3.IntegrityError):
            connection.executemany('INSERT INTO "any" VALUES (?, ?)', twice)
        assert len(shelf) == 0
    shelf["c"] = 3
    assert dict(shelf) == {"c": 3}


def test_an_error_belongs_to_the_request_that_caused_it(connection: Connection, shelf: Shelf) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        connection.select("SELECT * FROM nowhere")
    with pytest.raises(sqlite3.OperationalError, match="syntax"):
        connection.execute("nonsense")
    shelf["a"] = 1
    assert connection.select_one('SELECT COUNT(*) FROM "any"') == (1,)


def test_several_threads_may_use_it(shelf: Shelf) -> None:
    def write(first: int) -> None:
        for number in range(first, first + 50):
            shelf[str(number)] = number

    threads = [threading.Thread(target=write, args=(100 * at,)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert dict(shelf) == {str(100 * at + number): 100 * at + number for at in range(4) for number in range(50)}


def test_nobody_waits_for_a_thread_that_has_ended(connection: Connection, shelf: Shelf) -> None:
    connection.close(force=True)
    connection.join(10)
    for use in (lambda: connection.select("SELECT 1"), lambda: shelf.update({"a": 1}), lambda: len(shelf)):
        with pytest.raises(sqlite3.ProgrammingError, match="after it was closed"), within(5):
            use()
    connection.close()


def test_a_file_that_cannot_be_opened_is_an_error_and_not_a_word_on_stderr(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "text.sqlite").write_text("not a database" * 500)
    for path, kind in ((tmp_path / "text.sqlite", sqlite3.DatabaseError), (tmp_path / "no" / "folder.sqlite", sqlite3.OperationalError)):
        with pytest.raises(kind), within(10):
            Connection(path, "full")
    assert capfd.readouterr().err == ""


def test_writing_waits_for_another_writer_and_then_tells(connection: Connection, shelf: Shelf) -> None:
    connection.select("PRAGMA busy_timeout = 100")
    other = sqlite3.connect(connection.filename, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        shelf["a"] = 1
    other.execute("COMMIT")
    other.close()
    shelf["a"] = 2
    assert dict(shelf) == {"a": 2}
