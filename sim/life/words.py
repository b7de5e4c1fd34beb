"""The life of a case in sentences: when, what, and the rule that decided; in Chinese and English."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

from sim.clock import HOURS_PER_DAY
from sim.life.follow import Life, Moment
from sim.life.offices import named
from sim.locale import Translator, mark
from sim.world.codes import NOBODY, Fate

DAYS = (mark("Mon"), mark("Tue"), mark("Wed"), mark("Thu"), mark("Fri"), mark("Sat"), mark("Sun"))

ENDS = {
    Fate.PREVENTED: mark("it does not occur: prevention (the draw of this issue lies below the share prevented)"),
    Fate.COVERED: mark("it is nothing new: the same resident's problem is still open"),
    Fate.SELF_RESOLVED: mark("it goes away or is settled privately"),
    Fate.RESOLVED: mark("it is truly resolved"),
    Fate.UNRESOLVED: mark("it is over for the office and not resolved"),
    Fate.WITHDRAWN: mark("its resident gives up"),
    Fate.PETITIONED: mark("its resident goes outside the system (petition)"),
    Fate.REJECTED: mark("it is turned away: the line is full"),
    Fate.SELF_MANAGED: mark("the residents' own organisation resolves it"),
    Fate.LEGAL: mark("its resident takes the legal route"),
}

SENTENCES = {
    "occurs": mark("a problem of the category {category} occurs; severity {severity}, difficulty {difficulty}, authority needed {authority}, work {work} h"),
    "noticed": mark("its resident notices it"),
    "reported": mark("reported by {channel}"),
    "reported by patrol": mark("found by a patrol and reported"),
    "desk begins": mark("{who} at the desk takes it up after {waited} h in line"),
    "desk done": mark("the desk is done with it"),
    "comes again": mark("papers are missing: its resident must come again"),
    "registered": mark("registered"),
    "registered after misroutes": mark("registered; wrong offices before the right one is named: {misroutes}"),
    "on its way": mark("on its way to {level}"),
    "lost": mark("mislaid between two offices; only a reminder finds it"),
    "offered": mark("offered to {pool}, who may decline"),
    "council": mark("put on the agenda of {council}: it concerns several people"),
    "agreed": mark("{council} meets and agrees on it"),
    "not agreed": mark("{council} meets and does not agree on it"),
    "waits": mark("joins the line of {pool}, {ahead} ahead of it; nobody is free"),
    "begins": mark("{who} begins after {waited} h in line; travel {travel} h, work {work} h"),
    "contacted": mark("first contact"),
    "answered": mark("answered on the spot: no case for any office"),
    "cannot by authority": mark("cannot be closed here: it needs authority {authority}, {level} holds {held} for this category"),
    "cannot by skill": mark("cannot be closed here: its difficulty is {difficulty}, up to {reach} can be mastered here"),
    "cannot otherwise": mark("cannot be closed here"),
    "worked": mark("the work of this visit is done"),
    "put down": mark("put down before it is finished: the shift ends, or an emergency comes first"),
    "referred": mark("referred up, {old} → {new}"),
    "referred up": mark("not served at this level; goes up to {new}"),
    "escalated": mark("waited too long and moves up, {old} → {new}"),
    "signing": mark("waits for the sign-off of other agencies: {agencies}"),
    "closed": mark("officially closed"),
    "closed for show": mark("officially closed under pressure, without being solved"),
    "handed over": mark("the organisation changes, and the case is handed over"),
    "returns": mark("the problem is still there or came back: brought up again"),
    "reminds": mark("its resident reminds (reminder no. {times})"),
    "ends": mark("this is its end: {fate}{felt}"),
}  # fmt: skip


FELT = mark("; latent satisfaction {satisfaction}")


class Line(NamedTuple):
    """One line of a life: when, hours since the report (nan before it), and the sentence."""

    h: float
    when: str
    since_report_h: float
    text: str


def tell(life: Life, say: Translator) -> list[Line]:
    """The life in sentences, in order."""
    reported = life.first("reported")
    return [Line(one.h, when(one.h, say), one.h - reported, sentence(life, one, say)) for one in sorted(life.moments, key=lambda one: one.h)]


def when(h: float, say: Translator) -> str:
    """Day of the run (from 1), weekday and time of day."""
    day, minute = int(h // HOURS_PER_DAY), int(h % HOURS_PER_DAY * 60)
    return say("day {day}, {weekday} {time}", day=day + 1, weekday=say(DAYS[day % 7]), time=f"{minute // 60:02}:{minute % 60:02}")


def sentence(life: Life, one: Moment, say: Translator) -> str:
    """What happens in a moment."""
    code, blanks = _READERS.get(one.kind, _plain)(life, one, say)
    return say(SENTENCES[code], **blanks)


Said = tuple[str, dict[str, Any]]


def _plain(life: Life, one: Moment, say: Translator) -> Said:
    return one.kind, one.facts


def _occurs(life: Life, one: Moment, say: Translator) -> Said:
    draws = life.draws
    category = list(life.scenario.categories.values())[draws["category"]]
    numbers = {name: _short(draws[name]) for name in ("severity", "difficulty", "authority")}
    return "occurs", {"category": named(category, say), **numbers, "work": _short(draws["work_h"])}


def _reported(life: Life, one: Moment, say: Translator) -> Said:
    channels = list(life.scenario.channels.values())
    at = one.facts["channel"]
    return ("reported by patrol", {}) if at >= len(channels) else ("reported", {"channel": named(channels[at], say)})


def _contacted(life: Life, one: Moment, say: Translator) -> Said:
    return ("answered" if one.facts.get("answered") else "contacted"), {}


def _registered(life: Life, one: Moment, say: Translator) -> Said:
    return ("registered after misroutes", one.facts) if one.facts["misroutes"] else ("registered", {})


def _place(life: Life, one: Moment, say: Translator) -> Said:
    level = one.facts["level"]
    return one.kind, {"level": life.offices.level(level, say), "pool": life.offices.pool(one.facts["pool"], say)}


def _council(life: Life, one: Moment, say: Translator) -> Said:
    return "council", {"council": life.offices.council(one.facts["chamber"], say)}


def _met(life: Life, one: Moment, say: Translator) -> Said:
    return ("agreed" if one.facts["agreed"] else "not agreed"), {"council": life.offices.council(one.facts["chamber"], say)}


def _waits(life: Life, one: Moment, say: Translator) -> Said:
    return "waits", {"pool": life.offices.pool(one.facts["pool"], say), "ahead": one.facts["ahead"]}


def _begins(life: Life, one: Moment, say: Translator) -> Said:
    facts = one.facts
    work = facts["finish_h"] - one.h - facts["travel_h"]
    who = life.offices.pool(facts["pool"], say)
    return one.kind, {"who": who, "waited": _short(facts["waited_h"]), "travel": _short(facts["travel_h"]), "work": _short(work)}


def _cannot(life: Life, one: Moment, say: Translator) -> Said:
    facts = one.facts
    numbers = {name: _short(facts[name]) for name in ("authority", "held", "difficulty", "reach")}
    code = "cannot by skill" if facts["difficulty"] > facts["reach"] else "cannot by authority" if facts["authority"] > facts["held"] else "cannot otherwise"
    return code, {**numbers, "level": life.offices.level(facts["level"], say)}


def _referred(life: Life, one: Moment, say: Translator) -> Said:
    old, new = (life.offices.level(one.facts[name], say) for name in ("from", "to"))
    code = "referred up" if one.facts["from"] == NOBODY else "escalated" if one.facts["waited"] else "referred"
    return code, {"old": old, "new": new}


def _closed(life: Life, one: Moment, say: Translator) -> Said:
    return ("closed for show" if one.facts["sham"] else "closed"), {}


def _ends(life: Life, one: Moment, say: Translator) -> Said:
    fate, felt = say(ENDS[Fate(one.facts["fate"])]), one.facts["satisfaction"]
    return "ends", {"fate": fate, "felt": "" if math.isnan(felt) else say(FELT, satisfaction=f"{felt:+.2f}")}


_READERS: dict[str, Callable[[Life, Moment, Translator], Said]] = {
    "occurs": _occurs, "reported": _reported, "registered": _registered, "contacted": _contacted, "on its way": _place, "lost": _plain, "offered": _place, "council": _council, "met": _met,
    "waits": _waits, "begins": _begins, "desk begins": _begins, "cannot": _cannot, "referred": _referred, "closed": _closed, "ends": _ends,
}  # fmt: skip


def _short(value: float) -> str:
    return f"{value:.2f}"


__all__ = ["ENDS", "SENTENCES", "Line", "sentence", "tell", "when"]
