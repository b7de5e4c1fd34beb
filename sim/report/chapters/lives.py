"""The cases whose fate changed most, told side by side."""

from __future__ import annotations

import math

from sim.report.document import Block, Paragraph, Section, Timeline
from sim.report.evidence import Fate
from sim.report.telling import Telling


def lives(tell: Telling) -> Section | None:
    """One timeline per case; None where no case changed."""
    say = tell.say
    if not tell.evidence.fates:
        return None
    text = say("The same problem of the same person with the same chances, under A and under another option. These are the cases that changed most, in either direction: examples of how, not of how much.")
    blocks: list[Block] = [Paragraph(text), *(_timeline(tell, fate) for fate in tell.evidence.fates)]
    return Section("lives", say("Cases whose fate changed most"), tuple(blocks))


def _timeline(tell: Telling, fate: Fate) -> Timeline:
    say = tell.say
    told = fate.zh if tell.lang == "zh" else fate.en
    heads = tuple(f"{tell.letters[option]} · {_hours(tell, hours)}" for option, hours in zip((0, fate.option), fate.hours, strict=True))
    title = say("Case {case} of replicate {replicate}", case=fate.case, replicate=fate.replicate)
    return Timeline(title, heads, tuple(tuple((step.when, step.since, step.text) for step in life) for life in told))


def _hours(tell: Telling, hours: float) -> str:
    if math.isnan(hours):
        return tell.say("never reported")
    return tell.say("{hours} h from report to end", hours=f"{hours:,.1f}") if hours < 96 else tell.say("{days} days from report to end", days=f"{hours / 24:,.1f}")


__all__ = ["lives"]
