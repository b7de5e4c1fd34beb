"""The plain twin, what goes wrong in a register and who looks on: order of lines, losses, repeated reports, hollow closures, leaders.

What happens to a case besides is told in `plain_engine`, what handlers do in `plain_hands`.
"""

from __future__ import annotations

import math

from sim.dice import Law
from sim.world import World
from sim.world.codes import Decision, Discipline, Event, Fate, Stage
from tests.twin.plain_emergency import PlainEmergency
from tests.twin.plain_world import Case, Handler, duration, plain_rows

A_DAY_H = 24.0
BEFORE_ALL = 1_000_000.0


class PlainOversight(PlainEmergency):
    """A World whose register is watched and not perfect."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.scorecard = plain_rows(world.scorecard)
        self.leaders = plain_rows(world.leader)
        self.register_book: list[Case] = []
        self.leader_hours = 0.0
        for leader in self.leaders:
            self.calendar.book(leader.every_h, Event.SESSION, self.hold_session, leader)

    # ---- the order of a line -----------------------------------------------------------------------------------------

    def rank(self, case: Case) -> float:
        """Smaller is sooner: the place by the discipline, less what speaks for the case besides. Emergencies first; a desk knows only arrival."""
        if self.is_emergency(case):
            return -1_000_000_000.0
        if case.stage == Stage.INTAKE:
            return 0.0
        place = self.place_by_discipline(case)
        if not self.policy.bends:
            return place
        assert case.channel is not None
        score = self.scorecard[case.issue.category]
        classes = self.channels[case.channel].lift + score.head_start + score.easy_first * (1 - case.issue.difficulty)
        classes += 0 if case.resident.newcomer else self.policy.favour
        if self.policy.discipline == Discipline.DEADLINE:
            classes *= A_DAY_H
        return place - classes - (BEFORE_ALL if case.keyed else 0)

    def place_by_discipline(self, case: Case) -> float:
        """Arrival, class, risk, severity or deadline."""
        rule = self.policy
        lifted = case.reminders if rule.remind_lifts else 0
        if rule.discipline == Discipline.FCFS:
            return 0.0
        if rule.discipline == Discipline.PRIORITY:
            return float(max(0, case.kind.priority - lifted))
        if rule.discipline == Discipline.RISK:
            recognised = rule.risk_accuracy >= 1 or case.luck(Decision.RISK, 0) < rule.risk_accuracy
            risk = case.issue.severity if recognised else 1 - case.luck(Decision.RISK, 1)
            colour = min(rule.risk_classes - 1, int((1 - risk) * rule.risk_classes))
            return float(max(0, colour - lifted))
        if rule.discipline == Discipline.SEVERITY:
            return -float(case.issue.severity)
        assert case.registered_h is not None
        return case.registered_h + float(case.kind.deadline_h)

    # ---- what goes wrong ---------------------------------------------------------------------------------------------

    def triage_hours(self, case: Case) -> float:
        """Try after try until the right office is named; each wrong one keeps the case for a while."""
        rule = self.policy
        hours, pace = 0.0, rule.triage_factor if self.is_emergency(case) else 1.0
        while True:
            u = case.luck(Decision.TRIAGE_TIME, case.misroutes)
            hours += duration(rule.triage_law, rule.triage_h, rule.triage_cv, u)
            if rule.triage_accuracy >= 1 or case.luck(Decision.TRIAGE_RIGHT, case.misroutes) < rule.triage_accuracy:
                return hours * pace
            hours += duration(Law.EXPONENTIAL, rule.bounce_h, 1.0, case.luck(Decision.BOUNCE_TIME, case.misroutes))
            case.misroutes += 1

    def goes_missing(self, case: Case, turn: int) -> bool:
        """On the way to another office it is mislaid. Leaders see to theirs."""
        if case.keyed or case.luck(Decision.LOST, turn) >= self.policy.lost:
            return False
        case.losses += 1
        case.fate = Fate.LOST
        return True

    def look_at_repeats(self, case: Case) -> float:
        """Hours for looking at what neighbours reported since the last look; each look is as long as a mean diagnosis."""
        rate = self.policy.duplicates_per_h * case.kind.visible
        if self.policy.duplicates_per_h == 0:
            return 0.0
        since_h = case.reported_h if case.counted_h is None else case.counted_h
        assert since_h is not None
        case.counted_h = self.now
        number = _poisson(min(500.0, rate * (self.now - since_h)), case.luck(Decision.DUPLICATES, case.visits))
        case.duplicates += number
        return float(number * self.policy.diagnosis_share * case.kind.work_h)

    def only_for_show(self, case: Case) -> bool:
        """The visit will close the case and not solve it."""
        rule, registered_h = self.policy, case.registered_h
        assert registered_h is not None
        pressure = self.scorecard[case.issue.category].weight * (self.now - registered_h) / case.kind.deadline_h
        chance = rule.false_base + rule.false_pressure * (1 - 1 / (1 + pressure))
        return chance > 0 and not case.keyed and case.luck(Decision.SHAM, case.visits) < chance

    def return_of(self, case: Case, noticed_in_h: float) -> tuple[float, bool]:
        """When an unsolved case comes up again, and whether by a call back: that is then sooner than the resident."""
        found_out = case.luck(Decision.AUDIT, case.failed) < self.policy.audit_found
        if found_out and self.policy.audit_delay_h < noticed_in_h:
            return self.policy.audit_delay_h, True
        return noticed_in_h, False

    # ---- leaders -----------------------------------------------------------------------------------------------------

    def hold_session(self, leader: object) -> None:
        """The oldest in the book that are stuck somewhere get the key, up to the cap; whatever blocks them gives way."""
        rule = self.leaders[0]
        assert leader is rule
        self.calendar.book(self.now + rule.every_h, Event.SESSION, self.hold_session, leader)
        old = [case for case in self.register_book if case.registered_h is not None and self.now - case.registered_h >= rule.stuck_after_h]
        somewhere = (Fate.TRANSIT, Fate.WAITING, Fate.SIGNING, Fate.LOST)
        for case in [case for case in old if not case.keyed and case.fate in somewhere][: rule.cap]:
            case.keyed = True
            self.leader_hours += rule.hours_per_case
            if case.fate == Fate.SIGNING:
                self.calendar.book(self.now, Event.SIGNATURE, self.close_signed, case)
            elif case.fate == Fate.LOST:
                case.fate = Fate.TRANSIT
                self.calendar.book(self.now, Event.ARRIVAL, self.arrive, case)
            elif case.fate == Fate.WAITING:
                self.leave_line(case)
                case.rank -= BEFORE_ALL
                self.line_of(case).stand(case)

    def close_signed(self, case: Case) -> None:
        """All agencies have signed."""
        raise NotImplementedError

    def arrive(self, case: Case) -> None:
        """The case comes to where it was sent."""
        raise NotImplementedError

    def visit_hours(self, hand: Handler, case: Case) -> float:
        """As without all this, and looks at repeated reports."""
        hours = super().visit_hours(hand, case)
        return hours if case.stage == Stage.INTAKE or case.lawsuit else hours + self.look_at_repeats(case) / float(hand.pool.facts.speed)


def _poisson(mean: float, u: float) -> int:
    """The smallest number whose cumulative share reaches u; shares by the formula, not one from another."""
    number, below = 0, math.exp(-mean)
    while below < u and number < 2000:
        number += 1
        below += math.exp(number * math.log(mean) - mean - math.lgamma(number + 1)) if mean > 0 else 0.0
    return number
