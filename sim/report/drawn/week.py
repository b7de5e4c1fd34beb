"""When the work is done: hours of work for every hour of the week, beside the hours at which issues are reported."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.locale import Translator, mark
from sim.metrics.portrait import ROLES, Portrait
from sim.pictures import Drawn, drawing
from sim.report.drawn.sheet import (
    DARK,
    LETTERS,
    QUIET,
    SMALL,
    WIDTH,
    breadth,
    heading,
    heading_room,
    ink,
    look,
    named,
    panel,
    sheet,
    write,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Floats = npt.NDArray[np.float64]

DAYS = (mark("Mon"), mark("Tue"), mark("Wed"), mark("Thu"), mark("Fri"), mark("Sat"), mark("Sun"))

HOURS = (0, 6, 12, 18, 24)

LEFT, GAP, STRIP, MAP = 0.5, 0.25, 0.42, 1.1
"""Inches: left of the plots, between them, height of the line of reports and of the week."""

SHADES = ("#ffffff", "#fde3a7", "#f5ab4c", "#cf5c1c", "#6d1f0f")
"""From no work to most; each darker than the one before."""


def draw_week(portraits: Sequence[Sequence[Portrait]], labels: Sequence[str], say: Translator, roles: Sequence[str] = ROLES) -> Drawn:
    """Hours of work on cases per hour of the week as a heat map, reports per hour of a working day and of a weekend day as lines above it.

    roles   of which handlers, ids of ROLES
    """
    with drawing():
        return Drawn(week_figure(portraits, labels, say, roles))


def week_figure(portraits: Sequence[Sequence[Portrait]], labels: Sequence[str], say: Translator, roles: Sequence[str] = ROLES) -> Figure:
    """The figure of `draw_week`; call it within `drawing`."""
    works = [_mean([one.busy[[ROLES.index(role) for role in roles]].sum(axis=0) for one in runs]) for runs in portraits]
    reports = [_mean([one.reports for one in runs]) for runs in portraits]
    most, busiest = _top(works), _top(reports)
    columns = 2 if len(portraits) > 1 else 1
    rows = math.ceil(len(portraits) / columns) or 1
    width = (WIDTH - LEFT - 0.1 - GAP * (columns - 1)) / columns if columns > 1 else 4.0
    title, remark = say("Work through the week"), say("colour: hours of work on cases per hour; lines: reports per hour, working days solid, weekend dashed")
    top, each = 0.06 + heading_room(LEFT, title, remark), 0.24 + STRIP + 0.06 + MAP + 0.3
    figure = sheet(top + each * rows + 0.38)
    heading(figure, LEFT, 0.04, title, remark)
    shown: Any = None
    for option, label in enumerate(labels[: len(portraits)]):
        row, column = divmod(option, columns)
        x, y = LEFT + column * (width + GAP), top + row * each
        write(figure, x, y + 0.02, named(label, width - 0.05, LETTERS, 1), LETTERS, color=ink(look(option).colour))
        _reports(panel(figure, x, y + 0.22, width, STRIP, "x"), reports[option], busiest, option, column == 0)
        shown = _heat(panel(figure, x, y + 0.28 + STRIP, width, MAP, "none"), works[option], most, column == 0, say) or shown
    _scale(figure, shown, top + each * rows + 0.02, most, say)
    return figure


def _mean(runs: Sequence[Floats]) -> Floats:
    """Mean over replications, (7, 24); nan where a run has no number."""
    return np.mean(np.array(runs, np.float64), axis=0) if len(runs) else np.full((7, 24), np.nan)


def _top(weeks: Sequence[Floats]) -> float:
    """The largest number of all, at least a little."""
    known = np.concatenate([week[np.isfinite(week)] for week in weeks] or [np.zeros(0)])
    return max(float(known.max()), 1e-9) if known.size else 1.0


def _reports(plot: Axes, reports: Floats, busiest: float, option: int, first: bool) -> None:
    with np.errstate(invalid="ignore"):
        days = [("working days", reports[:5].mean(axis=0), "solid"), ("weekend", reports[5:].mean(axis=0), (0, (4, 2)))]
    for name, line, dashes in days:
        plot.step([*range(25)], [*line, line[-1]], where="post", color=look(option).colour, lw=1.2, ls=dashes, label=f"{name} {option}")
    plot.set_xlim(0, 24)
    plot.set_ylim(0, 1.08 * busiest)
    plot.set_xticks(HOURS, [""] * len(HOURS))
    top = float(f"{busiest:.1g}")
    plot.set_yticks([0, top if top <= 1.08 * busiest else busiest], ["0", f"{top:g}" if top <= 1.08 * busiest else f"{busiest:.2g}"] if first else ["", ""])
    plot.spines["left"].set_visible(False)


def _heat(plot: Axes, work: Floats, most: float, first: bool, say: Translator) -> Any:
    from matplotlib.colors import LinearSegmentedColormap

    plot.set_xticks(HOURS, [f"{hour}:00" if hour < 24 else "24" for hour in HOURS])
    plot.set_yticks(np.arange(7) + 0.5, [say(day) for day in DAYS] if first else [""] * 7)
    plot.tick_params(axis="y", length=0)
    plot.set_xlim(0, 24)
    plot.set_ylim(7, 0)
    for side in plot.spines.values():
        side.set(visible=True, color="0.7", linewidth=0.6)
    if not np.isfinite(work).any():
        plot.text(12, 3.5, say("not recorded"), color=QUIET, fontsize=SMALL, ha="center", va="center")
        return None
    colours = LinearSegmentedColormap.from_list("work", SHADES)
    return plot.imshow(np.ma.masked_invalid(work), cmap=colours, vmin=0, vmax=most, extent=(0, 24, 7, 0), aspect="auto", interpolation="nearest")


def _scale(figure: Figure, shown: Any, top: float, most: float, say: Translator) -> None:
    """What the colours mean."""
    text = say("hours of work per hour (people at work at once)")
    write(figure, LEFT, top + 0.02, text)
    if shown is not None:
        bar = panel(figure, LEFT + breadth(text) + 0.15, top + 0.04, 1.8, 0.11, "none")
        figure.colorbar(shown, cax=bar, orientation="horizontal")
        bar.tick_params(length=2, width=0.6, labelsize=SMALL, labelcolor=DARK, pad=1.5)
        bar.set_xticks([0, most / 2, most], ["0", f"{most / 2:.2g}", f"{most:.2g}"])


__all__ = ["draw_week", "week_figure"]
