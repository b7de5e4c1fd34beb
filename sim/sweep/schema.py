"""The JSON Schema of study files, for editors: `python -m sim.sweep.schema` writes it beside the studies."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sim.sweep.form import StudyFile

SCHEMA_FILE = "study.schema.json"
"""File name; the first line of a study file is `#:schema study.schema.json`."""


def schema_text() -> str:
    """The text of the schema file (draft 2020-12). What a scenario holds, under `set` and `choices`, is checked when it is loaded."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **StudyFile.model_json_schema()}
    return json.dumps(schema, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def write_schema(folder: Path) -> Path:
    """Write the schema into the folder of the studies; returns the file."""
    path = folder / SCHEMA_FILE
    path.write_text(schema_text(), encoding="utf-8", newline="\n")
    return path


__all__ = ["SCHEMA_FILE", "schema_text", "write_schema"]


if __name__ == "__main__":
    print(write_schema(Path(sys.argv[1] if len(sys.argv) > 1 else "experiments")))
