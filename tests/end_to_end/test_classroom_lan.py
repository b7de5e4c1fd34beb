"""A class in a room of its own: the teacher's machine and a phone are two hosts on one network that leads nowhere else."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.chromium import DESK, PHONE, chromium_in, until

pytestmark = [pytest.mark.long, pytest.mark.skipif(not sys.platform.startswith("linux"), reason="hosts are network namespaces of Linux")]

HOSTS = {"teacher": "10.77.0.1", "phone": "10.77.0.2"}


def named(host: str) -> str:
    """The namespace: of this process, so that two test runs on one machine do not meet."""
    return f"shequ-{os.getpid()}-{host}"


@pytest.fixture(scope="module")
def network() -> Iterator[None]:
    """Two hosts with a cable between them and no way out."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        pytest.skip("hosts of our own need root and the program ip (Debian: iproute2)")
    steps = [f"netns add {named(host)}" for host in HOSTS]
    steps.append(f"link add eth0 netns {named('teacher')} type veth peer name eth0 netns {named('phone')}")
    for host, address in HOSTS.items():
        steps += [f"-n {named(host)} addr add {address}/24 dev eth0", f"-n {named(host)} link set eth0 up", f"-n {named(host)} link set lo up"]
    try:
        for step in steps:
            done = subprocess.run(["ip", *step.split()], capture_output=True, text=True, check=False)
            if done.returncode:
                pytest.skip(f"no network of our own can be made here: ip {step}: {done.stderr.strip()}")
        yield
    finally:
        for host in HOSTS:
            subprocess.run(["ip", "netns", "delete", named(host)], capture_output=True, check=False)


@pytest.fixture
def port(network: None) -> Iterator[int]:
    """`shequ demo --lan` on the teacher's machine."""
    command = ["ip", "netns", "exec", named("teacher"), sys.executable, "-m", "sim", "demo", "street-office", "street-office+L8", "--lan", "--no-browser", "--lang", "en"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    assert process.stdout is not None
    found = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())
    assert found
    assert f"http://{HOSTS['teacher']}:{found[1]}/join" in process.stdout.readline()
    yield int(found[1])
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0


def browser_on(host: str, folder: Path) -> Path:
    """The system's Chromium as a program that runs on that host."""
    program = folder / f"chromium-{host}"
    program.write_text(f'#!/bin/sh\nexec ip netns exec {named(host)} chromium "$@"\n')
    program.chmod(0o755)
    return program


def test_a_phone_joins_chooses_and_sees_what_came_of_it(port: int, tmp_path: Path) -> None:
    complaints: list[str] = []
    with chromium_in(tmp_path, browser_on("teacher", tmp_path)) as browser:
        screen = browser.new_page(viewport=DESK)
        screen.goto(f"http://127.0.0.1:{port}/?lang=zh")
        screen.wait_for_selector("body[data-ready]", timeout=60_000)
        screen.click("#tab-phones")
        screen.click("#open-class")
        code = screen.inner_text(".code")
        handset = browser.browser_type.launch(executable_path=str(browser_on("phone", tmp_path)), args=["--no-sandbox", "--disable-gpu"])
        for lang in ("zh", "en"):
            phone = handset.new_page(viewport=PHONE, has_touch=True)
            phone.on("console", lambda one: complaints.append(one.text))
            phone.on("pageerror", lambda one: complaints.append(str(one)))
            phone.goto(f"http://{HOSTS['teacher']}:{port}/join?lang={lang}")
            joins(phone, code)
            chooses(phone, screen, 1 if lang == "zh" else 2)
        shown = decides(phone, screen)
        assert complaints == []
        for path in ("/", "/socket"):
            assert phone.goto(f"http://{HOSTS['teacher']}:{port}{path}").status == 403, "the teacher's page is for the teacher's machine"
        handset.close()
    assert len(shown) == 5


def joins(phone: Any, code: str) -> None:
    """A wrong code is told; the right one may be typed in small letters."""
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.tap("#roles input[value=dispatcher]")
    phone.fill("#code", "222222")
    phone.tap("#go")
    until(phone, "document.querySelector('#say').textContent !== ''")
    assert phone.locator(".choice").count() == 0
    phone.fill("#code", f" {code.lower()} ")
    phone.tap("#go")
    phone.wait_for_selector(".choice")
    assert phone.locator("#join").is_hidden()


def chooses(phone: Any, screen: Any, phones: int) -> None:
    """One choice, which may be changed; the screen counts it."""
    choices = phone.locator(".choice")
    last = choices.count() - 1
    choices.first.tap()
    until(phone, "document.querySelector('.choice').ariaPressed === 'true'")
    choices.nth(last).tap()
    until(phone, f"document.querySelectorAll('.choice')[{last}].ariaPressed === 'true'")
    until(screen, f"[...document.querySelectorAll('.votes')[1].rows].at(-1).cells[1].textContent === '{phones}'")


def decides(phone: Any, screen: Any) -> list[list[str]]:
    """The teacher decides; phone and screen show the same week, by itself and as the class decided."""
    screen.click("#decide")
    phone.wait_for_selector("#result table", timeout=30_000)
    rows = "[...document.querySelectorAll('{table} tr')].slice(1).map(row => [...row.cells].slice(1).map(cell => cell.textContent))"
    until(screen, "document.querySelectorAll('#panel-phones table:not(.votes)').length === 1")
    shown: list[list[str]] = phone.evaluate(rows.format(table="#result"))
    numbers = screen.evaluate("[...document.querySelectorAll('#panel-phones table:not(.votes) td[data-value]')].map(one => Number(one.dataset.value))")
    told = [float(cell.replace(",", "")) for row in shown for cell in row]
    assert told == [pytest.approx(one, abs=6e-4 if abs(one) < 10 else 0.6) for one in numbers], "three digits, or whole ones"
    return shown
