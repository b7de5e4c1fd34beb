"""One view of a finished run that all metrics share: the latent issues of the cohort, and what became of them.

Latent issues are those that occurred within the measured days, except PREVENTED (they never happened; prevention lowers
the denominator) and COVERED (nothing new: the same problem was still open). Nothing that would happen after the end of
observation is seen. Every array is computed at most once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.clock import DAYS_PER_YEAR, HOURS_PER_DAY
from sim.metrics.survival import Incidence, aalen_johansen
from sim.observation import FinishedRun, OfficialRates, observe, official_rates
from sim.world import Rows
from sim.world.codes import NOBODY, Age, Exit, Fate, Role
from sim.world.money import spending

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

HOURS_PER_YEAR = HOURS_PER_DAY * DAYS_PER_YEAR

WANTED = 1
"""Cause code of the end we hope for; every other end competes with it."""

OTHER_END = 2


class Staff(NamedTuple):
    """Handlers over the whole run, one value each."""

    works: Flags  # has a post that assigns work: a desk's seats are only a share of somebody, a volunteer on call is not idle
    role: npt.NDArray[np.int8]
    duty_h: Floats  # on duty, a part-timer's own affairs not counted
    idle_h: Floats
    overtime_h: Floats
    chore_h: Floats
    cost: Floats  # yuan: the paid part of duty, and overtime


class Spell(NamedTuple):
    """How long something lasted and how it ended, (n,) each; cause 0: only watched that long."""

    duration_h: Floats
    cause: npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Cohort:
    """The shared view; arrays are (n,) over the latent issues `rows` unless said otherwise."""

    run: FinishedRun

    @cached_property
    def rows(self) -> npt.NDArray[np.intp]:
        """Rows of the latent issues of the cohort."""
        return np.flatnonzero(self.run.cohort & is_latent(self.run.world.case["fate"]))

    def time(self, name: str) -> Floats:
        """A time of the case table in hours; nan if it had not come by the end of observation."""
        time = self.run.world.case[name][self.rows]
        return np.where(time <= self.run.window.end_h, time, np.nan)

    def count(self, name: str) -> npt.NDArray[np.int64]:
        """A counter of the case table."""
        return np.asarray(self.run.world.case[name][self.rows], np.int64)

    @cached_property
    def severity(self) -> Floats:
        """Severity, 0 to 1."""
        return np.asarray(self.run.world.issue["severity"][self.rows])

    @cached_property
    def occurred_h(self) -> Floats:
        """When it occurred."""
        return np.asarray(self.run.world.issue["occur_h"][self.rows])

    @cached_property
    def due_h(self) -> Floats:
        """Occurrence plus the time its category allows."""
        world = self.run.world
        return np.asarray(self.occurred_h + world.category["deadline_h"][world.issue["category"][self.rows]])

    @cached_property
    def due(self) -> Flags:
        """Its deadline passed within the time we watched, so that it could be met or missed."""
        return np.asarray(self.due_h <= self.run.window.end_h)

    @cached_property
    def reported_h(self) -> Floats:
        """Reported by its resident or detected by a patrol."""
        return self.time("reported_h")

    @cached_property
    def reported(self) -> Flags:
        """Brought to the organisation, by its resident or a patrol."""
        return ~np.isnan(self.reported_h)

    @cached_property
    def registered(self) -> Flags:
        """Entered the register."""
        return ~np.isnan(self.time("registered_h"))

    @cached_property
    def contacted_h(self) -> Floats:
        """First contact with a handler."""
        return self.time("contacted_h")

    @cached_property
    def closed(self) -> Flags:
        """Officially closed at least once."""
        return ~np.isnan(self.time("closed_h"))

    @cached_property
    def ended_h(self) -> Floats:
        """When it ended, in whatever way."""
        return self.time("ended_h")

    @cached_property
    def fate(self) -> npt.NDArray[np.int8]:
        """Fate code."""
        return np.asarray(self.run.world.case["fate"][self.rows])

    def has_fate(self, fate: Fate) -> Flags:
        """Ended in this way by the end of observation."""
        return np.asarray((self.fate == fate) & ~np.isnan(self.ended_h))

    @cached_property
    def resolved(self) -> Flags:
        """Truly resolved by the organisation."""
        return self.has_fate(Fate.RESOLVED) | self.has_fate(Fate.SELF_MANAGED)

    @cached_property
    def in_deadline(self) -> Flags:
        """Truly resolved within the time its category allows, counted from occurrence."""
        return np.asarray(self.resolved & (self.ended_h <= self.due_h))

    def chose(self, *ways: Exit) -> Flags:
        """Its resident, let down, chose one of these last."""
        return np.asarray(np.isin(self.count("exit"), ways))

    @cached_property
    def petitioned(self) -> Flags:
        """Taken outside the system, also after a solution that came far too late."""
        return self.has_fate(Fate.PETITIONED) | self.chose(Exit.PETITION, Exit.PETITION_ONLINE)

    @cached_property
    def satisfaction(self) -> Floats:
        """Latent satisfaction with an ended, reported episode; nan for every other issue."""
        felt = self.run.world.case["satisfaction"][self.rows]
        return np.where(self.reported & ~np.isnan(self.ended_h), felt, np.nan)

    @cached_property
    def by_patrol(self) -> Flags:
        """Brought in by a patrol: its channel is the row after the last channel."""
        return np.asarray(self.count("channel") == len(self.run.world.channel) - 1)

    # who is concerned

    @cached_property
    def has_owner(self) -> Flags:
        """Belongs to a resident."""
        return np.asarray(self.run.world.issue["resident"][self.rows] >= 0)

    def of_owner(self, name: str) -> npt.NDArray[Any]:
        """A column of the resident it belongs to; the first resident stands in where there is none (`has_owner`)."""
        owner = np.maximum(self.run.world.issue["resident"][self.rows], 0)
        return np.asarray(self.run.world.resident[name][owner])

    @cached_property
    def groups(self) -> dict[str, Flags]:
        """Group membership of the owner."""
        return {
            "elder": self.of_owner("age") == Age.ELDER,
            "newcomer": self.of_owner("newcomer") != 0,
            "vulnerable": self.of_owner("vulnerable") != 0,
        }

    @cached_property
    def unmet_by_household(self) -> Floats:
        """Severity not truly resolved within its deadline, (households,) over all households that have residents."""
        household = self.run.world.resident["household"]
        heads = np.bincount(household) if household.size else np.zeros(0, np.int64)
        missed = self.due & ~self.in_deadline & self.has_owner
        burden = np.bincount(self.of_owner("household")[missed], self.severity[missed], heads.size)
        return np.asarray(burden[heads > 0], np.float64)

    # how long it takes

    @cached_property
    def until_contact(self) -> Spell:
        """Report to first contact (cause WANTED); every end without a contact competes."""
        return self._since_report(self.contacted_h, ~np.isnan(self.contacted_h))

    @cached_property
    def response(self) -> Incidence:
        """Incidence of first contacts since report."""
        return self._incidence(self.until_contact, self.reported)

    @cached_property
    def resolution(self) -> Incidence:
        """Incidence of true resolution since report (cause WANTED); every other end competes."""
        return self._incidence(self._since_report(self.ended_h, self.resolved), self.reported)

    def response_among(self, flagged: Flags) -> Incidence:
        """`response` of the flagged only."""
        return self._incidence(self.until_contact, self.reported & flagged)

    @cached_property
    def emergency(self) -> Flags:
        """Of an urgent category (`urgent_categories`)."""
        return np.asarray(urgent_categories(self.run.world)[self.run.world.issue["category"][self.rows]])

    def _since_report(self, wanted_h: Floats, wanted: Flags) -> Spell:
        """From report to the wanted event or another end; the others that have not ended are censored at the end. nan if never reported."""
        until = np.where(wanted, wanted_h, self.ended_h)
        cause = np.where(wanted, WANTED, np.where(np.isnan(until), 0, OTHER_END))
        until = np.where(cause == 0, self.run.window.end_h, until)
        # a desk may note the first contact in the instant of the report: rounding must not make it negative
        return Spell(np.maximum(until - self.reported_h, 0.0), cause)

    def _incidence(self, spell: Spell, known: Flags) -> Incidence:
        """Incidence since report, over those `known` to be reported."""
        return aalen_johansen(spell.duration_h[known], spell.cause[known], OTHER_END)

    # what the office says

    @cached_property
    def ledger(self) -> Rows:
        """The official ledger under the usual observation rule."""
        return observe(self.run)

    @cached_property
    def official(self) -> OfficialRates:
        """The official rates."""
        return official_rates(self.ledger)

    # who did the work

    @cached_property
    def staff(self) -> Staff:
        """Handlers over the whole run, warm-up and follow-up included; `works` leaves out the seats of channels' desks and who may decline."""
        hand = self.run.world.handler
        duty_h = hand["duty_h"] - hand["away_h"]
        cost = (duty_h + hand["overtime_h"]) * hand["cost_per_h"]
        pool = self.run.world.pool[hand["pool"]]
        works = (pool["post"] >= 0) & (pool["team"] == NOBODY)
        if len(self.run.world.team):
            cost = cost + self.run.world.helper["accepted"] * np.where(pool["team"] == NOBODY, 0.0, self.run.world.team["reward_yuan"][pool["team"]])
        return Staff(works, hand["role"], duty_h, hand["idle_h"], hand["overtime_h"], hand["chore_h"], cost)

    @cached_property
    def other_cost(self) -> float:
        """Yuan spent beside working time over the whole run: works bought, services, programmes."""
        world = self.run.world
        return float(sum(spending(world.purse, world.service, world.programme, self.run.window.end_h, float(world.live[0].opened_h)).values()))

    @cached_property
    def leader_cost(self) -> float:
        """Yuan over the whole run: leaders' time for stuck cases, and staff's time in meetings of residents' councils."""
        leader = self.run.world.leader
        cost = float(np.sum(leader["spent_h"] * leader["cost_per_h"]))
        if len(self.run.world.chamber):
            cost += float(np.sum(self.meeting_staff_h * self.run.world.council["cost_per_h"][self.run.world.chamber["council"]]))
        return cost

    @cached_property
    def meeting_staff_h(self) -> Floats:
        """Hours of paid staff in the meetings of each chamber over the whole run: their share of the members' hours."""
        world = self.run.world
        council = world.council[world.chamber["council"]]
        return np.asarray(world.chamber["person_h"] * council["staff"] / council["persons"])

    @cached_property
    def grid_worker(self) -> Flags:
        """Grid workers (handlers,)."""
        return np.asarray(self.staff.role == Role.GRID_WORKER)

    @cached_property
    def residents(self) -> int:
        """Residents of the place."""
        return len(self.run.world.resident)

    @cached_property
    def cohort_years(self) -> float:
        """Length of the measured days in years."""
        return (self.run.window.cohort_end_h - self.run.window.warm_h) / HOURS_PER_YEAR

    @cached_property
    def run_h(self) -> float:
        """Hours that the books of the organisation cover: the whole run, or since it took over from another (`live.opened_h`)."""
        return self.run.window.end_h - float(self.run.world.live[0].opened_h)

    @cached_property
    def run_years(self) -> float:
        """The same in years."""
        return self.run_h / HOURS_PER_YEAR

    def per_1000_in_cohort(self, part: Flags) -> float:
        """Flagged issues of the cohort, per 1,000 residents and year; nan of a place without residents."""
        return ratio(1000.0 * np.count_nonzero(part), self.residents * self.cohort_years)

    def per_1000_in_run(self, amount: float) -> float:
        """What adds up to `amount` over the whole run, per 1,000 residents and year; nan of a place without residents."""
        return ratio(1000.0 * amount, self.residents * self.run_years)

    @cached_property
    def resolved_in_run(self) -> int:
        """Truly resolved issues of the whole run, to go with costs of the whole run."""
        case = self.run.world.case
        return int(np.count_nonzero(is_resolved(case["fate"]) & (case["ended_h"] <= self.run.window.end_h)))


