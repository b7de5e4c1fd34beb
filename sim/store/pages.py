"""The rows that lie on the pages of an SQLite file, found without SQLite: what is left when the tree above them is broken.

The format is fixed and public (https://sqlite.org/fileformat2.html, sections 1.5, 1.6, 2.1 and 4.1). Every page of the
file, and after it every page of the write-ahead log, is looked at by itself: rows of a leaf of a table, and keys of the
index. Old copies of rows may be among them, so whoever asks must prefer what SQLite itself can still read.
"""

from __future__ import annotations

import contextlib
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sim.store.codec import GZIP

TABLE_LEAF, INDEX_LEAF, INDEX_INNER = 0x0D, 0x0A, 0x02
MAGIC = b"SQLite format 3\0"
PAGE_BYTES = 4096
"""What SQLite chooses since 2016, if the first page no longer tells."""

BEGIN = re.compile(rb"\x1f\x8b\x08\0\0\0\0\0")
"""How a packed value begins: gzip, without name and time."""

LOG_HEAD, FRAME_HEAD = 32, 24


class Row(NamedTuple):
    """A row of a table (key, value); one of the index has no value, and its rowid."""

    rowid: int
    key: str
    value: bytes | None


def scattered_rows(path: Path) -> Iterator[Row]:
    """Every row (text, blob) and every index entry (text, rowid) on any page of the file and its log; broken ones are passed over."""
    pages = _pages(path)
    for page in pages.values():  # the first begins otherwise, and holds the schema and no runs
        if len(page) < 12:
            continue
        if page[0] == TABLE_LEAF:
            yield from _cells(page, pages, inner=False, index=False)
        elif page[0] in (INDEX_LEAF, INDEX_INNER):
            yield from _cells(page, pages, inner=page[0] == INDEX_INNER, index=True)


def scattered_values(path: Path) -> Iterator[bytes]:
    """Every packed value that lies on one page and is whole, also where nothing points to it any more.

    It begins with known bytes and ends with a checksum of its own (RFC 1952). One that goes on over several
    pages is not found.
    """
    for page in _pages(path).values():
        for found in BEGIN.finditer(page):
            unpacking = zlib.decompressobj(GZIP)
            with contextlib.suppress(zlib.error):
                unpacking.decompress(page[found.start() :], len(page) << 10)
                if unpacking.eof:
                    yield page[found.start() : len(page) - len(unpacking.unused_data)]


def _pages(path: Path) -> dict[int, bytes]:
    """Pages by number; those of the log, newer, in place of those of the file."""
    data = path.read_bytes()
    size = int.from_bytes(data[16:18], "big")
    size = 65536 if size == 1 else size
    if data[:16] != MAGIC or size < 512 or size & (size - 1):
        size = PAGE_BYTES
    pages = {at // size + 1: data[at : at + size] for at in range(0, len(data), size)}
    log_path = path.with_name(path.name + "-wal")
    log = log_path.read_bytes() if log_path.is_file() else b""
    for at in range(LOG_HEAD, len(log) - FRAME_HEAD - size + 1, FRAME_HEAD + size):
        if log[at + 8 : at + 16] == log[16:24]:  # the salts: frames of this log, not of one before it
            pages[int.from_bytes(log[at : at + 4], "big")] = log[at + FRAME_HEAD : at + FRAME_HEAD + size]
    return pages


def _cells(page: bytes, pages: dict[int, bytes], *, inner: bool, index: bool) -> Iterator[Row]:
    count = int.from_bytes(page[3:5], "big")
    table = 12 if inner else 8
    for at in range(table, min(table + 2 * count, len(page) - 1), 2):
        start = int.from_bytes(page[at : at + 2], "big") + (4 if inner else 0)
        try:
            row = _cell(page, start, pages, index)
        except (IndexError, ValueError):
            continue
        if row is not None:
            yield row


def _cell(page: bytes, at: int, pages: dict[int, bytes], index: bool) -> Row | None:
    length, at = _varint(page, at)
    rowid, at = (0, at) if index else _varint(page, at)
    payload = _payload(page, at, length, pages, index)
    head_length, place = _varint(payload, 0)
    kinds = []
    while place < head_length:
        kind, place = _varint(payload, place)
        kinds.append(kind)
    if place != head_length or len(kinds) != 2 or kinds[0] < 13 or not kinds[0] % 2:
        return None
    key_end = head_length + (kinds[0] - 13) // 2
    key = payload[head_length:key_end].decode("utf-8")
    if index:
        return Row(_whole_number(payload[key_end:], kinds[1]), key, None)
    if kinds[1] < 12 or kinds[1] % 2 or key_end + (kinds[1] - 12) // 2 != length:
        return None
    return Row(rowid, key, payload[key_end:])


def _payload(page: bytes, at: int, length: int, pages: dict[int, bytes], index: bool) -> bytes:
    """The content of a cell, collected from its overflow pages. Raises ValueError if one is missing or they go in circles."""
    size = len(page)
    most = (size - 12) * 64 // 255 - 23 if index else size - 35
    if length <= most:
        return _exactly(page[at : at + length], length)
    least = (size - 12) * 32 // 255 - 23
    local = least + (length - least) % (size - 4)
    local = local if local <= most else least
    if length > size * len(pages):
        raise ValueError("longer than the file")
    parts, left = [_exactly(page[at : at + local], local)], length - local
    following = int.from_bytes(_exactly(page[at + local : at + local + 4], 4), "big")
    while left > 0:
        if following not in pages:
            raise ValueError("an overflow page is missing")
        more = pages[following]
        parts.append(_exactly(more[4 : 4 + min(left, size - 4)], min(left, size - 4)))
        left -= len(parts[-1])
        following = int.from_bytes(more[:4], "big")
    return b"".join(parts)


def _exactly(part: bytes, length: int) -> bytes:
    if len(part) != length:
        raise ValueError("cut off")
    return part


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where the next thing begins. Raises IndexError at the end of the data."""
    value = 0
    for step in range(8):
        byte = data[at + step]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + step + 1
    return value << 8 | data[at + 8], at + 9


def _whole_number(data: bytes, kind: int) -> int:
    if kind in (8, 9):
        return kind - 8
    length = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}.get(kind)
    if length is None:
        raise ValueError("not a whole number")
    return int.from_bytes(_exactly(data[:length], length), "big", signed=True)


__all__ = ["Row", "scattered_rows", "scattered_values"]
