"""Help pages in the language of the reader, also in the words that are Typer's own."""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from sim.cli.language import help_language
from sim.locale import DOMAIN, FOLDER, Lang, mark

ASKED_FOR = (mark("Arguments"), mark("Options"), mark("Commands"), mark("[required]"), mark("[default: {}]"))
"""What Typer asks gettext for, when a help page is made."""


def speak(lang: Lang) -> None:
    """Let gettext give Typer the words of our catalogue, whatever the surroundings speak."""
    os.environ["LANGUAGE"] = lang
    gettext.bindtextdomain(DOMAIN, str(FOLDER))
    gettext.textdomain(DOMAIN)


class _Helpful:
    """What --help says of itself; Typer has that in English only."""

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            say = help_language()
            option.help = say("show this page")
        return option


class _Command(_Helpful, TyperCommand):
    pass


class _Group(_Helpful, TyperGroup):
    pass


class Commands(typer.Typer):
    """A group of commands whose help is in the reader's language; further options are those of `typer.Typer`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            cls=_Group, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="rich",
            context_settings={"help_option_names": ["-h", "--help"]}, **options,
        )  # fmt: skip

    def command(self, name: str | None = None, **options: Any) -> Callable[[Any], Any]:  # type: ignore[override]
        """A command of the group, as of `typer.Typer`."""
        return super().command(name, cls=_Command, **options)


__all__ = ["Commands", "speak"]
