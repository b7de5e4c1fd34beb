"""Make the runs of a study that are not made yet, keep each as soon as it is there, and give the whole back as tables.

A run that is done is never made again. One that failed, was killed or ran out of time is made again only when asked for (`retry`); one that
was in hand when everything was killed is simply made. The store is written by this process alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any, Literal, NamedTuple

from sim.analysis.precision import next_block
from sim.errors import ShequError
from sim.locale import translator
from sim.metrics import METRICS
from sim.metrics.catalogue import find
from sim.scenario.sentences import Lang
from sim.store import ReadOnlyStore, Run, RunStore, State, files_folder, open_readonly
from sim.study.run import with_run
from sim.sweep import executors
from sim.sweep.identity import engine
from sim.sweep.interruption import Interruption
from sim.sweep.result import Sweep
from sim.sweep.runner import Runner
from sim.sweep.study import Study, read_study
from sim.sweep.table import Row, RunTable, expand
from sim.sweep.worker import Job, pack

RESULTS = Path("results")
STORE = "runs.sqlite"

NOTED_AT_ONCE = 1000
"""Runs that are written down in one commit before they are made."""


Durability = Literal["full", "normal"]

Progress = Callable[[int, int, int], None]
"""Called with (runs there, runs in all, runs made now)."""


class Shard(NamedTuple):
    """Part i of n of a study: every n-th run of its table, from 1 to n."""

    part: int
    parts: int


class SweepInterrupted(ShequError):
    """Stopped by Ctrl-C: what is done is kept, and the same command continues."""

    exit_code = 130

    def __init__(self, done: int, total: int) -> None:
        self.done, self.total = done, total
        super().__init__(self.render("en"))

    def render(self, lang: Lang = "en") -> str:
        """The message in the reader's language."""
        say = translator(lang)
        return "\n" + say("Stopped. {done} of {total} runs are kept; the same command goes on from here.", done=self.done, total=self.total)


class How(NamedTuple):
    """How runs are made; nothing of it changes a number."""

    executor: str = "processes"
    workers: int | None = None
    scheduler: str | None = None
    shard: Shard | None = None
    retry: bool = False
    durability: Durability = "full"
    """full: a run is on disk when it is recorded; normal: faster by far for very short runs, and a power cut may take the last few"""


def sweep(
    study: str | Path | Study, folder: str | Path | None = None, *, executor: str = "processes", workers: int | None = None,
    scheduler: str | None = None, shard: tuple[int, int] | None = None, retry: bool = False, durability: Durability = "full",
    progress: Progress | None = None,
) -> Sweep:
    """Make every run of a study that is not in its store, and read the result.

    study      a study file (or what `read_study` made of one)
    folder     where the store and the tables go; by default results/<name of the file>
    executor   "processes", "threads", "dask" (at `scheduler`, else a local cluster) or "mpi"
    workers    how many at once; by default one per processor
    shard      (i, n): only every n-th run, for job arrays; the parts are merged by `shequ store merge`
    retry      make failed, killed and timed-out runs again
    durability "full": a run survives a power cut as soon as it is recorded; "normal": faster for very short runs, a power cut may take the last few

    Raises FaultyScenario for a faulty study, StoreError for a store that cannot be used, SweepInterrupted after Ctrl-C.
    """
    read = study if isinstance(study, Study) else read_study(study)
    how = How(executor, workers, scheduler, Shard(*shard) if shard else None, retry, durability)
    return carry_on(expand(read), Path(folder) if folder else RESULTS / read.name, how, progress)


