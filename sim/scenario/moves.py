"""Relative changes, so that practices add up instead of contradicting each other.

A practice says `cooperation = 0.9` (a plain change), or how it moves what is there:

    admin_load = { times = 0.5 }        half of what it was
    head_count = { plus = 2 }           two more
    triage_accuracy = { at_least = 0.95 }
    coordination_h = { at_most = 24 }
    serves = { also = ["care"] }        the list with these added
    rule = { at_least = "unified" }     a word, or one further on, where the words are in order

Moves of several practices at one path are applied kind by kind in this order, and commute within a kind: the result does not
depend on the order in which the practices are listed. A plain change beside a move at the same path is a contradiction.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, get_args, get_origin

from sim.scenario.positions import KeyPath

KINDS = ("times", "plus", "at_least", "at_most", "also")
"""Kinds of move, in the order in which they are applied."""

BOUNDS = ("at_least", "at_most")
"""Those that words in order know too."""


class Move(NamedTuple):
    """One relative change."""

    kind: str
    value: Any

    def __str__(self) -> str:
        return f"{{ {self.kind} = {self.value!r} }}".replace("'", '"')


def as_move(value: Any) -> Move | None:
    """The move that a table like { times = 0.5 } stands for; None if it is none."""
    if isinstance(value, Mapping) and len(value) == 1:
        ((kind, amount),) = value.items()
        fits = isinstance(amount, list) if kind == "also" else _is_number(amount) or (isinstance(amount, str) and kind in BOUNDS)
        if kind in KINDS and fits:
            return Move(str(kind), amount)
    return None


def split(change: Mapping[str, Any]) -> tuple[dict[str, Any], dict[KeyPath, Move]]:
    """A change without its moves, and its moves by path."""
    moves = {path: move for path, move in _walk(change, ()) if move is not None}
    return _without(change, ()), moves


def apply_moves(data: Mapping[str, Any], moves: Mapping[KeyPath, Sequence[Move]]) -> dict[str, Any]:
    """The plain change that all moves together make of `data`; a path that is not written moves its default.

    A path that leads nowhere keeps its first move's amount as a plain value, so that the form check tells of it.
    """
    change: dict[str, Any] = {}
    for path, here in moves.items():
        value = moved(present(data, path), here, _words_in_order(path))
        node = change
        for part in path[:-1]:
            node = node.setdefault(str(part), {})
        node[str(path[-1])] = value
    return change


def moved(value: Any, moves: Sequence[Move], words: Sequence[str] = ()) -> Any:
    """A value after its moves, in whatever order they are listed. What cannot be moved is replaced by the first one's amount.

    Whole numbers stay whole, rounded once, after all moves. `words`: those of a field in order. A word that is none of them
    leaves the move itself, so that the form check tells of it.
    """
    ordered = sorted(moves, key=lambda move: (KINDS.index(move.kind), str(move.value)))
    whole = isinstance(value, int) and all(isinstance(move.value, int) or move.kind in ("times", "plus") for move in ordered)
    for move in ordered:
        value = _step(value, move, words)
    return int(value + 0.5) if whole and _is_number(value) and math.isfinite(value) else value


def _step(value: Any, move: Move, words: Sequence[str]) -> Any:
    """A value after one move, not rounded."""
    if isinstance(move.value, str):
        if value not in words or move.value not in words:
            return {move.kind: move.value}
        further = {"at_least": max, "at_most": min}[move.kind]
        return words[further(words.index(value), words.index(move.value))]
    if move.kind == "also":
        return [*value, *(item for item in move.value if item not in value)] if isinstance(value, list) else move.value
    if not _is_number(value):
        return move.value
    if move.kind == "times":
        return value * move.value
    if move.kind == "plus":
        return value + move.value
    return max(value, move.value) if move.kind == "at_least" else min(value, move.value)


def present(data: Mapping[str, Any], path: KeyPath) -> Any:
    """The value at a path of a scenario's table: as written, else for all categories, else as declared by default."""
    node: Any = data
    for at, part in enumerate(path):
        if isinstance(node, Mapping) and part in node:
            node = node[part]
            continue
        last = at == len(path) - 1
        if last and isinstance(node, Mapping) and "all" in node:
            return node["all"]
        return _default(path)
    return node


def _default(path: KeyPath) -> Any:
    """What the declaration says where nothing is written; None where nothing may stand."""
    from sim.scenario.quantity import Part
    from sim.scenario.schema import declared

    for length in range(len(path), 0, -1):
        found = declared(path[:length])
        if found is None or found.field is None:
            continue
        above = declared(path[: length - 1])
        if above is not None and get_origin(above.type) is dict:
            continue  # a user's own name: its field is the table's
        value: Any = found.field.get_default()
        for part in path[length:]:
            value = getattr(value, str(part), None) if isinstance(value, Part) else _by_category(value, str(part))
        return value
    return None


def _words_in_order(path: KeyPath) -> tuple[str, ...]:
    """The words of the field at a path, if it is declared that each has what the one before it has, and more."""
    from sim.scenario.schema import declared

    found = declared(path)
    if found is None or found.field is None or not isinstance(found.field.json_schema_extra, dict):
        return ()
    return get_args(found.type) if found.field.json_schema_extra.get("ordered") else ()


def _by_category(value: Any, part: str) -> Any:
    return value.get(part, value.get("all")) if isinstance(value, Mapping) else None


def _walk(node: Mapping[str, Any], path: KeyPath) -> Iterator[tuple[KeyPath, Move | None]]:
    for key, value in node.items():
        move = as_move(value)
        if move is not None:
            yield (*path, key), move
        elif isinstance(value, Mapping):
            yield from _walk(value, (*path, key))


def _without(node: Mapping[str, Any], path: KeyPath) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for key, value in node.items():
        if as_move(value) is not None:
            continue
        if isinstance(value, Mapping):
            inner = _without(value, (*path, key))
            if inner or not value:
                plain[key] = inner
        else:
            plain[key] = value
    return plain


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


__all__ = ["KINDS", "Move", "apply_moves", "as_move", "moved", "present", "split"]
