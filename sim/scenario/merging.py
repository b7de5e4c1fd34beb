"""Tables of a scenario put on top of each other, key by key, and the sources of what that changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.scenario.faults import dotted
from sim.scenario.positions import KeyPath

ABOUT = frozenset({"title", "summary", "extends", "apply", "practices", "patches", "sources"})
"""Keys that say something about a scenario and change nothing in it."""

_MISSING = object()


def merge(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Tables key by key, anything else replaced; neither argument is changed, no table is shared with the result."""
    result = dict(below)
    for key, value in above.items():
        if isinstance(value, dict):
            old = result.get(key)
            result[key] = merge(old if isinstance(old, dict) else {}, value)
        else:
            result[key] = value
    return result


def leaves(data: Mapping[str, Any], path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Every value that is not a table, with its path."""
    for key, value in data.items():
        if isinstance(value, dict):
            yield from leaves(value, (*path, key))
        else:
            yield (*path, key), value


def merged_with_sources(below: Mapping[str, Any], above: Mapping[str, Any], tag: str) -> dict[str, Any]:
    """`merge`, and a changed value leaves its old source behind.

    Where `above` changes a value and names no source for it, the old source would now vouch for a number it never gave:
    the value is marked with `tag` instead.
    """
    result = merge(below, above)
    if not isinstance(result.get("sources", {}), dict):
        return result
    own = above.get("sources") if isinstance(above.get("sources"), dict) else {}
    marks: dict[str, str] = {}
    for path, value in leaves({key: value for key, value in above.items() if key not in ABOUT}):
        if _at(below, path) == value:
            continue
        name = dotted(path)
        source = source_of(name, own or {}) or tag
        known = source_of(name, result.get("sources", {}))
        if known != source and (known is not None or source != "assumption"):
            marks[name] = source
    if marks:
        result["sources"] = {**result.get("sources", {}), **marks}
    return result


def source_of(name: str, sources: Mapping[str, Any]) -> str | None:
    """The source written for a dotted path or for the nearest part above it."""
    while name:
        tag = sources.get(name)
        if isinstance(tag, str):
            return tag
        name = name.rpartition(".")[0]
    return None


def _at(data: Any, path: KeyPath) -> Any:
    for part in path:
        if not isinstance(data, Mapping) or part not in data:
            return _MISSING
        data = data[part]
    return data


__all__ = ["ABOUT", "leaves", "merge", "merged_with_sources", "source_of"]
