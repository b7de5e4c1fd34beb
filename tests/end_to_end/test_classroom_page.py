"""The classroom's page in a real Chromium without network or Chinese font: every control, the same frame again, both languages, both worlds."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sim.classroom.container import pack, unpack
from sim.classroom.lesson import find_lesson, lesson_message
from sim.classroom.lives import telling_cases
from sim.classroom.page import page as page_text
from sim.classroom.pair import Pair
from sim.scenario.load import load
from tests.end_to_end.chromium import DESK, PHONE, chromium_in, drawn, slide, until

pytestmark = pytest.mark.long

DAYS = 21

Opened = Callable[..., Any]


@cache
def messages() -> tuple[bytes, ...]:
    """Three weeks of five thousand residents under two organisations, with a lesson and some lives told."""
    scenarios = (load("street-office"), load("street-office+L8"))
    pair = Pair(scenarios, days=DAYS)
    told = telling_cases(scenarios, 0, 3, pair.end_h)
    return (*pair.opening(), *pair.advance(pair.end_h), pair.lives(told, pair.end_h), lesson_message(find_lesson("pooling")))


@cache
def columns(world: int) -> dict[str, Any]:
    """Every series of a world from its first frame on, as the model gave it."""
    found: dict[str, list[float]] = {}
    for header, own in map(unpack, messages()):
        if header["kind"] == "days" and header["world"] == world:
            for name, column in own.items():
                if name.startswith("s_"):
                    found.setdefault(name[2:], []).extend(column.tolist())
    return found


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The system's own browser, and of fonts only DejaVu."""
    with chromium_in(tmp_path_factory.mktemp("fonts")) as browser:
        yield browser


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as a file whose path has Chinese and spaces in it."""
    path = tmp_path_factory.mktemp("第 一 课") / "两个 社区.html"
    path.write_text(page_text(messages(), lang="zh"), encoding="utf-8")
    return path


@pytest.fixture
def opened(chromium: Any) -> Iterator[Opened]:
    """Open a file; at the end nothing may have been asked of anybody, and nothing complained of."""
    contexts, complaints, asked = [], [], []

    def open_file(path: Path, size: dict[str, int] = DESK, still: bool = True, ready: bool = True) -> Any:
        context = chromium.new_context(viewport=size, offline=True, reduced_motion="reduce" if still else "no-preference", has_touch=size is PHONE)
        contexts.append(context)
        shown = context.new_page()
        shown.on("request", lambda one: asked.append(one.url) if one.url.startswith(("http", "ws", "ftp")) else None)
        shown.on("console", lambda one: complaints.append(one.text) if one.type in ("error", "warning") else None)
        shown.on("pageerror", lambda one: complaints.append(str(one)))
        shown.goto(path.as_uri())
        if ready:
            shown.wait_for_selector("body[data-ready]", timeout=15_000)
        return shown

    yield open_file
    for context in contexts:
        context.close()
    assert asked == []
    assert complaints == []


def frame(shown: Any) -> int:
    return int(shown.evaluate("shequ.clock.frame"))


def go_to(shown: Any, h: int) -> None:
    """Scrub, as a hand on the bar does."""
    slide(shown, "#scrub", h)


def test_every_button_of_the_player_does_what_it_says(opened: Opened, lesson: Path) -> None:
    shown = opened(lesson)
    first = frame(shown)
    steps = (("#day-on", 24), ("#hour-on", 1), ("#day-on", 24), ("#hour-back", -1), ("#day-back", -24))
    now = first
    for button, hours in steps:
        shown.click(button)
        now += hours
        assert frame(shown) == now
    for key, wanted in (("ArrowRight", now + 1), ("Shift+ArrowRight", now + 25), ("ArrowLeft", now + 24), ("Shift+ArrowLeft", now), ("Home", first), ("End", first + DAYS * 24)):
        shown.keyboard.press(key)
        assert frame(shown) == wanted
    shown.click("#to-start")
    assert frame(shown) == first
    shown.click("#to-end")
    assert frame(shown) == first + DAYS * 24
    shown.click("#play")  # from the end it begins anew
    until(shown, f"shequ.clock.frame > {first} && shequ.clock.frame < {first + 24}")
    assert shown.get_attribute("#play", "aria-label") == "暂停"
    shown.keyboard.press("Space")
    stopped = frame(shown)
    shown.wait_for_timeout(150)
    assert frame(shown) == stopped
    assert shown.get_attribute("#play", "aria-label") == "播放"
    told = set()
    for pace in range(7):
        slide(shown, "#pace", pace)
        told.add(shown.inner_text("#pace-word"))
    assert len(told) == 7
    assert shown.evaluate("shequ.clock.speed") == 96


def test_back_and_scrub_show_exactly_what_was_shown(opened: Opened, lesson: Path) -> None:
    shown = opened(lesson)
    first = frame(shown)
    seen: dict[int, str] = {first: shown.evaluate("shequ.hash()")}
    for button in ["#hour-on"] * 12 + ["#day-on"] * 8:
        shown.click(button)
        seen[frame(shown)] = shown.evaluate("shequ.hash()")
    assert len(set(seen.values())) > 15, "hours differ from each other"
    for button in ["#day-back"] * 8 + ["#hour-back"] * 12:
        shown.click(button)
        if frame(shown) in seen:
            assert shown.evaluate("shequ.hash()") == seen[frame(shown)]
    assert frame(shown) == first
    for h in sorted(seen, key=lambda h: (h * 7919) % 101):  # here and there
        go_to(shown, h)
        assert shown.evaluate("shequ.hash()") == seen[h]
    other = opened(lesson)  # a page that never showed the hours before
    last = max(seen)
    go_to(other, last)
    assert other.evaluate("shequ.hash()") == seen[last]
    shown.evaluate("shequ.clock.goTo(shequ.recording.from)")
    shown.click("#play")
    until(shown, f"shequ.clock.frame > {first + 4}")
    shown.click("#play")
    go_to(shown, first)
    assert shown.evaluate("shequ.hash()") == seen[first]


def test_numbers_are_those_of_the_model(opened: Opened, lesson: Path) -> None:
    shown = opened(lesson)
    shown.click("#tab-funnel")
    first = frame(shown)
    for after in (0, 1, 200, DAYS * 24):
        go_to(shown, first + after)
        for world in (0, 1):
            own = {name: series[after] for name, series in columns(world).items()}
            week = {name: own[name] - columns(world)[name][max(0, after - 168)] for name in ("busy_h", "duty_h")}
            wanted = {"waiting": own["waiting"], "satisfaction": own["satisfaction"], "resolved": own["resolved"] / (own["occurred"] or float("nan")),
                      "workload": week["busy_h"] / (week["duty_h"] or float("nan"))}  # fmt: skip
            for name, value in wanted.items():
                told = float(shown.get_attribute(f"#figures-{world} [data-figure={name}]", "data-value"))
                assert told == value or (told != told and value != value), (name, after)
            for stage in ("occurred", "noticed", "reported", "contacted", "resolved", "satisfied"):
                assert float(shown.get_attribute(f"[data-world='{world}'] [data-stage={stage}]", "data-value")) == own[stage]
        assert columns(0)["occurred"][after] == columns(1)["occurred"][after], "both worlds have the same issues"
    shown.click("#tab-organisation")
    drawn(shown)
    for world in (0, 1):
        queues = shown.eval_on_selector_all(f".chart-of-posts.world-{world} .queue strong", "all => all.reduce((sum, one) => sum + Number(one.dataset.value), 0)")
        assert queues == columns(world)["waiting"][DAYS * 24]


def test_both_languages_and_no_font_of_this_machine(opened: Opened, lesson: Path) -> None:
    shown = opened(lesson)
    tabs = shown.eval_on_selector_all("[role=tab]", "all => all.filter(one => !one.hidden).map(one => one.id)")
    assert tabs == [f"tab-{name}" for name in ("lesson", "organisation", "charts", "funnel", "case", "help")]
    fonts = shown.context.new_cdp_session(shown)
    for name in ("DOM.enable", "CSS.enable"):
        fonts.send(name)
    for lang, tag in (("zh", "zh-CN"), ("en", "en"), ("zh", "zh-CN")):
        if shown.evaluate("document.documentElement.lang") != tag:
            shown.click("#language")
        assert shown.evaluate("document.documentElement.lang") == tag
        for tab in tabs:
            shown.click(f"#{tab}")
            drawn(shown)
            text = shown.inner_text("body")
            assert bool(re.search("[\u4e00-\u9fff]", text.replace("中", "", 1))) == (lang == "zh"), (lang, tab)
            assert not re.search(r"undefined|NaN|\{\w+\}|\[object", text)
            shown.eval_on_selector_all("button", "all => all.forEach(one => { if (!(one.getAttribute('aria-label') || one.textContent).trim()) throw new Error(one.id); })")
        root = fonts.send("DOM.getDocument")["root"]["nodeId"]
        used = {
            (one["familyName"], one["isCustomFont"])
            for node in fonts.send("DOM.querySelectorAll", {"nodeId": root, "selector": "h1, h2, h3, p, dt, dd, button, th, td"})["nodeIds"]
            for one in fonts.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        }
        assert used == {("Noto Sans SC", True)}


def test_what_is_pointed_at_is_told_and_a_case_is_followed_in_both_worlds(opened: Opened, lesson: Path) -> None:
    shown = opened(lesson)
    go_to(shown, frame(shown) + 24 * 8 + 10)
    spot = "(() => {{ const map = shequ.maps()[{world}], box = map.canvas.getBoundingClientRect(); const [x, y] = {where}; return [box.left + x / map.ratio, box.top + y / map.ratio]; }})()"
    handler = spot.format(world=0, where="map.walkerSpot(map.here.findIndex((one, k) => k % 3 === 2 && one) / 3 | 0, 0)")
    case = spot.format(world=1, where="map.ground.issueSpot(map.ground.open.at(-1))")
    home = spot.format(world=0, where="[map.ground.spots[20], map.ground.spots[21]]")
    for where, wanted in ((handler, ".day-strip"), (home, ".people")):
        shown.mouse.move(*shown.evaluate(where))
        assert shown.is_visible(f"#card {wanted}")
        assert shown.locator("#card button").count() == 0, "what is only pointed at has nothing to press"
    shown.mouse.click(*shown.evaluate(case))
    row = int(shown.get_attribute("#card [data-case]", "data-case"))
    shown.click("#card [data-case]")
    assert shown.get_attribute("#tab-case", "aria-selected") == "true"
    assert shown.evaluate("shequ.maps().map(one => one.followed)") == [row, row]
    assert shown.locator("#card").is_hidden()
    told = shown.evaluate("[...shequ.recording.lives.keys()]")
    shown.select_option("#case-list", str(told[0]))
    go_to(shown, int(shown.evaluate("shequ.recording.from")))
    steps = []
    while shown.is_enabled("#case-on"):
        shown.click("#case-on")
        steps.append(frame(shown))
        assert shown.locator(".life [aria-current=step]").count() >= 1
    assert steps == sorted(set(steps))
    lines = [shown.locator(f".life.world-{world} li").count() for world in (0, 1)]
    assert lines == shown.evaluate(f"shequ.recording.lives.get({told[0]}).map(one => one.length)")
    shown.click("#case-back")
    assert frame(shown) == steps[-2]
    shown.click("#case-off")
    assert shown.evaluate("shequ.maps().map(one => one.followed)") == [-1, -1]


def test_a_meeting_gathers_on_the_map_and_tells_what_came_of_it(opened: Opened, tmp_path: Path) -> None:
    pair = Pair((load("street-office"), load("street-office+K8")), days=DAYS)
    path = tmp_path / "meetings.html"
    path.write_text(page_text([*pair.opening(), *pair.advance(pair.end_h)], lang="en"), encoding="utf-8")
    shown = opened(path)
    first = frame(shown)
    held = shown.evaluate(f"shequ.recording.worlds[1].meetings({first}, {first + 24 * 7}).at(-1)")
    go_to(shown, held["h"] - 1)
    assert shown.evaluate("shequ.maps().map(one => one.ground.met.length)") == [0, 0]
    go_to(shown, held["h"])
    met = shown.evaluate("shequ.maps().map(one => one.ground.met)")
    assert met[0] == [] and held.items() <= next(one for one in met[1] if one["row"] == held["row"]).items()
    shown.mouse.move(*shown.evaluate(f"(() => {{ const map = shequ.maps()[1], box = map.canvas.getBoundingClientRect(), one = map.ground.met.find(one => one.row === {held['row']}); return [box.left + one.x / map.ratio, box.top + one.y / map.ratio]; }})()"))
    told = shown.inner_text("#card")
    assert "Meeting of a council" in told and f"Members who came: {held['present']}" in told
    assert f"Cases heard: {held['heard']}, agreed: {held['agreed']}" in told
    assert "a meeting" in shown.inner_text("#legend").splitlines()


def test_a_lesson_asks_before_it_answers(opened: Opened, lesson: Path) -> None:
    shown = opened(lesson)
    assert shown.get_attribute("#tab-lesson", "aria-selected") == "true"
    assert shown.is_disabled("#lesson-run")
    assert shown.is_disabled("#lesson-reveal")
    assert shown.locator(".theory, .answer").count() == 0
    shown.click("#choice-0")
    shown.click("#lesson-run")
    until(shown, "shequ.clock.frame > shequ.recording.from")
    shown.keyboard.press("Space")
    shown.click("#lesson-reveal")
    assert shown.locator(".choice.right").count() == 1
    told = unpack(lesson_message(find_lesson("pooling")))[0]["theory"]["rows"]
    assert shown.eval_on_selector_all(".theory-numbers tbody td", "all => all.map(one => Number(one.dataset.value))") == [
        one for row in told for world in (0, 1) for one in (row["formula"][world], row["model"][world])
    ]
    shown.click("#lesson-reveal")
    assert shown.locator(".theory, .answer").count() == 0


def test_zoom_large_text_and_phone(opened: Opened, lesson: Path) -> None:
    shown = opened(lesson)
    small = shown.evaluate("shequ.hash()")
    shown.click("#zoom-in")
    assert shown.evaluate("shequ.maps().every(one => one.view.zoom > 1.5)")
    assert shown.evaluate("shequ.hash()") != small
    shown.click("#zoom-out")
    shown.click("#zoom-in")
    shown.click("#zoom-whole")
    assert shown.evaluate("shequ.hash()") == small
    text = shown.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    shown.click("#projector")
    assert shown.get_attribute("#projector", "aria-pressed") == "true"
    assert shown.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") > 1.25 * text
    shown.click("#projector")
    phone = opened(lesson, PHONE)
    boxes = [phone.locator(f"#map-{world}").bounding_box() for world in (0, 1)]
    assert boxes[1]["y"] > boxes[0]["y"] + boxes[0]["height"]
    for tab in ("lesson", "organisation", "charts", "funnel", "case", "help"):
        phone.click(f"#tab-{tab}")
        assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], tab
    phone.evaluate("scrollTo(0, 0)")
    phone.touchscreen.tap(boxes[0]["x"] + boxes[0]["width"] / 2, boxes[0]["y"] + boxes[0]["height"] / 2)


def test_it_runs_in_a_sandboxed_frame(opened: Opened, lesson: Path) -> None:
    outside = lesson.parent / "course.html"
    outside.write_text(f'<!doctype html><title>course</title><link rel="icon" href="data:,"><iframe sandbox="allow-scripts" width="1200" height="700" srcdoc="{html.escape(lesson.read_text(encoding="utf-8"))}"></iframe>', encoding="utf-8")
    shown = opened(outside, ready=False)
    inside = shown.frame_locator("iframe")
    inside.locator("body[data-ready]").wait_for(timeout=15_000)
    inside.locator("#hour-on").click()
    inside.locator("#tab-charts").click()
    assert inside.locator(".line-chart").count() == 4


def test_a_name_from_a_file_is_only_a_name(opened: Opened, tmp_path: Path) -> None:
    evil = "<img src=x onerror=alert(1)></script><script>document.body.dataset.hit = 1</script>"
    hostile = []
    for header, own in map(unpack, messages()):
        if header["kind"] == "place":
            header["buildings"] = [{**one, "zh": evil, "en": evil} for one in header["buildings"]]
        elif header["kind"] in ("organisation", "lesson"):
            header["title"] = {"zh": evil, "en": evil}
        hostile.append(pack(header, own))
    path = tmp_path / "hostile.html"
    path.write_text(page_text(hostile, lang="zh"), encoding="utf-8")
    shown = opened(path)
    assert shown.inner_text("#title") == evil
    assert shown.evaluate("document.body.dataset.hit") is None
    shown.mouse.move(*shown.evaluate("(() => { const map = shequ.maps()[0], box = map.canvas.getBoundingClientRect(); return [box.left + map.ground.spots[0], box.top + map.ground.spots[1]]; })()"))
    assert evil in shown.inner_text("#card")
    assert shown.locator("img").count() == 0


def browsing_s() -> float:
    """Seconds of processor that everything this process has started has taken."""
    parents, spent = {}, {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text(encoding="utf-8", errors="replace").rpartition(") ")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        parents[int(entry.parent.name)], spent[int(entry.parent.name)] = int(fields[1]), int(fields[11]) + int(fields[12])
    ours = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return sum(spent[pid] for pid in ours - {os.getpid()}) / os.sysconf("SC_CLK_TCK")


def test_pictures_a_second_with_two_times_24000_residents(opened: Opened, tmp_path: Path) -> None:
    """50 on two cores; where others use them too, what a picture takes of a core must leave room for 50."""
    pair = Pair((load("longhua-before"), load("longhua")), days=40)
    path = tmp_path / "large.html"
    path.write_text(page_text([*pair.opening(), *pair.advance(pair.end_h)], lang="zh"), encoding="utf-8")
    shown = opened(path, still=False)
    assert shown.evaluate("shequ.recording.place.residents") == 24_000
    shown.click("#play")
    shown.wait_for_timeout(500)
    taken, drawn = browsing_s(), shown.evaluate("shequ.pictures")
    shown.wait_for_timeout(5000)
    each_s = (browsing_s() - taken) / (shown.evaluate("shequ.pictures") - drawn)
    rate = shown.evaluate("shequ.fps()")
    print(f"{rate:.1f} pictures a second, {1000 * each_s:.1f} ms of processor each")
    assert rate >= 50 or each_s < 2 / 50, (rate, each_s)
