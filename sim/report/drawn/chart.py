"""The organisation chart of an option, drawn from the data: levels from the top down, posts with people, what enters where, the load as colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.locale import Translator
from sim.metrics.portrait import Portrait
from sim.pictures import Drawn, drawing
from sim.report.drawn.key import key
from sim.report.drawn.rungs import Entry, Rung, Staffed, rungs
from sim.report.drawn.sheet import (
    DARK,
    LETTERS,
    QUIET,
    SMALL,
    WIDTH,
    blank,
    breadth,
    ink,
    letters_on,
    lines,
    look,
    named,
    sheet,
    write,
)
from sim.report.drawn.spans import span
from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BUSY = ((0.25, "#fff3d6"), (0.5, "#fddc9a"), (0.75, "#f5ab4c"), (0.9, "#d9701a"), (np.inf, "#8f3b00"))
"""Share of the hours on duty below which a post has the colour: dark is busy."""

WAITS = ((1.0, "#eaf2fa"), (4.0, "#c3daee"), (24.0, "#82b1da"), (72.0, "#3a7db8"), (np.inf, "#0b467f"))
"""Mean hours in line below which a level has the colour: dark is long."""

LEFT, GAP, PAD = 0.1, 0.17, 0.06
"""Inches: at the edge, between levels, within boxes."""

ROW = 0.145
"""Inches from one line of a box to the next."""

NOTHING = "#ffffff"

ARROW: dict[str, Any] = {"arrowstyle": "-|>", "color": "0.35", "lw": 1.1, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 8}


class Frame(NamedTuple):
    """Where a chart stands on the sheet, inches."""

    left: float
    right: float
    side: float
    """for the channels, at the right"""
    columns: int
    """of posts"""


class Laid(NamedTuple):
    """A level with the words that fit, and the room it takes."""

    rung: Rung
    name: str
    units: str
    beside: bool
    """the units stand behind the name, not below"""
    wait: str
    posts: tuple[tuple[str, str, float], ...]
    """(name, numbers, busy share)"""
    rows: tuple[float, ...]
    """height of each row of posts"""
    entries: tuple[str, ...]
    councils: tuple[str, ...]
    head: float
    """height of what stands above the posts"""
    height: float


def draw_organisation(scenario: Scenario, portraits: Sequence[Portrait], say: Translator, label: str = "", option: int = 0) -> Drawn:
    """The chart of one option.

    portraits  of this option, one per replication
    label      its short name, written above with the option's colour; empty: none
    option     its number among the options
    """
    with drawing():
        return Drawn(organisation_figure([scenario], [portraits], [label], say, option))


def draw_organisations(scenarios: Sequence[Scenario], portraits: Sequence[Sequence[Portrait]], labels: Sequence[str], say: Translator) -> list[Drawn]:
    """The charts of all options: two stand beside each other in one picture, of more each has its own."""
    with drawing():
        if len(scenarios) == 2:
            return [Drawn(organisation_figure(scenarios, portraits, labels, say))]
        each = enumerate(zip(scenarios, portraits, labels, strict=True))
        return [Drawn(organisation_figure([scenario], [runs], [label], say, option)) for option, (scenario, runs, label) in each]


def organisation_figure(
    scenarios: Sequence[Scenario], portraits: Sequence[Sequence[Portrait]], labels: Sequence[str], say: Translator, first: int = 0
) -> Figure:
    """One chart, or two beside each other; call it within `drawing`. `first` is the number of the first of them among the options."""
    frames = [Frame(LEFT, WIDTH - 0.05, 1.2, 2)] if len(scenarios) == 1 else [Frame(LEFT, 3.24, 0.98, 1), Frame(3.34, WIDTH - 0.02, 0.98, 1)]
    found = [rungs(scenario, runs, say.lang) for scenario, runs in zip(scenarios, portraits, strict=True)]
    charts = [[_laid(rung, _inner(frame, rows), frame, say) for rung in rows] for rows, frame in zip(found, frames, strict=True)]
    top = 0.28 if any(labels) else 0.06
    height = max(sum(one.height + GAP for one in chart) - GAP for chart in charts)
    figure = sheet(top + height + 0.62)
    plot = blank(figure)
    for at, (chart, frame, label) in enumerate(zip(charts, frames, labels, strict=True)):
        if label:
            write(figure, frame.left, 0.05, named(label, frame.right - frame.left - 0.1, 9.0, 1), 9.0, color=ink(look(first + at).colour))
        _draw(plot, chart, frame, top)
    _key(plot, top + height + 0.16, say)
    return figure


def _lanes(rows: Sequence[Rung]) -> dict[int, int]:
    """Levels that refer to another than the one drawn above them -> number of their lane at the left; lanes that overlap differ."""
    lanes: dict[int, int] = {}
    for at, rung in enumerate(rows):
        if 0 <= rung.parent < at - 1:
            taken = {lane for other, lane in lanes.items() if other > rung.parent}
            lanes[at] = next(lane for lane in range(len(rows)) if lane not in taken)
    return lanes


def _inner(frame: Frame, rows: Sequence[Rung]) -> tuple[float, float]:
    """Left and right edge of the levels' boxes."""
    lanes = _lanes(rows)
    return frame.left + (0.12 + 0.13 * (max(lanes.values()) + 1) if lanes else 0.0), frame.right - frame.side


