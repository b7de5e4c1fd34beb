"""A document in its forms: every text arrives as it was written, nothing in it acts, the numbers are the same, the bytes are the same."""

from __future__ import annotations

import io
import json
import math
import re
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import pytest

from sim.errors import ShequError
from sim.locale import Lang
from sim.pictures.webfont import webfont
from sim.report.document import Cell, Document, Head, Picture, Section, Table
from sim.report.forms import FORMS, form, write_forms
from sim.report.letter import chinese
from sim.report.measure import fits, shares, size_of_letters, together, width
from sim.report.page import page
from sim.report.stationery import Style
from sim.report.typeset import TypesetError, legible, pdf
from sim.report.wording import carried, cleaned, numbered
from sim.report.workbook import columns, workbook
from tests.unit.documents import HOSTILE, NUMBERS, TRAPS, demo, drawn, hostile

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

VOID = {"meta", "br", "wbr", "link", "img", "input", "hr"}


@cache
def made(name: str, which: Callable[[Lang], Document], lang: Lang = "zh", style: Style = "plain") -> bytes:
    """A form of one of the two documents, made once."""
    return form(which(lang), name, style)


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
    return made("html", hostile).decode()


@pytest.fixture(scope="module")
def plain() -> str:
    return made("html", demo).decode()


@pytest.fixture(scope="module")
def english() -> str:
    return made("html", demo, "en").decode()


def test_no_text_acts_in_the_page(trapped: str) -> None:
    read = Read(trapped)
    known = {"html", "head", "meta", "title", "style", "body", "div", "header", "main", "h1", "h2", "h3", "h4", "p", "section", "figure", "figcaption", "span", "bdi", "br", "wbr", "table", "thead", "tbody", "tr", "th", "td",
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
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(webfont("社区🏘\U000f1234")))
    known = font.getBestCmap()
    assert {ord("社"), ord("区"), ord("a"), ord("9")} <= known.keys() and ord("居") not in known and 0x1F3D8 not in known
    assert font["name"].getDebugName(0) and font["name"].getDebugName(13)
    assert webfont("区社") == webfont("社区")


def numbers_of_html(document: Document, text: str) -> list[list[list[Any]]]:
    """Raw values of every table by row and cell, as read from the page."""
    rows = Read(text).cells
    found, at = [], 0
    for table in document.tables:
        at += 1  # the head
        found.append([[json.loads(value) if value else [] for _, value in row] for row in rows[at : at + len(table.rows)]])
        at += len(table.rows)
    return found


@pytest.mark.parametrize(("which", "lang"), [(demo, "zh"), (demo, "en"), (hostile, "zh")])
def test_the_page_keeps_every_digit(which: Callable[[Lang], Document], lang: Lang) -> None:
    document = which(lang)
    found_tables = numbers_of_html(document, made("html", which, lang).decode())
    for table, found in zip(document.tables, found_tables, strict=True):
        for row, values in zip(table.rows, found, strict=True):
            for cell, kept in zip(row, values, strict=True):
                assert len(kept) == len(cell.values) and all(map(same, kept, cell.values))
    if which is hostile:
        assert len(NUMBERS) < len(TRAPS) and any(same(math.nan, one) for row in found_tables[0] for cell in row for one in cell)


def test_tables_and_pictures_are_counted_through() -> None:
    names = numbered(demo("zh"))
    assert list(names.values()) == ["表 1", "表 2", "图 1", "图 2"] and names[Table, "options"] == "表 1"
    assert list(numbered(demo("en")).values()) == ["Table 1", "Table 2", "Figure 1", "Figure 2"]


