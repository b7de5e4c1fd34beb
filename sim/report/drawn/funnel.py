"""From latent to satisfied: how many of all that happened came through each stage, and what the office would say, for each option."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.locale import Translator
from sim.metrics.funnel import STAGES
from sim.pictures import Drawn, drawing
from sim.report.drawn.sheet import (
    DARK,
    LETTERS,
    QUIET,
    SMALL,
    WIDTH,
    fitted,
    heading,
    heading_room,
    ink,
    look,
    named,
    panel,
    sheet,
    write,
)
from sim.study.compare import Comparison

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEFT, NAMES, GAP, ROW, MOST = 0.1, 1.5, 0.18, 0.33, 3
"""Inches: edge, names of the stages, between panels, height of a stage; panels in a row."""


def draw_funnel(comparison: Comparison, labels: Sequence[str], say: Translator) -> Drawn:
    """One panel per option: the stages of the funnel as bars in per cent of all latent issues; what the office says as an outlined bar below."""
    with drawing():
        return Drawn(funnel_figure(comparison, labels, say))


def funnel_figure(comparison: Comparison, labels: Sequence[str], say: Translator) -> Figure:
    """The figure of `draw_funnel`; call it within `drawing`."""
    options = len(comparison.funnel_true)
    across = min(MOST, options) if options != 4 else 2
    rows = math.ceil(options / across)
    height = ROW * len(STAGES)
    title = say("From what happens to satisfaction")
    remark = say("% of all latent issues, mean of the runs; filled: what truly happened, outlined: what the office would say")
    top, each = 0.1 + heading_room(LEFT, title, remark), 0.22 + height + 0.3
    figure = sheet(top + each * rows)
    heading(figure, LEFT, 0.04, title, remark)
    width = (WIDTH - LEFT - NAMES - 0.12 - GAP * (across - 1)) / across
    for option in range(options):
        row, column = divmod(option, across)
        x, y = LEFT + NAMES + column * (width + GAP), top + row * each
        write(figure, x, y, named(labels[option], width - 0.05, LETTERS, 1), LETTERS, color=ink(look(option).colour))
        plot = panel(figure, x, y + 0.22, width, height, "x")
        _stages(plot, comparison.funnel_true[option], comparison.funnel_official[option], option, width)
        if column == 0:
            _names(figure, y + 0.22, say)
    return figure


def _names(figure: Figure, top: float, say: Translator) -> None:
    for at, (_, zh, en, says_zh, says_en) in enumerate(STAGES):
        name, says = (zh, says_zh) if say.lang == "zh" else (en, says_en)
        write(figure, LEFT, top + ROW * at + (0.03 if says and says != name else 0.085), fitted(name, NAMES - 0.1, SMALL, 1))
        if says and says != name:
            write(figure, LEFT, top + ROW * at + 0.16, fitted(says, NAMES - 0.08, 7.0, 1), 7.0, color=QUIET)


def _stages(plot: Axes, true: npt.NDArray[np.float64], official: npt.NDArray[np.float64], option: int, width: float) -> None:
    whole = float(true[0]) if np.isfinite(true[0]) and true[0] > 0 else math.nan
    colour = look(option).colour
    plot.set_ylim(len(STAGES), 0)
    plot.set_yticks([])
    plot.set_xticks([0, 50, 100])
    shares = [100 * np.asarray(counts, np.float64) / whole for counts in (true, official)]
    known = np.concatenate([share[np.isfinite(share)] for share in shares])
    plot.set_xlim(0, max(100.0, float(known.max()) if known.size else 100.0) * width / max(width - 0.36, 0.5))
    for at in range(len(STAGES)):
        for share, place, name in ((shares[0][at], at + (0.28 if np.isfinite(shares[1][at]) else 0.5), "true"), (shares[1][at], at + 0.7, "official")):
            if not np.isfinite(share):
                continue
            how: dict[str, Any] = {"color": colour, "edgecolor": ink(colour)} if name == "true" else {"facecolor": "white", "edgecolor": ink(colour)}
            plot.barh([place], [share], height=0.38, lw=0.7, label=f"{name} {option} {at}", zorder=3, **how)
            plot.annotate(f"{share:.0f} %", (share, place), (3, 0), textcoords="offset points", fontsize=7.5, color=DARK, va="center_baseline")


__all__ = ["draw_funnel", "funnel_figure"]
