"""Options in the plane of two metrics, with the way that is better, and which options another beats for certain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.fault import AnalysisError
from sim.analysis.pareto import front
from sim.locale import Translator
from sim.locale.numbers import unit_name, unit_of
from sim.metrics import METRICS
from sim.metrics.catalogue import find
from sim.pictures import Drawn, drawing
from sim.report.drawn.headlines import BETTER
from sim.report.drawn.sheet import (
    HEADING,
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
    sentence,
    sheet,
    write,
)
from sim.study.compare import Comparison
from sim.study.interval import Estimate, estimate
from sim.study.wording import label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEFT, SIDE, HEIGHT = 0.75, 1.75, 2.8
"""Inches: left of the plot, right of it for the names, its height."""

FEW = 2
"""A front of so few options says little."""

USUAL = ("cost_per_resolved", "resolved_in_deadline")


def draw_pareto(comparison: Comparison, labels: Sequence[str], say: Translator, metrics: tuple[str, str] = USUAL) -> Drawn:
    """Every option as a point with the 95 % intervals of its two means; hollow what another option beats for certain.

    metrics   ids, across and upwards. Raises UnknownNameError for an unknown one.
    """
    with drawing():
        return Drawn(pareto_figure(comparison, labels, say, metrics))


def pareto_figure(comparison: Comparison, labels: Sequence[str], say: Translator, metrics: tuple[str, str] = USUAL) -> Figure:
    """The figure of `draw_pareto`; call it within `drawing`."""
    across, up = (find(name).id for name in metrics)
    found = [[estimate(comparison.values[option, :, comparison.metric_ids.index(name)]) for name in (across, up)] for option in range(len(comparison.values))]
    beaten = dominated(comparison, (across, up))
    title = fitted(say("{up} against {across}", up=sentence(_name(up, say)), across=_name(across, say)), WIDTH - 2 * 0.1, HEADING, 1)
    remark = say("mean and 95 % interval of each option; hollow: another is certainly better in one and, small differences aside, no worse in the other")
    top = 0.1 + heading_room(0.1, title, remark)
    notes = [say("A front of two points says little: it only shows that neither is better in both, or that one is.")] if len(found) <= FEW else []
    if beaten is None:
        notes.append(say("Which options are beaten cannot be told: some runs have no number, or a metric no better side."))
    note = fitted(" ".join(notes), WIDTH - 0.2, SMALL, 3) if notes else ""
    figure = sheet(top + HEIGHT + 0.5 + (LINE * lines(note) + 0.06 if note else 0.0))
    heading(figure, 0.1, 0.04, title, remark)
    plot = panel(figure, LEFT, top, WIDTH - LEFT - SIDE, HEIGHT)
    _points(plot, found, (across, up), beaten or ())
    plot.set_xlabel(_axis(across, WIDTH - LEFT - SIDE, say), fontsize=SMALL)
    plot.set_ylabel(_axis(up, HEIGHT, say), fontsize=SMALL)
    _names(plot, found, (across, up), labels, beaten or (), say)
    if note:
        write(figure, 0.1, top + HEIGHT + 0.5, note, color=QUIET)
    return figure


def dominated(comparison: Comparison, metrics: tuple[str, str]) -> tuple[int, ...] | None:
    """Numbers of the options that another beats for certain; None where that cannot be told."""
    values = {name: comparison.values[:, :, comparison.metric_ids.index(name)] for name in metrics}
    try:
        found = front(values, [METRICS[name] for name in dict.fromkeys(metrics)], [str(at) for at in range(len(comparison.values))])
    except AnalysisError:
        return None
    return tuple(at for at, stays in enumerate(found.on_front) if not stays)


def _name(metric: str, say: Translator) -> str:
    return label(METRICS[metric], say)


def _unit(metric: str, say: Translator) -> str:
    unit = unit_of(METRICS[metric].unit)
    return unit.value[say.lang == "zh"].strip() or unit_name(METRICS[metric].unit, say.lang)


def _place(point: Sequence[Estimate], metrics: tuple[str, str]) -> tuple[float, float]:
    return point[0].mean * unit_of(METRICS[metrics[0]].unit).factor, point[1].mean * unit_of(METRICS[metrics[1]].unit).factor


def _points(plot: Axes, found: Sequence[Sequence[Estimate]], metrics: tuple[str, str], beaten: Sequence[int]) -> None:
    for option, point in enumerate(found):
        x, y = _place(point, metrics)
        if not (np.isfinite(x) and np.isfinite(y)):
            continue
        colour, marker, _ = look(option)
        for one, name, flat in ((point[0], metrics[0], True), (point[1], metrics[1], False)):
            if np.isfinite(one.low):
                ends = [one.low * unit_of(METRICS[name].unit).factor, one.high * unit_of(METRICS[name].unit).factor]
                plot.plot(ends if flat else [x, x], [y, y] if flat else ends, color=ink(colour), lw=1.2, zorder=3)
        plot.plot([x], [y], ls="none", marker=marker, ms=8, mfc="white" if option in beaten else colour, mec=ink(colour), mew=1.4, zorder=4, label=f"option {option}")
    plot.margins(0.14)


def _axis(metric: str, room: float, say: Translator) -> str:
    """Name and unit of a metric, and which way is better."""
    way = BETTER[METRICS[metric].direction]
    better = {"up": f" ({say(way)} →)", "down": f" (← {say(way)})"}.get(METRICS[metric].direction, "")
    return fitted(f"{_name(metric, say)}, {_unit(metric, say)}{better}", room, SMALL, 2)


def _names(plot: Axes, found: Sequence[Sequence[Estimate]], metrics: tuple[str, str], labels: Sequence[str], beaten: Sequence[int], say: Translator) -> None:
    """Names at the right, as high as their points as far as there is room, with a line to each point."""
    low, high = plot.get_ylim()
    texts = [named(name, SIDE - 0.35, SMALL, 2) + (f"\n({say('beaten for certain')})" if option in beaten else "") for option, name in enumerate(labels[: len(found)])]
    places = [_place(point, metrics) for point in found]
    wished = [HEIGHT * (1 - (y - low) / (high - low)) if np.isfinite(y) else HEIGHT for _, y in places]
    width = WIDTH - LEFT - SIDE
    for option, (text, place) in enumerate(zip(texts, apart(wished, [LINE * lines(text) + 0.05 for text in texts], 0.0, HEIGHT), strict=True)):
        colour, known = ink(look(option).colour), bool(np.isfinite(places[option]).all())
        plot.text(1 + 0.2 / width, 1 - place / HEIGHT, text if known else f"{text}: –", transform=plot.transAxes, fontsize=SMALL, color=colour, va="center", linespacing=1.1)
        if known:
            plot.annotate("", places[option], (1 + 0.17 / width, 1 - place / HEIGHT), textcoords="axes fraction",
                          arrowprops={"arrowstyle": "-", "color": colour, "lw": 0.5, "shrinkB": 5, "alpha": 0.7})  # fmt: skip


__all__ = ["USUAL", "dominated", "draw_pareto", "pareto_figure"]
