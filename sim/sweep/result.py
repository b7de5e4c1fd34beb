"""A study as a person reads it: one row per run, summaries, and differences between structures on the same chances."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.metrics import METRICS
from sim.metrics.catalogue import find
from sim.store import ReadOnlyStore, Run, RunStore, State, open_readonly
from sim.study.compare import Difference, judge
from sim.study.interval import estimate, holm
from sim.study.origin import Origin, versions
from sim.sweep.identity import engine
from sim.sweep.table import Row, RunTable

if TYPE_CHECKING:
    import pandas as pd

Floats = npt.NDArray[np.float64]
STATES = tuple(State)
"""States by their place in `Sweep.states`; the first is that of a run without a record."""


@dataclass(frozen=True, eq=False)
class Sweep:
    """All runs of a study up to a number of replications. Of each run only the named metrics are held; the rest stays in the store."""

    table: RunTable
    path: Path
    """the store"""
    values: Floats
    """(metric, world, structure, replicate); nan where a run is not done, or has nothing to count"""
    states: npt.NDArray[np.int8]
    """(world, structure, replicate): place in STATES"""
    partial: bool = False
    """one shard: most runs are elsewhere"""

    @classmethod
    def read(cls, table: RunTable, store: RunStore | ReadOnlyStore, replications: int, partial: bool) -> Sweep:
        """Read the runs of the table from a store."""
        names = tuple(table.study.form.metrics)
        shape = (len(table.worlds), len(table.structures), replications)
        values, states = np.full((len(names), *shape), np.nan), np.zeros(shape, np.int8)
        for row in table.rows(0, replications):
            run = store.get(row.key)
            if run is None:
                continue
            at = (row.point.world.number, row.point.structure.number, row.replicate)
            states[at] = STATES.index(run.state)
            if run.state is State.done:
                values[(slice(None), *at)] = [run.metrics[name] for name in names]
        return cls(table, Path(store.path), values, states, partial)

    @property
    def replications(self) -> int:
        """Replications of every point."""
        return int(self.states.shape[2])

    @property
    def metric_ids(self) -> tuple[str, ...]:
        """The metrics named in advance, the primary one first."""
        return tuple(self.table.study.form.metrics)

    def count(self, state: State) -> int:
        """Runs in a state."""
        return int(np.count_nonzero(self.states == STATES.index(state)))

    @property
    def complete(self) -> bool:
        """Whether every run is done."""
        return self.count(State.done) == self.states.size

    def cube(self, metric: str) -> Floats:
        """Values of a metric (world, structure, replicate); nan where a run is not done, or has nothing to count."""
        name = find(metric).id
        if name in self.metric_ids:
            return np.asarray(self.values[self.metric_ids.index(name)])
        found = np.full(self.states.shape, np.nan)
        for row, run in self.records():
            if run is not None and run.state is State.done:
                found[row.point.world.number, row.point.structure.number, row.replicate] = run.metrics[name]
        return found

    def _labels(self) -> list[dict[str, Any]]:
        return [point.labels for point in self.table.points]

    def frame(self, metrics: Sequence[str] | None = None) -> pd.DataFrame:
        """One row per run: world, structure, option, every factor, replicate, state, then metrics (the named ones, or those asked for)."""
        import pandas as pd

        cubes = {find(name).id: self.cube(name) for name in metrics or self.metric_ids}
        rows = []
        for replicate in range(self.replications):
            for labels in self._labels():
                at = (labels["world"], labels["structure"], replicate)
                state = STATES[self.states[at]].value
                rows.append({**labels, "replicate": replicate, "state": state, **{name: float(cube[at]) for name, cube in cubes.items()}})
        return pd.DataFrame(rows)

    @cached_property
    def summary(self) -> pd.DataFrame:
        """One row per point and named metric: mean and 95 % t interval over the replications, and why there is none."""
        import pandas as pd

        rows = []
        for name in self.metric_ids:
            cube = self.cube(name)
            for labels in self._labels():
                found = estimate(cube[labels["world"], labels["structure"]])
                rows.append({**labels, "metric": name, "mean": found.mean, "low": found.low, "high": found.high, "sd": found.sd,
                             "replications": found.n, "reason": str(found.reason or "")})  # fmt: skip
        return pd.DataFrame(rows)

    @cached_property
    def differences(self) -> tuple[tuple[int, Difference], ...]:
        """(world, difference) of every structure from the first, paired on the same replications, for every named metric."""
        found = []
        for name in self.metric_ids:
            cube = self.cube(name)
            for world in range(cube.shape[0]):
                found += [(world, judge(METRICS[name], at, cube[world, 0], cube[world, at])) for at in range(1, cube.shape[1])]
        return tuple(found)

    @cached_property
    def contrasts(self) -> pd.DataFrame:
        """One row per difference: its factors, the interval, the verdict, Holm's p over all differences of all named metrics."""
        import pandas as pd

        adjusted = holm([one.p for _, one in self.differences])
        labels = {(row["world"], row["structure"]): row for row in self._labels()}
        rows = [
            {**labels[world, one.option], "metric": one.metric, "difference": one.difference, "low": one.low, "high": one.high,
             "verdict": one.verdict, "relevant": one.relevant, "p": one.p, "p_holm": p,
             "replications_needed": one.reason.needed if one.reason and one.reason.needed else math.nan, "reason": str(one.reason or "")}
            for (world, one), p in zip(self.differences, adjusted, strict=True)
        ]  # fmt: skip
        return pd.DataFrame(rows)

    def records(self) -> Iterator[tuple[Row, Run | None]]:
        """Every run of the table with its record, one after another: for tables that need more than the named metrics."""
        with open_readonly(self.path) as store:
            for row in self.table.rows(0, self.replications):
                yield row, store.get(row.key)

    def log(self) -> Iterator[dict[str, Any]]:
        """How each run was made: state, attempts, stage, time, memory, host, versions. The only table that differs from machine to machine."""
        for row, found in self.records():
            run = found or Run(key=row.key)
            yield {
                **row.point.labels, "replicate": row.replicate, "key": run.key, "state": run.state.value, "attempts": run.attempts,
                "stage": run.stage, "wall_s": run.wall_s, "peak_mb": run.peak_mb, "host": run.host, **run.versions,
            }  # fmt: skip

    def provenance(self, command: str = "") -> dict[str, Any]:
        """What one needs to make the same study again. There is no time in it."""
        hashes = tuple(dict.fromkeys(point.sha256 for point in self.table.points))
        return {**Origin(versions(), self.table.seed, hashes, command).to_dict(), "engine": engine()}

    def __repr__(self) -> str:
        size = f"{len(self.table.worlds)} worlds, {len(self.table.structures)} structures, {self.replications} replications"
        return f"<Sweep {self.table.study.name!r}: {size}, {self.count(State.done)} of {self.states.size} runs done>"


__all__ = ["STATES", "Sweep"]
