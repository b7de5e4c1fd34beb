"""Before any test: the kernels are compiled once, so that parallel workers find them in the cache."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Compile in the controlling process only; workers start afterwards and load."""
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    from sim.compiled import is_cold

    if is_cold():
        from sim.engine.early import begin
        from sim.scenario.load import load
        from sim.simulate import simulate

        begin()
        simulate(load("three-house-village"))