def _laid(rung: Rung, inner: tuple[float, float], frame: Frame, say: Translator) -> Laid:
    width = inner[1] - inner[0]
    wait, units = _wait(rung, say), say.number("{n} unit", "{n} units", rung.units)
    room = width - breadth(wait) - 5 * PAD
    name = named(rung.name, room, LETTERS, 2)
    beside = lines(name) == 1 and breadth(name, LETTERS) + breadth(units) + 0.12 <= room
    box = _box_width(width, frame)
    posts = []
    for post in rung.posts:
        numbers = _numbers(post, say)
        name_room = box - breadth(numbers) - 3 * PAD
        post_name = named(post.name, name_room, SMALL, 2 if frame.columns > 1 else 1)
        if frame.columns == 1 and post_name != named(post.name, 99.0, SMALL, 1):
            post_name, numbers = named(post.name, box - 2 * PAD, SMALL, 2) + "\n", "\n" * lines(named(post.name, box - 2 * PAD, SMALL, 2)) + numbers
        posts.append((post_name, numbers, post.busy))
    heights = [ROW * lines(one[0]) + 0.08 for one in posts]
    rows = tuple(max(heights[at : at + frame.columns]) for at in range(0, len(heights), frame.columns))
    councils = tuple(named(one, width - 4 * PAD, SMALL, 1) for one in rung.councils)
    entries = tuple(_entry(one, frame.side - 0.24, say) for one in rung.entries)
    head = 0.13 + 0.145 * (lines(name) + (not beside))
    inside = head + sum(rows) + 0.05 * len(rows) + 0.27 * len(councils)
    return Laid(rung, name, units, beside, wait, tuple(posts), rows, entries, councils, head, max(inside, sum(ROW * lines(one) + 0.07 for one in entries)))


def _box_width(width: float, frame: Frame) -> float:
    return (width - PAD * (frame.columns + 1)) / frame.columns


def _wait(rung: Rung, say: Translator) -> str:
    return say("waits {span}", span=span(rung.wait_h, say)) if np.isfinite(rung.wait_h) else say("no cases")


def _numbers(post: Staffed, say: Translator) -> str:
    people = say.number("{n} person", "{n} people", round(post.people))
    return f"{people}, {100 * post.busy:.0f} %" if np.isfinite(post.busy) else f"{people}, –"


def _entry(entry: Entry, room: float, say: Translator) -> str:
    name = named(entry.name, room, SMALL, 3)
    return f"{name}\n{say.number('{n} desk', '{n} desks', entry.desks)}" if entry.desks else name


def _shade(value: float, steps: Sequence[tuple[float, str]]) -> str:
    """The colour of a value; white where there is none."""
    return next((colour for end, colour in steps if value < end), steps[-1][1]) if np.isfinite(value) else NOTHING


def _draw(plot: Axes, chart: Sequence[Laid], frame: Frame, top: float) -> None:
    inner = _inner(frame, [one.rung for one in chart])
    tops = [top + sum(one.height + GAP for one in chart[:at]) for at in range(len(chart))]
    for one, start in zip(chart, tops, strict=True):
        _level(plot, one, inner, start, frame)
        _entries(plot, one, inner[1], start)
    lanes = _lanes([one.rung for one in chart])
    for at, one in enumerate(chart):
        if at in lanes:
            x = inner[0] - 0.12 - 0.13 * lanes[at]
            low, high = tops[at] + 0.14, tops[one.rung.parent] + chart[one.rung.parent].height - 0.1
            plot.plot([inner[0], x, x], [low, low, high], color="0.35", lw=1.1, label=f"refers {one.rung.id}")
            plot.annotate("", (inner[0], high), (x, high), arrowprops=ARROW)
        elif one.rung.parent >= 0:
            x = inner[0] + 0.3
            plot.plot([x], [tops[at]], color="0.35", label=f"refers {one.rung.id}")
            plot.annotate("", (x, tops[at] - GAP), (x, tops[at]), arrowprops=ARROW)


