"""The page of the classroom as one HTML text that asks for nothing: style, script, words and font inline, for replay the data too.

It may run exactly one script and one style sheet, known by their digests, and nothing else; live it may speak to the server it
came from and to nobody.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Literal

from sim.classroom.modules import WEB, joined
from sim.classroom.words import WORDS
from sim.locale import Lang
from sim.locale.voice import voice
from sim.pictures.look import FONT
from sim.pictures.webfont import data_uri

Feed = Literal["replay", "live"]

TABS = ("lesson", "organisation", "charts", "funnel", "case", "controls", "phones", "help")
"""Panels below the maps, in order; which of them are offered is decided by the page (no lesson, not live)."""

TAGS = {"zh": "zh-CN", "en": "en"}

WOFF2 = FONT.with_suffix(".woff2")

LEVEL = 9
"""Of gzip: a lesson is packed once and carried around often."""

HEADER_AT = 8
"""First byte of a message's header; the four before it are its length."""


def page(messages: Sequence[bytes] | None, *, lang: Lang = "zh", feed: Feed = "replay") -> str:
    """The whole page. Same messages, same text (as long as zlib stays the same).

    `replay` carries the messages in itself; `live` gets them from the server, and of `messages` only the titles are used, if there
    are any. Both languages are in it; `lang` is the one it begins with. Raises ValueError for a replay without messages.
    """
    if feed == "replay" and not messages:
        raise ValueError("a replay needs the messages it is to show")
    headers = [_header(message) for message in messages or ()]
    title = _title(headers, lang) or voice(lang)(WORDS["classroom"])
    css = _css(data_uri(_characters(headers)) if feed == "replay" else _whole_font(), "woff" if feed == "replay" else "woff2")
    script = joined()
    return str(_template().render(
        lang=lang, tag=TAGS[lang], other=_other(lang), title=title, feed=feed, tabs=TABS, word=_book(lang), words=_safe(_words()),
        css=_safe(css), script=_safe(script), policy=_policy(css, script, feed), recording=_packed(messages) if messages and feed == "replay" else None,
    ))  # fmt: skip


def _title(headers: Sequence[dict[str, Any]], lang: Lang) -> str:
    """What the page is of: the lesson, else both organisations; empty where nothing is known yet."""
    lessons = [head["title"][lang] for head in headers if head.get("kind") == "lesson"]
    return " | ".join(lessons or [head["title"][lang] for head in headers if head.get("kind") == "organisation" and head["era"] == 0])


def _packed(messages: Sequence[bytes]) -> str:
    return base64.b64encode(gzip.compress(b"".join(messages), LEVEL, mtime=0)).decode("ascii")


def _header(message: bytes) -> dict[str, Any]:
    """The header of a message; its columns are not touched."""
    length = int.from_bytes(message[4:HEADER_AT], "little")
    found: dict[str, Any] = json.loads(message[HEADER_AT : HEADER_AT + length])
    return found


def _strings(value: object) -> Iterator[str]:
    """All texts in a header, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _characters(headers: Sequence[dict[str, Any]]) -> set[str]:
    """Every character that the page can show; its script writes some signs by itself."""
    return {sign for text in (_words(), joined(), *_strings(list(headers))) for sign in text}


@cache
def _book(lang: Lang) -> dict[str, str]:
    """The words of one language."""
    say = voice(lang)
    return {key: say(text, **{name: f"{{{name}}}" for name in _blanks(text)}) for key, text in WORDS.items()}


def _blanks(text: str) -> set[str]:
    import string

    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@cache
def _words() -> str:
    """The words of both languages as the page reads them; nothing in them can end the element they stand in."""
    both = {lang: _book(lang) for lang in ("zh", "en")}
    return json.dumps(both, ensure_ascii=False, sort_keys=True, separators=(",", ":")).replace("<", "\\u003c")


def _other(lang: Lang) -> Lang:
    return "en" if lang == "zh" else "zh"


def _css(font: str, kind: str) -> str:
    """The style sheet with its font in it."""
    face = f'@font-face {{ font-family: "Shequ Sans"; src: url({font}) format("{kind}"); font-weight: 400; }}\n'
    return face + (WEB / "page.css").read_text(encoding="utf-8")


@cache
def _whole_font() -> str:
    """The shipped font as it is: what a live page will have to show is not known beforehand."""
    return "data:font/woff2;base64," + base64.b64encode(WOFF2.read_bytes()).decode("ascii")


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"


def _policy(css: str, script: str, feed: Feed) -> str:
    """What the page may do."""
    allowed = {
        "default-src": "'none'", "script-src": _digest(script), "style-src": _digest(css), "font-src": "data:", "img-src": "data:",
        "connect-src": "'self'" if feed == "live" else "'none'", "base-uri": "'none'", "form-action": "'none'",
    }  # fmt: skip
    return "; ".join(f"{name} {value}" for name, value in allowed.items())


@cache
def _template() -> Any:
    import jinja2

    room = jinja2.Environment(loader=jinja2.FileSystemLoader(WEB), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    return room.get_template("page.html.j2")


def _safe(text: str) -> Any:
    """Text that goes into the page as it is."""
    import markupsafe

    return markupsafe.Markup(text)


__all__ = ["Feed", "page"]