def carry_on(table: RunTable, folder: Path, how: How, progress: Progress | None = None) -> Sweep:
    """As `sweep`, for a table that is expanded already."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        store = stack.enter_context(RunStore(store_file(folder, how.shard), durability=how.durability))
        stop = stack.enter_context(Interruption())
        store.study = about(table)
        place = _place(stack, how)
        end = 0
        while True:
            begin, end = end, next_end(table, store, end, how.shard is not None)
            if begin == end:
                break
            _make(table, begin, end, store, place, how, stop, progress)
        return Sweep.read(table, store, end, how.shard is not None)


def store_file(folder: Path, shard: Shard | None) -> Path:
    """The store of a study, or of one part of it."""
    return folder / (STORE if shard is None else f"runs-{shard.part}-of-{shard.parts}.sqlite")


def about(table: RunTable) -> dict[str, Any]:
    """What the store remembers of the study: enough to read its runs without the file."""
    form = table.study.form
    return {
        "name": table.study.name, "title": form.title.model_dump(), "metrics": list(form.metrics), "seed": table.seed,
        "structures": len(table.structures), "worlds": len(table.worlds), "file": table.study.document.text,
    }  # fmt: skip


def _place(stack: ExitStack, how: How) -> executors.Place:
    if how.executor == "dask":
        return executors.dask(stack, how.scheduler, how.workers)
    if how.executor == "mpi":
        return executors.mpi(how.workers)
    return executors.own_threads(how.workers) if how.executor == "threads" else executors.own_processes(how.workers)


def next_end(table: RunTable, store: RunStore | ReadOnlyStore, end: int, part: bool = False) -> int:
    """Up to which replicate runs are wanted now: all at once, or block by block until differences are known well enough. Of a part all at once."""
    counts = table.study.form.replications
    if not counts.precision or part:
        return counts.count if end == 0 else end
    if end == 0:
        return min(counts.count, counts.most)
    names = [find(name) for name in table.study.form.metrics]
    found = Sweep.read(table, store, end, False)
    more = next_block({one.id: found.cube(one.id) for one in names}, names, least=counts.count, block=counts.block, most=counts.most)
    return end if more.stop else end + more.add


def _make(
    table: RunTable, begin: int, end: int, store: RunStore, place: executors.Place, how: How, stop: Interruption, progress: Progress | None
) -> None:
    """Make what is missing of replicates `begin` to `end`. Raises SweepInterrupted."""
    total, missing = _note(table, begin, end, store, how)
    made = 0

    def commit(ended: list[Run], beginning: list[Job]) -> None:
        nonlocal made
        better = [run for run in ended if run.state is State.done or not _is_done(store.get(run.key))]
        begun = [Run(key=job.key, state=State.running, attempts=job.attempts, labels=dict(job.labels)) for job in beginning if not job.known]
        store.put_many([*better, *begun])
        made += len(ended)
        if progress is not None and (ended or not made):
            progress(total - missing + made, total, made)

    if missing:
        Runner(place, commit, stop.asked_for).run(_jobs(table, begin, end, store, how))
    elif progress is not None:
        progress(total, total, 0)
    if stop.asked_for():
        raise SweepInterrupted(total - missing + made, total)


def _note(table: RunTable, begin: int, end: int, store: RunStore, how: How) -> tuple[int, int]:
    """Write down what is to be made; returns how many runs there are and how many of them are missing. No list of them is held.

    The record of a run that is done and lacks only a large table stays as it is: it is the result of an earlier form of the study.
    """
    total, missing, noted = 0, 0, list[Run]()
    for row in _mine(table, begin, end, how.shard):
        total += 1
        known = store.get(row.key)
        if is_there(known, table.study.form.keep, how.retry):
            continue
        missing += 1
        if _is_done(known):
            continue
        noted.append(Run(key=row.key, attempts=known.attempts if known else 0, labels=labels_of(row)))
        if len(noted) == NOTED_AT_ONCE:
            store.put_many(noted)
            noted = []
    store.put_many(noted)
    return total, missing


def _mine(table: RunTable, begin: int, end: int, shard: Shard | None) -> Iterator[Row]:
    """The different runs of these replicates, or those of them that are the shard's."""
    rows = table.different_rows(begin, end)
    return rows if shard is None else islice(rows, shard.part - 1, None, shard.parts)


def _jobs(table: RunTable, begin: int, end: int, store: RunStore, how: How) -> Iterator[Job]:
    """The missing runs one by one, as they are needed."""
    form, tables = table.study.form, str(files_folder(store.path))
    packed = {id(point): pack(with_run(point.scenario, record_visits="events" in form.keep)) for point in table.different_points}
    for row in _mine(table, begin, end, how.shard):
        known = store.get(row.key)
        if not is_there(known, form.keep, how.retry):
            attempts = (known.attempts if known else 0) + 1
            yield Job(row.key, packed[id(row.point)], row.replicate, labels_of(row), attempts, form.time_limit_s, tuple(form.keep), tables,
                      engine(), _is_done(known))  # fmt: skip


def count_missing(table: RunTable, folder: Path, how: How) -> tuple[int, int]:
    """(different runs of the study, runs still to be made); looks at the store and changes nothing."""
    path = store_file(folder, how.shard)
    keys = [row.key for row in _mine(table, 0, table.study.form.replications.count, how.shard)]
    if not path.exists():
        return len(keys), len(keys)
    with open_readonly(path) as store:
        return len(keys), sum(not is_there(store.get(key), table.study.form.keep, how.retry) for key in keys)


def is_there(run: Run | None, tables: Sequence[str], retry: bool) -> bool:
    """Whether a run need not be made: done with all its metrics and tables, or given up and not to be tried again."""
    if run is None or run.state in (State.pending, State.running):
        return False
    if run.state is State.done:
        return METRICS.keys() <= run.metrics.keys() and set(tables) <= run.files.keys()
    return not retry


def _is_done(run: Run | None) -> bool:
    return run is not None and run.state is State.done


def labels_of(row: Row) -> dict[str, Any]:
    """Where a run belongs, for people."""
    return {**row.point.labels, "replicate": row.replicate}


__all__ = [
    "RESULTS", "STORE", "How", "Progress", "Shard", "SweepInterrupted", "about", "carry_on", "count_missing", "is_there", "labels_of", "next_end", "store_file", "sweep",
]  # fmt: skip
