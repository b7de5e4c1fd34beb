"""Evidence as values that JSON knows and back, so that a report can be written again without a run. No pickle: reading runs nothing.

A NamedTuple or dataclass becomes its fields by name, and comes back by the types they are declared with. A float that is none is kept as the
word nan, inf or -inf. An array is kept as its bytes, little-endian, packed by zlib and written in base64: the portraits of Longhua take half
the room of the same numbers in decimals and are read in less than half the time, and every bit comes back. A scenario is kept whole, so that
later defaults do not change it, and with the names of what was written in it, so that this can still be told from what was a default.
"""

from __future__ import annotations

import base64
import dataclasses
import math
import types
import typing
import zlib
from fractions import Fraction
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel

from sim.study.plan import Option, Plan

_KINDS = {"f": "<f8", "i": "<i8", "u": "<i8", "b": "|b1"}
"""How arrays are kept, by the kind of their values."""

_NO_NUMBER = ("nan", "inf", "-inf")

LARGEST = 1 << 28
"""An array unpacks to at most this many bytes (256 MB): a few kilobytes of zlib can stand for gigabytes."""


def plain(value: Any) -> Any:
    """The value as JSON knows it. Raises TypeError for what cannot be kept."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else repr(float(value))
    if isinstance(value, np.integer | np.bool_):
        return value.item()
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, np.ndarray):
        return _packed(value)
    if isinstance(value, BaseModel):
        return {"whole": _told(value.model_dump()), "written": _names(value.model_dump(exclude_unset=True))}
    if isinstance(value, Plan):
        return {"options": plain(value.options), "equal": plain(value.equal)}
    kind: Any = type(value)
    if dataclasses.is_dataclass(value) or hasattr(value, "_fields"):
        return {name: plain(getattr(value, name)) for name in _hints(kind)}
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    raise TypeError(f"{kind.__name__} cannot be kept")


def restored(kind: Any, value: Any) -> Any:
    """A value of that kind from what `plain` made of it. Raises ValueError where it does not fit."""
    try:
        return _restored(kind, value)
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error


def _restored(kind: Any, value: Any) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return _of_union([one for one in inner if one is not type(None)], value)
    if origin is np.ndarray or get_origin(getattr(origin, "__value__", None)) is np.ndarray:  # newer numpy names NDArray as an alias of its own
        return _unpacked(value)
    if origin is dict:
        return {key: _restored(inner[1], one) for key, one in value.items()}
    if origin is tuple:
        kinds = inner[:1] * len(value) if len(inner) == 2 and inner[1] is Ellipsis else inner
        return tuple(_restored(one, part) for one, part in zip(kinds, value, strict=True))
    if origin is not None or kind is Any:
        return value
    if kind is float or kind is Fraction:
        return kind(value)
    if kind is Plan:
        return Plan(_restored(tuple[Option, ...], value["options"]), _restored(Plan | None, value["equal"]))
    if issubclass(kind, BaseModel):
        model = kind.model_validate(_meant(value["whole"]))
        _forget(model, value["written"])
        return model
    if hasattr(kind, "_fields") or dataclasses.is_dataclass(kind):
        return kind(**{name: _restored(hint, value[name]) for name, hint in _hints(kind).items()})
    return value


def _of_union(kinds: list[Any], value: Any) -> Any:
    """A value that may be of one of several kinds, or None. Besides None only numbers of both sorts stand together."""
    if value is None:
        return None
    if len(kinds) == 1:
        return _restored(kinds[0], value)
    return float(value) if value in _NO_NUMBER else value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """Fields of a NamedTuple or dataclass and their types; without the looks of a comparison, of which nobody knows what they are."""
    hints = get_type_hints(kind)
    names = kind._fields if hasattr(kind, "_fields") else [one.name for one in dataclasses.fields(kind)]
    return {name: hints[name] for name in names if name != "looks"}


def _packed(array: npt.NDArray[Any]) -> dict[str, Any]:
    kind = _KINDS[array.dtype.kind]
    octets = zlib.compress(np.ascontiguousarray(array, kind).tobytes(), 6)
    return {"shape": list(array.shape), "type": kind, "zlib": base64.b64encode(octets).decode("ascii")}


def _unpacked(value: dict[str, Any]) -> npt.NDArray[Any]:
    """The array; a native one that can be written to. Raises ValueError."""
    shape, kind = tuple(value["shape"]), value["type"]
    if kind not in _KINDS.values():
        raise ValueError(f"an array of {kind!r}")
    unpacking = zlib.decompressobj()
    try:
        octets = unpacking.decompress(base64.b64decode(value["zlib"], validate=True), LARGEST)
    except zlib.error as error:
        raise ValueError(f"an array is damaged: {error}") from error
    if not unpacking.eof or unpacking.unused_data:
        raise ValueError("an array is cut short, or too long")
    return np.frombuffer(octets, kind).astype(np.dtype(kind).newbyteorder("=")).reshape(shape)


def _told(value: Any) -> Any:
    """Plain values with a word for floats that are none; in a scenario some values have no declared type, so the word says that it is one."""
    if isinstance(value, float) and not math.isfinite(value):
        return {"float": repr(value)}
    if isinstance(value, dict):
        return {key: _told(one) for key, one in value.items()}
    return [_told(one) for one in value] if isinstance(value, list | tuple) else value


def _meant(value: Any) -> Any:
    """What `_told` was told."""
    if isinstance(value, dict):
        if value.keys() == {"float"} and value["float"] in _NO_NUMBER:
            return float(value["float"])
        return {key: _meant(one) for key, one in value.items()}
    return [_meant(one) for one in value] if isinstance(value, list) else value


def _names(value: Any) -> Any:
    """The names alone, of parts within parts; 0 for a value."""
    if isinstance(value, dict):
        return {key: _names(one) for key, one in value.items()}
    return [_names(one) for one in value] if isinstance(value, list | tuple) else 0


def _forget(value: Any, written: Any) -> None:
    """Take everything for a default that was not written, in the parts of a scenario, in place."""
    if isinstance(value, BaseModel):
        value.model_fields_set.intersection_update(written)
        for name in value.model_fields_set:
            _forget(getattr(value, name), written[name])
    elif isinstance(value, dict):
        for key, one in value.items():
            _forget(one, written[key])
    elif isinstance(value, list | tuple):
        for one, part in zip(value, written, strict=True):
            _forget(one, part)


__all__ = ["plain", "restored"]
