"""Keeps a model going: starts it, tells it what to begin with, starts it anew when it dies, and gives up when that does not help."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

from sim.locale import mark

TRIES = 3
"""Times that a model which ended by itself is started anew, without a few days in between."""

RATIO_S = 10.0
"""Seconds over which the model's share of the time is taken."""

STATES = {
    "starting": mark("The model is starting."),
    "cold": mark("The model is starting. The first start of this version compiles the engine: about a minute."),
    "running": mark("The model is running."),
    "anew": mark("The model ended by itself. It is started anew with the same scenarios and changes."),
    "stopped": mark("The model ended by itself several times and is not started any more. Choose scenarios to try again."),
}


class Owner(Protocol):
    """Whoever the model works for."""

    def beginning(self) -> dict[str, Any]:
        """The pair and what was changed: `settings`, `replicate`, `changes`, `until_h`."""

    def opened(self, from_h: int, end_h: int) -> None:
        """What follows is of that beginning."""

    def kept(self, message: bytes) -> None:
        """A message of the recording."""

    def told(self, plain: dict[str, Any]) -> None:
        """Anything else the model says: ran, changed, refused, life."""

    def stands(self) -> None:
        """`state` is another."""

    def lost(self) -> None:
        """The model has ended: nothing that was asked of it is answered."""


class Keeper:
    """One model for one owner. `make` makes a model that tells `heard`, in this thread, what it has to say, and None when it has ended."""

    def __init__(self, make: Callable[[Callable[[bytes | None], None]], Any], owner: Owner) -> None:
        self._make, self.owner = make, owner
        self.state = "starting"
        self.tries = self._numbers = self._process = self._opening = 0
        self._listening = False
        self._ran: deque[tuple[float, float]] = deque()
        self.model: Any = None

    def _number(self) -> int:
        self._numbers -= 1  # the owner counts up
        return self._numbers

    def start(self) -> None:
        """A new model, with what the owner has now."""
        number = self._process = self._number()
        self.model = self._make(lambda message: self.heard(number, message))
        self._open()

    def _open(self) -> None:
        self._opening, self._listening = self._number(), False
        self.model.send({"do": "open", "id": self._opening, **self.owner.beginning()})

    def open(self, *, anew: bool = False) -> None:
        """Begin with what the owner has now. `anew`: with something else than before."""
        stopped = self.state == "stopped"
        if anew:
            self.tries = 0
            self._stands("starting")
        if stopped:
            self.start()
        else:
            self._open()

    def send(self, **message: Any) -> None:
        """Ask something of the model."""
        self.model.send(message)

    def heard(self, process: int, message: bytes | None) -> None:
        """Something from a model; of one that is no longer ours, or of a beginning that is no longer wanted, nothing is kept."""
        if process != self._process or self.state == "closed":
            return
        if message is None:
            self._ended()
        elif message[:1] != b"{":
            if self._listening:
                self.owner.kept(message)
        else:
            self._says(json.loads(message))

    def _says(self, plain: dict[str, Any]) -> None:
        if plain["tell"] == "cold":
            self._stands("cold")
        elif plain["tell"] == "opening":
            self._listening = plain["id"] == self._opening
            if self._listening:
                self.owner.opened(plain["from_h"], plain["end_h"])
                self._stands("running")
        elif self._listening or plain["tell"] == "refused":
            if plain["tell"] == "ran":
                self._count(plain["model_s"])
            self.owner.told(plain)

    def _count(self, seconds: float) -> None:
        now = time.monotonic()
        self._ran.append((now, seconds))
        while self._ran[0][0] < now - RATIO_S:
            self._ran.popleft()
        if len(self._ran) > TRIES:
            self.tries = 0

    def ratio(self) -> float:
        """Seconds that the model worked in a second, lately: 1 is all of a processor."""
        now = time.monotonic()
        lately = [(at, seconds) for at, seconds in self._ran if at > now - RATIO_S]
        span = min(max(now - lately[0][0], 1.0), RATIO_S) if lately else 1.0
        return round(min(sum(seconds for _, seconds in lately) / span, 1.0), 4)

    def _ended(self) -> None:
        self.model.end()
        self._ran.clear()
        self.owner.lost()
        self.tries += 1
        if self.tries > TRIES:
            self._stands("stopped")
            return
        self._stands("anew")
        self.start()

    def _stands(self, state: str) -> None:
        self.state = state
        self.owner.stands()

    def close(self) -> None:
        """The end, for the model too."""
        self.state = "closed"
        self.model.end()


__all__ = ["RATIO_S", "STATES", "TRIES", "Keeper", "Owner"]
