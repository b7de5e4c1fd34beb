"""The community as a map: how long the people of each building waited for the first contact, one panel per option, one scale for all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sim.locale import Translator
from sim.metrics.portrait import WAIT_CAP_H, Ground, Portrait
from sim.pictures import Drawn, drawing
from sim.report.drawn.key import key
from sim.report.drawn.sheet import (
    DARK,
    LINE,
    QUIET,
    SMALL,
    WIDTH,
    blank,
    fitted,
    heading,
    ink,
    look,
    named,
    panel,
    sheet,
    write,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.path import Path

Floats = npt.NDArray[np.float64]

SHADES = ("#fff1c9", "#fdcf7d", "#f79a4b", "#dd5f33", "#a92a3a", "#5c1040")
"""Short waits to long ones; each darker than the one before, so that grey print keeps the order."""

STEPS = (0.25, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 24.0)
"""Hours from one class to the next."""

LEFT, GAP = 0.1, 0.12

MOST_SINGLE = 1500
"""Squares of all panels together that are kept as shapes; more become an image within the picture."""

BAR = 0.22
"""Share of the width that a scale bar takes at most."""


def draw_map(ground: Ground, portraits: Sequence[Sequence[Portrait]], labels: Sequence[str], say: Translator) -> Drawn:
    """Every building as a square, as large as it has residents, coloured by the mean wait of its issues for the first contact (each a week at most).

    portraits   [option][replicate], all of this ground
    """
    with drawing():
        return Drawn(map_figure(ground, portraits, labels, say))


def map_figure(ground: Ground, portraits: Sequence[Sequence[Portrait]], labels: Sequence[str], say: Translator) -> Figure:
    """The figure of `draw_map`; call it within `drawing`."""
    waits = [building_waits(runs, ground.residents.size) for runs in portraits]
    edges = classes(waits)
    columns = max(1, len(portraits)) if len(portraits) <= 3 else 2 if len(portraits) == 4 else 3
    rows = math.ceil(len(portraits) / columns) or 1
    width = (WIDTH - 2 * LEFT - GAP * (columns - 1)) / columns if columns > 1 else 4.2
    box = _extent(ground)
    height = width * min(max((box[3] - box[2]) / (box[1] - box[0]), 0.45), 1.25)
    title, remark = say("Mean wait for the first contact, by building"), say("a square is a building, larger with more residents")
    note = _note(ground, say)
    top = 0.04 + 0.22
    below = top + rows * (height + 0.3) + 0.04
    figure = sheet(below + 0.26 + LINE * (note.count("\n") + 1) + 0.03)
    heading(figure, LEFT, 0.04, title, remark)
    lines = borders(ground, box)
    for option, (wait, label) in enumerate(zip(waits, labels, strict=False)):
        row, column = divmod(option, columns)
        x, y = LEFT + column * (width + GAP), top + row * (height + 0.3)
        write(figure, x, y + 0.02, named(label, width - 0.05, 8.5, 1), 8.5, color=ink(look(option).colour))
        plot = panel(figure, x, y + 0.2, width, height, "none")
        _place(plot, ground, box, lines, width / height, say)
        _dots(plot, ground, wait, edges, width, len(waits))
    texts = [say("{n} h", n=f"{low:g}-{high:g}") for low, high in pairwise(edges[:-1])] + [say("over {end}", end=say("{n} h", n=f"{edges[-2]:g}"))]
    key(blank(figure), LEFT, below, say("mean wait, a week at most"), texts, SHADES[: len(texts)])
    write(figure, LEFT, below + 0.24, note, color=QUIET)
    return figure


def _note(ground: Ground, say: Translator) -> str:
    sentences = [say("Schematic: positions are generated, not surveyed; up stands for north.")]
    if ground.points_x_m.size:
        sentences.append(say("Stars: service points of the first option."))
    area = ground.area_zh if say.lang == "zh" else ground.area_en
    sentences.append(say("Grey lines: borders ({areas}: {n}).", areas=named(area, 2.0, SMALL, 1), n=ground.areas))
    return fitted(" ".join(sentences), WIDTH - 2 * LEFT, SMALL, 2)


def building_waits(runs: Sequence[Portrait], buildings: int) -> Floats:
    """Mean hours that the issues of each building waited, over all runs, (buildings,); nan where nothing was reported."""
    if not runs:
        return np.full(buildings, np.nan)
    summed = np.sum([one.buildings[:, :2] for one in runs], axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = summed[:, 1] / summed[:, 0]
    return np.where(np.isfinite(found), np.minimum(found, WAIT_CAP_H), np.nan)


def classes(waits: Sequence[Floats]) -> list[float]:
    """Edges of at most six equal classes from 0 (or the first that is needed) that hold nearly all buildings; the last is open (inf)."""
    known = np.concatenate([wait[np.isfinite(wait)] for wait in waits] or [np.zeros(0)])
    low, high = (float(np.quantile(known, q)) for q in (0.02, 0.95)) if known.size else (0.0, 1.0)
    step = next((one for one in STEPS if math.floor(low / one) * one + one * (len(SHADES) - 1) >= high), STEPS[-1])
    start = math.floor(low / step) * step
    count = min(len(SHADES) - 1, max(1, math.ceil((high - start) / step)))
    return [start + step * at for at in range(count + 1)] + [math.inf]


def _extent(ground: Ground) -> tuple[float, float, float, float]:
    """West, east, south, north with some room, metres."""
    x = np.concatenate([ground.x_m, ground.points_x_m, [0.0] if not ground.x_m.size else []])
    y = np.concatenate([ground.y_m, ground.points_y_m, [0.0] if not ground.y_m.size else []])
    room = max(0.05 * max(np.ptp(x), np.ptp(y)), 15.0)
    return float(x.min() - room), float(x.max() + room), float(y.min() - room), float(y.max() + room)


def _place(plot: Axes, ground: Ground, box: tuple[float, float, float, float], lines: Floats, shape: float, say: Translator) -> None:
    """Limits of equal scale, the borders of the grids, service points, a scale bar."""
    middle = ((box[0] + box[1]) / 2, (box[2] + box[3]) / 2)
    high = max(box[3] - box[2], (box[1] - box[0]) / shape)
    plot.set_xlim(middle[0] - high * shape / 2, middle[0] + high * shape / 2)
    plot.set_ylim(middle[1] - high / 2, middle[1] + high / 2)
    plot.set_xticks([])
    plot.set_yticks([])
    for side in plot.spines.values():
        side.set(visible=True, color="0.8", linewidth=0.6)
    plot.imshow(lines, extent=box, origin="lower", interpolation="nearest", zorder=0, aspect="auto")
    plot.plot(ground.points_x_m, ground.points_y_m, ls="none", marker="*", ms=9, mfc="black", mec="white", mew=0.7, zorder=5, label="points")
    wide = high * shape
    length = next((unit * 10**power for power in range(6, -1, -1) for unit in (5, 2, 1) if unit * 10**power <= BAR * wide), BAR * wide)
    x, y = plot.get_xlim()[0] + 0.03 * wide, plot.get_ylim()[0] + 0.035 * high
    plot.plot([x, x + length], [y, y], color=DARK, lw=1.6, solid_capstyle="butt", zorder=6, label="scale")
    plot.annotate(say("{n} m", n=f"{length:g}"), (x, y), (0, 2), textcoords="offset points", fontsize=SMALL, color=DARK, zorder=6,
                  bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.5})  # fmt: skip


def borders(ground: Ground, box: tuple[float, float, float, float], across: int = 320) -> Floats:
    """Where one area ends and the next begins, as a faint picture (rows, across, 4): a place belongs to the area of the building nearest to it."""
    from scipy.spatial import cKDTree

    down = max(2, round(across * (box[3] - box[2]) / (box[1] - box[0])))
    image = np.ones((down, across, 4))
    image[..., :3], image[..., 3] = 0.72, 0.0
    if ground.areas > 1 and ground.building.size:
        x, y = np.meshgrid(np.linspace(box[0], box[1], across), np.linspace(box[2], box[3], down))
        home = ground.building
        nearest = cKDTree(np.column_stack([ground.x_m[home], ground.y_m[home]])).query(np.column_stack([x.ravel(), y.ravel()]))[1]
        area = ground.area[nearest].reshape(down, across)
        image[:, :-1, 3] = area[:, :-1] != area[:, 1:]
        image[:-1, :, 3] = np.maximum(image[:-1, :, 3], area[:-1] != area[1:])
    return image


def _dots(plot: Axes, ground: Ground, wait: Floats, edges: Sequence[float], width: float, panels: int) -> None:
    """The buildings as squares, the longest waits on top; those without a report hollow. Very many become one image."""
    from matplotlib.patches import PathPatch

    many = ground.residents.size
    usual = max(float(np.quantile(ground.residents, 0.95)), 1.0) if many else 1.0
    side = min(8.0, max(1.3, 0.6 * 72 * width / math.sqrt(max(many, 1)))) * np.sqrt(np.clip(ground.residents / usual, 0.12, 1.5))
    kind = np.where(np.isfinite(wait), np.searchsorted(edges[1:], np.where(np.isfinite(wait), wait, 0.0), side="right"), -1)
    shades = dict(enumerate(("white", *SHADES[: len(edges) - 1]), -1))
    if many * panels > MOST_SINGLE:
        order = np.argsort(kind, kind="stable")
        plot.scatter(ground.x_m[order], ground.y_m[order], side[order] ** 2, facecolor=[shades[one] for one in kind[order]], marker="s", lw=0, zorder=3,
                     label="buildings", rasterized=True, antialiased=False)  # fmt: skip
        return
    half = side / 144 * abs(plot.get_xlim()[1] - plot.get_xlim()[0]) / width
    for number, colour in shades.items():
        mine = kind == number
        if mine.any():
            shape = _squares(ground.x_m[mine], ground.y_m[mine], half[mine])
            plot.add_artist(PathPatch(shape, facecolor=colour, edgecolor="0.35", lw=0.3, zorder=3 + 0.1 * number, label=f"class {number}"))


def _squares(x: Floats, y: Floats, half: Floats) -> Path:
    """Squares around places as one path."""
    from matplotlib.path import Path

    corners = np.stack([np.stack([x + a * half, y + b * half], axis=-1) for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))], axis=1)
    codes = np.tile([Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY], len(x))
    return Path(corners.reshape(-1, 2), codes)


__all__ = ["SHADES", "borders", "building_waits", "classes", "draw_map", "map_figure"]
