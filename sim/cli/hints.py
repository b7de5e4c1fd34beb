"""Hints that need the command line as it was typed: a scenario named without its .toml."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from sim.errors import ShequError
from sim.locale import Translator

UNKNOWN_SCENARIO = "SC006"


def hint(error: ShequError, words: Sequence[str], say: Translator) -> str:
    """What to write instead where a file of the name plus .toml lies in the folder; else empty."""
    for fault in getattr(error, "faults", ()):
        word = fault.params.get("word", "") if fault.code == UNKNOWN_SCENARIO else ""
        file = f"{word}.toml"
        if word in words and Path(file).is_file():
            right = shlex.join(["shequ", *(file if one == word else one for one in words)])
            return say("there is a file {file}; write  {command}", file=file, command=right)
    return ""
