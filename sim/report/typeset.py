"""The document as PDF, typeset from the template beside this file. All texts go in as data, none as markup.

A character that the fonts do not have would be set as a box without any error, so the fonts are asked first.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from sim.locale import mark, translator
from sim.pictures.look import FAMILY, FONT
from sim.report.document import Bullets, Document, Paragraph, Picture, Section, Table, Timeline
from sim.report.measure import CHARACTER, breakable, fits, shares, size_of_letters, together
from sim.report.wording import cleaned, numbered, reworded
from sim.store.fault import ToldError

TEMPLATE = Path(__file__).with_name("typeset.typ")

WIDTH = 174.0 * 72 / 25.4
"""Points between the margins of the template."""

FRONT_HEIGHT = 78.0 * 72 / 25.4
"""Points that a picture on page one may be high, so that the page holds all of it."""

OTHER_HEIGHT = 200.0 * 72 / 25.4

SIZES = (8.2, 7.2, 6.4)
"""Letters of tables in points."""

FONTS = (FAMILY, "DejaVu Sans")
"""The shipped font, and the one that comes with matplotlib for other scripts."""

_JOINERS = re.compile("[\u200b-\u200d\u2060\ufe00-\ufe0f]")

CONTENTS, ANNEX = mark("Contents"), mark("Annex")


class TypesetError(ToldError):
    """PDF is asked for, and what makes it is not installed."""


def pdf(document: Document) -> bytes:
    """The PDF file. Same document, same bytes. Raises TypesetError where the extra `pdf` is not installed."""
    require_pdf()
    import typst

    document = reworded(cleaned(document), lambda text: breakable(legible(text), 40))
    say = translator(document.lang)
    numbers = numbered(document)
    given = {
        "lang": document.lang, "fonts": FONTS, "title": document.title, "subtitle": document.subtitle, "keywords": [one for one in document.keywords if one],
        "contents": say(CONTENTS), "annex": say(ANNEX), "sections": [_section(one, numbers) for one in document.sections],
    }  # fmt: skip
    typesetter: Any = typst  # what its types say of font_paths and of Input does not go together
    made = typesetter.compile(
        TEMPLATE.read_bytes(), font_paths=[FONT.parent, _others().parent], ignore_system_fonts=True, sys_inputs={"document": json.dumps(given, ensure_ascii=False)},
    )  # fmt: skip
    return bytes(made)


def require_pdf() -> None:
    """Say before anything is run that the typesetter is missing. Raises TypesetError."""
    try:
        import typst  # noqa: F401
    except ImportError as error:
        raise TypesetError(MISSING, command='pip install "shequ[pdf]"') from error


def _section(section: Section, numbers: dict[tuple[type, str], str]) -> dict[str, Any]:
    return {"title": section.title, "part": section.part, "blocks": [_block(one, section, numbers) for one in section.blocks]}


def _block(block: object, section: Section, numbers: dict[tuple[type, str], str]) -> dict[str, Any]:
    """What the template needs of a block."""
    if isinstance(block, Table):
        block = together(block)
        size, parts = _columns(block)
        block = reworded(block, lambda text: breakable(text, 8)) if not fits(block, WIDTH / (size * CHARACTER)) else block
        rows = [[{"text": cell.text, "tone": cell.tone} for cell in row] for row in block.rows]
        heads = [{"text": head.text, "right": head.right} for head in block.head]
        return {"kind": "table", "number": numbers[Table, block.id], "caption": block.caption, "head": heads, "rows": rows, "note": block.note, "size": size, "shares": parts}
    if isinstance(block, Picture):
        wide, high = (one * 72 for one in block.drawn.inches)
        scale = min(1.0, WIDTH / wide, (FRONT_HEIGHT if section.part == "front" else OTHER_HEIGHT) / high)
        number = numbers[Picture, block.id]
        return {"kind": "picture", "number": number, "caption": block.caption, "alt": block.alt, "svg": block.drawn.svg, "width": round(wide * scale, 2)}
    if isinstance(block, Timeline):
        return {"kind": "timeline", "title": block.title, "heads": block.heads, "columns": block.columns, "note": block.note}
    if isinstance(block, Bullets):
        return {"kind": "bullets", "items": block.items, "numbered": block.numbered}
    assert isinstance(block, Paragraph)
    return {"kind": "paragraph", "text": block.text, "tone": block.tone}


def _columns(table: Table) -> tuple[float, list[float]]:
    """Size of the letters and the columns' parts of the width."""
    lines = {size: WIDTH / (size * CHARACTER) for size in SIZES}
    size = SIZES[size_of_letters(table, list(lines.values()))]
    return size, [round(one, 5) for one in shares(table, lines[size])] if table.head else []


def legible(text: str) -> str:
    """The text with a dot for what the fonts cannot set; joiners and variants of signs, which have no shape of their own, go."""
    return "".join(one if one == " " or ord(one) in _glyphs() else "" if unicodedata.category(one) in ("Cf", "Mn") else "\u00b7" for one in _JOINERS.sub("", text))


@cache
def _glyphs() -> frozenset[int]:
    """Characters that the fonts have."""
    from fontTools.ttLib import TTFont

    found: set[int] = set()
    for path in (FONT, _others()):
        with TTFont(path, lazy=True) as font:
            found |= font.getBestCmap().keys()
    return frozenset(found)


@cache
def _others() -> Path:
    """The font of other scripts."""
    import matplotlib as mpl

    return Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"


MISSING = mark("a report as PDF needs the typesetter: {command}")

__all__ = ["TypesetError", "legible", "pdf", "require_pdf"]
