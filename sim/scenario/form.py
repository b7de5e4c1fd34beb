"""Is every key known, of the right type, within its bounds? pydantic finds out; here its findings become sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, get_origin

from pydantic import ValidationError

from sim.clock import parse_weekly_hours
from sim.errors import nearest
from sim.scenario.changes import UNPATCHABLE, change_of, forbidden
from sim.scenario.faults import Both, Fault, Hint, Word, dotted, table_name, toml_text
from sim.scenario.merging import merge
from sim.scenario.moves import apply_moves, split
from sim.scenario.positions import KeyPath
from sim.scenario.quantity import Part
from sim.scenario.scenario import Scenario
from sim.scenario.schema import choices, declared, keys, places_of

LARGEST = 2**63
"""TOML's whole numbers have 64 bits; Python's do not end, the engine's do."""


def validate(data: dict[str, Any]) -> tuple[Scenario | None, list[Fault]]:
    """The scenario, or None and everything that is wrong with its form. Types are strict: "3" is not 3."""
    faults = list(_wild_numbers(data, ()))
    wild = {fault.path for fault in faults}
    try:
        scenario = Scenario.model_validate(data, strict=True)
    except ValidationError as error:
        faults += [fault for fault in faults_of(error, data) if fault.path not in wild]
        return None, faults
    return (None if faults else scenario), faults


def idle_faults(data: dict[str, Any], applied: list[str]) -> list[Fault]:
    """Faults inside patches that are not applied, each tried on its own.

    Missing keys are not told: the patch may need another one beside it.
    """
    faults: list[Fault] = []
    patches = data.get("patches")
    for name, patch in patches.items() if isinstance(patches, dict) else ():
        change = change_of(patch)
        if name in applied or not change:
            continue
        faults += forbidden(name, change)
        change = {key: value for key, value in change.items() if key not in UNPATCHABLE}
        inside: KeyPath = ("patches", name, "set")
        change, moves = split(change)
        change = merge(change, apply_moves(merge(data, change), {path: [move] for path, move in moves.items()}))
        try:
            Scenario.model_validate(merge({**data, "patches": {}}, change), strict=True)
        except ValidationError as error:
            for fault in faults_of(error, merge(data, change)):
                if fault.code != "SC105" and _written(change, fault.path):
                    faults.append(Fault(fault.code, fault.params, (*inside, *fault.path), fault.at, fault.hints))
    return faults


def _written(change: Mapping[str, Any], path: KeyPath) -> bool:
    node: Any = change
    for part in path:
        if isinstance(node, dict) and part in node:
            node = node[part]
        else:
            return isinstance(node, list)
    return True


