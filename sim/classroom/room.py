"""One room per server: a pair of worlds, its recording so far, who looks on, what was changed.

Everything happens in one thread, that of the event loop; only the model is elsewhere. A tab has no copy of anything: it has a place in the
recording and asks for what comes next, so that a slow one costs nothing but itself.

    page -> server   life, change, scenarios, ahead, again (`asks`); class {open}, decide {at_h}
    server -> page   welcome (again after every change: what it says replaces what it said), life, state, error, model, reset, class (`roles`)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sim.classroom import asks
from sim.classroom.asks import NotUnderstood
from sim.classroom.controls import cards, controls, known, within
from sim.classroom.keeper import STATES, Keeper
from sim.classroom.program import Program
from sim.classroom.recording import Recording
from sim.classroom.roles import Class, questions
from sim.classroom.setting import Setting, pair_of, scenario_of, switched_on
from sim.classroom.tab import Tab, as_text, error_text, words_of
from sim.classroom.week import Deciding, compared, week_of
from sim.errors import ShequError
from sim.locale import mark
from sim.locale.voice import both
from sim.scenario.library import library
from sim.scenario.scenario import Scenario

PROTOCOL = 1
MOST_TABS = 16
MOST_CHANGES = 300
MOST_LIVES = 8
"""Lives that may be asked for and not yet told."""

DAY_H = 24


Remembered = Callable[[tuple[Scenario, Scenario], tuple[str, str], int], Sequence[bytes]]


class Full(Exception):
    """No more tabs."""


class Waiting(NamedTuple):
    """Something that was asked of the model: by whom, and for a change what was set before it."""

    tab: Tab
    settings: list[Setting]
    changes: list[dict[str, Any]]


class Room:
    """The room. `model` makes a model that tells `heard` (in this thread) what it has to say. `lesson` is the message of the lesson that asks about
    the first two, if any. `remembered` gives the first messages of a pair where they are known from before. With `later` there is no welcome until
    `learned` is called.
    """

    def __init__(
        self, settings: Sequence[Setting], replicate: int, model: Callable[[Callable[[bytes | None], None]], Any], lan: str = "", lesson: bytes | None = None,
        remembered: Remembered = lambda pair, names, replicate: (), later: bool = False,
    ) -> None:  # fmt: skip
        self.settings = list(settings)
        self.first = list(settings)
        self.replicate, self.lan = replicate, lan
        self.program = Program([one.source for one in settings])
        self.lesson, self.taught, self.remembered = lesson, list(settings), remembered
        self.recording = self._blank(settings)  # a fault is told before anything begins
        self.tabs: set[Tab] = set()
        self.roles = Class()
        self.phones_told: Callable[[], None] = lambda: None
        self.from_h = self.end_h = self.until_h = 0
        self.generation = 1
        self.changes: list[dict[str, Any]] = []
        self.waiting: dict[int, Waiting] = {}
        self.deciding: Deciding | None = None
        self._ids = 0
        self._welcome = self._state = ""
        self._controls: list[dict[str, Any]] = []
        self.keeper = Keeper(model, self)
        self.keeper.start()  # while it starts, the welcome is written
        if not later:
            self._set_out()

    # ── the model's owner ──────────────────────────────────────────────────────────────────────────────────────────

    def beginning(self) -> dict[str, Any]:
        """The pair as it was first, and every change of it."""
        return {"settings": [one.plain() for one in self.first], "replicate": self.replicate, "changes": self.changes, "until_h": self.until_h}

    def opened(self, from_h: int, end_h: int) -> None:
        """The model begins."""
        self.from_h, self.end_h = from_h, end_h

    def kept(self, message: bytes) -> None:
        """A message of the recording; one that is there already is not told again."""
        if self.recording.add(message) is not None:
            for tab in self.tabs:
                tab.wake()

    def told(self, plain: dict[str, Any]) -> None:
        """Anything else the model says."""
        asked = None if plain["tell"] == "ran" else self.waiting.pop(plain["id"], None)
        if plain["tell"] == "refused":
            self._refused(plain, asked)
        elif plain["tell"] == "life" and asked is not None and asked.tab in self.tabs:
            asked.tab.tell(as_text({"tell": "life", "case": plain["case"], "worlds": plain["worlds"]}))
        self._decide_on()

    def _refused(self, plain: dict[str, Any], asked: Waiting | None) -> None:
        """What the model could not do: as if it had not been asked. After a change it is opened anew, for it may have gone half of the way."""
        if asked is not None and asked.settings:
            self.settings, self.changes, self.deciding = asked.settings, asked.changes, None
            self.keeper.open()
            self._refresh()
        text = error_text({lang: plain[lang] for lang in ("zh", "en")})
        for one in [asked.tab] if asked is not None else list(self.tabs):
            one.tell(text)

    def tick(self) -> None:
        """A few times a second: how far the model is and how busy, where that is news. A model that starts or has stopped says so, and nothing hides it."""
        text = self._state_text()
        if text != self._state and self.state == "running":
            self._state = text
            self._know("state", text)

    def stands(self) -> None:
        """The model starts, runs, or has stopped."""
        self._know("model", self._model_text())

    def lost(self) -> None:
        """Nothing that was asked of the model is answered."""
        self.waiting.clear()
        self.deciding = None

    @property
    def state(self) -> str:
        """How the model stands."""
        return self.keeper.state

    def close(self) -> None:
        """The server ends, and the model with it."""
        self.keeper.close()

    # ── who looks on ───────────────────────────────────────────────────────────────────────────────────────────────

    def join(self, wake: Callable[[], None]) -> Tab:
        """A new page: it is told to forget what it may have from before, then the welcome, then the whole recording. Raises Full."""
        if len(self.tabs) >= MOST_TABS:
            raise Full
        tab = Tab(wake)
        self.tabs.add(tab)
        told = {"welcome": self._welcome, "model": self._model_text(), "class": as_text(self.roles.told(self.lan)), "state": self._state_text() if self.state == "running" else ""}
        for kind, text in told.items():
            if text:
                tab.know(kind, text)
        return tab

    def leave(self, tab: Tab) -> None:
        """A page is gone."""
        self.tabs.discard(tab)

    def next_for(self, tab: Tab) -> str | bytes | None:
        """What a page is to be told next; None: nothing for now."""
        if tab.generation != self.generation:
            tab.generation, tab.number = self.generation, 0
            return as_text({"tell": "reset"})
        if (text := tab.next_text()) is not None:
            return text
        if (entry := self.recording.after(tab.number)) is not None:
            tab.number = entry.number
            return entry.message
        return tab.latest.pop("state", None)

    def ask(self, tab: Tab, message: asks.Plain, now: float) -> None:
        """What a page asks. Whatever is wrong with it is told to that page, and nothing else happens."""
        if not tab.allowance.takes(now):
            if tab.allowance.refused % 20 == 1:
                tab.tell(error_text(both(mark("Too many messages in too short a time: some were not read."))))
            return
        try:
            asked = asks.read_page(message)
            getattr(self, f"_ask_{asked.ask}")(tab, asked)
        except NotUnderstood as error:
            tab.tell(error_text(error.told))
        except ShequError as error:
            tab.tell(error_text(words_of(error)))

    # ── what is asked ──────────────────────────────────────────────────────────────────────────────────────────────

    def _ask_ahead(self, _: Tab, asked: asks.Ahead) -> None:
        if asked.until_h > self.until_h:
            self.until_h = asked.until_h
            self.keeper.send(do="ahead", until_h=self.until_h)

    def _ask_life(self, tab: Tab, asked: asks.Life) -> None:
        if sum(one.tab is tab for one in self.waiting.values()) >= MOST_LIVES:
            raise NotUnderstood(both(mark("Too many lives were asked for at once.")))
        number = self._id()
        self.waiting[number] = Waiting(tab, [], [])
        self.keeper.send(do="life", id=number, case=asked.case)

    def _ask_change(self, tab: Tab, asked: asks.Change) -> None:
        setting = self.settings[asked.world]._replace(set=dict(asked.set))
        if asked.practices is not None:
            setting = setting._replace(practices=tuple(asked.practices))
        self._change(tab, asked.world, asked.at_h, setting)

    def _change(self, tab: Tab, world: int, at_h: int, setting: Setting) -> int:
        """Set a world from the next midnight on; the number of the change. Raises NotUnderstood or ShequError if it cannot be."""
        self._require_shown(at_h)
        if len(self.changes) >= MOST_CHANGES:
            raise NotUnderstood(both(mark("There were {n} changes. Start anew to make more."), n=MOST_CHANGES))
        for path, value in setting.set.items():
            control = next((one for one in self._controls if one["path"] == path), None)
            if control is None or not within(control, world, value):
                raise NotUnderstood(both(mark("There is no such slider, or it does not go so far: {path}"), path=path[:80]))
        scenario_of(setting)
        number = self._id()
        self.waiting[number] = Waiting(tab, list(self.settings), list(self.changes))
        self.settings[world] = setting
        change = {"do": "change", "id": number, "world": world, "setting": setting.plain(), "at_h": at_h}
        self.changes = [one for one in self.changes if one["world"] != world or one["at_h"] // DAY_H < at_h // DAY_H]  # later ones are forgotten
        self.changes.append(change)
        self.deciding = None  # what the class decided is another week now
        self.keeper.send(**change)
        self._refresh()
        return number

    def _require_shown(self, at_h: int) -> None:
        if not self.from_h <= at_h <= self.recording.ready_h or at_h // DAY_H * DAY_H + DAY_H >= self.end_h:
            raise NotUnderstood(both(mark("A change begins at the midnight after an hour that is shown; that hour is not there, or no midnight follows it.")))

    def _ask_scenarios(self, _: Tab, asked: asks.Scenarios) -> None:
        unknown = next((name for name in asked.pair if name not in self.program.names), None)
        if unknown is not None:
            raise NotUnderstood(both(mark("There is no scenario {name}."), name=unknown[:80]))
        self._anew([Setting(name) for name in asked.pair])

    def _ask_again(self, _: Tab, asked: asks.Again) -> None:
        self._anew(self.first)

    def _anew(self, settings: Sequence[Setting]) -> None:
        """Forget everything and begin with these two. Raises ShequError, with nothing forgotten, if they cannot stand side by side."""
        self.recording = self._blank(settings)
        self.first, self.settings = list(settings), list(settings)
        self.changes, self.until_h, self.deciding = [], 0, None
        self.waiting.clear()
        self.generation += 1
        self.from_h = self.end_h = 0
        for tab in self.tabs:
            tab.texts.clear()
            tab.latest.clear()
        self._refresh()
        self.keeper.open(anew=True)

    def _blank(self, settings: Sequence[Setting]) -> Recording:
        """A recording with nothing in it but what is known from before, and the lesson if it is about these two."""
        made = Recording()
        if self.lesson is not None and list(settings) == self.taught:
            made.add(self.lesson)
        first, other = settings
        for message in self.remembered(pair_of(settings), (first.source, other.source), self.replicate):
            made.add(message)
        return made

    # ── the class ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _ask_class(self, _: Tab, asked: asks.ClassOpens) -> None:
        if asked.open and not self.lan:
            raise NotUnderstood(both(mark("Phones can join only if the program was started with --lan.")))
        self.roles.open = asked.open
        self.tell_class()
        self.phones_told()

    def _ask_decide(self, tab: Tab, asked: asks.ClassDecides) -> None:
        decided = self.roles.decided()
        if not decided:
            raise NotUnderstood(both(mark("Nobody has chosen anything yet.")))
        if self.deciding is not None:
            raise NotUnderstood(both(mark("The class's last week is still being reckoned.")))
        self._require_shown(asked.at_h)
        self.deciding = Deciding.of(tab, asked.at_h, self.end_h, decided)
        self._ask_ahead(tab, asks.Ahead(ask="ahead", until_h=self.deciding.to_h))
        self._decide_on()

    def _decide_on(self) -> None:
        """First the week as the model would have it; then the change, and the same week as the class has it."""
        now = self.deciding
        if now is None or self.recording.ready[1] <= now.to_h or now.change in self.waiting:
            return
        week = week_of(self.recording.entries, 1, now.from_h, now.to_h)
        if now.own is None:
            now.own = week
            setting = self.settings[1]
            try:
                now.change = self._change(now.tab, 1, now.at_h, setting._replace(set={**setting.set, **now.moved}))
                self.deciding = now
            except (NotUnderstood, ShequError) as error:
                self.deciding = None
                now.tab.tell(error_text(error.told if isinstance(error, NotUnderstood) else words_of(error)))
            return
        self.roles.result = {"week": self.roles.week, "from_h": now.from_h, "to_h": now.to_h, "choices": now.choices, "numbers": compared(now.own, week)}
        self.roles.next_week()
        self.deciding = None
        self.tell_class()
        self.phones_told()

    def tell_class(self) -> None:
        """Tell every page how the class stands."""
        self._know("class", as_text(self.roles.told(self.lan)))

    # ── what is told ───────────────────────────────────────────────────────────────────────────────────────────────

    def _set_out(self) -> None:
        """The welcome, as things stand."""
        self._controls = controls(self.settings)
        able = [self.program.able(one) or frozenset(library()) for one in self.settings]
        self.roles.questions = questions(self._controls, 1)
        self._welcome = as_text({
            "tell": "welcome", "protocol": PROTOCOL, "lan": bool(self.lan), "pair": [one.source for one in self.settings],
            "scenarios": self.program.scenarios(), "controls": self._controls, "practices": cards(self.settings, able),
            "set": [dict(one.set) for one in self.settings], "on": [list(switched_on(known(one).scenario)) for one in self.settings],
        })  # fmt: skip

    def _refresh(self) -> None:
        self._set_out()
        self._know("welcome", self._welcome)
        self.tell_class()
        self.phones_told()

    def learn(self) -> Callable[[], None] | None:
        """Something that takes a second and that the welcome could say; to be called in another thread, then `learned` in this one. None: it says all."""
        return self.program.unknown(self.settings)

    def gather(self) -> None:
        """What the welcome says, for the first time: it takes half a second; to be called in another thread, then `learned` in this one."""
        controls(self.settings)
        library()

    def learned(self) -> None:
        """What was found out is told."""
        self._refresh()

    def _model_text(self) -> str:
        name = {"cold": "starting", "anew": "starting"}.get(self.state, self.state)
        return as_text({"tell": "model", "state": name, **both(STATES[self.state])})

    def _state_text(self) -> str:
        return as_text({"tell": "state", "ready_h": self.recording.ready_h, "ratio": self.keeper.ratio()})

    def _know(self, kind: str, text: str) -> None:
        for tab in self.tabs:
            tab.know(kind, text)

    def _id(self) -> int:
        self._ids += 1
        return self._ids


__all__ = ["MOST_TABS", "PROTOCOL", "Full", "Room"]
