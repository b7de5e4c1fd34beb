"""What two scenarios must share so that a difference between them is one of organisations."""

from __future__ import annotations

from sim.scenario.scenario import Scenario


def same_issues(one: Scenario, other: Scenario) -> bool:
    """Whether, from the same seed, the same issues happen to the same people in both, and people behave alike."""
    return _issues(one) == _issues(other)


def _issues(scenario: Scenario) -> tuple[object, ...]:
    """What demand is drawn from and how residents behave: the same, and the same problems happen to the same people."""
    return scenario.place, scenario.demand, scenario.categories, scenario.residents


__all__ = ["same_issues"]
