"""The document as one HTML file that needs nothing else: pictures as SVG in it, its font in it, no script, no request."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from sim.locale import mark, translator
from sim.pictures.webfont import data_uri
from sim.report.document import Bullets, Document, Paragraph, Picture, Table, Timeline
from sim.report.measure import width
from sim.report.wording import backwards, cleaned, numbered

FOLDER = Path(__file__).parent

KINDS: dict[type, str] = {Paragraph: "paragraph", Bullets: "bullets", Table: "table", Picture: "picture", Timeline: "timeline"}

_LONG = re.compile(r"([^ \u3000-\u9fff\uff00-\uffef]{24,})")
_PIECE = re.compile(r"[^._/-]{1,12}[._/-]?|[._/-]")

_LETTER = re.compile(r"n[0-9a-f]+")
"""Ids of the outlines of letters, by their codes: see `sim.pictures.look`."""

WIDE = "\u2018\u2019\u201c\u201d\u2026\u2014"
"""Signs that are as wide as a character in a Chinese font: an English page takes them from the reader's own."""

WORDS = {"contents": mark("Contents"), "annex": mark("Annex")}
"""Words of the page itself."""


def page(document: Document) -> str:
    """The whole page. Same document, same text; under a strict content policy (nothing may be fetched, nothing run)."""
    import markupsafe

    document = cleaned(document)
    say = translator(document.lang)
    given: dict[str, Any] = {
        "document": document, "tag": {"zh": "zh-CN", "en": "en"}[document.lang], "word": {name: say(text) for name, text in WORDS.items()},
    }  # fmt: skip
    body = _once(_template("body").render(**given, numbers=numbered(document)))
    css = markupsafe.Markup((FOLDER / "page.css").read_text(encoding="utf-8"))
    wide = set(WIDE) if document.lang == "en" else set()
    font = markupsafe.Markup(data_uri((set(body) | set(document.title)) - wide))
    return str(_template("page").render(**given, body=markupsafe.Markup(body), css=css, font=font))


@cache
def _template(name: str) -> Any:
    """The template NAME.html.j2 beside this file; everything put into it is escaped."""
    import jinja2

    room = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined,
    )  # fmt: skip
    room.filters |= {"set_apart": _set_apart, "raw": _raw, "kind": _kind, "inline": _inline, "named": _named, "wide": width, "whole": _whole}
    return room.get_template(f"{name}.html.j2")


def _named(block: Table | Picture, numbers: dict[tuple[type, str], str]) -> str:
    """Table 1, Figure 2."""
    return numbers[type(block), block.id]


def _kind(block: object) -> str:
    return KINDS[type(block)]


def _set_apart(text: str) -> Any:
    """The text escaped, with places to break in very long words; one with right-to-left letters keeps their direction to itself."""
    import markupsafe

    parts = _LONG.split(text)
    escaped = markupsafe.escape(text) if len(parts) == 1 else markupsafe.Markup("").join(
        markupsafe.Markup("<wbr>").join(_PIECE.findall(part)) if at % 2 else markupsafe.escape(part) for at, part in enumerate(parts)
    )
    return markupsafe.Markup("<bdi>{}</bdi>").format(escaped) if backwards(text) else escaped


def _whole(escaped: Any) -> Any:
    """Intervals are not broken."""
    import markupsafe

    return markupsafe.Markup(re.sub(r"\[[^][<>]{1,30}\]", r'<span class="whole">\g<0></span>', str(escaped)))


def _raw(values: tuple[object, ...]) -> str:
    """The values behind a text as a JSON list, every digit kept (nan and inf as NaN and Infinity)."""
    return json.dumps([one.item() if hasattr(one, "item") else one for one in values], ensure_ascii=False)


def _inline(picture: Picture, turn: int) -> Any:
    """The picture's SVG as part of the page: no prologue, no metadata, ids that no other picture has, and what it shows in words."""
    import markupsafe

    svg = picture.drawn.svg
    svg = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    used = set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', svg))
    needed = {one or other for one, other in used}
    svg = re.sub(r'\s+id="([^"]+)"', lambda found: f' id="{_own(found[1], turn)}"' if found[1] in needed else "", svg)
    svg = re.sub(r'(href="|url\()#([^")]+)', lambda found: f"{found[1]}#{_own(found[2], turn)}", svg)
    svg = re.sub(r"(<style[^>]*>)\s*\*\s*\{", rf"\1#picture-{turn} *{{", svg)  # else it would hold for the whole page
    svg = re.sub(r"\s*\n\s*", " ", svg).replace("> <", "><").replace(' version="1.1"', "", 1)
    told = markupsafe.Markup('<svg id="picture-{}" role="img" aria-label="{}"').format(turn, picture.alt)
    return told + markupsafe.Markup(svg[len("<svg") :])


def _own(name: str, turn: int) -> str:
    """The id in the page: letters are the same in every picture and are shared, anything else belongs to one picture."""
    return name if _LETTER.fullmatch(name) else f"p{turn}-{name}"


def _once(body: str) -> str:
    """The page with the outline of each letter where it comes first only: half of the pictures' bytes are letters."""
    known: set[str] = set()

    def kept(found: re.Match[str]) -> str:
        if found[1] in known:
            return ""
        known.add(found[1])
        return found[0]

    return re.sub(r'<path id="(n[0-9a-f]+)" [^>]*/>', kept, body)


__all__ = ["page"]
