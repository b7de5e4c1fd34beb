"""A real Chromium, driven through its own debugging pipe: what a page asked for, which fonts its text came from, pictures and prints of it."""

from __future__ import annotations

import base64
import itertools
import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ON_3_AND_4 = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]
os.dup2(ends[0], 3)
os.dup2(ends[1], 4)
os.execvp(sys.argv[3], sys.argv[3:])
"""
"""The browser listens on file 3 and answers on file 4."""


class Browser:
    """Use as a context. The network is off; every request a page makes is kept in `asked`."""

    def __init__(self, program: str, home: Path, fonts: Path) -> None:
        """`fonts` is the only folder with fonts that the browser knows, so that what this machine has does not matter."""
        home.mkdir(parents=True, exist_ok=True)
        known = home / "fonts.conf"
        known.write_text(f'<?xml version="1.0"?><fontconfig><dir>{fonts}</dir><cachedir>{home / "fontcache"}</cachedir></fontconfig>')
        theirs_in, self._to = os.pipe()
        self._from, theirs_out = os.pipe()
        self._numbers, self._left = itertools.count(1), b""
        self.asked: list[str] = []
        self.complaints: list[str] = []
        words = [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--no-first-run",
                 "--remote-debugging-pipe", f"--user-data-dir={home / 'profile'}", "about:blank"]  # fmt: skip
        self._process = subprocess.Popen(
            [sys.executable, "-c", ON_3_AND_4, str(theirs_in), str(theirs_out), *words], pass_fds=(theirs_in, theirs_out),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ, FONTCONFIG_FILE=str(known)),
        )  # fmt: skip
        os.close(theirs_in)
        os.close(theirs_out)
        target = self.tell("Target.createTarget", url="about:blank")["targetId"]
        self._session: str | None = None
        self._session = self.tell("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "DOM", "CSS", "Runtime", "Log"):
            self.tell(f"{domain}.enable")
        self.tell("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=-1, uploadThroughput=-1)

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._to)
        os.close(self._from)

    def tell(self, method: str, **params: Any) -> Any:
        """One command of the protocol and its answer."""
        number = next(self._numbers)
        session = getattr(self, "_session", None)
        os.write(self._to, json.dumps({"id": number, "method": method, "params": params} | ({"sessionId": session} if session else {})).encode() + b"\0")
        return self._until(lambda said: said.get("id") == number, method)

    def _until(self, wanted: Any, what: str, seconds: float = 60) -> Any:
        end = time.monotonic() + seconds
        while True:
            said = self._next(end, what)
            if said.get("method") == "Network.requestWillBeSent":
                self.asked.append(said["params"]["request"]["url"])
            if said.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown"):
                self.complaints.append(json.dumps(said["params"]))
            if wanted(said):
                assert "error" not in said, f"{what}: {said['error']}"
                return said.get("result", said.get("params"))

    def _next(self, end: float, what: str) -> Any:
        while b"\0" not in self._left:
            ready, _, _ = select.select([self._from], [], [], max(end - time.monotonic(), 0))
            got = os.read(self._from, 1 << 20) if ready else b""
            assert got, f"the browser did not answer: {what}"
            self._left += got
        first, self._left = self._left.split(b"\0", 1)
        return json.loads(first)

    def open(self, path: Path, width: int = 1280, height: int = 900) -> None:
        """Show a file at a width and wait until it and its fonts are there."""
        self.tell("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        number = next(self._numbers)
        os.write(self._to, json.dumps({"id": number, "method": "Page.navigate", "params": {"url": path.as_uri()}, "sessionId": self._session}).encode() + b"\0")
        self._until(lambda said: said.get("method") == "Page.loadEventFired", "load")
        self.value("document.fonts.ready.then(() => 1)")

    def value(self, script: str) -> Any:
        """What a script gives."""
        return self.tell("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)["result"].get("value")

    def fonts(self, selector: str) -> list[tuple[str, bool, int]]:
        """Fonts that the text of all elements comes from: family, whether the page brought it, glyphs."""
        root = self.tell("DOM.getDocument")["root"]["nodeId"]
        found: list[tuple[str, bool, int]] = []
        for node in self.tell("DOM.querySelectorAll", nodeId=root, selector=selector)["nodeIds"]:
            fonts = self.tell("CSS.getPlatformFontsForNode", nodeId=node)["fonts"]
            found += [(one["familyName"], one["isCustomFont"], one["glyphCount"]) for one in fonts]
        return found

    def shot(self, whole: bool = True) -> bytes:
        """The page as PNG."""
        return base64.b64decode(self.tell("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"])

    def printed(self) -> bytes:
        """The page as it comes out of a printer, as PDF."""
        return base64.b64decode(self.tell("Page.printToPDF", preferCSSPageSize=True, printBackground=False)["data"])


__all__ = ["Browser"]
