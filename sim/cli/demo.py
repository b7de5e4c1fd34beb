"""`shequ demo`: two communities side by side, live in a browser, for a class."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli import options
from sim.cli.language import help_language

if TYPE_CHECKING:
    from sim.classroom.guard import Addresses
    from sim.locale import Translator

say = help_language()

PAIR = ("longhua-before", "longhua")
"""What a class sees first."""

HELP = options.teach(
    say(
        "Show two communities side by side, live in a browser: the same residents with the same problems under two organisations, hour by hour. "
        "Play, step back, move sliders, switch practices on. Only this machine can see it, and nothing leaves it; with --lan, phones in the local "
        "network may join with a short code, take a role and choose for the class. Ctrl-C ends it."
    ),
    "shequ demo",
    "shequ demo --lesson pooling",
    "shequ demo street-office street-office+L8",
    "shequ demo --lan --port 8080 --lang zh",
)


def demo(
    first: Annotated[str, typer.Argument(metavar="[SCENARIO", help=say("a .toml file, or a name that `shequ list` shows"), show_default=False)] = PAIR[0],
    other: Annotated[str | None, typer.Argument(metavar="SCENARIO]", help=say("the same people under another organisation"), show_default=False)] = None,
    lesson: Annotated[
        str | None, typer.Option("--lesson", metavar="LESSON", help=say("show a lesson instead: an id that `shequ lessons` shows, or a file"), show_default=False)
    ] = None,
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help=say("port to listen at; left out: 8765, or the next free one"))] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help=say("open the page in a browser"))] = True,
    lan: Annotated[bool, typer.Option("--lan", help=say("let phones in the local network join, when the teacher opens the class"))] = False,
    replicate: Annotated[int, typer.Option("--replicate", min=0, max=2**31 - 1, help=say("which replication"))] = 0,
    lang: options.Lang = None,
) -> None:
    """Open the classroom."""
    from sim.classroom.process import begin

    begun = begin()  # the models are made while the server is
    from sim.classroom.setting import Setting

    spoken = options.speak(lang)
    sources, message = _lesson(lesson) if lesson is not None else ((first, other or (PAIR[1] if first == PAIR[0] else first)), None)
    settings = [Setting(one) for one in sources]
    begun.prepare([one.plain() for one in settings], replicate)
    from sim.classroom.listen import open_doors, serve
    from sim.classroom.server import Classroom
    from sim.classroom.setting import pair_of

    pair_of(settings)
    addresses, doors = open_doors(port, lan)
    classroom = Classroom(settings, replicate, addresses, spoken.lang, lesson=message, begun=begun)

    def opened() -> None:
        _tell(addresses, port, spoken)
        if browser:
            threading.Thread(target=_open, args=(f"http://127.0.0.1:{addresses.port}/",), daemon=True).start()

    classroom.opened = opened
    with contextlib.suppress(KeyboardInterrupt):
        serve(classroom, doors)
    _line(spoken("The classroom is closed."))


def _lesson(word: str) -> tuple[tuple[str, str], bytes]:
    """The two scenarios of a lesson, and its message."""
    from sim.classroom.lesson import find_lesson, lesson_message

    found = find_lesson(word)
    return found.sources, lesson_message(found)


def _tell(addresses: Addresses, asked: int | None, say: Translator) -> None:
    """Where it is, on stdout: whatever started the command may read it there."""
    from sim.classroom.listen import FIRST_PORT

    if asked is None and addresses.port != FIRST_PORT:
        _line(say("Port {busy} is in use; {port} is taken instead.", busy=FIRST_PORT, port=addresses.port))
    _line(say("The classroom is open at {address}   (Ctrl-C ends it)", address=f"http://127.0.0.1:{addresses.port}/"))
    if addresses.lan:
        _line(say("Phones in the local network: {address}   The page shows the code once the class is opened there.", address=f"http://{addresses.lan}:{addresses.port}/join"))


def _line(text: str) -> None:
    print(text, flush=True)


def _open(address: str) -> None:
    import webbrowser

    webbrowser.open(address)


def add_to(app: typer.Typer) -> None:
    """Make it a command."""
    app.command("demo", help=HELP, short_help=say("two communities side by side, live in a browser"))(demo)


__all__: list[Any] = ["add_to", "demo"]
