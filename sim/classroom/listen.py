"""Open the doors: a socket for this machine, one for the local network if it is wanted, and a server that runs the classroom behind them."""

from __future__ import annotations

import contextlib
import socket
import sys
from collections.abc import Callable, Sequence
from ipaddress import ip_address
from typing import Any

from sim.classroom.guard import Addresses
from sim.classroom.server import Classroom
from sim.errors import ShequError
from sim.locale import Lang, mark, translator

FIRST_PORT = 8765
MOST_PORTS = 50
"""Ports that are tried one after another, where none was asked for."""

MOST_READ = 1024 * 1024
"""Bytes of a message from which on a connection is ended; above `asks.LARGEST` a message is refused."""


class CannotListen(ShequError):
    """No socket could be opened as it was asked for."""

    exit_code = 2

    BUSY = mark("port {port} is in use: give another with --port, or leave --port out and the next free one is taken")
    NONE_FREE = mark("none of the ports {first} to {last} is free: give one with --port")
    NO_LAN = mark("this machine has no address in a local network: connect it to one, or leave out --lan")

    def __init__(self, sentence: str, **blanks: Any) -> None:
        self.sentence, self.blanks = sentence, blanks
        super().__init__(self.render("en"))

    def __reduce__(self) -> Any:
        return _again, (self.sentence, self.blanks)

    def render(self, lang: Lang) -> str:
        """The sentence in the reader's language."""
        return translator(lang)(self.sentence, **self.blanks)


def _again(sentence: str, blanks: dict[str, Any]) -> CannotListen:
    return CannotListen(sentence, **blanks)


def open_doors(port: int | None, lan: bool) -> tuple[Addresses, list[socket.socket]]:
    """Listening sockets: 127.0.0.1, and the address in the local network. Without a port the first free one is taken; 0 takes any.

    Raises CannotListen.
    """
    address = lan_address() if lan else ""
    tries = range(FIRST_PORT, FIRST_PORT + MOST_PORTS) if port is None else (port,)
    for one in tries:
        try:
            here = _listening("127.0.0.1", one)
        except OSError:
            continue
        taken = here.getsockname()[1]
        if not address:
            return Addresses(taken), [here]
        try:
            return Addresses(taken, address), [here, _listening(address, taken)]
        except OSError:
            here.close()
    if port is None:
        raise CannotListen(CannotListen.NONE_FREE, first=FIRST_PORT, last=FIRST_PORT + MOST_PORTS - 1)
    raise CannotListen(CannotListen.BUSY, port=port)


def _listening(address: str, port: int) -> socket.socket:
    """A socket that nobody shares."""
    one = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            one.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was left a moment ago
        one.bind((address, port))
        one.listen(128)
    except OSError:
        one.close()
        raise
    return one


def lan_address() -> str:
    """The address by which others in the local network reach this machine. Nothing is sent to find it. Raises CannotListen."""
    found = _on_the_way_out() or _of_a_network_card()
    if not found:
        raise CannotListen(CannotListen.NO_LAN)
    return found


def _on_the_way_out() -> str:
    """Of several networks, the one that leads further; empty where none does, as in a classroom whose network has no way out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one, contextlib.suppress(OSError):
        one.connect(("10.255.255.255", 9))  # a datagram socket only looks up which way it would go
        found = str(one.getsockname()[0])
        if not found.startswith(("127.", "0.")):
            return found
    return ""


def _of_a_network_card() -> str:
    """An address of this machine that is not for itself alone; one that it has given itself only where there is no other."""
    import ifaddr

    addresses = [ip_address(str(one.ip)) for card in ifaddr.get_adapters() for one in card.ips if one.is_IPv4]
    others = sorted((one for one in addresses if not one.is_loopback), key=lambda one: one.is_link_local)
    return str(others[0]) if others else ""


def serve(classroom: Classroom, doors: Sequence[socket.socket], ready: Callable[[Any], None] = lambda server: None) -> None:
    """Run until Ctrl-C, or until the server that `ready` is given is told `should_exit`."""
    import uvicorn

    config = uvicorn.Config(
        classroom.app(), http="h11", ws="websockets-sansio", loop="asyncio", lifespan="on", log_level="error", access_log=False, proxy_headers=False,
        server_header=False, date_header=False, limit_concurrency=400, timeout_graceful_shutdown=2, ws_max_size=MOST_READ, ws_ping_interval=20.0,
        ws_ping_timeout=20.0, ws_per_message_deflate=False,
    )  # fmt: skip
    server = uvicorn.Server(config)

    def abort(client: Any) -> None:
        for one in list(server.server_state.connections):
            if getattr(one, "client", None) == client and getattr(one, "transport", None) is not None:
                one.transport.abort()

    classroom.abort = abort
    ready(server)
    server.run(list(doors))


__all__ = ["FIRST_PORT", "CannotListen", "lan_address", "open_doors", "serve"]
