"""The words of the program in English and Chinese, by gettext.

English sentences stand in the code and are their own keys; `zh/LC_MESSAGES/shequ.po` holds the Chinese. After an edit
run `python -m sim.locale.compile`. What has both names in its own declaration (metrics, faults, scenarios, differences)
is not in the catalogue.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

Lang = Literal["en", "zh"]

FOLDER = Path(__file__).parent
DOMAIN = "shequ"


class Translator:
    """Calling it gives a sentence in its language, with the {names} filled in."""

    def __init__(self, lang: Lang, catalogue: gettext.NullTranslations) -> None:
        self.lang: Lang = lang
        self._catalogue = catalogue

    def __call__(self, text: str, **blanks: Any) -> str:
        """The sentence `text`; one without a translation stays English."""
        return self._catalogue.gettext(text).format(**blanks)

    def number(self, one: str, many: str, n: int, **blanks: Any) -> str:
        """The sentence for `n` things; {n} is written with thousands separated."""
        return self._catalogue.ngettext(one, many, n).format(n=f"{n:,}", **blanks)


@cache
def translator(lang: Lang) -> Translator:
    """The translator of a language. A catalogue that is missing or damaged leaves everything in English."""
    if lang == "en":
        return Translator(lang, gettext.NullTranslations())
    try:
        catalogue = gettext.translation(DOMAIN, FOLDER, [lang], fallback=True)
    except (OSError, UnicodeDecodeError):
        catalogue = gettext.NullTranslations()
    return Translator(lang, catalogue)


def language(environment: Mapping[str, str] = os.environ) -> Lang:
    """zh if the surroundings speak Chinese (LC_ALL before LC_MESSAGES before LANG, as POSIX has it), else en."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "zh" if environment[name].lower().startswith("zh") else "en"
    return "en"


def mark(text: str) -> str:
    """Mark a sentence that is translated later, where the language is known."""
    return text


__all__ = ["Lang", "Translator", "language", "mark", "translator"]
