"""What can be chosen: the shipped scenarios and who lives in them, and which practices fit a world. Found out once, beside everything else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, cached_property
from typing import Any

from sim.classroom.controls import applicable
from sim.classroom.setting import Setting
from sim.errors import ShequError
from sim.locale.voice import texts
from sim.scenario import shipped
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.scenario.sharing import same_issues

MOST_KEPT = 64
"""Worlds whose practices are remembered."""


class Program:
    """The shipped scenarios, and those the user named."""

    def __init__(self, named: Sequence[str]) -> None:
        self._named = tuple(named)
        self._people: dict[str, int] = {}
        self._able: dict[tuple[str, tuple[str, ...] | None], frozenset[str]] = {}

    @cached_property
    def _titles(self) -> dict[str, dict[str, str]]:
        found = dict(_titles())
        for name in self._named:
            if name not in found:
                found[name] = texts(load(name).title)
        return found

    @property
    def names(self) -> frozenset[str]:
        """Names that may be asked for; a page can name no file."""
        return frozenset(self._titles)

    def scenarios(self) -> list[dict[str, Any]]:
        """Name and title of each; `people` is the same number for those that share residents and issues, None while that is not known."""
        return [{"name": name, "title": title, "people": self._people.get(name)} for name, title in self._titles.items() if not self._people or name in self._people]

    def able(self, setting: Setting) -> frozenset[str] | None:
        """Practices that can be switched on in a world; None while that is not known."""
        return self._able.get((setting.source, setting.practices))

    def unknown(self, settings: Sequence[Setting]) -> Callable[[], None] | None:
        """What is to be found out before all is known; None: nothing. It changes nothing but what this object knows."""
        missing = [one for one in settings if self.able(one) is None]
        if self._people and not missing:
            return None

        def find_out() -> None:
            if not self._people:
                self._people = groups(self._titles)
            for one in missing:
                if len(self._able) >= MOST_KEPT:
                    self._able.clear()
                self._able[one.source, one.practices] = applicable(one)

        return find_out


@cache
def _titles() -> dict[str, dict[str, str]]:
    return {one.name: texts(one.title) for one in shipped.list_scenarios() if not one.name.startswith("packages/")}


def groups(names: Sequence[str] | Any) -> dict[str, int]:
    """A number for every scenario that is valid: equal for those that can stand side by side."""
    found: dict[str, int] = {}
    first: list[Scenario] = []
    for name in names:
        try:
            scenario = load(name)
        except ShequError:
            continue
        at = next((at for at, one in enumerate(first) if same_issues(one, scenario)), len(first))
        if at == len(first):
            first.append(scenario)
        found[name] = at
    return found


__all__ = ["Program", "groups"]
