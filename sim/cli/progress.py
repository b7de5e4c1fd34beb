"""How far a long command is: a bar with the time left on a terminal, a plain line every 5 % in a log. On stderr."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

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


@contextmanager
def steps(say: Translator) -> Iterator[Callable[[str], AbstractContextManager[Progress]]]:
    """For work in several parts: given the name of a part, something to enter that gives the callback for its runs."""
    if messages().is_terminal:
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        with Bar(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=messages(), transient=True) as bar:

            @contextmanager
            def step(name: str) -> Iterator[Progress]:
                task = bar.add_task(name, total=None)
                yield lambda done, total: bar.update(task, completed=done, total=total)
                bar.remove_task(task)

            yield step
    else:

        @contextmanager
        def told(name: str) -> Iterator[Progress]:
            line(messages(), name)
            yield plain(say)

        yield told


@contextmanager
def study_progress(say: Translator) -> Iterator[Callable[[int, int, int], None]]:
    """The callback of a study: (runs there, runs in all, runs made now). Rate and time left count only what is made now."""
    if messages().is_terminal:
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as Bar

        rate = TextColumn("{task.fields[rate]}")
        with Bar(BarColumn(), MofNCompleteColumn(), rate, console=messages(), transient=True) as bar:
            task, begun = bar.add_task("", rate=""), time.monotonic()

            def show(done: int, total: int, made: int) -> None:
                bar.update(task, completed=done, total=total, rate=_rate(say, made, total - done, time.monotonic() - begun))

            yield show
    else:
        yield _study_lines(say)


def _study_lines(say: Translator) -> Callable[[int, int, int], None]:
    """A plain line where it begins and whenever another 5 % are done."""
    console, shown, begun = messages(), -1, time.monotonic()

    def tell(done: int, total: int, made: int) -> None:
        nonlocal shown
        step = 100 * done // total // STEP if total else 100 // STEP
        if step > shown:
            shown = step
            text = say("{percent} % ({done} of {total} runs)", percent=step * STEP, done=done, total=total)
            line(console, text + _rate(say, made, total - done, time.monotonic() - begun))

    return tell


def _rate(say: Translator, made: int, left: int, seconds: float) -> str:
    """Runs per second so far and the time the rest takes at that rate; nothing before the first run."""
    if not made or seconds <= 0:
        return ""
    rate = made / seconds
    return "  " + say("{rate} runs/s, {time} left", rate=f"{rate:.3g}", time=clock(left / rate))


def clock(seconds: float) -> str:
    """A length of time as h:mm:ss."""
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def tell_if_cold(say: Translator, here: bool = True) -> None:
    """Say that the first run of a version takes longer, before it does. Where runs are made `here`, in this process, a second processor helps."""
    from sim.compiled import is_cold
    from sim.study.many import processors

    if is_cold():
        if here and processors() > 1:
            from sim.engine.early import begin

            begin()
        line(
            messages(),
            say("First run of this version: compiling the engine, about a minute. The next start is immediate."),
        )
