"""Where every key and value of a TOML text stands. Built only when there is a fault to show.

Positions come from a concrete syntax tree (tree-sitter), because `tomllib` keeps none. Lines and columns are counted in
characters from 0; `Spot` is what a reader is shown, counted from 1.
"""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from tree_sitter import Node

KeyPath = tuple[str | int, ...]
"""Way to a value: keys of tables, and whole numbers for items of arrays."""

WIDEST = 110
"""Display columns of a source line that are shown at most."""


class Span(NamedTuple):
    """A piece of one line: line and columns from 0, in characters; a longer piece ends with its first line."""

    line: int
    start: int
    end: int


@dataclass(frozen=True)
class Spot:
    """A place to point at: a label (file or option), line and column from 1, the line's text and the marked length."""

    label: str
    line: int
    column: int
    text: str
    length: int

    def __str__(self) -> str:
        return f"{printable(self.label)}:{self.line}:{self.column}"

    def excerpt(self) -> list[str]:
        """The source line with a caret line under it; wide characters take two columns, tabs stay tabs."""
        number = str(self.line)
        before, marked, after = _window(self.text, self.column - 1, max(1, self.length))
        pad = "".join("\t" if sign == "\t" else " " * display_width(sign) for sign in before)
        carets = "^" * max(1, display_width(marked))
        gap = " " * len(number)
        return [f" {gap} |", f" {number} | {before}{marked}{after}", f" {gap} | {pad}{carets}"]


def printable(text: str) -> str:
    """The text with control characters and broken code points replaced, so that showing it is always safe."""
    return "".join(sign if sign == "\t" or sign.isprintable() else "\ufffd" for sign in text)


def display_width(text: str) -> int:
    """Columns a terminal gives the text: Chinese and full-width signs take two, combining marks none."""
    width = 0
    for sign in text:
        if unicodedata.combining(sign):
            continue
        width += 2 if unicodedata.east_asian_width(sign) in "WF" else 1
    return width


def _window(text: str, start: int, length: int) -> tuple[str, str, str]:
    """Cut a long line around the marked piece."""
    text = printable(text)
    before, marked, after = text[:start], text[start : start + length], text[start + length :]
    if display_width(text) <= WIDEST:
        return before, marked, after
    if len(before) > 40:
        before = "…" + before[-39:]
    if len(marked) > 40:
        marked, after = marked[:40], ""
    return before, marked, after[:20] + "…"


class Positions:
    """Spans of keys and values of one TOML text, by path. The text must have been accepted by `tomllib`."""

    def __init__(self, text: str) -> None:
        self.lines = [line.removesuffix("\r") for line in text.split("\n")]
        self._bytes = text.encode("utf-8", "replace")
        self._byte_lines = self._bytes.split(b"\n")

    def key(self, path: KeyPath) -> Span | None:
        """Where the last key of the path is written (the first time, for a table written in pieces)."""
        return self._spans[0].get(path)

    def value(self, path: KeyPath) -> Span | None:
        """Where the value is written; for a table, where its name is."""
        return self._spans[1].get(path) or self._spans[0].get(path)

    @cached_property
    def _spans(self) -> tuple[dict[KeyPath, Span], dict[KeyPath, Span]]:
        from tree_sitter import Language, Parser
        from tree_sitter_toml import language

        keys: dict[KeyPath, Span] = {}
        values: dict[KeyPath, Span] = {}
        sizes: dict[KeyPath, int] = {}
        for node in Parser(Language(language())).parse(self._bytes).root_node.named_children:
            if node.type == "pair":
                self._pair(node, (), keys, values)
            elif node.type in ("table", "table_array_element"):
                self._table(node, sizes, keys, values)
        return keys, values

    def _table(
        self, node: Node, sizes: dict[KeyPath, int], keys: dict[KeyPath, Span], values: dict[KeyPath, Span]
    ) -> None:
        """A `[table]` or `[[array of tables]]` with its pairs; `sizes` counts the items of each array of tables."""
        header = next((child for child in node.named_children if child.type in _KEYS), None)
        if header is None:
            return
        path: KeyPath = ()
        parts = self._parts(header)
        for number, (word, span) in enumerate(parts):
            path = (*path, word)
            keys.setdefault(path, span)
            last = number == len(parts) - 1
            if last and node.type == "table_array_element":
                sizes[path] = sizes.get(path, 0) + 1
            if path in sizes:
                path = (*path, sizes[path] - 1)
                keys.setdefault(path, span)
        for child in node.named_children:
            if child.type == "pair":
                self._pair(child, path, keys, values)

    def _pair(self, node: Node, above: KeyPath, keys: dict[KeyPath, Span], values: dict[KeyPath, Span]) -> None:
        children = [child for child in node.named_children if child.type != "comment"]
        if len(children) < 2 or children[0].type not in _KEYS:
            return
        path = above
        for word, span in self._parts(children[0]):
            path = (*path, word)
            keys.setdefault(path, span)
        self._value(children[1], path, keys, values)

    def _value(self, node: Node, path: KeyPath, keys: dict[KeyPath, Span], values: dict[KeyPath, Span]) -> None:
        values[path] = self._span(node)
        children = [child for child in node.named_children if child.type != "comment"]
        if node.type == "inline_table":
            for child in children:
                if child.type == "pair":
                    self._pair(child, path, keys, values)
        elif node.type == "array":
            for number, child in enumerate(children):
                self._value(child, (*path, number), keys, values)

    def _parts(self, node: Node) -> list[tuple[str, Span]]:
        """Words of a (dotted, quoted) key with their spans."""
        if node.type == "dotted_key":
            return [part for child in node.named_children for part in self._parts(child)]
        raw = self._bytes[node.start_byte : node.end_byte].decode("utf-8", "replace")
        return [(_unquoted(raw) if node.type == "quoted_key" else raw, self._span(node))]

    def _span(self, node: Node) -> Span:
        row, start = node.start_point
        end_row, end = node.end_point
        line = self._byte_lines[row]
        stop = end if end_row == row else len(line.rstrip(b"\r"))
        return Span(row, _characters(line[:start]), max(_characters(line[:stop]), _characters(line[:start]) + 1))


_KEYS = ("bare_key", "quoted_key", "dotted_key")


def _characters(raw: bytes) -> int:
    return len(raw.decode("utf-8", "replace"))


def _unquoted(raw: str) -> str:
    try:
        words: dict[str, Any] = tomllib.loads(f"{raw} = 0")
    except ValueError:
        return raw[1:-1]
    return next(iter(words))


__all__ = ["KeyPath", "Positions", "Span", "Spot", "display_width", "printable"]
