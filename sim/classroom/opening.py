"""How a pair of worlds begins, kept from the last time: a page has its first picture while the model is still starting.

A file per pair and replication in the user's cache. Its name follows from everything that the messages follow from: both scenarios, what they are
called, the replication and every source of this package. So nothing old is ever taken for what would be made today.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import struct
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from sim.cache import cache_folder
from sim.draft import draft
from sim.scenario.scenario import Scenario

MOST_KEPT = 24
"""Files; the one that was not asked for longest goes first."""

Pair = tuple[Scenario, Scenario]


def kept(scenarios: Pair, names: tuple[str, str], replicate: int) -> list[bytes]:
    """The first messages of this pair; none if they are not known, or the file was damaged."""
    path = _path(scenarios, names, replicate)
    try:
        messages = list(_split(zlib.decompress(path.read_bytes())))
        os.utime(path)
    except (OSError, zlib.error, struct.error):
        return []
    return messages


def keep(scenarios: Pair, names: tuple[str, str], replicate: int, messages: Sequence[bytes]) -> None:
    """Keep them for the next time. A disk that takes nothing is no fault: then they are made anew."""
    path = _path(scenarios, names, replicate)
    packed = zlib.compress(b"".join(struct.pack("<I", len(one)) + one for one in messages), 1)
    with contextlib.suppress(OSError):
        if path.exists() and kept(scenarios, names, replicate):
            return
        with draft(path) as part:
            part.write_bytes(packed)
        by_age = sorted(path.parent.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in by_age[MOST_KEPT:]:
            old.unlink()


def _split(data: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        (length,) = struct.unpack_from("<I", data, at)
        at += 4 + length
        yield data[at - length : at]


def _path(scenarios: Pair, names: tuple[str, str], replicate: int) -> Path:
    said = [*(one.model_dump_json() for one in scenarios), *names, replicate]
    digest = hashlib.sha256(_sources() + json.dumps(said).encode())
    return cache_folder("openings") / digest.hexdigest()[:32]


@cache
def _sources() -> bytes:
    """Digest of the whole package, with its translations."""
    here = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(one for one in here.rglob("*.*") if one.suffix in {".py", ".mo"}):
        digest.update(path.read_bytes())
    return digest.digest()


__all__ = ["MOST_KEPT", "keep", "kept"]
