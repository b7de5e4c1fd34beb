"""The rules of the house that a machine can check."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "sim").rglob("*.py"))
HEAVY = {"pandas", "matplotlib", "mesa", "scipy.stats", "sqlitedict", "tree_sitter", "jinja2", "docx", "xlsxwriter", "typst", "fontTools"}


def loaded_by(code: str) -> set[str]:
    """Modules in memory after `code` ran in a new process."""
    script = f"{code}\nimport sys, json; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_importing_the_package_imports_nothing_else() -> None:
    assert not loaded_by("import sim") & (HEAVY | {"numpy", "numba", "pydantic", "rich", "typer"})


def test_nothing_heavy_on_the_way_to_a_run() -> None:
    code = "import sim; r = sim.run(sim.load('three-house-village')); r.metrics"
    assert not loaded_by(code) & HEAVY


def command(readme: str, marker: str) -> str:
    found = re.search(rf"<!-- {marker} -->\n```bash\n(.*?)\n```", (ROOT / readme).read_text(encoding="utf-8"), re.S)
    assert found, f"{readme} has no command {marker!r}"
    return found[1]


@pytest.mark.parametrize("marker", ["run", "test"])
def test_both_readmes_give_the_same_command(marker: str) -> None:
    assert command("README.md", marker) == command("README.zh.md", marker)


def test_both_readmes_have_the_same_numbers() -> None:
    """Every percentage of the table on Longhua, in the same order."""
    tables = [re.findall(r"\d+\.\d %", (ROOT / name).read_text(encoding="utf-8")) for name in ("README.md", "README.zh.md")]
    assert tables[0] == tables[1]
    assert len(tables[0]) == 8


def test_the_floor_plan_names_every_room() -> None:
    plan = (ROOT / "README.md").read_text(encoding="utf-8").split("## Floor plan")[1]
    rooms = {path.stem for path in (ROOT / "sim").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert {room for room in rooms - {"__init__", "__main__"} if room not in plan} == set()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_and_functions_stay_readable(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, f"{node.name} is too long"


def test_no_dumping_ground() -> None:
    assert not [path for path in SOURCES if path.stem in {"utils", "helpers", "common", "base", "manager", "misc"}]


def test_every_kernel_is_in_the_hash_of_the_cache() -> None:
    """A kernel outside it would run its old code after an edit."""
    from sim.compiled import KERNEL_SOURCES

    hashed = {path for pattern in KERNEL_SOURCES for path in (ROOT / "sim").glob(pattern)}
    decorated = re.compile(r"^@(entry|rule|kernel_rule)\b", re.M)
    assert {path for path in SOURCES if decorated.search(path.read_text(encoding="utf-8"))} <= hashed
