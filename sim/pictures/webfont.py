"""The shipped font with only the characters one page uses, as a WOFF that the page carries in itself: no font is fetched, none need be there."""

from __future__ import annotations

import base64
import io
import string
from collections.abc import Iterable

from sim.pictures.look import FONT

ALWAYS = string.ascii_letters + string.digits + string.punctuation + " "
"""What a browser writes by itself (numbers of lists, page numbers) or a reader looks for."""

TABLES = ("BASE", "GPOS", "GSUB", "STAT", "gasp", "vhea", "vmtx")
"""Tables for vertical text, kerning and variants: a page of this size does not need them, and half of the time goes into them."""


def webfont(characters: Iterable[str]) -> bytes:
    """The WOFF file; characters the font does not have are left out. The same bytes for the same characters, in about 0.3 s for 1,000."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=[0, 1, 2, 13, 14], drop_tables=list(TABLES))
    font = TTFont(FONT, lazy=True, recalcTimestamp=False, recalcBBoxes=False)  # outlines are copied: nothing about them changes
    chosen = subset.Subsetter(options)
    chosen.populate(unicodes=sorted({ord(one) for one in characters} | {ord(one) for one in ALWAYS}))
    chosen.subset(font)
    font.flavor = "woff"
    target = io.BytesIO()
    font.save(target)
    font.close()
    return target.getvalue()


def data_uri(characters: Iterable[str]) -> str:
    """The WOFF as the address a style sheet takes."""
    return "data:font/woff;base64," + base64.b64encode(webfont(characters)).decode("ascii")


__all__ = ["data_uri", "webfont"]
