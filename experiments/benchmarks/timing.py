"""Timing things side by side, and writing the result down.

Everything is timed in one process by turns (A B A B ...), so that whatever else runs on the machine falls on both sides
alike; the ratios are medians over rounds. Single times belong to one machine and one day, ratios travel.
"""

from __future__ import annotations

import gc
import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).parents[2] / "results" / "benchmarks"
REFERENCE = Path(__file__).parent / "reference.toml"

Clock = Callable[[], float]
Cell = str | int | float | None
processor_time: Clock = time.process_time
"""Seconds of this process on the processors: what else runs on the machine counts less."""

wall_time: Clock = time.perf_counter


class Laps:
    """A stopwatch an action presses at the end of each of its stages."""

    def __init__(self, clock: Clock) -> None:
        self.stages: dict[str, float] = {}
        self._clock = clock
        self._last = clock()

    def __call__(self, stage: str) -> None:
        """The stage of this name ends here."""
        now = self._clock()
        self.stages[stage] = self.stages.get(stage, 0.0) + now - self._last
        self._last = now


Action = Callable[[Laps], object]
Times = dict[str, dict[str, list[float]]]
"""Seconds of each action's stages (and of all together, "whole"), one number per round."""


def timed(action: Action, clock: Clock = processor_time) -> dict[str, float]:
    """Seconds of each stage of one call, and "whole"; without the collection of garbage that others left."""
    gc.collect()
    laps = Laps(clock)
    action(laps)
    return {**laps.stages, "whole": sum(laps.stages.values())}


def by_turns(actions: Mapping[str, Action], rounds: int, clock: Clock = processor_time) -> Times:
    """Time all actions in rounds: A B A B ... One call of each goes before and is not counted."""
    times: Times = {name: {stage: [] for stage in timed(action, clock)} for name, action in actions.items()}
    for _ in range(rounds):
        for name, action in actions.items():
            for stage, spent in timed(action, clock).items():
                times[name][stage].append(spent)
    return times


def total(stages: Mapping[str, Sequence[float]], names: Sequence[str]) -> list[float]:
    """Some stages together, round by round."""
    return [sum(spent) for spent in zip(*(stages[name] for name in names), strict=True)]


def median(values: Sequence[float]) -> float:
    """The median: one disturbed round does not move it."""
    return statistics.median(values)


def ratio(one: Sequence[float], other: Sequence[float]) -> float:
    """How many times as long the first takes: the median over rounds of their ratio within a round."""
    return median([a / b for a, b in zip(one, other, strict=True)])


def spread(one: Sequence[float], other: Sequence[float]) -> str:
    """Smallest and largest ratio of any round."""
    ratios = [a / b for a, b in zip(one, other, strict=True)]
    return f"{min(ratios):.3g} to {max(ratios):.3g}"


@dataclass
class Table:
    """Rows under named columns, with the sentences needed to read them."""

    title: str
    columns: Sequence[str]
    notes: Sequence[str] = ()
    rows: list[list[Cell]] = field(default_factory=list)

    def add(self, *row: Cell) -> None:
        """Append a row."""
        if len(row) != len(self.columns):
            raise ValueError(f"{len(row)} cells under {len(self.columns)} columns")
        self.rows.append(list(row))

    def markdown(self) -> str:
        """As a Markdown table; numbers to three digits that count."""
        lines = [f"## {self.title}", "", *_row(self.columns), *_row(["---"] * len(self.columns))]
        for row in self.rows:
            lines += _row([_shown(cell) for cell in row])
        return "\n".join([*lines, "", *self.notes, ""])


def _row(cells: Sequence[str]) -> list[str]:
    return ["| " + " | ".join(cells) + " |"]


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:,.0f}" if abs(cell) >= 1000 else f"{cell:.3g}"
    return f"{cell:,}" if isinstance(cell, int) else cell


def machine() -> dict[str, str | int | float]:
    """What the times depend on."""
    found: dict[str, str | int | float] = {
        "python": platform.python_version(), "system": platform.system(), "machine": platform.machine(),
        "processors": os.cpu_count() or 1,
    }
    found |= {name: version(name) for name in ("numpy", "numba")}
    if hasattr(os, "getloadavg"):
        found["load_at_the_end"] = round(os.getloadavg()[0], 1)
    return found


def report(name: str, tables: Sequence[Table]) -> None:
    """Print the tables and write them to results/benchmarks/NAME.md and NAME.json."""
    facts = machine()
    told = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in facts.items())
    text = "\n".join([f"# Benchmark: {name}", "", *(table.markdown() for table in tables), f"Measured with {told}.", ""])
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / f"{name}.md").write_text(text, encoding="utf-8")
    data = {
        "benchmark": name, "machine": facts,
        "tables": [{"title": t.title, "columns": list(t.columns), "rows": t.rows, "notes": list(t.notes)} for t in tables],
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(text)
