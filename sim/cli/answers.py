"""What the commands that ask something of a study have in common: get its runs, made or read, and write what was found beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.screen import Cell, line, messages
from sim.locale import Translator
from sim.locale.numbers import decimals, difference_interval_text, difference_text, unit_of

if TYPE_CHECKING:
    from rich.console import Console

    from sim.analysis.fault import AnalysisError
    from sim.metrics import Metric
    from sim.sweep.result import Sweep
    from sim.sweep.study import Study
    from sim.sweep.sweep import How
    from sim.sweep.table import RunTable


def runs_of(
    path: Path, out: Path | None, how: How, say: Translator, check: Callable[[Study], None], check_table: Callable[[RunTable], None] | None = None
) -> tuple[Sweep, Path]:
    """The runs of a study file, made where they are missing, or of a folder of results, only read; and the folder. All checks come first."""
    from sim.sweep.reading import find_study, read_table
    from sim.sweep.sweep import RESULTS
    from sim.sweep.table import expand

    study = find_study(path)
    check(study)
    table = expand(study)
    if check_table is not None:
        check_table(table)
    if path.is_dir():
        return read_table(table, path), out or path
    folder = out or RESULTS / study.name
    return make(table, folder, how, say), folder


def make(table: RunTable, folder: Path, how: How, say: Translator) -> Sweep:
    """Make what is missing, and write the study's own tables."""
    from sim.cli.files import command_line
    from sim.cli.sweep import sweep_progress
    from sim.sweep.sweep import carry_on
    from sim.sweep.tables import write_tables

    with sweep_progress(say) as callback:
        found = carry_on(table, folder, how, callback)
    write_tables(found, folder, command_line())
    return found


def header(console: Console, found: Sweep, say: Translator) -> None:
    """Title, question, size, what is not done."""
    from sim.cli.studies import show_unfinished

    form = found.table.study.form
    line(console, form.title.zh if say.lang == "zh" else form.title.en, "bold")
    if form.question is not None:
        line(console, form.question.zh if say.lang == "zh" else form.question.en)
    line(console, say("{worlds} worlds × {structures} structures × {replications} paired replications, seed {seed}",
                      worlds=len(found.table.worlds), structures=len(found.table.structures), replications=found.replications, seed=found.table.seed))  # fmt: skip
    show_unfinished(console, found, found.path.parent, say)


def footer(console: Console, paths: Sequence[Path], say: Translator) -> None:
    """Where the files are, and under which reserve everything stands."""
    line(console)
    names = ", ".join(path.name for path in paths if path.suffix == ".csv" or path.name.endswith(f"-{say.lang}.png"))
    line(console, say("Tables and picture in {folder}: {names}", folder=paths[0].parent, names=names))
    line(console, say("Everything here holds under the stated assumptions and ranges; it says nothing of what was not varied."), "dim")


def metric_name(metric: Metric, say: Translator) -> str:
    """The metric's name in the reader's language."""
    return metric.zh if say.lang == "zh" else metric.en


def signed(metric: Metric, value: float, low: float, high: float, say: Translator, *, interval: bool = True) -> list[Cell]:
    """A difference with its unit, and its interval, with no more digits than the interval carries."""
    unit = unit_of(metric.unit)
    digits = decimals(unit, (high - low) / 2, value)
    cells = [Cell(difference_text(value, unit, digits, say.lang), True)]
    return [*cells, Cell(difference_interval_text(low, high, unit, digits))] if interval else cells


def tell_why(console: Console, error: AnalysisError, say: Translator, what: str = "") -> None:
    """Why an analysis was not made, without the name of the program."""
    text = error.render(say.lang).removeprefix("shequ: ")
    line(console, f"  {what}: {text}" if what else f"  {text}", "yellow")


def note(text: str) -> None:
    """A remark that is no result."""
    line(messages(), text, "yellow")


__all__ = ["footer", "header", "make", "metric_name", "note", "runs_of", "signed", "tell_why"]
