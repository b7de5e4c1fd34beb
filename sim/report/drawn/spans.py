"""How long something takes, as it is written in a picture."""

from __future__ import annotations

import math

from sim.locale import Translator


def span(hours: float, say: Translator) -> str:
    """ "36 min", "5.2 h", "30 h", "3 days"; – for none, ∞ for never."""
    if math.isnan(hours):
        return "–"
    if math.isinf(hours):
        return "∞"
    if hours < 0.995:
        return say("{n} min", n=f"{60 * hours:.0f}")
    if hours < 47.5:
        return say("{n} h", n=_short(hours))
    return say("{n} days", n=_short(hours / 24))


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 9.95 else f"{value:.1f}".removesuffix(".0")


__all__ = ["span"]
