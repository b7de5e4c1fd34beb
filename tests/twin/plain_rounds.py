"""The plain twin, rounds: patrols, home visits, classes; what people learn; how jobs are filled."""

from __future__ import annotations

import math
from collections.abc import Callable

from sim.world import World
from sim.world.codes import Chore, Decision, Event, Fate, Special
from tests.twin.plain_hands import PlainHands
from tests.twin.plain_world import Case, Handler, Pool


class PlainRounds(PlainHands):
    """A World in which people go round and learn. `hidden` has what nobody has registered, by entrance, the oldest first."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.hidden: dict[int, list[Case]] = {place: [] for place in range(len(self.entrances))}

    def report(self, case: Case) -> None:
        """The organisation hears of it."""
        raise NotImplementedError

    def uncover(self, case: Case) -> None:
        """No longer something to be discovered."""
        if case in self.hidden[case.issue.entrance]:
            self.hidden[case.issue.entrance].remove(case)

    def end_round(self, hand: Handler, chore: int) -> None:
        """A patrol sees or overlooks, a visit hears of it or not; a class adds to what the hand can do."""
        facts = hand.pool.facts
        if chore == Chore.PATROL:
            self.look_around(hand.pool)
        elif chore == Chore.VISIT:
            self.go_through(hand.pool, self.hears_of(hand.pool))
        else:
            hand.trained = min(facts.training_cap, hand.trained + facts.training_gain)

    def look_around(self, pool: Pool) -> None:
        """A patrol ends."""
        self.go_through(pool, self.sees)

    def go_through(self, pool: Pool, discovers: Callable[[Case], bool]) -> None:
        """Door by door of the area, the oldest first; what is discovered is reported."""
        first = pool.facts.first_entrance
        for place in range(first, first + pool.facts.entrances):
            if pool.facts.special == Special.ONLY and not self.entrances[place].special:
                continue
            for case in self.hidden[place].copy():
                if discovers(case):
                    self.uncover(case)
                    case.fate = Fate.INTAKE
                    case.channel, case.level = len(self.channels) - 1, pool.facts.level
                    self.calendar.book(self.now, Event.REPORT, self.report, case)

    def sees(self, case: Case) -> bool:
        """What can be seen at all is seen or overlooked."""
        if case.kind.visible == 0:
            return False
        case.rounds += 1
        return bool(case.luck(Decision.DETECTION, case.rounds - 1) < case.kind.visible)

    def hears_of(self, pool: Pool) -> Callable[[Case], bool]:
        """Those on the pool's list may tell."""

        def hears(case: Case) -> bool:
            if not case.resident.lists & pool.facts.visit_list:
                return False
            case.passed += 1
            case.on_visit = case.luck(Decision.VISIT, case.passed - 1) < pool.facts.visit_finds
            return case.on_visit

        return hears

    def mastered(self, hand: Handler, case: Case) -> float:
        """The post's skill, what classes added, less what a special place asks of the untrained; and noise."""
        rule = self.policy
        skill = hand.pool.skill[case.issue.category] + hand.trained
        if self.entrances[case.issue.entrance].special and hand.pool.facts.special == Special.NO:
            skill -= rule.special_difficulty
        if rule.skill_noise > 0:
            u = case.luck(Decision.SKILL, case.hops)
            skill += rule.skill_noise * math.log(u / (1 - u))
        return float(skill)

    def ease(self, hand: Handler) -> float:
        """The first job takes 1, the second PR, the fourth PR * PR, ..."""
        return float((self.remembered(hand) + 1) ** hand.pool.facts.learning)

    def promise_job(self, case: Case) -> None:
        """Its resident takes a vacancy: of the own unit, else the first."""
        free = [v for v in self.vacancies if not v.promised and v.category == case.issue.category]
        if free:
            near = [v for v in free if self.seat[case.issue.entrance][v.level] == v.unit]
            vacancy = (near or free)[0]
            vacancy.promised = True
            self.calendar.book(self.now + vacancy.lag_h, Event.HIRING, self.hire, self.handlers[vacancy.handler])

    def hire(self, hand: Handler) -> None:
        """The first day at work."""
        hand.hired = True
        if self.rosters[hand.facts.roster].on and self.comes(hand):
            self.begin_duty(hand)
            self.next_job(hand)
