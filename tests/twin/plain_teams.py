"""The plain twin, people who may decline: rung one after another, or reading a board; tired, absent, leaving, joining."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from sim.world import World
from sim.world.codes import Decision, Event, Fate, Stage, Takes
from tests.twin.plain_hands import PlainHands
from tests.twin.plain_world import Case, Handler, Pool, Roster, plain_rows, uniform

WEEK_H = 168.0


@dataclass
class Volunteer:
    """What is special about somebody who may decline."""

    hand: Handler
    active: bool
    tired: float = 0.0  # as it was at tired_h
    tired_h: float = 0.0
    looks: int = 0
    asked: int = 0
    accepted: int = 0
    absent_from_h: float | None = None
    absent_h: float = 0.0


@dataclass
class Offered:
    """What became of offering a case."""

    level: int | None = None
    offers: int = 0
    calls: int = 0
    rung: list[Handler] | None = None  # in the present offer
    idle_from_h: float = -math.inf  # of the person rung last
    since_h: float = 0.0
    taken_h: float | None = None
    offered_h: float = 0.0
    helped_h: float = 0.0


class PlainTeam:
    """A pool whose people may decline."""

    def __init__(self, facts: Any, pool: Pool, interest: list[float], mandate: list[float], helps: list[int]) -> None:
        self.facts, self.pool, self.interest, self.mandate, self.helps = facts, pool, interest, mandate, helps
        self.people: list[Volunteer] = []
        self.board: list[Case] = []  # in the order of posting
        self.weeks = 0

    @property
    def active(self) -> int:
        """How many are active."""
        return sum(person.active for person in self.people)


class PlainTeams(PlainHands):
    """A World in which some may decline."""

    def __init__(self, world: World) -> None:
        self.tickets = 0
        self.teams = [
            PlainTeam(facts, Pool(-1, None, []), world.interest[row].tolist(), world.mandate[row].tolist(), world.helps[row].tolist())
            for row, facts in enumerate(plain_rows(world.team))
        ]
        self.first_offer = world.first_offer.tolist()
        self.offered = [Offered() for _ in range(len(world.case) if self.teams else 0)]
        self.volunteers: dict[int, Volunteer] = {}
        super().__init__(world)
        for team in self.teams:
            team.pool = self.pools[team.facts.pool]
            for hand in self.handlers:
                if hand.pool is team.pool:
                    person = Volunteer(hand, bool(world.helper["active"][hand.number]))
                    team.people.append(person)
                    self.volunteers[hand.number] = person
                    if team.facts.takes != Takes.RING:
                        self.book_look(team, person, 0.0)
            if team.facts.leave_per_h > 0 or team.facts.join_per_h > 0:
                self.calendar.book(WEEK_H, Event.TURNOVER, self.turn_over, team)

    def route(self, case: Case) -> None:
        """The case is sent to where its level says."""
        raise NotImplementedError

    def is_emergency(self, case: Case) -> bool:
        """Whether the case is one that everybody has to run for."""
        raise NotImplementedError

    def rank(self, case: Case) -> float:
        """Its place in line."""
        raise NotImplementedError

    def team_of(self, pool: Pool | None) -> PlainTeam | None:
        """The team that a pool is."""
        return next((team for team in self.teams if team.pool is pool), None)

    # ---- offering ----------------------------------------------------------------------------------------------------

    def offer_first(self, case: Case) -> bool:
        """Whether the case is offered at its level before anybody there has to take it: once per level."""
        if not self.teams or self.is_emergency(case) or self.offered[case.number].level == case.level:
            return False
        row = self.first_offer[self.seat[case.issue.entrance][case.level]][case.issue.category]
        if row == -1:
            return False
        self.offer(case, self.pools[row])
        return True

    def helps_at(self, level: int, case: Case) -> bool:
        """Whether somebody on this level may be asked to help."""
        return bool(self.teams) and self.first_offer[self.seat[case.issue.entrance][level]][case.issue.category] != -1

    def power(self, pool: Pool, case: Case, authority: float) -> float:
        """Who volunteers may use only a part of the powers."""
        team = self.team_of(pool)
        return min(authority, team.mandate[case.issue.category]) if team else authority

    def offer(self, case: Case, pool: Pool) -> None:
        """Ring the people of the pool, or post it on their board."""
        team, own = self.team_of(pool), self.offered[case.number]
        assert team is not None
        pool.arrivals += 1
        case.fate, case.pool, case.entered_h = Fate.OFFERED, pool, self.now
        case.assigned_h = self.now if case.assigned_h is None else case.assigned_h
        case.ticket = self.tickets
        self.tickets += 1
        own.level, own.offers, own.since_h, own.rung, own.idle_from_h = case.level, own.offers + 1, self.now, [], -math.inf
        if team.facts.fallback_h < math.inf:
            self.calendar.book(self.now + team.facts.fallback_h, Event.FALLBACK, self.fall_back, case, own.offers)
        if team.facts.takes == Takes.BOARD:
            team.board.append(case)
        else:
            self.ring(case, team)

    def ring(self, case: Case, team: PlainTeam) -> None:
        """The next: of those idle for a shorter time than the last, the longest; until one accepts or all have been rung."""
        own = self.offered[case.number]
        assert own.rung is not None
        limit = min(team.facts.call_cap, len(team.people))
        people = [person.hand.number for person in team.people]
        begin = int(len(people) * case.luck(Decision.RING_START, own.offers - 1))
        listed = people[begin:] + people[:begin]
        last = (own.idle_from_h, listed.index(own.rung[-1].number) if own.rung else -1)
        idle = sorted((hand.diary[-1][0], listed.index(hand.number)) for hand in team.pool.idle)
        later = [entry for entry in idle if entry > last]
        if len(own.rung) >= limit or not later:
            self.hand_back(case)
            return
        own.idle_from_h = later[0][0]
        own.rung.append(self.handlers[listed[later[0][1]]])
        if team.facts.call_h > 0:
            self.calendar.book(self.now + team.facts.call_h, Event.ANSWER, self.answer, case, team, own.offers)
        else:
            self.answer(case, team, own.offers)

    def answer(self, case: Case, team: PlainTeam, number: int) -> None:
        """Yes: it is begun. No, or not free any more: the next is rung."""
        own = self.offered[case.number]
        if case.fate != Fate.OFFERED or own.offers != number or not own.rung:
            return
        hand = own.rung[-1]
        yes = self.accepts(team, self.volunteers[hand.number], case)
        if yes and hand.on_duty and hand.job is None:
            self.take(case, hand)
        else:
            self.ring(case, team)

    def accepts(self, team: PlainTeam, person: Volunteer, case: Case) -> bool:
        """Asks, and counts."""
        own = self.offered[case.number]
        own.calls += 1
        person.asked += 1
        return case.luck(Decision.ACCEPTANCE, own.calls - 1) < self.chance(team, person, case)

    def appeal_of(self, team: PlainTeam, case: Case) -> float:
        """What a case has in its favour for anybody of the team."""
        place, station = self.entrances[case.issue.entrance], team.pool.facts
        km = math.hypot(place.x_m - station.x_m, place.y_m - station.y_m) / 1000
        rule = team.facts
        return float(team.interest[case.issue.category] - rule.per_km * km - rule.per_difficulty * case.issue.difficulty)

    def chance(self, team: PlainTeam, person: Volunteer, case: Case) -> float:
        """The logistic function of all that speaks for and against; at night only a part."""
        rule = team.facts
        tired = person.tired * math.exp((person.tired_h - self.now) / rule.recovery_h)
        peers = rule.per_peer * team.active / len(team.people)
        x = rule.chance + rule.recognition + peers - rule.per_fatigue * tired + self.appeal_of(team, case)
        p = 0.0 if x == -math.inf else 1 / (1 + math.exp(-x))
        night = self.now % 24 >= 22 or self.now % 24 < 6
        return float(p * rule.night_factor if night else p)

    def take(self, case: Case, hand: Handler) -> None:
        """It is theirs."""
        own = self.offered[case.number]
        self.stop_offering(case)
        own.taken_h = self.now if own.taken_h is None else own.taken_h
        self.volunteers[hand.number].accepted += 1
        hand.pool.idle.remove(hand)
        case.rank = self.rank(case)
        self.begin_case(hand, case)

    def stop_offering(self, case: Case) -> None:
        """Off the board, if it was on one."""
        team = self.team_of(case.pool)
        assert team is not None
        if case in team.board:
            team.board.remove(case)
        if team.facts.takes != Takes.LINE:
            self.offered[case.number].offered_h += self.now - case.entered_h

    def hand_back(self, case: Case) -> None:
        """Nobody wanted it."""
        self.stop_offering(case)
        case.waited_h += self.now - case.entered_h
        case.fate = Fate.TRANSIT
        self.route(case)

    def fall_back(self, case: Case, number: int) -> None:
        """It has been on offer long enough, if it still is that offer."""
        if case.fate == Fate.OFFERED and self.offered[case.number].offers == number:
            self.hand_back(case)

    # ---- boards ------------------------------------------------------------------------------------------------------

    def book_look(self, team: PlainTeam, person: Volunteer, last_h: float) -> None:
        """The clock of looks never stops."""
        u = uniform(person.hand.facts.key, Decision.LOOK_GAP, person.looks)
        person.looks += 1
        time_h = last_h - math.log1p(-u) / team.facts.look_per_h
        self.calendar.book(time_h, Event.LOOK, self.look, team, person)

    def look(self, team: PlainTeam, person: Volunteer) -> None:
        """Whoever is on duty and free reads the board, the most attractive first, and takes the first case accepted."""
        self.book_look(team, person, self.now)
        if not person.hand.on_duty or person.hand.job is not None:
            return
        if team.facts.takes == Takes.LINE:
            self.look_at_lines(team, person)
            return
        for case in sorted(team.board, key=lambda one: -self.appeal_of(team, one)):
            if self.accepts(team, person, case):
                self.take(case, person.hand)
                return

    def look_at_lines(self, team: PlainTeam, person: Volunteer) -> None:
        """Of all that waits untouched for the owners of the unit, the most attractive is considered."""
        unit = team.pool.facts.unit
        waits = [
            case for case in self.cases
            if case.fate == Fate.WAITING and case.left_h is None and case.stage == Stage.WORK and team.helps[case.issue.category]
            and case.pool is not None and case.pool.number == self.owner[unit][case.issue.category]
        ]
        if not waits:
            return
        case = min(waits, key=lambda one: (-self.appeal_of(team, one), one.ticket))
        if self.accepts(team, person, case):
            own = self.offered[case.number]
            self.leave_line(case)
            case.pool = team.pool
            team.pool.arrivals += 1
            own.offers += 1
            self.take(case, person.hand)

    # ---- people ------------------------------------------------------------------------------------------------------

    def tire(self, hand: Handler, case: Case, worked_h: float) -> None:
        """Work makes tired; rest helps."""
        team, person = self.team_of(hand.pool), self.volunteers.get(hand.number)
        if team is None or person is None:
            return
        person.tired = person.tired * math.exp((person.tired_h - self.now) / team.facts.recovery_h) + worked_h / 8
        person.tired_h = self.now
        self.offered[case.number].helped_h += worked_h

    def is_away(self, hand: Handler) -> bool:
        """Registered, but not active."""
        return hand.number in self.volunteers and not self.volunteers[hand.number].active

    def comes(self, hand: Handler) -> bool:
        """Whether the hand comes on duty with its roster; who is away is noted absent."""
        if self.is_away(hand):
            self.volunteers[hand.number].absent_from_h = self.now
            return False
        return True

    def goes(self, hand: Handler) -> None:
        """The roster's hours are over: nobody is absent any more."""
        person = self.volunteers.get(hand.number)
        if person and person.absent_from_h is not None:
            person.absent_h += self.now - person.absent_from_h
            person.absent_from_h = None

    def turn_over(self, team: PlainTeam) -> None:
        """A week is over: some leave, some join."""
        rule = team.facts
        joins = 1 - math.exp(-rule.join_per_h * team.active / len(team.people) * WEEK_H)
        for person in team.people:
            if not person.hand.hired:
                continue
            u = uniform(person.hand.facts.key, Decision.TURNOVER, team.weeks)
            roster = self.rosters[person.hand.facts.roster]
            if person.active:
                tired = person.tired * math.exp((person.tired_h - self.now) / rule.recovery_h)
                if u < 1 - math.exp(-rule.leave_per_h * math.exp(tired - rule.recognition) * WEEK_H):
                    person.active = False
                    if roster.on:
                        self.end_duty(person.hand)
                        person.absent_from_h = self.now
            elif u < joins:
                person.active = True
                if roster.on:
                    self.goes(person.hand)
                    self.begin_duty(person.hand)
                    self.calendar.book(self.now, Event.HANDS, self.look_for_jobs, Roster(-1, True, [], [person.hand]))
        team.weeks += 1
        self.calendar.book(self.now + WEEK_H, Event.TURNOVER, self.turn_over, team)
