"""The live page in a real Chromium, beside the real server: time, changes, cards, phones, a server that goes away and comes back."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.chromium import DESK, chromium_in, slide, until

pytestmark = pytest.mark.long


class Server:
    """`shequ demo` in a process of its own."""

    def __init__(self, *words: str) -> None:
        command = [sys.executable, "-m", "sim", "demo", *words, "--no-browser", "--lang", "en"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
        assert self.process.stdout
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", self.process.stdout.readline())
        assert found
        self.port = found[1]

    def end(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(20)


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server("street-office", "street-office+L8", "--port", "0", "--lan")
    yield running
    if running.process.poll() is None:
        running.end()


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with chromium_in(tmp_path_factory.mktemp("fonts")) as browser:
        yield browser


def frame(shown: Any) -> int:
    return int(shown.evaluate("shequ.clock.frame"))


def test_a_class_changes_its_community(server: Server, chromium: Any) -> None:
    context = chromium.new_context(viewport=DESK, reduced_motion="reduce")
    shown = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    shown.on("request", lambda one: asked.append(one.url))
    shown.on("websocket", lambda one: asked.append(one.url))
    shown.on("pageerror", lambda one: complaints.append(str(one)))
    shown.on("console", lambda one: complaints.append(one.text) if one.type == "error" else None)
    shown.goto(f"http://127.0.0.1:{server.port}/")
    shown.wait_for_selector("body[data-ready]", timeout=60_000)
    plays_steps_and_comes_back(shown)
    moves_a_lever(shown)
    switches_a_practice(shown)
    follows_a_case(shown)
    opens_the_class(shown)
    assert complaints == []
    begins_anew(shown)
    goes_on_after_the_server_was_away(server, shown)
    assert {re.sub(r"^\w+://([^/]*).*", r"\1", url) for url in asked if not url.startswith("data:")} == {f"127.0.0.1:{server.port}"}
    context.close()


def plays_steps_and_comes_back(shown: Any) -> None:
    first = frame(shown)
    until(shown, f"shequ.recording.last >= {first + 48}", 30)
    slide(shown, "#pace", 5)
    shown.click("#play")
    until(shown, f"shequ.clock.frame > {first + 24}", 30)
    shown.click("#play")
    seen = shown.evaluate("shequ.hash()"), frame(shown)
    shown.click("#day-back")
    shown.click("#day-on")
    assert (shown.evaluate("shequ.hash()"), frame(shown)) == seen
    shown.click("#to-start")
    assert frame(shown) == first


def moves_a_lever(shown: Any) -> None:
    """Twice the people of the grids on the right from the next midnight on; before it nothing is different."""
    before = shown.evaluate("shequ.hash()")
    shown.click("#tab-controls")
    assert shown.is_disabled("#apply")
    slide(shown, ".world-1 [data-lever='posts.grid_worker.total']", 12)
    shown.click("#undo")
    assert shown.is_disabled("#apply")
    slide(shown, ".world-1 [data-lever='posts.grid_worker.total']", 12)
    shown.click("#apply")
    until(shown, "document.querySelectorAll('.mark.world-1').length === 1", 30)
    midnight = frame(shown) + 24
    until(shown, f"shequ.recording.last >= {midnight + 24}", 30)
    assert shown.evaluate("shequ.hash()") == before
    workers = "shequ.recording.worlds[1].organisation({h}).pools.filter(one => /grid worker/i.test(one.en)).reduce((sum, one) => sum + one.handlers, 0)"
    assert [shown.evaluate(workers.format(h=h)) for h in (midnight - 1, midnight)] == [6, 12]
    shown.click(".mark.world-1")
    assert frame(shown) == midnight


def switches_a_practice(shown: Any) -> None:
    if shown.locator("#practices").get_attribute("open") is None:
        shown.click("#practices > summary")
    until(shown, "document.querySelector('.world-0 [data-practice]:not([disabled])') !== null", 30)
    all_cards = shown.locator(".practice:visible").count()
    shown.fill("#seek-practice", "hotline")
    assert 0 < shown.locator(".practice:visible").count() < all_cards
    shown.fill("#seek-practice", "")
    shown.click(".world-0 [data-practice='L8']")
    shown.click("#apply")
    until(shown, "document.querySelectorAll('.mark.world-0').length === 1", 30)
    assert shown.is_checked(".world-0 [data-practice='L8']")


def follows_a_case(shown: Any) -> None:
    shown.click("#tab-case")
    row = shown.evaluate("shequ.recording.worlds[0].at(shequ.clock.frame).fate.indexOf(7)")
    shown.fill("#case-number", str(row))
    shown.keyboard.press("Enter")
    until(shown, f"shequ.recording.lives.has({row})", 30)
    until(shown, "document.querySelectorAll('.life li').length > 2")


def opens_the_class(shown: Any) -> None:
    shown.click("#tab-phones")
    shown.click("#open-class")
    until(shown, "document.querySelector('.code')?.textContent.length === 6")
    shown.click("#language")
    assert shown.inner_text("#tab-phones") == "全班决定"
    shown.click("#language")
    shown.click("#open-class")
    until(shown, "document.querySelector('.code') === null")


def begins_anew(shown: Any) -> None:
    shown.click("#tab-controls")
    shown.click("#again")
    until(shown, "shequ.recording.visible && document.querySelectorAll('.mark').length === 0", 30)
    shown.select_option("#scenario-0", "street-office")
    shown.click("#start-anew")
    until(shown, "shequ.recording.visible && shequ.recording.worlds.every(one => one.organisation(shequ.clock.frame).scenario.startsWith('street-office'))", 30)


def goes_on_after_the_server_was_away(server: Server, shown: Any) -> None:
    """It says so, goes on showing what it has, and finds the server again."""
    server.end()
    until(shown, "/cannot be reached/.test(document.querySelector('#status').textContent)")
    shown.click("#hour-on")
    again = Server("street-office", "street-office+L8", "--port", server.port)
    try:
        end = time.monotonic() + 40
        while "cannot" in shown.inner_text("#status"):
            assert time.monotonic() < end
            shown.wait_for_timeout(100)
        until(shown, "shequ.recording.visible && shequ.recording.last > shequ.recording.from + 24", 60)
        shown.click("#tab-organisation")
        shown.click("#day-on")
    finally:
        again.end()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_lesson_is_played_live(chromium: Any, lang: str) -> None:
    """A teacher's path: one command, a guess, the run, the answer; the model runs on beside the picture."""
    server = Server("--lesson", "pooling", "--port", "0")
    shown = chromium.new_page(viewport=DESK)
    complaints: list[str] = []
    shown.on("pageerror", lambda one: complaints.append(str(one)))
    try:
        shown.goto(f"http://127.0.0.1:{server.port}/?lang={lang}")
        shown.wait_for_selector("body[data-ready]", timeout=60_000)
        assert shown.get_attribute("#tab-lesson", "aria-selected") == "true"
        assert shown.is_disabled("#lesson-run") and shown.is_disabled("#lesson-reveal")
        shown.click("#choice-2")
        shown.click("#lesson-run")
        until(shown, "shequ.clock.frame > shequ.recording.from + 48", 30)
        assert shown.locator(".theory-numbers").count() == 0
        shown.click("#lesson-reveal")
        assert shown.locator("#choice-2.right").count() == 1
        numbers = [float(one) for one in shown.eval_on_selector_all(".theory-numbers tbody tr:first-child td", "cells => cells.map(one => one.dataset.value)")]
        assert numbers == pytest.approx([1.008, 1.014, 9.598, 9.611], abs=5e-4)
        assert complaints == []
    finally:
        shown.close()
        server.end()
