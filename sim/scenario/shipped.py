"""The scenarios that come with the package: `scenarios/` of the repository, or `sim/_scenarios` of an installation."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple


class Names(NamedTuple):
    """A title in both languages."""

    zh: str
    en: str


class Shipped(NamedTuple):
    """A scenario of the package: the name to load it by, its file, its title."""

    name: str
    path: Path
    title: Names


def folder() -> Path:
    """Where the shipped scenarios are; the folder may not exist in a damaged installation."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_scenarios"
    return installed if installed.is_dir() else package.parent / "scenarios"


def names() -> dict[str, Path]:
    """Name -> file of every shipped scenario, sorted; "places/x" in a folder. Practices and lessons are not scenarios; the worlds of a lesson are."""
    root = folder()
    found = root.rglob("*.toml") if root.is_dir() else ()
    relative = {path.relative_to(root).with_suffix("").as_posix(): path for path in found}
    return {name: relative[name] for name in sorted(relative) if not name.startswith("practices/") and name.rpartition("/")[0] != "lessons"}


def find(word: str) -> Path | None:
    """The file of a shipped scenario by its name, with or without .toml, or by the name alone of a file in a folder if there is
    only one; None if there is none.
    """
    known, name = names(), word.replace("\\", "/").removesuffix(".toml")
    inside = [path for path in known.values() if path.stem == name]
    return known.get(name) or (inside[0] if len(inside) == 1 else None)


def list_scenarios() -> list[Shipped]:
    """Every shipped scenario with its title; a title that is not written is taken from the file it extends."""
    return [Shipped(name, path, _title(path, depth=0)) for name, path in names().items()]


def _title(path: Path, depth: int) -> Names:
    """Title of a file; its name where none can be read (listing never fails because one file is faulty)."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return Names(path.stem, path.stem)
    match data:
        case {"title": {"zh": str(zh), "en": str(en)}}:
            return Names(zh, en)
        case {"extends": str(parent)} if depth < 20:
            return _title(path.parent / parent, depth + 1)
    return Names(path.stem, path.stem)


__all__ = ["Names", "Shipped", "find", "folder", "list_scenarios", "names"]
