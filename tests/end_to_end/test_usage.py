"""A command line that is not understood, and the help pages: in the reader's language, with the right word nearby."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.conftest import Shequ

WRONG = (
    ("compar a b", "there is no command compar; did you mean compare?", "没有命令 compar; 是不是要写 compare?"),
    ("store shw", "there is no command shw; did you mean show?", "没有命令 shw; 是不是要写 show?"),
    ("run mmc --replicatons 3", "there is no option --replicatons; did you mean --replications?", "没有选项 --replicatons; 是不是要写 --replications?"),
    ("compare --nope", "there is no option --nope", "没有选项 --nope"),
    ("run", "SCENARIO is missing", "缺少 SCENARIO"),
    ("run mmc extra", "this is more than the command takes: extra", "多余的内容: extra"),
    ("run mmc --seed", "--seed needs a value after it", "--seed 后面要有一个值"),
    ("run mmc --all=3", "--all takes no value", "--all 不带值"),
    ("run mmc -r x", "--replications / -r: a whole number is expected, not x", "--replications / -r: 应为整数,不是 x"),
    ("run mmc -r 0", "--replications / -r: at least 1 is expected, not 0", "--replications / -r: 应不小于 1,不是 0"),
    ("demo --port 70000", "--port: at most 65535 is expected, not 70000", "--port: 应不大于 65535,不是 70000"),
    ("run mmc --lang de", "--lang: de is not one of en, zh", "--lang: de 不在可选的值之中: en, zh"),
)


@pytest.mark.parametrize(("line", "english", "chinese"), WRONG)
def test_what_is_wrong_is_told_in_both_languages(line: str, english: str, chinese: str, shequ: Shequ, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for lang, wanted, usage in (("C", english, "usage: shequ"), ("zh_CN.UTF-8", chinese, "用法: shequ")):
        monkeypatch.setenv("LANG", lang)
        code, out, err = shequ(*line.split())
        lines = err.splitlines()
        assert (code, out, lines[0]) == (2, "", f"shequ: {wanted}")
        assert len(lines) == 1 or (lines[1].startswith(usage) and " -h`" in lines[2])
    assert list(tmp_path.iterdir()) == []


def test_every_help_page_is_chinese_where_the_reader_is() -> None:
    """In a process of its own: what a page says is made when the commands are imported."""
    script = """
from sim.cli import main
from sim.cli.app import app
import typer
group = typer.main.get_command(app)
pages = [[name] for name in group.commands if name != "store"] + [["store"]] + [["store", name] for name in group.commands["store"].commands]
for page in [[], *pages]:
    print("PAGE", *page)
    assert main([*page, "-h"]) == 0
"""
    surroundings = {**os.environ, "LANG": "zh_CN.UTF-8", "LC_ALL": "", "LANGUAGE": "en", "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8", env=surroundings, check=True).stdout
    pages = re.split(r"^PAGE", told, flags=re.M)[1:]
    assert len(pages) > 20
    for page in pages:
        name, _, text = page.partition("\n")
        assert "选项" in text and "显示本页" in text, name
        assert not re.search(r"Arguments|Options|Commands|required|default|Show this", text.replace("[OPTIONS]", "")), name
