"""`shequ list`: the scenarios that come with the program."""

from __future__ import annotations

import typer

from sim.cli import options
from sim.cli.language import help_language

say = help_language()

HELP = options.teach(
    say("List the scenarios that come with the program. Their names stand wherever a file may."),
    "shequ run street-office",
)


def list_(json: options.Json = None, lang: options.Lang = None) -> None:
    """List the shipped scenarios."""
    from sim.cli.files import STDOUT, write_json
    from sim.cli.screen import Cell, results, table
    from sim.scenario.shipped import list_scenarios

    spoken = options.speak(lang)
    found = list_scenarios()
    if json is not None:
        write_json(json, [{"name": one.name, "title": {"zh": one.title.zh, "en": one.title.en}} for one in found])
        if json == STDOUT:
            return
    table(
        results(),
        [[Cell(one.name), Cell(one.title.zh if spoken.lang == "zh" else one.title.en)] for one in found],
        indent="",
    )


def add_to(app: typer.Typer) -> None:
    """Make it a command."""
    app.command("list", help=HELP, short_help=say("the scenarios that come with the program"))(list_)
