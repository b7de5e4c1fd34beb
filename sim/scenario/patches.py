"""From texts to one table: `extends`, named patches, overrides, and the sources of what they change.

Order, each on top of the one before: the base file, the files that extend it, the applied patches, the overrides.
Tables merge key by key; anything else replaces. An override of `apply` or `patches` counts before patches are applied.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.errors import nearest
from sim.scenario.documents import DEEPEST, Document, Override, contains, deeper_than, problem_of
from sim.scenario.faults import Fault, Hint, dotted, toml_text
from sim.scenario.positions import KeyPath, Spot

ABOUT = frozenset({"title", "summary", "extends", "apply", "patches", "sources"})
"""Keys that say something about a scenario and change nothing in it."""

UNPATCHABLE = ("extends", "apply", "patches")
COMMAND_LINE = "assumption (set on the command line)"
_MISSING = object()


@dataclass
class Assembled:
    """The merged table, the texts it came from (later ones win) and what went wrong on the way."""

    data: dict[str, Any]
    layers: list[tuple[Document, KeyPath]]
    faults: list[Fault] = field(default_factory=list)
    applied: list[str] = field(default_factory=list)

    def is_written(self, path: KeyPath) -> bool:
        """Whether one of the texts holds the path."""
        return any(contains(document.data, (*prefix, *path)) for document, prefix in self.layers)

    def placed(self, fault: Fault) -> Fault:
        """The fault with the place where its path was last written, in whichever text that is."""
        if fault.spot is not None:
            return fault
        for length in range(len(fault.path), 0, -1):
            for document, prefix in reversed(self.layers):
                path = (*prefix, *fault.path[:length])
                if contains(document.data, path):
                    at = "key" if length < len(fault.path) else fault.at
                    return fault.placed(document.spot(path, at))
        files = [document for document, prefix in self.layers if not prefix and not isinstance(document, Override)]
        return fault.placed(files[-1].spot((), "key")) if files else fault


def assemble(chain: Sequence[Document], overrides: Sequence[str] = (), apply: Sequence[str] = ()) -> Assembled:
    """Merge the files, apply the patches, put the overrides on top."""
    faults: list[Fault] = []
    early, late = _sorted_overrides(overrides, faults)
    data: dict[str, Any] = {}
    for number, document in enumerate(chain):
        data = merged_with_sources(data, document.data, "assumption") if number else merge({}, document.data)
    if "apply" in chain[-1].data:
        data["apply"] = chain[-1].data["apply"]
    for override in early:
        data = merge(data, override.data)
    texts: list[Document] = [*chain, *early]
    assembled = Assembled(data, [(document, ()) for document in texts], faults)
    _apply(assembled, texts, apply)
    for override in late:
        assembled.data = merged_with_sources(assembled.data, override.data, COMMAND_LINE)
        assembled.layers.append((override, ()))
    return assembled


def _apply(assembled: Assembled, texts: Sequence[Document], extra: Sequence[str]) -> None:
    """Merge the applied patches into the data; writes the final list of ids back to `apply`."""
    patches = assembled.data.get("patches", {})
    patches = patches if isinstance(patches, dict) else {}
    written = assembled.data.get("apply", [])
    if not isinstance(written, list):
        return
    ids: list[str] = []
    for number, (word, path) in enumerate(
        [*((word, ("apply", at)) for at, word in enumerate(written)), *((word, ()) for word in extra)]
    ):
        if not isinstance(word, str):
            continue  # its type is told with the others
        if word not in patches:
            hints = _hints(word, list(patches))
            spot = None if path else Spot("--apply", number - len(written) + 1, 1, word, len(word))
            assembled.faults.append(Fault("SC201", {"word": word}, path, hints=hints, spot=spot))
        elif word not in ids:
            ids.append(word)
    sets = {name: change for name in ids if (change := change_of(patches[name]))}
    assembled.faults += conflicts(sets)
    for name, change in sets.items():
        assembled.faults += forbidden(name, change)
        allowed = {key: value for key, value in change.items() if key not in UNPATCHABLE}
        source = patches[name].get("source")
        assembled.data = merged_with_sources(
            assembled.data, allowed, source if isinstance(source, str) else "assumption"
        )
        assembled.layers += [(text, ("patches", name, "set")) for text in texts]
    assembled.applied = ids
    if extra and all(isinstance(word, str) for word in written):
        assembled.data["apply"] = list(dict.fromkeys([*written, *extra]))


def change_of(patch: Any) -> dict[str, Any]:
    """The `set` of a patch; empty where it is not a table (told with the other types)."""
    change = patch.get("set") if isinstance(patch, dict) else None
    return change if isinstance(change, dict) else {}


def forbidden(name: str, change: Mapping[str, Any]) -> list[Fault]:
    """Keys that no patch may set."""
    return [Fault("SC203", {"key": key}, ("patches", name, "set", key), "key") for key in change if key in UNPATCHABLE]


def conflicts(sets: Mapping[str, Mapping[str, Any]]) -> list[Fault]:
    """Paths that two applied patches set to different values; a value against a table at the same path is one too."""
    faults: list[Fault] = []
    seen: dict[KeyPath, tuple[str, Any]] = {}
    inside: dict[KeyPath, tuple[str, KeyPath]] = {}
    for name, change in sets.items():
        mine = list(leaves(change))
        for path, value in mine:
            rival = next(
                ((*seen[path[:cut]], path[:cut]) for cut in range(len(path), 0, -1) if path[:cut] in seen), None
            )
            if rival is None and path in inside:
                owner, below = inside[path]
                rival = (owner, seen[below][1], below)
            if rival is not None and not (rival[2] == path and rival[1] == value):
                params = {
                    "first": rival[0],
                    "second": name,
                    "key": dotted(rival[2] if len(rival[2]) > len(path) else path),
                    "one": toml_text(rival[1]),
                    "other": toml_text(value),
                }
                faults.append(Fault("SC202", params, ("patches", name, "set", *path)))
        for path, value in mine:
            seen.setdefault(path, (name, value))
            for cut in range(1, len(path)):
                inside.setdefault(path[:cut], (name, path))
    return faults


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


def _hints(word: str, valid: list[str]) -> tuple[Hint, ...]:
    near = tuple(Hint("nearest", {"word": found}) for found in nearest(word, valid))
    return (*near, Hint("choices", {"choices": valid})) if valid else near


def _sorted_overrides(texts: Sequence[str], faults: list[Fault]) -> tuple[list[Override], list[Override]]:
    """Overrides that must be known before patches are applied, and the others."""
    early: list[Override] = []
    late: list[Override] = []
    for number, text in enumerate(texts, 1):
        parsed = parse_override(number, text)
        if isinstance(parsed, Fault):
            faults.append(parsed)
        elif "extends" in parsed.data:
            faults.append(Fault("SC303", {"key": "extends"}, spot=parsed.spot((), "key")))
        else:
            (early if {"apply", "patches"} & set(parsed.data) else late).append(parsed)
    return early, late


def parse_override(number: int, text: str) -> Override | Fault:
    """Read `path.to.key=value`: the path as TOML writes keys (Chinese ids need no quotes), the value as TOML.

    A value that is no TOML and does not look like a quoted text, list or table is taken as text:
    `--set dispatch.rule=nearest`.
    """
    cut = _equals_sign(text)
    path = _key_path(text[:cut]) if cut >= 0 else ()
    raw = text[cut + 1 :].strip()
    if not path or not raw or len(path) > DEEPEST:
        return Fault("SC301", spot=Spot("--set", number, 1, text, max(1, len(text))))
    try:
        loaded = tomllib.loads(f"v = {raw}")
        value = loaded["v"] if set(loaded) == {"v"} else raw
        problem = "deep" if deeper_than(value, DEEPEST - len(path)) else ""
    except RecursionError:
        value, problem = raw, "deep"
    except ValueError as error:
        value, problem = raw, str(error) if raw[0] in "\"'[{" else ""
    if problem:
        spot = Spot("--set", number, cut + 2, text, max(1, len(text) - cut - 1))
        return Fault("SC302", {"problem": problem_of(problem)}, spot=spot)
    data: Any = value
    for part in reversed(path):
        data = {part: data}
    return Override(number, text, data, cut)


def _equals_sign(text: str) -> int:
    """Where the first = outside quotes is; -1 if there is none."""
    quote = ""
    for at, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign == "=":
            return at
    return -1


def _key_path(text: str) -> tuple[str, ...]:
    """Parts of a dotted key; empty if it is not one."""
    try:
        node: Any = tomllib.loads(f"{text.strip()} = 0")
    except (ValueError, RecursionError):
        parts = tuple(part.strip() for part in text.split("."))
        return parts if all(parts) and not set(text) & set("\"'[]{}#\n") else ()
    path: list[str] = []
    while isinstance(node, dict) and len(node) == 1 and len(path) <= DEEPEST:
        ((part, node),) = node.items()
        path.append(part)
    return tuple(path)


__all__ = [
    "ABOUT",
    "UNPATCHABLE",
    "Assembled",
    "assemble",
    "change_of",
    "conflicts",
    "forbidden",
    "leaves",
    "merge",
    "merged_with_sources",
    "parse_override",
    "source_of",
]
