"""The plain twin, what residents decide: councils that hear cases, fairness felt, evaluation of closures."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from sim.world import World
from sim.world.codes import Age, Decision, Event, Fate
from tests.twin.plain_hands import PlainHands
from tests.twin.plain_world import Case, plain_rows, uniform


@dataclass(eq=False)
class Chamber:
    """A council of one unit: its agenda, and how it has gone."""

    number: int
    facts: Any
    rules: Any  # the row of Council
    agenda: list[Case] = field(default_factory=list)
    called: bool = False
    to_hear: int = 0
    present: int = 0
    held: int = 0
    failed: int = 0
    heard: int = 0
    agreed: int = 0
    person_h: float = 0.0


class PlainCouncil(PlainHands):
    """A World whose residents meet."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.councils = plain_rows(world.council)
        self.hears = world.hears.tolist()
        self.procedures = plain_rows(world.procedure)
        self.chambers = [Chamber(c, facts, self.councils[facts.council]) for c, facts in enumerate(plain_rows(world.chamber))]

    def route(self, case: Case) -> None:
        """The case arrives at its level."""
        raise NotImplementedError

    def refer(self, case: Case) -> None:
        """The case goes one level up."""
        raise NotImplementedError

    # ---- who must be heard -----------------------------------------------------------------------------------------------

    def affected(self, case: Case) -> int:
        """How many people an issue concerns: geometric from 2 on where it is shared."""
        if case.luck(Decision.SHARED) >= case.kind.shared:
            return 1
        stop = 1 / (case.kind.affected - 1)
        return 2 if stop == 1 else 2 + int(math.log(case.luck(Decision.AFFECTED)) // math.log1p(-stop))

    def conflict(self, case: Case) -> float:
        """How much it divides them: u to the power that gives the category's mean."""
        return float(case.luck(Decision.CONFLICT) ** (1 / case.kind.conflict - 1))

    def chamber_for(self, case: Case) -> Chamber | None:
        """The chamber, at its place, of the first council of the list whose thresholds it meets."""
        for number, rules in enumerate(self.councils):
            enough = self.affected(case) >= rules.least_affected and self.conflict(case) >= rules.least_conflict
            if self.hears[number][case.issue.category] and enough:
                unit = self.seat[case.issue.entrance][rules.level]
                return next(room for room in self.chambers if room.rules is rules and room.facts.unit == unit)
        return None

    # ---- the agenda and the meeting --------------------------------------------------------------------------------------

    def put_on_agenda(self, case: Case, chamber: Chamber) -> None:
        """Last on the agenda; somebody calls the next meeting."""
        case.fate, case.entered_h, case.chamber = Fate.COUNCIL, self.now, chamber.number
        chamber.agenda.append(case)
        if not chamber.called:
            number = 0
            while self.meeting_h(chamber, number) < self.now:
                number += 1
            self.call_meeting(chamber, number)

    def meeting_h(self, chamber: Chamber, number: int) -> float:
        """When meeting number 0, 1, 2, ... takes place."""
        return float(chamber.rules.first_h + number * chamber.rules.every_h)

    def call_meeting(self, chamber: Chamber, number: int) -> None:
        """Invitations are sent."""
        chamber.called = True
        self.calendar.book(self.meeting_h(chamber, number), Event.MEETING, self.open_meeting, chamber, number)

    def leave_agenda(self, case: Case) -> None:
        """Its resident has had enough."""
        self.chambers[case.chamber].agenda.remove(case)
        case.council_h += self.now - case.entered_h

    def members_present(self, chamber: Chamber, number: int) -> int:
        """Member by member."""
        rules = chamber.rules
        odds = [rules.online_attendance if member < rules.online else rules.attendance for member in range(rules.persons)]
        lots = [uniform(chamber.facts.key, Decision.ATTENDANCE, number * rules.persons + member) for member in range(rules.persons)]
        return sum(lot < chance for lot, chance in zip(lots, odds, strict=True))

    def open_meeting(self, chamber: Chamber, number: int) -> None:
        """With a quorum it hears what it can; without, everything waits for the next one."""
        if chamber.agenda:
            chamber.present = self.members_present(chamber, number)
            if chamber.present >= chamber.rules.quorum:
                chamber.held += 1
                chamber.person_h += chamber.present * chamber.rules.hours
                chamber.to_hear = min(chamber.rules.cap, len(chamber.agenda))
                self.hear_next(chamber, number)
                return
            chamber.failed += 1
        self.close_meeting(chamber, number)

    def hear_next(self, chamber: Chamber, number: int) -> None:
        """One case; the next is called when what this one set off has happened."""
        if chamber.agenda:
            chamber.to_hear -= 1
            self.hear(chamber.agenda.pop(0), chamber)
            if chamber.to_hear > 0:
                self.calendar.book(self.now, Event.MEETING, self.hear_next, chamber, number)
                return
        self.close_meeting(chamber, number)

    def close_meeting(self, chamber: Chamber, number: int) -> None:
        """Is there anything left for the next one?"""
        chamber.called, chamber.to_hear = False, 0
        if chamber.agenda:
            self.call_meeting(chamber, number + 1)

    def hear(self, case: Case, chamber: Chamber) -> None:
        """Agreed, once more, or up."""
        rules, policy, turn = chamber.rules, self.policy, 2 * case.meetings
        case.meetings += 1
        chamber.heard += 1
        case.contacted_h = self.now if case.contacted_h is None else case.contacted_h
        logit = policy.agree_base + policy.agree_attendance * chamber.present / rules.persons + policy.agree_inclusion * rules.inclusion
        logit -= policy.agree_conflict * self.conflict(case)
        goes_on = self.route
        if case.luck(Decision.AGREEMENT, turn) < _logistic(logit):
            chamber.agreed += 1
            case.agreed = True
            odds = rules.elders_heard if case.resident.age == Age.ELDER else 1.0
            case.voiced = case.luck(Decision.AGREEMENT, turn + 1) < odds
        elif case.meetings < rules.tries:
            chamber.agenda.append(case)
            return
        elif self.levels[case.level or 0].parent != -1:
            goes_on = self.refer
        case.council_h += self.now - case.entered_h
        case.fate = Fate.TRANSIT
        self.calendar.book(self.now, Event.ARRIVAL, goes_on, case)

    # ---- what it leaves behind -------------------------------------------------------------------------------------------

    def hours_to_be_granted(self, case: Case) -> float:
        """Mean time until another agency grants a request for a case of this category."""
        procedure = self.procedures[case.issue.category]
        return float(self.policy.coordination_h * procedure.coordination / procedure.cooperation)

    def relapse(self, case: Case) -> float:
        """Probability that the fix does not hold: less where it was agreed upon, and where the post works so."""
        kept = 1 - self.chambers[case.chamber].rules.lasting if case.agreed else 1.0
        listened = 1 - case.pool.facts.lasting if case.pool else 1.0
        return float(case.kind.relapse * kept * listened)

    def fairness(self, case: Case) -> float:
        """J: usual procedure 0.5."""
        felt = 0.5 + self.policy.information
        if case.voiced:
            felt += self.chambers[case.chamber].rules.voice
        if case.visits and case.pool:
            felt += case.pool.facts.voice
        return float(min(1.0, felt))


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x > -700 else 0.0
