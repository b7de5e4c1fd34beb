"""The recording of one pair, as it grows: messages in the order in which they came, without those that a later change has cut off."""

from __future__ import annotations

import bisect
import json
import struct
from typing import Any

MAGIC = b"SHQ1"


def header_of(message: bytes) -> dict[str, Any]:
    """The header of a message alone; its columns are not looked at. Raises ValueError where it is none."""
    if len(message) < 8 or message[:4] != MAGIC:
        raise ValueError("not a message of a recording")
    (length,) = struct.unpack_from("<I", message, 4)
    header = json.loads(message[8 : 8 + length])
    if not isinstance(header, dict) or "kind" not in header:
        raise ValueError("not a message of a recording")
    return header


Key = tuple[str, int, int, int]
"""Kind, world, era and first frame of a message: no two of a recording share it."""


class Entry:
    """A message with its number in the order of coming (no number comes twice) and what its header says."""

    __slots__ = ("era", "first", "frames", "kind", "message", "number", "world")

    def __init__(self, number: int, message: bytes, header: dict[str, Any]) -> None:
        self.number, self.message = number, message
        self.kind = str(header["kind"])
        self.world, self.era = int(header.get("world", -1)), int(header.get("era", 0))
        self.first, self.frames = int(header.get("first", header.get("from_h", 0))), int(header.get("frames", 0))

    @property
    def key(self) -> Key:
        """Which message it is."""
        return self.kind, self.world, self.era, self.first


class Recording:
    """Whoever has every message up to a number asks for those after it: nothing is copied, however many look on."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._by_key: dict[Key, Entry] = {}
        self._next = 1
        self.eras: list[int] = [0, 0]
        """of each world, the one it is in"""
        self.ready: list[int] = [0, 0]
        """first frame that is not there yet, of each world"""

    @property
    def ready_h(self) -> int:
        """The last frame that both worlds have."""
        return max(min(self.ready) - 1, 0)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All that is there, in order."""
        return tuple(self._entries)

    def add(self, message: bytes) -> Entry | None:
        """Keep a message. None for one that is there already (a model that was started anew tells it again), and for days of an era that is over."""
        entry = Entry(self._next, message, header_of(message))
        known = self._by_key.get(entry.key)
        if (known is not None and known.message == message) or (entry.kind == "days" and entry.era != self.eras[entry.world]):
            return None
        if entry.kind == "organisation":
            self._cut(entry)
            self.eras[entry.world] = entry.era
        elif entry.kind == "days":
            self.ready[entry.world] = entry.first + entry.frames
        self._entries.append(entry)
        self._by_key[entry.key] = entry
        self._next += 1
        return entry

    def after(self, number: int) -> Entry | None:
        """The next message behind that number."""
        at = bisect.bisect_right(self._entries, number, key=lambda entry: entry.number)
        return self._entries[at] if at < len(self._entries) else None

    def _cut(self, era: Entry) -> None:
        """An era begins: what was told of that world from there on is forgotten, another era at the same hour too."""
        self._entries = [one for one in self._entries if one.world != era.world or one.first < era.first]
        self._by_key = {one.key: one for one in self._entries}
        self.ready[era.world] = min(self.ready[era.world], era.first)


__all__ = ["MAGIC", "Entry", "Recording", "header_of"]
