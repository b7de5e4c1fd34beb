"""One message of the classroom as bytes: a header in JSON and plain columns behind it. The one format of both feeds, live and replay.

    b"SHQ1" | length of the header, uint32 | header, JSON in UTF-8, padded with spaces | column | column | ...

Everything is little endian. The header's length is such that the columns begin at a multiple of 8, and each is padded with zeros to a
multiple of 8, so that a browser can lay its typed arrays upon the bytes. `columns` in the header says name, type and length of each.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.errors import ShequError

MAGIC = b"SHQ1"
WORD = 8
TYPES = {"u1": "<u1", "u2": "<u2", "u4": "<u4", "i2": "<i2", "i4": "<i4", "f4": "<f4", "f8": "<f8"}
"""Types a column may have, and numpy's names for them."""


class ContainerError(ShequError):
    """Bytes that are no message, or a column of a type that a message cannot carry."""


def pack(header: Mapping[str, Any], columns: Mapping[str, npt.NDArray[Any]]) -> bytes:
    """The message. Same header and columns, same bytes. Raises ContainerError for a type that is not in TYPES, ValueError for NaN in the header."""
    listed = [{"name": name, "type": _type(name, column), "length": int(column.size)} for name, column in columns.items()]
    text = json.dumps({**header, "columns": listed}, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    text += b" " * (-(len(MAGIC) + 4 + len(text)) % WORD)
    parts = [MAGIC, struct.pack("<I", len(text)), text]
    for one, column in zip(listed, columns.values(), strict=True):
        body = np.ascontiguousarray(column, TYPES[str(one["type"])]).tobytes()
        parts += [body, bytes(-len(body) % WORD)]
    return b"".join(parts)


def unpack(message: bytes) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    """Header and columns of one message; nothing may follow it. Raises ContainerError."""
    header, columns, end = _read(message, 0)
    if end != len(message):
        raise ContainerError(f"{len(message) - end} bytes follow the message")
    return header, columns


def unpack_all(messages: bytes) -> list[tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]]:
    """All messages of a recording, one after another. Raises ContainerError."""
    found, at = [], 0
    while at < len(messages):
        header, columns, at = _read(messages, at)
        found.append((header, columns))
    return found


def _read(data: bytes, at: int) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]], int]:
    if data[at : at + len(MAGIC)] != MAGIC:
        raise ContainerError("not a message of the classroom")
    try:
        (length,) = struct.unpack_from("<I", data, at + len(MAGIC))
        at += len(MAGIC) + 4
        header = json.loads(data[at : at + length])
        at += length
        columns = {}
        for one in header.pop("columns"):
            kind = np.dtype(TYPES[one["type"]])
            columns[one["name"]] = np.frombuffer(data, kind, one["length"], at)
            size = kind.itemsize * one["length"]
            at += size + -size % WORD
    except (struct.error, ValueError, KeyError, TypeError) as error:
        raise ContainerError(f"a message of the classroom is damaged: {error}") from error
    return header, columns, at


def _type(name: str, column: npt.NDArray[Any]) -> str:
    kind = f"{column.dtype.kind}{column.dtype.itemsize}"
    if kind not in TYPES:
        raise ContainerError(f"column {name} is {column.dtype}; expected one of {', '.join(TYPES)}")
    return kind


__all__ = ["MAGIC", "ContainerError", "pack", "unpack", "unpack_all"]
