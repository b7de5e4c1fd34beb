"""Options that several commands share, declared once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.language import help_language
from sim.locale import Translator, language, translator

say = help_language()


class Language(StrEnum):
    """Languages of the output."""

    en = "en"
    zh = "zh"


class Resources(StrEnum):
    """Resources of the options of a comparison."""

    documented = "documented"
    equal = "equal"
    both = "both"


Lang = Annotated[Language | None, typer.Option("--lang", help=say("language of the output"), show_default="LANG")]
Json = Annotated[
    Path | None, typer.Option("--json", metavar="PATH", help=say("write the result as JSON; - for stdout"))
]
Replications = Annotated[int | None, typer.Option("--replications", "-r", min=1, help=say("runs with other chances"))]
Seed = Annotated[int | None, typer.Option("--seed", min=0, help=say("master seed"))]
Overrides = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="KEY=VALUE", help=say("in every scenario: change a value, e.g. posts.clerk.head_count=3")
    ),
]
OverridesOfOther = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="KEY=VALUE", help=say("in OTHER only: change a value, e.g. posts.clerk.head_count=3")
    ),
]
Patches = Annotated[
    list[str] | None, typer.Option("--apply", metavar="PATCH", help=say("in every scenario: switch on a patch"))
]
PatchesOfOther = Annotated[
    list[str] | None, typer.Option("--apply", metavar="PATCH", help=say("in OTHER only: switch on a patch"))
]
Everything = Annotated[bool, typer.Option("--all", help=say("all metrics, not only the headlines"))]
Workers = Annotated[
    int | None, typer.Option("--workers", "-j", min=1, help=say("threads; changes no number. Default: all processors"))
]


def teach(text: str, *commands: str) -> str:
    """The help of a command: what it does, then commands to try."""
    return "\n\n".join([text, *commands])


def speak(lang: Language | None) -> Translator:
    """The translator of the language asked for, or of the surroundings."""
    return translator(language() if lang is None else "zh" if lang is Language.zh else "en")
