"""The Mesa model: one run of the engine, looked at and advanced tick by tick."""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from sim.agents.framework import Agent, AgentSet, DataCollector, Model
from sim.agents.handlers import HANDLER_TYPES, Handler
from sim.agents.people import Resident, resident_type
from sim.checks import verify
from sim.engine import advance, settle
from sim.errors import ScenarioError
from sim.outcome import Window
from sim.scenario.scenario import Scenario
from sim.simulate import assemble, start, window
from sim.study.run import Result, resolve, with_run
from sim.world import Rows, World
from sim.world.codes import Fate, Role

REPORTERS = ("now_h", "open_cases", "waiting", "resolved", "mean_satisfaction")
"""What the data collector records after every tick, by attribute of the model."""


class CommunityModel(Model):
    """A community under an organisation, as a Mesa model. The engine is that of `sim.simulate`, stopped at every tick.

    scenario    name of a shipped scenario, path of a file, or a Scenario
    replicate   which of the scenario's lives; 0, 1, 2, ...
    tick_h      hours of one step; may be changed between steps; never changes what happens, only how often one looks
    seed, rng   a whole number in either replaces the scenario's `run.seed`, and so makes another community and another
                life. Nothing else is accepted: the engine's chances are keyed, no generator could stand in for them
    model_reporters, agent_reporters, agenttype_reporters
                as for Mesa's DataCollector; model reporters are added to the usual ones (`REPORTERS`). Agent reporters
                meet residents and handlers alike, and write a row per agent and tick: much in a large place, where
                `agenttype_reporters={GridWorker: ...}` is enough. There, `Resident` means those who are nothing more

    `random` and `rng` are Mesa's, seeded from run.seed and replicate, for rules of your own; the engine reads neither.
    `steps` (and, in Mesa 3.4 and later, `time`) counts ticks; `now_h` is the hour. After a step every event before
    `now_h` has happened. Removing an agent closes a window; the person stays.

    Raises ScenarioError for a scenario, replicate, seed or tick that cannot be used.
    """

    def __init__(
        self, scenario: str | Path | Scenario = "street-office", replicate: int = 0, tick_h: float = 24.0, *,
        seed: int | None = None, rng: int | None = None, model_reporters: Mapping[str, Any] | None = None,
        agent_reporters: Mapping[str, Any] | None = None, agenttype_reporters: Mapping[type[Agent], Any] | None = None,
    ) -> None:
        written = with_run(resolve(scenario), seed=_master_seed(seed, rng))
        self.replicate = _whole("replicate", replicate)
        self._own_ids = count(1)
        super().__init__(rng=[written.run.seed, self.replicate])
        self._written = written
        self.window = window(written)
        self.post_ids = list(written.posts)
        self.level_ids = list(written.levels)
        self.channel_ids = list(written.channels)
        self.now_h = 0.0
        self.tick_h = tick_h
        self.world: World = start(assemble(written, self.replicate))
        self._hours: Rows | None = None
        self._open_windows()
        self.datacollector = DataCollector(
            model_reporters={**{name: name for name in REPORTERS}, **(model_reporters or {})},
            agent_reporters=agent_reporters, agenttype_reporters=agenttype_reporters,
        )

    def _open_windows(self) -> None:
        """One agent per resident, in order of rows, then one per handler. Mesa keeps them."""
        resident = self.world.resident
        for row, traits in enumerate(zip(resident["member"].tolist(), resident["volunteer"].tolist(), strict=True)):
            resident_type(*traits)(self, row)
        for row, role in enumerate(self.world.handler["role"].tolist()):
            HANDLER_TYPES[Role(role)](self, row)

    def register_agent(self, agent: Agent) -> None:
        """Mesa's door for new agents, also your own. Ids are counted here: Mesa 3.3 counts them in a class attribute
        that keeps every model alive for ever (mesa issue 3179), so its entry is taken out again at once.
        """
        counters: dict[Model, Any] | None = getattr(Agent, "_ids", None)
        if counters is not None:
            counters.pop(self, None)
            agent.unique_id = next(self._own_ids)
        super().register_agent(agent)

    # time

    @property
    def tick_h(self) -> float:
        """Hours of one step."""
        return self._tick_h

    @tick_h.setter
    def tick_h(self, hours: float) -> None:
        if not hours > 0:
            raise ScenarioError(f"tick_h is {hours!r}; expected hours above 0")
        self._tick_h = float(hours)
        self._from_h, self._ticks = self.now_h, 0  # ticks are counted, not added up: a million tenths end on the hour

    @property
    def finished(self) -> bool:
        """Whether the run has reached its end."""
        return self.now_h >= self.window.end_h

    def step(self) -> None:
        """Let one tick pass; the last one may be shorter and sets `running` to False. After the end nothing happens."""
        if self.finished:
            self.running = False
            return
        self.before_step()
        self._ticks += 1
        self.now_h = min(self._from_h + self._ticks * self._tick_h, self.window.end_h)
        self.world = advance(self.world, math.nextafter(self.now_h, -math.inf))
        self._hours = None
        if self.finished:
            self.running = False
        self.after_step()
        self.datacollector.collect(self)

    def before_step(self) -> None:
        """For a subclass: called at the beginning of every tick, before anything happens in it."""

    def after_step(self) -> None:
        """For a subclass: called at the end of every tick, before the data collector looks."""

    # reading

    @property
    def scenario(self) -> Scenario:
        """The scenario that runs, with the seed that was asked for."""
        return self._written

    @scenario.setter
    def scenario(self, description: Any) -> None:
        if hasattr(self, "_written"):
            raise AttributeError("the scenario of a model cannot be changed; make another model")
        self._mesa_scenario = description  # while it starts, Mesa 3.4 and later puts a description of its own here

    @property
    def residents(self) -> AgentSet:
        """All residents, party members and volunteers among them."""
        return self.agents.select(agent_type=Resident)

    @property
    def handlers(self) -> AgentSet:
        """All handlers, whatever their role."""
        return self.agents.select(agent_type=Handler)

    @property
    def open_cases(self) -> int:
        """Cases reported and not ended (在办)."""
        return int(self.world.live["open_cases"][0])

    @property
    def waiting(self) -> int:
        """Cases in lines, those at desks included."""
        return int(self.world.pool["waiting"].sum())

    @property
    def resolved(self) -> int:
        """Issues truly resolved by the organisation since hour 0, warm-up included."""
        return int(np.count_nonzero(self.world.case["fate"] == Fate.RESOLVED))

    @property
    def mean_satisfaction(self) -> float:
        """Mean running satisfaction of all residents; 0 = as expected."""
        return float(self.world.resident["satisfaction"].mean())

    def handler_hours(self) -> Rows:
        """The handler table with all hours booked up to `now_h`. A copy: the engine itself books at events only."""
        if self._hours is None:
            books = self.world._replace(handler=self.world.handler.copy(), live=self.world.live.copy(), helper=self.world.helper.copy())
            settle(books, self.now_h)
            self._hours = books.handler
        return self._hours

    def outcome(self) -> Result:
        """What has happened so far, as a result of its own: the model can go on, and each call gives a new one.

        At the end of the run it equals `sim.study.run.run` of the same scenario and replicate, bit for bit, whatever
        the ticks were. Before, its window is cut at `now_h`, and its provenance says so (`until_h`). Where a
        subclass has rules of its own, provenance names it (`model`). Raises CheckError if a check fails, which only a
        rule that wrote into `world` could bring about.
        """
        tables: dict[str, Any] = {name: table.copy() for name, table in self.world._asdict().items()}
        world = World(**tables)
        settle(world, self.now_h)
        warm_h, cohort_end_h, _ = self.window
        span = Window(warm_h, max(warm_h, min(cohort_end_h, self.now_h)), self.now_h)
        outcome = Result(self.scenario, self.replicate, world, span)
        outcome.checks.update(verify(world, self.now_h))
        if not self.finished:
            outcome.provenance["until_h"] = self.now_h
        kind = type(self)
        if kind.before_step is not CommunityModel.before_step or kind.after_step is not CommunityModel.after_step:
            outcome.provenance["model"] = f"{kind.__module__}.{kind.__qualname__}"
        return outcome

    def __repr__(self) -> str:
        return f"<CommunityModel of {self.scenario.title.en!r}, replicate {self.replicate}, at hour {self.now_h:g}>"


def _whole(name: str, value: Any) -> int:
    """`value` as a whole number, 0 or more. Raises ScenarioError."""
    try:
        number = operator.index(value)
    except TypeError:
        number = -1
    if number < 0 or isinstance(value, bool):
        raise ScenarioError(f"{name} is {value!r}; expected a whole number, 0 or more")
    return number


def _master_seed(seed: Any, rng: Any) -> int | None:
    """The one of the two that was given, as a whole number; None if neither was."""
    if seed is not None and rng is not None:
        raise ScenarioError("seed and rng mean the same; give one of them")
    if seed is not None:
        return _whole("seed", seed)
    return None if rng is None else _whole("rng", rng)


__all__ = ["REPORTERS", "CommunityModel"]
