"""What one needs to make the numbers of a study again, and the checks that held in its runs."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NamedTuple, Protocol

import numpy as np

from sim.version import VERSION

WORST = ("little_residual", "staff_hours_residual", "cash_residual")
"""Checks of which the worst run is told; the others are summed."""


class Origin(NamedTuple):
    """Provenance of a study. There is no time in it: the same study gives the same bytes."""

    versions: dict[str, str]
    seed: int
    hashes: tuple[str, ...]
    command: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {**self.versions, "seed": self.seed, "scenario_sha256": list(self.hashes), "command": self.command}


class Checked(Protocol):
    """A run with the checks that held in it."""

    @property
    def checks(self) -> dict[str, float | int]: ...


def versions() -> dict[str, str]:
    """Versions of what the numbers depend on."""
    found = {"shequ": VERSION, "python": platform.python_version(), "numpy": np.__version__}
    try:
        found["numba"] = version("numba")
    except PackageNotFoundError:
        found["numba"] = ""
    return found


def summed_checks(kept: Sequence[Checked]) -> dict[str, float | int]:
    """Checks over runs: counts summed, residuals the worst. Every run held them, or it would not be here.

    Runs of a scenario without funds or leaders have no such check; those that have it are counted.
    """
    found: dict[str, float | int] = {"runs": len(kept)}
    for name in dict.fromkeys(name for one in kept for name in one.checks):
        values = [one.checks[name] for one in kept if name in one.checks]
        found[name] = max(values) if name in WORST else sum(values)
    return found


__all__ = ["Origin", "summed_checks", "versions"]
