"""The text of a document as every form can carry it, and how tables and pictures are numbered.

XML 1.0 (DOCX, XLSX) forbids most control characters, and a right-to-left override in somebody's title would turn the sentence around that
quotes it. All forms are made from the same cleaned document, so that they say the same.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Callable
from typing import Any, TypeVar

from sim.locale import mark, translator
from sim.report.document import Document, Picture, Table

Some = TypeVar("Some")

_BREAKS = re.compile("[\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]+")
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_OVERRIDES = re.compile("[\u202a-\u202e]")
_ISOLATES = re.compile("[\u2066-\u2069]")


def carried(text: str) -> str:
    """One line without what no form can carry: breaks become a space, forbidden characters a dot, directions that stay open go."""
    text = _FORBIDDEN.sub("\u00b7", _BREAKS.sub(" ", text))
    text = _OVERRIDES.sub("", text)
    return text if _closed(text) else _ISOLATES.sub("", text)


def _closed(text: str) -> bool:
    """Whether every isolate is closed, and none closed that was not opened."""
    depth = 0
    for sign in _ISOLATES.findall(text):
        depth += -1 if sign == "\u2069" else 1
        if depth < 0:
            return False
    return depth == 0


def cleaned(document: Document) -> Document:
    """The document with every text `carried`; cleaning twice changes nothing."""
    return reworded(document, carried)


def reworded(value: Some, write: Callable[[str], str]) -> Some:
    """The same with every text in it written anew."""
    made: Some = _reworded(value, write)
    return made


def _reworded(value: Any, write: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return write(value)
    if isinstance(value, tuple):
        parts = [_reworded(one, write) for one in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(value, **{one.name: _reworded(getattr(value, one.name), write) for one in dataclasses.fields(value)})
    return value


def backwards(text: str) -> bool:
    """Whether something in it is written from right to left, so that a page has to set it apart."""
    return any(unicodedata.bidirectional(one) in ("R", "AL", "AN", "LRI", "RLI", "FSI") or one in "\u200e\u200f" for one in text)


TABLE, FIGURE = mark("Table {n}"), mark("Figure {n}")


def numbered(document: Document) -> dict[tuple[type, str], str]:
    """What a table or picture is called, by its kind and id: Table 1, Figure 1, ..., in the order of the document."""
    say = translator(document.lang)
    tables = [block.id for block in document.blocks() if isinstance(block, Table)]
    pictures = [block.id for block in document.blocks() if isinstance(block, Picture)]
    return {(kind, name): say(text, n=n) for kind, text, names in ((Table, TABLE, tables), (Picture, FIGURE, pictures)) for n, name in enumerate(names, 1)}


__all__ = ["backwards", "carried", "cleaned", "numbered", "reworded"]
