"""`shequ practices` as a person meets it: the list, one practice explained, a check, and what is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario.library import library
from sim.study.trial import try_practices

Shequ = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def wide_screen(shequ: Shequ, monkeypatch: pytest.MonkeyPatch) -> None:
    """No name of a practice is cut off."""
    monkeypatch.setenv("COLUMNS", "200")


def ids_in(out: str) -> list[str]:
    """The ids that begin a line of the list."""
    return re.findall(r"^\s+([HFKLZ]\d+)\s", out, re.MULTILINE)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_all_86_are_listed_and_run(shequ: Shequ, lang: str) -> None:
    code, out, _ = shequ("practices", "--lang", lang)
    assert code == 0
    assert ids_in(out) == list(library())
    runs = {"en": "runs", "zh": "可运行"}[lang]
    for line in out.splitlines():
        if ids_in(line):
            name = library()[ids_in(line)[0]].practice
            assert getattr(name, lang) in line
            assert name.parts or runs in line, line


def test_the_list_can_be_narrowed(shequ: Shequ) -> None:
    assert ids_in(shequ("practices", "--source", "kl")[1]) == [f"K{number}" for number in range(1, 15)]
    by_cause = ids_in(shequ("practices", "--cause", "BU")[1])
    assert by_cause == [name for name, entry in library().items() if "BU" in entry.practice.causes]
    assert "Z7" in ids_in(shequ("practices", "--text", "canteen")[1])
    assert ids_in(shequ("practices", "--text", "no such thing")[1]) == []


@pytest.mark.parametrize("lang", [pytest.param("en", marks=pytest.mark.long), "zh"])
@pytest.mark.parametrize("name", library())
def test_each_is_explained_in_words(shequ: Shequ, name: str, lang: str) -> None:
    """What it is, what it changes, its patterns with what was found; the sentences are finished and in one language."""
    code, out, _ = shequ("practices", name, "--lang", lang)
    practice = library()[name].practice
    assert code == 0
    assert getattr(practice.says, lang) in out
    assert practice.where in out
    for pattern in (*practice.expect, *practice.trap):
        assert getattr(pattern, lang) in out
    assert out.count({"en": "when last checked", "zh": "上次检验"}[lang]) == len(practice.expect) + len(practice.trap)
    changes = re.findall(r"^    - (.*)", out, re.MULTILINE)
    assert changes
    for sentence in changes:
        assert not re.search(r"\{|\}|None|\bnan\b|[a-z]_[a-z]", sentence), sentence
        if lang == "zh":
            assert re.search("[一-鿿]", sentence), sentence


def test_a_check_shows_and_keeps_what_the_trial_finds(shequ: Shequ, tmp_path: Path) -> None:
    code, out, err = shequ("practices", "--check", "L8", "-r", 3, "--record", "found.json", "--json", "plain.json")
    assert code == 0
    found = try_practices(["L8"], 3)
    for word in ("holds", "does not hold", "cannot tell"):
        assert len(re.findall(rf"  {word}(?:,.*)?$", out, re.MULTILINE)) == sum(one.verdict == word for one in found)
    assert f"{len(found)} patterns and traps" in out
    assert "100 %" in err
    for file in ("found.json", "plain.json"):
        kept = json.loads((tmp_path / file).read_text(encoding="utf-8"))["practices"]["L8"]["findings"]
        assert [one["verdict"] for one in kept] == [one.verdict for one in found]
        assert [one["difference"] for one in kept] == [pytest.approx(one.difference.mean, rel=1e-5) for one in found]


@pytest.mark.parametrize(("words", "told"), [
    (["practices", "L88"], "L8"),
    (["practices", "--check", "H27"], "H27"),
    (["practices", "--source", "XX"], "LH"),
    (["practices", "--cause", "AUX"], "AU"),
    (["practices", "--check", "L8", "--record", "."], "directory"),
    (["run", "street-office", "--apply", "Z99"], "Z9"),
])  # fmt: skip
def test_what_does_not_exist_is_refused(shequ: Shequ, tmp_path: Path, words: list[str], told: str) -> None:
    code, out, err = shequ(*words)
    assert code == 2
    assert told in err
    assert out == ""
    assert list(tmp_path.iterdir()) == []
