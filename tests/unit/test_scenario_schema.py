"""The JSON Schema that editors use: current, complete, valid JSON; and reading declarations back by path."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from sim.scenario import shipped
from sim.scenario.schema import SCHEMA_FILE, choices, declared, json_schema, keys, places_of, schema_text

FOLDER = Path(__file__).resolve().parents[2] / "scenarios"


def test_the_written_schema_is_current() -> None:
    written = (FOLDER / SCHEMA_FILE).read_text(encoding="utf-8")
    assert written == schema_text(), "run: python -m sim.scenario.schema"


def test_unit_chinese_and_source_are_kept() -> None:
    field = json_schema()["$defs"]["Post"]["properties"]["travel_m_per_s"]
    assert (field["unit"], field["zh"], field["source"]) == ("m/s", "行进速度", "assumption")
    assert field["exclusiveMinimum"] == 0
    assert field["description"].startswith("行进速度 · travel speed")


def test_the_schema_is_json_although_defaults_are_infinite() -> None:
    assert "default" not in json_schema()["$defs"]["Level"]["properties"]["escalate_after_h"]
    json.loads(schema_text(), parse_constant=lambda word: pytest.fail(word))


def test_editors_may_read_infinity_as_null_only_where_it_has_a_meaning() -> None:
    tables = json_schema()["$defs"]
    assert tables["Level"]["properties"]["escalate_after_h"]["type"] == ["number", "null"]
    assert tables["Post"]["properties"]["speed"]["type"] == "number"


def test_a_patch_is_described_like_a_scenario_and_nothing_is_required() -> None:
    assert json_schema()["$defs"]["Patch"]["properties"]["set"]["$ref"] == "#"
    assert '"required"' not in schema_text()


def test_every_shipped_file_names_a_schema_that_is_there() -> None:
    for path in shipped.names().values():
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        assert first.startswith("#:schema "), path
        assert (path.parent / first.removeprefix("#:schema ").strip()).resolve() == (FOLDER / SCHEMA_FILE).resolve()


def test_every_shipped_file_satisfies_the_schema() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(json_schema())
    for path in shipped.names().values():
        assert list(validator.iter_errors(tomllib.loads(path.read_text(encoding="utf-8")))) == [], path


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (("run", "seed"), int),
        (("place", "households"), int),
        (("posts", "any", "skill", "road"), float),
        (("posts", "any", "roster", 3), str),
        (("levels", "any", "refer", "mean_h"), float),
    ],
)
def test_declarations_are_found_by_path(path: tuple[str | int, ...], kind: Any) -> None:
    found = declared(path)
    assert found is not None and found.type is kind


@pytest.mark.parametrize("path", [("rnu",), ("run", "seed", "x"), ("posts", 0), ("posts", "a", "roster", "x")])
def test_nothing_is_declared_elsewhere(path: tuple[str | int, ...]) -> None:
    assert declared(path) is None


def test_only_declared_meanings_of_infinity_allow_it() -> None:
    allowed = [
        ("levels", "a", "escalate_after_h"),
        ("residents", "patience", "mean_h"),
        ("residents", "report_per_day"),
    ]
    refused = [("posts", "a", "speed"), ("levels", "a", "refer", "mean_h"), ("categories", "a", "work_h")]
    for path in allowed + refused:
        found = declared(path)
        assert found is not None
        assert found.may_be_infinite is (path in allowed), path


def test_choices_come_from_the_declaration() -> None:
    for path, words in (
        (("dispatch", "sign_off"), ["serial", "parallel", "joint"]),
        (("levels", "a", "units"), ["entrance", "building", "yard", "community"]),
        (("categories", "a", "work_law"), ["fixed", "exponential", "lognormal"]),
    ):
        found = declared(path)
        assert found is not None
        assert choices(found.type, found.field) == words


def test_keys_and_where_they_belong() -> None:
    assert "seed" in keys(("run",)) and keys(("posts",)) == []
    assert places_of("head_count") == ["posts.*"]
    assert places_of("nonsense") == []