def urgent_categories(world: Any) -> Flags:
    """Categories that the organisation treats as emergencies; where it declares none, those of the most urgent priority class."""
    declared = np.asarray(world.emergency > 0)
    return declared if declared.any() else np.asarray(world.category["priority"] == world.category["priority"].min())


def is_resolved(fate: npt.NDArray[np.int8]) -> Flags:
    """Whether an issue of this fate was truly resolved, by the organisation or by the residents' own. Shape of `fate`."""
    return np.asarray((fate == Fate.RESOLVED) | (fate == Fate.SELF_MANAGED))


def is_latent(fate: npt.NDArray[np.int8]) -> Flags:
    """Whether an issue of this fate really occurred and was something new. Shape of `fate`."""
    fate = np.ascontiguousarray(fate)  # a column of a wide table is slow to read, and it is read three times
    return np.asarray((fate != Fate.UNBORN) & (fate != Fate.PREVENTED) & (fate != Fate.COVERED))


def ratio(part: float, whole: float) -> float:
    """`part` / `whole`; nan if `whole` is zero."""
    return float(part) / float(whole) if whole else math.nan


def mean(values: Floats | npt.NDArray[np.int64], among: Flags) -> float:
    """Mean of `values` among the flagged; nan of nothing."""
    chosen = values[among]
    return float(chosen.mean()) if chosen.size else math.nan