def _box(plot: Axes, left: float, top: float, width: float, height: float, colour: str, name: str, **how: Any) -> None:
    from matplotlib.patches import Rectangle

    plot.add_artist(Rectangle((left, top), width, height, facecolor=colour, label=name, **{"edgecolor": "0.45", "lw": 0.6, **how}))


def _level(plot: Axes, one: Laid, inner: tuple[float, float], top: float, frame: Frame) -> None:
    """A level's box with its name, its waiting, its posts and its councils."""
    left, right = inner
    _box(plot, left, top, right - left, one.height, "#f6f6f6", f"level {one.rung.id}", edgecolor="0.7")
    plot.text(left + PAD, top + 0.06, one.name, fontsize=LETTERS, color=DARK, va="top", linespacing=1.1)
    beside = breadth(one.name, LETTERS) + 0.12 if one.beside else 0.0
    plot.text(left + PAD + beside, top + 0.068 + (0.0 if one.beside else 0.14 * lines(one.name)), one.units, fontsize=SMALL, color=QUIET, va="top")
    colour, wide = _shade(one.rung.wait_h, WAITS), breadth(one.wait) + 2 * PAD
    _box(plot, right - wide - PAD, top + 0.045, wide, 0.19, colour, f"wait {one.rung.id}")
    plot.text(right - PAD - wide / 2, top + 0.14, one.wait, fontsize=SMALL, color=letters_on(colour), va="center", ha="center")
    box, y = _box_width(right - left, frame), top + one.head
    for at, (name, numbers, busy) in enumerate(one.posts):
        row, column = divmod(at, frame.columns)
        x, middle, colour = left + PAD + column * (box + PAD), y + one.rows[row] / 2, _shade(busy, BUSY)
        _box(plot, x, y, box, one.rows[row], colour, f"post {one.rung.id} {at}")
        plot.text(x + PAD, middle, name, fontsize=SMALL, color=letters_on(colour), va="center", linespacing=1.1)
        plot.text(x + box - PAD, middle, numbers, fontsize=SMALL, color=letters_on(colour), va="center", ha="right", linespacing=1.1)
        if column == frame.columns - 1 or at == len(one.posts) - 1:
            y += one.rows[row] + 0.05
    for name in one.councils:
        _box(plot, left + PAD, y, right - left - 2 * PAD, 0.22, NOTHING, f"council {one.rung.id}", ls=(0, (3, 2)))
        plot.text(left + 2 * PAD, y + 0.11, name, fontsize=SMALL, color=DARK, va="center")
        y += 0.27


def _entries(plot: Axes, one: Laid, edge: float, top: float) -> None:
    """The channels that enter here, each with an arrow into the box."""
    y = top + 0.05
    for text in one.entries:
        height = ROW * lines(text)
        plot.annotate("", (edge, y + height / 2), (edge + 0.2, y + height / 2), arrowprops=ARROW)
        plot.text(edge + 0.23, y + height / 2, text, fontsize=SMALL, color=DARK, va="center", linespacing=1.1)
        y += height + 0.07


def _key(plot: Axes, top: float, say: Translator) -> None:
    """What the colours mean."""
    busy = [say("below {end}", end="25 %"), "25-50 %", "50-75 %", "75-90 %", say("over {end}", end="90 %")]
    waits = [say("below {end}", end=span(1, say)), f"1-{span(4, say)}", f"4-{span(24, say)}", f"1-{span(72, say)}", say("over {end}", end=span(72, say))]
    key(plot, LEFT, top, say("posts: busy, of the hours on duty"), busy, [colour for _, colour in BUSY])
    key(plot, LEFT, top + 0.23, say("levels: mean wait of a case in line"), waits, [colour for _, colour in WAITS])


__all__ = ["BUSY", "WAITS", "draw_organisation", "draw_organisations", "organisation_figure"]
