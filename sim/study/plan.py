"""Line the options of a comparison up on the same seed and the same replications, before anything is run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from sim.errors import ScenarioError
from sim.locale import mark
from sim.outcome import scenario_hash
from sim.scenario import shipped
from sim.scenario.resources import with_resources_of
from sim.scenario.scenario import Scenario
from sim.scenario.sharing import same_issues
from sim.study.run import Source, resolve, with_run

Mode = Literal["documented", "equal", "both"]
"""Resources of the options after the first: as written, the first one's wages and cash, or both beside each other."""

CAUTIONS = {
    "issues": mark(
        "in {other} and {first} people, issues or behaviour differ: a difference mixes place and organisation"
    ),
    "days": mark("{other} and {first} differ in warm-up, measured or follow-up days"),
}


class Option(NamedTuple):
    """One scenario of a comparison: a short name for tables, itself on the common seed, its hash."""

    id: str
    scenario: Scenario
    sha256: str
    documented: Scenario | None = None
    """the scenario as written, where `scenario` is the same with the resources of the first option"""


class Caution(NamedTuple):
    """A key of CAUTIONS and the two options it is about."""

    code: str
    first: str
    other: str

    def __str__(self) -> str:
        return CAUTIONS[self.code].format(**self._asdict())


class Plan:
    """What is going to be run: replicate r of every option uses the same (seed, r).

    equal   the same options at the first one's resources, where both are asked for
    """

    def __init__(self, options: Sequence[Option], equal: Plan | None = None) -> None:
        self.options = tuple(options)
        self.equal = equal

    @cached_property
    def whole(self) -> Plan:
        """All options in one plan: the first, the others as written, the others at equal resources."""
        return self if self.equal is None else Plan([*self.options, *self.equal.options[1:]])

    @property
    def runs(self) -> int:
        """How many runs it takes; options that run exactly alike are run once."""
        return self.replications * len(set(self.whole.same_as))

    @property
    def replications(self) -> int:
        """Runs of each option."""
        return self.options[0].scenario.run.replications

    @property
    def seed(self) -> int:
        """The master seed of all options."""
        return self.options[0].scenario.run.seed

    @cached_property
    def same_as(self) -> tuple[int, ...]:
        """For every option the first that runs exactly alike (itself, if it is the first of its kind)."""
        hashes = [option.sha256 for option in self.options]
        return tuple(hashes.index(sha256) for sha256 in hashes)

    @property
    def identical(self) -> tuple[str, ...]:
        """Ids of the options that change nothing against the first."""
        return tuple(self.options[at].id for at, twin in enumerate(self.same_as) if at and twin == 0)

    @cached_property
    def cautions(self) -> tuple[Caution, ...]:
        """What makes a comparison with the first option less than a comparison of organisations."""
        found = []
        first = self.options[0]
        for other in self.options[1:]:
            if not same_issues(other.scenario, first.scenario):
                found.append(Caution("issues", first.id, other.id))
            if _days(other.scenario) != _days(first.scenario):
                found.append(Caution("days", first.id, other.id))
        return tuple(found)


def _days(scenario: Scenario) -> tuple[int, int, int]:
    return scenario.run.warm_up_days, scenario.run.days, scenario.run.follow_up_days


def line_up(
    scenarios: Sequence[Source],
    replications: int | None = None,
    seed: int | None = None,
    names: Sequence[str] | None = None,
    resources: Mode = "documented",
) -> Plan:
    """Load what has to be loaded and give all options one seed and one number of replications (the first one's).

    names      where scenarios that are already loaded came from; the options are called after the files
    resources  "equal": the others get the wages and the cash of the first; "both": once as written, once so

    Raises ScenarioError for fewer than two options, one where a list belongs, or unknown resources.
    """
    if resources not in get_args(Mode):
        raise ScenarioError(f"resources are {', '.join(get_args(Mode))}, not {resources!r}")
    if isinstance(scenarios, str | Path | Scenario) or not isinstance(scenarios, Sequence):
        raise ScenarioError(
            "a comparison takes a list of scenarios, the first to compare with: compare([first, other]);"
            f" there is a single {type(scenarios).__name__}"
        )
    if len(scenarios) < 2:
        raise ScenarioError(f"a comparison needs at least two scenarios; there is {len(scenarios)}")
    loaded = [resolve(source) for source in scenarios]
    run = with_run(loaded[0], replications=replications, seed=seed).run
    taken: list[str] = []
    options = []
    for source, scenario in zip(names or scenarios, loaded, strict=True):
        taken.append(_free(_id(source, scenario), taken))
        common = with_run(scenario, replications=run.replications, seed=run.seed)
        options.append(Option(taken[-1], common, scenario_hash(common)))
    if resources == "documented":
        return Plan(options)
    equal = Plan([options[0], *(_at_equal_resources(options[0], option) for option in options[1:])])
    return equal if resources == "equal" else Plan(options, equal)


def _at_equal_resources(first: Option, option: Option) -> Option:
    """The option with the wages and the cash of the first."""
    scenario = with_resources_of(first.scenario, option.scenario)
    return Option(option.id, scenario, scenario_hash(scenario), documented=option.scenario)


def _id(source: Source, scenario: Scenario) -> str:
    """The file's name, with its folder where another shipped scenario has that name too; or the English title as one word."""
    if isinstance(source, Scenario):
        return re.sub(r"[^a-z0-9]+", "-", scenario.title.en.lower()).strip("-") or "scenario"
    name = Path(source).name.removesuffix(".toml")
    known = shipped.names()
    twins = sum(one.rpartition("/")[2] == name for one in known) > 1
    return str(source) if str(source) in known and twins else name


def _free(word: str, taken: Sequence[str]) -> str:
    """The word, numbered if it is taken."""
    free, number = word, 2
    while free in taken:
        free, number = f"{word}-{number}", number + 1
    return free


__all__ = ["CAUTIONS", "Caution", "Mode", "Option", "Plan", "line_up"]
