"""What can be wrong with a scenario: a code, a sentence in each language, and a place to point at.

A `Fault` keeps the code and the words to fill in; its sentence is made when it is shown, in the reader's language. All
faults of a scenario are raised together in one `FaultyScenario`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple

from sim.errors import ScenarioError
from sim.scenario.positions import KeyPath, Spot, display_width, printable
from sim.scenario.sentences import SENTENCES, WORDS, Lang, Sentence

LONGEST = 160
"""Characters of a word or reason that a sentence quotes at most."""


class Word(NamedTuple):
    """A word of `WORDS` to be written in the reader's language, with an optional limit."""

    id: str
    limit: float | int | None = None


class Both(NamedTuple):
    """Free text that exists in both languages."""

    en: str
    zh: str


class Hint(NamedTuple):
    """An extra line under a fault."""

    code: str
    params: Mapping[str, Any]


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong. `path` leads to it; `at` says whether the key or the value is pointed at."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    path: KeyPath = ()
    at: Literal["key", "value"] = "value"
    hints: tuple[Hint, ...] = ()
    spot: Spot | None = None

    @property
    def template(self) -> str:
        """The English sentence with its {names}."""
        return SENTENCES[self.code].en

    def sentence(self, lang: Lang = "en") -> str:
        """The sentence in the reader's language."""
        return _filled(SENTENCES[self.code], self.params, lang)

    def hint_lines(self, lang: Lang = "en") -> list[str]:
        """The hints in the reader's language."""
        return [_filled(SENTENCES[hint.code], hint.params, lang) for hint in self.hints]

    def placed(self, spot: Spot | None) -> Fault:
        """The same fault, pointing at a place (unless it already does)."""
        return self if self.spot is not None else replace(self, spot=spot)

    def render(self, lang: Lang = "en") -> str:
        """Place, code, sentence, source line with caret, hints."""
        head = f"{self.code}  {self.sentence(lang)}"
        if self.spot is None:
            return "\n".join([head, *(f"   = {line}" for line in self.hint_lines(lang))])
        margin = " " * (len(str(self.spot.line)) + 2)
        lines = [f"{self.spot}  {head}", *self.spot.excerpt()]
        return "\n".join([*lines, *(f"{margin}= {line}" for line in self.hint_lines(lang))])


class FaultyScenario(ScenarioError):
    """A scenario with faults; the message is the English rendering, `render("zh")` the Chinese one."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(render(self.faults, "en"))

    def __reduce__(self) -> tuple[type[FaultyScenario], tuple[tuple[Fault, ...]]]:
        return (FaultyScenario, (self.faults,))

    def render(self, lang: Lang = "en") -> str:
        """All faults and a last line with their number."""
        return render(self.faults, lang)


def render(faults: Sequence[Fault], lang: Lang = "en") -> str:
    """All faults as text, then how many there are."""
    word = "footer_one" if len(faults) == 1 else "footer"
    footer = _filled(WORDS[word], {"count": len(faults)}, lang)
    return "\n".join([*(fault.render(lang) for fault in faults), footer])


def toml_text(value: Any) -> str:
    """A value as a person would write it in TOML, shortened."""
    match value:
        case bool():
            text = "true" if value else "false"
        case float() if math.isnan(value) or math.isinf(value):
            text = str(value)
        case str():
            text = f'"{value}"'
        case list():
            text = "[" + ", ".join(toml_text(item) for item in value[:9]) + "]"
        case dict():
            text = "{" + ", ".join(f"{key} = {toml_text(item)}" for key, item in list(value.items())[:9]) + "}"
        case int() if abs(value) > 10**30:
            text = "±…"  # Python refuses to print whole numbers of thousands of digits
        case _:
            text = str(value)
    return text if display_width(text) <= 48 else text[:32] + "…"


def dotted(path: KeyPath) -> str:
    """A path as text: posts.clerk.roster[0]."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def table_name(path: KeyPath) -> str | Word:
    """A table as TOML writes it, or the word for the whole scenario."""
    return f"[{dotted(path)}]" if path else Word("root")


def _filled(sentence: Sentence, params: Mapping[str, Any], lang: Lang) -> str:
    shown = {name: _shown(value, lang) for name, value in params.items()}
    return printable((sentence.zh if lang == "zh" else sentence.en).format_map(shown))


def _shown(value: Any, lang: Lang) -> str:
    if isinstance(value, Word):
        return _filled(WORDS[value.id], {"limit": value.limit}, lang)
    if isinstance(value, Both):
        return value.zh if lang == "zh" else value.en
    if isinstance(value, (list, tuple)):
        return ("、" if lang == "zh" else ", ").join(_shown(item, lang) for item in value)
    if isinstance(value, float):
        return format(value, ".10g")
    text = str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


__all__ = [
    "SENTENCES",
    "WORDS",
    "Both",
    "Fault",
    "FaultyScenario",
    "Hint",
    "Lang",
    "Sentence",
    "Word",
    "dotted",
    "render",
    "table_name",
    "toml_text",
]
