"""What an analysis cannot be made of."""

from __future__ import annotations

from typing import Any

from sim.errors import ShequError
from sim.locale import Lang, translator


class AnalysisError(ShequError):
    """Results or settings that an analysis cannot be made of. The sentence is one of the catalogue, with blanks to fill in."""

    exit_code = 2

    def __init__(self, sentence: str, **blanks: Any) -> None:
        self.sentence, self.blanks = sentence, blanks
        super().__init__(sentence.format(**blanks))

    def __reduce__(self) -> tuple[Any, ...]:
        return (_again, (self.sentence, self.blanks))

    def render(self, lang: Lang) -> str:
        """The sentence in the reader's language."""
        return "shequ: " + translator(lang)(self.sentence, **self.blanks)


def _again(sentence: str, blanks: dict[str, Any]) -> AnalysisError:
    return AnalysisError(sentence, **blanks)


__all__ = ["AnalysisError"]
