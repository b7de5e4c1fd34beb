"""A twin that counts how often each feature of the engine acted, so that agreement is known not to be empty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from sim.world import World
from sim.world.codes import Age, Chore, Decision, Discipline, Dispatch, Exit, Fate, ShiftEnd, Special, Stage, Talk
from tests.twin.plain_council import Chamber
from tests.twin.plain_engine import PlainEngine
from tests.twin.plain_money import Service
from tests.twin.plain_teams import PlainTeam, Volunteer
from tests.twin.plain_world import Case, Handler, Job, Pool, Roster

FEATURES = (
    *(f"ends {fate.name}" for fate in Fate if fate >= Fate.PREVENTED),
    *(f"{discipline.name} lets somebody pass" for discipline in Discipline if discipline != Discipline.FCFS),
    *(f"{dispatch.name} refers up" for dispatch in Dispatch),
    "the channel is closed, the report waits", "two events of one instant",
    "found by patrol before its resident noticed", "found by patrol before its resident reported", "overlooked by patrol",
    "answered on the spot", "waits for a desk", "sent to a wrong office", "passed on by a level that does not serve it",
    "sent to a higher level by the platform", "refused for authority", "refused for difficulty", "refused by noise of skill",
    "escalated from the line", "nowhere to escalate to", "lifted past somebody by a reminder",
    "gives up in line", "gives up on the way", "patience ends while being served",
    "started by another pool's hand", "sent the nearest although the own were free", "turns to another pool's line",
    "put down on the way", "put down at work", "finished in overtime", "overtime into the next shift",
    "paperwork put down", "patrol put down", "other life at the end of a shift", "chore owed while busy", "patrol missed",
    "visit put down", "class put down", "found on a visit", "found on a visit before its resident noticed", "missed on a visit",
    "an emergency passes others", "a case is put down for an emergency", "a chore is put down for an emergency",
    "a neighbour is called", "a neighbour is called and puts something down", "nobody can come to an emergency",
    "handed over", "known already, not handed over again", "trained", "eased by practice", "practice is forgotten",
    "too hard for the untrained in a special place", "served by another in a special place", "hired", "hired while off duty",
    "signs one after another", "signs side by side", "brought back", "brought back at the same instant", "zero work", "desk of two",
    "a purse pays for works", "a purse is too empty", "works above the cap", "a repair is bought again", "a purse of the own unit pays",
    "dispatched to the money", "a service short of money", "a service out of places", "prevented by a service", "prevented by a programme",
    "comes to the desk again", "gives up between two visits", "goes a way", "goes a way slowly", "a way keeps from reporting",
    "a council hears the highest tier", "heard once more", "agreed", "referred up without agreement", "goes on without agreement", "no quorum",
    "more on the agenda than a meeting hears", "gives up waiting for a meeting", "an elder is not heard", "meets with nothing to hear",
    "waits for a joint review", "agreement makes a fix hold", "fairness is felt",
    "a category is coordinated in its own way", "residents take up what a patrol could see", "leaders go", "a leader comes", "a yard falls apart", "a yard gets active",
    "mislaid on dispatch", "mislaid on referral", "found by a reminder", "gives up while it is lost", "lost for good",
    "reported again", "closed for show", "closed for show at a level that could not",
    "found out by a call back", "risk not recognised", "stands ahead of its place",
    "leaders have it signed", "leaders find it", "leaders move it to the front", "leaders lend authority",
    "rung and accepts", "rung and declines", "called away while being rung", "everybody has been rung", "the calls are used up",
    "taken from a board", "several on a board", "reads a board and takes nothing", "helps with what waits", "nothing that waits attracts", "the offer runs out", "gives up while on offer",
    "nobody serves it but volunteers", "a volunteer hands it to the owner", "a volunteer lacks the power", "asked at night", "asked while tired",
    "leaves", "leaves on duty", "joins on duty", "absent from a shift", "on in one of several weeks",
    *(f"{rule.name} moves trust" for rule in Talk if rule != Talk.NONE), "trust changes the time of a report",
    *(f"chooses {way.name}" for way in Exit if way != Exit.NONE), "legal work done here", "late is a let-down", "copies those who petitioned",
)


class Watched(PlainEngine):
    """A twin that counts in `acts`."""

    def __init__(self, world: World) -> None:
        self.acts: Counter[str] = Counter()
        super().__init__(world)

    def run(self, until_h: float) -> None:
        while (following := self.calendar.next_until(until_h)) is not None:
            self.acts["two events of one instant"] += following[0] == self.now
            self.now, appointment = following
            appointment.rule(*appointment.who)
        for case in self.cases:
            if case.fate >= Fate.PREVENTED:
                self.acts[f"ends {Fate(case.fate).name}"] += 1
            self.acts["lost for good"] += case.fate == Fate.LOST
            self.acts["reported again"] += case.duplicates > 0
            self.acts["closed for show"] += case.shams > 0

    # residents

    def time_of_report(self, case: Case) -> float:
        time_h = super().time_of_report(case)
        appeal = self.appeal[case.resident.group]
        self.acts["a way keeps from reporting"] += sum(self.money.appeals(case, appeal)) < sum(appeal) and time_h > self.now + case.issue.self_h
        hours = -1 if case.channel is None else self.channels[case.channel].roster
        openings = [] if hours == -1 else [hour for hour, on in self.rosters[hours].week if on]
        self.acts["the channel is closed, the report waits"] += time_h % 168 in openings
        return time_h

    def report(self, case: Case) -> None:
        if case.channel == len(self.channels) - 1:
            self.acts["found by patrol before its resident " + ("noticed" if case.noticed_h is None else "reported")] += 1
        before = case.resident_h
        super().report(case)
        self.acts["goes a way"] += case.resident_h > before
        self.acts["goes a way slowly"] += case.resident_h > before and case.resident.age == Age.ELDER

    def look_around(self, pool: Pool) -> None:
        super().look_around(pool)
        first = pool.facts.first_entrance
        self.acts["overlooked by patrol"] += sum(case.rounds > 0 for place in range(first, first + pool.facts.entrances) for case in self.hidden[place])

    def give_up(self, case: Case) -> None:
        before, had_contact = case.fate, case.contacted_h is not None
        self.acts["gives up between two visits"] += before == Fate.TRIP
        self.acts["gives up while on offer"] += before == Fate.OFFERED and not had_contact
        super().give_up(case)
        where = {Fate.WAITING: "gives up in line", Fate.TRANSIT: "gives up on the way", Fate.LOST: "gives up while it is lost"}
        if not had_contact and before in where:
            self.acts[where[Fate(before)]] += 1
        self.acts["patience ends while being served"] += before == Fate.SERVICE

    def remind(self, case: Case) -> None:
        queue = case.pool.line.queue if case.pool and case.fate == Fate.WAITING else []
        before = [entry[2] for entry in queue]
        lost = case.fate == Fate.LOST
        super().remind(case)
        self.acts["found by a reminder"] += lost
        self.acts["lifted past somebody by a reminder"] += before != [entry[2] for entry in queue]

    # money and ways

    def occur(self, case: Case) -> None:
        super().occur(case)
        if case.fate == Fate.PREVENTED and case.issue.prevention >= self.prevented[case.issue.category]:
            self.acts["prevented by a service"] += any(case.issue.resident in service.enrolled for service in self.money.services)
            self.acts["prevented by a programme"] += not any(case.issue.resident in service.enrolled for service in self.money.services)

    def begin_month(self, service: Service) -> None:
        super().begin_month(service)
        self.acts["a service short of money"] += len(service.enrolled) < service.facts.wanted
        self.acts["a service out of places"] += len(service.enrolled) == service.facts.wanted < len(service.queue)

    def leave_desk(self, case: Case) -> None:
        super().leave_desk(case)
        self.acts["comes to the desk again"] += case.trips > 1

    # what residents make of it

    def eagerness(self, case: Case) -> float:
        factor = super().eagerness(case)
        self.acts["trust changes the time of a report"] += factor != 1
        return factor

    def talk(self, turn: int) -> None:
        before = [mind.trust for mind in self.minds]
        super().talk(turn)
        self.acts[f"{Talk(self.policy.talk).name} moves trust"] += before != [mind.trust for mind in self.minds]

    def choose(self, case: Case, ended: bool) -> Exit:
        choice = super().choose(case, ended)
        self.acts[f"chooses {choice.name}"] += 1
        self.acts["late is a let-down"] += ended and case.fate == Fate.RESOLVED
        peers = [self.minds[other].petitions for other in self.known[case.issue.resident]] if self.policy.exit_peers else []
        self.acts["copies those who petitioned"] += any(peers)
        return choice

    def appease(self, case: Case) -> bool:
        appeased = super().appease(case)
        self.acts["chooses THREAT"] += appeased
        return appeased

    def legal_hours(self, pool: Pool, case: Case) -> float:
        self.acts["legal work done here"] += 1
        return super().legal_hours(pool, case)

    # cases

    def register(self, case: Case) -> None:
        super().register(case)
        self.acts["answered on the spot"] += case.closed_h is not None
        self.acts["sent to a wrong office"] += case.misroutes > 0

    def level_by_platform(self, case: Case) -> int | None:
        level = super().level_by_platform(case)
        if level is not None and case.issue.authority > self.remit[level][case.issue.category].authority:
            self.acts["dispatched to the money"] += self.money.could_buy(case, level)
        self.acts["sent to a higher level by the platform"] += level is not None and level != self.climb[0]
        return level

    def owner_at(self, level: int, case: Case) -> Pool | None:
        owner = super().owner_at(level, case)
        ordinary = self.owner[self.seat[case.issue.entrance][level]][case.issue.category]
        self.acts["served by another in a special place"] += owner is not None and owner.number != ordinary
        return owner

    def route(self, case: Case) -> None:
        before = case.handed
        if case.level is not None and self.owner_at(case.level, case) is None:
            self.acts["passed on by a level that does not serve it"] += 1
        super().route(case)
        self.acts["handed over"] += case.handed is not before
        self.acts["known already, not handed over again"] += case.returns > 0 and case.handed is not None and case.handed is case.pool

    def refer(self, case: Case) -> None:
        before = case.hops
        super().refer(case)
        self.acts[f"{Dispatch(self.policy.dispatch).name} refers up"] += case.hops > before

    def escalate(self, case: Case, entered_h: float) -> None:
        if case.fate == Fate.WAITING and case.entered_h == entered_h and case.level is not None:
            top = self.levels[case.level].parent == -1
            self.acts["nowhere to escalate to" if top else "escalated from the line"] += 1
        super().escalate(case, entered_h)

    def begin_or_stand(self, case: Case, hand: Handler | None) -> None:
        if hand is not None:
            self.acts["started by another pool's hand"] += hand.pool is not case.pool
            own = case.pool.idle if case.pool else []
            self.acts["sent the nearest although the own were free"] += bool(own) and hand.pool is not case.pool
        super().begin_or_stand(case, hand)
        if case.fate == Fate.WAITING and case.pool is not None:
            self.acts["waits for a desk"] += case.stage == Stage.INTAKE
            last = case.pool.line.queue[-1][2] is case
            self.acts["an emergency passes others"] += self.is_emergency(case) and len(case.pool.line.queue) > 1 and not last
            self.acts[f"{Discipline(self.policy.discipline).name} lets somebody pass"] += case.left_h is None and not last

    def visit_hours(self, hand: Handler, case: Case) -> float:
        spent, short = case.paid, [len(purse.short) for purse in self.money.purses]
        hours, pool = super().visit_hours(hand, case), hand.pool
        self.acts["a purse pays for works"] += case.paid > spent
        self.acts["a repair is bought again"] += case.paid > spent > 0
        self.acts["a purse is too empty"] += short != [len(purse.short) for purse in self.money.purses]
        if case.stage == Stage.WORK and case.level is not None:
            paid_by = [purse for purse in self.money.purses if purse.ledger[-1:] == [("bought", case.paid - spent)]]
            self.acts["a purse of the own unit pays"] += case.paid > spent and any(purse.facts.unit != -1 for purse in paid_by)
            self.acts["works above the cap"] += case.refused and any(
                purse.facts.level == case.level and purse.facts.item_cap < self.money.price(case) for purse in self.money.purses
            )
        self.acts["zero work"] += hours == 0
        if case.stage == Stage.INTAKE or case.level is None:
            self.acts["desk of two"] += pool.facts.handlers == 2
            return hours
        remit = self.remit[case.level][case.issue.category]
        hard = case.issue.difficulty > min(remit.reach, pool.skill[case.issue.category])
        powerless = case.issue.authority > remit.authority and case.paid == spent
        self.acts["refused for authority"] += powerless and case.refused
        self.acts["leaders lend authority"] += powerless and case.keyed and not case.refused and not case.sham
        self.acts["closed for show at a level that could not"] += case.sham and (powerless or hard)
        self.acts["refused for difficulty"] += hard and case.refused
        self.acts["refused by noise of skill"] += case.refused and not powerless and not hard
        return hours

    def decide(self, case: Case) -> None:
        super().decide(case)
        self.acts["waits for a joint review"] += case.fate == Fate.SIGNING and self.policy.review_every_h > 0
        if case.fate == Fate.SIGNING and case.issue.agencies > 1:
            self.acts["signs side by side" if self.policy.parallel else "signs one after another"] += 1

    def bring_back(self, case: Case, by_call_back: bool) -> None:
        before = case.returns
        super().bring_back(case, by_call_back)
        self.acts["found out by a call back"] += by_call_back
        self.acts["brought back"] += case.returns > before
        self.acts["brought back at the same instant"] += case.returns > before and self.policy.recheck_h == 0

    # emergencies, rounds, learning

    def hand_for(self, pool: Pool, case: Case) -> Handler | None:
        hand = super().hand_for(pool, case)
        self.acts["nobody can come to an emergency"] += hand is None and self.is_emergency(case)
        return hand

    def interrupt(self, hand: Handler) -> None:
        self.acts["a case is put down for an emergency" if hand.job and hand.job.case else "a chore is put down for an emergency"] += 1
        super().interrupt(hand)

    def called(self, pool: Pool, case: Case) -> Handler | None:
        hand = super().called(pool, case)
        self.acts["a neighbour is called"] += hand is not None
        self.acts["a neighbour is called and puts something down"] += hand is not None and hand.job is not None
        return hand

    def go_through(self, pool: Pool, discovers: Callable[[Case], bool]) -> None:
        before = [case.on_visit for case in self.cases]
        super().go_through(pool, discovers)
        found = [case for case, was in zip(self.cases, before, strict=True) if case.on_visit and not was]
        self.acts["found on a visit"] += len(found)
        self.acts["found on a visit before its resident noticed"] += sum(case.noticed_h is None for case in found)
        self.acts["missed on a visit"] += any(case.passed for places in self.hidden.values() for case in places)

    def mastered(self, hand: Handler, case: Case) -> float:
        skill = super().mastered(hand, case)
        facts, rule = hand.pool.facts, self.policy
        self.acts["trained"] += hand.trained > 0
        self.acts["eased by practice"] += self.ease(hand) < 1
        self.acts["practice is forgotten"] += self.remembered(hand) < hand.practice and facts.learning < 0
        hard = self.entrances[case.issue.entrance].special and facts.special == Special.NO
        self.acts["too hard for the untrained in a special place"] += hard and skill < case.issue.difficulty <= skill + rule.special_difficulty
        return skill

    def hire(self, hand: Handler) -> None:
        super().hire(hand)
        self.acts["hired" if hand.on_duty else "hired while off duty"] += 1
    # the register and those who look on

    def goes_missing(self, case: Case, turn: int) -> bool:
        missing = super().goes_missing(case, turn)
        self.acts["mislaid on referral" if turn else "mislaid on dispatch"] += missing
        return missing

    def rank(self, case: Case) -> float:
        rank = super().rank(case)
        self.acts["stands ahead of its place"] += not case.keyed and case.stage == Stage.WORK and rank < self.place_by_discipline(case)
        return rank

    def place_by_discipline(self, case: Case) -> float:
        place = super().place_by_discipline(case)
        right = min(self.policy.risk_classes - 1, int((1 - case.issue.severity) * self.policy.risk_classes))
        self.acts["risk not recognised"] += self.policy.discipline == Discipline.RISK and case.reminders == 0 and place != right
        return place

    def hold_session(self, leader: object) -> None:
        before = {case: Fate(case.fate) for case in self.cases if not case.keyed}
        super().hold_session(leader)
        names = {Fate.SIGNING: "leaders have it signed", Fate.LOST: "leaders find it", Fate.WAITING: "leaders move it to the front"}
        for case, fate in before.items():
            if case.keyed and fate in names:
                self.acts[names[fate]] += 1
    # those who may decline

    def ring(self, case: Case, team: PlainTeam) -> None:
        own = self.offered[case.number]
        calls = len(own.rung or [])
        super().ring(case, team)
        if case.fate != Fate.OFFERED and calls == len(own.rung or []):
            self.acts["everybody has been rung" if calls == len(team.people) else "the calls are used up"] += calls > 0

    def answer(self, case: Case, team: PlainTeam, number: int) -> None:
        own = self.offered[case.number]
        if case.fate == Fate.OFFERED and own.offers == number and own.rung:
            free = own.rung[-1].on_duty and own.rung[-1].job is None
            self.acts["called away while being rung"] += not free
            before = own.calls
            super().answer(case, team, number)
            self.acts["rung and accepts" if case.fate == Fate.SERVICE and own.calls == before + 1 else "rung and declines"] += free

    def chance(self, team: PlainTeam, person: Volunteer, case: Case) -> float:
        self.acts["asked at night"] += team.facts.night_factor != 1 and (self.now % 24 >= 22 or self.now % 24 < 6)
        self.acts["asked while tired"] += team.facts.per_fatigue > 0 and person.tired > 0.01
        return super().chance(team, person, case)

    def look(self, team: PlainTeam, person: Volunteer) -> None:
        free, posted = person.hand.on_duty and person.hand.job is None, len(team.board)
        self.acts["several on a board"] += free and posted > 1
        super().look(team, person)
        self.acts["taken from a board" if len(team.board) < posted else "reads a board and takes nothing"] += free and posted > 0

    def look_at_lines(self, team: PlainTeam, person: Volunteer) -> None:
        before = person.asked, person.accepted
        super().look_at_lines(team, person)
        self.acts["helps with what waits"] += person.accepted > before[1]
        self.acts["nothing that waits attracts"] += person.asked > before[0] and person.accepted == before[1]

    def fall_back(self, case: Case, number: int) -> None:
        self.acts["the offer runs out"] += case.fate == Fate.OFFERED and self.offered[case.number].offers == number
        super().fall_back(case, number)

    def offer(self, case: Case, pool: Pool) -> None:
        self.acts["nobody serves it but volunteers"] += self.owner_at(case.level or 0, case) is None
        super().offer(case, pool)

    def move_on(self, case: Case) -> None:
        self.acts["a volunteer hands it to the owner"] += case.stage == Stage.WORK and case.refused and self.team_of(case.pool) is not None
        super().move_on(case)

    def power(self, pool: Pool, case: Case, authority: float) -> float:
        power = super().power(pool, case, authority)
        self.acts["a volunteer lacks the power"] += power < case.issue.authority <= authority
        return power

    def turn_over(self, team: PlainTeam) -> None:
        before = [(person.active, person.hand.on_duty) for person in team.people]
        super().turn_over(team)
        for (active, on_duty), person in zip(before, team.people, strict=True):
            self.acts["leaves"] += active and not person.active
            self.acts["leaves on duty"] += active and not person.active and on_duty
            self.acts["joins on duty"] += not active and person.hand.on_duty

    def comes(self, hand: Handler) -> bool:
        coming = super().comes(hand)
        self.acts["absent from a shift"] += not coming
        self.acts["on in one of several weeks"] += self.rosters[hand.facts.roster].every > 1
        return coming

    # deliberation and self-management

    def put_on_agenda(self, case: Case, chamber: Chamber) -> None:
        self.acts["a council hears the highest tier"] += len(self.councils) > 1
        super().put_on_agenda(case, chamber)

    def open_meeting(self, chamber: Chamber, number: int) -> None:
        failed = chamber.failed
        self.acts["meets with nothing to hear"] += not chamber.agenda
        self.acts["more on the agenda than a meeting hears"] += len(chamber.agenda) > chamber.rules.cap
        super().open_meeting(chamber, number)
        self.acts["no quorum"] += chamber.failed > failed

    def hear(self, case: Case, chamber: Chamber) -> None:
        super().hear(case, chamber)
        self.acts["agreed"] += case.agreed
        self.acts["an elder is not heard"] += case.agreed and not case.voiced
        self.acts["heard once more"] += case.fate == Fate.COUNCIL
        if not case.agreed and case.fate == Fate.TRANSIT and case.level is not None:
            top = self.levels[case.level].parent == -1
            self.acts["goes on without agreement" if top else "referred up without agreement"] += 1

    def leave_agenda(self, case: Case) -> None:
        super().leave_agenda(case)
        self.acts["gives up waiting for a meeting"] += 1

    def hours_to_be_granted(self, case: Case) -> float:
        hours = super().hours_to_be_granted(case)
        self.acts["a category is coordinated in its own way"] += case.issue.agencies > 0 and 0 < hours != self.policy.coordination_h
        return hours

    def relapse(self, case: Case) -> float:
        chance = super().relapse(case)
        self.acts["agreement makes a fix hold"] += case.agreed and chance <= case.luck(Decision.HOLD, case.failed) < case.kind.relapse
        return chance

    def fairness(self, case: Case) -> float:
        felt = super().fairness(case)
        self.acts["fairness is felt"] += felt > 0.5
        return felt

    def taken_up(self, case: Case) -> bool:
        seen = case in self.hidden[case.issue.entrance]
        taken = super().taken_up(case)
        self.acts["residents take up what a patrol could see"] += seen and taken
        return taken

    def end_week(self, week: int) -> None:
        before = [(yard.leaders, yard.active) for yard in self.yards]
        super().end_week(week)
        for (leaders, active), yard in zip(before, self.yards, strict=True):
            self.acts["leaders go"] += yard.leaders < leaders
            self.acts["a leader comes"] += yard.leaders > leaders
            self.acts["a yard falls apart"] += active and not yard.active
            self.acts["a yard gets active"] += yard.active and not active

    # handlers

    def next_in_line(self, pool: Pool) -> Case | None:
        case = super().next_in_line(pool)
        self.acts["turns to another pool's line"] += case is not None and case.pool is not pool
        return case

    def begin_shift(self, roster: Roster) -> None:
        self.acts["overtime into the next shift"] += sum(hand.job is not None for hand in roster.handlers)
        super().begin_shift(roster)

    def end_shift(self, roster: Roster) -> None:
        jobs = [hand.job for hand in roster.handlers if hand.job is not None and hand.facts.shift_end == ShiftEnd.FINISH]
        self.acts["finished in overtime"] += sum(job.case is not None for job in jobs)
        super().end_shift(roster)

    def put_down(self, hand: Handler, job: Job) -> None:
        names = {Chore.ADMIN: "paperwork put down", Chore.PATROL: "patrol put down", Chore.OTHER_LIFE: "other life at the end of a shift",
                 Chore.VISIT: "visit put down", Chore.TRAINING: "class put down"}
        where = "put down on the way" if job.arrive_h > self.now else "put down at work"
        self.acts[where if job.chore is None else names[Chore(job.chore)]] += 1
        super().put_down(hand, job)

    def fall_due(self, hand: Handler, chore: int) -> None:
        self.acts["chore owed while busy"] += hand.job is not None
        self.acts["patrol missed"] += chore == Chore.PATROL and hand.duties[chore].owed > 0
        super().fall_due(hand, chore)
