"""A classroom that really listens, on loopback only, and clients that really connect."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import websockets
from websockets.sync.client import ClientConnection, connect

from sim.classroom.container import unpack
from sim.classroom.guard import Addresses
from sim.classroom.listen import open_doors, serve
from sim.classroom.room import Room
from sim.classroom.server import Classroom
from sim.classroom.setting import Setting

SHORT_S = 60.0


class Open:
    """A classroom behind its door."""

    def __init__(self, classroom: Classroom, server: Any) -> None:
        self.classroom, self.server = classroom, server

    @property
    def room(self) -> Room:
        return self.classroom.room

    def from_h(self) -> int:
        """The first frame, once the model has begun (the frame itself may be known from before) and pages are welcomed."""
        self.wait(lambda: self.room.from_h > 0 and bool(self.room._welcome))
        return self.room.from_h

    @property
    def port(self) -> int:
        return self.classroom.addresses.port

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def connect(self, path: str = "/socket", origin: str | None = "", **more: Any) -> ClientConnection:
        """A page's socket."""
        return connect(f"ws://{self.host}{path}", origin=f"http://{self.host}" if origin == "" else origin, max_size=None, max_queue=None, compression=None, open_timeout=20, close_timeout=2, **more)

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers, body. `path` goes out as it is."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            line.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
            for name, value in headers.items():
                line.putheader(name, value)
            line.endheaders()
            answer = line.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            line.close()

    async def until(self, true: Callable[[], bool], seconds: float = SHORT_S) -> None:
        """Wait for something to come true."""
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, "it did not come true"
            await asyncio.sleep(0.02)

    def wait(self, true: Callable[[], bool], seconds: float = SHORT_S) -> None:
        """The same, outside a loop."""
        asyncio.run(self.until(true, seconds))


@contextlib.contextmanager
def opened(*names: str, phones: bool = False, slow_s: float = 20.0, narrow: bool = False) -> Iterator[Open]:
    """A classroom in a thread of this process. `phones`: as with --lan, but on loopback; `narrow`: sockets that hold little."""
    addresses, doors = open_doors(0, lan=False)
    if narrow:
        doors[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16 * 1024)
    if phones:
        addresses = Addresses(addresses.port, "127.0.0.1")
    classroom = Classroom([Setting(name) for name in names], 0, addresses, "en", slow_s)
    ready, servers = threading.Event(), []

    def take(server: Any) -> None:
        servers.append(server)
        ready.set()

    thread = threading.Thread(target=serve, args=(classroom, doors, take), daemon=True)
    thread.start()
    assert ready.wait(20)
    end = time.monotonic() + 30
    while not servers[0].started:
        assert time.monotonic() < end and thread.is_alive()
        time.sleep(0.02)
    try:
        yield Open(classroom, servers[0])
    finally:
        servers[0].should_exit = True
        thread.join(20)
        assert not thread.is_alive()


def frames(socket: ClientConnection, until: Callable[[dict[str, Any]], bool], seconds: float = SHORT_S) -> tuple[list[bytes], list[dict[str, Any]]]:
    """Messages of the recording, and what else was told, up to the first that `until` is true of (a header, or a told object)."""
    found: list[bytes] = []
    told: list[dict[str, Any]] = []
    end = time.monotonic() + seconds
    while True:
        message = socket.recv(timeout=max(0.01, end - time.monotonic()))
        if isinstance(message, bytes):
            found.append(message)
            one = unpack(message)[0]
        else:
            one = json.loads(message)
            told.append(one)
        if until(one):
            return found, told


def is_there(hour: int, world: int = 1) -> Callable[[dict[str, Any]], bool]:
    """Whether a message brings that frame of that world."""
    return lambda one: one.get("kind") == "days" and one["world"] == world and one["first"] <= hour < one["first"] + one["frames"]


def tells(kind: str) -> Callable[[dict[str, Any]], bool]:
    """Whether it is told that."""
    return lambda one: one.get("tell") == kind


def ask(socket: ClientConnection, **plain: Any) -> None:
    """Ask something."""
    socket.send(json.dumps(plain))


__all__ = ["Open", "ask", "frames", "is_there", "opened", "tells", "websockets"]
