"""The difference between two scenarios, in sentences a reader can check.

    diff(before, after, "en")  ->  ["Level “Community” may decide 60 % → 85 % of cases by authority", ...]

Title, summary, sources, patches, `apply` and `extends` say something *about* a scenario and are no difference.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from sim.scenario.merging import ABOUT
from sim.scenario.nouns import ADDED, REMOVED, SUBJECTS, UNITS, WEEKDAYS
from sim.scenario.phrases import CHANGES, CHOICES, MEANINGS, TERMS
from sim.scenario.positions import KeyPath
from sim.scenario.quantity import Part
from sim.scenario.scenario import Scenario
from sim.scenario.schema import Declared, declared, leaves
from sim.scenario.sentences import Lang, Sentence
from sim.scenario.staffing import counts_in_all, in_all, told_already

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
        *(_removed(kind, name, a, lang) for name in old if name not in new),
        *(_added(kind, name, b, lang) for name in new if name not in old),
        *_order(section, old, new, lang),
    ]


def _values(
    section: str, before: Mapping[KeyPath, Any], after: Mapping[KeyPath, Any], a: Scenario, b: Scenario, lang: Lang
) -> list[str]:
    """What changed within the parts that both have."""
    sentences = []
    for path in dict.fromkeys([*after, *before]):
        if path[0] != section or not (_has_part(a, path) and _has_part(b, path)):
            continue  # told as added or removed
        one, other = _at(before, path), _at(after, path)
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


def _at(flat: Mapping[KeyPath, Any], path: KeyPath) -> Any:
    """The value at a path; for a category that is not named, the one that stands for all."""
    if path in flat:
        return flat[path]
    return flat.get((*path[:-1], "all")) if _by_category(path) else None


def _by_category(path: KeyPath) -> bool:
    above = declared(path[:-1])
    return above is not None and above.type == dict[str, float]


def _changed(path: KeyPath, one: Any, other: Any, a: Scenario, b: Scenario, lang: Lang) -> str:
    slot = declared(path)
    assert slot is not None
    old, new = (_value(path, slot, value, scenario, lang) for value, scenario in ((one, a), (other, b)))
    if old == new:
        old, new = repr(one), repr(other)
    elif " " in new and not new.endswith("%") and _is_number(one) and _is_number(other):
        old = old.partition(" ")[0]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other) > 7:
        places = [str(number) for number, (x, y) in enumerate(zip(one, other, strict=True), 1) if x != y]
        new = _term("changed_at", lang, list=new, where=", ".join(places))
    sentence = CHANGES.get(_pattern(path))
    subject = _subject(path, b, lang)
    if sentence is not None:
        cases = _cases(path, b, lang) if _by_category(path) else ""
        name = _name(path, b, lang)
        return _pick(sentence, lang).format(name=name, old=old, new=new, cases=cases)
    return _term("generic", lang, subject=subject, field=_field(path, slot, b, lang), old=old, new=new)


def _people(path: KeyPath, a: Scenario, b: Scenario, lang: Lang) -> str:
    """How many people a post has in all, where its units are others or it is counted in another way."""
    old, new, units, more = in_all(str(path[1]), a, b)
    blanks = {"name": _name(path, b, lang), "old": str(old), "new": number(new, "people", lang), "units": str(units), "more": str(more)}
    if units == more and old != new:
        return _pick(CHANGES["posts.*.total"], lang).format(**blanks)
    return _term("in_all_units" if old != new else "as_many", lang, **blanks)


def _renamed_too(path: KeyPath, before: Mapping[KeyPath, Any], after: Mapping[KeyPath, Any], lang: Lang) -> bool:
    """Whether this is a name in the other language, and the reader is told of the one in his own."""
    mine = (*path[:-1], lang)
    return path[-1] in ("zh", "en") and path[-1] != lang and before.get(mine) != after.get(mine)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _pattern(path: KeyPath) -> str:
    """A path with * for the user's own names."""
    parts = [str(part) for part in path]
    if path[0] in NAMED:
        parts[1] = "*"
    elif path[:2] == ("demand", "surges"):
        parts[2] = "*"
    if _by_category(path):
        parts[-1] = "*"
    return ".".join(parts)


def _subject(path: KeyPath, scenario: Scenario, lang: Lang) -> str:
    kind = "surges" if path[:2] == ("demand", "surges") else str(path[0])
    return _pick(SUBJECTS[kind], lang).format(name=_name(path, scenario, lang))


def _name(path: KeyPath, scenario: Scenario, lang: Lang) -> str:
    if path[0] in NAMED:
        return _called(str(path[0]), str(path[1]), scenario, lang)
    return f"“{path[2]}”" if path[:2] == ("demand", "surges") else ""


