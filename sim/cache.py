"""Where the program keeps what it can make again: compiled kernels, first pictures."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path


def cache_folder(name: str) -> Path:
    """A writable folder for one kind of thing, made if need be: in NUMBA_CACHE_DIR, in the user's cache, or in the temporary folder."""
    if "NUMBA_CACHE_DIR" in os.environ:
        home = Path(os.environ["NUMBA_CACHE_DIR"])
    elif sys.platform == "win32":
        home = Path(os.environ.get("LOCALAPPDATA", tempfile.gettempdir()))
    else:
        home = Path(os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache")))
    folder = home / "shequ" / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir()) / f"shequ-{name}"
        folder.mkdir(parents=True, exist_ok=True)
    return folder


__all__ = ["cache_folder"]
