"""Which assumptions the answer hangs on: the difference at the two ends of each assumption's plausible range."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.locale import Translator
from sim.locale.numbers import unit_name, unit_of
from sim.metrics import METRICS
from sim.pictures import LOOKS, Drawn, drawing, legible
from sim.report.drawn.sheet import (
    DARK,
    HEADING,
    LINE,
    QUIET,
    SMALL,
    WIDTH,
    fitted,
    heading,
    heading_room,
    ink,
    lines,
    panel,
    sentence,
    sheet,
    write,
)
from sim.report.evidence import Doubt, Swing
from sim.report.swings import swing_name, swing_unit
from sim.study.compare import Difference
from sim.study.wording import label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEFT, NAMES, ROW = 0.1, 2.35, 0.36
"""Inches: edge, names of the assumptions, height of a row."""

CALM, CROSSING = LOOKS[0].colour, LOOKS[1].colour
"""Bars that stay on one side of zero, and those that cross it."""


def draw_doubt(doubt: Doubt, say: Translator) -> Drawn:
    """One bar per assumption, from the difference at the low end of its range (hollow mark) to that at the high end (filled), each with its interval.

    Shaded: differences too small to talk about; dashed: nothing moved. Bars that cross zero are of another colour, hatched, and named so.
    """
    with drawing():
        return Drawn(doubt_figure(doubt, say))


def doubt_figure(doubt: Doubt, say: Translator) -> Figure:
    """The figure of `draw_doubt`; call it within `drawing`."""
    metric = METRICS[doubt.metric]
    unit = unit_of(metric.unit)
    names = [_name(swing, say) for swing in doubt.swings]
    heights = [max(ROW, LINE * lines(name) + 0.07) for name in names]
    title = fitted(sentence(label(metric, say)), WIDTH - 2 * LEFT, HEADING, 1)
    remark = say("difference at the low end (hollow) and the high end (filled) of each assumption; dashed: nothing moved; shaded: too small to talk about")
    top, height = 0.08 + heading_room(LEFT, title, remark), sum(heights) or ROW
    figure = sheet(top + height + 0.42)
    heading(figure, LEFT, 0.04, title, remark)
    plot = panel(figure, LEFT + NAMES, top, WIDTH - LEFT - NAMES - 0.12, height, "x")
    _frame(plot, doubt, unit.factor)
    plot.set_ylim(height, 0)
    at = 0.0
    for name, swing, high in zip(names, doubt.swings, heights, strict=True):
        write(figure, LEFT, top + at + high / 2, name, va="center", color=ink(CROSSING) if crosses(swing) else DARK)
        _bar(plot, swing, at + high / 2, unit.factor, say)
        at += high
    if not doubt.swings:
        plot.text(0.5, 0.5, say("no assumption was moved"), transform=plot.transAxes, ha="center", va="center", fontsize=SMALL, color=QUIET)
    plot.set_xlabel(unit.difference[say.lang == "zh"].strip() or unit_name(metric.unit, say.lang), fontsize=SMALL, labelpad=2)
    return figure


def crosses(swing: Swing) -> bool:
    """Whether the difference changes its sign within the range."""
    return swing.at_low.difference * swing.at_high.difference < 0


def _name(swing: Swing, say: Translator) -> str:
    """The assumption with its unit, and whether it turns the answer round."""
    name, unit = legible(sentence(swing_name(swing, say))), legible(swing_unit(swing, say))
    text = fitted(f"{name} ({unit})" if unit else name, NAMES - 0.12, SMALL, 2)
    return text + "\n" + say("changes sign") if crosses(swing) else text


def _known(one: Difference) -> list[float]:
    return [value for value in (one.difference, one.low, one.high) if np.isfinite(value)]


def _frame(plot: Axes, doubt: Doubt, factor: float) -> None:
    relevant = doubt.base.relevant if np.isfinite(doubt.base.relevant) else 0.0
    ends = [0.0, relevant, -relevant, *_known(doubt.base), *(value for swing in doubt.swings for one in (swing.at_low, swing.at_high) for value in _known(one))]
    low, high = factor * min(ends), factor * max(ends)
    room = 0.12 * (high - low) or 1.0
    plot.set_xlim(low - room, high + room)
    plot.set_yticks([])
    plot.spines["left"].set_visible(False)
    if relevant > 0:
        plot.axvspan(-factor * relevant, factor * relevant, color="0.91", lw=0, zorder=0, label="band")
    plot.axvline(0, color="0.25", lw=0.9, label="zero")
    if np.isfinite(doubt.base.difference):
        plot.axvline(factor * doubt.base.difference, color="0.35", lw=0.9, ls=(0, (4, 3)), label="base")


def _bar(plot: Axes, swing: Swing, y: float, factor: float, say: Translator) -> None:
    ends = (factor * swing.at_low.difference, factor * swing.at_high.difference)
    if not np.isfinite(ends).all():
        plot.text(0.5, y, say("no number in some runs"), transform=plot.get_yaxis_transform(), fontsize=SMALL, color=QUIET, va="center", ha="center")
    else:
        colour, hatch = (CROSSING, "////") if crosses(swing) else (CALM, None)
        plot.barh([y], [ends[1] - ends[0]], left=[ends[0]], height=0.15, color=colour, alpha=0.45, hatch=hatch, edgecolor=ink(colour), lw=0.6, label=f"swing {swing.path}")
    _values(plot, swing, y, factor)
    for one, x, filled in ((swing.at_low, ends[0], False), (swing.at_high, ends[1], True)):
        colour = ink(CROSSING if crosses(swing) else CALM)
        if np.isfinite([one.low, one.high]).all():
            plot.plot([factor * one.low, factor * one.high], [y, y], color=colour, lw=1.1, zorder=3)
        if np.isfinite(x):
            plot.plot([x], [y], ls="none", marker="o", ms=5, mfc=colour if filled else "white", mec=colour, mew=1.1, zorder=4, label=f"{'high' if filled else 'low'} {swing.path}")


def _values(plot: Axes, swing: Swing, y: float, factor: float) -> None:
    """The value of the assumption at either end, outside of the intervals."""
    lows, highs = _known(swing.at_low), _known(swing.at_high)
    if not (lows and highs):
        return
    left, right = min(lows + highs), max(lows + highs)
    turned = swing.at_low.difference > swing.at_high.difference
    for value, x, side in ((swing.high if turned else swing.low, left, -1), (swing.low if turned else swing.high, right, 1)):
        plot.annotate(f"{value:g}", (factor * x, y), (5 * side, 0), textcoords="offset points", fontsize=SMALL, color=DARK, va="center_baseline",
                      ha="right" if side < 0 else "left")  # fmt: skip


__all__ = ["crosses", "doubt_figure", "draw_doubt"]
