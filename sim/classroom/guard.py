"""At the door: who may ask at all, and what a browser may do with the answer. Everything that is wrong is 403 before anything is read.

Host must be an address this server was opened at (a foreign name that was pointed at this machine is refused), and a page that opens a socket must
have come from here (Origin). The teacher's page answers this machine only; phones see the page to join and its socket, nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from ipaddress import ip_address
from typing import Any, NamedTuple

from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

FOR_PHONES = frozenset({"/join", "/phone"})
"""Paths that answer other machines."""

HEADERS = {
    "x-content-type-options": "nosniff", "cache-control": "no-store", "referrer-policy": "no-referrer", "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}  # fmt: skip
"""Of every answer."""

ALONE = {"cross-origin-opener-policy": "same-origin"}
"""Of what this machine alone may see: at another address without TLS a browser only complains of it."""

NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""What a browser may do with an answer that is no page."""

_SCRIPT = re.compile(r"<script[^>]*>(.*?)</script>", re.S | re.I)


class Addresses(NamedTuple):
    """Where the server was opened: for this machine, and for the local network (empty: not)."""

    port: int
    lan: str = ""

    def own(self) -> frozenset[str]:
        """Hosts by which this machine names itself."""
        return frozenset(f"{name}:{self.port}" for name in ("127.0.0.1", "localhost", "[::1]"))

    def known(self, path: str) -> frozenset[str]:
        """Hosts by which a path may be asked for."""
        return self.own() | ({f"{self.lan}:{self.port}"} if self.lan and path in FOR_PHONES else frozenset())


def policy(page: str, host: str) -> str:
    """What a page may do: its own scripts, by their hashes; its own styles, fonts and pictures, from within; its socket here; nothing else."""
    scripts = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in _SCRIPT.findall(page))
    return (
        f"default-src 'none'; script-src {scripts or chr(39) + 'none' + chr(39)}; style-src 'unsafe-inline'; font-src data:; img-src data: blob:; "
        f"connect-src 'self' ws://{host}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )


class Guard:
    """Stands before the application."""

    def __init__(self, app: ASGIApp, addresses: Addresses) -> None:
        self.app, self.addresses = app, addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or let through and add the headers."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif fault := self.fault(scope):
            await _refuse(fault, scope, receive, send)
        else:
            await self.app(scope, receive, _with_headers(send, HEADERS if scope["path"] in FOR_PHONES else HEADERS | ALONE))

    def fault(self, scope: Scope) -> str:
        """What is wrong with a request; empty: nothing."""
        path, headers = scope["path"], [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
        hosts, origins = ([value for name, value in headers if name == wanted] for wanted in ("host", "origin"))
        if len(hosts) != 1 or hosts[0].lower() not in self.addresses.known(path):
            return "wrong host"
        socket = scope["type"] == "websocket"
        if (socket and len(origins) != 1) or any(origin.lower() != f"http://{hosts[0].lower()}" for origin in origins):
            return "wrong origin"
        if path not in FOR_PHONES and not _is_here(scope.get("client")):
            return "this page answers its own machine only"
        return ""


def _is_here(client: Any) -> bool:
    """Whether a request comes from this machine."""
    try:
        return bool(client) and ip_address(client[0]).is_loopback
    except ValueError:
        return False


async def _refuse(fault: str, scope: Scope, receive: Receive, send: Send) -> None:
    answer = PlainTextResponse(f"403: {fault}\n", 403, {**HEADERS, "content-security-policy": NOTHING})
    if scope["type"] == "websocket":
        await WebSocket(scope, receive, send).send_denial_response(answer)
    else:
        await answer(scope, receive, send)


def _with_headers(send: Send, headers: dict[str, str]) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            there = {name.lower() for name, _ in message.get("headers", [])}
            more = {**headers, "content-security-policy": NOTHING}
            message["headers"] = [*message.get("headers", []), *((name.encode(), value.encode()) for name, value in more.items() if name.encode() not in there)]
        await send(message)

    return sent


@lru_cache(16)
def _encoded(text: str, host: str) -> tuple[bytes, str]:
    return text.encode(), policy(text, host)


def html(text: str, host: str) -> Response:
    """A page with its policy. `host` is one of those that are let in, so few are kept."""
    body, allowed = _encoded(text, host.lower())
    return Response(body, media_type="text/html", headers={"content-security-policy": allowed})


__all__ = ["FOR_PHONES", "HEADERS", "Addresses", "Guard", "html", "policy"]
