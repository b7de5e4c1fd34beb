"""Pictures: Chinese without any Chinese font on the machine, no boxes, the same bytes each time, the reader's settings untouched."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from matplotlib.figure import Figure

from sim.pictures import LOOKS, MissingGlyphError, drawing, save
from sim.pictures.look import FONT
from sim.pictures.subset import characters

ROOT = Path(__file__).parents[2]

def picture(text: str) -> Figure:
    figure = Figure(figsize=(3, 2), layout="constrained")
    figure.subplots().set_title(text)
    return figure


def test_the_shipped_font_has_what_it_says_in_both_forms() -> None:
    for path in (FONT, FONT.with_suffix(".woff2")):
        assert {ord(one) for one in characters()} <= TTFont(path).getBestCmap().keys()
    assert "SIL OPEN FONT LICENSE" in FONT.with_name("OFL.txt").read_text(encoding="utf-8")


def test_every_chinese_character_we_write_has_a_glyph() -> None:
    known = TTFont(FONT).getBestCmap()
    texts = [*ROOT.glob("sim/**/*.py"), *ROOT.glob("sim/locale/zh/**/*.po"), *ROOT.glob("scenarios/**/*.toml"), *ROOT.glob("experiments/*.toml")]
    assert len(texts) > 200
    for path in texts:
        chinese = set(re.findall(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]", path.read_text(encoding="utf-8")))
        assert not {one for one in chinese if ord(one) not in known}, path


def test_the_same_picture_gives_the_same_bytes_and_boxes_are_an_error(tmp_path: Path) -> None:
    with drawing():
        for turn in ("a", "b"):
            save(picture("网格员 27 → 54 人 −3 % ≤ $x^2$"), tmp_path / f"{turn}.svg", tmp_path / f"{turn}.png", tmp_path / f"{turn}.pdf")
        for ending in ("svg", "png", "pdf"):
            assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()
        with pytest.raises(MissingGlyphError, match="\U000f1234") as caught:
            save(picture("a\U000f1234b"), tmp_path / "c.svg")
    assert not (tmp_path / "c.svg").exists()
    assert "请安装" in caught.value.render("zh")


def test_drawing_leaves_the_reader_s_settings_alone() -> None:
    code = (
        "import matplotlib as m; before = dict(m.rcParams)\n"
        "from sim.pictures import drawing\n"
        "with drawing(): assert m.rcParams['font.family'][0] == 'Noto Sans SC'\n"
        "assert dict(m.rcParams) == before"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_looks_differ_in_more_than_colour() -> None:
    for part in zip(*LOOKS, strict=True):
        assert len(set(map(str, part))) == len(LOOKS)
    greys = sorted(0.299 * int(one.colour[1:3], 16) + 0.587 * int(one.colour[3:5], 16) + 0.114 * int(one.colour[5:], 16) for one in LOOKS[:3])
    assert greys[0] < greys[-1]
