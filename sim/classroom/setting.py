"""How one world is set: where its scenario comes from, which practices are on, which levers were moved. Plain values, fit for a pipe."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sim.classroom.levers import levers, override
from sim.errors import ScenarioError
from sim.locale import Lang, mark, translator
from sim.scenario.load import load
from sim.scenario.positions import KeyPath
from sim.scenario.scenario import Scenario
from sim.scenario.sharing import same_issues


class DifferentPeople(ScenarioError):
    """Two scenarios that cannot stand side by side: not the same residents with the same problems."""

    SENTENCE = mark(
        "{first} and {other} have different residents or problems: side by side stand organisations of one and the same place. "
        "Try  shequ demo longhua-before longhua"
    )

    def __init__(self, first: str, other: str) -> None:
        self.first, self.other = first, other
        super().__init__(self.render("en"))

    def render(self, lang: Lang) -> str:
        """The sentence in the reader's language."""
        return translator(lang)(self.SENTENCE, first=self.first, other=self.other)


class Setting(NamedTuple):
    """One world: a name or file as `load` takes it; the ids of patches and practices that are on (None: those of the file); levers by id."""

    source: str
    practices: tuple[str, ...] | None = None
    set: Mapping[str, float] = {}

    def plain(self) -> dict[str, Any]:
        """Fit for JSON."""
        return {"source": self.source, "practices": None if self.practices is None else list(self.practices), "set": dict(self.set)}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Setting:
        """Back from `plain`."""
        practices = plain["practices"]
        return cls(plain["source"], None if practices is None else tuple(practices), dict(plain["set"]))


def switched(setting: Setting, *moves: str) -> Scenario:
    """The scenario with its practices on, and overrides on top. Raises FaultyScenario where they contradict each other or do not apply."""
    written = load(setting.source)
    wanted = switched_on(written) if setting.practices is None else setting.practices
    kept = [f"{key}={json.dumps([one for one in own if one in wanted], ensure_ascii=False)}"
            for key, own in (("practices", written.practices), ("apply", written.apply)) if not set(own) <= set(wanted)]  # fmt: skip
    further = [one for one in wanted if one not in switched_on(written)]
    return load(setting.source, overrides=[*kept, *moves], apply=further) if kept or further or moves else written


def scenario_of(setting: Setting) -> Scenario:
    """The scenario as it is set. A lever that is not there any more moves nothing. Raises FaultyScenario if it is not valid."""
    base = switched(setting)
    changed: dict[KeyPath, Any] = {}
    for lever in levers(base) if setting.set else ():
        if lever.id in setting.set:  # what was moved by hand goes before what follows from another lever
            changed = {**lever.kind.write(base, lever.place.path, setting.set[lever.id]), **changed}
    return switched(setting, *(override(path, value) for path, value in changed.items())) if changed else base


def switched_on(scenario: Scenario) -> tuple[str, ...]:
    """Ids of the patches and practices that are on."""
    return tuple(dict.fromkeys([*scenario.practices, *scenario.apply]))


def pair_of(settings: Sequence[Setting]) -> tuple[Scenario, Scenario]:
    """Both scenarios on one clock: the second runs as long, and from the same seed, as the first. Raises DifferentPeople."""
    first, other = (scenario_of(one) for one in settings)
    return first, beside(first, other, settings[0].source, settings[1].source)


def beside(first: Scenario, other: Scenario, first_name: str, other_name: str) -> Scenario:
    """The other scenario on the first one's clock. Raises DifferentPeople if they do not have the same residents with the same problems."""
    if not same_issues(first, other):
        raise DifferentPeople(first_name, other_name)
    return other.model_copy(update={"run": first.run})


__all__ = ["DifferentPeople", "Setting", "beside", "pair_of", "scenario_of", "switched", "switched_on"]
