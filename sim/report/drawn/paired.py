"""Differences of one metric between options, run by run on the same chances."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sim.locale import Translator
from sim.locale.numbers import unit_name, unit_of
from sim.metrics import METRICS
from sim.metrics.catalogue import find
from sim.pictures import Drawn, drawing
from sim.report.drawn.sheet import (
    HEADING,
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
    look,
    named,
    panel,
    sentence,
    sheet,
    write,
)
from sim.study.compare import Comparison, Difference
from sim.study.wording import because, label, told_difference

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEFT = 0.15
ROW = 0.66
"""Inches for an option: a line of words, the dots, the interval."""

LANE = (0.3, 0.95)
"""Part of a row that is the plot."""

BAND = "0.91"


def draw_paired(comparison: Comparison, metric: str, labels: Sequence[str], say: Translator) -> Drawn:
    """Every replication's difference from the first option as a dot, with the mean and its 95 % interval; a row per option.

    The shaded band holds the differences too small to talk about. Raises UnknownNameError for an unknown metric.
    """
    with drawing():
        return Drawn(paired_figure(comparison, metric, labels, say))


def paired_figure(comparison: Comparison, metric: str, labels: Sequence[str], say: Translator) -> Figure:
    """The figure of `draw_paired`; call it within `drawing`."""
    known = find(metric)
    rows = [comparison.difference(known.id, option) for option in range(1, len(comparison.plan.options))]
    title = fitted(sentence(label(known, say)), WIDTH - 2 * LEFT, HEADING, 1)
    remark = say("option minus {first}; each dot is two runs with the same residents and problems", first=named(labels[0], 2.2, SMALL, 1))
    top, height = 0.04 + heading_room(LEFT, title, remark) + LINE + 0.06, ROW * len(rows)
    figure = sheet(top + height + 0.42)
    heading(figure, LEFT, 0.04, title, remark)
    plot = panel(figure, LEFT, top, WIDTH - 2 * LEFT, height, "x")
    _frame(figure, plot, rows, [_gaps(comparison, one) for one in rows], say)
    for place, one in enumerate(rows):
        _row(plot, place, one, comparison, labels, say)
    unit = unit_of(known.unit)
    plot.set_xlabel(unit.difference[say.lang == "zh"].strip() or unit_name(known.unit, say.lang), fontsize=SMALL, labelpad=2)
    return figure


def _gaps(comparison: Comparison, one: Difference) -> npt.NDArray[np.float64]:
    """The paired differences of all replications, in the unit that is read."""
    at = comparison.metric_ids.index(one.metric)
    with np.errstate(invalid="ignore"):  # infinity minus infinity
        gaps = comparison.values[one.option, :, at] - comparison.values[0, :, at]
    return np.asarray(gaps * unit_of(METRICS[one.metric].unit).factor, np.float64)


def _frame(figure: Figure, plot: Axes, rows: Sequence[Difference], gaps: Sequence[npt.NDArray[np.float64]], say: Translator) -> None:
    """Limits, zero line, the band of what is too small to talk about with its name above it."""
    factor, relevant = unit_of(METRICS[rows[0].metric].unit).factor, rows[0].relevant
    wide = factor * relevant if np.isfinite(relevant) else 0.0
    shown = np.concatenate([*gaps, [factor * one.low for one in rows], [factor * one.high for one in rows], [0.0, -wide, wide]])
    shown = shown[np.isfinite(shown)]
    low, high = float(shown.min()), float(shown.max())
    room = 0.04 * (high - low) or 1.0
    plot.set_xlim(low - room, high + room)
    plot.set_ylim(len(rows), 0)
    plot.set_yticks([])
    plot.spines["left"].set_visible(False)
    for place in range(len(rows)):
        plot.plot([0, 0], [place + LANE[0], place + LANE[1]], color="0.25", lw=0.9, label=f"zero {place + 1}")
        if wide > 0:
            plot.fill_betweenx([place + LANE[0], place + LANE[1]], -wide, wide, color=BAND, lw=0, zorder=0, label=f"band {place + 1}")
    if wide > 0:
        text = say("shaded: too small a difference to talk about")
        middle = LEFT + (room - low) / (high - low + 2 * room) * (WIDTH - 2 * LEFT)
        half = breadth(text, SMALL) / 2
        figure_top = float(figure.get_figheight()) * (1 - plot.get_position().y1)
        write(figure, min(max(middle, LEFT + half), WIDTH - LEFT - half), figure_top - LINE - 0.02, text, color=QUIET, ha="center")


def _row(plot: Axes, place: int, one: Difference, comparison: Comparison, labels: Sequence[str], say: Translator) -> None:
    colour, marker, _ = look(one.option)
    told = told_difference(comparison, one, say)
    words = f"{told.difference} {told.interval}   {told.word}" if told.interval else f"{told.word}: {because(one.reason, say)}"
    words = fitted(words, 4.2, LETTERS, 1)
    name = named(labels[one.option], WIDTH - 2 * LEFT - 0.3 - breadth(words, LETTERS), LETTERS, 1)
    transform = plot.get_yaxis_transform()
    plot.text(0.0, place + 0.16, name, color=ink(colour), fontsize=LETTERS, va="center", transform=transform)
    plot.text(1.0, place + 0.16, words, fontsize=LETTERS, va="center", ha="right", transform=transform)
    gaps = _gaps(comparison, one)
    spread = place + 0.4 + 0.22 * (np.arange(len(gaps)) * 0.618034 % 1)
    shown = np.isfinite(gaps)
    plot.plot(gaps[shown], spread[shown], ls="none", marker=marker, ms=3.2, mfc=colour, mec="none", alpha=0.55, label=f"dots {one.option}", zorder=3)
    factor = unit_of(METRICS[one.metric].unit).factor
    if np.isfinite([one.difference, one.low, one.high]).all():
        plot.plot([factor * one.low, factor * one.high], [place + 0.8] * 2, color=ink(colour), lw=2.2, solid_capstyle="butt", label=f"interval {one.option}", zorder=3)
        plot.plot([factor * one.difference], [place + 0.8], ls="none", marker=marker, ms=6, mfc="white", mec=ink(colour), mew=1.4, label=f"mean {one.option}", zorder=4)


__all__ = ["draw_paired", "paired_figure"]
