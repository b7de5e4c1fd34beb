"""The command line: `shequ run`, `compare`, `sweep`, `sensitivity`, `attribute`, `robust`, `check`, `diff`, `list`, `new`, `metrics`, `store`.

Results go to stdout, everything else to stderr. Exit codes: 0 done; 1 the engine or a check failed; 2 the scenario or the
command is wrong, nothing was run; 130 interrupted.
"""

from sim.cli.door import main

__all__ = ["main"]
