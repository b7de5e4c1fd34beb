"""What cannot be reorganised as asked, in both languages."""

from __future__ import annotations

from typing import Any

from sim.errors import ScenarioError
from sim.locale import Lang, mark, translator

OTHER_WORLD = mark("a reorganisation changes neither the place nor the people nor their problems: {parts} differ")
NOT_MIDNIGHT = mark("an organisation opens at midnight, a multiple of 24 hours after hour 0: not at hour {at_h}")
NOT_THERE = mark("the world must have been advanced to just before hour {at_h}; it stands at hour {now_h}")


class ReorganisationError(ScenarioError):
    """A change that cannot be made; the message is the English sentence, `render("zh")` gives the Chinese one. Nothing was changed."""

    def __init__(self, text: str, **blanks: Any) -> None:
        self.text, self.blanks = text, blanks
        super().__init__(translator("en")(text, **blanks))

    def render(self, lang: Lang = "en") -> str:
        """The line for the command line."""
        return f"shequ: {translator(lang)(self.text, **self.blanks)}"


__all__ = ["NOT_MIDNIGHT", "NOT_THERE", "OTHER_WORLD", "ReorganisationError"]
