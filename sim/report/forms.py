"""The forms a document is written in: a page always readable, a letter, a workbook, a print. All are made before any is written."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from sim.draft import draft
from sim.errors import nearest
from sim.locale import mark
from sim.report.document import Document
from sim.report.haste import hasty
from sim.report.stationery import Style
from sim.store.fault import ToldError

FORMS = ("html", "docx", "xlsx", "pdf")


class FormError(ToldError):
    """A form of the report that is not known, or that something is missing for."""


@hasty()
def form(document: Document, name: str, style: Style = "plain") -> bytes:
    """The document in one form, as the bytes of its file. Same document, same bytes. Raises FormError, TypesetError."""
    if name == "html":
        from sim.report.page import page

        return page(document).encode("utf-8")
    if name == "docx":
        from sim.report.letter import letter

        return letter(document, style)
    if name == "xlsx":
        from sim.report.workbook import workbook

        return workbook(document)
    if name == "pdf":
        from sim.report.typeset import pdf

        return pdf(document)
    raise FormError(UNKNOWN, form=name, forms=", ".join(nearest(name, list(FORMS)) or FORMS))


def write_forms(document: Document, folder: Path, forms: Sequence[str] = ("html",), style: Style = "plain") -> list[Path]:
    """Write report-LANG.FORM for each form into the folder, which is made if need be; `style` is that of the letter.

    All forms are made first, then written under other names, then renamed: an error leaves what was there before. Raises FormError, TypesetError, OSError.
    """
    made = {folder / f"report-{document.lang}.{name}": form(document, name, style) for name in dict.fromkeys(forms)}
    with contextlib.ExitStack() as whole:
        for path, content in made.items():
            whole.enter_context(draft(path)).write_bytes(content)
    return list(made)


UNKNOWN = mark("a report is not written as {form}; possible: {forms}")

__all__ = ["FORMS", "FormError", "Style", "form", "write_forms"]
