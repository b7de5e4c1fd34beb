"""The sheet every picture of a report is drawn on: as wide as the text of a page, places in inches from its upper left corner.

Names that users write have any length and any script. They are measured with the font they are drawn in, broken into lines, and cut with an ellipsis
where they do not fit, so that nothing runs into anything else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.metrics.portrait import Portrait
from sim.pictures import LOOKS, Look, drawing, legible
from sim.study.interval import estimate

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

Floats = npt.NDArray[np.float64]

WIDTH = 6.5
"""Inches; the text of an A4 page is 6.3 to 6.8 wide."""

HEADING, LETTERS, SMALL = 9.0, 8.5, 8.0
"""Sizes of letters, points."""

LINE = 0.165
"""Inches from one line of small letters to the next."""

DARK, QUIET, FAINT = "0.1", "0.38", "0.88"
"""Greys: letters, remarks, grids. The remarks have a contrast of 7 : 1 on white."""

ELLIPSIS = "…"


def sheet(height: float) -> Figure:
    """An empty picture of WIDTH x height inches."""
    from matplotlib.figure import Figure

    return Figure(figsize=(WIDTH, height), dpi=72)


def panel(figure: Figure, left: float, top: float, width: float, height: float, grid: str = "both") -> Axes:
    """A plot at that place (inches from the upper left corner), with a light grid along x, y, both or none."""
    whole = figure.get_figheight()
    plot: Axes = figure.add_axes((left / WIDTH, 1 - (top + height) / whole, width / WIDTH, height / whole))
    plot.tick_params(length=2.5, width=0.6, color="0.5", labelsize=SMALL, labelcolor=DARK, pad=2.5)
    for side in ("left", "bottom"):
        plot.spines[side].set_color("0.5")
        plot.spines[side].set_linewidth(0.6)
    if grid in ("both", "x", "y"):
        which: Any = grid
        plot.grid(True, axis=which, color=FAINT, lw=0.6)
    plot.set_axisbelow(True)
    return plot


def blank(figure: Figure) -> Axes:
    """The whole sheet as a plot without axes, its units inches from the upper left corner: for boxes and arrows."""
    plot: Axes = figure.add_axes((0, 0, 1, 1))
    plot.set_xlim(0, WIDTH)
    plot.set_ylim(float(figure.get_figheight()), 0)
    plot.axis("off")
    return plot


def write(figure: Figure, left: float, top: float, text: str, size: float = SMALL, **how: Any) -> None:
    """Letters on the sheet; the place is that of their upper left corner unless ha and va say otherwise."""
    how = {"ha": "left", "va": "top", "color": DARK, "linespacing": 1.15, **how}
    figure.text(left / WIDTH, 1 - top / figure.get_figheight(), text, fontsize=size, **how)


def heading(figure: Figure, left: float, top: float, title: str, remark: str = "") -> float:
    """A title with a quiet remark behind it, or below where there is no room. Gives the inches they take (`heading_room`)."""
    write(figure, left, top, title, HEADING)
    start = left + breadth(title, HEADING) + 0.12
    beside = start + breadth(remark, SMALL) <= WIDTH - 0.05
    if remark:
        write(figure, start if beside else left, top + (0.012 if beside else 0.18), remark if beside else _below(left, remark), color=QUIET)
    return heading_room(left, title, remark)


def heading_room(left: float, title: str, remark: str = "") -> float:
    """Inches that a heading takes from above to below."""
    beside = not remark or left + breadth(title, HEADING) + 0.12 + breadth(remark, SMALL) <= WIDTH - 0.05
    return 0.2 if beside else 0.2 + LINE * lines(_below(left, remark))


def _below(left: float, remark: str) -> str:
    return fitted(remark, WIDTH - left - 0.05, SMALL, 3)


def sentence(text: str) -> str:
    """With a capital letter, as a title begins."""
    return text[:1].upper() + text[1:]


def look(option: int) -> Look:
    """How the option is told apart from the others, in every picture alike."""
    return LOOKS[option % len(LOOKS)]


def ink(colour: str) -> str:
    """The colour, dark enough for letters on white (at least 4.5 : 1 for those of LOOKS)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    while _luminance(parts) > 0.18:
        parts = [0.93 * part for part in parts]
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)


