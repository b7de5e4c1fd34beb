"""The picture of a robustness analysis: the regret of every structure over the worlds, and in how many it is good enough."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.locale import Translator
from sim.locale.numbers import unit_name, unit_of
from sim.metrics import METRICS
from sim.pictures import LOOKS
from sim.study.wording import metric_name
from sim.sweep.figure import MOST_ROWS, draw_both, fitting, titled
from sim.sweep.names import structure_name
from sim.sweep.robustness import Robustness

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


PANEL = 3.5
"""Inches of a panel."""


def draw_robustness(found: Robustness, folder: Path) -> list[Path]:
    """Write robust-en and robust-zh as SVG and PNG; the same bytes for the same results. Raises MissingGlyphError."""
    return draw_both(lambda say: robustness_picture(found, say), folder, "robust")


def robustness_picture(found: Robustness, say: Translator, panel_in: float = PANEL) -> Figure:
    """The picture itself, each panel so wide; call it within `drawing`."""
    from matplotlib.figure import Figure

    count = min(MOST_ROWS, len(found.structures))
    panels = 2 if found.satisficing is not None else 1
    figure = Figure(figsize=(2.9 + panel_in * panels, 1.8 + 0.32 * max(count, 2)), layout="constrained")
    plots = figure.subplots(1, panels, squeeze=False, sharey=True)[0]
    _regret(plots[0], found, count, say)
    if found.satisficing is not None:
        _satisficing(plots[1], found, count, say)
    for plot in plots:
        plot.tick_params(axis="y", length=0)
    plots[0].set_yticks(range(count), [fitting(structure_name(found.sweep.table, at, say.lang)) for at in range(count)])
    plots[0].invert_yaxis()
    worlds = len(found.sweep.table.worlds)
    line = say("{worlds} worlds, {n} paired replications; under the stated assumptions and ranges; shares of worlds are no probabilities",
               worlds=worlds, n=found.sweep.replications)  # fmt: skip
    figure.suptitle(titled(found.sweep, line, say), x=0.01, ha="left", fontsize=10)
    return figure


def _regret(plot: Axes, found: Robustness, count: int, say: Translator) -> None:
    """Every world a tick, the 90th percentile a mark, the largest another."""
    metric = METRICS[found.sweep.metric_ids[0]]
    one, unit = found.regrets[metric.id], unit_of(metric.unit)
    places = np.arange(count)
    for at in places:
        plot.plot(one.regret[:, at] * unit.factor, np.full(len(one.regret), at), "|", color=LOOKS[0].colour, alpha=0.5, ms=8)
    plot.plot(one.high[:count] * unit.factor, places, "D", color=LOOKS[1].colour, ms=5, label=say("90th percentile"))
    plot.plot(one.worst[:count] * unit.factor, places, "o", mfc="none", color="0.1", ms=7, label=say("largest"))
    plot.set_xlim(left=-0.02 * max(float(one.worst.max()) * unit.factor, 1e-9))
    plot.set_title(say("Regret: {metric}", metric=metric_name(metric, say)), loc="left", fontsize=9)
    plot.set_xlabel(unit.difference[say.lang == "zh"].strip() or unit_name(metric.unit, say.lang))
    plot.spines["left"].set_visible(False)
    plot.legend(frameon=False, fontsize=8, loc="upper center", bbox_to_anchor=(0.5, -0.28), ncols=2)


def _satisficing(plot: Axes, found: Robustness, count: int, say: Translator) -> None:
    assert found.satisficing is not None
    places = np.arange(count)
    plot.barh(places, 100 * found.satisficing.share[:count], color=LOOKS[2].colour, height=0.6, label=say("every threshold"))
    for at, (name, share) in enumerate(found.satisficing.met.items()):
        if len(found.satisficing.met) > 1:
            plot.plot(100 * share[:count], places, LOOKS[at % len(LOOKS)].marker, color="0.1", mfc="none", ms=5, ls="none", label=metric_name(METRICS[name], say))
    plot.set_xlim(0, 102)
    plot.set_title(say("Good enough, % of worlds"), loc="left", fontsize=9)
    plot.spines["left"].set_visible(False)
    plot.legend(frameon=False, fontsize=8, loc="upper center", bbox_to_anchor=(0.5, -0.28), ncols=1)


__all__ = ["draw_robustness", "robustness_picture"]
