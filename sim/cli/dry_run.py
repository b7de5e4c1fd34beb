"""What a study would take: its runs, counted; their time and disk, measured on a few of them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.cli.screen import Cell, line, results, table
from sim.locale import Translator

if TYPE_CHECKING:
    from sim.sweep.sweep import How
    from sim.sweep.table import RunTable

SAMPLES = 4
"""Runs that are timed, spread over the table, after one that warms everything up."""

SHOWN = 24
"""Points shown; the others are counted."""


class Cost(NamedTuple):
    """What one run takes on average."""

    seconds: float
    bytes: float


def show_plan(plan: RunTable, folder: Path, how: How, say: Translator) -> None:
    """Print the table of points, how many runs there are and how many are made already, and what the rest takes."""
    from sim.cli.progress import clock, tell_if_cold
    from sim.study.many import processors
    from sim.sweep.sweep import count_missing

    console, counts = results(), plan.study.form.replications
    labels = [point.labels for point in plan.points]
    names = list(labels[0])
    rows = [[Cell(name, right=True, style="bold") for name in names]]
    rows += [[Cell(_said(label[name]), right=True) for name in names] for label in labels[:SHOWN]]
    table(console, rows)
    if len(labels) > SHOWN:
        line(console, say("  … and {n} more points", n=len(labels) - SHOWN))
    total, missing = count_missing(plan, folder, how)
    line(console)
    line(console, say("{worlds} worlds × {structures} structures × {replications} replications: {total} different runs, {missing} still to be made",
                      worlds=len(plan.worlds), structures=len(plan.structures), replications=counts.count, total=total, missing=missing))  # fmt: skip
    if counts.precision:
        line(console, say("then blocks of {block} more, up to {most}, until every difference is known well enough", block=counts.block, most=counts.most))
    tell_if_cold(say)
    cost = measured(plan)
    workers = how.workers or processors()
    line(console, say("measured on {n} runs: {seconds} s and {kb} kB each; with {workers} workers about {time}, {mb} MB on disk",
                      n=min(SAMPLES, len(plan.points)), seconds=f"{cost.seconds:.3g}", kb=f"{cost.bytes / 1000:.3g}", workers=workers,
                      time=clock(missing * cost.seconds / workers), mb=f"{total * cost.bytes / 1e6:.3g}"))  # fmt: skip


def measured(plan: RunTable) -> Cost:
    """Time and bytes of a few runs, made here and kept nowhere."""
    import tempfile

    from sim.store.codec import encode
    from sim.sweep.worker import Job, carry_out, pack

    form, step = plan.study.form, max(1, len(plan.points) // SAMPLES)
    sample = plan.points[::step][:SAMPLES]
    seconds, size = 0.0, 0
    with tempfile.TemporaryDirectory() as folder:
        for number, point in enumerate([sample[0], *sample]):
            begun = time.perf_counter()
            job = Job("0" * 64, pack(point.scenario), 0, {}, 1, None, tuple(form.keep), folder)
            run = carry_out(job)
            if number:
                seconds += time.perf_counter() - begun
                size += len(encode(run.to_plain())) + sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    return Cost(seconds / len(sample), size / len(sample))


def _said(value: Any) -> str:
    return value if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else str(value)
