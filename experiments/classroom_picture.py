"""The classroom's pictures in the READMEs: the first lesson in a real Chromium, at the hour of its first six weeks with the longest lines on the right.

    python experiments/classroom_picture.py [--chromium PATH]      writes experiments/classroom-en.png and classroom-zh.png

Needs `pip install -e .[test]` (Playwright) and a Chromium of the system; nothing is fetched.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

import sim

LESSON = "pooling"
HOURS = 42 * 24
"""Hours of the run among which the one shown is found."""

LONGEST = """(length) => {
  const {recording} = shequ, hours = Array.from({length}, (_, h) => recording.from + h);
  const waiting = hours.map((h) => recording.worlds[1].value("waiting", h));
  return hours[waiting.indexOf(Math.max(...waiting))];
}"""

SCREEN: ViewportSize = {"width": 1366, "height": 768}
HERE = Path(__file__).parent


def shown(page: Page, file: Path) -> bytes:
    """The page after a guess, at the hour with the longest lines, as a picture."""
    page.goto(file.as_uri())
    page.wait_for_selector("body[data-ready]")
    page.click("#choice-2")
    page.click("#lesson-run")
    page.click("#play")  # pauses
    page.wait_for_function(f"shequ.recording.last >= shequ.recording.from + {HOURS}")
    page.evaluate("(h) => shequ.hash(h)", page.evaluate(LONGEST, HOURS))
    page.click("#tab-charts")
    page.mouse.move(0, 0)
    page.wait_for_timeout(500)
    return page.screenshot()


def main() -> None:
    """Both languages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chromium", default=shutil.which("chromium"), help="the browser (default: chromium on the path)")
    program = parser.parse_args().chromium
    if program is None:
        raise SystemExit("no chromium on the path; name it with --chromium")
    lesson = sim.replay(LESSON)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as running:
        browser = running.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for lang in ("en", "zh"):
            page = browser.new_page(viewport=SCREEN)
            picture = shown(page, lesson.save(Path(folder) / f"{lang}.html", lang))
            (HERE / f"classroom-{lang}.png").write_bytes(picture)
        browser.close()


if __name__ == "__main__":
    main()
