"""Why: how much of each difference a practice accounts for (Shapley values), or the command that finds out."""

from __future__ import annotations

from sim.analysis.shapley import Attribution, Share
from sim.metrics import METRICS
from sim.report.chapters.front_answer import name_of
from sim.report.document import Block, Cell, Head, Paragraph, Picture, Section, Table
from sim.report.evidence import Why
from sim.report.telling import Telling

ABREAST = 3
"""Metrics a table has room for."""


def attribution(tell: Telling) -> Section:
    """A picture and a table for every option that is the first plus a few practices."""
    say = tell.say
    blocks: list[Block] = []
    for why in tell.evidence.whys:
        blocks += _of(tell, why)
    rest = [tell.letters[option] for option in tell.others if option not in {why.option for why in tell.evidence.whys} and tell.found.plan.same_as[option] != 0]
    if rest:
        text = say("For {options} no shares were worked out: it is not A with two to six named practices added. The command shequ attribute shares out larger packages.", options=", ".join(rest))
        blocks.append(Paragraph(text, "quiet"))
    return Section("why", say("Which practice accounts for how much"), tuple(blocks))


def _of(tell: Telling, why: Why) -> list[Block]:
    from sim.report.drawn.shares import draw_why

    say = tell.say
    k = len(why.practices)
    text = say("{option}: its {k} practices were switched on and off in all {n} combinations, on the same chances ({replications} replications each). The shares add up to the whole difference exactly; practices are not additive, so a share is an average over the orders in which they could have come.",
               option=tell.letters[why.option], k=k, n=2**k, replications=why.replications)  # fmt: skip
    alt = say("Bars of the share of each practice in the difference of each headline number.")
    picture = Picture(f"shares-{why.option}", say("Shares of the practices, {option}", option=tell.labels[why.option]), alt, draw_why(why, tell.found, say))
    return [Paragraph(text), picture, *_tables(tell, why)]


def _tables(tell: Telling, why: Why) -> list[Table]:
    """As many metrics in a table as a page has room for."""
    told = [(metric, shares) for metric, shares in zip(why.metrics, why.shares, strict=True) if shares is not None]
    return [_table(tell, why, told[at : at + ABREAST], at // ABREAST) for at in range(0, len(told), ABREAST)]


def _table(tell: Telling, why: Why, told: list[tuple[str, Attribution]], turn: int) -> Table:
    say = tell.say
    parts = (say("share"), say("low"), say("high"))
    heads = [Head(name_of(metric, tell), say("Shapley value with its 95 % paired interval"), METRICS[metric].unit, parts, right=True) for metric, _ in told]
    rows = []
    for at, name in enumerate(why.practices):
        words = (why.zh if tell.lang == "zh" else why.en)[at]
        cells = [_cell(tell, metric, shares.shares[at]) for metric, shares in told]
        rows.append((Cell(f"{name} {words}" if words != name else name, (name,)), *cells))
    whole = [tell.difference_cell(metric, shares.total, shares.total_interval.low, shares.total_interval.high) for metric, shares in told]
    rows.append((Cell(say("together, exactly the sum"), ("total",), "strong"), *whole))
    caption = say("Shares of each practice in the difference, {option}", option=tell.letters[why.option])
    return Table(f"shares-{tell.letters[why.option].lower()}-{turn + 1}", caption, (Head(say("practice")), *heads), tuple(rows))


def _cell(tell: Telling, metric: str, share: Share) -> Cell:
    return tell.difference_cell(metric, share.value, share.low, share.high)


__all__ = ["attribution"]
