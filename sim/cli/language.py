"""Which language the reader wants: --lang anywhere on the line, else the surroundings."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from sim.locale import Lang, Translator, language, translator


def chosen(words: Sequence[str]) -> Lang:
    """The language of a command line; an unknown word after --lang is told by the command itself."""
    for at, word in enumerate(words):
        value = words[at + 1] if word == "--lang" and at + 1 < len(words) else word.removeprefix("--lang=")
        if value in ("en", "zh") and word.startswith("--lang"):
            return "zh" if value == "zh" else "en"
    return language()


def help_language() -> Translator:
    """The translator for help texts, which are needed before any option is read."""
    return translator(chosen(sys.argv[1:]))
