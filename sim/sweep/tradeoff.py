"""The picture of a Pareto front: every structure as a point, two metrics as axes, filled where no other structure is ahead for certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.analysis.pareto import Front
from sim.locale import Translator
from sim.metrics import METRICS
from sim.pictures import LOOKS
from sim.sweep.figure import fitting, in_per_cent, measured, titled
from sim.sweep.names import structure_name
from sim.sweep.result import Sweep

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAMED = 8
"""Up to so many structures are named beside the picture; of more the numbers are in the table."""


def front_picture(one: Front, found: Sweep, say: Translator) -> Figure:
    """The picture itself, of the first two metrics of the front; call it within `drawing`."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.0, 4.0), layout="constrained")
    plot = figure.subplots()
    for stays, colour, filled, text in ((True, LOOKS[0].colour, True, say("none is ahead of it for certain")), (False, LOOKS[1].colour, False, say("another is ahead of it for certain"))):
        rows = [at for at, on_front in enumerate(one.on_front) if on_front == stays]
        if rows:
            marker = LOOKS[0 if stays else 1].marker
            plot.plot(one.means[rows, 0], one.means[rows, 1], marker, color=colour, mfc=colour if filled else "none", ms=7, ls="none", label=text)
    for at, (x, y) in enumerate(one.means[:, :2]):
        plot.annotate(str(at), (x, y), xytext=(5, 4), textcoords="offset points", fontsize=8, color="0.2")
    _axes(plot, one, say)
    if len(one.options) <= NAMED:
        for at in range(len(one.options)):
            plot.plot([], [], " ", label=f"{at}  {fitting(structure_name(found.table, at, say.lang), 36)}")
    plot.legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1.01, 0.5))
    line = say("{n} paired replications; under the stated assumptions", n=found.replications)
    if len(found.table.worlds) > 1:
        line = say("Means over {worlds} worlds, {n} paired replications; under the stated assumptions and ranges", worlds=len(found.table.worlds), n=found.replications)
    figure.suptitle(titled(found, line, say), x=0.01, ha="left", fontsize=10)
    return figure


def _axes(plot: Axes, one: Front, say: Translator) -> None:
    """Names, units, turned so that the upper right corner is where both are wanted."""
    across, upwards = one.metrics[:2]
    plot.set_xlabel(measured(across, say))
    plot.set_ylabel(measured(upwards, say))
    for name, axis, turn in ((across, plot.xaxis, plot.invert_xaxis), (upwards, plot.yaxis, plot.invert_yaxis)):
        in_per_cent(axis, name)
        if METRICS[name].direction == "down":
            turn()
    plot.margins(0.12)


__all__ = ["front_picture"]
