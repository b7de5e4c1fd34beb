"""How a letter looks: fonts, sizes, margins, spacing, as styles of the DOCX, so that staff can change them in one place.

Fonts are named, not shipped: they are on the machines of those who use them. In OOXML Latin and East Asian letters have fonts of their own;
a style that names only the first shows Chinese in whatever the reader's program likes, so every style names both.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from sim.locale import Lang

Style = Literal["plain", "gongwen"]

INK, QUIET, ACCENT, CAUTION, RULE, FAINT = "1D2733", "54606D", "0B4F7D", "8A3B00", "CFD6DD", "F3F6F8"


class Face(NamedTuple):
    """Letters of one style of paragraph."""

    latin: str
    asian: str
    size: float
    """points"""
    bold: bool = False
    colour: str = INK
    before: float = 0.0
    after: float = 0.0
    """points above and below the paragraph"""
    line: float = 1.15
    """line spacing: a multiple, or points (more than 3)"""
    align: Literal["left", "center", "both"] = "left"
    indent: bool = False
    """first line two characters in, as Chinese prose has it"""
    hang: float = 0.0
    """characters that a list stands in from the margin; 0: as the template has it"""


class Stationery(NamedTuple):
    """A letter's paper and faces."""

    margins: tuple[float, float, float, float]
    """top, right, bottom, left, mm"""
    faces: dict[str, Face]
    counted: bool
    """headings are numbered in the Chinese way (English: 1., (1))"""
    contents: bool
    dashes: bool
    """page numbers between dashes, right on odd pages and left on even ones"""

    @property
    def width_mm(self) -> float:
        """Width of the type area on A4."""
        return 210.0 - self.margins[1] - self.margins[3]


def plain(lang: Lang) -> Stationery:
    """The letter as most programs would make it."""
    asian = "Microsoft YaHei"
    latin = asian if lang == "zh" else "Arial"
    tall = 1.05 if lang == "zh" else 1.2  # the lines of that Chinese font are tall of themselves

    def face(size: float, **other: Any) -> Face:
        return Face(latin, asian, size, **({"line": tall} | other))

    return Stationery((20, 22, 20, 22), {
        "Normal": face(10.5), "Body Text": face(10.5, after=5), "List Bullet": face(10.5, after=2), "List Number": face(10.5, after=2),
        "Title": face(20, bold=True, after=3), "Subtitle": face(10, colour=QUIET, after=8),
        "Heading 1": face(14, bold=True, colour=ACCENT, before=14, after=5), "Heading 2": face(11.5, bold=True, before=10, after=4),
        "Annex": face(11, bold=True, colour=QUIET), "TOC Heading": face(14, bold=True, after=6), "toc 1": face(10.5, after=2),
        "Caption": face(9.5, bold=True, before=8, after=3), "Note": face(9, colour=QUIET, before=2, after=6), "Quiet": face(9.5, colour=QUIET, after=5),
        "Caution": face(10.5, before=4, after=6), "Picture": face(10.5, line=1.0, before=4, align="center"), "Footer": face(9, colour=QUIET, align="center"),
        "Table Text": face(9, line=1.0, before=1.5, after=1.5), "Small Table Text": face(8, line=1.0, before=1, after=1),
        "Tiny Table Text": face(6.5, line=1.0, before=1, after=1),
    }, counted=False, contents=True, dashes=False)  # fmt: skip


