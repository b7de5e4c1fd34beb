"""The document's tables as a workbook: one sheet each with the raw numbers, a list of the sheets, a dictionary of the columns."""

from __future__ import annotations

import io
import math
import re
from datetime import datetime
from typing import Any

from sim.locale import mark, translator
from sim.report.document import Cell, Document, Head, Table
from sim.report.measure import width
from sim.report.wording import cleaned, numbered

MADE = datetime(2000, 1, 1)
"""The date of making that every file carries: the same document gives the same bytes."""

NAME = 31
"""Characters (UTF-16) a sheet's name may have."""

LONGEST = 32_767
"""Characters a cell may have."""

WIDEST = 64
"""Characters a column may be wide."""

LINE = 14.5
"""Points of a line of text."""

WORDS = {
    "contents": mark("Contents"), "dictionary": mark("Dictionary"), "sheet": mark("Sheet"), "table": mark("Table"), "caption": mark("Caption"), "rows": mark("Rows"),
    "note": mark("Note"), "column": mark("Column"), "unit": mark("Unit"), "meaning": mark("Meaning"),
}  # fmt: skip


def workbook(document: Document) -> bytes:
    """The XLSX file. Nothing in a text becomes a formula or a link; nan and nothing are empty cells, infinity is a text."""
    import xlsxwriter

    document = cleaned(document)
    say = translator(document.lang)
    word = {name: say(text) for name, text in WORDS.items()}
    target = io.BytesIO()
    font = "Microsoft YaHei" if document.lang == "zh" else "Arial"
    book = xlsxwriter.Workbook(target, {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "default_format_properties": {"font_name": font, "font_size": 10, "valign": "top"},
    })  # fmt: skip
    book.set_properties({"title": document.title[:255], "subject": document.subtitle[:255], "keywords": ", ".join(document.keywords)[:255], "created": MADE})
    names = sheet_names(document.tables)
    _contents(book, document, names, word)
    for table, name in zip(document.tables, names, strict=True):
        _sheet(book, name, columns(table.head), [[value for cell, head in zip(row, table.head, strict=True) for value in values(cell, head)] for row in table.rows])
    rows = [[name, *one] for table, name in zip(document.tables, names, strict=True) for one in _meanings(table)]
    _sheet(book, word["dictionary"], [word[one] for one in ("sheet", "column", "unit", "meaning")], rows)
    book.close()
    return target.getvalue()


def sheet_names(tables: list[Table]) -> list[str]:
    """A short name for each table, all different: its number and as much of its caption as a name can hold."""
    return [_cut(f"{n} {re.sub(r'[][:*?/' + chr(92) * 2 + ']+', ' ', table.caption)}", NAME).strip("' ") for n, table in enumerate(tables, 1)]


def _cut(text: str, units: int) -> str:
    """The start of a text that takes so many UTF-16 units."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", errors="ignore")


def columns(head: tuple[Head, ...]) -> list[str]:
    """Names of the columns: one for each value of a cell."""
    return [f"{one.text}: {part}" if part else one.text for one in head for part in one.parts or ("",)]


def values(cell: Cell, head: Head) -> list[float | int | str | None]:
    """What stands in the columns of one head: the raw values, or the text in the first of them."""
    count = max(len(head.parts), 1)
    kept = list(cell.values or (cell.text,))
    if len(kept) > count:
        raise ValueError(f"{head.text}: {len(kept)} values for {count} columns")
    return kept + [None] * (count - len(kept))


def _meanings(table: Table) -> list[list[str]]:
    """Column, unit, meaning."""
    return [[name, head.unit, head.meaning] for head in table.head for name in columns((head,))]


def _sheet(book: Any, name: str, head: list[str], rows: list[list[Any]]) -> None:
    """A sheet with a frozen first row and columns as wide as what stands in them."""
    sheet = book.add_worksheet(name)
    strong = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#F3F6F8", "indent": 1})
    wrapped = book.add_format({"text_wrap": True, "indent": 1})
    widths = [min(max(*(width(_shown(row[at])) for row in rows), min(width(text), 28), 6) + 3, WIDEST) if rows else 20 for at, text in enumerate(head)]
    for at, row in enumerate([head, *rows]):
        _line(sheet, at, list(row), strong if at == 0 else wrapped)
        lines = max((math.ceil(1.1 * width(_shown(value)) / (wide - 2)) for value, wide in zip(row, widths, strict=True)), default=1)
        sheet.set_row(at, LINE * min(max(lines, 1), 25))
    for at, wide in enumerate(widths):
        sheet.set_column(at, at, wide)
    sheet.freeze_panes(1, 0)
    _printed(sheet)


def _line(sheet: Any, at: int, row: list[Any], text_format: Any, first: int = 0) -> None:
    for place, value in enumerate(row, first):
        if isinstance(value, str) or (isinstance(value, float) and math.isinf(value)):
            if shown := _shown(value)[:LONGEST]:
                sheet.write_string(at, place, shown, text_format)
        elif value is not None and not (isinstance(value, float) and math.isnan(value)):
            sheet.write_number(at, place, value)


def _shown(value: Any) -> str:
    """How long a value may get; what stands for infinity, which a sheet cannot hold."""
    if isinstance(value, float) and math.isinf(value):
        return "\u221e" if value > 0 else "-\u221e"
    return "" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value)


def _printed(sheet: Any) -> None:
    """On A4, lying, all columns on one page, the head on every page."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _contents(book: Any, document: Document, names: list[str], word: dict[str, str]) -> None:
    """The first sheet: what this is, and where each table stands."""
    sheet = book.add_worksheet(word["contents"])
    strong = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F3F6F8"})
    wrapped = book.add_format({"text_wrap": True})
    _line(sheet, 0, [document.title], book.add_format({"bold": True, "font_size": 14}))
    _line(sheet, 1, [document.subtitle], book.add_format({"font_color": "#54606D"}))
    _line(sheet, 3, [word[one] for one in ("sheet", "table", "caption", "rows", "note")], strong)
    numbers = numbered(document)
    for at, (table, name) in enumerate(zip(document.tables, names, strict=True), 4):
        sheet.write_url(at, 0, "internal:'{}'!A1".format(name.replace("'", "''")), string=name)
        _line(sheet, at, [numbers[Table, table.id], table.caption, len(table.rows), table.note], wrapped, 1)
    for at, wide in enumerate((36, 10, 60, 8, 60)):
        sheet.set_column(at, at, wide)
    _printed(sheet)


__all__ = ["columns", "sheet_names", "values", "workbook"]
