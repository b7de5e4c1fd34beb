"""Full-width signs in the Chinese of reports: our sentences change their signs and nothing else."""

from __future__ import annotations

import re
import string

import pytest

from sim.locale import FOLDER
from sim.locale.compile import read_po
from sim.locale.voice import FULL, formal, voice

SENTENCES = [form for value in read_po((FOLDER / "zh" / "LC_MESSAGES" / "shequ.po").read_text(encoding="utf-8")).values() for form in value.split("\0")]

HALF = {"，": ",", "；": ";", "：": ":", "？": "?", "！": "!", "（": "(", "）": ")"}


def test_only_signs_change_and_no_blank_is_lost() -> None:
    assert len(SENTENCES) > 900
    changed = 0
    for text in SENTENCES:
        found = formal(text)
        assert [part[1] for part in string.Formatter().parse(found)] == [part[1] for part in string.Formatter().parse(text)], text
        back = "".join(HALF.get(one, one) for one in found)
        assert back == "".join(HALF.get(one, one) for one in text)
        changed += found != text
    assert changed > 300


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("24,000 名居民,共 5 个;对吗?", "24,000 名居民，共 5 个；对吗？"),
        ("从 08:30 开始:好(1 人)", "从 08:30 开始：好（1 人）"),
        ("区间 [+1.0, +2.0],见 a.b:c", "区间 [+1.0, +2.0]，见 a.b:c"),
        ("no Chinese, nothing: changes (here)", "no Chinese, nothing: changes (here)"),
    ],
)
def test_numbers_times_and_intervals_stay(text: str, told: str) -> None:
    assert formal(text) == told


def test_what_is_filled_in_is_left_as_it_is() -> None:
    said = voice("zh")("“{metric}”: difference from A, run by run", metric="a,b;(c)")
    assert "a,b;(c)" in said and "：" in said
    assert voice("en")("Report: {path}", path="x") == "Report: x"
    assert not re.search("[" + re.escape("".join(FULL)) + "](?=[\u3400-\u9fff])", formal("好,好;好:好?好!好"))
