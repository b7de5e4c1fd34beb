"""`shequ check`: is a scenario right? Nothing is run."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli import options
from sim.cli.language import help_language

say = help_language()

HELP = options.teach(
    say(
        "Check scenarios without running them. Every fault is shown with file, line and column, what was expected and the "
        "nearest valid word. Exit code 2 if there is one."
    ),
    "shequ check my-village.toml",
    "shequ check *.toml --lang zh",
)


def check(
    scenarios: Annotated[list[str], typer.Argument(metavar="SCENARIO...", help=say("files or names"))],
    overrides: options.Overrides = None,
    apply: options.Patches = None,
    lang: options.Lang = None,
) -> None:
    """Check scenarios."""
    from sim.cli.hints import hint
    from sim.cli.screen import line, messages, results
    from sim.scenario.faults import FaultyScenario
    from sim.scenario.load import load

    spoken = options.speak(lang)
    faulty = False
    for source in scenarios:
        try:
            scenario = load(source, overrides=overrides or [], apply=apply or [])
        except FaultyScenario as error:
            faulty = True
            line(messages(), error.render(spoken.lang))
            better = hint(error, ["check", *scenarios], spoken)
            if better:
                line(messages(), better)
            continue
        name = scenario.title.zh if spoken.lang == "zh" else scenario.title.en
        line(results(), spoken("{source}: no faults found ({title})", source=source, title=name))
    if faulty:
        raise typer.Exit(2)


def add_to(app: typer.Typer) -> None:
    """Make it a command."""
    app.command("check", help=HELP, short_help=say("is a scenario right? Nothing is run"))(check)
