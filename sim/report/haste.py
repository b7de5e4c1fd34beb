"""Writing without a look for cycles among what is written."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def hasty() -> Iterator[None]:
    """Python's search for cycles pauses: a report makes very many small objects at once, and an eighth of its time would go into looking through them."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


__all__ = ["hasty"]
