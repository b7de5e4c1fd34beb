"""Named changes to a scenario: its own patches, and practices of the library.

Several changes are put together so that their order does not matter: plain values first, then moves (`moves`). Two that contradict
each other are a fault: different plain values at one path, or a plain value beside a move.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sim.errors import nearest
from sim.scenario.documents import Document
from sim.scenario.faults import Fault, Hint, dotted, toml_text
from sim.scenario.merging import leaves, merged_with_sources
from sim.scenario.moves import Move, apply_moves, split
from sim.scenario.positions import KeyPath, Spot

UNPATCHABLE = ("extends", "apply", "practices", "patches")


class Change(NamedTuple):
    """One named change: what it sets, where that comes from, and in which texts (with the path to it there) it is written."""

    name: str
    set: dict[str, Any]
    tag: str = "assumption"
    texts: tuple[tuple[Document, KeyPath], ...] = ()

    def fault(self, code: str, params: Mapping[str, Any], path: KeyPath, at: Any = "value") -> Fault:
        """A fault in it, placed where the path is written; without texts, inside the patch of that name."""
        for document, prefix in reversed(self.texts):
            whole = (*prefix, *path)
            if _holds(document.data, whole):
                return Fault(code, params, whole, at, spot=document.spot(whole, at))
        return Fault(code, params, ("patches", self.name, "set", *path), at)


def patch_change(name: str, patch: Any, texts: Iterable[Document]) -> Change:
    """The change that a patch of a scenario makes. Its `source` vouches for every value, unless it names others in its `set`."""
    source = patch.get("source") if isinstance(patch, dict) else None
    written = tuple((text, ("patches", name, "set")) for text in texts)
    return Change(name, change_of(patch), source if isinstance(source, str) else "assumption", written)


def practice_changes(name: str) -> list[Change] | None:
    """The changes a practice of the library makes, one for each part of a composite; None if there is no such practice."""
    from sim.scenario.library import library, spelled_out

    known = library()
    if name not in known:
        return None
    entries = [known[one] for one in spelled_out([name]) if one in known]
    return [
        Change(one.id, {**one.practice.set, "sources": dict(one.practice.sources)}, "assumption",
               ((one.document, ("practices", one.id, "set")),))
        for one in entries
    ]


def practice_ids() -> list[str]:
    """Ids of all practices of the library."""
    from sim.scenario.library import library

    return list(library())


def chosen(
    words: Sequence[tuple[str, KeyPath | Spot]], patches: Mapping[str, Any], texts: Sequence[Document], *, library: bool
) -> tuple[list[Change], list[Fault]]:
    """The changes that a list of ids names: patches of the scenario first (unless `library`), then practices."""
    changes: dict[str, Change] = {}
    faults: list[Fault] = []
    for word, where in words:
        found: list[Change] | None
        if word in patches and not library:
            found = [patch_change(word, patches[word], texts)]
        else:
            found = practice_changes(word)
        if found is None:
            valid = [*([] if library else patches), *practice_ids()]
            path, spot = ((), where) if isinstance(where, Spot) else (where, None)
            code = "SC204" if library else "SC201"
            faults.append(Fault(code, {"word": word}, path, hints=_hints(word, valid, [] if library else list(patches)), spot=spot))
        else:
            changes |= {change.name: change for change in found if change.name not in changes}
    return list(changes.values()), faults


def put_together(data: dict[str, Any], changes: Sequence[Change]) -> tuple[dict[str, Any], list[Fault]]:
    """The data with all changes made, and what is wrong with them. Plain values in order, then all moves."""
    faults = conflicts(changes)
    moves: dict[KeyPath, list[Move]] = {}
    tags: dict[KeyPath, str] = {}
    for change in changes:
        faults += [change.fault("SC203", {"key": key}, (key,), "key") for key in change.set if key in UNPATCHABLE]
        allowed = {key: value for key, value in change.set.items() if key not in UNPATCHABLE}
        plain, own = split(allowed)
        data = merged_with_sources(data, plain, change.tag)
        for path, move in own.items():
            moves.setdefault(path, []).append(move)
            tags[path] = change.tag
    if moves:
        moved = apply_moves(data, moves)
        told = data.get("sources", {})
        keep = dict(told) if isinstance(told, dict) else {}
        data = merged_with_sources(data, {**moved, "sources": keep}, "assumption")
        marks = {dotted(path): tag for path, tag in tags.items() if tag != "assumption" and dotted(path) not in keep}
        if marks:
            data["sources"] = {**data.get("sources", {}), **marks}
    return data, faults


def change_of(patch: Any) -> dict[str, Any]:
    """The `set` of a patch; empty where it is not a table (told with the other types)."""
    change = patch.get("set") if isinstance(patch, dict) else None
    return change if isinstance(change, dict) else {}


def forbidden(name: str, change: Mapping[str, Any]) -> list[Fault]:
    """Keys that no patch may set."""
    return [Fault("SC203", {"key": key}, ("patches", name, "set", key), "key") for key in change if key in UNPATCHABLE]


def conflicts(changes: Sequence[Change]) -> list[Fault]:
    """Paths that two changes set to different values; a value against a table, or against a move, at the same path is one too."""
    faults: list[Fault] = []
    seen: dict[KeyPath, tuple[str, Any]] = {}
    inside: dict[KeyPath, tuple[str, KeyPath]] = {}
    for change in changes:
        plain, moves = split({key: value for key, value in change.set.items() if key != "sources"})
        mine: list[tuple[KeyPath, Any]] = [*leaves(plain), *moves.items()]
        for path, value in mine:
            rival = next(((*seen[path[:cut]], path[:cut]) for cut in range(len(path), 0, -1) if path[:cut] in seen), None)
            if rival is None and path in inside:
                owner, below = inside[path]
                rival = (owner, seen[below][1], below)
            if rival is not None and not _agree(rival, path, value):
                params = {
                    "first": rival[0],
                    "second": change.name,
                    "key": dotted(rival[2] if len(rival[2]) > len(path) else path),
                    "one": _shown(rival[1]),
                    "other": _shown(value),
                }
                faults.append(change.fault("SC202", params, path))
        for path, value in mine:
            seen.setdefault(path, (change.name, value))
            for cut in range(1, len(path)):
                inside.setdefault(path[:cut], (change.name, path))
    return faults


def _agree(rival: tuple[str, Any, KeyPath], path: KeyPath, value: Any) -> bool:
    """Whether two changes at one path go together: equal plain values, or two moves."""
    if rival[2] != path or isinstance(rival[1], Move) != isinstance(value, Move):
        return False
    return isinstance(value, Move) or bool(rival[1] == value)


def _shown(value: Any) -> str:
    return str(value) if isinstance(value, Move) else toml_text(value)


def _holds(data: Any, path: KeyPath) -> bool:
    for part in path:
        if not isinstance(data, Mapping) or part not in data:
            return False
        data = data[part]
    return True


def _hints(word: str, valid: list[str], shown: list[str]) -> tuple[Hint, ...]:
    near = tuple(Hint("nearest", {"word": found}) for found in nearest(word, valid))
    return (*near, Hint("choices", {"choices": shown})) if shown else near


__all__ = ["UNPATCHABLE", "Change", "change_of", "chosen", "conflicts", "forbidden", "patch_change", "practice_changes", "put_together"]
