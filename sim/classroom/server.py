"""The server: the page, its socket, the page for phones and theirs. There is no folder of files, so no path leads to one."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from functools import cache
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from sim.classroom.asks import Allowance, Chooses, Joins, NotUnderstood, Plain, read_phone
from sim.classroom.guard import Addresses, Guard, html
from sim.classroom.opening import kept
from sim.classroom.phone import phone_page
from sim.classroom.process import Begun, Model
from sim.classroom.roles import MOST_PHONES, Phone
from sim.classroom.room import MOST_TABS, Full, Room
from sim.classroom.setting import Setting
from sim.classroom.tab import Tab, as_text, error_text
from sim.locale import Lang, mark
from sim.locale.voice import both

SLOW_S = 20.0
"""A tab that takes nothing for so long is dropped; it may come again, and gets everything from the beginning."""

TICK_S = 0.25

TRY_AGAIN = 1013
"""WebSocket's code for it."""

Abort = Callable[[Any], None]
"""Ends the connection of a client (host, port) at once: a close that nobody reads would wait for ever."""


class Classroom:
    """The application: one room, whoever looks on, whoever has joined by phone."""

    def __init__(
        self, settings: Sequence[Setting], replicate: int, addresses: Addresses, lang: Lang, slow_s: float = SLOW_S, lesson: bytes | None = None,
        begun: Begun | None = None,
    ) -> None:  # fmt: skip
        self.settings, self.replicate, self.addresses, self.lang, self.slow_s = settings, replicate, addresses, lang, slow_s
        self.lesson, self.begun = lesson, begun
        self.abort: Abort = lambda client: None
        self.opened: Callable[[], None] = lambda: None
        """called once there is something to see"""
        self.room: Room
        self.phones = 0
        self._joined: set[asyncio.Event] = set()

    def app(self) -> Guard:
        """For a server to run."""
        routes = [
            Route("/", self.page), Route("/join", self.join), Route("/favicon.ico", self.nothing),
            WebSocketRoute("/socket", self.socket), WebSocketRoute("/phone", self.phone),
        ]  # fmt: skip
        return Guard(Starlette(routes=routes, lifespan=self._open), self.addresses)

    @contextlib.asynccontextmanager
    async def _open(self, _: Starlette) -> AsyncIterator[None]:
        """The room opens with the server and closes with it, the model with the room."""
        loop = asyncio.get_running_loop()

        def model(heard: Callable[[bytes | None], None]) -> Model:
            def pass_on(message: bytes | None) -> None:
                with contextlib.suppress(RuntimeError):  # the loop is gone: the server has ended
                    loop.call_soon_threadsafe(heard, message)

            begun, self.begun = self.begun, None
            return Model(pass_on, begun)

        lan = f"http://{self.addresses.lan}:{self.addresses.port}/join" if self.addresses.lan else ""
        self.room = Room(self.settings, self.replicate, model, lan, self.lesson, kept, later=True)
        self.room.phones_told = self._tell_phones
        beside = [asyncio.create_task(self._tick()), asyncio.create_task(self._learn()), asyncio.create_task(asyncio.to_thread(page_text, self.lang))]
        try:
            yield
        finally:
            for task in beside:
                task.cancel()
            await asyncio.to_thread(self.room.close)

    def _tell_phones(self) -> None:
        for news in self._joined:
            news.set()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            self.room.tick()

    async def _learn(self) -> None:
        """What pages are told beside the pictures is found out when the model has started, so that nothing keeps the first picture waiting."""
        while self.room.state == "starting" and not min(self.room.recording.ready):
            await asyncio.sleep(0.02)
        self.opened()
        while self.room.state == "starting":
            await asyncio.sleep(0.05)
        await asyncio.to_thread(self.room.gather)
        self.room.learned()
        while True:
            await asyncio.sleep(0.5)
            if self.room.state == "running" and (find_out := self.room.learn()) is not None:
                await asyncio.to_thread(find_out)
                self.room.learned()

    # ── pages ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _lang(self, request: Request) -> Lang:
        wanted = request.query_params.get("lang", self.lang)
        return "zh" if wanted == "zh" else "en"

    async def page(self, request: Request) -> Response:
        """The teacher's page."""
        return html(page_text(self._lang(request)), request.headers["host"])

    async def join(self, request: Request) -> Response:
        """The page for phones, in the phone's language."""
        accepted = request.headers.get("accept-language", "")[:200].lower()
        own: Lang = "zh" if accepted.startswith("zh") else "en" if accepted else self.lang
        wanted = request.query_params.get("lang", own)
        text = await asyncio.to_thread(phone_page, "zh" if wanted == "zh" else "en", self.room.roles.signs())
        return html(text, request.headers["host"])

    async def nothing(self, _: Request) -> Response:
        """Browsers ask for an icon."""
        return Response(status_code=204)

    # ── sockets ────────────────────────────────────────────────────────────────────────────────────────────────────

    async def socket(self, socket: WebSocket) -> None:
        """A page looks on: it is told everything from the beginning, and then what is new."""
        await socket.accept()
        news = asyncio.Event()
        try:
            tab = self.room.join(news.set)
        except Full:
            await _dismiss(socket, error_text(both(mark("{n} pages look on already: close one."), n=MOST_TABS)))
            return
        try:
            await _until_first(self._pour(socket, tab, news), self._listen(socket, tab))
        finally:
            self.room.leave(tab)
        if tab.too_slow:
            await self._drop(socket)

    async def _pour(self, socket: WebSocket, tab: Tab, news: asyncio.Event) -> None:
        """Tell a page what there is to tell, as fast as it takes it."""
        try:
            while not tab.too_slow:
                news.clear()
                while (told := self.room.next_for(tab)) is not None:
                    async with asyncio.timeout(self.slow_s):
                        await (socket.send_bytes(told) if isinstance(told, bytes) else socket.send_text(told))
                await news.wait()
        except TimeoutError:
            tab.too_slow = True

    async def _listen(self, socket: WebSocket, tab: Tab) -> None:
        loop = asyncio.get_running_loop()
        while (message := await socket.receive())["type"] == "websocket.receive":
            self.room.ask(tab, Plain(message.get("text"), message.get("bytes")), loop.time())

    async def _drop(self, socket: WebSocket) -> None:
        """Say goodbye to a page that is too slow, if it can still hear, and end the connection."""
        with contextlib.suppress(TimeoutError, WebSocketDisconnect, RuntimeError, OSError):
            async with asyncio.timeout(0.5):
                await _dismiss(socket, error_text(both(mark("This page was too slow and was let go. Load it again."))))
        self.abort(socket.scope.get("client"))

    async def phone(self, socket: WebSocket) -> None:
        """A phone: it joins with the code, then chooses."""
        await socket.accept()
        if self.phones >= MOST_PHONES:
            await _dismiss(socket, error_text(both(mark("The class is full: {most} phones have joined."), most=MOST_PHONES)))
            return
        hand = _Hand(self, socket)
        self.phones += 1
        self._joined.add(hand.news)
        try:
            await _until_first(hand.pour(), hand.listen())
        finally:
            self.phones -= 1
            self._joined.discard(hand.news)
            hand.leaves()
        if hand.too_slow:
            self.abort(socket.scope.get("client"))


