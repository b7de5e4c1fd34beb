"""`shequ robust`: structures over many possible worlds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import typer

from sim.cli import options
from sim.cli.language import help_language
from sim.cli.sensitivity import StudyOrFolder
from sim.cli.sweep import ExecutorName, Out, Retry, Scheduler, executor_word

if TYPE_CHECKING:
    from rich.console import Console

    from sim.cli.screen import Cell
    from sim.locale import Translator
    from sim.sweep.robustness import Robustness

say = help_language()

HELP = options.teach(
    say(
        "Compare the structures of a study over all its worlds: in how many each meets the thresholds, how much each may miss (regret), which no other "
        "beats for certain, and in which worlds one fails. Runs that are missing are made."
    ),
    "shequ robust experiments/robust-street-office.toml",
    "shequ robust results/robust-street-office",
)

SHOWN = 40
"""Structures shown; all are in robust.csv."""


def robust(
    study: StudyOrFolder,
    out: Out = None,
    executor: ExecutorName = "processes",
    scheduler: Scheduler = None,
    retry: Retry = False,
    workers: options.Workers = None,
    lang: options.Lang = None,
) -> None:
    """Run what is missing, analyse, show."""
    from sim.cli.answers import answer
    from sim.sweep import questions
    from sim.sweep.robustness import write_robustness
    from sim.sweep.spread import draw_robustness
    from sim.sweep.sweep import How

    how = How(executor_word(executor, scheduler), workers, scheduler, retry=retry)
    answer(study, out, how, options.speak(lang), ask=questions.robust, write=write_robustness, draw=draw_robustness, show=show_robustness)


def show_robustness(console: Console, found: Robustness, spoken: Translator) -> None:
    """Thresholds, a table of structures, where one fails, and how much is unknown."""
    from sim.cli.answers import tell_why
    from sim.cli.screen import line
    from sim.metrics import METRICS
    from sim.study.wording import metric_name
    from sim.sweep.wording import failing_texts, thresholds_text, unknown_texts

    line(console)
    line(console, thresholds_text(found, spoken), "dim" if found.satisficing is None else "")
    _structures(console, found, spoken)
    line(console)
    for texts in (failing_texts(found, spoken), unknown_texts(found, spoken, SHOWN)):
        for at, text in enumerate(texts):
            line(console, "  " + text if at else text)
    told = {}
    for analysis, error in found.why.items():
        metric = METRICS.get(analysis.rsplit(" ", 1)[-1])
        told[metric.id if metric else analysis] = (error, metric_name(metric, spoken) if metric else "")
    for error, about in told.values():
        tell_why(console, error, spoken, about)


def _structures(console: Console, found: Robustness, spoken: Translator) -> None:
    """One row per structure."""
    from sim.cli.screen import Cell, line, table
    from sim.metrics import METRICS
    from sim.study.wording import metric_name

    metric = METRICS[found.sweep.metric_ids[0]]
    line(console, spoken("Regret: how much a structure falls short of the one that is ahead in the same world, of “{metric}”", metric=metric_name(metric, spoken)))
    head = [Cell(""), *([Cell(spoken("good enough"), True, "dim")] if found.satisficing else []), Cell(spoken("regret: mean"), True, "dim"),
            Cell(spoken("90th percentile"), True, "dim"), Cell(spoken("largest"), True, "dim"), Cell(spoken("ahead in"), True, "dim"),
            Cell(spoken("first for"), True, "dim"), Cell("")]  # fmt: skip
    rows = [head, *(_row(found, at, spoken) for at in range(min(SHOWN, len(found.structures))))]
    table(console, rows)
    if len(found.structures) > SHOWN:
        line(console, spoken("  … and {n} more structures in robust.csv", n=len(found.structures) - SHOWN))
    line(console, "  " + spoken("good enough, ahead in: share of the worlds of this study, no probability; first for: share of all weightings of the named metrics"), "dim")


def _row(found: Robustness, at: int, spoken: Translator) -> list[Cell]:
    from sim.cli.screen import Cell
    from sim.locale.numbers import decimals, unit_of
    from sim.metrics import METRICS
    from sim.sweep.names import structure_name
    from sim.sweep.wording import front_text

    name = found.sweep.metric_ids[0]
    one, unit = found.regrets[name], unit_of(METRICS[name].unit)
    values = [float(one.regret[:, at].mean()), float(one.high[at]), float(one.worst[at])]
    digits = decimals(unit, math.nan, float(one.worst.max()))
    behind = unit.difference[spoken.lang == "zh"]
    cells = [Cell(structure_name(found.sweep.table, at, spoken.lang))]
    if found.satisficing is not None:
        cells.append(Cell(spoken("{share} % of worlds", share=f"{100 * found.satisficing.share[at]:.0f}"), True))
    cells += [Cell(f"{value * unit.factor:,.{digits}f}{behind}", True) for value in values]
    cells.append(Cell(spoken("{share} % of worlds", share=f"{100 * float(one.best[at]):.0f}"), True))
    stable = found.stability
    cells.append(Cell("" if stable is None else spoken("{share} % of weights", share=f"{100 * float(stable.ranks[at, 0]):.0f}"), True))
    return [*cells, Cell(front_text(found, at, spoken), False, "dim")]


def add_to(app: typer.Typer) -> None:
    """Make it a command."""
    app.command("robust", help=HELP, short_help=say("structures over many possible worlds"))(robust)
