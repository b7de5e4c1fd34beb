"""The system's own Chromium driven by Playwright, with no font but DejaVu."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib as mpl

from tests.promised import missing

DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


@contextlib.contextmanager
def chromium_in(home: Path, program: Path | None = None) -> Iterator[Any]:
    """The browser, or a program that starts it. Without it a test fails where it is promised (CI) and is skipped elsewhere."""
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium")
    if found is None:
        missing("chromium is not installed (Debian: chromium)")
    fonts = home / "fonts.conf"
    fonts.write_text(f'<?xml version="1.0"?><fontconfig><dir>{Path(mpl.get_data_path()) / "fonts" / "ttf"}</dir><cachedir>{home / "cache"}</cachedir></fontconfig>')
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=program or found, args=["--no-sandbox", "--disable-gpu"], env={**os.environ, "FONTCONFIG_FILE": str(fonts)})
        yield browser
        browser.close()


def until(shown: Any, script: str, seconds: float = 10) -> None:
    """Wait until a script is true. (Playwright's own way compiles text in the page, which the page forbids.)"""
    end = time.monotonic() + seconds
    while not shown.evaluate(script):
        assert time.monotonic() < end, script
        shown.wait_for_timeout(20)


def drawn(shown: Any) -> None:
    """Wait until the page has drawn what it was told: it does so once in a turn of its loop, for everything that has changed."""
    shown.evaluate("new Promise(requestAnimationFrame)")


def slide(shown: Any, selector: str, value: float) -> None:
    """Move a slider, as a hand does."""
    shown.eval_on_selector(selector, "(bar, value) => { bar.value = value; bar.dispatchEvent(new Event('input', { bubbles: true })); }", value)


__all__ = ["DESK", "PHONE", "chromium_in", "drawn", "slide", "until"]
