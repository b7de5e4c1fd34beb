"""A study's tables as files, the same bytes for the same results, with a dictionary of every column; and what the study was.

    runs.csv           one row per run: where it belongs, its state, the named metrics
    all-metrics.csv.gz the same with every metric
    summary.csv        mean and interval of every point           differences.csv   paired, of every structure from the first
    dictionary.csv     name, unit, meaning in English and Chinese
    study.json         what was run, from which seed, with which versions: what one needs to make it again
    log.csv            time, memory, host, attempts of every run: the only file that differs from one machine to the next
"""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from sim.draft import draft
from sim.metrics import METRICS
from sim.scenario.positions import KeyPath
from sim.scenario.schema import declared
from sim.sweep.fault import writing
from sim.sweep.result import Sweep
from sim.sweep.table import RunTable

FILES = ("runs.csv", "all-metrics.csv.gz", "summary.csv", "differences.csv", "dictionary.csv", "study.json", "log.csv")

COLUMNS: dict[str, tuple[str, str, str]] = {
    "world": ("number", "combination of the uncertainties, from 0", "不确定因素的组合,从 0 起"),
    "structure": ("number", "option with one combination of the levers, from 0; the first is the yardstick", "方案与可决定因素的组合,从 0 起;第一个为参照"),
    "option": ("id", "organisation", "组织方案"),
    "replicate": ("number", "replication; the same number means the same chances for every structure", "重复序号;同号即同样的随机因素"),
    "state": ("word", "done, failed, killed, timed out, pending or running", "运行状态"),
    "metric": ("id", "metric that the row is about", "指标"),
    "mean": ("of the metric", "mean over the replications", "各次重复的均值"),
    "low": ("of the metric", "lower end of the 95 % t interval", "95% t 区间下限"),
    "high": ("of the metric", "upper end of the 95 % t interval", "95% t 区间上限"),
    "sd": ("of the metric", "standard deviation between replications", "重复间标准差"),
    "replications": ("runs", "replications behind the row", "重复次数"),
    "reason": ("text", "why there is no interval or no verdict", "无区间或无结论的原因"),
    "difference": ("of the metric", "paired mean difference from the first structure of the same world", "与同一世界第一个结构的配对均差"),
    "verdict": ("word", "higher, lower, no difference, cannot tell", "结论"),
    "relevant": ("of the metric", "smallest difference worth talking about", "值得一提的最小差异"),
    "p": ("probability", "two-sided, paired t test", "配对 t 检验双侧 p 值"),
    "p_holm": ("probability", "the same, adjusted by Holm over all differences of all named metrics", "经 Holm 校正的 p 值"),
    "replications_needed": ("runs", "replications that would settle it", "足以得出结论的重复次数"),
    "key": ("hex", "SHA-256 of engine, scenario, seed and replicate", "运行标识"),
    "attempts": ("times", "how often it was begun", "尝试次数"),
    "stage": ("word", "how far a run that failed had come", "失败所在阶段"),
    "wall_s": ("s", "time it took", "用时"),
    "peak_mb": ("MiB", "most memory its process had had by then", "进程内存峰值"),
    "host": ("name", "machine", "主机"),
    "engine": ("version", "version of Shequ and hash of its sources", "引擎版本与源码哈希"),
    "shequ": ("version", "version of Shequ", "Shequ 版本"),
    "python": ("version", "version of Python", "Python 版本"),
    "numpy": ("version", "version of numpy", "numpy 版本"),
    "numba": ("version", "version of numba", "numba 版本"),
}
"""Column -> unit, meaning in English and in Chinese; metrics and factors speak for themselves."""

