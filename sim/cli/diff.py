"""`shequ diff`: what differs between two scenarios, in words."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli import options
from sim.cli.language import help_language

say = help_language()

HELP = options.teach(
    say("Tell in sentences how the second scenario differs from the first."), "shequ diff longhua-before longhua"
)


def diff(
    first: Annotated[str, typer.Argument(metavar="FIRST", help=say("a file or a name"))],
    other: Annotated[str, typer.Argument(metavar="OTHER", help=say("a file or a name"))],
    overrides: options.OverridesOfOther = None,
    apply: options.PatchesOfOther = None,
    json: options.Json = None,
    lang: options.Lang = None,
) -> None:
    """Tell the difference; --set and --apply change the second scenario only."""
    from sim.cli.files import STDOUT, write_json
    from sim.cli.screen import line, results
    from sim.scenario.load import load
    from sim.scenario.words import diff as in_words

    spoken = options.speak(lang)
    one, two = load(first), load(other, overrides=overrides or [], apply=apply or [])
    sentences = in_words(one, two, spoken.lang)
    if json is not None:
        write_json(json, {"first": first, "other": other, "differences": sentences})
        if json == STDOUT:
            return
    console = results()
    for sentence in sentences:
        line(console, sentence)
    if not sentences:
        line(console, spoken("No difference: the two run the same."))


def add_to(app: typer.Typer) -> None:
    """Make it a command."""
    app.command("diff", help=HELP, short_help=say("what differs between two scenarios, in words"))(diff)
