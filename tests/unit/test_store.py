"""The store: what was put is there, in order, for good; who else may look; what is refused."""

from __future__ import annotations

import hashlib
import os
import pickle
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sim.store import ReadOnlyStore, RunStore, State, StoreError, locate, open_readonly
from sim.store.codec import encode
from tests.unit.stores import key, run, texts, whole, within


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "runs.sqlite"


def fingerprint(path: Path) -> tuple[str, list[str]]:
    """Bytes of a file and names in its folder."""
    return hashlib.sha256(path.read_bytes()).hexdigest(), sorted(os.listdir(path.parent))


def test_what_was_put_is_there_after_reopening(path: Path) -> None:
    runs = [run(number) for number in range(600)]
    with RunStore(path) as store:
        store.put(runs[0])
        store.put_many(runs[1:])
        assert texts(store.runs()) == texts(runs)
    with RunStore(path, create=False) as store:
        assert len(store) == 600
        assert texts(store.runs()) == texts(runs)
        assert list(store.keys()) == [one.key for one in runs]
        assert [texts([store.get(one.key)]) for one in runs[::97]] == [texts([one]) for one in runs[::97]]
        assert store.get(key("unknown")) is None
        assert runs[3].key in store and key("unknown") not in store


def test_a_run_put_again_replaces_the_old_one_and_keeps_its_place(path: Path) -> None:
    with RunStore(path) as store:
        store.put_many(run(number, State.pending) for number in range(5))
        store.put(run(2))
        store.put(run(0, State.failed))
        assert [one.key for one in store.runs()] == [key(number) for number in range(5)]
        assert list(store.states().values()) == [State.failed, State.pending, State.done, State.pending, State.pending]
        assert store.count() == {state: {"pending": 3, "failed": 1, "done": 1}.get(state, 0) for state in State}
    with RunStore(path) as store:
        assert [one.key for one in store.runs()] == [key(number) for number in range(5)]


def test_of_two_in_one_commit_the_later_counts(path: Path) -> None:
    with RunStore(path) as store:
        store.put_many([run(1, State.pending), run(1, State.done)])
        store.put_many([])
        assert store.states() == {key(1): State.done}


def test_put_many_is_all_or_nothing(path: Path) -> None:
    with RunStore(path) as store:
        with pytest.raises(ValueError), within(20):
            store.put_many([run(1), run(2, metrics={"a": "b"})])
        assert len(store) == 0
        surrogate = run(3, labels={"a": "\ud800"})  # no bytes in UTF-8
        with pytest.raises(UnicodeEncodeError), within(20):
            store.put_many([run(4), surrogate])
        assert len(store) == 0
        store.put(run(5))
        assert list(store.keys()) == [key(5)]


def test_the_study_is_kept(path: Path) -> None:
    record = {"name": "grid-size", "levers": [1, 2.5, None], "title": {"zh": "网格"}}
    with RunStore(path) as store:
        assert store.study == {}
        store.study = record
        assert store.study == record
    with open_readonly(path) as reader:
        assert reader.study == record


def test_a_closed_store_is_one_file(path: Path) -> None:
    with RunStore(path) as store:
        store.put(run(1))
        assert "runs.sqlite-wal" in os.listdir(path.parent)
    assert os.listdir(path.parent) == ["runs.sqlite"]
    assert whole(path)


def test_reading_changes_nothing(path: Path) -> None:
    with RunStore(path) as store:
        store.put(run(1))
    before = fingerprint(path)
    with open_readonly(path) as reader:
        assert len(reader) == 1
        with pytest.raises(StoreError):
            reader._rows("DELETE FROM runs")
    assert fingerprint(path) == before


def test_a_reader_sees_what_is_committed_while_the_writer_writes(path: Path) -> None:
    with RunStore(path) as store:
        store.put(run(0))
        with open_readonly(path) as reader, open_readonly(path, frozen=True) as frozen, within(20):
            assert (len(reader), len(frozen)) == (1, 1)
            for number in range(1, 50):
                store.put(run(number))
                assert len(reader) == number + 1
            assert len(frozen) == 1
            assert len(store) == 50


