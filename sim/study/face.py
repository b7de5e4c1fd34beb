"""How a notebook shows the objects of a study.

The HTML is made in `sim.report`, one floor above this room, so it is asked for by name and only when a notebook shows
an object: a study never depends on a report.
"""

from __future__ import annotations

from importlib import import_module


def html_of(shown: object) -> str:
    """A small HTML page fragment for a Result, Replications or Comparison."""
    return str(import_module("sim.report.notebook").html(shown))
