"""How much of each difference is structure, and how much is resources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.locale import Translator
from sim.metrics import HEADLINES, METRICS
from sim.pictures import Drawn, drawing
from sim.report.drawn.sheet import (
    DARK,
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
from sim.study.compare import Comparison, Difference
from sim.study.split import Split
from sim.study.wording import label, told_values

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEFT, NAMES, PLOT, BAR = 0.15, 1.7, 2.1, 0.17
"""Inches: edge, names, plot, height of a bar."""

STRUCTURE, RESOURCES = "#3a3a3a", "#c9c9c9"
"""Dark and light, the light one hatched."""

FARTHEST = 12.0
"""Bars end at so many relevant differences: the numbers beside them go on."""


def draw_split(comparison: Comparison, labels: Sequence[str], say: Translator) -> Drawn:
    """Headline differences as two bars, structure and resources, and their sum as a mark with its 95 % interval.

    One unit of the axis is the smallest relevant difference of each metric. Without a run at equal resources the picture says so.
    """
    with drawing():
        return Drawn(split_figure(comparison, labels, say))


def split_figure(comparison: Comparison, labels: Sequence[str], say: Translator) -> Figure:
    """The figure of `draw_split`; call it within `drawing`."""
    parts = [one for one in comparison.split if one.metric in HEADLINES]
    several = len(comparison.plan.options) > 2
    rows = sorted(parts, key=lambda one: (HEADLINES.index(one.metric), one.option))
    names = [_name(one, labels, several, say) for one in rows]
    heights = [max(2 * BAR + 0.2, LINE * lines(name) + 0.12) for name in names]
    title = say("Structure and resources")
    remark = say("option minus {first}, 95 % interval of the whole; structure: with the first option's wages and cash", first=named(labels[0], 2.0, SMALL, 1))
    top, height = 0.04 + heading_room(LEFT, title, remark) + 0.26, sum(heights) or 0.5
    figure = sheet(top + height + 0.42 if rows else top)
    heading(figure, LEFT, 0.04, title, remark)
    if not rows:
        write(figure, LEFT, top - 0.24, say("not run at equal resources"), color=QUIET)
        return figure
    plot = panel(figure, LEFT + NAMES, top, PLOT, height, "x")
    edge = _frame(plot, rows)
    plot.set_ylim(height, 0)
    plot.set_xlabel(say("in units of the smallest difference worth talking about"), fontsize=SMALL, labelpad=2)
    _key(figure, top - 0.24, say)
    at = 0.0
    for one, name, high in zip(rows, names, heights, strict=True):
        write(figure, LEFT, top + at + high / 2, name, va="center", color=ink(look(one.option).colour) if several else DARK)
        _bars(plot, one, at + high / 2, edge)
        write(figure, LEFT + NAMES + PLOT + 0.12, top + at + high / 2, _numbers(one, say), va="center")
        at += high
    return figure


def _name(one: Split, labels: Sequence[str], several: bool, say: Translator) -> str:
    name = fitted(sentence(label(METRICS[one.metric], say)), NAMES - 0.1, SMALL, 2)
    return f"{name}\n{named(labels[one.option], NAMES - 0.1, SMALL, 1)}" if several else name


def _numbers(one: Split, say: Translator) -> str:
    room = WIDTH - 0.05 - (LEFT + NAMES + PLOT + 0.12)
    parts = [(say("structure"), one.structure), (say("resources"), one.resources), (say("together"), one.total)]
    return "\n".join(fitted(f"{word} {_difference(part, say)}", room, SMALL, 1) for word, part in parts)


def _difference(part: Difference, say: Translator) -> str:
    told = told_values(part.difference, part.difference, part, say)
    return f"{told.difference} {told.interval}".strip()


def _scaled(part: Difference) -> float | None:
    if part.difference == 0:
        return 0.0
    return part.difference / part.relevant if np.isfinite([part.difference, part.relevant]).all() and part.relevant > 0 else None


def _frame(plot: Axes, rows: Sequence[Split]) -> float:
    ends = [abs(found) for one in rows for part in (one.structure, one.resources, one.total) if (found := _scaled(part)) is not None]
    edge = min(FARTHEST, max([1.6, *(1.08 * end for end in ends)]))
    plot.set_xlim(-1.04 * edge, 1.04 * edge)
    plot.set_yticks([])
    plot.spines["left"].set_visible(False)
    plot.axvspan(-1, 1, color="0.93", lw=0, zorder=0, label="band")
    plot.axvline(0, color="0.25", lw=0.9, zorder=4)
    return edge


def _bars(plot: Axes, one: Split, y: float, edge: float) -> None:
    for part, place, colour, hatch, name in (
        (one.structure, y - BAR / 2 - 0.04, STRUCTURE, None, "structure"), (one.resources, y + BAR / 2 - 0.04, RESOURCES, "////", "resources"),
    ):  # fmt: skip
        found = _scaled(part)
        if found is not None:
            plot.barh([place], [min(max(found, -edge), edge)], height=BAR, color=colour, hatch=hatch, edgecolor="0.2", lw=0.5, zorder=3, label=f"{name} {one.metric} {one.option}")
    whole = _scaled(one.total)
    if whole is not None:
        place, colour = y + BAR + 0.03, look(one.option).colour
        if np.isfinite([one.total.low, one.total.high]).all() and one.total.relevant > 0:
            ends = [min(max(end / one.total.relevant, -edge), edge) for end in (one.total.low, one.total.high)]
            plot.plot(ends, [place, place], color=ink(colour), lw=1.6, zorder=5)
        plot.plot([min(max(whole, -edge), edge)], [place], ls="none", marker=look(one.option).marker, ms=5, mfc=colour, mec=ink(colour), zorder=6,
                  label=f"together {one.metric} {one.option}")  # fmt: skip


def _key(figure: Figure, top: float, say: Translator) -> None:
    from matplotlib.patches import Rectangle

    x, whole = LEFT, float(figure.get_figheight())
    for text, colour, hatch in ((say("structure"), STRUCTURE, None), (say("resources"), RESOURCES, "////")):
        figure.add_artist(Rectangle((x / WIDTH, 1 - (top + 0.13) / whole), 0.2 / WIDTH, 0.11 / whole, facecolor=colour, edgecolor="0.2", lw=0.5, hatch=hatch))
        write(figure, x + 0.27, top, text)
        x += 0.5 + breadth(text)
    write(figure, x, top, say("mark: together; shaded: too small to talk about"), color=QUIET)


__all__ = ["draw_split", "split_figure"]
