"""How far a long command is: a bar with the time left on a terminal, a plain line every 5 % in a log. On stderr."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sim.cli.screen import line, messages
from sim.locale import Translator
from sim.study.many import Progress

STEP = 5
"""Per cent between two plain lines."""


@contextmanager
def progress(say: Translator, total: int) -> Iterator[Progress | None]:
    """Give the callback for `run_many`; nothing is shown for a single run."""
    if total < 2:
        yield None
    elif messages().is_terminal:
        with _bar(say, total) as callback:
            yield callback
    else:
        yield plain(say)


def plain(say: Translator) -> Progress:
    """A callback that writes a line whenever another 5 % are done."""
    console, shown = messages(), 0

    def tell(done: int, total: int) -> None:
        nonlocal shown
        step = 100 * done // total // STEP
        if step > shown:
            shown = step
            line(console, say("{percent} % ({done} of {total} runs)", percent=step * STEP, done=done, total=total))

    return tell


@contextmanager
def _bar(say: Translator, total: int) -> Iterator[Progress]:
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    left = TextColumn(say("left"))
    with Bar(BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), left, console=messages(), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda done, _: bar.update(task, completed=done)


def tell_if_cold(say: Translator) -> None:
    """Say that the first run of a version takes longer, before it does."""
    from sim.compiled import is_cold

    if is_cold():
        line(
            messages(),
            say("First run of this version: compiling the engine, about a minute. The next start is immediate."),
        )
