"""The plain twin, what handlers do: who is free, who takes which case, jobs, shifts, chores.

What follows for a case after a job is told in `plain_engine`.
"""

from __future__ import annotations

import math

from sim.dice import Law
from sim.world import World
from sim.world.codes import N_CHORES, Chore, Decision, Event, Fate, ShiftEnd, Stage
from tests.twin.plain_world import Calendar, Case, Duty, Handler, Job, Line, PlainWorld, Pool, Roster, duration, uniform

ROUNDS = (Chore.PATROL, Chore.VISIT, Chore.TRAINING)
"""Chores that are not made up for when missed."""


class PlainHands(PlainWorld):
    """A World whose handlers come and go and work."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.calendar = Calendar()
        self.now = 0.0
        for hand in self.handlers:
            hand.write_diary(0.0)
            for chore, duty in enumerate(hand.duties):
                if duty.facts.gap_h > 0:
                    duty.wait_h = self.first_gap(hand, chore)
        for roster in self.rosters:
            if roster.on:
                self.calendar.book(0.0, Event.ROSTER, self.come_on, roster)
            elif roster.week:
                self.calendar.book(roster.change_h(0), Event.ROSTER, self.change_shift, roster, 0)

    def move_on(self, case: Case) -> None:
        """A job on the case is done."""
        raise NotImplementedError

    def only_for_show(self, case: Case) -> bool:
        """The visit will close the case and not solve it."""
        raise NotImplementedError

    def resume(self, case: Case) -> None:
        """The case was put down at this instant."""
        raise NotImplementedError

    def end_round(self, hand: Handler, chore: int) -> None:
        """A patrol, a round of visits or a class ends."""
        raise NotImplementedError

    def mastered(self, hand: Handler, case: Case) -> float:
        """The difficulty that the hand masters in this case."""
        raise NotImplementedError

    def ease(self, hand: Handler) -> float:
        """Factor on work by what was learned by doing."""
        raise NotImplementedError

    def tire(self, hand: Handler, case: Case, worked_h: float) -> None:
        """So long has somebody worked on a case."""

    def comes(self, hand: Handler) -> bool:
        """Whether the hand comes on duty with its roster."""
        return True

    def goes(self, hand: Handler) -> None:
        """The hours of the hand's roster are over."""

    def power(self, pool: Pool, case: Case, authority: float) -> float:
        """What of the level's authority a pool may use."""
        return authority

    def legal_hours(self, pool: Pool, case: Case) -> float:
        """Length of the work of the place's lawyers."""
        raise NotImplementedError

    # ---- lines and free hands ----------------------------------------------------------------------------------------

    def line_of(self, case: Case) -> Line:
        """The line of the pool that has the case."""
        assert case.pool is not None
        return case.pool.line

    def leave_line(self, case: Case) -> None:
        """Out of its line, from wherever it stands."""
        self.line_of(case).leave(case)

    def free_hand(self, pool: Pool, case: Case) -> Handler | None:
        """The pool's own idle longest; failing that, of the nearest pool of the group. Nearest dispatch knows no own."""
        if pool.idle and not pool.facts.nearest:
            return pool.idle[0]
        helpers = [other for other in pool.group if other.idle]
        return min(helpers, key=lambda other: self.trip_hours(other, case)).idle[0] if helpers else None

    def next_in_line(self, pool: Pool) -> Case | None:
        """The front of the own line; failing that, the soonest of the group. Nearest dispatch knows no own."""
        lines = [pool.line] if pool.line.queue and not pool.facts.nearest else [other.line for other in pool.group]
        fronts = [line.queue[0] for line in lines if line.queue]
        return min(fronts)[2] if fronts else None

    # ---- jobs ----------------------------------------------------------------------------------------------------------

    def next_job(self, hand: Handler) -> None:
        """A free hand on duty: an owed chore, else the next case, else rest."""
        if not hand.on_duty:
            return
        owed = [chore for chore in range(N_CHORES) if hand.duties[chore].owed > 0]
        if owed:
            self.begin_chore(hand, owed[0])
        elif (case := self.next_in_line(hand.pool)) is not None:
            self.leave_line(case)
            self.begin_case(hand, case)
        else:
            hand.pool.idle.append(hand)

    def begin(self, hand: Handler, case: Case | None, chore: int | None, trip_h: float, work_h: float) -> None:
        """The hand is busy from now until it has arrived and worked."""
        finish_h = self.now + trip_h + work_h
        completion = self.calendar.book(finish_h, Event.COMPLETION, self.complete, hand)
        hand.job = Job(case, chore, self.now, self.now + trip_h, finish_h, completion)
        hand.write_diary(self.now)

    def begin_case(self, hand: Handler, case: Case) -> None:
        """Begin or resume. The first contact is when the handler arrives."""
        case.waited_h += self.now - case.entered_h
        hand.pool.waited_h += self.now - case.entered_h
        if case.left_h is None:
            hand.pool.starts += 1
            work_h = self.visit_hours(hand, case)
        else:
            work_h, case.left_h = case.left_h, None
        trip_h = self.trip_hours(hand.pool, case) + case.call_h if case.stage == Stage.WORK else 0.0
        case.call_h = 0.0
        if case.stage == Stage.WORK and case.contacted_h is None:
            case.contacted_h = self.now + trip_h
        case.fate, case.pool = Fate.SERVICE, hand.pool
        self.begin(hand, case, None, trip_h, work_h)

    def trip_hours(self, pool: Pool, case: Case) -> float:
        """Setup and the way from the pool's station to the place."""
        if not pool.facts.travels:
            return 0.0
        place = self.entrances[case.issue.entrance]
        way_m = math.hypot(place.x_m - pool.facts.x_m, place.y_m - pool.facts.y_m)
        return float(pool.facts.setup_h + way_m / pool.facts.speed_m_per_h)

    def visit_hours(self, hand: Handler, case: Case) -> float:
        """Hours at the desk, or of work. Without the authority or the skill only the diagnosis is done."""
        if case.stage == Stage.INTAKE:
            channel = self.channels[case.channel or 0]
            return duration(channel.contact_law, channel.contact_h, channel.contact_cv, case.luck(Decision.CONTACT, case.trips))
        if case.lawsuit:
            case.refused = False
            return self.legal_hours(hand.pool, case)
        assert case.level is not None
        remit = self.remit[case.level][case.issue.category]
        case.sham = self.only_for_show(case)
        too_hard = case.issue.difficulty > min(remit.reach, self.mastered(hand, case))
        powerless = case.issue.authority > self.power(hand.pool, case, remit.authority) and not case.keyed
        pays = hand.pool.facts.team == -1 and not too_hard
        case.refused = not case.sham and (too_hard or (powerless and not (pays and self.money.buy(case, case.level, self.now))))
        if case.refused or case.sham:
            return self.diagnosis_hours(hand, case)
        work_h = case.issue.work_h
        if case.failed > 0:
            work_h = duration(case.kind.law, case.kind.work_h, case.kind.work_cv, case.luck(Decision.WORK, case.failed))
        return float(work_h * self.ease(hand) / hand.pool.facts.speed)

    def diagnosis_hours(self, hand: Handler, case: Case) -> float:
        """Looking at it, no more."""
        u = case.luck(Decision.DIAGNOSIS, case.hops)
        work_h = self.policy.diagnosis_share * duration(case.kind.law, case.kind.work_h, case.kind.work_cv, u)
        return float(work_h * self.ease(hand) / hand.pool.facts.speed)

    def complete(self, hand: Handler) -> None:
        """A job is done. The hand turns to the next *before* the case moves on, so a case fed back stands behind the others."""
        job, hand.job = hand.job, None
        assert job is not None
        hand.write_diary(self.now)
        if job.case is None:
            if job.chore in ROUNDS:
                self.end_round(hand, job.chore)
            if job.chore == Chore.OTHER_LIFE:
                hand.duties[Chore.OTHER_LIFE].given_from_h = hand.hours(self.now)["duty_h"]
                self.set_due(hand, Chore.OTHER_LIFE, self.gap_hours(hand, Chore.OTHER_LIFE))
            self.next_job(hand)
            return
        case = job.case
        case.worked_h += self.now - job.start_h
        self.tire(hand, case, self.now - job.start_h)
        case.fate = Fate.TRANSIT
        hand.services += 1
        hand.practice, hand.practised_h = self.remembered(hand) + 1, self.now
        self.next_job(hand)
        self.move_on(case)

    def remembered(self, hand: Handler) -> float:
        """Services of the hand not forgotten by now: half of them are forgotten in each half-life."""
        return float(hand.practice * 0.5 ** ((self.now - hand.practised_h) / hand.pool.facts.forget_h))

    # ---- shifts and chores -------------------------------------------------------------------------------------------

    def come_on(self, roster: Roster) -> None:
        """A roster that was on before Monday begins the run on duty."""
        if roster.week:
            self.calendar.book(roster.change_h(0), Event.ROSTER, self.change_shift, roster, 0)
        self.begin_shift(roster)

    def change_shift(self, roster: Roster, number: int) -> None:
        """Change `number` of a roster; the weeks repeat."""
        self.calendar.book(roster.change_h(number + 1), Event.ROSTER, self.change_shift, roster, number + 1)
        if roster.week[number % len(roster.week)][1]:
            self.begin_shift(roster)
        else:
            self.end_shift(roster)

    def begin_shift(self, roster: Roster) -> None:
        """All come on duty, some of them still busy with overtime; once all changes of this hour are done, they look for jobs."""
        roster.on = True
        for hand in roster.handlers:
            if hand.hired and self.comes(hand):
                self.begin_duty(hand)
        self.calendar.book(self.now, Event.HANDS, self.look_for_jobs, roster)

    def begin_duty(self, hand: Handler) -> None:
        """On duty from now; the clocks of the chores run on."""
        hand.on_duty = True
        hand.write_diary(self.now)
        for chore, duty in enumerate(hand.duties):
            if duty.wait_h is not None:
                self.set_due(hand, chore, duty.wait_h)

    def look_for_jobs(self, roster: Roster) -> None:
        """Those who came on duty and are not busy, in turn."""
        for hand in roster.handlers:
            if hand.job is None:
                self.next_job(hand)

    def end_shift(self, roster: Roster) -> None:
        """All go off duty, in turn."""
        roster.on = False
        for hand in roster.handlers:
            self.goes(hand)
            if hand.on_duty:
                self.end_duty(hand)

    def end_duty(self, hand: Handler) -> None:
        """A chore in hand is put down; a case too, or it is finished in overtime, as the post's rule says."""
        hand.on_duty = False
        for duty in hand.duties:
            if duty.due is not None:
                duty.due.struck = True
                duty.due, duty.wait_h = None, duty.due_h - self.now
        job = hand.job
        if job is None:
            hand.pool.idle = [other for other in hand.pool.idle if other is not hand]
        elif job.case is None or hand.facts.shift_end == ShiftEnd.PREEMPT:
            job.completion.struck = True
            hand.job = None
            self.put_down(hand, job)
        hand.write_diary(self.now)

    def put_down(self, hand: Handler, job: Job) -> None:
        """A chore is owed with the rest of its length. A case keeps the rest of its work.

        Once all changes of this hour are done, the case goes back to its old place.
        """
        if job.chore is not None:
            missed = job.chore in ROUNDS and hand.duties[job.chore].owed > 0
            hand.duties[job.chore].owed += not missed
            hand.duties[job.chore].left_h = job.finish_h - self.now
        elif (case := job.case) is not None:
            case.left_h = job.finish_h - max(self.now, job.arrive_h)
            if case.stage == Stage.WORK and case.contacted_h is not None and case.contacted_h > self.now:
                case.contacted_h = None  # nobody had arrived yet
            case.worked_h += self.now - job.start_h
            self.tire(hand, case, self.now - job.start_h)
            case.fate = Fate.TRANSIT
            self.calendar.book(self.now, Event.RESUMPTION, self.resume, case)

    def first_gap(self, hand: Handler, chore: int) -> float:
        """Regular chores are spread over the people of a pool, from a random start."""
        if hand.duties[chore].facts.gap_law != Law.FIXED:
            return self.gap_hours(hand, chore)
        team = [other for other in self.handlers if other.pool is hand.pool]
        start = uniform(team[0].facts.key, Decision.CHORE_PHASE, chore)
        return float(hand.duties[chore].facts.gap_h * (team.index(hand) + start) / len(team))

    def gap_hours(self, hand: Handler, chore: int) -> float:
        """Duty time until the next chore of a kind."""
        duty = hand.duties[chore]
        u = uniform(hand.facts.key, Decision.CHORE_GAP, duty.turn * 3 + chore)
        return duration(duty.facts.gap_law, duty.facts.gap_h, 1.0, u)

    def set_due(self, hand: Handler, chore: int, hours: float) -> None:
        """The next chore falls due after so much duty time."""
        duty = hand.duties[chore]
        if hand.on_duty:
            duty.wait_h, duty.due_h = None, self.now + hours
            duty.due = self.calendar.book(duty.due_h, Event.CHORE, self.fall_due, hand, chore)
        else:
            duty.wait_h = hours

    def fall_due(self, hand: Handler, chore: int) -> None:
        """A chore is owed; a missed round or class is not made up for; other life comes up again only after it has been lived."""
        duty = hand.duties[chore]
        duty.turn += 1
        if chore not in ROUNDS or duty.owed == 0:
            duty.owed += 1
        duty.due = None
        if chore != Chore.OTHER_LIFE:
            self.set_due(hand, chore, self.gap_hours(hand, chore))
        if hand.job is None:
            hand.pool.idle.remove(hand)
            self.begin_chore(hand, chore)

    def begin_chore(self, hand: Handler, chore: int) -> None:
        """Go on with the one put down, or begin the oldest owed of its kind."""
        duty: Duty = hand.duties[chore]
        length_h, duty.left_h = duty.left_h, None
        if length_h is None:
            u = uniform(hand.facts.key, Decision.CHORE_TIME, (duty.turn - duty.owed) * 3 + chore)
            mean_h = duty.facts.task_h
            if chore == Chore.OTHER_LIFE:  # in proportion to the duty time really given since the last time
                mean_h *= (hand.hours(self.now)["duty_h"] - duty.given_from_h) / duty.facts.gap_h
            length_h = duration(duty.facts.task_law, mean_h, 1.0, u)
        duty.owed -= 1
        self.begin(hand, None, chore, 0.0, length_h)
