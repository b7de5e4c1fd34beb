"""All headline differences on one axis, each measured in the smallest difference of its metric that is worth talking about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.locale import Translator, mark
from sim.metrics import HEADLINES, METRICS
from sim.pictures import Drawn, drawing
from sim.report.drawn.sheet import (
    DARK,
    LETTERS,
    LINE,
    QUIET,
    SMALL,
    WIDTH,
    breadth,
    fitted,
    heading,
    heading_room,
    ink,
    lines,
    look,
    named,
    panel,
    sentence,
    sheet,
    write,
)
from sim.study.compare import Comparison, Difference, Verdict
from sim.study.wording import because, label, told_difference

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEFT = 0.15
NAMES, PLOT = 1.7, 2.1
"""Inches for the names on the left and for the plot; the rest is for the numbers."""

FARTHEST = 12.0
"""Beyond so many relevant differences a mark stands at the edge, as an arrow: its number is written beside it."""

SHAPES: dict[Verdict, str] = {"higher": ">", "lower": "<", "no difference": "s", "cannot tell": "o"}
"""Markers; that of "cannot tell" is hollow."""

BETTER = {"up": mark("higher is better"), "down": mark("lower is better"), "none": ""}


class Row(NamedTuple):
    """A line of the picture: a difference, or the name of the metric whose differences follow."""

    name: str
    height: float
    one: Difference | None


def draw_headlines(comparison: Comparison, labels: Sequence[str], say: Translator) -> Drawn:
    """All headline metrics of every option: difference from the first with its 95 % interval, and the verdict as shape and word.

    One unit of the axis is the smallest relevant difference of each metric.
    """
    with drawing():
        return Drawn(headlines_figure(comparison, labels, say))


def headlines_figure(comparison: Comparison, labels: Sequence[str], say: Translator) -> Figure:
    """The figure of `draw_headlines`; call it within `drawing`."""
    rows = _rows(comparison, labels, say)
    title = say("Headline differences")
    remark = say("option minus {first}, 95 % interval", first=named(labels[0], 2.4, SMALL, 1))
    top = 0.04 + heading_room(LEFT, title, remark) + LINE + 0.06
    height = sum(row.height for row in rows)
    figure = sheet(top + height + 0.42)
    heading(figure, LEFT, 0.04, title, remark)
    plot = panel(figure, LEFT + NAMES, top, PLOT, height, "x")
    edge = _frame(plot, [row.one for row in rows if row.one is not None])
    plot.set_ylim(height, 0)
    plot.set_xlabel(say("in units of the smallest difference worth talking about"), fontsize=SMALL, labelpad=2)
    write(figure, LEFT + NAMES + PLOT / 2, top - LINE - 0.02, say("shaded: too small to talk about"), color=QUIET, ha="center")
    at = 0.0
    for row in rows:
        if row.one is None:
            write(figure, LEFT, top + at + row.height / 2, row.name, LETTERS, va="center")
        else:
            several = len(comparison.plan.options) > 2
            colour = ink(look(row.one.option).colour) if several else DARK
            write(figure, LEFT + 0.12 * several, top + at + row.height / 2, row.name, va="center", color=colour)
            plot.plot([0, 0], [at, at + row.height], color="0.25", lw=0.9)
            plot.fill_betweenx([at, at + row.height], -1, 1, color="0.91", lw=0, zorder=0, label=f"band {row.one.metric} {row.one.option}")
            _mark(plot, at + row.height / 2, row.one, edge)
            write(figure, LEFT + NAMES + PLOT + 0.12, top + at + row.height / 2, _words(comparison, row.one, say), va="center")
        at += row.height
    return figure


def _rows(comparison: Comparison, labels: Sequence[str], say: Translator) -> list[Row]:
    rows: list[Row] = []
    options = range(1, len(comparison.plan.options))
    for name in [name for name in HEADLINES if name in comparison.metric_ids]:
        metric = METRICS[name]
        if len(options) == 1:
            text = fitted(sentence(label(metric, say)), NAMES - 0.1, SMALL, 2)
            text += f"\n({say(BETTER[metric.direction])})" if BETTER[metric.direction] else ""
            rows.append(Row(text, LINE * lines(text) + 0.1, comparison.difference(name, 1)))
            continue
        better = f" ({say(BETTER[metric.direction])})" if BETTER[metric.direction] else ""
        rows.append(Row(fitted(sentence(label(metric, say)) + better, WIDTH - 2 * LEFT, LETTERS, 1), 0.28, None))
        for option in options:
            text = named(labels[option], NAMES - 0.25, SMALL, 2)
            rows.append(Row(text, max(LINE * lines(text), LINE * lines(_words(comparison, comparison.difference(name, option), say))) + 0.06, comparison.difference(name, option)))
    return rows


def _words(comparison: Comparison, one: Difference, say: Translator) -> str:
    told = told_difference(comparison, one, say)
    room = WIDTH - 0.05 - (LEFT + NAMES + PLOT + 0.12)
    if not told.interval:
        return fitted(f"{told.word}: {because(one.reason, say)}", room, SMALL, 2)
    whole = f"{told.difference} {told.interval}"
    if breadth(f"{whole}  {told.word}") <= room:
        return f"{whole}  {told.word}"
    first = whole if breadth(whole) <= room else f"{told.difference}\n{told.interval}"
    return f"{first}\n{told.word}"


def _scaled(one: Difference) -> tuple[float, float, float] | None:
    """Difference and interval in relevant differences; None where there is no such thing."""
    if one.difference == one.low == one.high == 0:
        return 0.0, 0.0, 0.0
    if not (np.isfinite([one.difference, one.low, one.high, one.relevant]).all() and one.relevant > 0):
        return None
    return one.difference / one.relevant, one.low / one.relevant, one.high / one.relevant


def _frame(plot: Axes, rows: Sequence[Difference]) -> float:
    """Symmetric limits. Gives where a mark is held back."""
    ends = [abs(end) for one in rows if (found := _scaled(one)) is not None for end in found]
    edge = min(FARTHEST, max([1.6, *(1.08 * end for end in ends)]))
    plot.set_xlim(-1.04 * edge, 1.04 * edge)
    plot.set_yticks([])
    plot.spines["left"].set_visible(False)
    return edge


def _mark(plot: Axes, y: float, one: Difference, edge: float) -> None:
    found = _scaled(one)
    if found is None:
        return
    colour, name = look(one.option).colour, f"{one.metric} {one.option}"
    value, low, high = (min(max(part, -edge), edge) for part in found)
    if low < high:
        plot.plot([low, high], [y, y], color=ink(colour), lw=2.2, solid_capstyle="butt", label=f"interval {name}", zorder=3)
    if abs(found[0]) > edge:
        plot.annotate("", (1.04 * value, y), (0.88 * value, y), arrowprops={"arrowstyle": "-|>", "color": ink(colour), "lw": 1.2})
        value *= 0.9
    hollow = one.verdict == "cannot tell"
    plot.plot([value], [y], ls="none", marker=SHAPES[one.verdict], ms=6.5, mfc="white" if hollow else colour, mec=ink(colour), mew=1.2, label=f"mean {name}", zorder=4)


__all__ = ["FARTHEST", "SHAPES", "draw_headlines", "headlines_figure"]
