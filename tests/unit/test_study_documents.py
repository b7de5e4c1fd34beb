"""What the documents say of study files is true: their examples expand, the schema is current and knows every key."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import jsonschema
import pytest

from sim.sweep.form import StudyFile
from sim.sweep.schema import SCHEMA_FILE, schema_text
from sim.sweep.study import read_study
from sim.sweep.table import expand

ROOT = Path(__file__).parents[2]
STUDIES = sorted((ROOT / "experiments").glob("*.toml"))
GUIDE = ROOT / "experiments/README.md"


def blocks(path: Path) -> list[str]:
    """The TOML examples of a document."""
    return re.findall(r"```toml\n(.*?)```", path.read_text(encoding="utf-8"), re.S)


def test_the_schema_is_current() -> None:
    assert (ROOT / "experiments" / SCHEMA_FILE).read_text(encoding="utf-8") == schema_text(), "python -m sim.sweep.schema"


@pytest.mark.parametrize("path", STUDIES, ids=lambda path: path.stem)
def test_every_study_is_right_also_for_an_editor(path: Path) -> None:
    jsonschema.Draft202012Validator(json.loads(schema_text())).validate(tomllib.loads(path.read_text(encoding="utf-8")))
    read_study(path)


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_example_of_the_readme_is_20_worlds_of_3_structures(name: str, tmp_path: Path) -> None:
    (text,) = (block for block in blocks(ROOT / name) if "[uncertainties.load]" in block)
    path = tmp_path / "study.toml"
    path.write_text(text, encoding="utf-8")
    table = expand(read_study(path))
    assert (len(table.worlds), len(table.structures)) == (20, 3)


def test_the_examples_of_the_guide_expand_together(tmp_path: Path) -> None:
    factors, design = blocks(GUIDE)
    path = tmp_path / "study.toml"
    path.write_text(factors, encoding="utf-8")
    table = expand(read_study(path))
    assert (len(table.worlds), len(table.structures)) == (4, 12)
    path.write_text(factors.replace("values = [4, 6, 8]", "values = [4, 6]") + design, encoding="utf-8")
    table = expand(read_study(path))
    assert (len(table.worlds), len(table.structures)) == (50, 2)


def test_the_guide_names_every_key_and_method() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    words = set(re.findall(r"\w+", text))
    schema = StudyFile.model_json_schema()
    keys = set(schema["properties"]).union(*(part["properties"] for part in schema["$defs"].values() if "properties" in part))
    methods = set(schema["$defs"]["Points"]["properties"]["method"]["enum"])
    assert keys - words == set()
    assert methods - words == set()
