"""Large tables beside the store: packed, written under a temporary name, synced, renamed, and only then recorded."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
import zlib
from pathlib import Path

from sim.locale import mark
from sim.store.fault import StoreError, Told
from sim.store.reader import Reader
from sim.store.run import FILE_NAME, KEY, StoredFile

PART = ".part"
"""End of the name of a file that is being written."""


def files_folder(store: Path) -> Path:
    """The folder of the large tables of a store: runs.files beside runs.sqlite."""
    return store.with_suffix(".files")


def keep_file(folder: Path, key: str, name: str, data: bytes) -> StoredFile:
    """Write a table of a run for good; put the run that records it afterwards, never before.

    folder  `files_folder(store)`;  key  of the run;  name  of the table, say daily.csv
    Returns what the run records. The same data give the same file (no time in it). Raises StoreError if it cannot be written.
    """
    if not (KEY.fullmatch(key) and FILE_NAME.fullmatch(name) and "/" not in name):
        raise ValueError(f"not a key and a plain file name: {key!r:.80}, {name!r:.80}")
    one = StoredFile(f"{key[:2]}/{key}.{name}.gz", len(data), hashlib.sha256(data).hexdigest())
    _write(folder / one.name, gzip.compress(data, compresslevel=6, mtime=0))
    return one


def read_file(folder: Path, one: StoredFile) -> bytes:
    """The content of a table. Raises StoreError if it is missing or is not what was recorded."""
    fault = _content(folder, one)
    if isinstance(fault, Told):
        raise StoreError(fault.text, **fault.blanks)
    return fault


def file_fault(folder: Path, one: StoredFile) -> Told | None:
    """What is wrong with a table; None if it is there and is what was recorded."""
    found = _content(folder, one)
    return found if isinstance(found, Told) else None


def copy_file(source: Path, target: Path, one: StoredFile) -> None:
    """Bring a table from one folder to another, unless it is there already. Raises StoreError if it is not what was recorded."""
    if file_fault(target, one) is None:
        return
    read_file(source, one)
    _write(target / one.name, (source / one.name).read_bytes())


def orphans(folder: Path, store: Reader) -> list[Path]:
    """Files in the folder that no run records: left by a process that was killed, or being written just now. Sorted."""
    recorded = {one.name for run in store.runs() for one in run.files.values()}
    return unrecorded(folder, recorded)


def unrecorded(folder: Path, recorded: set[str]) -> list[Path]:
    """Files in the folder other than those recorded. Sorted."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.relative_to(folder).as_posix() not in recorded)


def _content(folder: Path, one: StoredFile) -> bytes | Told:
    path = folder / one.name
    try:
        with gzip.open(path, "rb") as packed:
            data = packed.read(one.bytes + 1)  # never unpacks more than was recorded
    except FileNotFoundError:
        return Told(mark("{file} is missing"), {"file": str(path)})
    except (OSError, EOFError, zlib.error) as error:
        return Told(mark("{file} cannot be read ({problem})"), {"file": str(path), "problem": str(error)})
    if len(data) != one.bytes or hashlib.sha256(data).hexdigest() != one.sha256:
        return Told(mark("{file} is not what was stored: its content has another checksum"), {"file": str(path)})
    return data


def _write(path: Path, packed: bytes) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}{PART}")
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            sync_folder(path.parent.parent)
        with open(part, "wb") as file:
            file.write(packed)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
        sync_folder(path.parent)
    except BaseException as error:
        with contextlib.suppress(OSError):
            part.unlink()
        if isinstance(error, OSError):
            raise StoreError(mark("{path} cannot be written ({problem})"), path=path, problem=error.strerror or error) from error
        raise


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


__all__ = ["copy_file", "file_fault", "files_folder", "keep_file", "orphans", "read_file", "sync_folder", "unrecorded"]
