"""How a value of a scenario is said to a reader: by its name, with its unit, in the reader's language."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from sim.scenario.nouns import UNITS, WEEKDAYS
from sim.scenario.phrases import CHOICES, MEANINGS, TERMS
from sim.scenario.positions import KeyPath
from sim.scenario.quantity import Part
from sim.scenario.scenario import Scenario
from sim.scenario.schema import Declared, declared
from sim.scenario.sentences import Lang, Sentence

IN_DAYS = {
    "councils.every_h", "leaders.every_h", "leaders.stuck_after_h", "dispatch.review_every_h", "residents.mean_h", "residents.remind_every_h", "talk.every_h",
}  # fmt: skip
"""Times by the calendar (first and last part of the path) that are said in days where they are whole days."""

MANY = 10_000
"""Sums from here on are said in 万元 in Chinese."""

MOST_NAMED = 5
"""More exceptions than these are not named one by one."""


def pick(sentence: Sentence, lang: Lang) -> str:
    """The sentence in the language."""
    return sentence.zh if lang == "zh" else sentence.en


def term(word: str, lang: Lang, **blanks: Any) -> str:
    """One of the fixed words, with its blanks filled in."""
    return pick(TERMS[word], lang).format(**blanks)


def listed(words: Sequence[str], lang: Lang) -> str:
    """Words one after another."""
    return ("、" if lang == "zh" else ", ").join(words)


def quoted(word: str) -> str:
    """A word in quotation marks; quotation marks within become single ones."""
    inner = word.replace("“", "‘").replace("”", "’")
    return f"“{inner}”"


def called(kind: str, name: str, scenario: Scenario, lang: Lang) -> str:
    """The name of a level, post, channel or category as the reader knows it; with its id where two share the name."""
    table = getattr(scenario, kind)
    if name not in table:
        return f"“{name}”"
    word = getattr(table[name], lang)
    twins = sum(getattr(part, lang) == word for part in table.values()) > 1
    return quoted(word) + ((f"({name})" if lang == "zh" else f" ({name})") if twins else "")


def by_category(path: KeyPath) -> bool:
    """Whether the last part of the path is a category, or `all`."""
    above = declared(path[:-1])
    return above is not None and above.type == dict[str, float]


def cases(path: KeyPath, scenario: Scenario, lang: Lang) -> str:
    """ "cases", "“Noise” cases", or "cases other than “Noise”"."""
    if path[-1] != "all":
        return term("cases_of", lang, name=called("categories", str(path[-1]), scenario, lang))
    node: Any = scenario
    for part in path[:-1]:
        node = getattr(node, str(part)) if isinstance(node, Part) else node[part]
    apart = [name for name in node if name != "all"]
    if len(apart) > MOST_NAMED:
        return term("cases_among", lang)
    return term("cases_but", lang, names=listed([called("categories", name, scenario, lang) for name in apart], lang)) if apart else term("cases", lang)


def said(path: KeyPath, value: Any, scenario: Scenario, lang: Lang) -> str:
    """The value at a path, as a reader says it, with its unit."""
    slot = declared(path)
    assert slot is not None
    if isinstance(value, str):
        return _word(path, slot, value, scenario, lang)
    if isinstance(value, list):
        return _list(path, slot, value, scenario, lang)
    if value is None or (isinstance(value, float) and math.isinf(value)):
        return _meaning("inf" if value else "left out", slot, lang)
    if value == 0 and not isinstance(value, bool) and (none := _meaning("0", slot, lang)):
        return none
    return " ".join(amount(value, slot.extra("unit"), lang)).rstrip()


def pair(path: KeyPath, one: Any, other: Any, a: Scenario, b: Scenario, lang: Lang) -> tuple[str, str]:
    """The value before and after: "24", "12 h" where the unit is the same."""
    slot = declared(path)
    assert slot is not None
    ends = [value for value in (one, other) if is_number(value)]
    if f"{path[0]}.{path[-1]}" in IN_DAYS and all(_whole_days(value) for value in ends):
        one, other = (value / 24 if is_number(value) else value for value in (one, other))
        unit = "days"
    else:
        unit = slot.extra("unit")
    old, new = (_said_in(unit, path, value, scenario, lang) for value, scenario in ((one, a), (other, b)))
    if old == new:
        return repr(one), repr(other)
    if len(ends) == 2 and unit not in ("share", "probability"):
        (small, beside), (_, after) = (amount(value, unit, lang, plural=True) for value in (one, other))
        if beside == after and old.startswith(small):
            old = small
    return old, new


def _said_in(unit: str, path: KeyPath, value: Any, scenario: Scenario, lang: Lang) -> str:
    return number(value, "days", lang) if unit == "days" and is_number(value) else said(path, value, scenario, lang)


def _whole_days(value: float) -> bool:
    return value >= 48 and value % 24 == 0


def is_number(value: Any) -> bool:
    """Whether it is a finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def number(value: Any, unit: str, lang: Lang) -> str:
    """A number with its unit; shares and probabilities in per cent."""
    return " ".join(amount(value, unit, lang)).rstrip()


