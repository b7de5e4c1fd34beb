"""A report as what it says, before it is a page or a letter: sections of paragraphs, tables and pictures.

Every form (HTML, DOCX, XLSX, PDF) is made from the same document, so that no number can differ between them. A cell carries the text a
person reads and beside it the values the text was made from; the workbook shows those.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from sim.locale import Lang
from sim.pictures import Drawn

Tone = Literal["plain", "strong", "quiet", "caution"]


class Head(NamedTuple):
    """Heading of a column; what the data dictionary says of it."""

    text: str
    meaning: str = ""
    unit: str = ""
    parts: tuple[str, ...] = ()
    """names of the values, where a cell has several (the two ends of an interval); the workbook gives each a column"""
    right: bool = False


class Cell(NamedTuple):
    """What stands in one place of a table."""

    text: str
    values: tuple[float | int | str | None, ...] = ()
    """what the text was made from, as many as the head has parts (one, if it has none); () : the text itself"""
    tone: Tone = "plain"


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Bullets:
    """A list of short sentences; `numbered` where the order means something."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """A table with an id (a short word of a-z and -, unique in the document) and a caption."""

    id: str
    caption: str
    head: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture with a caption, and what it shows in words for who cannot see it."""

    id: str
    caption: str
    alt: str
    drawn: Drawn


@dataclass(frozen=True)
class Timeline:
    """Several courses of events beside each other, one column each: (when, since the report, what)."""

    title: str
    heads: tuple[str, ...]
    columns: tuple[tuple[tuple[str, str, str], ...], ...]
    note: str = ""


Block = Paragraph | Bullets | Table | Picture | Timeline


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it. `front` is page one; `annex` comes after the findings, and only for those who check."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    part: Literal["front", "body", "annex"] = "body"


@dataclass(frozen=True)
class Document:
    """A whole report in one language."""

    lang: Lang
    title: str
    subtitle: str
    sections: tuple[Section, ...]
    keywords: tuple[str, ...] = field(default=())

    def blocks(self) -> Iterator[Block]:
        """All blocks in order."""
        for section in self.sections:
            yield from section.blocks

    @property
    def tables(self) -> list[Table]:
        """All tables in order."""
        return [block for block in self.blocks() if isinstance(block, Table)]


__all__ = ["Block", "Bullets", "Cell", "Document", "Head", "Paragraph", "Picture", "Section", "Table", "Timeline", "Tone"]
