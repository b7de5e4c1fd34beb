"""What a page may ask. Anything else is refused with a sentence, and nothing happens.

A message is one JSON object of at most `LARGEST` bytes, without NaN, infinity or numbers of thousands of digits, of exactly the keys its kind has.
"""

from __future__ import annotations

import json
import math
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, TypeAdapter, ValidationError

from sim.classroom.controls import Words
from sim.locale import mark
from sim.locale.voice import both
from sim.scenario.quantity import Part

LARGEST = 64 * 1024
"""Bytes of a message that is read at all."""

LAST_H = 24 * 40_000
"""No recording goes so far."""

Hour = Annotated[int, Field(ge=0, le=LAST_H)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Id = Annotated[str, Field(min_length=1, max_length=64)]
Number = Annotated[float, Field(ge=-1e9, le=1e9, allow_inf_nan=False)]


class Life(Part):
    """The life of a case in both worlds, told."""

    ask: Literal["life"]
    case: int = Field(ge=0, le=2**31 - 1)


class Change(Part):
    """All settings of a world from the midnight after the shown hour on: levers by id, and the practices that are on (left out: as they are)."""

    ask: Literal["change"]
    world: Literal[0, 1]
    at_h: Hour
    set: dict[Name, Number] = Field({}, max_length=200)
    practices: list[Id] | None = Field(None, max_length=200)


class Scenarios(Part):
    """Start anew with another pair."""

    ask: Literal["scenarios"]
    pair: list[Name] = Field(min_length=2, max_length=2)


class Ahead(Part):
    """Frames up to that hour are wanted."""

    ask: Literal["ahead"]
    until_h: Hour


class Again(Part):
    """Start anew with the same pair, as it was before any change."""

    ask: Literal["again"]


class ClassOpens(Part):
    """Phones may join and choose; or may no more."""

    ask: Literal["class"]
    open: bool


class ClassDecides(Part):
    """The choices of the class hold in world 1 from the midnight after the shown hour on, for a week."""

    ask: Literal["decide"]
    at_h: Hour


Ask = Annotated[Life | Change | Scenarios | Ahead | Again | ClassOpens | ClassDecides, Field(discriminator="ask")]


class Joins(Part):
    """A phone joins with the code on the wall and takes a role; `again` is what it was told when it joined before."""

    ask: Literal["join"]
    code: str = Field(max_length=40)
    role: Id
    again: str = Field("", max_length=64)


class Chooses(Part):
    """A phone chooses for the next week."""

    ask: Literal["choose"]
    question: Id
    choice: Id


PhoneAsk = Annotated[Joins | Chooses, Field(discriminator="ask")]

_PAGE: TypeAdapter[Any] = TypeAdapter(Ask)
_PHONE: TypeAdapter[Any] = TypeAdapter(PhoneAsk)


class NotUnderstood(Exception):
    """A message that is refused; `told` says why, in both languages."""

    def __init__(self, told: Words) -> None:
        self.told = told
        super().__init__(told["en"])


class Allowance:
    """So many messages at once, and so many a second: more are refused."""

    def __init__(self, at_once: int, per_s: float) -> None:
        self.at_once, self.per_s = at_once, per_s
        self._left, self._then = float(at_once), -math.inf
        self.refused = 0

    def left(self, now: float) -> float:
        """How many more are within it at that second of any clock that only goes on."""
        if self._then > -math.inf:
            self._left = min(float(self.at_once), self._left + (now - self._then) * self.per_s)
        self._then = now
        return self._left

    def takes(self, now: float) -> bool:
        """Count one more; whether it is within the allowance."""
        if self.left(now) < 1:
            self.refused += 1
            return False
        self._left -= 1
        return True


class Plain(NamedTuple):
    """A message as it came."""

    text: str | None
    bytes: bytes | None


def read_page(message: Plain) -> Any:
    """What a page asks. Raises NotUnderstood."""
    return _read(message, _PAGE)


def read_phone(message: Plain) -> Any:
    """What a phone asks. Raises NotUnderstood."""
    return _read(message, _PHONE)


def _read(message: Plain, kinds: TypeAdapter[Any]) -> Any:
    text = message.text
    if text is None:
        raise NotUnderstood(both(mark("The message was not understood: it is not text.")))
    if len(text) > LARGEST or len(text.encode("utf-8", "replace")) > LARGEST:
        raise NotUnderstood(both(mark("The message was not read: it is longer than {most} bytes."), most=f"{LARGEST:,}"))
    try:
        plain = json.loads(text, parse_constant=_refuse, parse_float=_finite, parse_int=_short)
    except (ValueError, RecursionError):
        raise NotUnderstood(both(mark("The message was not understood: it is not JSON."))) from None
    try:
        return kinds.validate_python(plain, strict=True)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors(include_url=False, include_input=False)[0]["loc"])[:80]
        raise NotUnderstood(both(mark("The message was not understood: it asks for nothing known, or a value is not possible ({where})."), where=where or "ask")) from None


def _refuse(word: str) -> float:
    raise ValueError(word)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text[:20])
    return value


def _short(text: str) -> int:
    if len(text) > 20:
        raise ValueError(text[:20])
    return int(text)


__all__ = [
    "LARGEST", "Again", "Ahead", "Allowance", "Change", "Chooses", "ClassDecides", "ClassOpens", "Joins", "Life", "NotUnderstood", "Plain", "Scenarios", "read_page",
    "read_phone",
]  # fmt: skip
