"""From texts to one table: `extends`, practices, patches, overrides, and the sources of what they change.

Order, each on top of the one before: the base file, the files that extend it, practices and applied patches, the overrides.
Tables merge key by key; anything else replaces. An override of `apply`, `practices` or `patches` counts before they are applied.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.scenario.changes import Change, chosen, put_together
from sim.scenario.documents import DEEPEST, Document, Override, contains, deeper_than, problem_of
from sim.scenario.faults import Fault
from sim.scenario.merging import merge, merged_with_sources
from sim.scenario.positions import KeyPath, Spot

COMMAND_LINE = "assumption (set on the command line)"


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


def assemble(
    chain: Sequence[Document], overrides: Sequence[str] = (), apply: Sequence[str] = (), changes: Sequence[Change] = ()
) -> Assembled:
    """Merge the files, make the changes (practices, patches, further ones), put the overrides on top."""
    faults: list[Fault] = []
    early, late = _sorted_overrides(overrides, faults)
    data: dict[str, Any] = {}
    for number, document in enumerate(chain):
        data = merged_with_sources(data, document.data, "assumption") if number else merge({}, document.data)
    for override in early:
        data = merge(data, override.data)
    texts: list[Document] = [*chain, *early]
    assembled = Assembled(data, [(document, ()) for document in texts], faults)
    _change(assembled, texts, apply, changes)
    for override in late:
        assembled.data = merged_with_sources(assembled.data, override.data, COMMAND_LINE)
        assembled.layers.append((override, ()))
    return assembled


def _change(assembled: Assembled, texts: Sequence[Document], extra: Sequence[str], further: Sequence[Change]) -> None:
    """Make all changes; writes the final lists of ids back to `apply` and `practices`."""
    patches = assembled.data.get("patches", {})
    patches = patches if isinstance(patches, dict) else {}
    listed, written = _words(assembled, "practices"), _words(assembled, "apply")
    called = [(word, Spot("--apply", number, 1, word, len(word))) for number, word in enumerate(extra, 1)]
    practices, faults = chosen(listed, patches, texts, library=True)
    own, more = chosen([*written, *called], patches, texts, library=False)
    changes = [*practices, *(change for change in own if change.name not in {one.name for one in practices}), *further]
    assembled.data, wrong = put_together(assembled.data, changes)
    assembled.faults += [*faults, *more, *wrong]
    for change in changes:
        assembled.layers += change.texts
    assembled.applied = [change.name for change in own if change.name in patches]
    _write_back(assembled, [word for word in extra if word in patches], [word for word in extra if word not in patches])


def _words(assembled: Assembled, key: str) -> list[tuple[str, KeyPath | Spot]]:
    """The ids in a list of the scenario with their paths; what is no word is told with the other types."""
    written = assembled.data.get(key, [])
    return [(word, (key, at)) for at, word in enumerate(written) if isinstance(word, str)] if isinstance(written, list) else []


def _write_back(assembled: Assembled, patches: Sequence[str], practices: Sequence[str]) -> None:
    """Ids of the command line join the lists of the scenario."""
    for key, extra in (("apply", patches), ("practices", practices)):
        written = assembled.data.get(key, [])
        if extra and isinstance(written, list) and all(isinstance(word, str) for word in written):
            assembled.data[key] = list(dict.fromkeys([*written, *extra]))


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
            (early if {"apply", "practices", "patches"} & set(parsed.data) else late).append(parsed)
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


__all__ = ["Assembled", "assemble", "parse_override"]
