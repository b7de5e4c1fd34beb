"""`shequ sensitivity`: which of the unknowns in a study matters for its results."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import options
from sim.cli.language import help_language
from sim.cli.sweep import ExecutorName, Out, Retry, Scheduler, executor_word

if TYPE_CHECKING:
    from rich.console import Console

    from sim.analysis.pawn import Pawn
    from sim.analysis.sensitivity import Morris, Sobol
    from sim.cli.screen import Cell
    from sim.locale import Translator
    from sim.metrics import Metric
    from sim.sweep.sensitivity import Answer, Sensitivity

say = help_language()

HELP = options.teach(
    say(
        "Say which unknowns of a study matter, for the level of every named metric and for its difference between structures. Runs that are "
        "missing are made. The design decides the method: morris screens, saltelli shares out the variance (Sobol), lhs and others move the "
        "distribution (PAWN)."
    ),
    "shequ sensitivity experiments/sensitivity-longhua.toml",
    "shequ sensitivity results/sensitivity-longhua",
)

StudyOrFolder = Annotated[Path, typer.Argument(metavar="STUDY", help=say("a study file (.toml), or the folder of a study that was run: then nothing is run"))]

SHOWN = 4
"""Outputs of a metric on the screen: the level and three differences; the others are in sensitivity.csv."""


def sensitivity(
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
    from sim.sweep.sensitivity import write_sensitivity
    from sim.sweep.sweep import How
    from sim.sweep.tornado import draw_sensitivity

    how = How(executor_word(executor, scheduler), workers, scheduler, retry=retry)
    answer(study, out, how, options.speak(lang), ask=questions.sensitivity, write=write_sensitivity, draw=draw_sensitivity, show=show_sensitivity)


def show_sensitivity(console: Console, found: Sensitivity, spoken: Translator) -> None:
    """A table per metric: factors by rows, the level and the differences by columns."""
    from sim.cli.screen import line
    from sim.sweep.wording import method_text

    line(console, method_text(found, spoken))
    for metric in found.sweep.metric_ids:
        line(console)
        _metric(console, found, [answer for answer in found.answers if answer.output.metric == metric], spoken)


def _metric(console: Console, found: Sensitivity, answers: list[Answer], spoken: Translator) -> None:
    from sim.cli.answers import tell_why
    from sim.cli.screen import Cell, line, table
    from sim.metrics import METRICS
    from sim.study.wording import metric_name
    from sim.sweep.names import factor_name
    from sim.sweep.wording import output_name

    metric = METRICS[answers[0].output.metric]
    line(console, metric_name(metric, spoken), "bold")
    good = [answer for answer in answers if answer.found is not None]
    for answer in answers:
        if answer.why is not None:
            tell_why(console, answer.why, spoken, output_name(found, answer.output, spoken))
    if not good:
        return
    columns = [_cells(answer, metric, spoken) for answer in good[:SHOWN]]
    order = sorted(range(len(found.factors)), key=lambda at: -good[-1].sizes[at])
    head = [Cell("")]
    for answer, column in zip(good, columns, strict=False):
        head += [Cell(output_name(found, answer.output, spoken), style="dim"), *[Cell("")] * (len(column[0]) - 1)]
    rows = [head]
    for at in order:
        name = factor_name(found.sweep.table.study, found.factors[at], spoken.lang)
        rows.append([Cell(name), *(cell for column in columns for cell in column[at])])
    table(console, rows)
    if len(good) > SHOWN:
        line(console, "  " + spoken("… and {n} more outputs in sensitivity.csv", n=len(good) - SHOWN))
    _words(console, found, good, spoken)


def _cells(answer: Answer, metric: Metric, spoken: Translator) -> list[list[Cell]]:
    from sim.analysis.sensitivity import Morris, Sobol

    one = answer.found
    if isinstance(one, Morris):
        return [_morris_cells(one, at, metric, spoken) for at in range(len(one.names))]
    if isinstance(one, Sobol):
        return [_sobol_cells(one, at) for at in range(len(one.names))]
    assert one is not None
    return [_pawn_cells(one, at, spoken) for at in range(len(one.names))]


def _morris_cells(one: Morris, at: int, metric: Metric, spoken: Translator) -> list[Cell]:
    from sim.cli.screen import Cell
    from sim.sweep.wording import effect_text, sigma_text

    small = one.names[at] in one.negligible
    word = spoken("negligible") if small else f"sigma {sigma_text(one, at, metric)}"
    return [Cell(effect_text(one, at, metric, spoken), True, "dim" if small else ""), Cell(word, False, "dim")]


def _sobol_cells(one: Sobol, at: int) -> list[Cell]:
    from sim.cli.screen import Cell

    return [Cell(f"S1 {100 * one.s1[at]:.0f} % (± {100 * one.s1_conf[at]:.0f})", True), Cell(f"ST {100 * one.st[at]:.0f} % (± {100 * one.st_conf[at]:.0f})", True)]


def _pawn_cells(one: Pawn, at: int, spoken: Translator) -> list[Cell]:
    from sim.cli.screen import Cell

    above = one.names[at] in one.influential
    return [Cell(f"{one.median[at]:.2f}", True, "" if above else "dim"), Cell(spoken("above {limit}", limit=f"{one.threshold[at]:.2f}") if above else spoken("as by chance"), False, "dim")]


def _words(console: Console, found: Sensitivity, good: list[Answer], spoken: Translator) -> None:
    """What it means: which factors matter most, which may be held fixed, and what makes it uncertain."""
    from sim.cli.screen import line
    from sim.sweep.wording import doubts, matters_text

    for answer in good[:SHOWN]:
        line(console, "  " + matters_text(found, answer, spoken))
        for doubt in doubts(answer, spoken):
            line(console, "  " + doubt, "yellow")


def add_to(app: typer.Typer) -> None:
    """Make it a command."""
    app.command("sensitivity", help=HELP, short_help=say("which unknowns of a study matter"))(sensitivity)
