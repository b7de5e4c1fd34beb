"""A store as files that anything reads: one row per run, and the failures with their tracebacks."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from sim.draft import draft
from sim.store.reader import Reader, open_readonly
from sim.store.run import Label, Run, State

TABLE, FAILURES = "runs.csv", "failures.txt"
BEFORE = ("state", "attempts", "stage")
AFTER = ("wall_s", "peak_mb", "host")


class Exported(NamedTuple):
    """How many runs were written, how many of them have failed, and the files."""

    runs: int
    failures: int
    files: tuple[Path, ...]


def export(path: Path | str, folder: Path | str) -> Exported:
    """Write `runs.csv` and, if there are any, `failures.txt` into a folder, which is made.

    The table is UTF-8 without a byte order mark, its rows in the order of their labels: stores with the same runs give the
    same table, in whatever order they came. nan and inf are written so; empty is what a run does not have.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with open_readonly(path, frozen=True) as store:
        keys, labels, metrics = _columns(store)
        with _whole(folder / TABLE) as file:
            _table(file, store, keys, labels, metrics)
        failures = [key for key, state in store.states().items() if state in (State.failed, State.killed, State.timed_out)]
        files = [folder / TABLE]
        if failures:
            files.append(folder / FAILURES)
            with _whole(folder / FAILURES) as file:
                for key in (key for key in keys if key in set(failures)):
                    file.write(_failure(store.get(key)))
        else:
            (folder / FAILURES).unlink(missing_ok=True)  # of an export before
    return Exported(len(keys), len(failures), tuple(files))


def _columns(store: Reader) -> tuple[list[str], list[str], list[str]]:
    """Keys in the order of their labels; names of all labels and of all metrics, in the order in which those runs have them."""
    seen: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[tuple[str, ...], tuple[str, ...]]] = {}
    found = []
    for run in store.runs():
        names = (tuple(run.labels), tuple(run.metrics))
        order = tuple((name, *_order(value)) for name, value in run.labels.items())
        found.append((order, run.key, seen.setdefault(names, names)))
    found.sort()
    labels = dict.fromkeys(name for _, _, names in found for name in names[0])
    metrics = dict.fromkeys(name for _, _, names in found for name in names[1])
    return [key for _, key, _ in found], list(labels), list(metrics)


def _order(value: Label) -> tuple[int, float, str]:
    """Texts after numbers, nan after all numbers."""
    if isinstance(value, str):
        return 2, 0.0, value
    return (1, 0.0, "") if math.isnan(value) else (0, float(value), "")


def _table(file: TextIO, store: Reader, keys: list[str], labels: list[str], metrics: list[str]) -> None:
    writer = csv.writer(file, lineterminator="\n")
    taken = {"key", *BEFORE, *AFTER}
    label_heads = [f"label.{name}" if name in taken else name for name in labels]
    metric_heads = [f"metric.{name}" if name in taken | set(label_heads) else name for name in metrics]
    writer.writerow(["key", *label_heads, *BEFORE, *metric_heads, *AFTER])
    for key in keys:
        run = store.get(key)
        if run is not None:
            values = [*(run.labels.get(name) for name in labels), run.state.value, run.attempts, run.stage]
            writer.writerow(map(_cell, [key, *values, *(run.metrics.get(name) for name in metrics), run.wall_s, run.peak_mb, run.host]))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _failure(run: Run | None) -> str:
    if run is None:
        return ""
    labels = ", ".join(f"{name} = {_cell(value)}" for name, value in run.labels.items())
    versions = ", ".join(f"{name} {value}" for name, value in run.versions.items())
    lines = [
        f"{run.key}", f"  {labels}", f"  {run.state}  stage: {run.stage}  attempts: {run.attempts}  host: {run.host}", f"  {versions}",
        *(f"    {line}" for line in run.traceback.splitlines()),
    ]  # fmt: skip
    return "\n".join(line.rstrip() for line in lines if line.strip()) + "\n\n"


@contextmanager
def _whole(path: Path) -> Iterator[TextIO]:
    """A text file that takes its place when it is complete."""
    with draft(path) as part, open(part, "w", encoding="utf-8", newline="") as file:
        yield file


__all__ = ["Exported", "export"]
