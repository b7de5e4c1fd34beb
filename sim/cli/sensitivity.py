"""`shequ sensitivity`: which of the unknowns in a study matters for its results."""

from __future__ import annotations

from collections.abc import Sequence
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

NOISY = 0.3
"""Above this share of chance in the differences between points a reader is warned. Assumption."""

VAGUE = 0.25
"""With a wider interval of a total share a reader is warned. Assumption."""

SHOWN = 4
"""Outputs of a metric on the screen: the level and three differences; the others are in sensitivity.csv."""

ONE_WAY = 0.9
"""From this share of mu* on, mu counts as one direction."""


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

    line(console, _how(found, spoken))
    for metric in found.sweep.metric_ids:
        line(console)
        _metric(console, found, [answer for answer in found.answers if answer.output.metric == metric], spoken)


def _how(found: Sensitivity, spoken: Translator) -> str:
    if found.method == "morris":
        text = spoken("{points} points (morris). Effect: how far the factor moves the result over its whole range, on average (mu*): + raises it, - lowers "
                      "it, +/- now one, now the other; sigma: how much that depends on the other factors.", points=found.points)  # fmt: skip
    elif found.method == "saltelli":
        text = spoken("{points} points (saltelli). Share of the variance by the factor alone (S1) and with everything it takes part in (ST), ± 95 %.", points=found.points)
    else:
        text = spoken("{points} points ({method}). PAWN: how far the distribution of the result moves when the factor is held, 0 to 1; the threshold is what a "
                      "factor without effect reaches by chance.", points=found.points, method=found.method)  # fmt: skip
    return text


def _metric(console: Console, found: Sensitivity, answers: list[Answer], spoken: Translator) -> None:
    from sim.cli.answers import metric_name, tell_why
    from sim.cli.screen import Cell, line, table
    from sim.metrics import METRICS
    from sim.sweep.names import factor_name

    metric = METRICS[answers[0].output.metric]
    line(console, metric_name(metric, spoken), "bold")
    good = [answer for answer in answers if answer.found is not None]
    for answer in answers:
        if answer.why is not None:
            tell_why(console, answer.why, spoken, _output_name(found, answer, spoken))
    if not good:
        return
    columns = [_cells(answer, metric, spoken) for answer in good[:SHOWN]]
    order = sorted(range(len(found.factors)), key=lambda at: -sizes(good[-1])[at])
    head = [Cell("")]
    for answer, column in zip(good, columns, strict=False):
        head += [Cell(_output_name(found, answer, spoken), style="dim"), *[Cell("")] * (len(column[0]) - 1)]
    rows = [head]
    for at in order:
        name = factor_name(found.sweep.table.study, found.factors[at], spoken.lang)
        rows.append([Cell(name), *(cell for column in columns for cell in column[at])])
    table(console, rows)
    if len(good) > SHOWN:
        line(console, "  " + spoken("… and {n} more outputs in sensitivity.csv", n=len(good) - SHOWN))
    _words(console, found, good, spoken)


def _output_name(found: Sensitivity, answer: Answer, spoken: Translator) -> str:
    first = found.subject(0, spoken.lang)
    if answer.output.subject == 0:
        return spoken("level, {first}", first=first)
    return spoken("difference, {other} - {first}", other=found.subject(answer.output.subject, spoken.lang), first=first)


def sizes(answer: Answer) -> tuple[float, ...]:
    """How large each factor's main index is."""
    from sim.analysis.sensitivity import Morris, Sobol

    one = answer.found
    assert one is not None
    return one.mu_star if isinstance(one, Morris) else one.st if isinstance(one, Sobol) else one.median


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
    from sim.locale.numbers import decimals, unit_of

    unit, size, conf = unit_of(metric.unit), one.mu_star[at], one.mu_star_conf[at]
    digits = decimals(unit, conf, size)
    sign = ("+" if one.mu[at] > 0 else "-") if abs(one.mu[at]) >= ONE_WAY * size and size else "+/-"
    small = one.names[at] in one.negligible
    behind = unit.difference[spoken.lang == "zh"]
    text = f"{sign}{size * unit.factor:,.{digits}f}{behind} ({size_text(conf * unit.factor, digits)})"
    style = "dim" if small else ""
    word = spoken("negligible") if small else f"sigma {one.sigma[at] * unit.factor:,.{digits}f}"
    return [Cell(text, True, style), Cell(word, False, "dim")]


def size_text(half: float, digits: int) -> str:
    """ "± 0.4"."""
    return f"± {half:,.{digits}f}"


def _sobol_cells(one: Sobol, at: int) -> list[Cell]:
    from sim.cli.screen import Cell

    return [Cell(f"S1 {100 * one.s1[at]:.0f} % (± {100 * one.s1_conf[at]:.0f})", True), Cell(f"ST {100 * one.st[at]:.0f} % (± {100 * one.st_conf[at]:.0f})", True)]


def _pawn_cells(one: Pawn, at: int, spoken: Translator) -> list[Cell]:
    from sim.cli.screen import Cell

    above = one.names[at] in one.influential
    return [Cell(f"{one.median[at]:.2f}", True, "" if above else "dim"), Cell(spoken("above {limit}", limit=f"{one.threshold[at]:.2f}") if above else spoken("as by chance"), False, "dim")]


def _words(console: Console, found: Sensitivity, good: list[Answer], spoken: Translator) -> None:
    """What it means: which factors matter most, which may be held fixed, and what makes it uncertain."""
    from sim.analysis.sensitivity import Morris, Sobol
    from sim.cli.screen import line
    from sim.sweep.names import factor_name

    def names(ids: Sequence[str]) -> str:
        return "; ".join(factor_name(found.sweep.table.study, one, spoken.lang) for one in ids)

    for answer in good[:SHOWN]:
        one, size = answer.found, sizes(answer)
        assert one is not None
        idle = _idle(answer)
        order = sorted(range(len(size)), key=lambda at: -size[at])
        first = [one.names[at] for at in order if one.names[at] not in idle][:3]
        text = spoken("matters most: {names}", names=names(first)) if first else spoken("nothing that was varied matters for certain")
        if isinstance(one, Morris) and idle:
            text += spoken("; may be held fixed: {names}", names=names(idle))
        line(console, f"  {_output_name(found, answer, spoken)}: {text}")
        if one.noise_share_paired > NOISY:
            line(console, "  " + spoken("Mind: {share} % of the differences between points is chance; more replications would tell more", share=f"{100 * one.noise_share_paired:.0f}"), "yellow")
        if isinstance(one, Sobol) and max(one.st_conf) > VAGUE:
            line(console, "  " + spoken("Mind: shares are known to ± {width} % only; more points would tell more", width=f"{100 * max(one.st_conf):.0f}"), "yellow")


def _idle(answer: Answer) -> tuple[str, ...]:
    """Factors of which it is not certain that they matter."""
    from sim.analysis.sensitivity import Morris, Sobol

    one = answer.found
    assert one is not None
    if isinstance(one, Morris):
        return one.negligible
    if isinstance(one, Sobol):
        return tuple(name for name, share, conf in zip(one.names, one.st, one.st_conf, strict=True) if share <= conf)
    return tuple(name for name in one.names if name not in one.influential)


def add_to(app: typer.Typer) -> None:
    """Make it a command."""
    app.command("sensitivity", help=HELP, short_help=say("which unknowns of a study matter"))(sensitivity)
