"""What an assumption that was moved is called: words without the symbols of formulas, units as a reader writes them."""

from __future__ import annotations

import re

from sim.locale import Translator
from sim.locale.numbers import unit_name
from sim.report.evidence import Swing

_SYMBOL = re.compile(r"^[\w*]{1,8}: ")
"""As formulas call it, before the words."""


def swing_name(swing: Swing, say: Translator) -> str:
    """The assumption in words."""
    return swing.zh if say.lang == "zh" else _SYMBOL.sub("", swing.en)


def swing_unit(swing: Swing, say: Translator) -> str:
    """Its unit; empty for a pure number, and in Chinese for a unit that has no Chinese name."""
    known = {"1": "", "1/day": say("per day"), "1/year": say("per year")}
    unit = known[swing.unit] if swing.unit in known else unit_name(swing.unit, say.lang)
    return unit if say.lang == "en" or not re.search("[a-z]{4}", unit) else ""


__all__ = ["swing_name", "swing_unit"]
