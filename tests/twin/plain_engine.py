"""The plain twin: the rules of the engine in ordinary Python, to be read in one sitting and compared issue for issue.

    twin = PlainEngine(assemble(scenario))      # a world that has not been opened
    twin.run(until_h)
    twin.cases[7].fate, twin.handlers[2].hours(until_h)

Here is what happens to issues and cases; `plain_hands` tells of those who work on them, `plain_world` has the nouns. A rule
that is followed by something at once calls the next rule. A rule that has to wait books an appointment; events of one
instant happen in the order of codes.Event, then in the order in which they were booked.
"""

from __future__ import annotations

import math

from sim.dice import Law
from sim.world import World
from sim.world.codes import Decision, Discipline, Dispatch, Event, Fate, Stage
from tests.twin.plain_council import PlainCouncil
from tests.twin.plain_minds import PlainMinds
from tests.twin.plain_money import MONTH_H, Service
from tests.twin.plain_oversight import PlainOversight
from tests.twin.plain_rounds import PlainRounds
from tests.twin.plain_teams import PlainTeams
from tests.twin.plain_world import Case, Handler, Pool, duration
from tests.twin.plain_yard import PlainYards

LONGEST_LOG = 2.0
SHORTEST_WAIT_H = 1 / 60


class PlainEngine(PlainOversight, PlainRounds, PlainTeams, PlainCouncil, PlainYards, PlainMinds):
    """A World that runs."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.tickets = 0
        for case in self.cases:
            self.calendar.book(case.issue.occur_h, Event.OCCURRENCE, self.occur, case)
        if self.money.purses:
            self.calendar.book(MONTH_H, Event.PAYDAY, self.end_month, 1)
        for service in self.money.services:
            self.calendar.book(service.facts.opens_h, Event.PAYDAY, self.begin_month, service)

    def run(self, until_h: float) -> None:
        """Everything up to and including `until_h` happens."""
        while (following := self.calendar.next_until(until_h)) is not None:
            self.now, appointment = following
            appointment.rule(*appointment.who)

    # ---- the resident ------------------------------------------------------------------------------------------------

    def occur(self, case: Case) -> None:
        """A problem occurs, unless it is prevented or the resident still has one (where a broken thing cannot break)."""
        if case.issue.prevention < self.money.prevented(case.issue, self.prevented[case.issue.category], self.now):
            case.fate, case.ended_h = Fate.PREVENTED, self.now
            return
        if self.policy.one_at_a_time and case.resident.open_issues > 0:
            case.fate, case.ended_h = Fate.COVERED, self.now
            return
        case.resident.open_issues += 1
        case.fate = Fate.LATENT
        self.hidden[case.issue.entrance].append(case)
        if case.issue.notice_h > 0:
            self.calendar.book(self.now + case.issue.notice_h, Event.NOTICE, self.notice, case)
        else:
            self.notice(case)

    def notice(self, case: Case) -> None:
        """The resident sees it. Whoever finds it already registered begins to wait; else reporting races with going away."""
        if case.fate >= Fate.PREVENTED:
            return
        case.noticed_h = self.now
        if case.fate != Fate.LATENT:
            self.start_waiting(case)
            return
        case.fate = Fate.NOTICED
        if self.taken_up(case):
            return
        report_h = self.time_of_report(case)
        if report_h == self.now:
            self.report(case)
        elif report_h < math.inf and report_h <= self.now + case.issue.self_h:
            self.calendar.book(report_h, Event.REPORT, self.report_unless_known, case)
        else:
            self.calendar.book(self.now + case.issue.self_h, Event.SELF_RESOLUTION, self.go_away, case)

    def time_of_report(self, case: Case) -> float:
        """Each channel known is a hazard; the winner is drawn in proportion, the time from the sum. A closed channel is waited for."""
        appeals = self.money.appeals(case, self.appeal[case.resident.group])[:-1]  # the last is patrol
        if sum(appeals) == 0:
            return math.inf
        left = sum(appeals) * case.luck(Decision.CHANNEL)
        case.channel = len(appeals) - 1
        for channel, appeal in enumerate(appeals):
            left -= appeal
            if left < 0:
                case.channel = channel
                break
        rule, belief = self.policy, case.resident
        if rule.report_rate_per_h == math.inf:
            report_h = self.now
        else:
            efficacy = belief.successes / (belief.successes + belief.failures)
            trust = math.exp(rule.efficacy_effect * (efficacy - 0.5))
            rate = rule.report_rate_per_h * case.issue.severity**rule.severity_exponent * trust * self.eagerness(case) * sum(appeals)
            report_h = self.now + case.issue.urge / rate if rate > 0 else math.inf
        hours = self.channels[case.channel].roster
        return report_h if hours == -1 or report_h == math.inf else self.rosters[hours].next_open(report_h)

    def go_away(self, case: Case) -> None:
        """It goes away or is settled privately, unless the organisation heard of it."""
        if case.fate == Fate.NOTICED:
            self.uncover(case)
            self.end(case, Fate.SELF_RESOLVED)

    def report_unless_known(self, case: Case) -> None:
        """The resident comes to report what nobody has registered yet."""
        if case.fate == Fate.NOTICED:
            self.report(case)

    def report(self, case: Case) -> None:
        """The organisation hears of it; a resident who knows of it begins to wait; the channel's desk or the register is next."""
        self.uncover(case)
        if case.channel != len(self.channels) - 1:
            case.resident_h += self.money.walk(case)
        case.reported_h, case.fate = self.now, Fate.INTAKE
        if case.noticed_h is not None:
            self.start_waiting(case)
        desk = self.channels[case.channel].desk if case.channel is not None else -1
        if desk == -1:
            self.register(case)
        else:
            case.stage, case.pool = Stage.INTAKE, self.pools[desk]
            self.enter(case)

    def start_waiting(self, case: Case) -> None:
        """The clocks of patience and of reminders start."""
        if case.issue.patience_h < math.inf:
            self.calendar.book(self.now + case.issue.patience_h, Event.GIVE_UP, self.give_up, case)
        if self.policy.remind_cap > 0:
            self.calendar.book(self.now + self.policy.remind_h, Event.REMINDER, self.remind, case)

    def give_up(self, case: Case) -> None:
        """Patience is over. Who has had no contact withdraws, or petitions; at a desk, or with help on the way, it runs again."""
        if case.fate >= Fate.PREVENTED or (case.contacted_h is not None and case.contacted_h <= self.now):
            return
        if case.fate == Fate.SERVICE:
            self.patience_again(case)
            return
        if self.policy.exits:
            self.speak_up(case)
            return
        self.stop_waiting(case)
        self.leave_for_good(case)

    def stop_waiting(self, case: Case) -> None:
        """Out of the line, or no longer on offer."""
        if case.fate == Fate.WAITING:
            self.leave_line(case)
            case.waited_h += self.now - case.entered_h
            if case.stage == Stage.INTAKE:
                case.resident_h += self.now - case.entered_h
        elif case.fate == Fate.COUNCIL:
            self.leave_agenda(case)
        elif case.fate == Fate.OFFERED:
            self.stop_offering(case)
            case.waited_h += self.now - case.entered_h

    def patience_again(self, case: Case) -> None:
        """Patience runs once more, for a minute at least."""
        self.calendar.book(self.now + max(case.issue.patience_h, SHORTEST_WAIT_H), Event.GIVE_UP, self.give_up, case)

    def remind(self, case: Case) -> None:
        """The clock of reminders strikes."""
        if case.fate >= Fate.PREVENTED:
            return
        if case.fate == Fate.RELAPSE:  # not known yet
            self.calendar.book(self.now + self.policy.remind_h, Event.REMINDER, self.remind, case)
            return
        self.press(case)
        if case.reminders < self.policy.remind_cap:
            self.calendar.book(self.now + self.policy.remind_h, Event.REMINDER, self.remind, case)
        if case.fate == Fate.LOST:  # somebody asks, somebody looks for it
            case.fate = Fate.TRANSIT
            self.route(case)

    def press(self, case: Case) -> None:
        """A reminder may lift a case that waits for work by one priority class; its ticket stays."""
        case.reminders += 1
        lifts = self.policy.remind_lifts and self.policy.discipline in (Discipline.PRIORITY, Discipline.RISK)
        if lifts and case.fate == Fate.WAITING and case.stage == Stage.WORK and case.rank > 0:
            self.leave_line(case)
            case.rank -= min(1.0, max(0.0, case.rank))
            self.line_of(case).stand(case)

    # ---- the register, triage, dispatch ------------------------------------------------------------------------------

    def register(self, case: Case) -> None:
        """It becomes a case: answered on the spot, or sent to triage. A patrol's case is held by the patrol's level already."""
        case.registered_h = self.now
        assert case.channel is not None
        if case.luck(Decision.DIRECT) < self.direct[case.channel][case.issue.category]:
            case.contacted_h = self.now
            case.closed_h = self.now
            self.end(case, Fate.RESOLVED)
            return
        case.stage, case.fate = Stage.WORK, Fate.TRANSIT
        self.register_book.append(case)
        if self.policy.dispatch != Dispatch.HIERARCHICAL:
            case.level = None
        elif case.level is None:
            case.level = self.channels[case.channel].level
        found_on_patrol = case.channel == len(self.channels) - 1
        if found_on_patrol and self.policy.dispatch == Dispatch.HIERARCHICAL:
            self.route(case)  # who found it is its first office
            return
        hours = self.triage_hours(case)
        if not self.goes_missing(case, 0):
            self.arrive_after(hours, case)

    def arrive_after(self, hours: float, case: Case) -> None:
        """The case is on its way for so long."""
        if hours > 0:
            self.calendar.book(self.now + hours, Event.ARRIVAL, self.arrive, case)
        else:
            self.route(case)

    def arrive(self, case: Case) -> None:
        """It arrives, unless its resident gave up meanwhile."""
        if case.fate == Fate.TRANSIT:
            self.route(case)

    def route(self, case: Case) -> None:
        """To the pool of the level's unit that serves the category there; a level that does not serve it passes it on."""
        if case.level is None:
            case.level = self.level_by_platform(case)
        if case.level is None:
            case.closed_h = self.now
            self.end(case, Fate.UNRESOLVED)
            return
        chamber = None if case.chamber != -1 or self.is_emergency(case) else self.chamber_for(case)
        if chamber is not None:
            self.put_on_agenda(case, chamber)
            return
        if self.offer_first(case):
            return
        owner = self.owner_at(case.level, case)
        if owner is None:
            self.refer(case)
        elif owner.facts.handover_h > 0 and case.handed is not owner:
            case.handed, case.fate = owner, Fate.TRANSIT
            self.arrive_after(owner.facts.handover_h, case)
        else:
            case.pool = owner
            self.enter(case)

    def owner_at(self, level: int, case: Case) -> Pool | None:
        """Who serves this category at this place on this level."""
        special = self.entrances[case.issue.entrance].special
        row = (self.special_owner if special else self.owner)[self.seat[case.issue.entrance][level]][case.issue.category]
        return None if row == -1 else self.pools[row]

    def level_by_platform(self, case: Case) -> int | None:
        """The lowest level that serves the category and holds the authority, or the money; else the highest that serves it."""
        serving = [level for level in self.climb if self.owner_at(level, case) is not None or self.helps_at(level, case)]
        for level in serving:
            if case.issue.authority <= self.remit[level][case.issue.category].authority or self.money.could_buy(case, level):
                return int(level)
        return serving[-1] if serving else None

    def refer(self, case: Case) -> None:
        """One level up; at the top there is nobody left to ask, and the case is closed without a solution."""
        assert case.level is not None
        level = self.levels[case.level]
        if level.parent == -1:
            case.closed_h = self.now if case.closed_h is None else case.closed_h
            self.end(case, Fate.UNRESOLVED)
            return
        case.hops += 1
        case.level, case.fate = level.parent, Fate.TRANSIT
        pace = self.policy.hop_factor if self.is_emergency(case) else 1.0
        hours = duration(level.hop_law, level.hop_h, level.hop_cv, case.luck(Decision.HOP, case.hops)) * pace
        if not self.goes_missing(case, case.hops):
            self.arrive_after(0.0 if case.keyed else hours, case)

    def escalate(self, case: Case, entered_h: float) -> None:
        """It has waited here ever since, too long, and there is an upper level: up. Work begun and put down is lost."""
        assert case.level is not None
        if case.fate == Fate.WAITING and case.entered_h == entered_h and not case.lawsuit and self.levels[case.level].parent != -1:
            self.leave_line(case)
            case.waited_h += self.now - case.entered_h
            case.left_h = None
            self.refer(case)

    # ---- the line ----------------------------------------------------------------------------------------------------

    def enter(self, case: Case) -> None:
        """The case comes to its pool as a new arrival: begun at once, or it stands in line, or it is turned away."""
        pool = case.pool
        assert pool is not None
        pool.arrivals += 1
        case.ticket = self.tickets
        self.tickets += 1
        case.rank = self.rank(case)
        if case.stage == Stage.WORK and case.assigned_h is None:
            case.assigned_h = self.now
        hand = self.hand_for(pool, case)
        if hand is None and len(pool.line.queue) >= pool.facts.limit:
            case.entered_h = self.now
            self.end(case, Fate.REJECTED)
        else:
            self.begin_or_stand(case, hand)

    def begin_or_stand(self, case: Case, hand: Handler | None) -> None:
        """Begun by this free hand, or into the line at its rank and ticket; then the clock of escalation starts."""
        case.entered_h = self.now
        if hand is not None:
            hand.pool.idle.remove(hand)
            self.begin_case(hand, case)
            return
        case.fate = Fate.WAITING
        self.line_of(case).stand(case)
        if case.stage == Stage.WORK and case.level is not None and self.levels[case.level].escalate_h < math.inf:
            self.calendar.book(self.now + self.levels[case.level].escalate_h, Event.ESCALATION, self.escalate, case, self.now)

    def resume(self, case: Case) -> None:
        """A case put down is taken up by a free hand of its pool, or stands where it stood: it is no new arrival."""
        assert case.pool is not None
        self.begin_or_stand(case, self.hand_for(case.pool, case))

    # ---- the resident's ways; paydays --------------------------------------------------------------------------------

    def leave_desk(self, case: Case) -> None:
        """The desk is done with it, or its resident must come again another day."""
        case.resident_h += self.now - case.entered_h
        case.trips += 1
        assert case.channel is not None
        if case.trips >= self.money.trips[case.channel][case.issue.category]:
            self.register(case)
            return
        desk = self.channels[case.channel]
        hours = duration(desk.return_law, desk.return_h, desk.return_cv, case.luck(Decision.RETURN_TRIP, case.trips))
        again_h = self.now + hours if desk.roster == -1 else self.rosters[desk.roster].next_open(self.now + hours)
        case.fate = Fate.TRIP
        self.calendar.book(again_h, Event.TRIP, self.come_again, case)

    def come_again(self, case: Case) -> None:
        """Back at the desk, as a new arrival; unless it was given up."""
        if case.fate == Fate.TRIP:
            case.resident_h += self.money.walk(case)
            self.enter(case)

    def end_month(self, month: int) -> None:
        """A month of all purses ends."""
        self.money.end_month()
        self.calendar.book((month + 1) * MONTH_H, Event.PAYDAY, self.end_month, month + 1)

    def begin_month(self, service: Service) -> None:
        """A month of a service begins."""
        self.calendar.book(self.money.begin_month(service, self.now), Event.PAYDAY, self.begin_month, service)

    # ---- after the work ----------------------------------------------------------------------------------------------

    def move_on(self, case: Case) -> None:
        """From the desk to the register; from the diagnosis one level up; from the work to the sign-offs."""
        if case.stage == Stage.INTAKE:
            self.leave_desk(case)
            return
        case.visits += 1
        if case.lawsuit:
            self.end(case, Fate.LEGAL)
        elif case.refused and self.team_of(case.pool):
            self.route(case)  # to those who have to do it
        elif case.sham:
            self.close(case)
        elif case.refused:
            self.refer(case)
        else:
            self.decide(case)

    def decide(self, case: Case) -> None:
        """Other agencies sign, once per case: one after another or side by side, each in its own time."""
        rule = self.policy
        mean_h = self.hours_to_be_granted(case)
        if case.signed or case.keyed or case.issue.agencies == 0 or mean_h == 0:
            self.close(case)
            return
        hours = [
            duration(Law.EXPONENTIAL, mean_h, 1.0, case.luck(Decision.COORDINATION, agency)) for agency in range(case.issue.agencies)
        ]
        case.fate = Fate.SIGNING
        begins_h = self.now
        if rule.review_every_h:
            begins_h = math.ceil(self.now / rule.review_every_h) * rule.review_every_h
        self.calendar.book(begins_h + (max(hours) if rule.parallel else sum(hours)), Event.SIGNATURE, self.close_signed, case)

    def close_signed(self, case: Case) -> None:
        """The last signature, unless leaders had it signed before."""
        if case.fate == Fate.SIGNING:
            self.close(case)

    def close(self, case: Case) -> None:
        """Officially closed. It is solved and holds; or it is not, which somebody notices later."""
        case.closed_h = self.now if case.closed_h is None else case.closed_h
        case.shams += case.sham
        case.signed = case.signed or not case.sham
        if not case.sham and case.luck(Decision.HOLD, case.failed) >= self.relapse(case):
            self.promise_job(case)
            self.end(case, Fate.RESOLVED)
            return
        case.fate = Fate.RELAPSE
        rule = self.policy
        hours = duration(rule.recheck_law, rule.recheck_h, rule.recheck_cv, case.luck(Decision.RECHECK, case.failed))
        hours, by_call_back = self.return_of(case, hours)
        self.calendar.book(self.now + hours, Event.RETURN, self.bring_back, case, by_call_back)

    def bring_back(self, case: Case, by_call_back: bool) -> None:
        """Brought up again, to the level that closed it; or the resident leaves it at that."""
        turn, case.failed = case.failed, case.failed + 1
        if not by_call_back and case.luck(Decision.REOPEN, turn) >= self.policy.reopen:
            self.end(case, Fate.UNRESOLVED)
            return
        case.audits += by_call_back
        case.returns += 1
        case.fate = Fate.TRANSIT
        self.route(case)

    # ---- the end -----------------------------------------------------------------------------------------------------

    def end(self, case: Case, fate: Fate) -> None:
        """Once, in one fate, unless it is reported again. Who knew of it and dealt with the organisation judges."""
        final = self.fate_after(case, fate)
        if final is None:
            return
        case.fate, case.ended_h = final, self.now
        case.resident.open_issues -= 1
        if case.reported_h is not None and case.noticed_h is not None:
            self.judge(case)

    def feeling(self, case: Case) -> tuple[float, float, float]:
        """Waits so far against what was expected, in logs, and the outcome; disappointment weighs more."""
        rule, person, solved = self.policy, case.resident, case.fate == Fate.RESOLVED
        assert case.reported_h is not None and case.noticed_h is not None
        began = max(case.reported_h, case.noticed_h)
        answered = min(self.now, self.now if case.contacted_h is None else case.contacted_h)
        response = _clip(math.log(max(answered - began, SHORTEST_WAIT_H) / (case.kind.deadline_h * rule.response_share)))
        resolution = _clip(math.log(max(self.now - began, SHORTEST_WAIT_H) / case.kind.deadline_h)) if solved else LONGEST_LOG
        own = 1 - rule.promise_weight
        surprise = rule.weight_response * _clip(own * person.response_habit - response)
        promised = math.log(case.kind.deadline_h * rule.resolution_share) - math.log(case.kind.deadline_h)
        surprise += rule.weight_resolution * _clip(rule.promise_weight * promised + own * person.resolution_habit - resolution)
        surprise += rule.weight_outcome * (1 if solved else -1)
        felt = surprise if surprise >= 0 else rule.loss_aversion * surprise
        felt += (rule.fairness_effect + rule.fairness_failed * (not solved)) * (self.fairness(case) - 0.5)
        return felt, response, resolution

    def judge(self, case: Case) -> None:
        """The resident's verdict; habits, beliefs and trust move."""
        rule, person, solved = self.policy, case.resident, case.fate == Fate.RESOLVED
        case.satisfaction, response, resolution = self.feeling(case)
        person.response_habit += rule.expectation_gain * (response - person.response_habit)
        person.resolution_habit += rule.expectation_gain * (resolution - person.resolution_habit)
        person.satisfaction += rule.satisfaction_gain * (case.satisfaction - person.satisfaction)
        person.successes = person.successes * rule.efficacy_memory + solved
        person.failures = person.failures * rule.efficacy_memory + (not solved)
        self.learn(case)


def _clip(log_ratio: float) -> float:
    return min(LONGEST_LOG, max(-LONGEST_LOG, log_ratio))
