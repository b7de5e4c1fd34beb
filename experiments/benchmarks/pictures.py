"""The classroom as a class sees it, in the system's own Chromium: seconds to the first picture, pictures per second, live and out of a file.

    python -m experiments.benchmarks.pictures [--chromium PATH] [--rounds N]

Longhua before and after, twice 24,000 residents. Live: `shequ demo` is started as a teacher would, with an empty cache of first pictures and
with a full one; the compiled kernels are at hand. Out of a file: 120 days as one page. Both play at their ordinary speed with the whole
community on the screen (1366 x 768, no graphics card).
"""

from __future__ import annotations

import argparse
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

import sim
from experiments.benchmarks import timing
from experiments.benchmarks.timing import Table
from sim.cache import cache_folder

PAIR = ("longhua-before", "longhua")
DAYS = 120
PLAYED_S = 12
SCREEN: ViewportSize = {"width": 1366, "height": 768}


@contextmanager
def server() -> Iterator[tuple[str, float]]:
    """`shequ demo` until the block ends: its address, and the seconds until it was told."""
    began = time.monotonic()
    running = subprocess.Popen([sys.executable, "-m", "sim", "demo", *PAIR, "--no-browser", "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        found = re.search(r"http://\S+", running.stdout.readline() if running.stdout else "")
        if found is None:
            raise SystemExit("shequ demo told no address")
        yield found[0], time.monotonic() - began
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait()


def opened(browser: Browser, address: str) -> tuple[Page, float]:
    """The page, and the seconds from opening it to its first picture."""
    page = browser.new_page(viewport=SCREEN)
    began = time.monotonic()
    page.goto(address)
    page.wait_for_selector("body[data-ready]")
    return page, time.monotonic() - began


def played(page: Page) -> dict[str, float]:
    """Pictures per second of the last five of PLAYED_S; what the model took of a second, where there is one."""
    page.click("#play")
    page.wait_for_timeout(1000 * PLAYED_S)
    told: Any = page.inner_text("#status")
    ratio = re.search(r"\d+\.\d+", told)
    return {"fps": page.evaluate("shequ.fps()"), "ratio": float(ratio[0]) if ratio else float("nan")}


def live(browser: Browser, rounds: int) -> Table:
    """The server."""
    table = Table("Live, 2 x 24,000 residents", ("what", "number"))
    for name, known in (("a pair seen for the first time", False), ("a pair seen before", True)):
        told, first = [], []
        for _ in range(rounds):
            if not known:
                shutil.rmtree(cache_folder("openings"))
            with server() as (address, until_told):
                page, until_first = opened(browser, address)
                told.append(until_told)
                first.append(until_first)
                if known and len(first) == rounds:
                    playing = played(page)
                page.close()
        table.add(f"{name}: from the command to its address (the browser opens), s", median(told))
        table.add(f"{name}: from opening the page to the first picture, s", median(first))
    table.add("pictures per second", playing["fps"])
    table.add("seconds of the model in a second", playing["ratio"])
    return table


def out_of_a_file(browser: Browser, rounds: int) -> Table:
    """The replay."""
    table = Table(f"One file of {DAYS} days, 2 x 24,000 residents", ("what", "number"))
    with tempfile.TemporaryDirectory() as folder:
        file = sim.replay(*PAIR, days=DAYS).save(Path(folder) / "lesson.html", "zh")
        first = []
        for _ in range(rounds):
            page, until_first = opened(browser, file.as_uri())
            first.append(until_first)
            if len(first) == rounds:
                playing = played(page)
            page.close()
        table.add("megabytes", file.stat().st_size / 1e6)
    table.add("from opening it to the first picture, s", median(first))
    table.add("pictures per second", playing["fps"])
    return table


def main() -> None:
    """Both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chromium", default=shutil.which("chromium"), help="the browser (default: chromium on the path)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each time is taken; the median is told (default 5)")
    asked = parser.parse_args()
    if asked.chromium is None:
        raise SystemExit("no chromium on the path; name it with --chromium")
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=asked.chromium, args=["--no-sandbox", "--disable-gpu"])
        tables = [live(browser, asked.rounds), out_of_a_file(browser, asked.rounds)]
        browser.close()
    timing.report("pictures", tables)


if __name__ == "__main__":
    main()
