"""`shequ practices`: the library of documented practices, what each changes, and whether its pattern holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from sim.cli import options
from sim.cli.language import help_language
from sim.locale import mark

if TYPE_CHECKING:
    from sim.locale import Translator
    from sim.scenario.library import Entry

say = help_language()

HELP = options.teach(
    say(
        "List the documented practices. With ids, explain them: what each changes in words, numbers, source, limits, and what it did "
        "when last checked. With --check, run each on against its neutral values, paired, and say whether its pattern and its trap hold."
    ),
    "shequ practices --source LH",
    "shequ practices L8",
    "shequ practices --check L8 K5",
    "shequ run street-office --apply L8",
)


def practices(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID...]", help=say("ids of practices"))] = None,
    source: Annotated[str | None, typer.Option("--source", help=say("only of this source: HY, FX, KL, LH or ZJ"))] = None,
    cause: Annotated[str | None, typer.Option("--cause", help=say("only those that act through this causal channel, e.g. AU"))] = None,
    text: Annotated[str | None, typer.Option("--text", help=say("only those whose name or sentence holds this text"))] = None,
    check: Annotated[bool, typer.Option("--check", help=say("run them on against neutral and judge pattern and trap"))] = False,
    replications: options.Replications = None,
    workers: options.Workers = None,
    record: Annotated[
        Path | None, typer.Option("--record", metavar="PATH", help=say("with --check: keep the findings in this file"))
    ] = None,
    json: options.Json = None,
    lang: options.Lang = None,
) -> None:
    """Show or check the library."""
    from sim.scenario.library import library

    spoken = options.speak(lang)
    unknown = [name for name in ids or () if name not in library()]
    if unknown:
        _refuse(unknown, list(library()), mark("no practice is called {word}"), spoken)
    entries = _chosen(ids, source, cause, text, spoken)
    if check:
        from sim.cli.trials import check_practices

        check_practices(entries, replications, workers, record, json, spoken)
        return
    from sim.cli.files import STDOUT, write_json
    from sim.cli.library import explain, list_entries, plain

    if json is not None:
        write_json(json, [plain(entry) for entry in entries])
        if json == STDOUT:
            return
    if ids:
        for entry in entries:
            explain(entry, spoken)
    else:
        list_entries(entries, spoken)


def _chosen(
    ids: Sequence[str] | None, source: str | None, cause: str | None, text: str | None, spoken: Translator
) -> list[Entry]:
    """The practices asked for, in the order of the library or of the ids."""
    from sim.scenario.causes import CAUSES
    from sim.scenario.library import library

    sources = list(dict.fromkeys(entry.source for entry in library().values()))
    if source is not None and source.upper() not in sources:
        _refuse([source], sources, mark("no source is called {word}"), spoken)
    if cause is not None and cause.upper() not in CAUSES:
        _refuse([cause], list(CAUSES), mark("no causal channel is called {word}"), spoken)
    found = []
    for entry in [library()[name] for name in ids] if ids else library().values():
        one = entry.practice
        words = f"{entry.id} {one.zh} {one.en} {one.says.zh} {one.says.en}".lower()
        fits = source is None or entry.source == source.upper()
        fits &= cause is None or cause.upper() in one.causes
        if fits and (text is None or text.lower() in words):
            found.append(entry)
    if not found:
        from sim.cli.screen import line, messages

        line(messages(), spoken("no practice fits all that was asked for"))
        raise typer.Exit(2)
    return found


def _refuse(words: Sequence[str], valid: Sequence[str], sentence: str, spoken: Translator) -> NoReturn:
    """Tell every word that does not exist with the nearest that does, and end with exit code 2."""
    from sim.cli.screen import line, messages
    from sim.errors import nearest

    for word in words:
        near = nearest(word, list(valid))
        hint = " " + spoken("(did you mean {near}?)", near=near[0]) if near else ""
        line(messages(), spoken(sentence, word=word) + hint)
    if len(valid) <= 20:
        line(messages(), spoken("possible: {words}", words=", ".join(valid)))
    raise typer.Exit(2)


def add_to(app: typer.Typer) -> None:
    """Make it a command."""
    app.command("practices", help=HELP, short_help=say("the documented practices, and whether their patterns hold"))(practices)
