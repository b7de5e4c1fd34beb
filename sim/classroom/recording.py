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


class Entry:
    """A message with its number in the order of coming (no number comes twice) and what its header says."""

    __slots__ = ("era", "first", "frames", "kind", "message", "number", "world")

    def __init__(self, number: int, message: bytes, header: dict[str, Any]) -> None:
        self.number, self.message = number, message
        self.kind = str(header["kind"])
        self.world, self.era = int(header.get("world", -1)), int(header.get("era", 0))
        self.first, self.frames = int(header.get("first", header.get("from_h", 0))), int(header.get("frames", 0))

    @property
    def key(self) -> tuple[str, int, int, int]:
        """What no two messages of a recording share."""
        return self.kind, self.world, self.era, self.first


class Recording:
    """Whoever has every message up to a number asks for those after it: nothing is copied, however many look on."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._keys: set[tuple[str, int, int, int]] = set()
        self._next = 1
        self.eras: list[int] = [0, 0]
        self.ready: list[int] = [0, 0]
        """first frame that is not there yet, of each world"""
        self.bytes = 0

    @property
    def ready_h(self) -> int:
        """The last frame that both worlds have."""
        return max(min(self.ready) - 1, 0)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All that is there, in order."""
        return tuple(self._entries)

    def add(self, message: bytes) -> Entry | None:
        """Keep a message; None for one that is there already, or belongs to what a change has cut off (a model that was started anew tells it again)."""
        entry = Entry(self._next, message, header_of(message))
        if entry.key in self._keys or self._is_past(entry):
            return None
        if entry.kind == "organisation" and entry.era:
            self._cut(entry)
        if entry.world >= 0:
            self.eras[entry.world] = max(self.eras[entry.world], entry.era)
        if entry.kind == "days":
            self.ready[entry.world] = entry.first + entry.frames
        self._entries.append(entry)
        self._keys.add(entry.key)
        self._next += 1
        self.bytes += len(message)
        return entry

    def after(self, number: int) -> Entry | None:
        """The next message behind that number."""
        at = bisect.bisect_right(self._entries, number, key=lambda entry: entry.number)
        return self._entries[at] if at < len(self._entries) else None

    def _is_past(self, entry: Entry) -> bool:
        if entry.world < 0 or entry.era >= self.eras[entry.world]:
            return False
        return entry.kind == "organisation" or entry.first >= min(
            (one.first for one in self._entries if one.kind == "organisation" and one.world == entry.world and one.era > entry.era), default=entry.first + 1)

    def _cut(self, change: Entry) -> None:
        """A new era begins: what the older ones of that world told of from there on is forgotten."""
        kept = [one for one in self._entries if one.world != change.world or one.first < change.first]
        self._keys = {one.key for one in kept}
        self.bytes = sum(len(one.message) for one in kept)
        self._entries = kept
        self.ready[change.world] = min(self.ready[change.world], change.first)


__all__ = ["MAGIC", "Entry", "Recording", "header_of"]
