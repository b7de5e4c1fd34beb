"""A document in its forms: every text arrives as it was written, nothing in it acts, the numbers are the same, the bytes are the same."""

from __future__ import annotations

import json
import math
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from sim.errors import ShequError
from sim.pictures.webfont import webfont
from sim.report.document import Document, Table
from sim.report.forms import form, write_forms
from sim.report.page import page
from sim.report.wording import carried, cleaned, numbered
from tests.unit.documents import HOSTILE, NUMBERS, TRAPS, demo, hostile

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Read(HTMLParser):
    """Elements of a page with their attributes and text, in order; text of `style` apart."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.cells: list[list[tuple[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "tr":
            self.cells.append([])
        if tag in ("td", "th"):
            self.cells[-1].append(("", dict(attrs).get("data-value")))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if {"td", "th"} & set(self._open):
            text, value = self.cells[-1][-1]
            self.cells[-1][-1] = (text + data, value)


def texts(value: Any) -> list[str]:
    """Every text of a document that is shown, in order; ids and raw values left out."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return [text for one in value for text in texts(one)]
    names = getattr(value, "_fields", None) or getattr(value, "__dataclass_fields__", ())
    return [text for name in names if name not in ("id", "lang", "tone", "part", "values", "parts", "keywords", "drawn", "alt", "meaning", "unit") for text in texts(getattr(value, name))]


def same(value: object, other: object) -> bool:
    return value == other or (isinstance(value, float) and isinstance(other, float) and math.isnan(value) and math.isnan(other))


@pytest.fixture(scope="module")
def trapped() -> str:
    return page(hostile())


@pytest.fixture(scope="module")
def plain() -> str:
    return page(demo("zh"))


@pytest.fixture(scope="module")
def english() -> str:
    return page(demo("en"))


def test_no_text_acts_in_the_page(trapped: str) -> None:
    read = Read(trapped)
    known = {"html", "head", "meta", "title", "style", "body", "div", "header", "main", "h1", "h2", "h3", "h4", "p", "section", "figure", "figcaption", "span", "bdi", "br", "table", "thead", "tbody", "tr", "th", "td",
             "ul", "ol", "li", "nav", "a", "svg", "defs", "g", "path", "use", "clippath", "rect"}  # fmt: skip
    assert {tag for tag, _ in read.elements} <= known
    for tag, attributes in read.elements:
        assert not [name for name in attributes if name.startswith("on")], tag
        for name in ("href", "xlink:href", "src"):
            assert (attributes.get(name) or "#").startswith("#")


def test_every_text_arrives_as_it_was_written(trapped: str, plain: str, english: str) -> None:
    for document, shown in ((hostile(), trapped), (demo("zh"), plain), (demo("en"), english)):
        everything = "".join(Read(shown).texts)
        for text in {carried(one) for one in texts(document)}:
            assert text in everything


def test_what_is_cleaned_is_only_what_no_form_can_carry() -> None:
    kept = "\"q\" & <b> = + - @ # $ \\ 社区 🏘️ שלום \u2068x\u2069 \u3000\u00a0 e\u0301"
    assert carried(kept) == kept
    assert carried("a\r\n\tb\x0b\x00c\ud800") == "a b ·c·"
    assert carried("a\u202eb\u2066c") == "abc"
    assert carried("a\u2069b\u2066") == "ab"
    document = cleaned(hostile())
    assert cleaned(document) == document
    assert all(re.search("[\x00-\x1f\x7f\ufffe\ud800-\udfff]", one) is None for one in texts(document))


def test_the_page_asks_for_nothing(trapped: str, plain: str, english: str) -> None:
    for text in (plain, english):
        bare = re.sub(r' xmlns(:xlink)?="http[^"]*"', "", text)
        assert "http:" not in bare and "https:" not in bare and "//" not in re.sub(r"base64,[A-Za-z0-9+/=]*", "", bare)
        assert "<script" not in text and "@import" not in text
        assert re.findall(r"url\((?!#)(.{22})", text) == ["data:font/woff;base64,"]
    policy = [attributes["content"] for tag, attributes in Read(trapped).elements if attributes.get("http-equiv") == "Content-Security-Policy"]
    assert policy and str(policy[0]).startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:;")


