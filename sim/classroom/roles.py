"""The class decides: phones take a role and choose for the next week; the majority holds in world 1; then its week is laid beside the model's own.

Who has joined is known by a number that nobody can guess, which the phone keeps: a screen that goes dark loses no vote. Nothing else about a
phone is kept, and nothing outlives the server.
"""

from __future__ import annotations

import hmac
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sim.classroom.asks import Allowance, NotUnderstood
from sim.locale import mark
from sim.locale.voice import both
from sim.scenario.sentences import Sentence

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Of codes: none that is read for another."""

CODE_LENGTH = 6
MOST_PHONES = 80
TRIES = 10
WEEK_H = 168


class Choice(NamedTuple):
    """One way to decide: its words, and the levers it moves. No lever: as the model has it."""

    id: str
    words: dict[str, str]
    set: Mapping[str, float]


class Question(NamedTuple):
    """What a role decides."""

    id: str
    role: str
    words: dict[str, str]
    choices: tuple[Choice, ...]


ROLES = {
    "dispatcher": mark("Dispatcher: who gets the next case"),
    "grid_head": mark("Head of the grids: what the people of the grids do"),
}


@dataclass
class Phone:
    """One who has joined: what it is known by, its role, what it has chosen for the coming week."""

    id: str
    role: str
    here: bool = True
    chosen: dict[str, str] = field(default_factory=dict)


class Class:
    """Everybody who has joined, and the questions of the day."""

    def __init__(self) -> None:
        self.code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
        self.open = False
        self.week = 1
        self.phones: dict[str, Phone] = {}
        self.questions: tuple[Question, ...] = ()
        self.result: dict[str, Any] | None = None
        self._tries: dict[str, Allowance] = {}

    def joins(self, code: str, role: str, again: str, address: str, now: float) -> Phone:
        """A phone joins, or comes back. Raises NotUnderstood: no class is open, the code is wrong, was tried too often, or the class is full."""
        if not self.open:
            raise NotUnderstood(both(mark("Nobody can join now: the teacher has not opened the class.")))
        self._check(code, address, now)
        if role not in ROLES:
            raise NotUnderstood(both(mark("There is no such role.")))
        known = self.phones.get(again)
        if known is None:
            known = Phone(secrets.token_urlsafe(12), role)
            self._make_room()
            self.phones[known.id] = known
        if known.role != role:
            known.role, known.chosen = role, {}
        known.here = True
        return known

    def _check(self, code: str, address: str, now: float) -> None:
        """Compared in constant time; after TRIES wrong codes an address may try once in ten seconds."""
        if len(self._tries) > 1000:
            self._tries.clear()
        tries = self._tries.setdefault(address, Allowance(TRIES, 0.1))
        right = hmac.compare_digest(code.strip().upper().encode("utf-8", "replace"), self.code.encode())
        if tries.left(now) < 1:
            raise NotUnderstood(both(mark("That was the wrong code too often. Wait a little, then look at the screen again.")))
        if not right:
            tries.takes(now)
            raise NotUnderstood(both(mark("This is not the code on the screen.")))

    def _make_room(self) -> None:
        """Whoever has left goes first. Raises NotUnderstood if the class is full of those who are there."""
        if len(self.phones) < MOST_PHONES:
            return
        gone = next((one.id for one in self.phones.values() if not one.here), None)
        if gone is None:
            raise NotUnderstood(both(mark("The class is full: {most} phones have joined."), most=MOST_PHONES))
        del self.phones[gone]

    def chooses(self, phone: Phone, question: str, choice: str) -> None:
        """A choice for the coming week; the last one counts. Raises NotUnderstood."""
        if not self.open:
            raise NotUnderstood(both(mark("Nobody can choose now: the teacher has closed the class.")))
        asked = next((one for one in self.questions if one.id == question and one.role == phone.role), None)
        if asked is None or choice not in [one.id for one in asked.choices]:
            raise NotUnderstood(both(mark("There is no such choice.")))
        phone.chosen[question] = choice

    def counts(self, question: Question) -> dict[str, int]:
        """How many have chosen what."""
        found = Counter(one.chosen[question.id] for one in self.phones.values() if question.id in one.chosen)
        return {choice.id: found[choice.id] for choice in question.choices}

    def decided(self) -> list[tuple[Question, Choice]]:
        """What most have chosen, for every question that anybody has answered; of equal numbers, what stands first."""
        found = []
        for question in self.questions:
            counts = self.counts(question)
            if any(counts.values()):
                found.append((question, max(question.choices, key=lambda choice: counts[choice.id])))
        return found

    def next_week(self) -> None:
        """The choices of the last week are over."""
        self.week += 1
        for phone in self.phones.values():
            phone.chosen = {}

    def told(self, address: str) -> dict[str, Any]:
        """The class as the teacher's page is told it."""
        here = Counter(one.role for one in self.phones.values() if one.here)
        return {
            "tell": "class", "open": self.open, "code": self.code if self.open else "", "address": address, "week": self.week, "phones": sum(here.values()),
            "roles": [{"id": role, **both(text), "phones": here[role]} for role, text in ROLES.items()],
            "questions": [{**plain_question(one), "counts": self.counts(one)} for one in self.questions], "result": self.result,
        }  # fmt: skip

    def signs(self) -> str:
        """Every character of the questions, in order."""
        texts = [word for one in self.questions for words in (one.words, *(choice.words for choice in one.choices)) for word in words.values()]
        return "".join(sorted(set("".join(texts))))

    def told_phone(self, phone: Phone) -> dict[str, Any]:
        """The class as one phone is told it: its own questions, what it has chosen, and how last week went."""
        return {
            "tell": "class", "open": self.open, "week": self.week, "again": phone.id, "role": phone.role, "result": self.result,
            "questions": [{**plain_question(one), "chosen": phone.chosen.get(one.id)} for one in self.questions if one.role == phone.role],
        }  # fmt: skip


