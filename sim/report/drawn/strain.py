"""What a shock does: open cases beyond those of a run without it, day by day, and how long it takes until they are gone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sim.locale import Translator
from sim.pictures import Drawn, drawing
from sim.report.drawn.sheet import (
    LETTERS,
    LINE,
    QUIET,
    SMALL,
    WIDTH,
    apart,
    fitted,
    heading,
    heading_room,
    ink,
    lines,
    look,
    named,
    panel,
    sheet,
    write,
)
from sim.report.evidence import Strain
from sim.study.interval import estimate

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEFT, SIDE, HEIGHT = 0.5, 1.75, 2.0
"""Inches: left of the plot, right of it for the names, its height."""

BEFORE, AFTER = 7, 28
"""Days shown before the shock, and at least after it."""


def draw_strain(strain: Strain, labels: Sequence[str], say: Translator) -> Drawn:
    """Excess open cases per 1,000 residents by day, mean over replications, one line per option; the shock shaded, peaks and recoveries marked."""
    with drawing():
        return Drawn(strain_figure(strain, labels, say))


def strain_figure(strain: Strain, labels: Sequence[str], say: Translator) -> Figure:
    """The figure of `draw_strain`; call it within `drawing`."""
    title = fitted(strain.zh if say.lang == "zh" else strain.en, WIDTH - LEFT - 0.1, 9.0, 2)
    remark = say("open cases per 1,000 residents beyond those without the shock; mean over replications")
    top = 0.04 + 0.16 * (lines(title) - 1) + heading_room(LEFT, title, remark) + 0.06
    figure = sheet(top + HEIGHT + 0.45)
    heading(figure, LEFT, 0.04, title, remark) if lines(title) == 1 else _two_lines(figure, title, remark)
    plot = panel(figure, LEFT, top, WIDTH - LEFT - SIDE, HEIGHT)
    first, last = _window(strain)
    plot.set_xlim(first, last)
    plot.axvspan(0, strain.end_day - strain.start_day, color="0.9", lw=0, zorder=0, label="shock")
    plot.axhline(0, color="0.3", lw=0.8)
    plot.set_xlabel(say("days since the shock began"), fontsize=SMALL, labelpad=2)
    days: npt.NDArray[np.float64] = np.arange(strain.excess.shape[1], dtype=np.float64) + (1 - strain.start_day)  # counted at the end of a day
    shown = (days >= first) & (days <= last)
    for option, excess in enumerate(strain.excess):
        colour, marker, dashes = look(option)
        plot.plot(days[shown], np.where(np.isfinite(excess), excess, np.nan)[shown], color=colour, ls=dashes, lw=1.6, label=f"excess {option}", zorder=3)
        _marks(plot, strain, option, days, excess, colour, marker)
    plot.margins(y=0.08)
    _words(figure, plot, strain, labels, top, say)
    return figure


def _two_lines(figure: Figure, title: str, remark: str) -> None:
    write(figure, LEFT, 0.04, title, 9.0)
    write(figure, LEFT, 0.2 + 0.16, fitted(remark, WIDTH - LEFT - 0.1, SMALL, 1), color=QUIET)


def _window(strain: Strain) -> tuple[float, float]:
    """First and last day that are shown, counted from the beginning of the shock."""
    length = strain.end_day - strain.start_day
    known = strain.recovery_days[np.isfinite(strain.recovery_days)]
    wanted = length + max(AFTER, 1.3 * float(np.quantile(known, 0.9)) if known.size else AFTER)
    never = bool(np.isinf(strain.recovery_days).any())
    most = strain.days - strain.start_day
    return float(max(-BEFORE, -strain.start_day)), float(most if never else min(most, max(wanted, 1.0)))


def _marks(plot: Axes, strain: Strain, option: int, days: npt.NDArray[np.float64], excess: npt.NDArray[np.float64], colour: str, marker: str) -> None:
    """The highest day of the mean, and the day by which half of the replications had recovered, on the axis."""
    if np.isfinite(excess).any():
        at = int(np.nanargmax(np.where(np.isfinite(excess), excess, np.nan)))
        plot.plot([days[at]], [excess[at]], marker=marker, ms=6, color=ink(colour), ls="none", zorder=4, label=f"peak {option}")
    recovered = half_recovered(strain, option)
    if np.isfinite(recovered):
        day = strain.end_day - strain.start_day + recovered
        plot.plot([day], [0], marker=marker, ms=7, mfc="white", mec=ink(colour), mew=1.3, ls="none", zorder=5, label=f"recovery {option}")


def half_recovered(strain: Strain, option: int) -> float:
    """Median over replications of the days from the shock's end to recovery; inf if half never did; nan of no number."""
    days = np.sort(strain.recovery_days[option])
    if not days.size or np.isnan(days).any():
        return float("nan")
    return float(days[len(days) // 2] if len(days) % 2 or np.isinf(days[len(days) // 2]) else days[len(days) // 2 - 1 : len(days) // 2 + 1].mean())


def _words(figure: Figure, plot: Axes, strain: Strain, labels: Sequence[str], top: float, say: Translator) -> None:
    """Whose line it is, its peak with interval and its recovery, at the right; in the order of the peaks."""
    from matplotlib.lines import Line2D

    texts, peaks = [], []
    for option, label in enumerate(labels[: len(strain.excess)]):
        found = estimate(strain.peak[option])
        interval = f" [{found.low:.2g}, {found.high:.2g}]" if np.isfinite(found.low) else ""
        recovered = half_recovered(strain, option)
        after = say("recovery unknown") if np.isnan(recovered) else say("not recovered within the run") if np.isinf(recovered) else say("recovered {n} days after it", n=f"{recovered:.0f}")
        texts.append([named(label, SIDE - 0.4, LETTERS, 2), fitted(say("peak {n}", n=f"{found.mean:.2g}{interval}"), SIDE - 0.2, SMALL, 1),
                      fitted(after, SIDE - 0.2, SMALL, 2)])  # fmt: skip
        peaks.append(found.mean if np.isfinite(found.mean) else 0.0)
    heights = [LINE * sum(map(lines, text)) + 0.1 for text in texts]
    low, high = plot.get_ylim()
    wished = [top + HEIGHT * (1 - (min(max(peak, low), high) - low) / (high - low)) + heights[at] / 2 for at, peak in enumerate(peaks)]
    for option, (text, place, height) in enumerate(zip(texts, apart(wished, heights, top - 0.1, top + HEIGHT + 0.35), heights, strict=True)):
        colour, marker, dashes = look(option)
        x, y = WIDTH - SIDE + 0.1, place - height / 2
        whole = figure.get_figheight()
        figure.add_artist(Line2D([x / WIDTH, (x + 0.22) / WIDTH], [1 - (y + 0.08) / whole] * 2, color=colour, ls=dashes, lw=1.6))
        figure.add_artist(Line2D([(x + 0.11) / WIDTH], [1 - (y + 0.08) / whole], color=ink(colour), marker=marker, ms=5, ls="none"))
        write(figure, x + 0.28, y, text[0], LETTERS, color=ink(colour))
        write(figure, x + 0.05, y + 0.155 * lines(text[0]), "\n".join(text[1:]))


__all__ = ["draw_strain", "half_recovered", "strain_figure"]
