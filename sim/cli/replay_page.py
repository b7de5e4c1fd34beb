"""`shequ replay-page`: two communities side by side, recorded into one page that opens anywhere; and `shequ animate`, as a moving picture."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import options
from sim.cli.language import help_language

if TYPE_CHECKING:
    from sim.classroom.replay import Progress, Replay
    from sim.locale import Translator

say = help_language()

What = Annotated[
    list[str], typer.Argument(metavar="A B | LESSON", help=say("two scenarios of the same residents (names or files), or a lesson: an id that `shequ lessons` shows, or a file"))
]
Days = Annotated[int | None, typer.Option("--days", min=1, help=say("days shown after the warm-up; default: 120, or the whole lesson"), show_default=False)]
Replicate = Annotated[int, typer.Option("--replicate", min=0, help=say("which replication"))]
Cases = Annotated[int, typer.Option("--cases", min=0, max=200, help=say("how many cases have their lives told: those that differ most"))]
Begin = Annotated[options.Language | None, typer.Option("--in", help=say("language the page begins in (both are in it); default: that of the output"), show_default=False)]

PAGE_HELP = options.teach(
    say(
        "Record two communities side by side into one file: every hour can be played, stopped and gone back to, offline, in any browser. "
        "With a lesson, its question, its guess and its explanation come with it."
    ),
    "shequ replay-page pooling -o lesson.html",
    "shequ replay-page longhua-before longhua --days 60 -o longhua.html",
)

MOVIE_HELP = options.teach(
    say("Draw both maps hour by hour as an animated GIF, or as an MP4 where the program ffmpeg is installed, for slides."),
    "shequ animate pooling -o pooling.gif",
    "shequ animate longhua-before longhua --days 14 --every 2 -o longhua.mp4",
)


def replay_page(
    what: What,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help=say("the page; - for stdout"))],
    days: Days = None,
    replicate: Replicate = 0,
    cases: Cases = 12,
    begin: Begin = None,
    lang: options.Lang = None,
) -> None:
    """Write the page."""
    from sim.cli.files import STDOUT, require_folder, write
    from sim.cli.screen import line, results

    spoken = options.speak(lang)
    require_folder(out)
    made = _recorded(what, days, replicate, cases, spoken)
    html = made.html(options.speak(begin).lang if begin is not None else spoken.lang)
    write(out, html)
    if out != STDOUT:
        line(results(), spoken("{path}: {size} MB, opens in any browser, offline", path=out, size=f"{len(html.encode()) / 1e6:.2f}"))


def animate(
    what: What,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help=say("the picture: .gif or .mp4"))],
    days: Days = 14,
    replicate: Replicate = 0,
    every: Annotated[
        int | None, typer.Option("--every", min=1, metavar="H", help=say("hours from one picture to the next; default: what makes it half a minute long"), show_default=False)
    ] = None,
    begin: Begin = None,
    lang: options.Lang = None,
) -> None:
    """Write the moving picture."""
    from sim.classroom.animation import require_form
    from sim.cli.files import require_folder
    from sim.cli.screen import line, results

    spoken = options.speak(lang)
    require_folder(out)
    require_form(out)
    made = _recorded(what, days, replicate, 0, spoken)
    made.gif(out, every_h=every, lang=options.speak(begin).lang if begin is not None else spoken.lang)
    line(results(), spoken("{path} is written: {size} MB", path=out, size=f"{out.stat().st_size / 1e6:.2f}"))


def _recorded(what: list[str], days: int | None, replicate: int, cases: int, spoken: Translator) -> Replay:
    from sim.classroom.replay import replay
    from sim.cli.progress import tell_if_cold

    if len(what) > 2:
        raise typer.BadParameter(say("two scenarios or one lesson are shown; there are {count}", count=len(what)), param_hint="A B | LESSON")
    tell_if_cold(spoken)
    with _days_told(spoken) as progress:
        return replay(what[0], what[1] if len(what) == 2 else None, days=days, replicate=replicate, cases=cases, progress=progress)


@contextmanager
def _days_told(spoken: Translator) -> Iterator[Progress]:
    """How far the recording is, on stderr: a bar on a terminal, a line now and then in a log."""
    from sim.cli.progress import steps
    from sim.cli.screen import line, messages

    if messages().is_terminal:
        with steps(spoken) as step, step(spoken("recording both worlds")) as progress:
            yield progress
        return

    def tell(done: int, total: int) -> None:
        if done == total or 4 * done // total > 4 * (done - 1) // total:
            line(messages(), spoken("recorded: day {day} of {days}", day=done, days=total))

    yield tell


def add_to(app: typer.Typer) -> None:
    """Make them commands."""
    app.command("replay-page", help=PAGE_HELP, short_help=say("two communities side by side, in one file"))(replay_page)
    app.command("animate", help=MOVIE_HELP, short_help=say("the same as a GIF or MP4"))(animate)


__all__ = ["add_to"]
