"""The worked example in the docstring is true."""

from __future__ import annotations

import doctest

import sim.agents


def test_the_example_runs_as_printed() -> None:
    result = doctest.testmod(sim.agents, optionflags=doctest.IGNORE_EXCEPTION_DETAIL)
    assert result.attempted > 15
    assert result.failed == 0
