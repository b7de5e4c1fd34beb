"""`shequ lessons`: the lessons that come with the program, what each asks and answers, and whether its claim holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli import options
from sim.cli.language import help_language
from sim.locale import mark

if TYPE_CHECKING:
    from rich.console import Console

    from sim.classroom.checked import Runs
    from sim.classroom.lesson import Lesson, Row
    from sim.locale import Translator
    from sim.scenario.quantity import Title

say = help_language()

DIRECTIONS = {"up": mark("rises"), "down": mark("falls"), "same": mark("stays")}

HELP = options.teach(
    say(
        "List the lessons. With ids or files, print them: question, guesses, answer, explanation, and theory beside the model. "
        "With --check, run both worlds often and long, and say whether what is claimed holds."
    ),
    "shequ lessons",
    "shequ lessons pooling",
    "shequ lessons --check my-lesson.toml",
    "shequ replay-page pooling -o lesson.html",
)


def lessons(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[LESSON...]", help=say("ids or files"))] = None,
    check: Annotated[bool, typer.Option("--check", help=say("run both worlds of each and judge its claim"))] = False,
    workers: options.Workers = None,
    record: Annotated[Path | None, typer.Option("--record", metavar="PATH", help=say("with --check: keep the numbers in this file, checked.json beside the lesson"))] = None,
    lang: options.Lang = None,
) -> None:
    """Show or check the lessons."""
    from sim.classroom.lesson import find_lesson
    from sim.classroom.lesson import lessons as shipped
    from sim.cli.files import require_folder
    from sim.cli.screen import Cell, results, table

    spoken = options.speak(lang)
    require_folder(record)
    chosen = [find_lesson(one) for one in ids] if ids else shipped()
    if check:
        _check(chosen, workers, record, spoken)
    elif ids:
        for one in chosen:
            _print(one, results(), spoken)
    else:
        table(results(), [[Cell(one.id), Cell(_said(one.title, spoken)), Cell(_said(one.text.question, spoken))] for one in chosen], indent="")


def _said(text: Title | Row, spoken: Translator) -> str:
    return text.zh if spoken.lang == "zh" else text.en


def _print(lesson: Lesson, console: Console, spoken: Translator) -> None:
    """The whole lesson, answer included."""
    from sim.cli.screen import line

    text = lesson.text
    line(console, f"{text.order}  {_said(text.title, spoken)}  ({lesson.id})", "bold")
    for one in text.setup:
        line(console, "  " + _said(one, spoken))
    line(console)
    line(console, _said(text.question, spoken), "bold")
    for number, choice in enumerate(text.choices):
        line(console, f"  {'ABCDE'[number]}  {_said(choice, spoken)}" + (" ✓" if number == text.right else ""))
    line(console)
    for one in [text.answer, *text.explanation]:
        line(console, _said(one, spoken))
    line(console)
    line(console, _said(text.formula_name, spoken), "bold")
    for formula in text.formula:
        line(console, "  " + formula)
    _numbers(lesson, console, spoken)
    for heading, lines in ((spoken("left out"), text.limits), (spoken("sources"), text.origin)):
        line(console, heading, "bold")
        for one in lines:
            line(console, "  " + _said(one, spoken))
    line(console)


def _numbers(lesson: Lesson, console: Console, spoken: Translator) -> None:
    """Theory and model of every row, both worlds."""
    from sim.classroom.checked import last_checked
    from sim.classroom.exact import exact_numbers
    from sim.classroom.lesson import UNITS
    from sim.cli.screen import Cell, table

    exact, seen = exact_numbers(lesson.text.theory, lesson.scenarios), last_checked(lesson)
    heads = ["", *(f"{world} · {what}" for world in ("A", "B") for what in (spoken("theory"), spoken("model")))]
    rows = [[Cell(head, bool(head), "dim") for head in heads]]
    for row in lesson.text.rows:
        model, half = seen.pair(row.number) if seen else ([None, None], [None, None])
        unit = UNITS[row.unit]
        cells = [Cell(_said(row, spoken) + (f" ({_said(unit, spoken)})" if unit else ""))]
        for world in (0, 1):
            cells += [Cell(_number(exact[row.number][world], row.digits), True), Cell(_number(model[world], row.digits, half[world]), True)]
        rows.append(cells)
    table(console, rows)


def _number(value: float | None, digits: int, half: float | None = None) -> str:
    if value is None:
        return "-"
    return f"{value:.{digits}f}" + ("" if half is None else f" ± {half:.{digits}f}")


def _check(chosen: Sequence[Lesson], workers: int | None, record: Path | None, spoken: Translator) -> None:
    """Run all, write what was asked for, show the verdicts; exit code 1 if a claim does not hold."""
    from sim.classroom.checked import as_json, joined, judge, summary
    from sim.cli.files import write_json
    from sim.cli.progress import tell_if_cold
    from sim.cli.screen import Cell, results, table

    tell_if_cold(spoken)
    kept: dict[str, Any] = {}
    rows: list[list[Cell]] = []
    failed = 0
    for lesson in chosen:
        runs = _runs(lesson, workers, spoken)
        kept[lesson.id] = as_json(lesson, summary(runs))
        names = {row.number: row for row in lesson.text.rows}
        for verdict in (judge(claim, runs) for claim in lesson.text.holds):
            label = names.get(verdict.claim.number)
            failed += not verdict.holds
            rows.append([
                Cell(lesson.id), Cell(_said(label, spoken) if label else verdict.claim.number),
                Cell(spoken(DIRECTIONS[verdict.claim.direction])), Cell(f"x {verdict.ratio:.3f} ± {verdict.half:.3f}", True),
                Cell(spoken("holds") if verdict.holds else spoken("does not hold"), False, "green" if verdict.holds else "red"),
            ])  # fmt: skip
    if record is not None:
        write_json(record, joined(record, kept))
    table(results(), rows, indent="")
    if failed:
        raise typer.Exit(1)


def _runs(lesson: Lesson, workers: int | None, spoken: Translator) -> Runs:
    from sim.classroom.checked import long_worlds, run_both
    from sim.cli.progress import progress

    worlds = long_worlds(lesson)
    with progress(spoken, 2 * worlds[0].run.replications) as told:
        return run_both(worlds, lesson.text.theory, told, workers)


def add_to(app: typer.Typer) -> None:
    """Make it a command."""
    app.command("lessons", help=HELP, short_help=say("questions for a class, with the exact answer beside the model"))(lessons)
