"""How the options bear a shock: a storm week, and a post that stands empty. The same shock for all, the same run without it beside it.

Storm: in the week from the first Monday after the warm-up and a quarter of the measured days, whatever a patrol can see (`visible` above 0 in the
first option; everything, if nothing is) occurs STORM_FACTOR times as often. Its further issues are laid upon the run (`sim.demand.surplus`), so all
others are the same with and without. Vacancy: for four weeks from the same Monday nobody works in the post of the first option whose people spent
most hours on cases there; in the other options as many hours are missing (`sim.report.vacancy.missing`). Factor, lengths and places in the year are
assumptions; both shocks are questions, no forecasts.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.clock import HOURS_PER_DAY, HOURS_PER_WEEK
from sim.community import Community
from sim.demand.surplus import issues_with
from sim.engine import Absence, advance, keep_away
from sim.locale import Translator, mark
from sim.locale.voice import voice
from sim.metrics.daily import daily
from sim.report.evidence import Shock, Strain
from sim.report.vacancy import Vacancy, busiest, case_hours, employed, missing
from sim.scenario.place import Surge
from sim.scenario.scenario import Scenario
from sim.simulate import assemble, finish, start, window
from sim.study.many import Progress, home, homes, on_threads
from sim.study.plan import Plan
from sim.study.run import with_run

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

STORM_FACTOR = 4.0
STORM_DAYS = 7
VACANT_DAYS = 28
"""Assumptions."""

SETTLED = 0.1
"""Share of its peak up to which an excess counts as gone."""
SETTLED_DAYS = 7

STORM = mark("for a week from day {day} on, {factor} times as many problems as usual occur: {what}")
EVERYTHING = mark("of every kind")
VACANT = mark(
    "for four weeks from day {day} on, nobody works in the post “{post}” of the first option ({people} people, {hours} hours a week); elsewhere as many "
    "hours are missing, of the same post first, then of the same role"
)


class _Blow(NamedTuple):
    """What happens to a run, if anything."""

    shock: Shock | None = None
    surge: Surge | None = None
    vacancy: Vacancy | None = None
    start_day: int = 0
    days: int = 0


class _Seen(NamedTuple):
    """What is kept of a run."""

    open: Counts
    """(days,)"""
    hours: dict[str, float]
    """see `case_hours`"""


def strains(plan: Plan, replications: int = 10, progress: Progress | None = None, workers: int | None = None) -> tuple[Strain, ...]:
    """Put both shocks on all options of a plan. A shock that would last beyond the run is left out, and a vacancy where nobody is employed.

    replications   of each option, with each shock and without
    """
    first = plan.options[0].scenario
    begin = start_day(first)
    blows = [_Blow("storm", surge=storm_of(first), start_day=begin, days=STORM_DAYS)]
    blows += [_Blow("vacancy", start_day=begin, days=VACANT_DAYS)] if employed(first) else []
    length = min(_days(option.scenario) for option in plan.options)
    blows = [one for one in blows if begin + one.days <= length]
    if not blows:
        return ()
    runs = _Runs(plan, replications, progress, workers, 1 + len(blows))
    usual = runs.under(_Blow())
    vacancy = busiest(first, _summed([one.hours for one in usual[0]]))
    found = []
    for blow in blows:
        struck = runs.under(blow if blow.shock == "storm" else blow._replace(vacancy=vacancy))
        excess = np.array([[_excess(a, b, length, option.scenario) for a, b in zip(with_, without, strict=True)]
                           for with_, without, option in zip(struck, usual, plan.options, strict=True)])  # fmt: skip
        words = [_words(blow._replace(vacancy=vacancy), first, voice(lang)) for lang in ("zh", "en")]
        found.append(_strain(blow, words, excess))
    return tuple(found)


class _Runs:
    """The options of a plan, run again and again; those that run alike once."""

    def __init__(self, plan: Plan, count: int, progress: Progress | None, workers: int | None, times: int) -> None:
        self.distinct = sorted(set(plan.same_as))
        self.same_as = plan.same_as
        self.scenarios = [with_run(plan.options[at].scenario, record_visits=False) for at in self.distinct]
        self.communities = homes(self.scenarios)
        self.count, self.progress, self.workers, self.times = count, progress, workers, times
        self.done = 0

    def under(self, blow: _Blow) -> list[list[_Seen]]:
        """[option][replicate]"""
        each = len(self.scenarios) * self.count

        def one(number: int) -> _Seen:
            scenario = self.scenarios[number // self.count]
            return _run(scenario, number % self.count, self.communities[home(scenario)], blow)

        def tell(done: int, _: int) -> None:
            if self.progress is not None:
                self.progress(self.done + done, self.times * each)

        seen = on_threads(one, each, tell, self.workers)
        self.done += each
        return [seen[at * self.count : (at + 1) * self.count] for at in map(self.distinct.index, self.same_as)]


def _run(scenario: Scenario, replicate: int, community: Community, blow: _Blow) -> _Seen:
    """One run from top to bottom, as `sim.simulate.simulate` has it, with what happens on the way."""
    issue = issues_with(blow.surge, scenario, community, replicate) if blow.surge is not None else None
    world = start(assemble(scenario, replicate, community, issue))
    absence = None
    if blow.vacancy is not None:
        begin_h = blow.start_day * HOURS_PER_DAY
        absence = Absence(missing(blow.vacancy, scenario, world), begin_h, begin_h + blow.days * HOURS_PER_DAY)
        world = keep_away(world, absence)
    world = advance(world, math.nextafter(window(scenario).end_h, -math.inf))
    outcome = finish(scenario, replicate, world, absence)
    return _Seen(daily(outcome)["open"], case_hours(outcome))


def start_day(scenario: Scenario) -> int:
    """The first Monday after the warm-up and a quarter of the measured days; day 0 is a Monday."""
    week = HOURS_PER_WEEK / HOURS_PER_DAY
    return int(week * math.ceil((scenario.run.warm_up_days + scenario.run.days / 4) / week))


def storm_of(scenario: Scenario) -> Surge:
    """The storm week of a comparison whose first option this is."""
    visible = [name for name, one in scenario.categories.items() if one.visible > 0]
    return Surge(start_day=start_day(scenario), days=STORM_DAYS, factor=STORM_FACTOR, categories=visible)


def recovery_days(excess: Floats, end_day: int) -> float:
    """Days from the end of the shock until the excess (days,) has come down to SETTLED of its peak and stays there for SETTLED_DAYS.

    0: before the shock ended, or there was no excess at all; inf: not within the run.
    """
    peak = float(excess.max())
    if peak <= 0:
        return 0.0
    settled = excess <= SETTLED * peak
    for day in range(int(excess.argmax()), len(excess) - SETTLED_DAYS + 1):
        if settled[day : day + SETTLED_DAYS].all():
            return float(max(0, day + 1 - end_day))
    return math.inf


def _days(scenario: Scenario) -> int:
    return int(window(scenario).end_h // HOURS_PER_DAY)


def _excess(struck: _Seen, usual: _Seen, length: int, scenario: Scenario) -> Floats:
    """(length,) open cases with the shock minus without, per 1,000 residents."""
    return (struck.open - usual.open)[:length] * 1000.0 / scenario.place.residents


def _strain(blow: _Blow, words: list[str], excess: Floats) -> Strain:
    """From the excess (option, replicate, days)."""
    assert blow.shock is not None
    end_day = blow.start_day + blow.days
    recovery = np.array([[recovery_days(run, end_day) for run in option] for option in excess])
    return Strain(blow.shock, words[0], words[1], blow.start_day, end_day, excess.shape[2], excess.mean(axis=1), excess.max(axis=2), recovery)


def _summed(runs: list[dict[str, float]]) -> dict[str, float]:
    return {name: sum(run[name] for run in runs) for name in runs[0]}


def _words(blow: _Blow, scenario: Scenario, say: Translator) -> str:
    """What happens, in a sentence."""
    if blow.surge is not None:
        named = [scenario.categories[name] for name in blow.surge.categories]
        names = ("、" if say.lang == "zh" else ", ").join(one.zh if say.lang == "zh" else one.en for one in named)
        return say(STORM, day=blow.start_day + 1, factor=f"{blow.surge.factor:g}", what=names or say(EVERYTHING))
    vacancy = blow.vacancy
    assert vacancy is not None
    post = scenario.posts[vacancy.post]
    name = post.zh if say.lang == "zh" else post.en
    return say(VACANT, day=blow.start_day + 1, post=name, people=f"{vacancy.people:,}", hours=f"{vacancy.hours:,.0f}")


__all__ = ["SETTLED", "SETTLED_DAYS", "STORM_DAYS", "STORM_FACTOR", "VACANT_DAYS", "recovery_days", "start_day", "storm_of", "strains"]
