"""What a run is: SHA-256 of the engine, the scenario, the seed and the replicate. Names stay out.

The same key gives the same result in any study, on any number of workers, on any machine. "The engine" is the version and a hash of
every source file that can change a number of a run, so that runs of an edited engine are never mistaken for the old ones.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from sim.version import VERSION

SOURCES = (
    "clock.py", "columns.py", "dice.py", "compiled.py", "observation.py", "outcome.py", "simulate.py", "checks.py", "balance.py",
    "world/*.py", "community/*.py", "demand/*.py", "governance/*.py", "engine/*.py", "metrics/*.py", "study/many.py",
)  # fmt: skip
"""What a run goes through once its scenario is written down; line ends do not count."""


@cache
def engine() -> str:
    """Version and the first 12 hex digits of the sources' hash: "0.3.0+4f1c…"."""
    here = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(here.glob(pattern)):
            digest.update(path.relative_to(here).as_posix().encode() + b"\0")
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return f"{VERSION}+{digest.hexdigest()[:12]}"


def run_key(scenario_sha256: str, seed: int, replicate: int) -> str:
    """The key of a run (64 hex digits)."""
    parts = {"engine": engine(), "scenario": scenario_sha256, "seed": seed, "replicate": replicate}
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


__all__ = ["SOURCES", "engine", "run_key"]
