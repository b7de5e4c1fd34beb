"""How soon reported issues are truly resolved, and contacted: the honest picture of response time, for it counts what is never resolved too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sim.locale import Translator, mark
from sim.metrics.portrait import SINCE_REPORT_H, Portrait
from sim.pictures import Drawn, drawing
from sim.report.drawn.sheet import (
    LINE,
    QUIET,
    SMALL,
    WIDTH,
    apart,
    breadth,
    curve,
    heading,
    ink,
    lines,
    look,
    named,
    panel,
    sheet,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Floats = npt.NDArray[np.float64]

TICKS: tuple[tuple[float, str], ...] = (
    (0.25, mark("15 min")), (1.0, mark("1 hour")), (4.0, mark("4 hours")), (24.0, mark("1 day")), (72.0, mark("3 days")), (168.0, mark("1 week")),
    (720.0, mark("1 month")), (2160.0, mark("3 months")),
)  # fmt: skip
"""Hours since the report, and how they are called."""

READ_OFF, APART = (24.0, 168.0), 6.0
"""Of two lines the values are written at these hours, where they are so many points apart."""

LEFT, SIDE = 0.42, 1.62
"""Inches left of the plots, and right of them for the names."""


def draw_resolved(portraits: Sequence[Sequence[Portrait]], labels: Sequence[str], say: Translator) -> Drawn:
    """Share of reported issues truly resolved, and contacted, by time since the report; one line per option with its 95 % interval.

    portraits   [option][replicate]
    labels      short names of the options
    """
    with drawing():
        return Drawn(resolved_figure(portraits, labels, say))


def resolved_figure(portraits: Sequence[Sequence[Portrait]], labels: Sequence[str], say: Translator) -> Figure:
    """The figure of `draw_resolved`; call it within `drawing`."""
    figure = sheet(4.1)
    top = 0.04 + heading(figure, LEFT, 0.04, say("Truly resolved"), say("% of reported issues; what is missing at the end was not resolved within 3 months"))
    main = _plot(figure, top + 0.06, 2.0)
    _curves(main, 2.0, portraits, labels, "resolved")
    main.tick_params(labelbottom=False)
    top += 2.2
    top += heading(figure, LEFT, top, say("First contact"), say("% of reported issues"))
    small = _plot(figure, top + 0.06, 4.1 - top - 0.5)
    _curves(small, 4.1 - top - 0.5, portraits, labels, "contacted")
    small.set_xticks([hour for hour, _ in TICKS], [say(name) for _, name in TICKS])
    small.set_xlabel(say("time since the report (log scale)"), fontsize=SMALL)
    return figure


def _plot(figure: Figure, top: float, height: float) -> Axes:
    from matplotlib.ticker import NullLocator

    plot = panel(figure, LEFT, top, WIDTH - LEFT - SIDE, height)
    plot.set_xscale("log")
    plot.set_xlim(TICKS[0][0], TICKS[-1][0])
    plot.set_xticks([hour for hour, _ in TICKS], [""] * len(TICKS))
    plot.xaxis.set_minor_locator(NullLocator())
    plot.set_ylim(0, 100)
    plot.set_yticks([0, 25, 50, 75, 100] if height > 1.5 else [0, 50, 100])
    return plot


def _curves(plot: Axes, height: float, portraits: Sequence[Sequence[Portrait]], labels: Sequence[str], field: str) -> None:
    hours = np.array(SINCE_REPORT_H)
    marks = [int(np.abs(np.log(hours / hour)).argmin()) for hour, _ in TICKS[1:-1]]
    means = []
    for option, runs in enumerate(portraits):
        mean, low, high = (100 * one if len(one) == len(hours) else np.full(len(hours), np.nan) for one in curve(runs, field))
        colour, marker, dashes = look(option)
        plot.fill_between(hours, low, high, color=colour, alpha=0.18, lw=0)
        plot.plot(hours, mean, color=colour, ls=dashes, lw=1.7, marker=marker, ms=4, markevery=marks, label=f"{field} {option}", zorder=3)
        means.append(mean)
    if field == "resolved" and len(means) == 2:
        _read_off(plot, 0, means[0], means[1])
        _read_off(plot, 1, means[1], means[0])
    _names(plot, height, [float(mean[-1]) for mean in means], labels)


def _read_off(plot: Axes, option: int, mean: Floats, other: Floats) -> None:
    """The share after a day and after a week beside the line, where the two lines are apart."""
    hours = np.array(SINCE_REPORT_H)
    for hour in READ_OFF:
        at = int(np.abs(np.log(hours / hour)).argmin())
        if abs(mean[at] - other[at]) > APART:
            above = bool(mean[at] > other[at])
            plot.annotate(f"{mean[at]:.0f} %", (hour, mean[at]), (-4 if above else 5, 4 if above else -4), textcoords="offset points", fontsize=SMALL,
                          color=ink(look(option).colour), ha="right" if above else "left", va="bottom" if above else "top")  # fmt: skip


def _names(plot: Axes, height: float, ends: Sequence[float], labels: Sequence[str]) -> None:
    """Where each line ends, and whose it is, beside its end; lines that end together are led to names one below the other."""
    numbers = [f"{end:.1f} %" if np.isfinite(end) else "–" for end in ends]
    most = 2 if height > 1.5 else 1
    column = max(breadth(number) for number in numbers) + 0.07
    names = [named(label, SIDE - 0.3 - column, SMALL, most) for label in labels]
    wished = [height * (1 - (end if np.isfinite(end) else 50.0) / 100) for end in ends]
    places = apart(wished, [LINE * lines(name) for name in names], -0.1, height + 0.12)
    width = WIDTH - LEFT - SIDE
    for option, (place, wish, end) in enumerate(zip(places, wished, ends, strict=True)):
        colour, marker, _ = look(option)
        at = 1 - place / height
        if np.isfinite(end):
            plot.plot([1, 1 + 0.17 / width], [1 - wish / height, at], color=colour, lw=0.7, transform=plot.transAxes, clip_on=False)
            plot.plot([1], [1 - wish / height], marker=marker, ms=4, color=colour, transform=plot.transAxes, clip_on=False, zorder=4)
        plot.text(1 + 0.2 / width, at, numbers[option], color=ink(colour) if np.isfinite(end) else QUIET, fontsize=SMALL, va="center", transform=plot.transAxes)
        plot.text(1 + (0.2 + column) / width, at, names[option], color=ink(colour), fontsize=SMALL, va="center", linespacing=1.1, transform=plot.transAxes)


__all__ = ["TICKS", "draw_resolved", "resolved_figure"]
