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
    from sim.cli.answers import header

    header(console, found, say)
    line(console)
    _primary(console, found, say)
    show_leaders(console, found, say)
    line(console)
    line(console, say("Tables and picture in {folder}: {names}", folder=folder, names="runs.csv, summary.csv, differences.csv, dictionary.csv, figure-en.png, figure-zh.png"))
    line(console, say("Everything here holds under the stated assumptions of the scenarios and ranges."), "dim")


def show_unfinished(console: Console, found: Sweep, folder: Path, say: Translator) -> None:
    """How many runs failed, were killed or ran out of time."""
    from sim.store import State

    for state in (State.failed, State.killed, State.timed_out):
        if count := found.count(state):
            text = say("{n} runs {state}: shequ store show {folder} tells why, --retry makes them again", n=count, state=say(state.value), folder=folder)
            line(console, text, "yellow")


def _primary(console: Console, found: Sweep, say: Translator) -> None:
    """One row per structure; with several worlds, how many of them say higher, lower, no difference, cannot tell."""
    from sim.locale.numbers import decimals, difference_text, unit_of
    from sim.metrics import METRICS
    from sim.study.compare import VERDICTS
    from sim.study.wording import difference_texts, metric_name
    from sim.sweep.names import structure_name

    metric = METRICS[found.metric_ids[0]]
    unit = unit_of(metric.unit)
    line(console, say("{metric}, difference from structure 0 ({first})", metric=metric_name(metric, say), first=structure_name(found.table, 0, say.lang)), "bold")
    rows = []
    mine = [(world, one) for world, one in found.differences if one.metric == metric.id]
    for structure in list(dict.fromkeys(one.option for _, one in mine))[:SHOWN]:
        its = [one for _, one in mine if one.option == structure]
        cells = [Cell(str(structure), right=True), Cell(structure_name(found.table, structure, say.lang))]
        if len(its) == 1:
            one = its[0]
            text, interval = difference_texts(metric, one.difference, one.low, one.high, say)
            cells += [Cell(text, right=True), Cell(interval), Cell(say(VERDICTS[one.verdict]))]
        else:
            counts = {word: sum(one.verdict == word for one in its) for word in VERDICTS}
            mean = sum(one.difference for one in its) / len(its)
            told = ", ".join(say("{n} worlds: {verdict}", n=count, verdict=say(VERDICTS[word])) for word, count in counts.items() if count)
            cells += [Cell(difference_text(mean, unit, decimals(unit, math.nan, mean), say.lang), right=True), Cell(told)]
        rows.append(cells)
    table(console, rows)
    if len(found.table.structures) - 1 > SHOWN:
        line(console, say("  … and {n} more structures in differences.csv", n=len(found.table.structures) - 1 - SHOWN))


def show_leaders(console: Console, found: Sweep, say: Translator) -> None:
    """Which structures may be ahead on the primary metric, whether that is settled, and how many more replications it takes at most."""
    from sim.sweep.leaders import leaders
    from sim.sweep.wording import leaders_text

    told = leaders(found)
    if told is None or not found.complete:
        return
    line(console)
    line(console, leaders_text(told, found, say), "dim" if told.found is None else "")


__all__ = ["show_leaders", "show_study", "show_unfinished"]