def letters_on(colour: str) -> str:
    """Dark or white, whichever can be read better on the colour."""
    ground = _luminance([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return "white" if 1.05 / (ground + 0.05) > (ground + 0.05) / 0.06 else DARK


def _luminance(parts: Sequence[float]) -> float:
    """Relative luminance as WCAG 2 has it."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def breadth(text: str, size: float = SMALL) -> float:
    """Inches that the longest line of a text takes; `text` as it is drawn (`legible`)."""
    return max(sum(_advance(one) for one in _signs(line)) for line in text.split("\n")) * size / 72


def lines(text: str) -> int:
    """How many lines a text has."""
    return text.count("\n") + 1


def fitted(text: str, inches: float, size: float = SMALL, most: int = 2) -> str:
    """A text in at most so many lines of that length, broken at spaces or between Chinese characters; what does not fit becomes an ellipsis.

    Lines are about equally long, so that no single character is left on the last.
    """
    signs, room = _signs(text.strip()), inches * 72 / size
    rows, rest, torn = _rows(signs, room, most)
    if rest:
        last = _signs(rows[-1])
        while last and sum(map(_advance, last)) + _advance(ELLIPSIS) > room:
            last = last[:-1]
        rows[-1] = "".join(last).rstrip() + ELLIPSIS
    elif len(rows) > 1:
        narrow, wide = room / len(rows) / 1.1, room
        for _ in range(6):
            middle = (narrow + wide) / 2
            tried, over, hurt = _rows(signs, middle, len(rows))
            narrow, wide, rows = (narrow, middle, tried) if not over and hurt <= torn else (middle, wide, rows)
    return "\n".join(rows)


def _rows(signs: Sequence[str], room: float, most: int) -> tuple[list[str], Sequence[str], int]:
    """Lines no longer than `room` (points at one point), what is left over, and how many words had to be torn."""
    rows: list[str] = []
    rest, torn = signs, 0
    while rest and len(rows) < most:
        end, tears = _fits(rest, room)
        rows.append("".join(rest[:end]).strip())
        rest, torn = rest[end:], torn + tears
        while rest and rest[0] == " ":
            rest = rest[1:]
    return rows, rest, torn


def _fits(signs: Sequence[str], room: float) -> tuple[int, bool]:
    """How many signs go on a line, at least one: up to the last place where a line may break; whether there is none and a word is torn."""
    used, end = 0.0, 0
    for at, sign in enumerate(signs):
        used += _advance(sign)
        if used > room and sign != " ":
            return max(end or at, 1), not end
        after = signs[at + 1] if at + 1 < len(signs) else " "
        if sign in " -/" or after == " " or ((sign >= "\u2e80" or after >= "\u2e80") and after not in "，。、；：！？）》”,.;:!?)]%"):
            end = at + 1
    return len(signs), False


def _signs(text: str) -> list[str]:
    return re.findall(r"\\\$|.", text, re.S)


@cache
def _advance(sign: str) -> float:
    """Width of a sign in letters of one point, in points."""
    from matplotlib.textpath import text_to_path

    return float(text_to_path.get_text_width_height_descent("$" if sign == "\\$" else sign, _letters(), False)[0]) / 100


@cache
def _letters() -> FontProperties:
    """The font of `drawing`, of 100 points."""
    from matplotlib import rcParams
    from matplotlib.font_manager import FontProperties

    with drawing():
        return FontProperties(family=rcParams["font.family"], size=100)


def named(text: str, inches: float, size: float = SMALL, most: int = 2) -> str:
    """A name that a user wrote, fit to be drawn in that room."""
    return fitted(legible(text), inches, size, most)


def apart(places: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Centres as near to `places` as can be (least squares) so that things of these heights do not overlap and stay between low and high."""
    order = sorted(range(len(places)), key=lambda at: (places[at], at))
    offset, blocks = 0.0, []
    offsets = []
    for rank, at in enumerate(order):
        offset += (heights[order[rank - 1]] + heights[at]) / 2 if rank else 0.0
        offsets.append(offset)
        blocks.append([places[at] - offset, 1.0])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            value, weight = blocks.pop()
            blocks[-1] = [(blocks[-1][0] * blocks[-1][1] + value * weight) / (blocks[-1][1] + weight), blocks[-1][1] + weight]
    flat = [value for value, weight in blocks for _ in range(int(weight))]
    found = [0.0] * len(places)
    if order:
        least, most = low + heights[order[0]] / 2, high - heights[order[-1]] / 2 - offsets[-1]
        for rank, at in enumerate(order):
            found[at] = max(min(flat[rank], most), least) + offsets[rank]
    return found


def curve(runs: Sequence[Portrait], field: str) -> tuple[Floats, Floats, Floats]:
    """Mean of a field over replications with its 95 % interval, each of the field's shape flattened; nan where a run has no number."""
    if not runs:
        return np.full(1, np.nan), np.full(1, np.nan), np.full(1, np.nan)
    values = np.array([np.ravel(getattr(run, field)) for run in runs], np.float64)
    found = np.array([estimate(column)[:3] for column in values.T], np.float64)
    mean, low, high = np.where(np.isfinite(found), found, np.nan).T
    return mean, low, high


__all__ = [
    "DARK", "FAINT", "HEADING", "LETTERS", "LINE", "QUIET", "SMALL", "WIDTH", "apart", "blank", "breadth", "curve", "fitted", "heading", "heading_room", "ink", "letters_on", "lines", "look", "named",
    "panel", "sentence", "sheet", "write",
]  # fmt: skip
