"""A recording shown elsewhere: as a file, in a notebook, as a moving picture."""

from __future__ import annotations

import html
import math
import re
import shutil
import stat
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageSequence

import sim
from sim.classroom import animation
from sim.classroom.animation import AnimationError
from sim.classroom.container import unpack
from sim.classroom.frames import frames, read
from sim.classroom.lesson import find_lesson
from sim.classroom.replay import Replay
from sim.engine import advance
from sim.errors import ScenarioError
from sim.simulate import assemble, start
from tests.promised import missing


@pytest.fixture(scope="module")
def short() -> Replay:
    return sim.replay("pooling", days=2, cases=2)


def test_a_lesson_is_recorded_with_its_lives_and_its_question(short: Replay) -> None:
    kinds = [unpack(message)[0]["kind"] for message in short.messages]
    assert kinds[:3] == ["place", "organisation", "days"]
    assert kinds[-2:] == ["lives", "lesson"]
    assert kinds.count("days") == 2 * (1 + 2)
    assert len(unpack(short.messages[-2])[0]["cases"]) == 2


def test_two_scenarios_are_recorded_without_a_question() -> None:
    worlds = find_lesson("shifts").scenarios
    found = sim.replay(*worlds, days=1, cases=0)
    assert {unpack(message)[0]["kind"] for message in found.messages} == {"place", "organisation", "days"}
    with pytest.raises(ScenarioError, match="two scenarios, or the id"):
        sim.replay(worlds[0])
    with pytest.raises(ScenarioError, match="do not share"):
        sim.replay("mmc", "three-house-village")


def test_the_page_is_written_whole_or_not_at_all(short: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = short.save(tmp_path / "new" / "lesson.html", lang="en")
    text = path.read_text(encoding="utf-8")
    assert text == short.html("en") and text.startswith("<!")
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError("no")))
    with pytest.raises(OSError, match="no"):
        short.save(path, lang="zh")
    assert path.read_text(encoding="utf-8") == text
    assert [one.name for one in path.parent.iterdir()] == ["lesson.html"]


def test_a_notebook_shows_the_same_page_in_a_sandbox(short: Replay) -> None:
    shown = short._repr_html_()
    found = re.fullmatch(r'<iframe sandbox="allow-scripts" title="[^"]+" srcdoc="([^"]*)" style="[^"]+"></iframe>', shown)
    assert found
    assert html.unescape(found[1]) == short.html()


@pytest.mark.parametrize("world", [0, 1])
def test_the_recording_read_back_is_the_engine_hour_by_hour(short: Replay, world: int) -> None:
    recording = read(short.messages)
    scenario = find_lesson("pooling").scenarios[world]
    state = start(assemble(scenario))
    hours = 0
    for frame in frames(recording, world):
        state = advance(state, math.nextafter(frame.h, -math.inf))
        told = len(frame.fate)
        came = state.issue["occur_h"][:told] < frame.h
        assert np.array_equal(frame.fate[came], state.case["fate"][:told][came])
        assert frame.series["waiting"] == state.pool["waiting"].sum()
        hours += 1
    assert hours == 2 * 24 + 1


def test_a_gif_moves_and_is_the_same_bytes_each_time(short: Replay, tmp_path: Path) -> None:
    one, two = (short.gif(tmp_path / f"{name}.gif", every_h=24, lang="zh").read_bytes() for name in "ab")
    assert one == two
    with Image.open(tmp_path / "a.gif") as picture:
        assert (picture.size, picture.n_frames) == ((960, 540), 3)
        first = np.asarray(picture.convert("RGB"))
        picture.seek(2)
        assert (np.asarray(picture.convert("RGB")) != first).any()
        colours = {tuple(colour) for colour in np.asarray(picture.convert("RGB")).reshape(-1, 3)}
    assert {tuple(round(255 * part) for part in colour) for colour in animation._rgb(["#D55E00", "#009E73"])} <= colours


def test_an_mp4_without_ffmpeg_is_a_sentence_and_no_file(short: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(AnimationError, match="needs the program ffmpeg"):
        short.gif(tmp_path / "a.mp4")
    with pytest.raises(AnimationError, match=r"a\.webm: a moving picture is written as \.gif or \.mp4"):
        short.gif(tmp_path / "a.webm")
    script = tmp_path / "bin" / "ffmpeg"
    script.parent.mkdir()
    monkeypatch.setenv("PATH", f"{script.parent}:/usr/bin:/bin")
    script.write_text("#!/bin/sh\necho broken >&2\nexit 1\n", encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    with pytest.raises(AnimationError, match=r"ffmpeg could not write .*broken"):
        short.gif(tmp_path / "b.mp4", every_h=24)
    assert [one.name for one in tmp_path.iterdir()] == ["bin"]


@pytest.mark.long
def test_an_mp4_shows_what_the_gif_shows(short: Replay, tmp_path: Path) -> None:
    """By the real ffmpeg, which also reads it back: as many pictures, each of them the GIF's but for what either form loses."""
    if shutil.which("ffmpeg") is None:
        missing("ffmpeg is not installed (Debian: ffmpeg)")
    film, gif = (short.gif(tmp_path / name, every_h=24, lang="zh") for name in ("a.mp4", "a.gif"))
    raw = subprocess.run(["ffmpeg", "-loglevel", "error", "-i", str(film), "-f", "rawvideo", "-pix_fmt", "rgb24", "-"], capture_output=True, check=True).stdout
    shown = np.frombuffer(raw, np.uint8).reshape(-1, 540, 960, 3).astype(int)
    with Image.open(gif) as picture:
        wanted = [np.asarray(one.convert("RGB"), int) for one in ImageSequence.Iterator(picture)]
    assert len(shown) == len(wanted) == 3
    apart = [[abs(one - other).mean() for other in wanted] for one in shown]
    print(np.round(apart, 2))
    for k, row in enumerate(apart):
        assert row[k] == min(row) < 4, "levels of 256"


@pytest.mark.long
def test_a_file_of_twice_24_000_residents_over_120_days_is_under_2_mb() -> None:
    found = sim.replay("longhua-before", "longhua", days=120)
    assert unpack(found.messages[0])[1]["resident_entrance"].size == 24_000
    assert unpack(found.messages[0])[0]["end_h"] - unpack(found.messages[0])[0]["from_h"] == 120 * 24
    assert len(found.html("zh").encode()) < 2_000_000