def gongwen(lang: Lang) -> Stationery:
    """An official document after GB/T 9704-2012: A4, type area 156 x 225 mm, title 2 hao, body 3 hao (16 pt) on lines of 28 pt."""
    roman = "Times New Roman"
    song, fang, hei, kai = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"

    exact: dict[str, Any] = {"line": 28.0, "colour": "000000"}

    def face(asian: str, size: float = 16, **other: Any) -> Face:
        return Face(roman, asian, size, **(exact | other))

    prose = face(fang, indent=True, align="both")
    return Stationery((37, 26, 35, 28), {
        "Normal": face(fang), "Body Text": prose, "List Bullet": face(fang, hang=3), "List Number": face(fang, hang=3),
        "Title": face(song, 22, bold=lang == "en", line=34.0, after=10, align="center"), "Subtitle": face(kai, align="center", after=14),
        "Heading 1": face(hei, bold=lang == "en", indent=True), "Heading 2": face(kai, bold=lang == "en", indent=True),
        "Annex": face(hei, bold=lang == "en"), "TOC Heading": face(hei, bold=lang == "en"), "toc 1": face(fang),
        "Caption": face(hei, 12, before=8, after=4, line=1.0, align="center"), "Note": face(fang, 10.5, line=1.0, before=2, after=8), "Quiet": prose, "Caution": prose,
        "Picture": face(fang, line=1.0, before=6, align="center"), "Footer": face("宋体", 14, line=1.0),
        "Table Text": face(fang, 10.5, line=1.0, before=1.5, after=1.5), "Small Table Text": face(fang, 9, line=1.0, before=1, after=1),
        "Tiny Table Text": face(fang, 7.5, line=1.0, before=1, after=1),
    }, counted=True, contents=False, dashes=True)  # fmt: skip


TABLE_TEXTS = ("Table Text", "Small Table Text", "Tiny Table Text")
"""Styles of the text of tables, the widest first."""

STATIONERY = {"plain": plain, "gongwen": gongwen}


def dress(letter: Any, paper: Stationery) -> None:
    """Give every style of the DOCX both fonts, and ours their looks; the page its size and margins."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm

    page = letter.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.right_margin, page.bottom_margin, page.left_margin = (Mm(one) for one in paper.margins)
    page.footer_distance = Mm(max(paper.margins[2] - 16, 10))
    known = {style.name for style in letter.styles}
    for name in paper.faces:
        if name not in known:
            letter.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = letter.styles["Normal"]
    normal = paper.faces["Normal"]
    for holder in letter.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr"):
        _fonts(holder, normal)
        _language(holder)
    for style in letter.styles:
        if hasattr(style, "font"):
            _fonts(style.element.get_or_add_rPr(), paper.faces.get(style.name, normal))
    for name, face in paper.faces.items():
        _dress(letter.styles[name], face)


def _fonts(holder: Any, face: Face) -> None:
    """Name both fonts; a font of the theme would win over them."""
    from docx.oxml.ns import qn

    fonts = holder.get_or_add_rFonts()
    for old in list(fonts.attrib):
        del fonts.attrib[old]
    for part, name in (("ascii", face.latin), ("hAnsi", face.latin), ("eastAsia", face.asian), ("cs", face.latin)):
        fonts.set(qn(f"w:{part}"), name)


def _language(holder: Any) -> None:
    """Chinese letters are simplified Chinese, others English."""
    from docx.oxml.ns import qn

    for mark in holder.xpath("w:lang"):
        mark.set(qn("w:val"), "en-US")
        mark.set(qn("w:eastAsia"), "zh-CN")
        mark.set(qn("w:bidi"), "ar-SA")


def _dress(style: Any, face: Face) -> None:
    """Size, weight, colour, spacing."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    font, form = style.font, style.paragraph_format
    font.size, font.bold, font.italic, font.color.rgb = Pt(face.size), face.bold, False, RGBColor.from_string(face.colour)
    for part in ("w:spacing", "w:kern"):  # the title of the template is spread
        for old in style.element.rPr.findall(qn(part)):
            style.element.rPr.remove(old)
    for old in style.element.pPr.findall(qn("w:pBdr")) if style.element.pPr is not None else ():
        style.element.pPr.remove(old)
    form.space_before, form.space_after = Pt(face.before), Pt(face.after)
    if face.line > 3:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(face.line)
    else:
        form.line_spacing = face.line
    form.alignment = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "both": WD_ALIGN_PARAGRAPH.JUSTIFY}[face.align]
    if face.indent:
        form.first_line_indent = Pt(2 * face.size)
        style.element.pPr.ind.set(qn("w:firstLineChars"), "200")
    if face.hang:
        form.left_indent, form.first_line_indent = Pt(face.hang * face.size), Pt(-face.size)
    form.widow_control = True


__all__ = ["ACCENT", "CAUTION", "FAINT", "INK", "QUIET", "RULE", "STATIONERY", "TABLE_TEXTS", "Face", "Stationery", "Style", "dress"]
