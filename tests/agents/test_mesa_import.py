"""Importing the Mesa face changes nothing in the process; Mesa 3.3 by itself would choose how processes start."""

from __future__ import annotations

import json
import multiprocessing
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim.agents.framework import start_method_kept

LOOK = """
import json, locale, logging, multiprocessing, os, random, signal, sys, warnings
import numpy, numba, pandas, scipy.spatial  # what these do to the process is theirs

def look():
    return {
        "start method": multiprocessing.get_start_method(allow_none=True),
        "warnings": [str(entry) for entry in warnings.filters],
        "random": hash(random.getstate()),
        "numpy random": str(numpy.random.get_state()),
        "numpy errors": numpy.geterr(),
        "pandas copies": str(pandas.describe_option(_print_desc=False)),
        "logging": [logging.root.level, str(logging.root.handlers)],
        "locale": locale.setlocale(locale.LC_ALL),
        "environment": dict(os.environ),
        "hooks": [str(sys.excepthook), str(sys.displayhook), sys.getrecursionlimit()],
        "interrupt": str(signal.getsignal(signal.SIGINT)),
        "folder": os.getcwd(),
    }

before = look()
import sim.agents
after = look()
import mesa
changed = [name for name in before if before[name] != after[name]]
print(json.dumps({"changed": changed, "method": after["start method"]}))
"""


def test_importing_changes_nothing() -> None:
    root = Path(sim.__file__).parents[1]
    run = subprocess.run([sys.executable, "-c", LOOK], cwd=root, capture_output=True, text=True, check=True)
    assert json.loads(run.stdout) == {"changed": [], "method": None}
    assert run.stderr == ""


@pytest.mark.parametrize("method", [None, *multiprocessing.get_all_start_methods()])
def test_a_start_method_forced_inside_is_put_back(method: str | None) -> None:
    at_first = multiprocessing.get_start_method(allow_none=True)
    try:
        multiprocessing.set_start_method(method, force=True)
        with pytest.raises(KeyError), start_method_kept():
            multiprocessing.set_start_method("spawn", force=True)
            raise KeyError("it is put back even then")
        assert multiprocessing.get_start_method(allow_none=True) == method
    finally:
        multiprocessing.set_start_method(at_first, force=True)
