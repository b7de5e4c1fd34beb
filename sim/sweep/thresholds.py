"""Thresholds of a study, as written: resolved_in_deadline = ">= 0.85"."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from sim.analysis.robust import Sign

Threshold = tuple[Sign, float]

_FORM = re.compile(r"\s*(>=|<=)\s*(\S+)\s*")


def read_threshold(text: str) -> Threshold | None:
    """The sign and the limit, in the metric's own unit; None where it is not of this form."""
    match = _FORM.fullmatch(text)
    if match is None:
        return None
    try:
        limit = float(match[2])
    except ValueError:
        return None
    sign: Sign = ">=" if match[1] == ">=" else "<="
    return (sign, limit) if math.isfinite(limit) else None


def read_thresholds(texts: Mapping[str, str]) -> dict[str, Threshold]:
    """Of every metric its threshold; the texts are those of a study that was checked."""
    found = {name: read_threshold(text) for name, text in texts.items()}
    return {name: one for name, one in found.items() if one is not None}


__all__ = ["Threshold", "read_threshold", "read_thresholds"]