class _Hand:
    """One phone's connection, and who it is once it has joined."""

    def __init__(self, classroom: Classroom, socket: WebSocket) -> None:
        self.room, self.socket, self.slow_s = classroom.room, socket, classroom.slow_s
        self.news, self.too_slow = asyncio.Event(), False
        self.phone: Phone | None = None
        self.allowance = Allowance(20, 2.0)

    async def pour(self) -> None:
        """How the class stands, whenever that is news."""
        while True:
            await self.news.wait()
            self.news.clear()
            if self.phone is None:
                continue
            try:
                async with asyncio.timeout(self.slow_s):
                    await self.socket.send_text(as_text(self.room.roles.told_phone(self.phone)))
            except TimeoutError:
                self.too_slow = True
                return

    async def listen(self) -> None:
        """What the phone asks; whatever is wrong with it is told, and nothing else happens."""
        loop = asyncio.get_running_loop()
        while (message := await self.socket.receive())["type"] == "websocket.receive":
            try:
                if not self.allowance.takes(loop.time()):
                    raise NotUnderstood(both(mark("Too many messages in too short a time: some were not read.")))
                self.answer(read_phone(Plain(message.get("text"), message.get("bytes"))), loop.time())
            except NotUnderstood as error:
                await self.socket.send_text(error_text(error.told))

    def answer(self, asked: Joins | Chooses, now: float) -> None:
        """Join, or choose. Raises NotUnderstood."""
        roles = self.room.roles
        if isinstance(asked, Joins):
            address = self.socket.client.host if self.socket.client else ""
            joined = roles.joins(asked.code, asked.role, asked.again, address, now)
            if self.phone is not None and self.phone is not joined:
                self.leaves()
            self.phone = joined
        elif self.phone is None:
            raise NotUnderstood(both(mark("Join first.")))
        else:
            roles.chooses(self.phone, asked.question, asked.choice)
        self.news.set()
        self.room.tell_class()

    def leaves(self) -> None:
        """The connection is gone; what the phone has chosen stays for the week."""
        if self.phone is not None:
            self.phone.here = False
            self.room.tell_class()


async def _until_first(*parts: Any) -> None:
    """Run both until one ends, then end the other; a connection that is gone is no fault."""
    tasks = [asyncio.ensure_future(one) for one in parts]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        found = await asyncio.gather(*tasks, return_exceptions=True)
    for one in found:
        if isinstance(one, Exception) and not isinstance(one, WebSocketDisconnect | OSError):
            raise one


async def _dismiss(socket: WebSocket, text: str) -> None:
    await socket.send_text(text)
    await socket.close(TRY_AGAIN)


@cache
def page_text(lang: Lang) -> str:
    """The teacher's page."""
    from sim.classroom.page import page

    return page(None, lang=lang, feed="live")


__all__ = ["SLOW_S", "TRY_AGAIN", "Classroom", "page_text"]
