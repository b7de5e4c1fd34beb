"""What a test needs of the machine: promised in CI, where its absence is a failure; elsewhere the test is skipped, saying why."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(told: str) -> NoReturn:
    """End the test: something that it needs is not there."""
    if os.environ.get("CI") == "true":
        pytest.fail(told)
    pytest.skip(told)


__all__ = ["missing"]
