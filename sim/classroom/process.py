"""The model in a process of its own: the picture never waits for it, and if it dies the server stays.

The two ends are tied by a pipe of bytes, one message at a time: a message of the recording as it is (`container`), or JSON. No pickle goes through.

    to the model    prepare (a pair that will be asked for), open (a new pair, with changes that were made before), ahead (run up to an hour),
                    change, life
    from the model  opening (of which pair what follows is), messages of the recording, ran (seconds it took), changed, refused, life, cold

It runs a day at a time and looks for a new message between two days.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import multiprocessing
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from sim.errors import ShequError

DAY_H = 24
PATIENCE_S = 2.0
"""How long a model that is told to end may take."""


class Begun(NamedTuple):
    """A process that waits to be told what to do, and the server's end of its pipe."""

    process: Any
    pipe: Connection

    def prepare(self, settings: Sequence[Mapping[str, Any]], replicate: int) -> None:
        """Let it make a pair ready that will soon be asked for, while this process has other things to do. One that has ended is noticed then."""
        with contextlib.suppress(OSError):
            self.pipe.send_bytes(json.dumps({"do": "prepare", "settings": list(settings), "replicate": replicate}).encode())


def begin() -> Begun:
    """Start the process. It ends with this one."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=run, args=(theirs,), daemon=True, name="shequ model")
    process.start()
    theirs.close()
    return Begun(process, ours)


class Model:
    """The server's end: sends to the process, and calls `heard` with every message of its, then once with None when it has ended.

    `heard` is called in a thread of this class. `begun` is a process that was started before; without one, one is started.
    """

    def __init__(self, heard: Callable[[bytes | None], None], begun: Begun | None = None) -> None:
        self.process, self._pipe = begun or begin()
        self._heard = heard
        self._reader = threading.Thread(target=self._listen, daemon=True, name="shequ model's messages")
        self._reader.start()

    def send(self, message: Mapping[str, Any]) -> None:
        """One message to the model; nothing happens where it has ended (`heard` is told so)."""
        try:
            self._pipe.send_bytes(json.dumps(message).encode())
        except (OSError, ValueError):
            return

    def _listen(self) -> None:
        try:
            while True:
                self._heard(self._pipe.recv_bytes())
        except (EOFError, OSError):
            self._heard(None)

    def end(self) -> None:
        """End the process; `heard` is told None. Returns when it is gone."""
        if self.process.is_alive():
            self.process.terminate()
            self.process.join(PATIENCE_S)
        if self.process.is_alive():
            self.process.kill()
            self.process.join(PATIENCE_S)
        self._reader.join(PATIENCE_S)
        self._pipe.close()


def run(pipe: Connection) -> None:
    """The model's own life: until the pipe is closed. Ctrl-C is the server's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    importlib.import_module("sim.classroom.pair")  # what any task needs comes while nobody waits
    try:
        _Worker(pipe).work()
    except (EOFError, OSError):
        return


class _Worker:
    """Two worlds, and how far they are to go."""

    def __init__(self, pipe: Connection) -> None:
        self.pipe = pipe
        self.pair: Any = None
        self.prepared: dict[str, Any] = {}
        self.settings: list[Any] = []
        self.replicate, self.until_h = 0, 0

    def work(self) -> None:
        """Answer what comes; run a day whenever there is nothing to answer and there is something to run."""
        while True:
            if self.pair is None or self.pair.ready_h >= self.until_h or self.pipe.poll():
                self.answer(json.loads(self.pipe.recv_bytes()))
            else:
                self.ran(lambda: self.pair.advance(min(self.pair.ready_h + DAY_H, self.until_h)))

    def tell(self, **plain: Any) -> None:
        self.pipe.send_bytes(json.dumps(plain, ensure_ascii=False).encode())

    def ran(self, step: Callable[[], list[bytes]]) -> list[bytes]:
        """Send what a step gives, and how many seconds of the processor it took. The messages are returned."""
        began = time.process_time()
        messages = step()
        took = time.process_time() - began
        for message in messages:
            self.pipe.send_bytes(message)
        self.tell(tell="ran", model_s=took, ready_h=self.pair.ready_h)
        return messages

    def answer(self, asked: dict[str, Any]) -> None:
        """One message from the server. What the user did wrong is told as refused; anything else ends the process, and the server says so."""
        if asked["do"] == "ahead":
            self.until_h = min(asked["until_h"], self.pair.end_h) if self.pair is not None else 0
            return
        try:
            getattr(self, f"_{asked['do']}")(asked)
        except ShequError as error:
            render = getattr(error, "render", None)
            told = {lang: render(lang) if render is not None else str(error) for lang in ("zh", "en")}
            self.tell(tell="refused", id=asked["id"], **told)

    def _prepare(self, asked: dict[str, Any]) -> None:
        """Make a pair ready. What is wrong with it is told when it is asked for."""
        with contextlib.suppress(ShequError):
            self.prepared = {**asked, "pair": self._made(asked["settings"], asked["replicate"])}

    def _made(self, plain: Sequence[Mapping[str, Any]], replicate: int) -> Any:
        """A pair at its first hour."""
        from sim.classroom.setting import Setting, pair_of
        from sim.compiled import is_cold

        if is_cold():
            self.tell(tell="cold")
        from sim.classroom.pair import Pair

        settings = [Setting.of(one) for one in plain]
        first, other = settings
        return Pair(pair_of(settings), replicate, names=(first.source, other.source))

    def _open(self, asked: dict[str, Any]) -> None:
        from sim.classroom.opening import keep
        from sim.classroom.setting import Setting

        same = all(self.prepared.get(key) == asked[key] for key in ("settings", "replicate"))
        self.settings, self.replicate, self.until_h = [Setting.of(one) for one in asked["settings"]], asked["replicate"], 0
        self.pair = self.prepared["pair"] if same else self._made(asked["settings"], asked["replicate"])
        self.prepared = {}
        self.tell(tell="opening", id=asked["id"], from_h=self.pair.from_h, end_h=self.pair.end_h)
        keep(self.pair.scenarios, self.pair.names, self.replicate, self.ran(self.pair.opening))
        for change in asked["changes"]:
            self._change(change)
        self.until_h = min(asked["until_h"] or self.pair.from_h + 2 * DAY_H, self.pair.end_h)

    def _change(self, asked: dict[str, Any]) -> None:
        from sim.classroom.setting import Setting, beside, scenario_of

        number, setting = asked["world"], Setting.of(asked["setting"])
        changed = beside(self.pair.scenarios[0], scenario_of(setting), self.settings[0].source, setting.source)
        self.ran(lambda: self.pair.change(number, changed, asked["at_h"]))
        self.tell(tell="changed", id=asked["id"])

    def _life(self, asked: dict[str, Any]) -> None:
        self.tell(tell="life", id=asked["id"], case=asked["case"], worlds=self.pair.life_so_far(asked["case"]))


__all__ = ["Begun", "Model", "begin", "run"]
