"""How numbers are written for a reader: units in both languages, and no more digits than the interval carries.

Signs stay within what a Chinese Windows console (code page 936) can show: the minus is a hyphen, money is a word.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.locale import Lang


class Unit(NamedTuple):
    """How a unit is written: behind a value, behind a difference, beside the name; the factor to multiply with."""

    factor: float
    value: tuple[str, str]
    difference: tuple[str, str]
    beside: tuple[str, str]


UNITS: dict[str, Unit] = {
    "share": Unit(100.0, (" %", " %"), (" points", " 个百分点"), ("", "")),
    "difference of shares": Unit(100.0, (" points", " 个百分点"), (" points", " 个百分点"), ("", "")),
    "h": Unit(1.0, (" h", " 小时"), (" h", " 小时"), ("", "")),
    "yuan": Unit(1.0, (" yuan", " 元"), (" yuan", " 元"), ("", "")),
    "yuan per resident and year": Unit(
        1.0, (" yuan", " 元"), (" yuan", " 元"), ("per resident and year", "每居民每年")
    ),
    "yuan per resident": Unit(1.0, (" yuan", " 元"), (" yuan", " 元"), ("per resident", "每居民")),
    "day": Unit(1.0, ("", ""), (" days", " 天"), ("day", "天")),
    "people": Unit(1.0, (" people", " 人"), (" people", " 人"), ("", "")),
    "h per handler and week": Unit(1.0, (" h", " 小时"), (" h", " 小时"), ("per handler and week", "每人每周")),
    "h per handler and year": Unit(1.0, (" h", " 小时"), (" h", " 小时"), ("per handler and year", "每人每年")),
    "per case": Unit(1.0, ("", ""), ("", ""), ("", "")),
    "per 1,000 residents": Unit(1.0, ("", ""), ("", ""), ("per 1,000 residents", "每千居民")),
    "h per 1,000 residents and year": Unit(1.0, (" h", " 小时"), (" h", " 小时"), ("per 1,000 residents and year", "每千居民每年")),
    "per 1,000 residents and year": Unit(1.0, ("", ""), ("", ""), ("per 1,000 residents and year", "每千居民每年")),
    "latent scale": Unit(1.0, ("", ""), ("", ""), ("0 = as expected", "0 为符合预期")),
    "0-1": Unit(1.0, ("", ""), ("", ""), ("", "")),
    "ratio": Unit(1.0, ("", ""), ("", ""), ("", "")),
    "difference of trust": Unit(1.0, ("", ""), ("", ""), ("", "")),
}


NAMES_ZH = {
    "share": "比例",
    "difference of shares": "比例之差",
    "h": "小时",
    "yuan": "元",
    "yuan per resident and year": "元，每居民每年",
    "yuan per resident": "元，每居民",
    "day": "天",
    "people": "人",
    "h per handler and week": "小时，每人每周",
    "h per handler and year": "小时，每人每年",
    "per case": "每件",
    "per 1,000 residents": "每千居民",
    "h per 1,000 residents and year": "小时/千居民·年",
    "per 1,000 residents and year": "每千居民每年",
    "latent scale": "潜在量表",
    "0-1": "0-1",
    "ratio": "比值",
    "difference of trust": "信任之差",
}
"""Chinese names of the units, as the list of metrics shows them."""


def unit_name(name: str, lang: Lang) -> str:
    """The unit's own name."""
    return NAMES_ZH.get(name, name) if lang == "zh" else name


def unit_of(name: str) -> Unit:
    """The unit; one that is not listed is written beside the name."""
    return UNITS.get(name, Unit(1.0, ("", ""), ("", ""), (name, name)))


def decimals(unit: Unit, half_width: float, *values: float) -> int:
    """Digits after the point: as far as the first digit of the half-width; without one, three digits of the largest value.

    A small value beside a large uncertain one keeps two digits (1.3 h beside 44 h). However narrow the interval, the
    largest value has no more than four digits in all.
    """
    sizes = [abs(value) * unit.factor for value in values if math.isfinite(value) and value]
    if math.isfinite(half_width) and half_width > 0:
        smallest = 1 - math.floor(math.log10(min(sizes, default=10.0)))
        digits = max(-math.floor(math.log10(half_width * unit.factor)), min(smallest, 2))
    else:
        digits = 2 - math.floor(math.log10(max(sizes, default=1.0)))
    low, high = (1, 2) if unit.factor == 100.0 else (0, 3)
    most = 3 - math.floor(math.log10(max(sizes, default=1.0)))
    return max(min(digits, high, most), low)


def value_text(value: float, unit: Unit, digits: int, lang: Lang) -> str:
    """A value with its unit; – where there is none, ∞ where it is never reached."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    return f"{value * unit.factor + 0.0:,.{digits}f}{unit.value[lang == 'zh']}"


def difference_text(value: float, unit: Unit, digits: int, lang: Lang) -> str:
    """A difference with its sign and unit."""
    return "–" if not math.isfinite(value) else f"{_signed(value * unit.factor, digits)}{unit.difference[lang == 'zh']}"


def difference_interval_text(low: float, high: float, unit: Unit, digits: int) -> str:
    """An interval of a difference, without its unit; empty where there is none."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return ""
    return f"[{_signed(low * unit.factor, digits)}, {_signed(high * unit.factor, digits)}]"


def interval_text(low: float, high: float, unit: Unit, digits: int) -> str:
    """An interval of a value, without its unit; empty where there is none."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return ""
    return f"[{low * unit.factor + 0.0:,.{digits}f}, {high * unit.factor + 0.0:,.{digits}f}]"


def _signed(number: float, digits: int) -> str:
    """With + or -; a number that rounds to nothing has no sign."""
    rounded = round(number, digits)
    return f"{0:.{digits}f}" if rounded == 0 else f"{rounded:+,.{digits}f}"


__all__ = [
    "UNITS",
    "Unit",
    "decimals",
    "difference_interval_text",
    "difference_text",
    "interval_text",
    "unit_name",
    "unit_of",
    "value_text",
]
