"""What a shock does: open cases beyond those of a run without it, day by day, and how long it takes until they are gone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sim.locale import Translator, mark
from sim.pictures import Drawn, drawing, legible
from sim.report.drawn.sheet import (
    LETTERS,
    LINE,
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
from sim.report.evidence import Shock, Strain
from sim.study.interval import estimate

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEFT, SIDE, HEIGHT = 0.55, 1.75, 2.0
"""Inches: left of the plot, right of it for the names, its height."""

TITLES: dict[Shock, str] = {"storm": mark("A storm week"), "vacancy": mark("An empty post")}

BEFORE, AFTER = 7, 28
"""Days shown before the shock, and at least after it."""


def draw_strain(strain: Strain, labels: Sequence[str], say: Translator) -> Drawn:
    """Excess open cases per 1,000 residents by day, mean over replications, one line per option; the shock shaded, peaks and recoveries marked."""
    with drawing():
        return Drawn(strain_figure(strain, labels, say))


def strain_figure(strain: Strain, labels: Sequence[str], say: Translator) -> Figure:
    """The figure of `draw_strain`; call it within `drawing`."""
    title, remark = say(TITLES[strain.shock]), legible(strain.zh if say.lang == "zh" else _straight(strain.en))
    top = 0.06 + heading_room(0.1, title, remark)
    texts = _texts(strain, labels, say)
    height = max(HEIGHT, sum(map(_tall, texts)) - 0.4)
    figure = sheet(top + height + 0.45)
    heading(figure, 0.1, 0.04, title, remark)
    plot = panel(figure, LEFT, top, WIDTH - LEFT - SIDE, height)
    first, last = _window(strain)
    plot.set_xlim(first, last)
    plot.axvspan(0, strain.end_day - strain.start_day, color="0.9", lw=0, zorder=0, label="shock")
    plot.axhline(0, color="0.3", lw=0.8)
    plot.set_ylabel(say("extra open cases per 1,000 residents"), fontsize=SMALL, labelpad=2)
    plot.set_xlabel(say("days since the shock began"), fontsize=SMALL, labelpad=2)
    days: npt.NDArray[np.float64] = np.arange(strain.excess.shape[1], dtype=np.float64) + (1 - strain.start_day)  # counted at the end of a day
    shown = (days >= first) & (days <= last)
    for option, excess in enumerate(strain.excess):
        colour, marker, dashes = look(option)
        plot.plot(days[shown], np.where(np.isfinite(excess), excess, np.nan)[shown], color=colour, ls=dashes, lw=1.6, label=f"excess {option}", zorder=3)
        _marks(plot, strain, option, days, excess, colour, marker)
    plot.margins(y=0.08)
    _words(figure, plot, strain, texts, top, height)
    return figure


def _straight(text: str) -> str:
    """With straight quotation marks: those of the Chinese font are as wide as its characters."""
    return text.replace("“", '"').replace("”", '"')


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


def _texts(strain: Strain, labels: Sequence[str], say: Translator) -> list[list[str]]:
    """Of each option its name, its peak with interval, its recovery."""
    texts = []
    for option, label in enumerate(labels[: len(strain.excess)]):
        found = estimate(strain.peak[option])
        interval = f" [{found.low:.2g}, {found.high:.2g}]" if np.isfinite(found.low) else ""
        recovered = half_recovered(strain, option)
        after = say("recovery unknown") if np.isnan(recovered) else say("recovered {n} days after it", n=f"{recovered:.0f}")
        after = say("not recovered within the run") if np.isinf(recovered) else after
        texts.append([named(label, SIDE - 0.4, LETTERS, 2), fitted(say("peak {n}", n=f"{found.mean:.2g}{interval}"), SIDE - 0.2, SMALL, 1), fitted(after, SIDE - 0.2, SMALL, 2)])
    return texts


def _tall(text: Sequence[str]) -> float:
    return LINE * sum(map(lines, text)) + 0.1


def _words(figure: Figure, plot: Axes, strain: Strain, texts: Sequence[Sequence[str]], top: float, height: float) -> None:
    """Whose line it is, at the right, as near to its peak as there is room."""
    from matplotlib.lines import Line2D

    heights, (low, high), whole = [_tall(text) for text in texts], plot.get_ylim(), float(figure.get_figheight())
    peaks = [found.mean if np.isfinite((found := estimate(strain.peak[option])).mean) else 0.0 for option in range(len(texts))]
    wished = [top + height * (1 - (min(max(peak, low), high) - low) / (high - low)) + heights[at] / 2 for at, peak in enumerate(peaks)]
    for option, (text, place, tall) in enumerate(zip(texts, apart(wished, heights, top - 0.1, top + height + 0.35), heights, strict=True)):
        colour, marker, dashes = look(option)
        x, y = WIDTH - SIDE + 0.1, place - tall / 2
        figure.add_artist(Line2D([x / WIDTH, (x + 0.22) / WIDTH], [1 - (y + 0.08) / whole] * 2, color=colour, ls=dashes, lw=1.6))
        figure.add_artist(Line2D([(x + 0.11) / WIDTH], [1 - (y + 0.08) / whole], color=ink(colour), marker=marker, ms=5, ls="none"))
        write(figure, x + 0.28, y, text[0], LETTERS, color=ink(colour))
        write(figure, x + 0.05, y + 0.155 * lines(text[0]), "\n".join(text[1:]))


__all__ = ["draw_strain", "half_recovered", "strain_figure"]
