"""The difference between two scenarios, in sentences a reader can check.

    diff(before, after, "en")  ->  ["Level “Community” may decide 60 % → 85 % of cases by authority", ...]

Title, summary, sources, patches, `apply` and `extends` say something *about* a scenario and are no difference.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sim.scenario.additions import added, removed
from sim.scenario.merging import ABOUT
from sim.scenario.nouns import SUBJECTS
from sim.scenario.phrases import CHANGES
from sim.scenario.positions import KeyPath
from sim.scenario.quantity import Part
from sim.scenario.scenario import Scenario
from sim.scenario.schema import Declared, declared, leaves
from sim.scenario.sentences import Lang
from sim.scenario.staffing import counts_in_all, in_all, told_already
from sim.scenario.standing import newly_on, standing
from sim.scenario.values import by_category, called, cases, listed, number, pair, pick, term

NAMED = ("categories", "channels", "levels", "posts", "funds", "services", "programmes", "councils")
"""Tables whose keys are the user's own names."""

ORDERED = ("categories", "channels", "levels", "posts", "funds")
"""Tables whose order matters: row numbers, ties, the level where a channel enters by default."""


def diff(a: Scenario, b: Scenario, lang: Lang = "en") -> list[str]:
    """How `b` differs from `a`, one sentence per difference, in the order of the schema; [] if they run the same."""
    sentences: list[str] = []
    before, after = ({path: value for path, value, _ in leaves(scenario)} for scenario in (a, b))
    for section in type(a).model_fields:
        if section not in ABOUT:
            sentences += _tables_of_names(section, a, b, lang)
            sentences += _values(section, before, after, a, b, lang)
    return sentences


def _tables_of_names(section: str, a: Scenario, b: Scenario, lang: Lang) -> list[str]:
    """What was added, removed or put in another order."""
    where: KeyPath = ("demand", "surges") if section == "demand" else (section,)
    old, new = _table(a, where), _table(b, where)
    kind = str(where[-1])
    return [
        *(removed(kind, name, a, lang) for name in old if name not in new),
        *(added(kind, name, b, lang) for name in new if name not in old),
        *_order(section, a, b, lang),
    ]


def _values(
    section: str, before: Mapping[KeyPath, Any], after: Mapping[KeyPath, Any], a: Scenario, b: Scenario, lang: Lang
) -> list[str]:
    """What changed within the parts that both have."""
    sentences = []
    for path in dict.fromkeys([*after, *before]):
        if path[0] != section or not (_has_part(a, path) and _has_part(b, path)):
            continue  # told as added or removed
        one, other = standing(before, path, a), standing(after, path, b)
        if one == other or _renamed_too(path, before, after, lang):
            continue
        if not counts_in_all(path, a, b):
            sentences.append(_changed(path, one, other, a, b, lang))
        elif not told_already(path, a, b):
            sentences.append(_people(path, a, b, lang))
    return sentences


def _table(scenario: Scenario, where: KeyPath) -> Mapping[str, Part]:
    """A table of the user's own names; empty for sections that have none."""
    if where == ("demand", "surges"):
        return scenario.demand.surges
    return getattr(scenario, str(where[0])) if where[0] in NAMED else {}


def _has_part(scenario: Scenario, path: KeyPath) -> bool:
    """Whether the level, post, channel, category or surge that the path is in exists."""
    if path[:2] == ("demand", "surges"):
        return path[2] in scenario.demand.surges
    return path[0] not in NAMED or path[1] in getattr(scenario, str(path[0]))