def write_tables(found: Sweep, folder: Path, command: str = "") -> list[Path]:
    """Write all tables into a folder, each whole or not at all. Returns their paths."""
    return [
        write_file(folder / "runs.csv", lambda file: found.frame().to_csv(file, index=False, lineterminator="\n")),
        _write_packed(folder / "all-metrics.csv.gz", found),
        write_file(folder / "summary.csv", lambda file: found.summary.to_csv(file, index=False, lineterminator="\n")),
        write_file(folder / "differences.csv", lambda file: found.contrasts.to_csv(file, index=False, lineterminator="\n")),
        write_file(folder / "dictionary.csv", lambda file: _rows(file, ("column", "unit", "en", "zh"), dictionary(found.table))),
        write_file(folder / "study.json", lambda file: file.write(json.dumps(_about(found, command), ensure_ascii=False, indent=1) + "\n")),
        write_file(folder / "log.csv", lambda file: _log(file, found)),
    ]


def dictionary(table: RunTable) -> list[tuple[str, str, str, str]]:
    """(column, unit, English, Chinese) of every column of every table of a study."""
    rows = [(name, *told) for name, told in COLUMNS.items()]
    rows += [(name, *_factor(table, name)) for name in table.factors]
    return rows + [(one.id, one.unit, one.definition_en, one.definition_zh) for one in METRICS.values()]


def _factor(table: RunTable, name: str) -> tuple[str, str, str]:
    """Unit and meaning of a factor: what the scenario's declaration says of its path."""
    factor = table.study.factors[name]
    en, zh = factor.en or name, factor.zh or name
    path: KeyPath = tuple(factor.path.split(".")) if factor.path else ()
    slot = declared(path) if path else None
    if slot is None or slot.field is None:
        return ("yes/no" if factor.practice else "choice", f"{en} ({factor.practice})" if factor.practice else en, zh)
    return slot.extra("unit"), f"{en}: {slot.description} ({factor.path})", f"{zh}:{slot.extra('zh')}({factor.path})"


def _about(found: Sweep, command: str) -> dict[str, Any]:
    form = found.table.study.form
    return {
        "study": found.table.study.name, "title": form.title.model_dump(), "question": form.question.model_dump() if form.question else None,
        "worlds": len(found.table.worlds), "structures": len(found.table.structures), "replications": found.replications,
        "runs": int(found.states.size), "complete": found.complete, "metrics": list(found.metric_ids), "keep": list(form.keep),
        "file": found.table.study.document.text, "provenance": found.provenance(command),
    }  # fmt: skip


def _log(file: IO[str], found: Sweep) -> None:
    writer: csv.DictWriter[str] | None = None
    for row in found.log():
        if writer is None:
            names = list(dict.fromkeys([*row, "engine", "shequ", "python", "numpy", "numba"]))
            writer = csv.DictWriter(file, names, restval="", extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
        writer.writerow(row)


def _rows(file: IO[str], header: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)


def write_file(path: Path, fill: Callable[[IO[str]], Any]) -> Path:
    """Write a text file under a temporary name, then put it in its place. Raises StudyFault if it cannot be written."""
    with _replaced(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        fill(file)
        file.flush()
        os.fsync(file.fileno())
    return path


def _write_packed(path: Path, found: Sweep) -> Path:
    """Every metric of every run, read run by run so that no memory is needed for them all; the same bytes each time."""
    with _replaced(path) as part, part.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed:
        text = io.TextIOWrapper(packed, encoding="utf-8", newline="")
        writer = csv.writer(text, lineterminator="\n")
        labels = list(found.table.points[0].labels)
        writer.writerow([*labels, "replicate", "state", *METRICS])
        for row, run in found.records():
            done = run is not None and run.metrics
            numbers = [repr(run.metrics[name]) if done and run else "" for name in METRICS]
            writer.writerow([*row.point.labels.values(), row.replicate, run.state.value if run else "pending", *numbers])
        text.flush()
        text.detach()
    return path


@contextlib.contextmanager
def _replaced(path: Path) -> Iterator[Path]:
    """A temporary name; what was written under it takes the place of the file when it is whole."""
    with writing(path), draft(path) as part:
        yield part


__all__ = ["COLUMNS", "FILES", "dictionary", "write_file", "write_tables"]
