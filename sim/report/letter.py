"""The document as a DOCX that staff paste from: real headings, lists and captions, tables whose heads repeat, pictures told in words."""

from __future__ import annotations

import io
from typing import Any

from sim.locale import mark, translator
from sim.report import ooxml
from sim.report.document import Bullets, Cell, Document, Paragraph, Picture, Section, Table, Timeline
from sim.report.measure import CHARACTER, shares, size_of_letters, together, width
from sim.report.stationery import CAUTION, FAINT, QUIET, RULE, STATIONERY, TABLE_TEXTS, Stationery, Style, dress
from sim.report.wording import cleaned, numbered

DIGITS = "零一二三四五六七八九十"

FRONT_HEIGHT, OTHER_HEIGHT = 62.0, 190.0
"""How high a picture may be, mm: on page one, which is to hold all of the front; elsewhere."""

CONTENTS, ANNEX = mark("Contents"), mark("Annex")


def letter(document: Document, style: Style = "plain") -> bytes:
    """The DOCX file; `gongwen` as official documents look (GB/T 9704-2012). Same document, same bytes."""
    return _Letter(cleaned(document), STATIONERY[style](document.lang)).bytes()


class _Letter:
    """A letter being written."""

    def __init__(self, document: Document, paper: Stationery) -> None:
        import docx

        self.document, self.paper, self.say = document, paper, translator(document.lang)
        self.numbers = numbered(document)
        self.file: Any = docx.Document()
        dress(self.file, paper)
        ooxml.plain_bullets(self.file)
        self.styles = {name: self.file.styles[name].style_id for name in paper.faces}  # to look one up takes 3 ms
        caution = self.file.styles["Caution"].element.get_or_add_pPr()
        ooxml.left_bar(caution, CAUTION)
        for name in ("Caption", "Heading 1", "Heading 2", "Picture", "Annex"):
            self.file.styles[name].paragraph_format.keep_with_next = True
        self.sections = self.headings = 0

    def bytes(self) -> bytes:
        self._properties()
        self._footers()
        self._text("Title", self.document.title)
        if self.document.subtitle:
            self._text("Subtitle", self.document.subtitle)
        front = [one for one in self.document.sections if one.part == "front"]
        body = [one for one in self.document.sections if one.part == "body"]
        annex = [one for one in self.document.sections if one.part == "annex"]
        marks = {id(section): f"section_{at}" for at, section in enumerate(self.document.sections, 1)}
        for one in front:
            self._section(one, marks)
        if self.paper.contents and (body or annex):
            self._contents(body + annex, marks)
        for one in body:
            self._section(one, marks)
        if annex:
            self._text("Annex", self.say(ANNEX)).paragraph_format.page_break_before = True
            self.sections = 0
        for one in annex:
            self._section(one, marks)
        target = io.BytesIO()
        self.file.save(target)
        return ooxml.dateless(target.getvalue())

    def _properties(self) -> None:
        """What the program shows of the file; no day, no machine."""
        from datetime import datetime

        told = self.file.core_properties
        told.title, told.subject, told.keywords = self.document.title[:255], self.document.subtitle[:255], ", ".join(self.document.keywords)[:255]
        told.author, told.last_modified_by, told.comments, told.revision = "Shequ", "Shequ", "", 1
        told.created = told.modified = datetime(2000, 1, 1)
        told.language = {"zh": "zh-CN", "en": "en-US"}[self.document.lang]

    def _footers(self) -> None:
        """Page numbers: between dashes and outside in an official document, page / pages otherwise."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        section = self.file.sections[0]
        if not self.paper.dashes:
            at = section.footer.paragraphs[0]
            ooxml.field(at, "PAGE")
            at.add_run(" / ")
            ooxml.field(at, "NUMPAGES")
            return
        self.file.settings.odd_and_even_pages_header_footer = True
        for footer, side in ((section.footer, WD_ALIGN_PARAGRAPH.RIGHT), (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)):
            at = footer.paragraphs[0]
            at.style, at.alignment = self.file.styles["Footer"], side
            at.add_run("\u2014 ")
            ooxml.field(at, "PAGE")
            at.add_run(" \u2014")

    def _text(self, style: str, text: str) -> Any:
        at = self.file.add_paragraph(text)
        at._p.style = self.styles[style]
        return at

    def _contents(self, sections: list[Section], marks: dict[int, str]) -> None:
        """Links to the sections."""
        self._text("TOC Heading", self.say(CONTENTS)).paragraph_format.page_break_before = True
        for one in sections:
            ooxml.link(self._text("toc 1", ""), one.title, marks[id(one)])

    def _section(self, section: Section, marks: dict[int, str]) -> None:
        self.sections, self.headings = self.sections + 1, 0
        heading = self._text("Heading 1", self._numbered(1, self.sections) + section.title)
        ooxml.bookmark(heading, marks[id(section)], int(marks[id(section)].removeprefix("section_")))
        for block in section.blocks:
            self._block(block, section.part == "front")

    def _numbered(self, level: int, n: int) -> str:
        """The number before a heading of an official document."""
        if not self.paper.counted:
            return ""
        if self.document.lang == "zh":
            return f"{chinese(n)}、" if level == 1 else f"（{chinese(n)}）"
        return f"{n}. " if level == 1 else f"({n}) "

    def _block(self, block: object, front: bool) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        if isinstance(block, Paragraph):
            at = self._text({"quiet": "Quiet", "caution": "Caution"}.get(block.tone, "Body Text"), "")
            at.add_run(block.text).bold = True if block.tone == "strong" else None
            if width(block.text) == len(block.text):  # a line of Latin words, a command, is not spread
                at.alignment = WD_ALIGN_PARAGRAPH.LEFT
        elif isinstance(block, Bullets):
            self._bullets(block)
        elif isinstance(block, Table):
            self._table(block, front)
        elif isinstance(block, Picture):
            self._picture(block, FRONT_HEIGHT if front else OTHER_HEIGHT)
        elif isinstance(block, Timeline):
            self._timeline(block)

    def _bullets(self, block: Bullets) -> None:
        style = "List Number" if block.numbered else "List Bullet"
        number = ooxml.anew(self.file, style) if block.numbered else 0
        for item in block.items:
            at = self._text(style, item)
            if block.numbered:
                ooxml.counted(at, number)
                form, model = at.paragraph_format, self.file.styles[style].paragraph_format
                form.left_indent, form.first_line_indent = model.left_indent, model.first_line_indent  # else the list's own win

    def _picture(self, block: Picture, height: float) -> None:
        from docx.shared import Mm

        at = self._text("Picture", "")
        wide, high = (one * 25.4 for one in block.drawn.inches)
        shape = at.add_run().add_picture(io.BytesIO(block.drawn.png), width=Mm(wide * min(1.0, self.paper.width_mm / wide, height / high)))
        shape._inline.docPr.set("descr", block.alt)
        caption = self._text("Caption", f"{self.numbers[Picture, block.id]}  {block.caption}")
        caption.paragraph_format.keep_with_next = False

    def _table(self, block: Table, front: bool) -> None:
        block = together(block)
        self._text("Caption", f"{self.numbers[Table, block.id]}  {block.caption}")
        if block.head:
            style, parts = self._columns(block, front)
            table = self._empty(len(block.rows) + 1, parts)
            for place, head in zip(table.rows[0].cells, block.head, strict=True):
                self._fill(place, head.text, style, head.right, "strong")
                ooxml.shade(place._tc.get_or_add_tcPr(), FAINT)
            ooxml.repeated(table.rows[0])
            for row, cells in zip(list(table.rows)[1:], block.rows, strict=True):
                self._row(row, cells, [head.right for head in block.head], style)
            for row in table.rows:
                ooxml.unbroken(row)
        self._text("Note", block.note)

    def _columns(self, block: Table, front: bool) -> tuple[str, list[float]]:
        """The style of the cells and the columns' widths in mm; small letters where page one is to hold all of the front."""
        first = int(front and self.paper.contents)
        styles = TABLE_TEXTS[first:]
        style = styles[size_of_letters(block, [self._characters(one) for one in styles], 2 - first)]
        return style, [one * self.paper.width_mm for one in shares(block, self._characters(style))]

    def _characters(self, style: str) -> float:
        """Half-width characters in a line of a table."""
        return self.paper.width_mm / (self.paper.faces[style].size * CHARACTER * 25.4 / 72)

    def _empty(self, rows: int, widths: list[float]) -> Any:
        """A table without text."""
        from docx.shared import Mm

        table = self.file.add_table(rows, len(widths))
        table.autofit = False
        ooxml.rules(table, RULE)
        for column, wide in zip(table.columns, widths, strict=True):
            column.width = Mm(wide)
        for row in table.rows:
            for place, wide in zip(row.cells, widths, strict=True):
                place.width = Mm(wide)
        return table

    def _row(self, row: Any, cells: tuple[Cell, ...], right: list[bool], style: str) -> None:
        for place, cell, beside in zip(row.cells, cells, right, strict=True):
            self._fill(place, cell.text, style, beside, cell.tone)

    def _fill(self, place: Any, text: str, style: str, right: bool, tone: str) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_UNDERLINE
        from docx.shared import RGBColor

        at = place.paragraphs[0]
        at._p.style = self.styles[style]
        if right:
            at.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = at.add_run(text)
        if tone == "strong":
            run.bold = True
        elif tone == "quiet":
            run.font.color.rgb = RGBColor.from_string(QUIET)
        elif tone == "caution":
            run.font.underline, run.font.color.rgb = WD_UNDERLINE.DOTTED, RGBColor.from_string(CAUTION)

    def _timeline(self, block: Timeline) -> None:
        """The courses beside each other; the row that holds them may run over pages."""
        self.headings += 1
        self._text("Heading 2", self._numbered(2, self.headings) + block.title)
        if not block.heads:
            return
        table = self._empty(2, [self.paper.width_mm / len(block.heads)] * len(block.heads))
        for place, head in zip(table.rows[0].cells, block.heads, strict=True):
            self._fill(place, head, "Table Text", False, "strong")
            ooxml.shade(place._tc.get_or_add_tcPr(), FAINT)
        ooxml.repeated(table.rows[0])
        for place, steps in zip(table.rows[1].cells, block.columns, strict=True):
            for at, step in enumerate(steps):
                self._step(place.paragraphs[0] if at == 0 else place.add_paragraph(), *step)
        self._text("Note", block.note)

    def _step(self, at: Any, when: str, since: str, what: str) -> None:
        from docx.shared import Pt, RGBColor

        at._p.style = self.styles["Table Text"]
        at.paragraph_format.space_after = Pt(3)
        at.paragraph_format.keep_together = True
        at.add_run(when).bold = True
        if since:
            at.add_run(f" \u00b7 {since}").font.color.rgb = RGBColor.from_string(QUIET)
        at.add_run().add_break()
        at.add_run(what)


def chinese(n: int) -> str:
    """1 to 99 in Chinese."""
    tens, ones = divmod(n, 10)
    return (("" if tens == 1 else DIGITS[tens]) + "十" if tens else "") + (DIGITS[ones] if ones or not tens else "")


__all__ = ["chinese", "letter"]
