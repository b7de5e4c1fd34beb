"""The plain twin, what residents of a yard do themselves."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any

from sim.world import World
from sim.world.codes import Decision, Event, Fate
from tests.twin.plain_hands import PlainHands
from tests.twin.plain_world import WEEK_H, Case, duration, plain_rows, uniform


class PlainYards(PlainHands):
    """A World whose yards may look after themselves."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.own_categories = world.procedure["own"].tolist()
        self.yards = plain_rows(world.yard)
        charters = plain_rows(world.charter)
        self.charter = charters[0] if charters else None
        if self.charter:
            self.calendar.book(WEEK_H, Event.SELF_RULE, self.end_week, 0)

    def uncover(self, case: Case) -> None:
        """No patrol will discover it any more."""
        raise NotImplementedError

    def end(self, case: Case, fate: Fate) -> None:
        """The case ends."""
        raise NotImplementedError

    def taken_up(self, case: Case) -> bool:
        """The neighbours may take it into their own hands."""
        charter: Any = self.charter
        if charter is None:
            return False
        yard = self.yards[self.entrances[case.issue.entrance].yard]
        if not (yard.active and self.own_categories[case.issue.category] and case.luck(Decision.SELF_RULE) < charter.share):
            return False
        self.uncover(case)
        yard.taken += 1
        yard.hours += case.issue.work_h * charter.effort
        hours = duration(charter.law, charter.done_h, charter.done_cv, case.luck(Decision.SELF_WORK))
        self.calendar.book(self.now + hours, Event.SELF_RESOLUTION, self.end, case, Fate.SELF_MANAGED)
        return True

    def end_week(self, week: int) -> None:
        """In every yard leaders go and come, joiners follow each other."""
        charter: Any = self.charter
        for yard in self.yards:
            going = 1 - math.exp(-charter.exit * WEEK_H)
            coming = 1 - math.exp(-charter.succeed * yard.joiners * WEEK_H)
            lots = [uniform(yard.key, Decision.LEADERS, week * charter.seats + seat) for seat in range(charter.seats)]
            yard.leaders = sum(lot >= going for lot in lots[: yard.leaders]) + sum(lot < coming for lot in lots[yard.leaders :])
            crowd = yard.joiners + charter.pull * yard.leaders
            yard.joiners += charter.pace * (NormalDist(charter.threshold, charter.spread).cdf(crowd) - yard.joiners)
            yard.active = yard.leaders >= charter.least_leaders and yard.joiners >= charter.least_joiners
        self.calendar.book(self.now + WEEK_H, Event.SELF_RULE, self.end_week, week + 1)
