"""Mesa, imported without its side effect.

`import mesa` (3.3) sets the start method of multiprocessing to "spawn" for the whole process, by force. A library
that is only looked at must not decide how its user's pools start, so the method is put back to what it was, also to
"not yet chosen". Where the user has imported Mesa before, its choice was made already and stays.

`Agent`, `DataCollector` and `Model` are Mesa's own classes. Mesa ships no types: a type checker sees what is used here.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np


@contextmanager
def start_method_kept() -> Iterator[None]:
    """Whatever happens inside, multiprocessing starts processes afterwards as it did before."""
    before = multiprocessing.get_start_method(allow_none=True)
    try:
        yield
    finally:
        if multiprocessing.get_start_method(allow_none=True) != before:
            multiprocessing.set_start_method(before, force=True)


if TYPE_CHECKING:

    class AgentSet(Iterator["Agent"]):
        """Agents in order of creation."""

        def __len__(self) -> int: ...
        def select(self, *, agent_type: type[Agent]) -> AgentSet: ...

    class Agent:
        """A Mesa agent."""

        unique_id: int

        def __init__(self, model: Any) -> None: ...

    class DataCollector:
        """Mesa's collector of time series."""

        def __init__(self, model_reporters: Any, agent_reporters: Any, agenttype_reporters: Any) -> None: ...
        def collect(self, model: Model) -> None: ...

    class Model:
        """A Mesa model."""

        running: bool
        steps: int
        random: Random
        rng: np.random.Generator
        agents: AgentSet

        def __init__(self, *, rng: Any = None) -> None: ...
        def register_agent(self, agent: Agent) -> None: ...
        def run_model(self) -> None: ...

else:
    with start_method_kept():
        from mesa import Agent, DataCollector, Model
        from mesa.agent import AgentSet

__all__ = ["Agent", "AgentSet", "DataCollector", "Model", "start_method_kept"]