def test_ids_are_unique_and_every_reference_has_its_target(trapped: str, plain: str) -> None:
    for text in (trapped, plain):
        ids = re.findall(r'\sid="([^"]*)"', text)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]*)"|url\(#([^)]*)\)', text)) and {one or other for one, other in re.findall(r'href="#([^"]*)"|url\(#([^)]*)\)', text)} <= set(ids)


def test_pictures_are_told_in_words_and_tables_have_heads(trapped: str, english: str) -> None:
    read = Read(trapped)
    pictures = [attributes for tag, attributes in read.elements if tag == "svg"]
    assert [one["aria-label"] for one in pictures] == [carried(HOSTILE)] * 2
    assert all(one["role"] == "img" for one in pictures)
    assert all(attributes.get("scope") in ("row", "col") for tag, attributes in read.elements if tag == "th")
    assert read.elements[0] == ("html", {"lang": "zh-CN"})
    assert [(tag, attributes["lang"]) for tag, attributes in Read(english).elements if tag == "html"] == [("html", "en")]


def test_right_to_left_text_keeps_its_direction_to_itself() -> None:
    document = Document("en", "שלום (1)", "plain", ())
    text = page(document)
    assert "<h1><bdi>שלום (1)</bdi></h1>" in text
    assert '<p class="subtitle">plain</p>' in text


def test_the_page_carries_its_characters_and_no_others() -> None:
    import io

    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(webfont("社区🏘\U000f1234")))
    known = font.getBestCmap()
    assert {ord("社"), ord("区"), ord("a"), ord("9")} <= known.keys() and ord("居") not in known and 0x1F3D8 not in known
    assert font["name"].getDebugName(0) and font["name"].getDebugName(13)
    assert webfont("区社") == webfont("社区")
    assert len(webfont(demo().title)) < 60_000


def numbers_of_html(document: Document) -> list[list[list[Any]]]:
    """Raw values of every table by row and cell, as read from the page."""
    rows = Read(page(document)).cells
    found, at = [], 0
    for table in document.tables:
        at += 1  # the head
        found.append([[json.loads(value) if value else [] for _, value in row] for row in rows[at : at + len(table.rows)]])
        at += len(table.rows)
    return found


@pytest.mark.parametrize("document", [demo("zh"), demo("en"), hostile()], ids=["zh", "en", "hostile"])
def test_the_page_keeps_every_digit(document: Document) -> None:
    for table, found in zip(document.tables, numbers_of_html(document), strict=True):
        for row, values in zip(table.rows, found, strict=True):
            for cell, kept in zip(row, values, strict=True):
                assert len(kept) == len(cell.values) and all(map(same, kept, cell.values))
    assert any(same(math.nan, one) for row in numbers_of_html(hostile())[0] for cell in row for one in cell)
    assert len(NUMBERS) < len(TRAPS)


def test_tables_and_pictures_are_counted_through() -> None:
    names = numbered(demo("zh"))
    assert list(names.values()) == ["表 1", "表 2", "图 1", "图 2"] and names[Table, "options"] == "表 1"
    assert list(numbered(demo("en")).values()) == ["Table 1", "Table 2", "Figure 1", "Figure 2"]


FORMS_TRIED = ["html"]


@pytest.mark.parametrize("name", FORMS_TRIED)
@pytest.mark.parametrize("make", [demo, hostile])
def test_same_document_same_bytes(name: str, make: Any) -> None:
    once = form(make("zh"), name)
    make.cache_clear()
    assert form(make("zh"), name) == once
    assert len(once) < 500_000


def test_nothing_is_written_if_one_form_fails(tmp_path: Path) -> None:
    folder = tmp_path / "社区 report"
    with pytest.raises(ShequError, match="not written as htm; possible: html") as caught:
        write_forms(demo(), folder, ("html", "htm"))
    assert not folder.exists()
    assert caught.value.exit_code == 2
    folder.mkdir()
    (folder / "report-zh.html").write_text("old")
    assert write_forms(demo(), folder, ("html", "html")) == [folder / "report-zh.html"]
    assert [one.name for one in folder.iterdir()] == ["report-zh.html"]
    assert (folder / "report-zh.html").read_bytes() == form(demo(), "html")
