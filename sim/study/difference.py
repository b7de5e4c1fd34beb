"""How two scenarios differ, in words."""

from __future__ import annotations

from sim.locale import Lang
from sim.scenario.words import diff as in_words
from sim.study.run import Source, resolve


def diff(a: Source, b: Source, lang: Lang = "en") -> list[str]:
    """How scenario `b` differs from `a`, one sentence each; [] if they run the same. Paths and shipped names will do."""
    return in_words(resolve(a), resolve(b), lang)