def _wild_numbers(node: Any, path: KeyPath) -> Iterator[Fault]:
    """NaN anywhere, infinity where it has no meaning, whole numbers beyond 64 bits."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _wild_numbers(value, (*path, key))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _wild_numbers(value, (*path, number))
    elif isinstance(node, float) and not math.isfinite(node):
        aim = path[3:] if path[:1] == ("patches",) and path[2:3] == ("set",) else path
        if math.isnan(node):
            yield Fault("SC106", {"key": dotted(aim)}, path)
        elif (found := declared(aim)) is not None and not found.may_be_infinite:
            yield Fault("SC107", {"key": dotted(aim)}, path)
    elif isinstance(node, int) and abs(node) >= LARGEST:
        yield Fault("SC103", {"key": dotted(path), "bound": Word("too_large"), "value": toml_text(node)}, path)


def faults_of(error: ValidationError, data: dict[str, Any], root: type[Part] = Scenario) -> list[Fault]:
    """What pydantic found in the data of a file of that kind, as faults."""
    found: dict[tuple[KeyPath, str], Fault] = {}
    for item in error.errors(include_url=False, include_input=False):
        fault = _fault(item["type"], tuple(item["loc"]), item["msg"], item.get("ctx", {}), data, root)
        found.setdefault((fault.path, fault.code), fault)
    return list(found.values())


def _fault(kind: str, loc: KeyPath, message: str, context: Mapping[str, Any], data: dict[str, Any], root: type[Part]) -> Fault:
    if kind == "extra_forbidden":
        return _unknown_key(loc, data, root)
    path = loc
    while path and declared(path, root) is None:  # pydantic adds the branch of a union: units.int
        path = path[:-1]
    if kind == "missing":
        return _missing_key(path, root)
    value, key = _value(data, path), dotted(path)
    slot = declared(path, root)
    words = choices(slot.type, slot.field) if slot else []
    if words and isinstance(value, str):
        near = tuple(Hint("nearest", {"word": word}) for word in nearest(value, words))
        return Fault(
            "SC102", {"key": key, "value": toml_text(value)}, path, hints=(*near, Hint("choices", {"choices": words}))
        )
    if kind in _BOUNDS:
        symbol, name = _BOUNDS[kind]
        return Fault("SC103", {"key": key, "bound": Word(symbol, context[name]), "value": toml_text(value)}, path)
    if kind in ("string_too_short", "too_short"):
        return Fault("SC109", {"key": key}, path)
    if kind == "value_error":
        return _own_rule(path, value, context, message)
    if kind.endswith("_type") and slot is not None:
        hints = (Hint("quote", {}),) if path[:1] == ("sources",) and isinstance(value, dict) else ()
        return Fault(
            "SC104", {"key": key, "expected": _type_word(slot.type), "found": _found(value)}, path, hints=hints
        )
    return Fault("SC110", {"key": key, "reason": message}, path)


_BOUNDS = {
    "greater_than_equal": ("ge", "ge"),
    "greater_than": ("gt", "gt"),
    "less_than_equal": ("le", "le"),
    "less_than": ("lt", "lt"),
}


def _own_rule(path: KeyPath, value: Any, context: Mapping[str, Any], message: str) -> Fault:
    """A rule written in the schema itself: weekly hours, at least one unit."""
    if path[-1:] == ("units",):
        return Fault("SC103", {"key": dotted(path), "bound": Word("ge", 1), "value": toml_text(value)}, path)
    if path[-1:] in (("roster",), ("hours",)) and isinstance(value, list):
        for number, line in enumerate(value):
            if _bad_hours(line):
                return Fault("SC108", {"value": toml_text(line)}, (*path, number))
    return Fault("SC110", {"key": dotted(path), "reason": str(context.get("error", message))}, path)


def _bad_hours(line: Any) -> bool:
    try:
        parse_weekly_hours([line])
    except ValueError:
        return True
    return False


def _unknown_key(path: KeyPath, data: dict[str, Any], root: type[Part]) -> Fault:
    word, above = str(path[-1]), path[:-1]
    here, present = keys(above, root), _value(data, above)
    free = [key for key in here if not isinstance(present, dict) or key not in present]
    near = nearest(word, free) or nearest(word, here)
    elsewhere = places_of(word) if root is Scenario else []
    hints: tuple[Hint, ...] = ()
    if elsewhere:
        hints = (Hint("elsewhere", {"table": [f"[{place}]" for place in elsewhere]}),)
    if near:
        hints = (Hint("nearest", {"word": near[0]}), *hints)
    elif not hints and len(here) <= 16:
        hints = (Hint("keys", {"choices": here}),)
    return Fault("SC101", {"word": word, "table": _table(above, root)}, path, "key", hints)


def _table(path: KeyPath, root: type[Part]) -> str | Word:
    return table_name(path) if path or root is Scenario else Word("file")


def _missing_key(path: KeyPath, root: type[Part]) -> Fault:
    slot = declared(path, root)
    hints: tuple[Hint, ...] = ()
    if slot is not None and slot.description:
        sentence = Both(f"{path[-1]}: {slot.description}", f"{path[-1]}:{slot.extra('zh') or slot.description}")
        hints = (Hint("described", {"sentence": sentence}),)
    return Fault("SC105", {"table": _table(path[:-1], root), "word": str(path[-1])}, path, "key", hints)


def _value(data: Any, path: KeyPath) -> Any:
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _type_word(kind: Any) -> Word:
    """The word for a declared type."""
    origin = get_origin(kind)
    plain = {int: "integer", float: "number", str: "string", bool: "boolean"}
    if kind in plain:
        return Word(plain[kind])
    if origin is list:
        return Word("array")
    if choices(kind):
        return Word("string" if all(isinstance(part, str) for part in kind.__args__) else "integer_or_area")
    return Word("table")


def _found(value: Any) -> Any:
    """What stands there instead: short values as written, others by their kind."""
    if isinstance(value, bool | int | float | str):
        return toml_text(value)
    return Word("table" if isinstance(value, dict) else "array" if isinstance(value, list) else "date")


__all__ = ["faults_of", "idle_faults", "validate"]
