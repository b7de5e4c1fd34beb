"""The declarations of a scenario, read back: what may stand at a path, and the JSON Schema that editors use."""

from __future__ import annotations

import json
import math
import re
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from sim.scenario.positions import KeyPath
from sim.scenario.quantity import Part
from sim.scenario.scenario import Scenario

SCHEMA_FILE = "scenario.schema.json"
"""File name of the JSON Schema beside the scenarios; their first line is `#:schema scenario.schema.json`."""

_INFINITE = re.compile(r"\binf\b")


class Declared(NamedTuple):
    """What may stand at a path: its type (without None), the fields on the way to it, outermost first."""

    type: Any
    fields: tuple[FieldInfo, ...]

    @property
    def field(self) -> FieldInfo | None:
        """The field that holds the value."""
        return self.fields[-1] if self.fields else None

    def extra(self, name: str) -> str:
        """Unit, zh or source of the field; empty where none is declared."""
        extra = self.field.json_schema_extra if self.field else None
        return str(extra.get(name, "")) if isinstance(extra, dict) else ""

    @property
    def description(self) -> str:
        """The field's English sentence; a duration's mean speaks with the sentence of the duration."""
        return (self.field.description or "") if self.field else ""

    @property
    def may_be_infinite(self) -> bool:
        """Whether the value, or the part it is the mean of, is declared with the meaning of `inf`."""
        return any(_INFINITE.search(field.description or "") for field in self.fields[-2:])


def declared(path: KeyPath, root: type[Part] = Scenario) -> Declared | None:
    """The declaration at a path of a scenario (or of another kind of file); None where nothing may stand."""
    kind: Any = root
    fields: tuple[FieldInfo, ...] = ()
    for part in path:
        if _is_part(kind):
            if part not in kind.model_fields:
                return None
            found = kind.model_fields[part]
            fields, kind = (*fields, found), without_none(found.annotation)
        elif get_origin(kind) is dict and isinstance(part, str):
            kind = without_none(get_args(kind)[1])
        elif get_origin(kind) is list and isinstance(part, int):
            kind = without_none(get_args(kind)[0])
        else:
            return None
    return Declared(kind, fields)


def keys(path: KeyPath, root: type[Part] = Scenario) -> list[str]:
    """The fixed keys of the table at a path; none where the user chooses the keys."""
    found = declared(path, root)
    return list(found.type.model_fields) if found and _is_part(found.type) else []


def choices(kind: Any, field: FieldInfo | None = None) -> list[str]:
    """The words that may stand there: of a Literal, or of a pattern like ^(a|b)$."""
    if get_origin(kind) is Literal:
        return [str(word) for word in get_args(kind)]
    if get_origin(kind) in (Union, types.UnionType):
        return [word for part in get_args(kind) for word in choices(part)]
    for rule in field.metadata if field else ():
        match = re.fullmatch(r"\^\(([\w|]+)\)\$", getattr(rule, "pattern", None) or "")
        if match:
            return match[1].split("|")
    return []


def places_of(word: str) -> list[str]:
    """Where in a scenario a key of this name belongs: ["posts.*", ...]."""
    found = []
    for path, kind in _tables(Scenario, ()):
        if word in kind.model_fields:
            found.append(".".join(path))
    return found


def leaves(scenario: Part, path: KeyPath = (), written: bool = True) -> Iterator[tuple[KeyPath, Any, bool]]:
    """Every value of a part with its path and whether it was written (not a default). Numbers by category apart."""
    for name in type(scenario).model_fields:
        yield from _leaves_of(getattr(scenario, name), (*path, name), written and name in scenario.model_fields_set)


def _leaves_of(value: Any, path: KeyPath, written: bool) -> Iterator[tuple[KeyPath, Any, bool]]:
    if isinstance(value, Part):
        yield from leaves(value, path, written)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves_of(item, (*path, key), written)
    else:
        yield path, value, written


def without_none(kind: Any) -> Any:
    """The type without its None."""
    if get_origin(kind) in (Union, types.UnionType):
        rest = [part for part in get_args(kind) if part is not type(None)]
        return rest[0] if len(rest) == 1 else kind
    return kind


def _is_part(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Part)


def _tables(kind: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], type[Part]]]:
    if path:
        yield path, kind
    for name, field in kind.model_fields.items():
        inner = without_none(field.annotation)
        if get_origin(inner) is dict and _is_part(get_args(inner)[1]):
            yield from _tables(get_args(inner)[1], (*path, name, "*"))
        elif _is_part(inner):
            yield from _tables(inner, (*path, name))


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a scenario file, with unit, zh and source beside every field.

    Nothing is `required` in it: a file that `extends` another, and the `set` of a patch, hold only what they change.
    What is missing in the whole is told by `load`.
    """
    schema = Scenario.model_json_schema()
    tidy = _tidied(schema)
    patch = tidy["$defs"]["Patch"]["properties"]["set"]
    patch.pop("additionalProperties", None)
    patch.pop("type", None)
    patch["$ref"] = "#"
    tidy["$defs"]["Duration"]["properties"]["mean_h"]["type"] = ["number", "null"]  # patience may be infinite
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **tidy}


def _tidied(node: Any) -> Any:
    """A copy with both languages on hover, without `required`, and without infinite defaults (JSON has none).

    Editors turn TOML's `inf` into null before they look here, so null is let through where `inf` has a meaning.
    """
    if isinstance(node, list):
        return [_tidied(item) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {name: _tidied(item) for name, item in node.items() if not (name == "required" and isinstance(item, list))}
    if _holds_infinity(copy.get("default")):
        del copy["default"]
    if copy.get("type") == "number" and _INFINITE.search(str(copy.get("description", ""))):
        copy["type"] = ["number", "null"]
    if isinstance(copy.get("description"), str) and isinstance(copy.get("zh"), str):
        copy["description"] = f"{copy['zh']} · {copy['description']} [{copy.get('unit', '')}]"
    return copy


def _holds_infinity(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_holds_infinity(item) for item in value.values())
    return isinstance(value, float) and math.isinf(value)


def schema_text() -> str:
    """The text of the schema file."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def write_schema(folder: Path) -> Path:
    """Write the schema beside the scenarios; returns the file."""
    path = folder / SCHEMA_FILE
    path.write_text(schema_text(), encoding="utf-8", newline="\n")
    return path


__all__ = [
    "SCHEMA_FILE",
    "Declared",
    "choices",
    "declared",
    "json_schema",
    "keys",
    "leaves",
    "places_of",
    "schema_text",
    "without_none",
    "write_schema",
]


if __name__ == "__main__":
    from sim.scenario import shipped

    print(write_schema(shipped.folder()))
