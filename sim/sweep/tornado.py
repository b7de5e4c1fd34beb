"""The picture of a sensitivity analysis: one bar per factor, one panel per output, a row of panels per metric.

Morris: the size of the effect, coloured by its direction. Sobol: alone and in all. PAWN: the index beside its threshold.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sim.analysis.pawn import Pawn
from sim.analysis.sensitivity import Morris, Sobol
from sim.locale import Translator
from sim.locale.numbers import unit_name, unit_of
from sim.metrics import METRICS
from sim.pictures import LOOKS
from sim.sweep.figure import draw_both, fitting, titled
from sim.sweep.names import factor_name
from sim.sweep.sensitivity import Answer, Sensitivity
from sim.sweep.wording import ONE_WAY

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_OUTPUTS = 4
MOST_METRICS = 4
MOST_FACTORS = 25
"""Panels and bars a picture has room for; the others are in the table."""

PANEL = 3.2
"""Inches of a panel."""

LONG = 44
"""Characters of a heading that are broken into two lines."""

RAISES, LOWERS, BOTH = LOOKS[0].colour, LOOKS[1].colour, "0.55"


def draw_sensitivity(found: Sensitivity, folder: Path) -> list[Path]:
    """Write sensitivity-en and sensitivity-zh as SVG and PNG; the same bytes for the same results. Raises MissingGlyphError."""
    return draw_both(lambda say: sensitivity_picture(found, say), folder, "sensitivity")


def sensitivity_picture(found: Sensitivity, say: Translator, most: int = MOST_METRICS, panel_in: float = PANEL) -> Figure:
    """The picture itself, of at most so many metrics, each panel so wide; call it within `drawing`."""
    from matplotlib.figure import Figure

    answers = {(one.output.metric, one.output.subject): one for one in found.answers if one.found is not None}
    metrics = list(dict.fromkeys(metric for metric, _ in answers))[:most]
    subjects = sorted({subject for _, subject in answers})[:MOST_OUTPUTS]
    order = _order(found, answers[next(iter(answers))], answers.get((metrics[0], subjects[-1])))
    size = (2.6 + panel_in * len(subjects), 1.3 + len(metrics) * (0.75 + 0.24 * len(order)))
    figure = Figure(figsize=size, layout="constrained")
    panels = figure.subplots(len(metrics), len(subjects), squeeze=False, sharey="row")
    for row, metric in zip(panels, metrics, strict=True):
        for panel, subject in zip(row, subjects, strict=True):
            _panel(panel, answers.get((metric, subject)), metric, order, say)
            panel.set_title(_title(found, metric, subject, say), loc="left", fontsize=8)
        row[0].set_yticks(range(len(order)), [fitting(factor_name(found.sweep.table.study, found.factors[at], say.lang)) for at in order])
        row[0].invert_yaxis()
        for panel in row:
            panel.tick_params(axis="y", length=0)
    _legend(figure, found, say)
    figure.suptitle(titled(found.sweep, _told(found, say), say), x=0.01, ha="left", fontsize=10)
    return figure


def _order(found: Sensitivity, first: Answer, chosen: Answer | None) -> list[int]:
    """Factors by the size of their index in the last panel of the primary metric: a difference, if there is one."""
    index = (chosen or first).sizes
    return sorted(range(len(index)), key=lambda at: -index[at])[:MOST_FACTORS]


def _title(found: Sensitivity, metric: str, subject: int, say: Translator) -> str:
    one, first = METRICS[metric], fitting(found.subject(0, say.lang))
    if subject == 0:
        what = say("level, {first}", first=first)
    else:
        what = say("difference, {other} - {first}", other=fitting(found.subject(subject, say.lang)), first=first)
        if len(what) > LONG:
            what = what.replace(" - ", "\n- ", 1)
    return f"{one.zh if say.lang == 'zh' else one.en}\n{what}"


def _told(found: Sensitivity, say: Translator) -> str:
    if found.method == "morris":
        what = say("Effect over the whole range (Morris mu*, 95 %)")
    elif found.method == "saltelli":
        what = say("Share of the variance (Sobol, 95 %)")
    else:
        what = say("Shift of the distribution (PAWN); what chance reaches as a stroke")
    return say("{what}, {points} points, {n} paired replications; under the stated assumptions and ranges", what=what, points=found.points, n=found.sweep.replications)


def _panel(panel: Axes, answer: Answer | None, metric: str, order: list[int], say: Translator) -> None:
    one = answer.found if answer is not None else None
    places = range(len(order))
    if isinstance(one, Morris):
        unit = unit_of(METRICS[metric].unit)
        size = [one.mu_star[at] * unit.factor for at in order]
        conf = [one.mu_star_conf[at] * unit.factor for at in order]
        panel.barh(places, size, xerr=conf, color=[_direction(one, at) for at in order], ecolor="0.2", capsize=2, height=0.66)
        panel.set_xlabel(unit.difference[say.lang == "zh"].strip() or unit_name(METRICS[metric].unit, say.lang))
    elif isinstance(one, Sobol):
        panel.barh(places, [one.st[at] for at in order], xerr=[one.st_conf[at] for at in order], color="0.8", ecolor="0.4", capsize=2, height=0.7)
        panel.barh(places, [one.s1[at] for at in order], xerr=[one.s1_conf[at] for at in order], color=RAISES, ecolor="0.1", capsize=2, height=0.34)
        panel.set_xlim(0, 1)
    elif isinstance(one, Pawn):
        panel.barh(places, [one.median[at] for at in order], color=[RAISES if one.names[at] in one.influential else "0.75" for at in order], height=0.66)
        panel.plot([one.threshold[at] for at in order], list(places), "|", color="0.2", ms=11, mew=1.4)
        panel.set_xlim(0, 1)
    else:
        panel.text(0.5, 0.5, say("no number in some runs"), transform=panel.transAxes, ha="center", va="center", color="0.4")
    if panel.get_xlim()[0] < 0:
        panel.set_xlim(left=0)


def _direction(one: Morris, at: int) -> str:
    if abs(one.mu[at]) < ONE_WAY * one.mu_star[at] or one.mu_star[at] == 0:
        return BOTH
    return RAISES if one.mu[at] > 0 else LOWERS


def _legend(figure: Figure, found: Sensitivity, say: Translator) -> None:
    from matplotlib.patches import Patch

    if found.method == "morris":
        told = [(RAISES, say("a higher value raises it")), (LOWERS, say("lowers it")), (BOTH, say("now one, now the other"))]
    elif found.method == "saltelli":
        told = [(RAISES, say("by itself (S1)")), ("0.8", say("with everything it takes part in (ST)"))]
    else:
        told = [(RAISES, say("more than chance")), ("0.75", say("as by chance"))]
    figure.legend(handles=[Patch(color=colour, label=label) for colour, label in told], loc="outside lower right", ncols=3, frameon=False, fontsize=8)


__all__ = ["draw_sensitivity", "sensitivity_picture"]
