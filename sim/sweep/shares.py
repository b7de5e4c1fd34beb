"""The picture of an attribution: one bar per practice with its interval, what it does alone as a mark; a panel per metric."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sim.locale import Translator
from sim.locale.numbers import unit_name, unit_of
from sim.metrics import METRICS
from sim.pictures import LOOKS
from sim.study.wording import metric_name
from sim.sweep.attribution import Attributed, Attributions, Judged
from sim.sweep.figure import draw_both, fitting, titled
from sim.sweep.names import factor_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_METRICS = 4
"""Panels a picture has room for; the others are in the table."""

BETTER, WORSE, NEITHER = LOOKS[2].colour, LOOKS[1].colour, LOOKS[0].colour
WHOLE, OPEN = "0.45", "0.85"

HATCH = "////"
"""Of bars for the worse, so that grey print tells them apart."""


def draw_attribution(found: Attributions, folder: Path) -> list[Path]:
    """Write attribution-en and attribution-zh as SVG and PNG; the same bytes for the same results. Raises MissingGlyphError."""
    return draw_both(lambda say: attribution_picture(found, say), folder, "attribution")


def attribution_picture(found: Attributions, say: Translator, most: int = MOST_METRICS) -> Figure:
    """The picture itself, of at most so many metrics; call it within `drawing`."""
    from matplotlib.figure import Figure

    told = [one for one in found.metrics if one.found is not None][:most]
    study, k = found.coalitions.study, len(found.coalitions.practices)
    figure = Figure(figsize=(2.6 + 2.7 * len(told), 1.8 + 0.3 * (k + 1)), layout="constrained")
    panels = figure.subplots(1, len(told), squeeze=False, sharey=True)[0]
    order = sorted(range(k), key=lambda at: -abs(told[0].judged[at].share.value))
    for panel, one in zip(panels, told, strict=True):
        share_panel(panel, one, order, say)
    names = [fitting(factor_name(study, found.coalitions.practices[at], say.lang)) for at in order]
    panels[0].set_yticks(range(k + 1), [*names, say("together")])
    panels[0].invert_yaxis()
    _legend(figure, say)
    drawn = found.coalitions.drawn
    how = say("all combinations") if drawn is None else say("{orders} sampled orders", orders=len(drawn.orders))
    line = say("Shapley values, 95 % paired intervals; {how}, {n} replications; under the stated assumptions", how=how, n=found.sweep.replications)
    figure.suptitle(titled(found.sweep, line, say), x=0.01, ha="left", fontsize=10)
    return figure


def share_panel(panel: Axes, one: Attributed, order: list[int], say: Translator) -> None:
    """The bars of one metric, practices in that order from 0 on and all together after them; the axis is in the metric's unit."""
    metric = METRICS[one.metric]
    unit = unit_of(metric.unit)
    assert one.found is not None
    shares = [one.judged[at].share for at in order]
    values = [share.value * unit.factor for share in shares] + [one.found.total * unit.factor]
    ends = [(share.low, share.high) for share in shares] + [(one.total.low, one.total.high)]
    spread = [[value - low * unit.factor for value, (low, _) in zip(values, ends, strict=True)],
              [high * unit.factor - value for value, (_, high) in zip(values, ends, strict=True)]]  # fmt: skip
    colours = [_colour(metric.direction, one.judged[at]) for at in order] + [WHOLE]
    bars = panel.barh(range(len(values)), values, xerr=[[max(0.0, one) for one in side] for side in spread], color=colours, ecolor="0.2", capsize=2, height=0.66)
    for bar, colour in zip(bars, colours, strict=True):
        bar.set(hatch=HATCH if colour == WORSE else None, edgecolor="0.35", linewidth=0.0)
    panel.plot([share.alone * unit.factor for share in shares], range(len(shares)), "d", color="white", mec="0.1", ms=5)
    panel.use_sticky_edges = False
    panel.axvline(0, color="0.4", lw=0.8)
    panel.set_title(metric_name(metric, say), loc="left", fontsize=9)
    panel.set_xlabel(unit.difference[say.lang == "zh"].strip() or unit_name(metric.unit, say.lang))
    panel.spines["left"].set_visible(False)
    panel.tick_params(axis="y", length=0)


def _colour(direction: str, judged: Judged) -> str:
    if judged.verdict not in ("higher", "lower"):
        return OPEN
    if direction == "none":
        return NEITHER
    return BETTER if (judged.verdict == "higher") == (direction == "up") else WORSE


def _legend(figure: Figure, say: Translator) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    told = [(BETTER, say("for the better")), (WORSE, say("for the worse")), (OPEN, say("no difference, or cannot tell")), (WHOLE, say("all together: the sum"))]
    handles = [*(Patch(facecolor=colour, label=label, hatch=HATCH if colour == WORSE else None, edgecolor="0.35", lw=0.0) for colour, label in told),
               Line2D([], [], marker="d", color="none", mfc="white", mec="0.1", label=say("alone"))]  # fmt: skip
    figure.legend(handles=handles, loc="outside lower right", ncols=5, frameon=False, fontsize=8)


__all__ = ["BETTER", "HATCH", "NEITHER", "OPEN", "WHOLE", "WORSE", "attribution_picture", "draw_attribution", "share_panel"]
