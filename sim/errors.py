"""The exception tree. Everything Shequ raises on purpose is a `ShequError`.

The command line turns a `ShequError` into its message on stderr and the exit code in `exit_code`; any other
exception is a defect of Shequ and keeps its traceback.
"""

from __future__ import annotations


class ShequError(Exception):
    """Root of the tree; `exit_code` is what the command line returns."""

    exit_code = 1


class ScenarioError(ShequError):
    """A scenario, patch or override that cannot be run as written. Nothing was run, nothing was written."""

    exit_code = 2


class EngineError(ShequError):
    """The engine stopped with a status other than DONE; the message names what to change."""


class CheckError(ShequError):
    """An identity that must hold exactly (conservation, Little's law, staff-hours) did not hold.

    This is never the user's mistake: the run is not to be trusted and is not returned.
    """


class UnknownNameError(ShequError):
    """A name (metric, scenario, column) that does not exist; the message offers the nearest valid one."""

    exit_code = 2


def nearest(word: str, valid: list[str], count: int = 1) -> list[str]:
    """Return up to `count` valid words that look most like `word` (none if nothing is close)."""
    import difflib

    folded = {name.lower().replace("-", "_"): name for name in valid}
    close = difflib.get_close_matches(word.lower().replace("-", "_"), list(folded), n=count, cutoff=0.6)
    return [folded[name] for name in close]
