"""The picture of a study: the primary metric over its levers, every point with its 95 % interval.

With up to three levers the first numeric one is the horizontal axis, the next the lines (colour, shape and dashes, so that grey print shows
them apart), the third the panels. Otherwise one row per structure: its paired difference from the first, world by world.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from sim.locale import Lang, Translator, translator
from sim.locale.numbers import unit_name, unit_of
from sim.metrics import METRICS
from sim.pictures import LOOKS, drawing, legible, save
from sim.sweep.fault import writing
from sim.sweep.names import factor_name, structure_name, value_name
from sim.sweep.result import Sweep

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

LANGUAGES: tuple[Lang, Lang] = ("en", "zh")
MOST_ROWS = 40
"""Structures a picture of differences has room for; the others are in the table."""
NAME, TITLE = 60, 80
"""Columns that a name and a title may take; a Chinese character takes two."""


def draw(found: Sweep, folder: Path) -> list[Path]:
    """Write figure-en and figure-zh as SVG and PNG; the same bytes for the same results. Raises MissingGlyphError."""
    return draw_both(lambda say: study_picture(found, say), folder, "figure")


def draw_both(make: Callable[[Translator], Figure], folder: Path, name: str) -> list[Path]:
    """Write a picture in both languages, as NAME-en and NAME-zh, SVG and PNG; the same bytes for the same picture. Raises MissingGlyphError."""
    paths = []
    for lang in LANGUAGES:
        with drawing():
            now = [folder / f"{name}-{lang}.svg", folder / f"{name}-{lang}.png"]
            picture = make(translator(lang))
            with writing(now[0]):
                save(picture, *now)
            paths += now
    return paths


def study_picture(found: Sweep, say: Translator) -> Figure:
    """The picture itself; call it within `drawing`."""
    table = found.table
    levers = {name: list(dict.fromkeys(shape.levers[name] for shape in table.structures)) for name in table.study.form.levers}
    several = {name: values for name, values in levers.items() if len(values) > 1}
    crossed = len(table.structures) == _product(len(values) for values in levers.values())
    if crossed and 1 <= len(several) <= 3 and len(table.worlds) == 1 and len(table.study.form.options) <= 1:
        return _by_lever(found, _axes_of(several), say)
    return _by_structure(found, say)


def _product(counts: Any) -> int:
    whole = 1
    for count in counts:
        whole *= count
    return whole


def _axes_of(levers: Mapping[str, Sequence[Any]]) -> list[tuple[str, Sequence[Any]]]:
    """Levers in the order axis, lines, panels: numbers first, then those with more values."""
    return sorted(levers.items(), key=lambda item: (not all(_is_number(value) for value in item[1]), -len(item[1])))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _by_lever(found: Sweep, axes: Sequence[tuple[str, Sequence[Any]]], say: Translator) -> Figure:
    from matplotlib.figure import Figure

    panels: Sequence[Any] = axes[2][1] if len(axes) > 2 else [None]
    figure = Figure(figsize=(1.6 + 3.0 * len(panels), 3.8), layout="constrained")
    plots = figure.subplots(1, len(panels), sharey=True, squeeze=False)[0]
    for plot, panel in zip(plots, panels, strict=True):
        if panel is not None:
            plot.set_title(fitting(f"{factor_name(found.table.study, axes[2][0], say.lang)}: {value_name(found.table.study, axes[2][0], panel, say.lang)}"), loc="left", fontsize=9)
        _lines(found, plot, axes, panel, say)
        plot.set_xlabel(fitting(factor_name(found.table.study, axes[0][0], say.lang)))
    metric = METRICS[found.metric_ids[0]]
    plots[0].set_ylabel(measured(metric.id, say))
    in_per_cent(plots[0].yaxis, metric.id)
    if len(axes) > 1:
        plots[-1].legend(title=fitting(factor_name(found.table.study, axes[1][0], say.lang)), frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))
    figure.suptitle(_title(found, say), x=0.01, ha="left", fontsize=10)
    return figure


def _lines(found: Sweep, plot: Axes, axes: Sequence[tuple[str, Sequence[Any]]], panel: Any, say: Translator) -> None:
    """One line per value of the second lever, one point per value of the first; points stand apart a little where they would hide each other."""
    summary = found.summary[found.summary["metric"] == found.metric_ids[0]]
    name, values = axes[0]
    numeric = all(_is_number(value) for value in values)
    places = {value: float(value) if numeric else float(at) for at, value in enumerate(values)}
    width = max(places.values()) - min(places.values())
    lines: Sequence[Any] = axes[1][1] if len(axes) > 1 else [None]
    for at, line in enumerate(lines):
        rows = summary
        for lever, value in ((axes[1][0] if len(axes) > 1 else "", line), (axes[2][0] if len(axes) > 2 else "", panel)):
            rows = rows if value is None else rows[rows[lever] == value]
        colour, marker, dashes = LOOKS[at % len(LOOKS)]
        shift = (at - (len(lines) - 1) / 2) * 0.012 * width
        x = [places[value] + shift for value in rows[name]]
        mean, low, high = (rows[part].to_numpy() for part in ("mean", "low", "high"))
        label = fitting(value_name(found.table.study, axes[1][0], line, say.lang)) if len(axes) > 1 else ""
        plot.errorbar(x, mean, [mean - low, high - mean], color=colour, marker=marker, ms=4.5, lw=1.4, ls=dashes, capsize=2, label=label)
    plot.set_xticks(list(places.values()), [fitting(value_name(found.table.study, name, value, say.lang)) for value in places])


def _by_structure(found: Sweep, say: Translator) -> Figure:
    """Paired differences of structures from the first, the mean over worlds as a mark and every world as a dot."""
    from matplotlib.figure import Figure

    metric = found.metric_ids[0]
    rows = [(world, one) for world, one in found.differences if one.metric == metric]
    structures = list(dict.fromkeys(one.option for _, one in rows))[:MOST_ROWS]
    figure = Figure(figsize=(7.2, 1.4 + 0.26 * max(len(structures), 2)), layout="constrained")
    plot = figure.subplots()
    for at, structure in enumerate(structures):
        mine = [one for _, one in rows if one.option == structure]
        if len(mine) == 1:
            one = mine[0]
            plot.errorbar([one.difference], [at], xerr=[[one.difference - one.low], [one.high - one.difference]], fmt="o", color=LOOKS[0].colour, capsize=2)
        else:
            plot.plot([one.difference for one in mine], [at] * len(mine), "|", color=LOOKS[0].colour, alpha=0.5)
            plot.plot([sum(one.difference for one in mine) / len(mine)], [at], "D", color=LOOKS[1].colour, ms=4.5)
    plot.axvline(0, color="0.5", lw=0.8)
    plot.set_yticks(range(len(structures)), [fitting(structure_name(found.table, at, say.lang)) for at in structures])
    plot.invert_yaxis()
    plot.spines["left"].set_visible(False)
    plot.set_xlabel(say("{metric}: difference from {first}", metric=measured(metric, say), first=fitting(structure_name(found.table, 0, say.lang))))
    in_per_cent(plot.xaxis, metric)
    figure.suptitle(_title(found, say), x=0.01, ha="left", fontsize=10)
    return figure


def fitting(text: str, columns: int = NAME) -> str:
    """A name that somebody wrote, fit for a picture: legible, and cut where it would leave no room for what is drawn."""
    taken = 0
    for at, one in enumerate(text):
        taken += 2 if east_asian_width(one) in "WF" else 1
        if taken > columns:
            return legible(text[: at - 1]) + "…"
    return legible(text)


def in_per_cent(axis: Axis, metric: str) -> None:
    """Shares are read in per cent."""
    from matplotlib.ticker import PercentFormatter

    if unit_of(METRICS[metric].unit).factor == 100.0:
        axis.set_major_formatter(PercentFormatter(1.0))


def measured(metric: str, say: Translator) -> str:
    """A metric and its unit."""
    found = METRICS[metric]
    return f"{found.zh if say.lang == 'zh' else found.en}, {unit_name(found.unit, say.lang)}"


def titled(found: Sweep, line: str, say: Translator) -> str:
    """The study's title above a line that says what is drawn."""
    title = found.table.study.form.title
    return f"{fitting(title.zh if say.lang == 'zh' else title.en, TITLE)}\n{line}"


def _title(found: Sweep, say: Translator) -> str:
    return titled(found, say("{n} paired replications, 95 % intervals; under the stated assumptions", n=found.replications), say)


__all__ = ["MOST_ROWS", "draw", "draw_both", "fitting", "in_per_cent", "measured", "study_picture", "titled"]