def test_a_store_closed_while_somebody_reads_loses_nothing(path: Path) -> None:
    with RunStore(path) as store, within(20):
        store.put(run(0))
        reader = open_readonly(path, frozen=True)
        store.put(run(1))
    assert len(reader) == 1
    reader.close()
    with RunStore(path) as store:
        assert len(store) == 2


def test_a_second_writer_is_refused_at_once_and_told_who_writes(path: Path) -> None:
    with RunStore(path) as store, within(5):
        with pytest.raises(StoreError, match=f"is being written by process {os.getpid()} on .* since 20"):
            RunStore(path)
        store.put(run(1))
    with RunStore(path) as store:
        assert len(store) == 1


def test_one_file_has_one_lock_under_all_its_names(path: Path) -> None:
    with RunStore(path):
        link = path.with_name("link.sqlite")
        link.symlink_to(path)
        for name in (link, path.parent, Path(os.path.relpath(path))):
            with pytest.raises(StoreError, match="is being written"):
                RunStore(name)


def test_the_folder_of_a_study_names_its_store(tmp_path: Path) -> None:
    with RunStore(tmp_path / "results" / "grid-size") as store:
        store.put(run(1))
    assert locate(tmp_path / "results" / "grid-size") == (tmp_path / "results" / "grid-size" / "runs.sqlite").resolve()
    with open_readonly(tmp_path / "results" / "grid-size") as reader:
        assert len(reader) == 1


def test_a_missing_store_is_told_and_not_made(path: Path) -> None:
    for wrong in (lambda: RunStore(path, create=False), lambda: open_readonly(path)):
        with pytest.raises(StoreError, match=r"there is no store .*runs\.sqlite"):
            wrong()
    assert os.listdir(path.parent) == []


def test_after_close_every_use_is_an_error(path: Path) -> None:
    store = RunStore(path)
    reader = None
    store.put(run(1))
    reader = open_readonly(path)
    for one in (store, reader):
        one.close()
        one.close()
        with pytest.raises(StoreError, match="after it was closed"), within(5):
            len(one)
    with pytest.raises(StoreError, match="after it was closed"), within(5):
        store.put(run(2))


def test_durability_is_what_was_asked_for(path: Path) -> None:
    for word, number in (("full", 2), ("normal", 1)):
        with RunStore(path, durability=word) as store:  # type: ignore[arg-type]
            assert store._rows("PRAGMA synchronous") == [(number,)]
            assert store._rows("PRAGMA journal_mode") == [("wal",)]
    with pytest.raises(ValueError, match="full"):
        RunStore(path, durability="off")  # type: ignore[arg-type]


def test_a_newer_format_is_refused_and_left_alone(path: Path) -> None:
    with RunStore(path) as store:
        store.put(run(1))
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE meta SET value = ? WHERE key = 'format'", (encode(7),))
        db.commit()
    before = fingerprint(path)
    for wrong in (RunStore, open_readonly):
        with pytest.raises(StoreError, match="written by a newer Shequ \\(format 7; this one reads up to 1\\)"):
            wrong(path)
    assert fingerprint(path) == before


@pytest.mark.parametrize("number", ["one", 0, None, [1], 1.5, True])
def test_a_format_that_is_no_number_is_damage(path: Path, number: object) -> None:
    with RunStore(path):
        pass
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE meta SET value = ? WHERE key = 'format'", (encode(number),))
        db.commit()
    with pytest.raises(StoreError, match="is damaged"):
        RunStore(path)


class Payload:
    """Unpickling it makes a file."""

    def __init__(self, proof: Path) -> None:
        self.proof = proof

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.proof,)