def hours(value: float, lang: Lang) -> str:
    """A time by the calendar, in days where it is whole days."""
    return number(value / 24, "days", lang) if _whole_days(value) else number(value, "h", lang)


def amount(value: Any, unit: str, lang: Lang, *, plural: bool = False) -> tuple[str, str]:
    """A number and its unit apart; `plural`: the unit as after many."""
    if isinstance(value, bool):
        return term("yes" if value else "no", lang), ""
    if unit in ("share", "probability"):
        return f"{value * 100:.6g}", "%"
    after = pick(UNITS[unit], lang) if unit in UNITS else ""
    if lang == "zh" and unit.startswith("yuan") and value >= MANY and value % 100 == 0:
        value, after = value / MANY, "万" + after
    whole = isinstance(value, int) or (abs(value) < 1e15 and value == int(value))
    text = f"{value:,.0f}" if whole else f"{value:.6g}"
    if lang == "en" and value == 1 and not plural:
        after = {"people": "person", "classes": "class"}.get(after, after.removesuffix("s") if len(after) > 3 else after)
    return text, after


def weekly(lines: Sequence[str], lang: Lang) -> str:
    """Weekly hours as a reader says them."""
    if not lines:
        return term("none", lang)
    text = ", ".join(lines)
    if lang == "zh":
        for word, zh in WEEKDAYS.items():
            text = re.sub(rf"\b{word}\b", zh, text, flags=re.IGNORECASE)
        text = re.sub(r"(?<=周[一二三四五六日])-(?=周)", "至", text)
        text = re.sub(r",(?=\S)", "、", text)
    return text


def choice(word: str, lang: Lang) -> str:
    """A word that a user may choose."""
    return pick(CHOICES[word], lang) if word in CHOICES else word


def span(numbers: Mapping[str, float], lang: Lang) -> str:
    """Shares by category: "20 %", or "20 % to 60 %"."""
    low, high = (number(bound, "share", lang) for bound in (min(numbers.values(), default=1.0), max(numbers.values(), default=1.0)))
    return low if low == high else term("span", lang, low=low, high=high)


def _word(path: KeyPath, slot: Declared, value: str, scenario: Scenario, lang: Lang) -> str:
    """A word of the user's, or one of those to choose from."""
    last = path[-1]
    if last in ("level", "parent"):
        blank = "nobody" if last == "parent" else "no_level" if path[0] == "funds" else "first_level"
        return called("levels", value, scenario, lang) if value else term(blank, lang)
    if path[0] == "services" and last == "fund":
        return called("funds", value, scenario, lang) if value else term("budget", lang)
    if last == "legal_category":
        return called("categories", value, scenario, lang) if value else term("outside", lang)
    if last == "hires_from":
        return called("categories", value, scenario, lang) if value else choice("none", lang)
    if last == "units":
        return term("every", lang, area=choice(value, lang))
    return choice(value, lang) if slot.extra("unit") == "word" else quoted(value)


def _list(path: KeyPath, slot: Declared, value: list[Any], scenario: Scenario, lang: Lang) -> str:
    """Categories by name, weekly hours, or numbers; numbers that are all the same are even."""
    if path[-1] in ("serves", "categories"):
        nothing = "none" if path[0] == "emergency" else "all_categories"
        return listed([called("categories", word, scenario, lang) for word in value], lang) or term(nothing, lang)
    if slot.extra("unit") == "weekly hours":
        return weekly(value, lang)
    if len(value) >= 7 and len(set(value)) == 1:
        return term("even", lang)
    return "[" + ", ".join(number(item, "", lang) for item in value) + "]"


def _meaning(of: str, slot: Declared, lang: Lang) -> str:
    """What a special value means, as the field's own sentence says: "inf = never", "0 = none"."""
    for field in reversed(slot.fields):
        match = re.search(rf"\b{of} = ([a-z ]+)", field.description or "")
        if match:
            word = match[1].strip()
            return MEANINGS.get(word, word) if lang == "zh" else word
    return {"inf": "∞", "0": ""}.get(of, term("not_set", lang))


__all__ = [
    "amount", "by_category", "called", "cases", "choice", "hours", "is_number", "listed", "number", "pair", "pick", "quoted", "said", "span", "term",
    "weekly",
]  # fmt: skip