def _changed(path: KeyPath, one: Any, other: Any, a: Scenario, b: Scenario, lang: Lang) -> str:
    slot = declared(path)
    assert slot is not None
    old, new = pair(path, one, other, a, b, lang)
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other) > 7:
        places = [str(at) for at, (x, y) in enumerate(zip(one, other, strict=True), 1) if x != y]
        new = term("changed_at", lang, list=new, where=", ".join(places)) if len(places) <= len(one) / 2 else new
    sentence = CHANGES.get(_pattern(path))
    if sentence is None:
        return term("generic", lang, subject=_subject(path, b, lang), field=_field(path, slot, b, lang), old=old, new=new)
    text = pick(sentence, lang)
    if slot.type is not bool and newly_on(path, a, b):
        text = text.replace("{old} → {new}", "{new}")
    return text.format(name=_name(path, b, lang), old=old, new=new, cases=cases(path, b, lang) if by_category(path) else "")


def _people(path: KeyPath, a: Scenario, b: Scenario, lang: Lang) -> str:
    """How many people a post has in all, where its units are others or it is counted in another way."""
    old, new, units, more = in_all(str(path[1]), a, b)
    blanks = {"name": _name(path, b, lang), "old": number(old, "", lang), "new": number(new, "people", lang), "units": str(units), "more": str(more)}
    if units == more and old != new:
        return pick(CHANGES["posts.*.total"], lang).format(**blanks)
    return term("in_all_units" if old != new else "as_many", lang, **blanks)


def _renamed_too(path: KeyPath, before: Mapping[KeyPath, Any], after: Mapping[KeyPath, Any], lang: Lang) -> bool:
    """Whether this is a name in the other language, and the reader is told of the one in his own."""
    mine = (*path[:-1], lang)
    return path[-1] in ("zh", "en") and path[-1] != lang and before.get(mine) != after.get(mine)


def _pattern(path: KeyPath) -> str:
    """A path with * for the user's own names."""
    parts = [str(part) for part in path]
    if path[0] in NAMED:
        parts[1] = "*"
    elif path[:2] == ("demand", "surges"):
        parts[2] = "*"
    if by_category(path):
        parts[-1] = "*"
    return ".".join(parts)


def _subject(path: KeyPath, scenario: Scenario, lang: Lang) -> str:
    kind = "surges" if path[:2] == ("demand", "surges") else str(path[0])
    return pick(SUBJECTS[kind], lang).format(name=_name(path, scenario, lang))


def _name(path: KeyPath, scenario: Scenario, lang: Lang) -> str:
    if path[0] in NAMED:
        return called(str(path[0]), str(path[1]), scenario, lang)
    return f"“{path[2]}”" if path[:2] == ("demand", "surges") else ""


def _field(path: KeyPath, slot: Declared, scenario: Scenario, lang: Lang) -> str:
    """What a field means; the parts of a duration speak with its name."""
    labels = []
    for field in slot.fields[-2:] if len(slot.fields) > 1 and _in_duration(path) else slot.fields[-1:]:
        extra = field.json_schema_extra
        zh = extra.get("zh") if isinstance(extra, dict) else None
        labels.append(str(zh) if lang == "zh" and zh else short(field.description or ""))
    text = (" " if lang == "en" else "").join(f"({label})" if number else label for number, label in enumerate(labels))
    if path[-1] in ("zh", "en"):
        return term(f"name_{path[-1]}", lang)
    return f"{text}, {cases(path, scenario, lang)}" if by_category(path) else text


def short(description: str) -> str:
    """First clause of a field's sentence without its symbol: "r0: hazard of ...; inf = at once" -> "hazard of ..."."""
    return re.split(r"[;:] ", re.sub(r"^\w+: ", "", description))[0]


def _in_duration(path: KeyPath) -> bool:
    return path[-1] in ("mean_h", "law", "cv") and len(path) > 1


def _order(section: str, a: Scenario, b: Scenario, lang: Lang) -> list[str]:
    """The order of what stays, where it matters and changed."""
    if section not in ORDERED:
        return []
    old, new = getattr(a, section), getattr(b, section)
    before, after = [name for name in old if name in new], [name for name in new if name in old]
    if before == after:
        return []
    first, second = (listed([called(section, name, b, lang) for name in names], lang) for names in (before, after))
    return [term("order", lang, what=term(section, lang), old=first, new=second)]


__all__ = ["diff"]
