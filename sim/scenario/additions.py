"""What comes and goes: a sentence about a level, a post, a channel, a council ... that one of two scenarios does not have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sim.scenario.nouns import ADDED, DETAILS, REMOVED
from sim.scenario.phrases import TERMS
from sim.scenario.positions import KeyPath
from sim.scenario.scenario import Scenario
from sim.scenario.sentences import Lang
from sim.scenario.values import called, cases, choice, hours, listed, number, pick, said, span, term


def added(kind: str, name: str, scenario: Scenario, lang: Lang) -> str:
    """A part that only the second scenario has, with what matters most about it."""
    sentence = TERMS["purse"] if kind == "funds" and not scenario.funds[name].level else ADDED[kind]
    blanks = {"name": _title(kind, name, scenario, lang), **_BLANKS[kind](name, scenario, lang)}
    return pick(sentence, lang).format(**blanks)


def removed(kind: str, name: str, scenario: Scenario, lang: Lang) -> str:
    """A part that only the first scenario has."""
    return pick(REMOVED[kind], lang).format(name=_title(kind, name, scenario, lang))


def _title(kind: str, name: str, scenario: Scenario, lang: Lang) -> str:
    return f"“{name}”" if kind == "surges" else called(kind, name, scenario, lang)


def _details(kind: str, part: Any, path: KeyPath, scenario: Scenario, lang: Lang) -> str:
    """What is unlike an ordinary part of the kind, one clause for each."""
    clauses = []
    for field, sentence in DETAILS[kind].items():
        value = getattr(part, field)
        if value != type(part).model_fields[field].get_default():
            clauses.append(pick(sentence, lang).format(said((*path, field), value, scenario, lang)))
    return "".join(clauses)


def _level(name: str, scenario: Scenario, lang: Lang) -> Mapping[str, str]:
    level = scenario.levels[name]
    return {
        "units": said(("levels", name, "units"), level.units, scenario, lang),
        "parent": called("levels", level.parent, scenario, lang) if level.parent else term("nobody", lang),
        "authority": span(level.authority, lang), "reach": span(level.reach, lang),
    }  # fmt: skip


def _post(name: str, scenario: Scenario, lang: Lang) -> Mapping[str, str]:
    post, path = scenario.posts[name], ("posts", name)
    in_all = post.total is not None
    people = number(post.total if in_all else post.head_count, "people", lang)
    return {
        "people": term("in_all" if in_all else "per_unit", lang, people=people), "level": called("levels", post.level, scenario, lang),
        "role": choice(post.role, lang), "skill": span(post.skill, lang), "serves": said((*path, "serves"), post.serves, scenario, lang),
        "roster": said((*path, "roster"), post.roster, scenario, lang), "details": _details("posts", post, path, scenario, lang),
    }  # fmt: skip


def _channel(name: str, scenario: Scenario, lang: Lang) -> Mapping[str, str]:
    channel, path = scenario.channels[name], ("channels", name)
    return {
        "level": called("levels", channel.level or next(iter(scenario.levels)), scenario, lang), "know": number(channel.know, "share", lang),
        "hours": said((*path, "hours"), channel.hours, scenario, lang), "details": _details("channels", channel, path, scenario, lang),
    }  # fmt: skip


def _council(name: str, scenario: Scenario, lang: Lang) -> Mapping[str, str]:
    council, path = scenario.councils[name], ("councils", name)
    return {
        "level": called("levels", council.level, scenario, lang), "every": hours(council.every_h, lang),
        "cases": said((*path, "categories"), council.categories, scenario, lang), "people": number(council.least_affected, "people", lang),
        "cap": said((*path, "agenda_cap"), council.agenda_cap, scenario, lang), "details": _details("councils", council, path, scenario, lang),
    }  # fmt: skip


def _category(name: str, scenario: Scenario, lang: Lang) -> Mapping[str, str]:
    return {"share": number(scenario.categories[name].share, "", lang)}


def _surge(name: str, scenario: Scenario, lang: Lang) -> Mapping[str, str]:
    surge = scenario.demand.surges[name]
    return {
        "start": number(surge.start_day, "", lang), "days": number(surge.days, "days", lang), "factor": number(surge.factor, "", lang),
        "cases": said(("demand", "surges", name, "categories"), surge.categories, scenario, lang),
    }  # fmt: skip


def _fund(name: str, scenario: Scenario, lang: Lang) -> Mapping[str, str]:
    fund, path = scenario.funds[name], ("funds", name)
    fields = ("level", "opening", "inflow_per_year", "item_cap", "categories")
    told = {field: said((*path, field), getattr(fund, field), scenario, lang) for field in fields}
    return {**told, "details": _details("funds", fund, path, scenario, lang)}


def _service(name: str, scenario: Scenario, lang: Lang) -> Mapping[str, str]:
    service = scenario.services[name]
    fields = ("places", "group", "share", "cost_per_month", "fund", "categories")
    return {field: said(("services", name, field), getattr(service, field), scenario, lang) for field in fields}


def _programme(name: str, scenario: Scenario, lang: Lang) -> Mapping[str, str]:
    part, path = scenario.programmes[name], ("programmes", name)
    effects = [f"{cases((*path, 'prevents', of), scenario, lang)} {number(share, 'share', lang)}" for of, share in part.prevents.items()]
    return {
        "effects": listed(effects, lang) or term("nothing", lang), "yards": number(part.yards, "share", lang),
        "cost": said((*path, "cost_per_year"), part.cost_per_year, scenario, lang),
        "evidence": term("unproven", lang) if part.evidence == "unknown" else "",
    }  # fmt: skip


_BLANKS: dict[str, Callable[[str, Scenario, Lang], Mapping[str, str]]] = {
    "levels": _level, "posts": _post, "channels": _channel, "councils": _council, "categories": _category, "surges": _surge,
    "funds": _fund, "services": _service, "programmes": _programme,
}  # fmt: skip

__all__ = ["added", "removed"]
