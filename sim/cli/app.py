"""The commands, put together. Nothing heavy is imported here: `--help` must come at once."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli import (
    attribute,
    check,
    compare,
    demo,
    diff,
    explain,
    lessons,
    list,
    metrics,
    new,
    practices,
    replay_page,
    report,
    robust,
    run,
    sensitivity,
    store,
    sweep,
)
from sim.cli.help_page import Commands
from sim.cli.language import help_language
from sim.version import VERSION

say = help_language()

STEPS = (
    ("shequ list", say("what comes with the program")),
    ("shequ new my-village", say("a starter file to edit")),
    ("shequ check my-village.toml", say("is it right? file, line and column of every fault")),
    ("shequ run my-village.toml", say("what happens there")),
    ("shequ compare longhua-before longhua", say("the same people and problems under two organisations")),
    ("shequ diff longhua-before longhua", say("what differs between the two, in words")),
    ("shequ demo", say("two communities side by side, live in a browser")),
    ("shequ replay-page pooling -o lesson.html", say("a lesson for a class, in one file that opens in any browser")),
    ("shequ practices L8", say("one of the 86 documented practices, explained")),
)

EPILOG = "\n\n".join([say("Start here:"), *(f"{command}   # {what}" for command, what in STEPS)])

app = Commands(
    name="shequ",
    help=say(
        "Community governance simulated: the same residents with the same problems, under different organisations."
    ),
    epilog=EPILOG,
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"shequ {VERSION}")
        raise typer.Exit


@app.callback()
def shequ(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=say("show the version"))
    ] = False,
) -> None:
    """Options before the command."""


for command in (
    run, compare, report, explain, demo, lessons, replay_page, sweep, sensitivity, attribute, robust, check, diff, list, practices, new, metrics, store,
):
    command.add_to(app)
