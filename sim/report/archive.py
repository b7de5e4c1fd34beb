"""Evidence as plain values and back, so that a report can be written again without a run: NamedTuples, dataclasses and arrays, no pickle.

A float that is none is kept as the words nan, inf, -inf; an array as its shape and its values in rows.
"""

from __future__ import annotations

import dataclasses
import math
import types
import typing
from typing import Any, get_args, get_origin, get_type_hints

import numpy as np
from pydantic import BaseModel

from sim.errors import ShequError


def plain(value: Any) -> Any:
    """The value as JSON knows it."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else repr(float(value))
    if isinstance(value, np.integer | np.bool_):
        return value.item()
    if isinstance(value, np.ndarray):
        return {"shape": list(value.shape), "kind": value.dtype.kind, "values": [plain(one) for one in value.ravel().tolist()]}
    if isinstance(value, BaseModel):
        return plain(value.model_dump(mode="json"))
    if dataclasses.is_dataclass(value) or hasattr(value, "_fields"):
        return {name: plain(getattr(value, name)) for name in _hints(type(value))}
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    return [plain(one) for one in value]


def restored(kind: Any, value: Any) -> Any:
    """A value of that kind from what `plain` made of it. Raises ArchiveError where it does not fit."""
    try:
        return _restored(kind, value)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ArchiveError(str(error)) from error


class ArchiveError(ShequError):
    """A file of evidence that this version cannot read."""

    exit_code = 2


def _restored(kind: Any, value: Any) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return None if value is None else _restored(next(one for one in inner if one is not type(None)), value)
    if kind is Any or origin is typing.Literal:
        return value
    if kind is np.ndarray or origin is np.ndarray:
        values = [float(one) if isinstance(one, str) else one for one in value["values"]]
        return np.array(values, {"f": np.float64, "i": np.int64, "b": np.bool_}[value["kind"]]).reshape(value["shape"])
    if origin is dict:
        return {key: _restored(inner[1], one) for key, one in value.items()}
    if origin is list:
        return [_restored(inner[0], one) for one in value]
    if origin is tuple:
        kinds = inner[:1] * len(value) if len(inner) == 2 and inner[1] is Ellipsis else inner
        return tuple(_restored(one, part) for one, part in zip(kinds, value, strict=True))
    if kind is float:
        return float(value)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind.model_validate(value)
    if hasattr(kind, "_fields") or dataclasses.is_dataclass(kind):
        return kind(**{name: _restored(hint, value[name]) for name, hint in _hints(kind).items()})
    return value


def _hints(kind: Any) -> dict[str, Any]:
    """Fields of a NamedTuple or dataclass and their types."""
    hints = get_type_hints(kind)
    names = kind._fields if hasattr(kind, "_fields") else [one.name for one in dataclasses.fields(kind)]
    return {name: hints[name] for name in names}


__all__ = ["ArchiveError", "plain", "restored"]
