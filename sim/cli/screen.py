"""Plain aligned tables and lines on stdout. Chinese characters count as two columns; colour only on terminals."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

GAP = "  "


class Cell(NamedTuple):
    """A piece of a table: text, alignment, style."""

    text: str
    right: bool = False
    style: str = ""


def results() -> Console:
    """The console for results."""
    return Console(file=sys.stdout, highlight=False, markup=False, emoji=False, soft_wrap=True)


def messages() -> Console:
    """The console for progress and messages."""
    return Console(file=sys.stderr, highlight=False, markup=False, emoji=False, soft_wrap=True)


def line(console: Console, text: str = "", style: str = "") -> None:
    """One line as it is: no wrapping, no markup."""
    console.print(Text(text, style=style))


def table(console: Console, rows: Sequence[Sequence[Cell]], indent: str = "  ") -> None:
    """Rows with every column as wide as its widest cell; nothing is cut off. A short row leaves the rest empty."""
    columns = max((len(row) for row in rows), default=0)
    widths = [max((cell_len(row[at].text) for row in rows if at < len(row)), default=0) for at in range(columns)]
    for row in rows:
        text = Text(indent)
        for at, cell in enumerate(row):
            space = " " * (widths[at] - cell_len(cell.text))
            text.append(space * cell.right)
            text.append(cell.text, style=cell.style)
            text.append(space * (not cell.right) + GAP)
        text.rstrip()
        console.print(text)
