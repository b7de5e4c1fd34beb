"""Several stores into one: the shards of a job array, two laptops. By key, so it may be done again and in any order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from sim.locale import mark
from sim.store.fault import ConflictError, StoreError
from sim.store.files import copy_file, files_folder
from sim.store.form import locate
from sim.store.reader import Reader, ReadOnlyStore, open_readonly
from sim.store.run import Run, State
from sim.store.store import RunStore

BATCH = 256


class Merged(NamedTuple):
    """What came of the runs of the sources.

    added   the target did not have them;  better  they replaced one that had not come as far
    same    the target has them, as far or farther;  conflicts  different results of one run: 0, or nothing was written
    """

    added: int = 0
    same: int = 0
    better: int = 0
    conflicts: int = 0


def merge(target: Path | str, sources: Sequence[Path | str]) -> Merged:
    """Bring the runs of the sources, and their tables, into the target, which is made if it does not exist.

    Done counts before failed, killed or timed out, that before running, that before pending; of two alike the one
    with more tables, else the target's.
    Sources are only read. Raises ConflictError, before anything is written, if two of the stores hold different results of a
    run; StoreError for a store that cannot be read or written. What was merged before a crash stays; merge again.
    """
    target, paths = locate(target), [locate(source) for source in sources]
    if target in paths:
        raise StoreError(mark("{path} cannot be merged into itself"), path=target)
    with ExitStack() as stack:
        opened = [stack.enter_context(open_readonly(path, frozen=True)) for path in dict.fromkeys(paths)]
        store = stack.enter_context(RunStore(target)) if target.is_file() else None
        _require_agreement([*([] if store is None else [store]), *opened])
        store = store or stack.enter_context(RunStore(target))
        merged = [_bring(store, source) for source in opened]
        if not store.study:
            store.study = next((source.study for source in opened if source.study), {})
    return Merged(*(sum(column) for column in zip(*merged, strict=True))) if merged else Merged()


def _require_agreement(stores: Sequence[Reader]) -> None:
    known: dict[bytes, tuple[bytes, Reader]] = {}
    conflicts: list[tuple[str, Reader, Reader]] = []
    for store in stores:
        for run in store.runs():
            if run.state is State.done:
                digest = hashlib.sha256(run.result_bytes()).digest()
                first, where = known.setdefault(bytes.fromhex(run.key), (digest, store))
                conflicts += [(run.key, where, store)] if first != digest else []
    if not conflicts:
        return
    key, first_store, second_store = conflicts[0]
    raise ConflictError(
        mark("{first} and {second} hold different results of {count} done runs, the first being {key} ({what}); nothing was written"),
        first=first_store.path, second=second_store.path, count=len(conflicts), key=key,
        what=_first_difference(first_store.get(key), second_store.get(key)),
    )  # fmt: skip


def _first_difference(one: Run | None, other: Run | None) -> str:
    """The first number that differs, to show where to look."""
    if one is None or other is None:
        return ""
    mine, theirs = one.to_plain(), other.to_plain()
    for group in ("metrics", "checks", "funnel"):
        for name in dict.fromkeys([*mine[group], *theirs[group]]):
            values = [side[group].get(name, "–") for side in (mine, theirs)]
            if repr(values[0]) != repr(values[1]):
                return f"{group}.{name}: {values[0]}; {values[1]}"
    return ""


def _bring(store: RunStore, source: ReadOnlyStore) -> Merged:
    counts, batch = {"added": 0, "same": 0, "better": 0}, list[Run]()
    known = {run.key: _worth(run) for run in store.runs()}
    for run in source.runs():
        word = "added" if run.key not in known else "better" if _worth(run) > known[run.key] else "same"
        counts[word] += 1
        if word != "same":
            batch.append(run)
        if len(batch) == BATCH:
            _put(store, source, batch)
            batch = []
    _put(store, source, batch)
    return Merged(**counts)


def _worth(run: Run) -> tuple[int, int]:
    """How far a run has come; of two as far, the one that has kept more tables is worth more."""
    return run.state.rank, len(run.files)


def _put(store: RunStore, source: ReadOnlyStore, runs: Iterable[Run]) -> None:
    """Tables first, so that no run is recorded whose tables are not there."""
    runs = list(runs)
    for run in runs:
        for one in run.files.values():
            copy_file(files_folder(source.path), files_folder(store.path), one)
    store.put_many(runs)


__all__ = ["Merged", "merge"]
