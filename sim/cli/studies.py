"""A study on the screen: what was found of the primary metric, what is not done, where the tables are."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.screen import Cell, line, table
from sim.locale import Translator

if TYPE_CHECKING:
    from rich.console import Console

    from sim.sweep.result import Sweep

SHOWN = 40
"""Differences shown; all are in differences.csv."""


def show_study(console: Console, found: Sweep, folder: Path, say: Translator) -> None:
    """Differences of the primary metric from the first structure, what failed, and the files."""
    form = found.table.study.form
    line(console, form.title.zh if say.lang == "zh" else form.title.en, "bold")
    if form.question is not None:
        line(console, form.question.zh if say.lang == "zh" else form.question.en)
    line(console, say("{worlds} worlds × {structures} structures × {replications} paired replications, seed {seed}",
                      worlds=len(found.table.worlds), structures=len(found.table.structures), replications=found.replications, seed=found.table.seed))  # fmt: skip
    line(console)
    _unfinished(console, found, folder, say)
    _primary(console, found, say)
    line(console)
    line(console, say("Tables and picture in {folder}: {names}", folder=folder, names="runs.csv, summary.csv, differences.csv, dictionary.csv, figure-en.png, figure-zh.png"))
    line(console, say("Everything here holds under the stated assumptions of the scenarios and ranges."), "dim")


def _unfinished(console: Console, found: Sweep, folder: Path, say: Translator) -> None:
    from sim.store import State

    for state in (State.failed, State.killed, State.timed_out):
        if count := found.count(state):
            text = say("{n} runs {state}: shequ store show {folder} tells why, --retry makes them again", n=count, state=say(state.value), folder=folder)
            line(console, text, "yellow")


def _primary(console: Console, found: Sweep, say: Translator) -> None:
    """One row per structure; with several worlds, how many of them say higher, lower, no difference, cannot tell."""
    from sim.metrics import METRICS
    from sim.study.compare import VERDICTS

    metric = METRICS[found.metric_ids[0]]
    name = metric.zh if say.lang == "zh" else metric.en
    line(console, say("{metric} ({unit}), difference from structure 0 ({first})", metric=name, unit=say(metric.unit), first=_structure(found, 0, say)), "bold")
    rows = []
    mine = [(world, one) for world, one in found.differences if one.metric == metric.id]
    for structure in list(dict.fromkeys(one.option for _, one in mine))[:SHOWN]:
        its = [one for _, one in mine if one.option == structure]
        cells = [Cell(str(structure), right=True), Cell(_structure(found, structure, say))]
        if len(its) == 1:
            one = its[0]
            spread = "" if math.isnan(one.low) else f"[{one.low:+.4g}, {one.high:+.4g}]"
            cells += [Cell(f"{one.difference:+.4g}", right=True), Cell(spread), Cell(say(VERDICTS[one.verdict]))]
        else:
            counts = {word: sum(one.verdict == word for one in its) for word in VERDICTS}
            mean = sum(one.difference for one in its) / len(its)
            told = ", ".join(say("{n} worlds: {verdict}", n=count, verdict=say(VERDICTS[word])) for word, count in counts.items() if count)
            cells += [Cell(f"{mean:+.4g}", right=True), Cell(told)]
        rows.append(cells)
    table(console, rows)
    if len(found.table.structures) - 1 > SHOWN:
        line(console, say("  … and {n} more structures in differences.csv", n=len(found.table.structures) - 1 - SHOWN))


def _structure(found: Sweep, number: int, say: Translator) -> str:
    """ "grids 27, grid workers 34, dispatch nearest" in the reader's language."""
    shape, factors = found.table.structures[number], found.table.study.factors
    words = []
    for name, value in shape.levers.items():
        factor = factors[name]
        shown = say("yes" if value else "no") if isinstance(value, bool) else value
        words.append(f"{(factor.zh if say.lang == 'zh' else factor.en) or name} {shown}")
    options = found.table.study.form.options
    option = options.get(shape.option)
    title = (option.zh if say.lang == "zh" else option.en) if option else ""
    return ", ".join([*([title or shape.option] if len(options) > 1 else []), *words]) or shape.option


__all__ = ["show_study"]
