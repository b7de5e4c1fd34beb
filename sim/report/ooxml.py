"""What a DOCX can do and python-docx has no word for: fields, bookmarks, links, borders, lists that begin again, files without a date."""

from __future__ import annotations

import io
import zipfile
from typing import Any


def element(tag: str, **attributes: str) -> Any:
    """An element of the w: namespace with attributes of it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def field(paragraph: Any, instruction: str, shown: str = "1") -> None:
    """A field that the reader's program fills in, such as the page number."""
    for kind in ("begin", None, "separate", "", "end"):
        run = paragraph.add_run(shown if kind == "" else "")
        if kind is None:
            code = element("instrText")
            code.text = f" {instruction} "
            run._r.append(code)
        elif kind:
            run._r.append(element("fldChar", fldCharType=kind))


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """A place that a link can lead to, around all of the paragraph."""
    start = element("bookmarkStart", id=str(number), name=name)
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(element("bookmarkEnd", id=str(number)))


def link(paragraph: Any, text: str, name: str) -> None:
    """A link to a bookmark."""
    holder = element("hyperlink", anchor=name, history="1")
    holder.append(paragraph.add_run(text)._r)
    paragraph._p.append(holder)


def shade(holder: Any, colour: str) -> None:
    """The background of a cell (its tcPr) or a style (its pPr)."""
    holder.append(element("shd", val="clear", color="auto", fill=colour))


def left_bar(form: Any, colour: str) -> None:
    """A bar left of the paragraphs of a style (its pPr)."""
    borders = element("pBdr")
    borders.append(element("left", val="single", sz="36", space="8", color=colour))
    form.insert_element_before(borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def rules(table: Any, colour: str) -> None:
    """Lines above, below and between the rows of a table, none at its sides."""
    borders = element("tblBorders")
    for side, size, ink in (("top", "8", "auto"), ("bottom", "8", "auto"), ("insideH", "4", colour)):
        borders.append(element(side, val="single", sz=size, space="0", color=ink))
    table._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")  # Word wants them in this order


def repeated(row: Any) -> None:
    """The row stands again on top of every page of its table."""
    row._tr.get_or_add_trPr().append(element("tblHeader", val="true"))


def unbroken(row: Any) -> None:
    """The row does not run over the end of a page."""
    row._tr.get_or_add_trPr().insert(0, element("cantSplit", val="true"))


def anew(letter: Any, style: str) -> int:
    """The id of a list that counts as the style does, from 1; without it all numbered lists are one."""
    numbering = letter.part.numbering_part.element
    model = numbering.num_having_numId(letter.styles[style].element.pPr.numPr.numId.val).abstractNumId.val
    made = numbering.add_num(model)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


def plain_bullets(letter: Any) -> None:
    """Every list's mark is a •: the template's is a private character of the font Symbol, a box where that font is not there."""
    from docx.oxml.ns import qn

    for level in letter.part.numbering_part.element.iter(qn("w:lvl")):
        if level.find(qn("w:numFmt")).get(qn("w:val")) == "bullet":
            level.find(qn("w:lvlText")).set(qn("w:val"), "\u2022")
            for dressed in level.findall(qn("w:rPr")):
                level.remove(dressed)


def counted(paragraph: Any, number: int) -> None:
    """Make the paragraph an item of the list."""
    chosen = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    chosen.get_or_add_ilvl().val = 0
    chosen.get_or_add_numId().val = number


def dateless(content: bytes) -> bytes:
    """The file (a ZIP) with the same parts, none with the time it was made at: the same bytes for the same parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            made.writestr(entry, parts.read(name))
    return target.getvalue()


__all__ = ["anew", "bookmark", "counted", "dateless", "element", "field", "left_bar", "link", "plain_bullets", "repeated", "rules", "shade", "unbroken"]
