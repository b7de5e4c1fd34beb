"""Tables of analyses as CSV files, each with a dictionary of its columns: name, unit, meaning in English and Chinese."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING

from sim.analysis.glossary import meaning
from sim.sweep import tables

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: dict[str, tuple[str, str, str]] = {
    "output": ("word", "what is analysed: the level of the first, or the difference of a structure (or option) from it", "所分析的输出:第一个的水平,或某结构(方案)与它之差"),
    "structure": ("number", "structure, or option where levers are analysed, from 0", "结构序号;分析可决定因素时为方案序号,从 0 起"),
    "versus": ("number", "structure that it is compared with", "比较对象的序号"),
    "noise_share": ("share", "how much of the differences between the points' means is chance of the replications", "各点均值之差中,有多少只是重复的随机性"),
    "practice": ("id", "practice that is on or off", "做法(代号)"),
    "total": ("of the metric", "all practices on, minus none", "全部做法与全无做法之差"),
    "term": ("ids", "practice, or practices that act together", "做法,或共同起作用的做法"),
    "number": ("number", "structure, from 0", "结构序号,从 0 起"),
    "name": ("text", "what it is called, in English", "英文名称"),
    "name_zh": ("text", "what it is called, in Chinese", "中文名称"),
    "world_best": ("word", "whether it is ahead on the primary metric in the mean over the worlds", "按主要指标的各世界均值是否领先"),
    "about": ("word", "the level of all structures, or the difference of one from the first", "全部结构的水平,或某结构与第一个之差"),
}
"""Column -> unit, English, Chinese; of columns that the analyses' own glossary has not, or not in this sense."""


def write_frames(folder: Path, frames: Mapping[str, pd.DataFrame]) -> list[Path]:
    """Write NAME.csv for every frame that has rows, and one dictionary for all: FIRST-dictionary.csv. The same bytes for the same numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {name: frame for name, frame in frames.items() if len(frame)}
    paths = [_csv(folder / f"{name}.csv", frame) for name, frame in written.items()]
    names = list(dict.fromkeys(str(column) for frame in written.values() for column in frame.columns))
    if names:
        path = folder / f"{next(iter(frames))}-dictionary.csv"
        paths.append(tables.write_file(path, lambda file: _dictionary(file, names)))
    return paths


def _csv(path: Path, frame: pd.DataFrame) -> Path:
    return tables.write_file(path, lambda file: frame.to_csv(file, index=False, lineterminator="\n"))


def _dictionary(file: IO[str], names: Iterable[str]) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("column", "unit", "en", "zh"))
    for name in names:
        if name in COLUMNS or name in tables.COLUMNS:
            writer.writerow((name, *(COLUMNS.get(name) or tables.COLUMNS[name])))
        else:
            known = meaning(name)
            writer.writerow((name, known.unit, known.en, known.zh))


__all__ = ["COLUMNS", "write_frames"]
