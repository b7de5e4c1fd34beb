"""`shequ new`: a starter scenario to edit."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated

import typer

from sim.cli import options
from sim.cli.language import help_language
from sim.locale import Translator

say = help_language()

HELP = options.teach(
    say(
        "Write a starter scenario to NAME.toml, ready to edit, and beside it the schema that lets an editor complete and "
        "explain every key. Nothing is overwritten."
    ),
    "shequ new my-village",
    "shequ new my-plan --from street-office",
)


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help=say("name of the new file"))],
    source: Annotated[
        str, typer.Option("--from", metavar="SCENARIO", help=say("which scenario to start from"))
    ] = "three-house-village",
    lang: options.Lang = None,
) -> None:
    """Copy a shipped scenario."""
    from sim.cli.screen import line, results
    from sim.scenario.schema import SCHEMA_FILE, write_schema
    from sim.scenario.shipped import find

    spoken = options.speak(lang)
    target = Path(name if name.endswith(".toml") else f"{name}.toml")
    start = find(source)
    if start is None:
        raise typer.BadParameter(_unknown(source, spoken), param_hint="--from")
    if target.exists():
        raise typer.BadParameter(spoken("{file} exists and is left as it is", file=target), param_hint="NAME")
    target.parent.mkdir(parents=True, exist_ok=True)
    if not (target.parent / SCHEMA_FILE).exists():
        write_schema(target.parent)
    text = starter(start.read_text(encoding="utf-8"), target.stem, SCHEMA_FILE)
    with target.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
    console = results()
    line(console, spoken("Written: {file}", file=target))
    line(console, spoken("Next: edit it, then  shequ check {file}  and  shequ run {file}", file=target))


def starter(text: str, name: str, schema: str) -> str:
    """The text of a scenario under a new title, pointing at the schema beside it."""
    text = re.sub(r"\A#:schema [^\n]*\n", "", text)
    head, mark, rest = text.partition("[title]\n")
    if mark:
        body, bracket, after = rest.partition("\n[")
        title = json.dumps(name, ensure_ascii=False)  # a JSON string is a TOML string
        body = re.sub(r"(?m)^(zh|en)(\s*=\s*).*$", lambda match: f"{match[1]}{match[2]}{title}", body)
        text = head + mark + body + bracket + after
    return f"#:schema {schema}\n{text}"


def _unknown(word: str, spoken: Translator) -> str:
    from sim.errors import nearest
    from sim.scenario.shipped import names

    near = nearest(word, list(names()))
    text = spoken("no scenario is called {word}", word=word)
    if near:
        return f"{text} " + spoken("(did you mean {near}?)", near=near[0])
    return f"{text}; " + spoken("there are: {names}", names=", ".join(names()))


def add_to(app: typer.Typer) -> None:
    """Make it a command."""
    app.command("new", help=HELP, short_help=say("a starter scenario to edit"))(new)
