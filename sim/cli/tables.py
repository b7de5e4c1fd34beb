"""The tables of one run as CSV files that a spreadsheet opens in either language (UTF-8 with a byte order mark)."""

from __future__ import annotations

from pathlib import Path

from sim.cli.screen import line, messages
from sim.locale import Translator
from sim.study.run import Replications, run


def write_tables(folder: Path, many: Replications, say: Translator) -> None:
    """Write issues, handlers, daily and funnel of replicate 0, the register, and the metrics of all replicates."""
    folder.mkdir(parents=True, exist_ok=True)
    result = run(many.scenario, replicate=0)
    tables = {
        "issues": result.issues.set_index("issue"),
        "handlers": result.handlers.set_index("handler"),
        "daily": result.daily,
        "funnel": result.funnel,
        "register": result.ledger.set_index("issue"),
        "metrics": many.metrics,
    }
    if len(result.visits):
        tables["visits"] = result.visits.set_index(result.visits.columns[0])
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", encoding="utf-8-sig", lineterminator="\n")
    line(
        messages(), say("Tables in {folder}: {names}", folder=folder, names=", ".join(f"{name}.csv" for name in tables))
    )
