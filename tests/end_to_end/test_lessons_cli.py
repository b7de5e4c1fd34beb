"""`shequ lessons`, `shequ replay-page`, `shequ animate`: what a teacher types, and what goes wrong."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from sim.classroom.lesson import names
from sim.cli import main
from sim.scenario import shipped


def test_the_lessons_are_listed_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lessons", "--lang", "en"]) == 0
    listed = capsys.readouterr().out
    assert [line.split()[0] for line in listed.splitlines()] == list(names())
    assert main(["lessons", "priority", "--lang", "zh"]) == 0
    told = capsys.readouterr().out
    assert "优先，是零和的" in told and "不变" in told and "0.97 ± 0.01" in told
    assert main(["lessons", "prioritty", "--lang", "en"]) == 2
    assert "did you mean `priority`?" in capsys.readouterr().err


def test_a_lesson_of_ones_own_is_checked_and_its_numbers_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = shipped.folder() / "lessons"
    for name in ("priority", "ground"):
        shutil.copytree(folder / name, tmp_path / name)
    ground = tmp_path / "ground" / "textbook-quarter.toml"
    ground.write_text(ground.read_text(encoding="utf-8").replace("../../mmc.toml", "mmc"), encoding="utf-8")
    text = (folder / "priority.toml").read_text(encoding="utf-8").replace("days = 2200, replications = 40", "days = 200, replications = 6")
    mine = tmp_path / "mine.toml"
    mine.write_text(text, encoding="utf-8")
    record = tmp_path / "checked.json"
    assert main(["lessons", str(mine), "--check", "--record", str(record), "--lang", "en"]) == 1, "too short for the mean of all to be known to 1 %"
    shown = capsys.readouterr().out.splitlines()
    assert [line.split()[-1] for line in shown] == ["holds", "holds", "hold"]
    assert shown[2].rstrip().endswith("does not hold")
    assert list(json.loads(record.read_text(encoding="utf-8"))) == ["mine"]
    assert main(["lessons", str(mine), "--lang", "en"]) == 0
    assert "±" in capsys.readouterr().out, "what was kept is shown beside theory"


def test_a_page_is_written_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "lesson.html"
    assert main(["replay-page", "shifts", "--days", "1", "--cases", "1", "--in", "zh", "-o", str(page), "--lang", "en"]) == 0
    told = capsys.readouterr()
    assert "opens in any browser" in told.out and "recorded: day 1 of 1" in told.err
    assert '<html lang="zh' in page.read_text(encoding="utf-8")
    assert main(["replay-page", "shifts", "--days", "1", "--cases", "0", "-o", "-", "--lang", "en"]) == 0
    assert capsys.readouterr().out.startswith("<!")


@pytest.mark.parametrize(("words", "said"), [
    (["replay-page", "nowhere", "-o", "x.html"], "SC009"),
    (["replay-page", "longhua", "mmc", "-o", "x.html"], "do not share their residents"),
    (["replay-page", "longhua", "-o", "x.html"], "no lesson is called"),
    (["replay-page", "a", "b", "c", "-o", "x.html"], "two scenarios or one lesson"),
    (["replay-page", "pooling", "-o", "."], "Is a directory"),
    (["replay-page", "pooling"], "--out"),
    (["animate", "pooling", "-o", "x.webm"], "is written as .gif or .mp4"),
])
def test_what_cannot_be_shown_is_told_and_nothing_is_written(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    assert main([*words, "--lang", "en"]) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
