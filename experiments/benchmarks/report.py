"""What a report costs beside its runs: three options of 30 replications each, from evidence in memory to every form.

    python -m experiments.benchmarks.report

Three organisations of Longhua on a place of 24,000. The further runs (shocks, doubts, shares, lives) are made, so that every chapter is there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from experiments.benchmarks import timing
from experiments.benchmarks.timing import Table, median
from sim.report.compose import compose
from sim.report.evidence import Evidence
from sim.report.forms import form
from sim.report.gather import STEPS, Asked, gather
from sim.report.stored import from_json, to_json
from sim.scenario.load import load
from sim.study.plan import line_up

OPTIONS = ("longhua-before", "longhua-before+L1+L8", "longhua")
REPLICATIONS = 30
FORMS = ("html", "docx", "xlsx", "pdf")
ROUNDS = 3


def evidence_of(table: Table) -> Evidence:
    """All the runs; a row for each part of them."""

    @contextmanager
    def watch(name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        table.add(STEPS[name], f"{time.perf_counter() - begun:.1f}", "")

    plan = line_up([load(name) for name in OPTIONS], REPLICATIONS, names=OPTIONS, resources="both")
    return gather(plan, Asked(sources=OPTIONS), watch)


def main() -> None:
    """Runs, then writing, in wall and processor time."""
    table = Table("A report of three options, 30 replications", ("part", "s", "MB"))
    evidence = evidence_of(table)
    text = to_json(evidence)
    table.add("evidence as a file, written and read", f"{_seconds(lambda: from_json(to_json(evidence), 'here')):.1f}", f"{len(text) / 1e6:.2f}")
    first = _seconds(lambda: form(compose(evidence, "zh"), "html"), 1)
    table.add("HTML from the evidence, zh, with what is loaded for it once in a process", f"{first:.1f}", "")
    for lang in ("zh", "en"):
        document = compose(evidence, lang)
        spent = _seconds(lambda lang=lang: form(compose(evidence, lang), "html"))
        table.add(f"HTML from the evidence, {lang}", f"{spent:.1f}", f"{len(form(document, 'html')) / 1e6:.2f}")
        for name in FORMS[1:]:
            table.add(f"{name.upper()} of the same document, {lang}", f"{_seconds(lambda d=document, n=name: form(d, n)):.1f}", f"{len(form(document, name)) / 1e6:.2f}")
    timing.report("report", [table])


def _seconds(action: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Median processor time."""
    spent = []
    for _ in range(rounds):
        begun = time.process_time()
        action()
        spent.append(time.process_time() - begun)
    return median(spent)


if __name__ == "__main__":
    main()
