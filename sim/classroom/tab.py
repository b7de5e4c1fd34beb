"""One page that looks on: how far in the recording it is, and what waits for it."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from sim.classroom.asks import Allowance
from sim.classroom.controls import Words
from sim.errors import ShequError

MOST_TEXTS = 64
"""Messages that wait for a tab, beside the recording; a tab that lets more wait is too slow."""


FIRST = ("welcome", "model", "class")
"""What is told before any frame, in this order."""


class Tab:
    """A place in the recording. It holds no message of it: what comes next is asked for when the last one is gone."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self.wake = wake
        self.generation = self.number = 0
        self.texts: deque[str] = deque()
        self.latest: dict[str, str] = {}
        self.too_slow = False
        self.allowance = Allowance(40, 20.0)

    def know(self, kind: str, text: str) -> None:
        """How something stands; what was to be told of it before is not told any more."""
        self.latest[kind] = text
        self.wake()

    def next_text(self) -> str | None:
        """How things stand (FIRST), then what was answered."""
        kind = next((one for one in FIRST if one in self.latest), None)
        if kind is not None:
            return self.latest.pop(kind)
        return self.texts.popleft() if self.texts else None

    def tell(self, text: str) -> None:
        """One message, after those that wait."""
        if len(self.texts) >= MOST_TEXTS:
            self.too_slow = True
        else:
            self.texts.append(text)
        self.wake()


def words_of(error: ShequError) -> Words:
    """What an error says, in both languages where it knows both."""
    render = getattr(error, "render", None)
    return {lang: render(lang) if render is not None else str(error) for lang in ("zh", "en")}


def error_text(words: Mapping[str, str]) -> str:
    """The message that says so."""
    return as_text({"tell": "error", **words})


def as_text(plain: Mapping[str, Any]) -> str:
    """A message to a page."""
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


__all__ = ["MOST_TEXTS", "Tab", "as_text", "error_text", "words_of"]
