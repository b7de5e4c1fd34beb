"""The voice of reports and pages: the catalogue's sentences, in Chinese with the full-width punctuation that documents have (GB/T 15834).

The console has half-width signs, which it shows evenly; what is read in a document or a browser would have slips with them. Sentences
are changed before names and numbers are filled in; texts of files only where nothing but the text is shown.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from sim.locale import Lang, Translator, translator

LANGS: tuple[Lang, ...] = ("zh", "en")

FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_SIGN = re.compile(r"(?<![0-9A-Za-z/]),(?! )|,(?=[\u3400-\u9fff“{])|[;?!](?! )|(?<![0-9A-Za-z])[:](?![ /])|:(?=[\u3400-\u9fff“{])")
_BRACKETS = re.compile(r"(?<! )\(([^()]*)\)")


class Formal(Translator):
    """A Chinese translator with full-width punctuation."""

    def __init__(self, plain: Translator) -> None:
        super().__init__(plain.lang, plain._catalogue)

    def __call__(self, text: str, **blanks: Any) -> str:
        """The sentence `text`."""
        return formal(self._catalogue.gettext(text)).format(**blanks)

    def number(self, one: str, many: str, n: int, **blanks: Any) -> str:
        """The sentence for `n` things."""
        return formal(self._catalogue.ngettext(one, many, n)).format(n=f"{n:,}", **blanks)


@cache
def voice(lang: Lang) -> Translator:
    """The translator of a report or a page."""
    return Formal(translator(lang)) if lang == "zh" else translator(lang)


def both(text: str, **blanks: Any) -> dict[str, str]:
    """A marked sentence in both languages, {"zh", "en"}; a blank that has texts of its own in both (`.zh`, `.en`) is filled in each with that one."""
    return {lang: voice(lang)(text, **{name: getattr(one, lang, one) for name, one in blanks.items()}) for lang in LANGS}


def texts(one: Any) -> dict[str, str]:
    """A text that comes in both languages (`.zh`, `.en`), as {"zh", "en"}; the Chinese as documents have it."""
    return {"zh": formal(one.zh), "en": one.en}


@lru_cache(4096)
def formal(text: str) -> str:
    """A Chinese text with full-width punctuation; numbers, times, addresses and text without Chinese stay as they are."""
    if not _CHINESE.search(text):
        return text
    text = _BRACKETS.sub(lambda found: f"（{found[1]}）", text)
    return _SIGN.sub(lambda found: FULL[found[0]], text)


__all__ = ["Formal", "both", "formal", "texts", "voice"]
