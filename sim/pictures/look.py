"""Settings under which a picture is drawn and saved. Nothing of the reader's own matplotlib settings is changed.

Chinese comes from a subset of Noto Sans SC that is shipped (GB 2312 and the signs we use; `font/OFL.txt`), so that a machine without any
Chinese font draws the same picture. The Chinese family stands first: behind another one, labels with formulas would lose their Chinese.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.errors import ShequError
from sim.locale import mark, translator

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FONT = Path(__file__).parent / "font" / "NotoSansSC-subset.ttf"
FAMILY = "Noto Sans SC"

SYSTEM_FAMILIES = ["Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "WenQuanYi Micro Hei"]
"""Tried for characters beyond the subset (rare names), where the machine has them."""

_MISSING = re.compile(r"Glyph (\d+) ")

_PATH = re.compile(r'\s(d|points|x|y)="([^"]*)"')
_LETTER = re.compile(r' d="([^"]*)" transform="scale\(0\.015625\)"')
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_FINE = re.compile(r"-?\d+\.\d{3,}(?!\d*e)")
_AROUND = re.compile(r" (?=[A-Za-z])|(?<=[A-Za-z]) ")


class Look(NamedTuple):
    """How one of several lines or groups is told apart: by colour, shape and dashes, so that grey print tells them apart too."""

    colour: str
    marker: str
    dashes: Any


LOOKS = (
    Look("#0072B2", "o", "solid"), Look("#D55E00", "s", (0, (5, 2))), Look("#009E73", "^", (0, (1, 1.5))),
    Look("#CC79A7", "D", (0, (6, 2, 1, 2))), Look("#E69F00", "v", (0, (3, 3))), Look("#56B4E9", "P", (0, (8, 3))),
)  # fmt: skip
"""Colours of Okabe and Ito (2008)."""


class MissingGlyphError(ShequError):
    """A picture has characters that no font here has; they would be drawn as boxes."""

    exit_code = 2

    def __init__(self, characters: str) -> None:
        self.characters = characters
        super().__init__(self.render("en"))

    def __reduce__(self) -> tuple[type[MissingGlyphError], tuple[str]]:
        return (MissingGlyphError, (self.characters,))

    def render(self, lang: str = "en") -> str:
        """The message in the reader's language."""
        return translator("zh" if lang == "zh" else "en")(TOLD, characters=self.characters)


TOLD = mark("no font on this machine has the characters {characters}: install Noto Sans CJK SC, or write the name otherwise")


@contextmanager
def drawing(size: float = 9.0) -> Iterator[None]:
    """Settings for drawing and saving: the font, letters of `size` points, letters as paths in SVG, no random ids."""
    import matplotlib as mpl
    from matplotlib import font_manager

    if str(FONT) not in {entry.fname for entry in font_manager.fontManager.ttflist}:
        font_manager.fontManager.addfont(str(FONT))
    known = {entry.name for entry in font_manager.fontManager.ttflist}
    families = [FAMILY, *(name for name in SYSTEM_FAMILIES if name in known), "DejaVu Sans"]
    settings: Any = {
        "font.family": families, "font.size": size, "axes.unicode_minus": True, "svg.fonttype": "path", "svg.hashsalt": "shequ",
        "axes.spines.top": False, "axes.spines.right": False, "figure.facecolor": "white",
    }  # fmt: skip
    with mpl.rc_context(settings):
        yield


def save(figure: Figure, *paths: Path) -> None:
    """Write a picture in the formats of the paths' endings; the same bytes for the same picture. Call it within `drawing`.

    Raises MissingGlyphError, and writes nothing, where a character would be drawn as a box.
    """
    _svg(figure)
    for path in paths:
        extra = {"Date": None} if path.suffix == ".svg" else {"Software": None} if path.suffix == ".png" else {"CreationDate": None}
        figure.savefig(path, dpi=144, metadata=extra)


class Drawn:
    """A finished picture as SVG text (letters as paths: it needs no font where it is read), and as PNG when asked for."""

    def __init__(self, figure: Figure) -> None:
        """Draw it, within `drawing`. Raises MissingGlyphError where a character would be drawn as a box."""
        self.svg = _slim(_svg(figure))
        self.inches: tuple[float, float] = (float(figure.get_figwidth()), float(figure.get_figheight()))
        self._figure = figure

    @cached_property
    def png(self) -> bytes:
        """The picture at 144 dots per inch."""
        target = io.BytesIO()
        with drawing():
            self._figure.savefig(target, format="png", dpi=144, metadata={"Software": None})
        return target.getvalue()


def _svg(figure: Figure) -> str:
    """The picture as SVG, which asks for every glyph. Raises MissingGlyphError."""
    target = io.StringIO()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        figure.savefig(target, format="svg", dpi=130, metadata={"Date": None})
    missing = "".join(dict.fromkeys(chr(int(found[1])) for one in caught if (found := _MISSING.match(str(one.message)))))
    if missing:
        raise MissingGlyphError(missing)
    return target.getvalue()


def _slim(svg: str) -> str:
    """The same picture in fewer bytes: hundredths of a point are fine enough, 800 units to the height of a letter too, and a path needs few blanks."""
    def letter(found: re.Match[str]) -> str:
        return f' d="{_outline(found[1])}" transform="scale(0.125)"'

    def path(found: re.Match[str]) -> str:
        return f' {found[1]}="{_packed(_FINE.sub(_hundredths, found[2]))}"'

    short = _PATH.sub(path, _LETTER.sub(letter, re.sub(r"<!--.*?-->", "", svg, flags=re.S))).replace("NotoSansSC-Regular-", "n")
    return re.sub(r"\n\s*<", "\n<", short)


@lru_cache(8192)
def _outline(path: str) -> str:
    """The outline of a letter in eighths; the letters of one picture are those of the next."""
    return _packed(_NUMBER.sub(lambda one: str(round(float(one[0]) / 8)), path))


def _packed(path: str) -> str:
    return _AROUND.sub("", " ".join(path.split()))


def _hundredths(found: re.Match[str]) -> str:
    short = f"{float(found[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def legible(text: str) -> str:
    """A name that somebody else wrote, fit for a picture: nothing in it is a formula, what no font here can draw becomes a dot."""
    return "".join("\\$" if one == "$" else one if one == " " or (one.isprintable() and ord(one) in _glyphs()) else "\u00b7" for one in text)


@cache
def _glyphs() -> frozenset[int]:
    """Characters that the fonts of `drawing` have."""
    from matplotlib import font_manager

    with drawing():
        known = {entry.name for entry in font_manager.fontManager.ttflist}
        paths = [font_manager.findfont(name) for name in (FAMILY, *SYSTEM_FAMILIES, "DejaVu Sans") if name in known]
        return frozenset(code for path in paths for code in font_manager.get_font(path).get_charmap())


__all__ = ["FAMILY", "FONT", "LOOKS", "Drawn", "Look", "MissingGlyphError", "drawing", "legible", "save"]
