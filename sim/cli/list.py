"""`shequ list`: the scenarios that come with the program."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import typer

from sim.cli import options
from sim.cli.language import help_language
from sim.locale import mark

if TYPE_CHECKING:
    from sim.scenario.shipped import Shipped

say = help_language()

HEADINGS = {
    "": mark("to begin with"),
    "places": mark("places of the five sources"),
    "presets": mark("presets: one mechanism each"),
    "packages": mark("packages: all of a source's practices together"),
    "lessons": mark("worlds of the lessons (`shequ lessons`)"),
}
"""Folders with a heading of their own, in this order; others follow under their name."""

HELP = options.teach(
    say("List the scenarios that come with the program. Their names stand wherever a file may."),
    "shequ run street-office",
    "shequ run places/fengxin-town",
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
    rows: list[list[Cell]] = []
    for folder, scenarios in groupby(_in_order(found), _folder):
        heading = spoken(HEADINGS[folder]) if folder in HEADINGS else folder
        rows += [*([[]] if rows else []), [Cell(heading, False, "bold")]]
        rows += [[Cell(f"  {one.name}"), Cell(one.title.zh if spoken.lang == "zh" else one.title.en)] for one in scenarios]
    table(results(), rows, indent="")


def _folder(one: Shipped) -> str:
    """The outermost folder; empty for none."""
    return one.name.partition("/")[0] if "/" in one.name else ""


def _in_order(found: Sequence[Shipped]) -> list[Shipped]:
    """By folder; within one, as listed (a before comes after its after, by the alphabet: it is put first)."""
    order = list(HEADINGS)

    def key(one: Shipped) -> tuple[int, str, str, bool]:
        folder = _folder(one)
        first = one.name.endswith("-before")
        return order.index(folder) if folder in order else len(order), folder, one.name.removesuffix("-before"), not first

    return sorted(found, key=key)


def add_to(app: typer.Typer) -> None:
    """Make it a command."""
    app.command("list", help=HELP, short_help=say("the scenarios that come with the program"))(list_)
