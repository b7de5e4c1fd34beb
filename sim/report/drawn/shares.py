"""Why: the difference of an option shared out among the practices that it adds to the first."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.locale import Translator
from sim.pictures import Drawn, drawing
from sim.report.drawn.sheet import (
    QUIET,
    SMALL,
    WIDTH,
    breadth,
    fitted,
    heading,
    heading_room,
    named,
    panel,
    sheet,
    write,
)
from sim.report.evidence import Why
from sim.study.compare import Comparison, verdict_on
from sim.study.interval import Estimate
from sim.sweep.attribution import Attributed, Judged
from sim.sweep.shares import BETTER, HATCH, NEITHER, OPEN, WHOLE, WORSE, share_panel

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LEFT, NAMES, GAP, ROW = 0.1, 1.75, 0.24, 0.31
"""Inches: edge, names of the practices, between panels, height of a practice."""


def draw_why(why: Why, comparison: Comparison, say: Translator) -> Drawn:
    """One panel per metric that could be shared out: a bar per practice with its 95 % interval, what it does alone as a mark, all together below.

    comparison   for the smallest relevant difference of each metric
    """
    with drawing():
        return Drawn(why_figure(why, comparison, say))


def why_figure(why: Why, comparison: Comparison, say: Translator) -> Figure:
    """The figure of `draw_why`; call it within `drawing`."""
    told = [_attributed(why, at, comparison) for at, found in enumerate(why.shares) if found is not None]
    k = len(why.practices)
    order = sorted(range(k), key=lambda at: -abs(told[0].judged[at].share.value)) if told else []
    names = [named(f"{why.practices[at]} {(why.zh if say.lang == 'zh' else why.en)[at]}", NAMES - 0.1, SMALL, 2) for at in order] + [say("together")]
    title = say("Which practices the difference comes from")
    remark = say("Shapley values with paired 95 % intervals, {n} replications; under the stated assumptions", n=why.replications)
    across = 2 if len(told) in (1, 2, 4) else 3
    rows, height = max(1, math.ceil(len(told) / across)), ROW * (k + 1)
    top, each = 0.02 + heading_room(LEFT, title, remark), 0.36 + height + 0.4
    figure = sheet(top + rows * each + 0.24)
    heading(figure, LEFT, 0.04, title, remark)
    width = (WIDTH - LEFT - NAMES - 0.1 - GAP * (across - 1)) / across
    for number, one in enumerate(told):
        row, column = divmod(number, across)
        x, y = LEFT + NAMES + column * (width + GAP), top + row * each
        plot = panel(figure, x, y + 0.34, width, height, "x")
        share_panel(plot, one, order, say)
        plot.set_title(fitted(plot.get_title(loc="left"), width + 0.15, SMALL, 2), loc="left", fontsize=SMALL, pad=3)
        plot.xaxis.label.set_fontsize(SMALL)
        plot.locator_params(axis="x", nbins=5 if across == 2 else 4)
        plot.set_yticks(range(k + 1), [""] * (k + 1))
        plot.set_ylim(k + 0.5, -0.5)
        if column == 0:
            for at, name in enumerate(names):
                write(figure, LEFT, y + 0.34 + height * (at + 0.5) / (k + 1), name, va="center")
    if not told:
        write(figure, LEFT, top, say("no number in some runs"), color=QUIET)
    _key(figure, top + rows * each, say)
    return figure


def _attributed(why: Why, at: int, comparison: Comparison) -> Attributed:
    """The shares of one metric with a verdict on each: is it enough to talk about?"""
    found, whole = why.shares[at], comparison.difference(why.metrics[at], why.option)
    assert found is not None
    n = why.replications
    judged = tuple(Judged(one, *verdict_on(Estimate(one.value, one.low, one.high, math.nan, n), whole.relevant)) for one in found.shares)
    total = whole._replace(difference=found.total, low=found.total_interval.low, high=found.total_interval.high)
    return Attributed(whole.metric, total, found, judged)


def _key(figure: Figure, top: float, say: Translator) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle

    x, whole = LEFT, float(figure.get_figheight())
    told = [(BETTER, say("for the better")), (WORSE, say("for the worse")), (NEITHER, say("neither better nor worse")), (OPEN, say("no difference, or cannot tell")),
            (WHOLE, say("together"))]  # fmt: skip
    for colour, text in told:
        hatch = HATCH if colour == WORSE else None
        figure.add_artist(Rectangle((x / WIDTH, 1 - (top + 0.14) / whole), 0.14 / WIDTH, 0.11 / whole, facecolor=colour, edgecolor="0.35", lw=0.4, hatch=hatch))
        write(figure, x + 0.18, top, text, 7.5)
        x += 0.28 + breadth(text, 7.5)
    figure.add_artist(Line2D([(x + 0.05) / WIDTH], [1 - (top + 0.08) / whole], marker="d", color="none", mfc="white", mec="0.1", ms=5))
    write(figure, x + 0.14, top, say("alone"), 7.5)


__all__ = ["draw_why", "why_figure"]