def _called(kind: str, name: str, scenario: Scenario, lang: Lang) -> str:
    """The name of a level, post, channel or category as the reader knows it; with its id where two share the name."""
    table = getattr(scenario, kind)
    if name not in table:
        return f"“{name}”"
    word = getattr(table[name], lang)
    twins = sum(getattr(part, lang) == word for part in table.values()) > 1
    return f"“{word}” ({name})" if twins else f"“{word}”"


def _cases(path: KeyPath, scenario: Scenario, lang: Lang) -> str:
    """ "cases", or "“Noise” cases"."""
    if path[-1] != "all":
        return _term("cases_of", lang, name=_called("categories", str(path[-1]), scenario, lang))
    node: Any = scenario
    for part in path[:-1]:
        node = getattr(node, str(part)) if isinstance(node, Part) else node[part]
    return _term("cases_among" if len(node) > 1 else "cases", lang)


def _field(path: KeyPath, slot: Declared, scenario: Scenario, lang: Lang) -> str:
    """What a field means; the parts of a duration speak with its name."""
    labels = []
    for field in slot.fields[-2:] if len(slot.fields) > 1 and _in_duration(path) else slot.fields[-1:]:
        extra = field.json_schema_extra
        zh = extra.get("zh") if isinstance(extra, dict) else None
        labels.append(str(zh) if lang == "zh" and zh else short(field.description or ""))
    text = (" " if lang == "en" else "").join(f"({label})" if number else label for number, label in enumerate(labels))
    if path[-1] in ("zh", "en"):
        return _term(f"name_{path[-1]}", lang)
    return f"{text}, {_cases(path, scenario, lang)}" if _by_category(path) else text


def short(description: str) -> str:
    """First clause of a field's sentence without its symbol: "r0: hazard of ...; inf = at once" -> "hazard of ..."."""
    return re.split(r"[;:] ", re.sub(r"^\w+: ", "", description))[0]


def _in_duration(path: KeyPath) -> bool:
    return path[-1] in ("mean_h", "law", "cv") and len(path) > 1


def _value(path: KeyPath, slot: Declared, value: Any, scenario: Scenario, lang: Lang) -> str:
    """A value as a reader says it, with its unit."""
    unit = slot.extra("unit")
    if path[-1] in ("level", "parent") and isinstance(value, str):
        blank = "nobody" if path[-1] == "parent" else "no_level" if path[0] == "funds" else "first_level"
        return _called("levels", value, scenario, lang) if value else _term(blank, lang)
    if path[0] == "services" and path[-1] == "fund":
        return _called("funds", value, scenario, lang) if value else _term("budget", lang)
    if path[-1] == "legal_category" and isinstance(value, str):
        return _called("categories", value, scenario, lang) if value else _term("outside", lang)
    if path[-1] in ("serves", "categories") and isinstance(value, list):
        joint = "、" if lang == "zh" else ", "
        return joint.join(_called("categories", word, scenario, lang) for word in value) or _term(
            "none" if path[0] == "emergency" else "all_categories", lang
        )
    if path[-1] == "hires_from" and isinstance(value, str):
        return _called("categories", value, scenario, lang) if value else _choice("none", lang)
    if unit == "weekly hours" and isinstance(value, list):
        return weekly(value, lang)
    if isinstance(value, list):
        return "[" + ", ".join(number(item, "", lang) for item in value) + "]"
    if isinstance(value, str):
        if path[-1] == "units":
            return _term("every", lang, area=_choice(value, lang))
        return _choice(value, lang) if unit == "word" else f"“{value}”"
    if value is None or (isinstance(value, float) and math.isinf(value)):
        return _meaning("inf" if value else "left out", slot, lang)
    if value == 0 and not isinstance(value, bool) and (none := _meaning("0", slot, lang)):
        return none
    return number(value, unit, lang)


def number(value: Any, unit: str, lang: Lang) -> str:
    """A number with its unit; shares and probabilities in per cent."""
    if isinstance(value, bool):
        return _term("yes" if value else "no", lang)
    if unit in ("share", "probability"):
        return f"{value * 100:.6g} %"
    whole = isinstance(value, int) or (abs(value) < 1e15 and value == int(value))
    text = f"{value:.0f}" if whole else f"{value:.6g}"
    after = _pick(UNITS[unit], lang) if unit in UNITS else ""
    if lang == "en" and value == 1:
        after = {"people": "person", "classes": "class"}.get(after, after.removesuffix("s") if len(after) > 3 else after)
    return f"{text} {after}".rstrip()


def weekly(lines: Sequence[str], lang: Lang) -> str:
    """Weekly hours as a reader says them."""
    if not lines:
        return _term("none", lang)
    text = ", ".join(lines)
    if lang == "zh":
        for word, zh in WEEKDAYS.items():
            text = re.sub(rf"\b{word}\b", zh, text, flags=re.IGNORECASE)
        text = re.sub(r"(?<=周[一二三四五六日])-(?=周)", "至", text).replace(", ", "、")
    return text


