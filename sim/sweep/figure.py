"""The picture of a study: the primary metric over its levers, every point with its 95 % interval.

With up to three levers the first numeric one is the horizontal axis, the next the lines (colour, shape and dashes, so that grey print shows
them apart), the third the panels. Otherwise one row per structure: its paired difference from the first, world by world.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.metrics import METRICS
from sim.scenario.faults import toml_text
from sim.sweep.result import Sweep

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LOOKS = (  # colours of Okabe and Ito (2008), safe for colour-blind eyes; marker; dashes
    ("#0072B2", "o", "solid"), ("#D55E00", "s", (0, (5, 2))), ("#009E73", "^", (0, (1, 1.5))), ("#CC79A7", "D", (0, (6, 2, 1, 2))),
    ("#E69F00", "v", (0, (3, 3))), ("#56B4E9", "P", (0, (8, 3))),
)  # fmt: skip
MOST_ROWS = 40
"""Structures a picture of differences has room for; the others are in the table."""


def draw(found: Sweep, folder: Path) -> list[Path]:
    """Write figure.svg and figure.png; the same bytes for the same results."""
    import matplotlib as mpl

    with mpl.rc_context({"svg.hashsalt": "shequ", "svg.fonttype": "path", "font.size": 9}):
        figure = _picture(found)
        paths = [folder / "figure.svg", folder / "figure.png"]
        figure.savefig(paths[0], metadata={"Date": None})
        figure.savefig(paths[1], dpi=144, metadata={"Software": None})
    return paths


def _picture(found: Sweep) -> Figure:
    table = found.table
    levers = {name: list(dict.fromkeys(shape.levers[name] for shape in table.structures)) for name in table.study.form.levers}
    several = {name: values for name, values in levers.items() if len(values) > 1}
    crossed = len(table.structures) == _product(len(values) for values in levers.values())
    if crossed and 1 <= len(several) <= 3 and len(table.worlds) == 1 and len(table.study.form.options) <= 1:
        return _by_lever(found, _axes_of(several))
    return _by_structure(found)


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


def _by_lever(found: Sweep, axes: Sequence[tuple[str, Sequence[Any]]]) -> Figure:
    from matplotlib.figure import Figure

    panels: Sequence[Any] = axes[2][1] if len(axes) > 2 else [None]
    figure = Figure(figsize=(1.6 + 3.0 * len(panels), 3.8), layout="constrained")
    plots = figure.subplots(1, len(panels), sharey=True, squeeze=False)[0]
    for plot, panel in zip(plots, panels, strict=True):
        if panel is not None:
            plot.set_title(f"{_name(found, axes[2][0])}: {_said(panel)}", loc="left", fontsize=9)
        _lines(found, plot, axes, panel)
        plot.set_xlabel(_name(found, axes[0][0]))
        plot.spines[["top", "right"]].set_visible(False)
    metric = METRICS[found.metric_ids[0]]
    plots[0].set_ylabel(f"{metric.en}, {metric.unit}")
    if len(axes) > 1:
        plots[-1].legend(title=_name(found, axes[1][0]), frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))
    figure.suptitle(_title(found), x=0.01, ha="left", fontsize=10)
    return figure


def _lines(found: Sweep, plot: Axes, axes: Sequence[tuple[str, Sequence[Any]]], panel: Any) -> None:
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
        plot.errorbar(x, mean, [mean - low, high - mean], color=colour, marker=marker, ms=4.5, lw=1.4, ls=dashes, capsize=2, label=_said(line))
    plot.set_xticks(list(places.values()), [_said(value) for value in places])


def _by_structure(found: Sweep) -> Figure:
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
            plot.errorbar([one.difference], [at], xerr=[[one.difference - one.low], [one.high - one.difference]], fmt="o", color=LOOKS[0][0], capsize=2)
        else:
            plot.plot([one.difference for one in mine], [at] * len(mine), "|", color=LOOKS[0][0], alpha=0.5)
            plot.plot([sum(one.difference for one in mine) / len(mine)], [at], "D", color=LOOKS[1][0], ms=4.5)
    plot.axvline(0, color="0.5", lw=0.8)
    plot.set_yticks(range(len(structures)), [_structure(found, at) for at in structures])
    plot.invert_yaxis()
    plot.spines[["top", "right", "left"]].set_visible(False)
    plot.set_xlabel(f"{METRICS[metric].en}, {METRICS[metric].unit}: difference from {_structure(found, 0)}")
    figure.suptitle(_title(found), x=0.01, ha="left", fontsize=10)
    return figure


def _structure(found: Sweep, number: int) -> str:
    shape = found.table.structures[number]
    words = [f"{_name(found, name)} {_said(value)}" for name, value in shape.levers.items()]
    several = len({one.option for one in found.table.structures}) > 1
    return ", ".join([shape.option, *words] if several or not words else words)


def _name(found: Sweep, factor: str) -> str:
    return found.table.study.factors[factor].en or factor


def _said(value: Any) -> str:
    return value if isinstance(value, str) else toml_text(value)


def _title(found: Sweep) -> str:
    runs = f"{found.replications} paired replications, 95 % intervals; under the stated assumptions"
    return f"{found.table.study.form.title.en}\n{runs}"


__all__ = ["LOOKS", "draw"]
