"""Emergencies: which categories they are, and what an organisation does to answer them at once (science 4.17)."""

from __future__ import annotations

from typing import Literal

from sim.scenario.quantity import Part, bounded, quantity


class Emergency(Part):
    """Three-level emergency command. Off while no category is named."""

    categories: list[str] = quantity([], "ids", "categories that are emergencies: they stand before all others in every line; empty = none", "应急类别")
    preempts: bool = quantity(False, "yes/no", "where no hand is free, the one with the least urgent job puts it down for an emergency", "应急可中断手头工作")
    surge: Literal["none", "siblings", "level"] = quantity(
        "none", "word", "if still nobody can come, whose hands are called: nobody's, same post under the same parent, or the whole level", "应急调集范围")
    callback_h: float = bounded(0.0, "h", "from the call until a hand of another unit sets out", "调集准备时长", ge=0, low=0, high=4)
    hop_factor: float = bounded(1.0, "ratio", "referral time of an emergency over that of other cases", "应急上报时长系数", ge=0, le=10, low=0.05, high=1)
    triage_factor: float = bounded(1.0, "ratio", "triage time of an emergency over that of other cases", "应急分拨时长系数", ge=0, le=10, low=0.05, high=1)


__all__ = ["Emergency"]
