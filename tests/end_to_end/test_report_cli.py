"""compare --report and report: files, languages, the same again without a run, clear errors; as a person would."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.report.folder import read_evidence

Result = tuple[int, str, str]
Shequ = Callable[..., Result]

SMALL = [word for change in ("place.residents=300", "run.days=30", "run.warm_up_days=7", "run.follow_up_days=14") for word in ("--set", change)]


def forms(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.long
def test_a_report_with_everything_and_the_same_again_without_a_run(shequ: Shequ, tmp_path: Path) -> None:
    folder = tmp_path / "结果 1"
    words = ["compare", "street-office", "street-office+L8+K5", *SMALL, "-r", 3, "--report", folder, "--in", "both", "--form", "xlsx", "--question", "Which?"]
    code, out, err = shequ(*words)
    assert code == 0, err
    assert forms(folder) == {"report-en.html", "report-zh.html", "report-en.xlsx", "report-zh.xlsx", "comparison.json", "evidence.json"}
    assert "report-zh.html" in out and "a storm, a post vacant" in err
    evidence = read_evidence(folder)
    assert len(evidence.strains) == 2 and len(evidence.doubts) == 1 and len(evidence.whys) == 1
    assert evidence.whys[0].practices == ("L8", "K5")
    page = (folder / "report-en.html").read_text(encoding="utf-8")
    for heading in ("The answer on one page", "What this cannot tell you", "Who gains and who loses", "Under stress", "Assumptions that matter", "Which?"):
        assert heading in page
    assert evidence.command in page.replace("&#39;", "'").replace("&#34;", '"')
    assert json.loads((folder / "comparison.json").read_text(encoding="utf-8"))["replications"] == 3
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    code, _, err = shequ("report", folder, "--in", "both", "--form", "xlsx")
    assert code == 0 and "%" not in err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    code, _, _ = shequ("report", folder, "--form", "docx", "--style", "gongwen", "--out", tmp_path / "letters", "--lang", "zh")
    assert code == 0 and forms(tmp_path / "letters") == {"report-zh.html", "report-zh.docx"}


def test_quick_runs_nothing_further_and_stdout_stays_json(shequ: Shequ, tmp_path: Path) -> None:
    code, out, err = shequ("compare", "street-office", "street-office", *SMALL, "-r", 2, "--report", tmp_path / "r", "--quick", "--form", "html", "--json", "-")
    assert code == 0 and json.loads(out)["checks"]["identical"]
    assert "changes nothing" in err and err.index("changes nothing") < err.index("the comparison")  # told before anything is run
    assert forms(tmp_path / "r") == {"report-en.html", "comparison.json", "evidence.json"}
    assert not read_evidence(tmp_path / "r").strains
    page = (tmp_path / "r" / "report-en.html").read_bytes()
    assert shequ("report", tmp_path / "r", "--form", "html")[0] == 0
    assert (tmp_path / "r" / "report-en.html").read_bytes() == page
    assert "B changes nothing against A" in (tmp_path / "r" / "report-en.html").read_text(encoding="utf-8")


def test_clear_errors_and_nothing_written(shequ: Shequ, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    code, _, err = shequ("compare", "mmc", "street-office", "--report", tmp_path / "file" / "r")
    assert code == 2 and "file" in err and "%" not in err
    (tmp_path / "empty").mkdir()
    code, _, err = shequ("report", tmp_path / "empty")
    assert code == 2 and "neither a comparison" in err and "shequ compare" in err
    code, _, err = shequ("report", tmp_path / "nowhere", "--lang", "zh")
    assert code == 2 and "既没有" in err
    (tmp_path / "empty" / "evidence.json").write_text('{"format": "shequ evi')
    code, _, err = shequ("report", tmp_path / "empty")
    assert code == 2 and "evidence.json" in err
    assert forms(tmp_path / "empty") == {"evidence.json"}
    code, _, err = shequ("report", tmp_path, "--form", "odt")
    assert code == 2 and "odt" in err


@pytest.mark.long
def test_the_report_of_a_study(shequ: Shequ, tmp_path: Path) -> None:
    study = tmp_path / "study.toml"
    study.write_text(
        'base = "street-office"\nmetrics = ["resolved_in_deadline"]\ntitle = { zh = "外勤", en = "Field" }\n'
        "[set]\nplace = { residents = 300 }\nrun = { days = 30, warm_up_days = 7, follow_up_days = 14 }\n"
        '[levers.field]\npath = "posts.field.head_count"\nvalues = [2, 8]\n[replications]\ncount = 3\n', encoding="utf-8",
    )  # fmt: skip
    assert shequ("sweep", study, "--executor", "threads", "-j", 1)[0] == 0
    code, _, err = shequ("report", tmp_path / "results" / "study", "--in", "both", "--form", "pdf", "--out", tmp_path / "r")
    assert code == 0, err
    assert forms(tmp_path / "r") == {"report-en.html", "report-zh.html", "report-en.pdf", "report-zh.pdf"}
