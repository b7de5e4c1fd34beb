"""The plain twin, emergencies: who puts what down, and who is called."""

from __future__ import annotations

from sim.world.codes import Chore, Stage
from tests.twin.plain_hands import PlainHands
from tests.twin.plain_world import Case, Handler, Pool


class PlainEmergency(PlainHands):
    """A World in which an emergency finds a hand."""

    def is_emergency(self, case: Case) -> bool:
        """Its category is one; a desk makes no difference, and a court is not in a hurry."""
        return bool(self.emergency[case.issue.category]) and case.stage == Stage.WORK and not case.lawsuit

    def hand_for(self, pool: Pool, case: Case) -> Handler | None:
        """A free hand; for an emergency also one that puts its job down or is called from elsewhere. It then counts as idle."""
        hand = self.free_hand(pool, case)
        if hand is None and self.is_emergency(case):
            hand = self.interruptible(pool) or self.called(pool, case)
            if hand is not None and hand.job is not None:
                self.interrupt(hand)
        return hand

    def interrupt(self, hand: Handler) -> None:
        """The job in hand is put down for something urgent."""
        job, hand.job = hand.job, None
        assert job is not None
        job.completion.struck = True
        if job.case is not None:
            job.case.put_down += 1
        self.put_down(hand, job)
        hand.write_diary(self.now)
        hand.pool.idle.append(hand)

    def interruptible(self, pool: Pool) -> Handler | None:
        """Of the pool's busy hands the one with the least urgent job: a chore, else the case that would be served last."""
        if not self.policy.preempts:
            return None
        busy = [hand for hand in self.handlers if hand.pool is pool and hand.on_duty and hand.job and hand.job.finish_h > self.now]
        at_chores = [hand for hand in busy if hand.job and hand.job.chore not in (None, Chore.OTHER_LIFE)]
        at_cases = [(hand.job.case.rank, hand.job.case.ticket, hand) for hand in busy
                    if hand.job and hand.job.case and (hand.job.case.lawsuit or not self.emergency[hand.job.case.issue.category])]
        if at_chores:
            return at_chores[0]
        return max(at_cases)[2] if at_cases else None

    def called(self, pool: Pool, case: Case) -> Handler | None:
        """From the nearest other pool within call that has somebody free; failing that, somebody to interrupt."""
        first, size = pool.facts.surge, pool.facts.surge_size
        others = [other for other in self.pools[first : first + size] if other is not pool]
        free = [(self.trip_hours(other, case), other.number, other.idle[0]) for other in others if other.idle]
        busy = [(self.trip_hours(other, case), other.number, hand) for other in others if (hand := self.interruptible(other))]
        found = min(free or busy, default=None)
        if found is None:
            return None
        case.called_up, case.call_h = True, self.policy.callback_h
        return found[2]