def test_a_file_of_pickles_is_refused_and_no_pickle_is_opened(path: Path) -> None:
    import sqlitedict

    proof = path.with_name("proof")
    pickle.loads(pickle.dumps(Payload(proof)))
    assert proof.exists()  # the payload works
    proof.unlink()
    for table in ("unnamed", "runs"):
        path.unlink(missing_ok=True)
        with sqlitedict.SqliteDict(str(path), tablename=table, autocommit=True) as loose:
            loose[key(1)] = Payload(proof)
        before = fingerprint(path)
        for wrong in (RunStore, open_readonly):
            with pytest.raises(StoreError, match=f"is not a store of runs \\(it holds: {table}\\)"), within(20):
                wrong(path)
        assert fingerprint(path) == before
    assert not proof.exists()


def test_pickles_inside_a_store_are_damage_and_not_opened(path: Path) -> None:
    proof = path.with_name("proof")
    with RunStore(path) as store:
        store.put(run(1))
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE runs SET value = ?", (pickle.dumps(Payload(proof)),))
        db.execute("INSERT INTO meta VALUES ('study', ?)", (pickle.dumps(Payload(proof)),))
        db.commit()
    with open_readonly(path) as reader:
        for use in (lambda: reader.get(key(1)), lambda: list(reader.runs()), lambda: reader.study):
            with pytest.raises(StoreError, match="is damaged"):
                use()
    assert not proof.exists()


def test_a_run_under_the_key_of_another_is_damage(path: Path) -> None:
    with RunStore(path) as store:
        store.put(run(1))
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE runs SET key = ?", (key(2),))
        db.commit()
    with open_readonly(path) as reader, pytest.raises(StoreError, match="another key inside"):
        reader.get(key(2))


@pytest.mark.parametrize("content", [b"option,replicate\n1,2\n" * 300, b"\x80\x04K\x01.", b"SQLite format 3\0" + b"\xff" * 5000])
def test_any_other_file_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    before = fingerprint(path)
    for wrong in (RunStore, open_readonly):
        with pytest.raises(StoreError, match=r"is not a store of runs|is damaged"), within(20):
            wrong(path)
    assert fingerprint(path) == before


def test_a_database_of_somebody_else_is_refused_and_left_alone(path: Path) -> None:
    for statement in ("CREATE TABLE cities (name TEXT)", "CREATE TABLE runs (id INTEGER, speed REAL)"):
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as db:
            db.execute(statement)
        before = fingerprint(path)
        for wrong in (RunStore, open_readonly):
            with pytest.raises(StoreError, match="is not a store of runs"):
                wrong(path)
        assert fingerprint(path) == before


def test_an_empty_file_is_a_store_that_was_just_begun(path: Path) -> None:
    path.touch()
    with pytest.raises(StoreError, match="nothing has been stored"):
        open_readonly(path)
    with RunStore(path) as store:
        store.put(run(1))
    with open_readonly(path) as reader:
        assert len(reader) == 1


def test_names_with_signs_of_addresses_are_just_names(tmp_path: Path) -> None:
    path = tmp_path / "a?mode=rw#x 100% 社区.sqlite"
    with RunStore(path) as store:
        store.put(run(1))
    with open_readonly(path) as reader:
        assert len(reader) == 1
    assert os.listdir(tmp_path) == [path.name]


def test_an_error_of_a_worker_arrives_whole(path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        open_readonly(path)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), str(again), again.render("zh")) == (StoreError, str(caught.value), caught.value.render("zh"))
    assert "没有" in again.render("zh")


def test_the_face_for_readers_cannot_write() -> None:
    assert not {"put", "put_many"} & set(dir(ReadOnlyStore))


def test_a_lock_on_a_file_that_its_owner_just_removed_is_no_lock(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between opening the lock file and locking it, the owner lets go and removes it: a third would find none and take another."""
    from sim.store import lock

    first, real = lock.WriteLock(path), lock._taken

    def late(fd: int) -> bool:
        first.release()
        return real(fd)

    monkeypatch.setattr(lock, "_taken", late)
    second = lock.WriteLock(path)
    with pytest.raises(StoreError, match="is being written"):
        lock.WriteLock(path)
    second.release()
    assert os.listdir(path.parent) == []
