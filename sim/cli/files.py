"""Writing results to files: whole or not at all."""

from __future__ import annotations

import errno
import os
import shlex
import sys
from pathlib import Path
from typing import Any

from sim.draft import draft

STDOUT = Path("-")


def command_line() -> str:
    """The command as it was typed, for the provenance of its result."""
    return shlex.join(["shequ", *sys.argv[1:]])


def require_folder(path: Path | None) -> None:
    """Refuse a file that cannot be written before anything is run. Raises NotADirectoryError or IsADirectoryError.

    Folders that are missing are made when the file is written.
    """
    if path is None or path == STDOUT:
        return
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    require_room(path.absolute().parent)


def require_room(folder: Path) -> None:
    """Refuse a folder that is a file or lies beneath one. Raises NotADirectoryError."""
    nearest = next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())
    if not nearest.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(nearest))


def write(path: Path, text: str) -> None:
    """Write text as UTF-8, or to stdout for "-"; missing folders are made.

    A file that exists is replaced only when the new one is complete.
    """
    if path == STDOUT:
        sys.stdout.write(text)
        return
    with draft(path) as part:
        part.write_text(text, encoding="utf-8", newline="\n")


def write_json(path: Path, value: Any) -> None:
    """Write plain values as JSON; nan and infinity are an error of ours."""
    import json

    write(path, json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
