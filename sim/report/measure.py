"""How wide text is, in half-width characters (a Chinese character counts two), and how a table's columns share a line."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Sequence

from sim.report.document import Table

CHARACTER = 0.53
"""Width of a half-width character, as a part of the size of the letters."""

PADDING = 3.0
"""What a cell has left and right of its text, in half-width characters."""

BOLD = 1.1
"""Heads are bold, and that much wider."""


def width(text: str) -> int:
    """Half-width characters the text takes."""
    return sum(0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def shares(table: Table, line: float) -> list[float]:
    """Parts of the line (together 1) that the columns get, where `line` half-width characters stand in a line.

    A column gets what its longest text takes; if that is more than the line has, the widest columns are cut to one width, but none below
    what its longest word takes.
    """
    full, least = [_widest(width, column, 72) for column in _columns(table)], _least(table)
    low, high = 0.0, line
    for _ in range(40):  # the width to which the widest are cut
        cut = (low + high) / 2
        taken = [min(most, max(few, cut)) for few, most in zip(least, full, strict=True)]
        low, high = (cut, high) if sum(taken) < line else (low, cut)
    return [one / sum(taken) for one in taken]


def fits(table: Table, line: float) -> bool:
    """Whether no word has to be broken."""
    return sum(_least(table)) <= line


def _on_one_line(table: Table, line: float) -> bool:
    """Whether no text has to be broken."""
    return sum(_widest(width, column, 72) for column in _columns(table)) <= line


def size_of_letters(table: Table, lines: Sequence[float], well: int = 2) -> int:
    """Which of several sizes of letters the table is set in; `lines` are the half-width characters in a line of each, rising.

    One of the first `well` sizes, which are read well, if all texts stand on one line with it; else the first with which no word is broken;
    else the last.
    """
    whole = (at for at, line in enumerate(lines[:well]) if _on_one_line(table, line))
    unbroken = (at for at, line in enumerate(lines) if fits(table, line))
    return next(whole, next(unbroken, len(lines) - 1))


def _columns(table: Table) -> list[list[str]]:
    """Texts of each column, its head first."""
    return [[head.text, *(row[at].text for row in table.rows)] for at, head in enumerate(table.head)]


def together(table: Table) -> Table:
    """The table with its numbers kept whole: on the right side, lines break only before an interval."""
    rows = tuple(
        tuple(cell._replace(text=re.sub(r" (?!\[)", "\u00a0", cell.text)) if head.right and len(cell.text) < 40 else cell for cell, head in zip(row, table.head, strict=True))
        for row in table.rows
    )
    return dataclasses.replace(table, rows=rows)


def _widest(of: Callable[[str], int], column: list[str], most: float) -> float:
    """The widest of a column's texts, its head bold."""
    return min(max(BOLD * of(column[0]), *map(of, column)), most) + PADDING

def _least(table: Table) -> list[float]:
    """What each column takes so that no word is broken."""
    return [_widest(_longest_word, column, 24) for column in _columns(table)]


def _longest_word(text: str) -> int:
    """Width of the longest piece that is not to be broken: a word, or up to four Chinese characters."""
    return max([min(width(text), 8), *(width(one) for one in re.findall(r"[\u3000-\u9fff\uff00-\uffef]|[^ \u3000-\u9fff\uff00-\uffef]+", text))])


def breakable(text: str, longest: int) -> str:
    """The text with places to break in words of more than `longest` characters, for a typesetter that would let them run off the page."""
    return re.sub(rf"[^ \u3000-\u9fff\uff00-\uffef]{{{longest + 1},}}", lambda found: "\u200b".join(found[0]), text)


__all__ = ["CHARACTER", "breakable", "fits", "shares", "size_of_letters", "together", "width"]
