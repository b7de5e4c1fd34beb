"""What the commands that ask something of a study have in common on the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli.screen import Cell, line
from sim.locale import Translator

if TYPE_CHECKING:
    from rich.console import Console

    from sim.analysis.fault import AnalysisError
    from sim.metrics import Metric
    from sim.sweep.result import Sweep
    from sim.sweep.sweep import How

def answer(
    study: Path, out: Path | None, how: How, spoken: Translator, *, ask: Callable[..., Any], write: Callable[..., Sequence[Path]],
    draw: Callable[..., Sequence[Path]], show: Callable[..., None],
) -> None:
    """Run what is missing, analyse, write tables and pictures, show: the road of every question to a study."""
    from sim.cli.files import command_line
    from sim.cli.screen import results
    from sim.cli.sweep import sweep_progress

    with sweep_progress(spoken) as callback:
        found = ask(study, out, how, callback, command_line())
    folder = out or found.sweep.path.parent
    paths = [*write(found, folder), *draw(found, folder)]
    console = results()
    header(console, found.sweep, spoken)
    show(console, found, spoken)
    footer(console, paths, spoken)


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


def signed(metric: Metric, value: float, low: float, high: float, say: Translator, *, interval: bool = True) -> list[Cell]:
    """A difference with its unit, and its interval, with no more digits than the interval carries."""
    from sim.study.wording import difference_texts

    text, between = difference_texts(metric, value, low, high, say)
    return [Cell(text, True), Cell(between)] if interval else [Cell(text, True)]


def tell_why(console: Console, error: AnalysisError, say: Translator, about: str = "") -> None:
    """Why an analysis was not made; `about`: of what."""
    from sim.sweep.wording import why_not

    line(console, "  " + why_not(error, say, about), "yellow")


__all__ = ["footer", "header", "signed", "tell_why"]
