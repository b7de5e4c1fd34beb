"""How values stand in the store: JSON in UTF-8, packed by zlib as gzip does. Opening a store never runs anything in it.

The form of gzip (RFC 1952) and not that of zlib (RFC 1950), because of its checksum: with random bytes of a store changed, we saw
a changed number pass the Adler-32 of the latter, which is weak for short texts. CRC-32 misses one in four thousand million.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

LEVEL = 3
"""Half the time of 6, and 1 % more bytes on the record of a run."""
GZIP = 31
"""`wbits` that asks zlib for the form of gzip."""

LARGEST = 1 << 28
"""A value unpacks to at most this many bytes (256 MB): a few kilobytes of zlib can stand for gigabytes."""


def encode(value: Any) -> bytes:
    """Plain values as bytes; the same bytes for the same value. Raises ValueError for nan and infinity."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8"), LEVEL, GZIP)


def decode(packed: Any) -> Any:
    """The value that `encode` packed. Raises ValueError for anything else, whatever it is."""
    if not isinstance(packed, bytes):
        raise ValueError("not a packed value")
    unpacking = zlib.decompressobj(GZIP)
    try:
        text = unpacking.decompress(packed, LARGEST)
    except zlib.error as error:
        raise ValueError(f"not a packed value ({error})") from error
    if not unpacking.eof or unpacking.unused_data:
        raise ValueError("not a packed value (too short, too long or too large)")
    return json.loads(text.decode("utf-8"), parse_constant=_refuse)


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no number of JSON")


__all__ = ["decode", "encode"]
