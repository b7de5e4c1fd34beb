"""The live classroom as it really runs: uvicorn, WebSockets, the model in its own process; what befalls it, and whether its numbers are the model's."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from websockets.asyncio.client import connect as aconnect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from sim.classroom.container import unpack
from sim.classroom.pair import Pair
from sim.classroom.room import MOST_TABS
from sim.classroom.setting import Setting, pair_of, scenario_of
from sim.scenario.load import load
from sim.study.run import run
from sim.world.codes import Fate
from tests.end_to_end.classroom import Open, ask, frames, is_there, opened, tells
from tests.end_to_end.conftest import Shequ

pytestmark = pytest.mark.long

VILLAGE = ("three-house-village", "three-house-village")
PLACE = ("street-office", "street-office+L8")
ROOT = Path(__file__).parents[2]
DAY = 24


@pytest.fixture(scope="module")
def village() -> Iterator[Open]:
    with opened(*VILLAGE, phones=True) as one:
        yield one


@pytest.fixture(scope="module")
def spare() -> Iterator[Open]:
    """One that is treated badly."""
    with opened(*VILLAGE) as one:
        yield one


def recorded(one: Open, until_h: int) -> list[bytes]:
    """The recording up to an hour, through a socket of its own."""
    with one.connect() as page:
        ask(page, ask="ahead", until_h=until_h)
        return frames(page, is_there(until_h))[0]


def test_the_page_comes_at_once_and_may_do_nothing_it_need_not(village: Open) -> None:
    village.get("/")
    took = []
    for _ in range(20):
        began = time.perf_counter()
        status, headers, body = village.get("/")
        took.append(time.perf_counter() - began)
    assert status == 200 and headers["content-type"] == "text/html; charset=utf-8"
    assert statistics.median(took) < 0.05, took
    assert headers["x-content-type-options"] == "nosniff" and headers["cache-control"] == "no-store" and headers["x-frame-options"] == "DENY"
    policy = dict(one.split(" ", 1) for one in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["connect-src"] == f"'self' ws://{village.host}"
    assert "unsafe" not in policy["script-src"]
    for script in re.findall(r"<script[^>]*>(.*?)</script>", body.decode(), re.S):
        assert f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" in policy["script-src"]
    assert "server" not in headers


@pytest.mark.parametrize("path", ["/../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/..%2f..%2fetc%2fpasswd", "/static/../sim/__init__.py", "/page.css", "/socket/.."])
def test_no_path_leads_to_a_file(village: Open, path: str) -> None:
    status, _, body = village.get(path)
    assert status in (400, 404) and b"root:" not in body and b"import" not in body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "TRACE", "CONNECT", "OPTIONS"])
def test_nothing_can_be_sent_but_through_the_socket(village: Open, method: str) -> None:
    assert village.get("/", method)[0] in (400, 404, 405)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:{port}", "[::1]:1", "", "127.0.0.1:{port}@evil.example"])
def test_a_foreign_name_for_this_machine_is_refused(village: Open, host: str) -> None:
    for path in ("/", "/join", "/socket"):
        assert village.get(path, Host=host.format(port=village.port))[0] in (400, 403)


@pytest.mark.parametrize("origin", ["http://evil.example", "https://127.0.0.1:{port}", "http://127.0.0.1:1", "http://localhost:{port}", "null", "file://", None])
def test_a_page_from_elsewhere_gets_no_socket(village: Open, origin: str | None) -> None:
    for path in ("/socket", "/phone"):
        with pytest.raises(InvalidStatus) as refused, village.connect(path, origin=origin and origin.format(port=village.port)):
            pass
        assert refused.value.response.status_code == 403
    if origin is not None:
        assert village.get("/", Origin=origin.format(port=village.port))[0] == 403


def test_everybody_sees_the_same_bytes_and_they_are_the_models(village: Open) -> None:
    pair = Pair(pair_of([Setting(name) for name in VILLAGE]), names=VILLAGE)
    wanted = [*pair.opening(), *pair.advance(pair.from_h + 5 * DAY)]
    first = recorded(village, pair.from_h + 5 * DAY)
    second = recorded(village, pair.from_h + 5 * DAY)
    assert first == second == wanted


def test_the_numbers_at_the_end_are_those_of_a_run(village: Open) -> None:
    """At the last frame every case stands as the table of `sim.study.run` says, and the counts are those of that table."""
    village.from_h()
    messages = recorded(village, village.room.end_h)
    result = run(load(VILLAGE[1]))
    issues = result.issues
    fate = np.zeros(len(issues), int)
    for header, columns in map(unpack, messages):
        if header["kind"] == "days" and header["world"] == 1:
            fate[columns["case_row"]] = columns["case_fate"]
    assert [Fate(code).name.lower() for code in fate] == list(issues["fate"])
    last = {name[2:]: float(column[-1]) for name, column in unpack(messages[-1])[1].items() if name.startswith("s_")}
    counted = issues[issues["occur_h"] >= village.from_h()]
    assert last["occurred"] == len(counted) and last["closed"] == counted["closed_h"].notna().sum()
    assert last["resolved"] == (counted["fate"] == "resolved").sum() > 10
    assert last["satisfied"] == ((counted["fate"] == "resolved") & (counted["satisfaction"] >= 0)).sum()
    assert last["satisfaction"] == result.world.resident["satisfaction"].mean()


def test_nonsense_through_the_socket_leaves_the_server_up(village: Open) -> None:
    with village.connect() as page:
        frames(page, tells("class"))
        for text in ("{", "x" * 70_000, json.dumps({"ask": "nothing"}), "[" * 50_000):
            page.send(text)
            told = frames(page, tells("error"))[1][-1]
            assert told["zh"] and told["en"]
        page.send(b"\x00\x01")
        assert frames(page, tells("error"))[1][-1]["en"].endswith("not text.")
        with pytest.raises(ConnectionClosed) as closed:  # it may be closed while the message is still on its way
            page.send("x" * 3_000_000)
            frames(page, lambda _: False)
        assert closed.value.rcvd is None or closed.value.rcvd.code == 1009, "too big, if the server's goodbye came through"
    assert village.get("/")[0] == 200


def test_bad_frames_and_half_requests_leave_the_server_up(village: Open) -> None:
    hello = (f"GET /socket HTTP/1.1\r\nHost: {village.host}\r\nOrigin: http://{village.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n").encode()  # fmt: skip
    for junk in (hello + b"\xff" * 64, hello + b"\x81\x02hi", hello + b"\x81\xfe\xff\xff\xff", hello[:80], b"\x16\x03\x01\x02\x00\x01" * 50, b"GET / HTTP/9.9\r\n\r\n", b"A" * 200_000):
        with socket.create_connection(("127.0.0.1", village.port), timeout=10) as raw:
            raw.sendall(junk)
    assert village.get("/")[0] == 200
    village.wait(lambda: not village.room.tabs, 30)


def test_lost_and_closed_tabs_leave_no_trace(village: Open) -> None:
    for number in range(2 * MOST_TABS):
        with village.connect() as page:
            frames(page, tells("class"))
            if number % 2:  # the lid is shut: no goodbye
                page.socket.shutdown(socket.SHUT_RDWR)
    village.wait(lambda: not village.room.tabs, 30)
    assert recorded(village, village.from_h() + DAY)


def test_too_many_tabs_are_told_so(village: Open) -> None:
    with contextlib.ExitStack() as pages:
        for _ in range(MOST_TABS):
            pages.enter_context(village.connect())
        village.wait(lambda: len(village.room.tabs) == MOST_TABS)
        with village.connect() as more:
            told = frames(more, tells("error"))[1][-1]
            assert str(MOST_TABS) in told["en"] and str(MOST_TABS) in told["zh"]
            with pytest.raises(ConnectionClosed):
                frames(more, lambda _: False)
    village.wait(lambda: not village.room.tabs, 30)


def test_a_slow_tab_is_let_go_and_the_others_do_not_wait() -> None:
    with opened(*PLACE, slow_s=1.0, narrow=True) as one:
        slow = socket.socket()
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.connect(("127.0.0.1", one.port))
        slow.sendall(f"GET /socket HTTP/1.1\r\nHost: {one.host}\r\nOrigin: http://{one.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                     "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())  # fmt: skip
        one.wait(lambda: len(one.room.tabs) == 1)
        assert recorded(one, one.from_h() + 3 * DAY)
        one.wait(lambda: not one.room.tabs, 30)
        one.wait(lambda: not one.server.server_state.connections, 30)
        slow.close()
        assert recorded(one, one.from_h() + 4 * DAY), "it may come again"


def test_a_change_begins_at_the_next_midnight_and_not_before() -> None:
    with opened("street-office", "street-office") as one, one.connect() as page:
        frames(page, is_there(one.from_h(), 1))
        at = one.from_h() + 2 * DAY + 7
        midnight = at // DAY * DAY + DAY
        ask(page, ask="ahead", until_h=midnight + 4 * DAY)
        before, _ = frames(page, is_there(midnight + 4 * DAY))
        ask(page, ask="change", world=1, at_h=at, set={"posts.field.total": 14.0}, practices=["L8"])
        after, told = frames(page, is_there(midnight + 4 * DAY))
        ask(page, ask="life", case=5)
        life = frames(page, tells("life"))[1][-1]
    assert life["case"] == 5 and len(life["worlds"]) == 2 and all(line["zh"] and line["en"] for world in life["worlds"] for line in world)
    new = unpack(after[0])[0]
    assert (new["kind"], new["world"], new["from_h"], new["era"]) == ("organisation", 1, midnight, 1) and new["changes"]
    welcome = next(one for one in told if one["tell"] == "welcome")
    assert next(one for one in welcome["controls"] if one["path"] == "posts.field.total")["value"] == [6.0, 14.0]
    assert next(one for one in welcome["practices"] if one["id"] == "L8")["on"] == [False, True]
    wanted = Pair(pair_of([Setting("street-office")] * 2), names=("street-office", "street-office"))
    wanted.opening()
    wanted.advance(midnight + 4 * DAY)
    changed = wanted.change(1, scenario_of(Setting("street-office", ("L8",), {"posts.field.total": 14.0})), at)
    assert after == [*changed, *wanted.advance(midnight + 4 * DAY)]
    assert all(unpack(message)[0]["first"] >= midnight for message in after[1:]), "nothing before the midnight is told again"
    assert not set(before) & set(after), "and everything after it is another"


def test_a_killed_model_comes_back_where_it_was(spare: Open) -> None:
    begin, keeper = spare.from_h(), spare.room.keeper
    with spare.connect() as page:
        ask(page, ask="ahead", until_h=begin + 3 * DAY)
        frames(page, is_there(begin + 3 * DAY))
        control = next(each for each in spare.room._controls if each["path"].endswith(".total"))
        ask(page, ask="change", world=1, at_h=begin + DAY, set={control["path"]: control["high"]})
        before, _ = frames(page, is_there(begin + 3 * DAY))
        first = keeper.model.process.pid
        os.kill(first, signal.SIGKILL)
        states = [one["state"] for one in frames(page, lambda told: told.get("tell") == "model" and told["state"] == "running")[1] if one["tell"] == "model"]
        assert states == ["starting", "running"]
        ask(page, ask="ahead", until_h=begin + 5 * DAY)
        further, _ = frames(page, is_there(begin + 5 * DAY))
    assert keeper.model.process.pid != first
    headers = [unpack(message)[0] for message in further]
    assert all(one["kind"] == "days" and one["first"] > begin + 3 * DAY for one in headers), "nothing is told twice"
    assert {one["era"] for one in headers if one["world"] == 1} == {1}
    whole = recorded(spare, begin + 5 * DAY)
    assert whole[-len(further) :] == further and set(before) <= set(whole)


def test_another_pair_is_another_recording(spare: Open) -> None:
    with spare.connect() as page:
        frames(page, is_there(spare.from_h(), 1))
        ask(page, ask="scenarios", pair=["street-office", "street-office"])
        messages, told = frames(page, lambda one: one.get("kind") == "organisation" and one["scenario"] == "street-office" and one["world"] == 1)
        assert "reset" in [one["tell"] for one in told]
        at = next(number for number, message in enumerate(messages) if unpack(message)[0]["kind"] == "place")
        assert len(unpack(messages[at])[1]["resident_entrance"]) == 5000
        ask(page, ask="scenarios", pair=["street-office", "longhua"])
        assert "居民" in frames(page, tells("error"))[1][-1]["zh"]


def test_the_model_ends_with_the_server() -> None:
    with opened(*VILLAGE) as one:
        process = one.room.keeper.model.process
        assert process.is_alive()
    assert not process.is_alive()


def test_fifty_phones_join_act_and_leave(village: Open) -> None:
    assert village.get("/join")[0] == 200
    with village.connect() as page:
        told = frames(page, tells("class"))[1][-1]
        assert told["code"] == "" and not told["open"]
        frames(page, is_there(village.from_h(), 1))
        ask(page, ask="class", open=True)
        told = frames(page, lambda one: one.get("tell") == "class" and one["open"])[1][-1]
        question = next(one for one in told["questions"] if one["role"] == "dispatcher")
        wish = question["choices"][-1]["id"]
        asyncio.run(_fifty(village, told["code"], question["id"], wish))
        village.wait(lambda: village.classroom.phones == 0)
        counts = next(one for one in village.room.roles.told("")["questions"] if one["id"] == question["id"])["counts"]
        assert counts[wish] == 25 and sum(counts.values()) == 25, "half are dispatchers; whoever has left has chosen"
        ask(page, ask="decide", at_h=village.from_h() + 5)
        result = frames(page, lambda one: one.get("tell") == "class" and one["result"] is not None)[1][-1]["result"]
        assert result["to_h"] - result["from_h"] == 7 * DAY and result["choices"][0]["question"]["en"] == question["en"]
        assert len(result["numbers"]) == 5 and all(isinstance(one["own"], float) and isinstance(one["class"], float) for one in result["numbers"])
        ask(page, ask="class", open=False)
        frames(page, lambda one: one.get("tell") == "class" and not one["open"])
    with village.connect("/phone") as phone:
        ask(phone, ask="join", code=told["code"], role="dispatcher")
        assert frames(phone, tells("error"))[1]


async def _fifty(one: Open, code: str, question: str, wish: str) -> None:
    async def phone(number: int) -> None:
        role = "dispatcher" if number % 2 else "grid_head"
        async with aconnect(f"ws://{one.host}/phone", origin=f"http://{one.host}", open_timeout=30) as line:
            await line.send(json.dumps({"ask": "join", "code": code, "role": role}))
            told: dict[str, Any] = json.loads(await line.recv())
            assert told["tell"] == "class" and told["role"] == role and all(each["role"] == role for each in told["questions"])
            if role == "dispatcher":
                await line.send(json.dumps({"ask": "choose", "question": question, "choice": wish}))
                while next(each for each in json.loads(await line.recv())["questions"] if each["id"] == question)["chosen"] != wish:
                    pass

    await asyncio.gather(*(phone(number) for number in range(50)))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
def test_two_hundred_sessions_leave_the_memory_as_it_was(village: Open) -> None:
    def session() -> None:
        with village.connect() as page:
            frames(page, is_there(village.from_h() + DAY))
            page.send("{")
            frames(page, tells("error"))

    def megabytes() -> float:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 2**20

    recorded(village, village.from_h() + DAY)
    for _ in range(20):
        session()
    before = megabytes()
    for _ in range(200):
        session()
    village.wait(lambda: not village.room.tabs)
    print(f"{before:.1f} MB before, {megabytes():.1f} MB after 200 sessions")
    assert megabytes() - before < 5, f"{before:.1f} MB grew to {megabytes():.1f} MB"
    assert len(village.server.server_state.connections) == 0


# ── the command ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_command_opens_says_where_and_closes_on_ctrl_c(tmp_path: Path) -> None:
    code = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); from sim.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "demo", *VILLAGE, "--no-browser", "--port", "0", "--lang", "zh"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8") as running:
        assert running.stdout is not None and running.stderr is not None
        line = running.stdout.readline()
        port = int(re.search(r"http://127\.0\.0\.1:(\d+)/", line)[1])
        with _page(port) as page:
            frames(page, tells("model"))
            frames(page, lambda one: one.get("kind") == "place")
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
    assert (running.returncode, err) == (0, "")
    assert out == "课堂已关闭。\n"


def _page(port: int) -> ClientConnection:
    from websockets.sync.client import connect

    return connect(f"ws://127.0.0.1:{port}/socket", origin=f"http://127.0.0.1:{port}", max_size=None, max_queue=None, open_timeout=30)


def test_a_busy_port_and_another_place_are_told_before_anything_runs(shequ: Shequ) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, _, err = shequ("demo", *VILLAGE, "--no-browser", "--port", port)
        assert code == 2 and str(port) in err and "--port" in err
    code, _, err = shequ("demo", "longhua", "street-office", "--no-browser", "--lang", "zh")
    assert code == 2 and "居民" in err
    code, _, err = shequ("demo", "longhuaa", "--no-browser")
    assert code == 2 and "longhua" in err