def _meaning(of: str, slot: Declared, lang: Lang) -> str:
    """What a special value means, as the field's own sentence says: "inf = never", "0 = none"."""
    for field in reversed(slot.fields):
        match = re.search(rf"\b{of} = ([a-z ]+)", field.description or "")
        if match:
            word = match[1].strip()
            return MEANINGS.get(word, word) if lang == "zh" else word
    return {"inf": "∞", "0": ""}.get(of, _term("not_set", lang))


def _choice(word: str, lang: Lang) -> str:
    return _pick(CHOICES[word], lang) if word in CHOICES else word


def _added(kind: str, name: str, scenario: Scenario, lang: Lang) -> str:
    blanks: dict[str, str] = {"name": f"“{name}”" if kind == "surges" else _called(kind, name, scenario, lang)}
    if kind == "levels":
        level = scenario.levels[name]
        units = (
            _term("every", lang, area=_choice(level.units, lang))
            if isinstance(level.units, str)
            else number(level.units, "units", lang)
        )
        blanks |= {
            "units": units,
            "parent": _called("levels", level.parent, scenario, lang) if level.parent else _term("nobody", lang),
        }
    elif kind == "posts":
        post = scenario.posts[name]
        people = (
            _term("per_unit", lang, people=number(post.head_count, "people", lang))
            if post.total is None
            else _term("in_all", lang, people=number(post.total, "people", lang))
        )
        blanks |= {"people": people, "level": _called("levels", post.level, scenario, lang)}
    elif kind == "channels":
        level_id = scenario.channels[name].level
        blanks["level"] = _called("levels", level_id, scenario, lang) if level_id else _term("first_level", lang)
    elif kind == "councils":
        council, path = scenario.councils[name], ("councils", name, "categories")
        slot = declared(path)
        assert slot is not None
        blanks |= {
            "level": _called("levels", council.level, scenario, lang),
            "every": number(council.every_h, "h", lang),
            "cases": _value(path, slot, council.categories, scenario, lang),
            "people": number(council.least_affected, "people", lang),
        }
    elif kind == "categories":
        blanks["share"] = number(scenario.categories[name].share, "", lang)
    elif kind in ("funds", "services", "programmes"):
        blanks |= _money(kind, name, scenario, lang)
    else:
        surge = scenario.demand.surges[name]
        blanks |= {
            "start": number(surge.start_day, "", lang),
            "days": number(surge.days, "days", lang),
            "factor": number(surge.factor, "", lang),
        }
    only_pays = kind == "funds" and not scenario.funds[name].level
    return _pick(TERMS["purse"] if only_pays else ADDED[kind], lang).format(**blanks)


def _money(kind: str, name: str, scenario: Scenario, lang: Lang) -> dict[str, str]:
    """The blanks of a sentence about a fund, a service or a programme that is new."""
    part = getattr(scenario, kind)[name]

    def said(field: str) -> str:
        path = (kind, name, field)
        slot = declared(path)
        assert slot is not None
        return _value(path, slot, getattr(part, field), scenario, lang)

    if kind == "programmes":
        joint = "、" if lang == "zh" else ", "
        effects = [f"{_cases((kind, name, 'prevents', of), scenario, lang)} {share * 100:.6g} %" for of, share in part.prevents.items()]
        return {"effects": joint.join(effects) or _term("none", lang), "yards": said("yards"), "cost": said("cost_per_year"),
                "evidence": _term("unproven", lang) if part.evidence == "unknown" else ""}
    if kind == "services":
        return {field: said(field) for field in ("places", "group", "share", "cost_per_month", "fund", "categories")}
    return {field: said(field) for field in ("level", "opening", "inflow_per_year", "item_cap")}


def _removed(kind: str, name: str, scenario: Scenario, lang: Lang) -> str:
    called = f"“{name}”" if kind == "surges" else _called(kind, name, scenario, lang)
    return _pick(REMOVED[kind], lang).format(name=called)


def _order(section: str, old: Mapping[str, Part], new: Mapping[str, Part], lang: Lang) -> list[str]:
    """The order of what stays, where it matters and changed."""
    before, after = [name for name in old if name in new], [name for name in new if name in old]
    if section not in ORDERED or before == after:
        return []
    return [_term("order", lang, what=_term(section, lang), old=", ".join(before), new=", ".join(after))]


def _pick(sentence: Sentence, lang: Lang) -> str:
    return sentence.zh if lang == "zh" else sentence.en


def _term(word: str, lang: Lang, **blanks: Any) -> str:
    return _pick(TERMS[word], lang).format(**blanks)


__all__ = ["diff", "number", "weekly"]
