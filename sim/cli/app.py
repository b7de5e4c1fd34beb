"""The commands, put together. Nothing heavy is imported here: `--help` must come at once."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli import check, compare, diff, list, metrics, new, run
from sim.cli.language import help_language
from sim.version import VERSION

say = help_language()

EPILOG = say(
    "Start here:\n\n\n\n"
    "shequ list                                what comes with the program\n\n"
    "shequ new my-village                      a starter file to edit\n\n"
    "shequ check my-village.toml               is it right? file, line and column of every fault\n\n"
    "shequ run my-village.toml                 what happens there\n\n"
    "shequ compare longhua-before longhua      the same people and problems under two organisations\n\n"
    "shequ diff longhua-before longhua         what differs between the two, in words"
)

app = typer.Typer(
    name="shequ",
    help=say("Community governance simulated: the same residents with the same problems, under different organisations."),
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"shequ {VERSION}")
        raise typer.Exit


@app.callback()
def shequ(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help=say("show the version"))] = False,
) -> None:
    """Options before the command."""


for command in (run, compare, check, diff, list, new, metrics):
    command.add_to(app)
