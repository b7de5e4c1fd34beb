"""A key: what the colours of a picture stand for, as a row of boxes with words in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.report.drawn.sheet import DARK, SMALL, WIDTH, fitted, letters_on

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TITLE = 2.2
"""Inches for the words in front of the boxes."""


def key(plot: Axes, left: float, top: float, title: str, texts: Sequence[str], colours: Sequence[str]) -> None:
    """Draw it on a sheet without axes (`blank`); it is as wide as the sheet and 0.19 inches high."""
    from matplotlib.patches import Rectangle

    plot.text(left, top + 0.09, fitted(title, TITLE - 0.1, SMALL, 1), fontsize=SMALL, color=DARK, va="center")
    wide = (WIDTH - 0.05 - left - TITLE) / len(texts)
    for at, (text, colour) in enumerate(zip(texts, colours, strict=True)):
        x = left + TITLE + at * wide
        plot.add_artist(Rectangle((x, top), wide - 0.02, 0.185, facecolor=colour, edgecolor="0.45", lw=0.6, label="key"))
        plot.text(x + wide / 2 - 0.01, top + 0.09, fitted(text, wide, SMALL, 1), fontsize=SMALL, color=letters_on(colour), va="center", ha="center")


__all__ = ["key"]
