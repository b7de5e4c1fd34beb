"""From latent to satisfied, the true count beside what the office's records would show."""

from __future__ import annotations

import math

from sim.metrics.funnel import STAGES
from sim.metrics.official import OFFICIAL
from sim.report.chapters.metric_table import metric_table
from sim.report.document import Block, Cell, Head, Paragraph, Picture, Section, Table
from sim.report.telling import Telling

SHOWN = 5
"""Official statistics shown: response, closure, on time, resolution, satisfaction."""


def funnel(tell: Telling) -> Section:
    """Picture, table, official statistics."""
    from sim.report.drawn.funnel import draw_funnel

    say = tell.say
    names = [metric.id for metric in OFFICIAL[:SHOWN] if metric.id in tell.found.metric_ids]
    alt = say("Bars of the number of problems that reach each stage, true and official, for each option; the numbers are in the table.")
    blocks: list[Block] = [
        Paragraph(say("The same problems happen under every option. What an office does not hear of is in none of its statistics; here both are shown.")),
        Picture("funnel", say("Problems per run that reach each stage"), alt, draw_funnel(tell.found, tell.labels, say)),
        _table(tell),
        metric_table(tell, "official", say("Official statistics, as the office's own records would give them"), names),
    ]
    return Section("funnel", say("From problem to satisfaction: true and official"), tuple(blocks))


def _table(tell: Telling) -> Table:
    say, zh = tell.say, tell.lang == "zh"
    head = [Head(say("stage"))]
    for letter in tell.letters:
        head.append(Head(f"{letter} {say('true')}", say("problems per run, what truly happened"), "issues", right=True))
        head.append(Head(f"{letter} {say('official')}", say("problems per run, as the office counts them; empty where it has no figure"), "issues", right=True))
    head.append(Head(say("what the office calls it")))
    rows = []
    for at, (stage, word_zh, word_en, says_zh, says_en) in enumerate(STAGES):
        row = [Cell(word_zh if zh else word_en, (stage,))]
        for option in tell.options:
            row += [_count(float(tell.found.funnel_true[option, at])), _count(float(tell.found.funnel_official[option, at]))]
        rows.append((*row, Cell(says_zh if zh else says_en)))
    return Table("funnel", say("The funnel in numbers, mean per run"), tuple(head), tuple(rows))


def _count(value: float) -> Cell:
    return Cell("", (None,)) if math.isnan(value) else Cell(f"{value:,.0f}" if value >= 100 else f"{value:,.1f}", (value,))


__all__ = ["funnel"]
