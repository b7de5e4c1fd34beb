"""All metrics of all runs as a Parquet file, for those who have pyarrow (extra: shequ[parquet])."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from sim.draft import draft
from sim.locale import mark
from sim.metrics import METRICS
from sim.sweep.fault import StudyFault, writing
from sim.sweep.result import Sweep

BATCH = 10_000
"""Runs held in memory at once."""


def require_parquet() -> None:
    """Say before anything is run that pyarrow is missing. Raises StudyFault."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise StudyFault(mark("Parquet files need pyarrow: {command}"), command='pip install "shequ[parquet]"') from error


def write_parquet(found: Sweep, folder: Path) -> Path:
    """Write all-metrics.parquet: the rows and columns of all-metrics.csv.gz with their types; nan where a run is not done. Same results, same bytes."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / "all-metrics.parquet"
    rows = _rows(found)
    first = list(islice(rows, BATCH))
    schema = pa.Schema.from_pandas(pd.DataFrame(first), preserve_index=False)
    with writing(path), draft(path) as part, pq.ParquetWriter(part, schema, compression="zstd") as writer:
        while first:
            writer.write_table(pa.Table.from_pandas(pd.DataFrame(first), schema, preserve_index=False))
            first = list(islice(rows, BATCH))
    return path


def _rows(found: Sweep) -> Iterator[dict[str, Any]]:
    """One row per run; a factor that takes words and numbers becomes words."""
    mixed = {name for name in found.table.factors if len({type(point.labels.get(name)) for point in found.table.points}) > 1}
    for row, run in found.records():
        done = run is not None and run.metrics
        labels = {name: str(value) if name in mixed else value for name, value in row.point.labels.items()}
        values = {name: run.metrics[name] if done and run else float("nan") for name in METRICS}
        yield {**labels, "replicate": row.replicate, "state": run.state.value if run else "pending", **values}


__all__ = ["require_parquet", "write_parquet"]