def plain_question(question: Question) -> dict[str, Any]:
    """Fit for JSON."""
    return {"id": question.id, "role": question.role, **question.words, "choices": [{"id": one.id, **one.words} for one in question.choices]}


RULE = mark("How does a case find the office that handles it?")
LINE = mark("Who is served first?")
PATROLS = mark("How often are there patrols? ({name})")
DUTY = mark("When are they on duty? ({name})")
TIMES = (
    ("same", mark("As now"), 1.0),
    ("more", mark("Twice as often: they find more and have less time for cases"), 0.5),
    ("fewer", mark("Half as often: more time for cases, and they find less"), 2.0),
)


def questions(controls: Sequence[Mapping[str, Any]], world: int) -> tuple[Question, ...]:
    """What the roles decide about a world, from the levers it has: dispatchers the rule and the line, heads of grids the patrols and hours of one post."""
    there = [one for one in controls if one["value"][world] is not None]
    found = [_words(one, "dispatcher", text) for path, text in (("dispatch.rule", RULE), ("dispatch.discipline", LINE)) for one in there if one["path"] == path]
    found += [_times(one, one["value"][world]) for one in there if one["path"].endswith(".patrol_every_h")][:1]
    found += [_words(one, "grid_head", DUTY) for one in there if one["path"].endswith(".roster")][:1]
    return tuple(found)


def _words(control: Mapping[str, Any], role: str, text: str) -> Question:
    """One of the lever's own words."""
    named = Sentence(control["name"]["en"], control["name"]["zh"])
    choices = (Choice(str(at), {"zh": one["zh"], "en": one["en"]}, {control["path"]: float(at)}) for at, one in enumerate(control["choices"]))
    return Question(control["path"], role, both(text, name=named), tuple(choices))


def _times(control: Mapping[str, Any], gap_h: float) -> Question:
    """As often as now, twice, or half as often."""
    named = Sentence(control["name"]["en"], control["name"]["zh"])
    choices = (Choice(name, both(text), {control["path"]: min(max(gap_h * factor, control["low"]), control["high"])}) for name, text, factor in TIMES)
    return Question(control["path"], "grid_head", both(PATROLS, name=named), tuple(choices))


__all__ = ["CODE_LENGTH", "LETTERS", "MOST_PHONES", "ROLES", "WEEK_H", "Choice", "Class", "Phone", "Question", "plain_question", "questions"]