def parts(content: bytes) -> dict[str, bytes]:
    """The files of a DOCX or XLSX."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        return {name: file.read(name) for name in file.namelist()}


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    """Values of a workbook by the name of the sheet: numbers as float, texts as str, nothing as None; formulas and links are refused."""
    files = parts(content)
    shared = ["".join(text.text or "" for text in one.iter(f"{SHEET}t")) for one in ElementTree.fromstring(files["xl/sharedStrings.xml"]).iter(f"{SHEET}si")]
    names = [one.attrib["name"] for one in ElementTree.fromstring(files["xl/workbook.xml"]).iter(f"{SHEET}sheet")]
    found = {}
    for at, name in enumerate(names, 1):
        sheet = ElementTree.fromstring(files[f"xl/worksheets/sheet{at}.xml"])
        assert not list(sheet.iter(f"{SHEET}f"))
        assert all("location" in one.attrib for one in sheet.iter(f"{SHEET}hyperlink"))
        found[name] = []
        for row in sheet.iter(f"{SHEET}row"):
            placed = {_column(one.attrib["r"]): _value(one, shared) for one in row}
            found[name].append([placed.get(place) for place in range(max(placed, default=-1) + 1)])
    return found


def _column(place: str) -> int:
    """0 for A7, 26 for AA7."""
    number = 0
    for letter_of_place in place.rstrip("0123456789"):
        number = 26 * number + ord(letter_of_place) - 64
    return number - 1


def _value(place: ElementTree.Element, shared: list[str]) -> Any:
    value = place.find(f"{SHEET}v")
    if value is None or value.text is None:
        return None
    return shared[int(value.text)] if place.attrib.get("t") == "s" else float(value.text)


@pytest.mark.parametrize(("which", "lang"), [(demo, "zh"), (demo, "en"), (hostile, "zh")])
def test_the_numbers_are_the_same_in_page_letter_and_workbook(which: Callable[[Lang], Document], lang: Lang) -> None:
    document = which(lang)
    letter_tables = [table for table in docx.Document(io.BytesIO(made("docx", which, lang))).tables if len(table.rows) != 2 or len(table.columns) != 2]
    book = list(sheets(made("xlsx", which, lang)).values())[1:-1]
    page_tables = numbers_of_html(document, made("html", which, lang).decode())
    drawn_tables = [table for table in document.tables if table.head]
    assert len(letter_tables) == len(drawn_tables) and len(book) == len(document.tables)
    for table, sheet, from_page in zip(document.tables, book, page_tables, strict=True):
        assert (sheet[0] if sheet else []) == columns(cleaned(document).tables[document.tables.index(table)].head)
        for row, line, raw in zip(table.rows, sheet[1:], from_page, strict=True):
            line = [*line, *([None] * sum(max(len(head.parts), 1) for head in table.head))]
            at = 0
            for cell, head, kept in zip(row, table.head, raw, strict=True):
                assert [as_in_a_sheet(one) for one in (kept or [carried(cell.text)])] == line[at : at + max(len(kept), 1)]
                at += max(len(head.parts), 1)
    for table, written in zip(drawn_tables, letter_tables, strict=True):
        shown = [one.text.replace("\u00a0", " ") for one in written._cells]
        assert shown == [carried(one.text) for line in (table.head, *table.rows) for one in line]


def as_in_a_sheet(value: Any) -> Any:
    """A sheet cannot hold nan and infinity, has one kind of number, and 16 digits of it."""
    if isinstance(value, str) or value is None:
        return value or None
    return None if math.isnan(value) else "\u221e" if math.isinf(value) else float(f"{value:.16G}")


def test_every_style_of_the_letter_names_an_east_asian_font() -> None:
    for style, lang, body in (("plain", "zh", "Microsoft YaHei"), ("gongwen", "zh", "仿宋_GB2312")):
        files = parts(made("docx", demo, lang, style))
        styles = ElementTree.fromstring(files["word/styles.xml"])
        named = [one for one in styles.iter(f"{WORD}style") if one.attrib[f"{WORD}type"] in ("paragraph", "character", "table")]
        assert len(named) > 40
        for one in [*named, *styles.iter(f"{WORD}docDefaults")]:
            fonts = list(one.iter(f"{WORD}rFonts"))
            assert fonts and fonts[0].attrib[f"{WORD}eastAsia"] and not [name for name in fonts[0].attrib if "Theme" in name], one.attrib
        assert styles.find(f".//{WORD}docDefaults//{WORD}rFonts").attrib[f"{WORD}eastAsia"] == body  # type: ignore[union-attr]
        assert b"w:rFonts" not in files["word/document.xml"]  # all fonts come from the styles


def test_the_letter_has_real_headings_heads_that_repeat_and_pictures_told_in_words() -> None:
    document = demo("zh")
    content = made("docx", demo)
    written = docx.Document(io.BytesIO(content))
    assert [one.text for one in written.paragraphs if one.style.name == "Heading 1"] == [section.title for section in document.sections]
    assert written.core_properties.title == document.title
    body = parts(content)["word/document.xml"].decode()
    assert re.findall(r' descr="([^"]*)"', body) == [block.alt for block in document.blocks() if isinstance(block, Picture)]
    assert body.count("w:tblHeader") == body.count("<w:tbl>") == 4 and body.count("w:cantSplit") == sum(len(table.rows) + 1 for table in document.tables)
    assert set(re.findall(r'w:anchor="([^"]*)"', body)) <= set(re.findall(r'bookmarkStart[^>]*w:name="([^"]*)"', body))
    assert 'w:instrText> PAGE <' in parts(content)["word/footer1.xml"].decode()
    shown = "".join(ElementTree.fromstring(parts(made("docx", hostile))["word/document.xml"]).itertext()).replace("\u00a0", " ")
    assert all(carried(text) in shown for text in TRAPS)


ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct "
           "autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText "
           "vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
}  # fmt: skip
"""Order of the elements in ECMA-376; a program that reads strictly refuses another."""


@pytest.mark.parametrize(("which", "style"), [(demo, "plain"), (demo, "gongwen"), (hostile, "plain")])
def test_the_letter_keeps_the_order_that_word_wants(which: Callable[[Lang], Document], style: Style) -> None:
    files = parts(made("docx", which, "zh", style))
    for name in ("word/document.xml", "word/styles.xml", "word/footer1.xml"):
        whole = ElementTree.fromstring(files[name])
        for holder, order in ORDERS.items():
            for found in {tuple(child.tag.removeprefix(WORD) for child in one) for one in whole.iter(f"{WORD}{holder}")}:
                assert list(found) == [tag for tag in order.split() if tag in found], (name, holder, found)


def test_an_official_document_has_the_measures_of_the_standard() -> None:
    written = docx.Document(io.BytesIO(made("docx", demo, "zh", "gongwen")))
    page = written.sections[0]
    assert [round(one.mm) for one in (page.page_width, page.page_height, page.top_margin, page.left_margin)] == [210, 297, 37, 28]
    assert round(210 - page.left_margin.mm - page.right_margin.mm) == 156 and round(297 - page.top_margin.mm - page.bottom_margin.mm) == 225
    looks = {name: (written.styles[name].font.size.pt, written.styles[name].element.rPr.rFonts.get(f"{WORD}eastAsia"), written.styles[name].paragraph_format.line_spacing.pt) for name in ("Body Text", "Heading 1", "Heading 2")}
    assert looks == {"Body Text": (16, "仿宋_GB2312", 28), "Heading 1": (16, "黑体", 28), "Heading 2": (16, "楷体_GB2312", 28)}
    title = written.styles["Title"]
    assert (title.font.size.pt, title.element.rPr.rFonts.get(f"{WORD}eastAsia")) == (22, "方正小标宋简体")
    heads = [(one.style.name, one.text) for one in written.paragraphs if one.style.name.startswith("Heading")]
    assert heads[0] == ("Heading 1", "一、一页看懂") and ("Heading 2", "（二）第 1203 号诉求") in heads and heads[-1] == ("Heading 1", "二、如何重做本报告")
    assert [chinese(n) for n in (1, 10, 11, 20, 21, 99)] == ["一", "十", "十一", "二十", "二十一", "九十九"]


def test_the_workbook_names_its_sheets_and_explains_its_columns() -> None:
    for document, content in ((demo("zh"), made("xlsx", demo)), (demo("en"), made("xlsx", demo, "en")), (hostile("zh"), made("xlsx", hostile))):
        found = sheets(content)
        names = list(found)
        assert len({name.casefold() for name in names}) == len(document.tables) + 2
        assert all(0 < len(name.encode("utf-16-le")) <= 62 and not set(name) & set("[]:*?/\\") and name == name.strip("'") for name in names)
        explained = [tuple(row[:2]) for row in found[names[-1]][1:]]
        assert explained == [(name, column) for name, table in zip(names[1:-1], cleaned(document).tables, strict=True) for column in columns(table.head)]
        assert [row[0] for row in found[names[0]] if row and row[0] in names] == names[1:-1]
    book = sheets(made("xlsx", demo))
    assert list(book) == ["目录", "1 各方案与现状相比", "2 改动的参数", "数据字典"]
    assert book["数据字典"][3][1:] == ["统一分拨: 差值", None, "配对差值与 95% 区间"]
    with pytest.raises(ValueError, match="3 values for 1"):
        workbook(Document("en", "", "", (Section("a", "", (Table("t", "", (Head("x"),), ((Cell("", (1, 2, 3)),),)),)),)))


def test_what_the_print_cannot_set_becomes_a_dot_and_nothing_else_does() -> None:
    assert legible("$x$ #let \\ \"a\" 社区 שלום مرحبا é") == "$x$ #let \\ \"a\" 社区 שלום مرحبا é"
    assert legible("🏘\ufe0f👩\u200d👧 \U000f1234") == "··· ·".replace("···", "·" * 3)
    with pytest.raises(TypesetError) as caught, pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "typst", None)
        pdf(demo())
    assert 'pip install "shequ[pdf]"' in caught.value.render("zh") and caught.value.exit_code == 2


def test_the_print_has_no_date() -> None:
    content = made("pdf", demo)
    assert content.startswith(b"%PDF-") and not [date for date in (b"/CreationDate", b"/ModDate", b"xmp:CreateDate", b"xmp:ModifyDate") if date in content]


def test_columns_share_the_line_and_keep_their_words_whole() -> None:
    for document in (demo("zh"), demo("en"), hostile()):
        for table in document.tables[:2]:
            for line in (40.0, 90.0, 2000.0):
                parts_of_line = shares(together(table), line)
                assert math.isclose(sum(parts_of_line), 1.0) and min(parts_of_line) > 0
    table = Table("t", "", (Head("a"), Head("b", right=True)), ((Cell("word " * 30), Cell("+1.0 h [+0.5, +1.5]")),))
    assert together(table).rows[0][1].text == "+1.0\u00a0h [+0.5,\u00a0+1.5]"
    assert shares(together(table), 60)[1] * 60 >= len("+1.0 h [+0.5, +1.5]")
    assert [size_of_letters(table, lines) for lines in ([300, 400, 500], [90, 300, 400], [40, 90, 100], [10, 12, 40], [10, 11, 12])] == [0, 1, 0, 2, 2]
    assert width("社区ab") == 6 and fits(together(table), 30) and not fits(together(table), 15)


@pytest.mark.parametrize("name", FORMS)
def test_same_document_same_bytes(name: str, redrawn: Document) -> None:
    assert form(redrawn, name) == made(name, demo)
    assert len(made(name, demo)) < 250_000 and len(made(name, hostile)) < 400_000


@pytest.fixture(scope="module")
def redrawn() -> Document:
    """The same document once more, its pictures drawn anew."""
    drawn.cache_clear()
    return demo.__wrapped__("zh")


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
    assert (folder / "report-zh.html").read_bytes() == made("html", demo)


def test_marks_of_lists_need_no_font_of_their_own() -> None:
    numbering = zipfile.ZipFile(io.BytesIO(form(demo("zh"), "docx"))).read("word/numbering.xml").decode("utf-8")
    marks = re.findall(r'<w:numFmt w:val="bullet"/>.*?<w:lvlText w:val="([^"]*)"', numbering, re.DOTALL)
    assert marks and set(marks) == {"\u2022"}
    assert "Symbol" not in numbering
