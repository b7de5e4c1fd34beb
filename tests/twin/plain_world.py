"""The nouns of the plain twin: dice, calendar, lines, cases, pools, handlers, rosters, read from a freshly assembled World.

Nothing of the engine is used, only the contract (table columns and codes). Everything here is an ordinary Python object:
a calendar is a heap, a line a sorted list, a time that has not come is None, an appointment that became void is struck out.
"""

from __future__ import annotations

import bisect
import heapq
import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import NormalDist
from types import SimpleNamespace
from typing import Any

from sim.dice import Law
from sim.world import World
from sim.world.codes import Chore, Event, Fate, Stage
from tests.twin.plain_money import PlainMoney

MASK = 2**64 - 1
GOLDEN = 0x9E3779B97F4A7C15
WEEK_H = 168.0


def mix(word: int) -> int:
    """SplitMix64's finaliser on whole numbers below 2**64."""
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    word = (word ^ (word >> 27)) * 0x94D049BB133111EB & MASK
    return word ^ (word >> 31)


def uniform(key: int, decision: int, turn: int) -> float:
    """The number in (0, 1) that answers this decision of this key at this turn."""
    return ((mix(key + ((decision << 32) + turn + 1) * GOLDEN & MASK) >> 12) + 0.5) / 2**52


def duration(law: int, mean: float, cv: float, u: float) -> float:
    """Quantile u of a fixed, exponential or lognormal length of time."""
    if mean <= 0 or law == Law.FIXED:
        return max(0.0, mean)
    if law == Law.EXPONENTIAL:
        return -mean * math.log1p(-u)
    variance = math.log(1 + cv * cv)
    return mean * math.exp(math.sqrt(variance) * NormalDist().inv_cdf(u) - variance / 2)


class Appointment:
    """Something booked for a time; `struck` means that it will not happen."""

    def __init__(self, rule: Callable[..., None], who: tuple[Any, ...]) -> None:
        self.rule, self.who, self.struck = rule, who, False


class Calendar:
    """Appointments by time; at one time by kind of event; of one kind, who booked first."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, int, Appointment]] = []
        self._number = itertools.count()

    def book(self, time_h: float, event: Event, rule: Callable[..., None], *who: Any) -> Appointment:
        """Have `rule(*who)` called at `time_h`."""
        appointment = Appointment(rule, who)
        heapq.heappush(self._heap, (time_h, int(event), next(self._number), appointment))
        return appointment

    def next_until(self, until_h: float) -> tuple[float, Appointment] | None:
        """Take out the next appointment not struck, if it is not later than `until_h`."""
        while self._heap and self._heap[0][0] <= until_h and self._heap[0][0] < math.inf:
            time_h, _, _, appointment = heapq.heappop(self._heap)
            if not appointment.struck:
                return time_h, appointment
        return None


@dataclass(eq=False)
class Case:
    """One issue and what became of it."""

    number: int
    issue: Any  # the row of Issue, never changed
    kind: Any  # the row of Category
    resident: Any  # the row of Resident, updated by experience
    fate: int = Fate.UNBORN
    stage: int = Stage.INTAKE
    channel: int | None = None
    level: int | None = None
    pool: Pool | None = None
    noticed_h: float | None = None
    reported_h: float | None = None
    registered_h: float | None = None
    assigned_h: float | None = None
    contacted_h: float | None = None
    closed_h: float | None = None
    ended_h: float | None = None
    satisfaction: float | None = None
    entered_h: float = 0.0
    waited_h: float = 0.0
    worked_h: float = 0.0
    left_h: float | None = None  # work left of a job put down
    rank: float = 0.0
    ticket: int = 0
    visits: int = 0
    hops: int = 0
    misroutes: int = 0
    returns: int = 0
    failed: int = 0
    bought: int = -1
    reminders: int = 0
    rounds: int = 0
    paid: float = 0.0
    trips: int = 0
    resident_h: float = 0.0
    put_down: int = 0
    called_up: bool = False
    call_h: float = 0.0  # the hand that was called sets out after this
    passed: int = 0
    on_visit: bool = False
    handed: Pool | None = None  # who was last briefed about it
    refused: bool = False
    signed: bool = False
    meetings: int = 0
    agreed: bool = False
    voiced: bool = False
    chamber: int = -1
    council_h: float = 0.0
    losses: int = 0
    duplicates: int = 0
    sham: bool = False
    shams: int = 0
    audits: int = 0
    keyed: bool = False
    counted_h: float | None = None  # repeated reports are looked at up to here
    exit: int = 0
    lawsuit: bool = False
    choices: int = 0

    def luck(self, decision: int, turn: int = 0) -> float:
        """This case's uniform for a decision."""
        return uniform(self.issue.key, decision, turn)


@dataclass(eq=False)
class Line:
    """Those who wait, soonest first: by rank, then by ticket."""

    queue: list[tuple[float, int, Case]] = field(default_factory=list)

    def stand(self, case: Case) -> None:
        """Let the case in at its place."""
        bisect.insort(self.queue, (case.rank, case.ticket, case))

    def leave(self, case: Case) -> None:
        """Let the case out, wherever it stands."""
        self.queue.remove((case.rank, case.ticket, case))


@dataclass(eq=False)
class Pool:
    """A post in a unit, or a desk: its line and its idle handlers, longest idle first."""

    number: int
    facts: Any
    skill: list[float]
    group: list[Pool] = field(default_factory=list)
    line: Line = field(default_factory=Line)
    idle: list[Handler] = field(default_factory=list)
    arrivals: int = 0
    starts: int = 0
    waited_h: float = 0.0


@dataclass
class Job:
    """What a handler is busy with: a case (`chore` None) or a chore (`case` None)."""

    case: Case | None
    chore: int | None
    start_h: float
    arrive_h: float
    finish_h: float
    completion: Appointment


@dataclass(eq=False)
class Duty:
    """One kind of chore of a handler. On duty, `due` is booked; off duty, `wait_h` is the duty time still to go."""

    facts: Any
    turn: int = 0
    owed: int = 0
    left_h: float | None = None  # length left of one put down
    wait_h: float | None = None
    due_h: float = math.inf
    due: Appointment | None = None
    given_from_h: float = 0.0  # other life: duty hours when it last ended


@dataclass(eq=False)
class Handler:
    """Somebody who works. `diary` has (from when, on duty?, what) for every change."""

    number: int
    facts: Any
    pool: Pool
    duties: list[Duty]
    on_duty: bool = False
    job: Job | None = None
    services: int = 0
    hired: bool = True
    trained: float = 0.0
    practice: float = 0.0
    practised_h: float = 0.0
    diary: list[tuple[float, bool, Job | None]] = field(default_factory=list)

    def write_diary(self, now: float) -> None:
        """Something changed: note what holds from now on."""
        self.diary.append((now, self.on_duty, self.job))

    def hours(self, until_h: float) -> dict[str, float]:
        """Where the time went, read off the diary."""
        spent = dict.fromkeys(("duty_h", "overtime_h", "idle_h", "service_h", "travel_h", "chore_h", "away_h", "visiting_h", "training_h"), 0.0)
        ends = [entry[0] for entry in self.diary[1:]] + [until_h]
        for (begin, on_duty, job), end in zip(self.diary, ends, strict=True):
            if on_duty:
                spent["duty_h"] += end - begin
            if job is None:
                spent["idle_h"] += end - begin if on_duty else 0.0
                continue
            if not on_duty:
                spent["overtime_h"] += end - begin
            if job.chore is not None:
                spent["away_h" if job.chore == Chore.OTHER_LIFE else "chore_h"] += end - begin
                spent["visiting_h"] += end - begin if job.chore == Chore.VISIT else 0.0
                spent["training_h"] += end - begin if job.chore == Chore.TRAINING else 0.0
                continue
            arrive = min(max(job.arrive_h, begin), end)
            spent["travel_h"] += arrive - begin
            spent["service_h"] += end - arrive
        return spent


@dataclass(eq=False)
class Roster:
    """Weekly hours as (hour of the week, on duty from then); the same every week, or in one week of several."""

    number: int
    on: bool
    week: list[tuple[float, bool]]
    handlers: list[Handler] = field(default_factory=list)
    every: int = 1
    phase: int = 0

    def change_h(self, number: int) -> float:
        """When change `number` (0, 1, ...) happens."""
        weeks, at = divmod(number, len(self.week))
        return (weeks * self.every + self.phase) * WEEK_H + self.week[at][0]

    def next_open(self, now: float) -> float:
        """The first time from now on at which it is open; inf if never."""
        if not self.week:
            return now if self.on else math.inf
        past = [on for hour, on in self.week if hour <= now % WEEK_H]
        if (past or [on for _, on in self.week])[-1]:
            return now
        monday = now // WEEK_H * WEEK_H
        openings = [week_h + hour for week_h in (monday, monday + WEEK_H) for hour, on in self.week if on]
        return min((time for time in openings if time >= now), default=math.inf)


def plain_row(row: Any) -> SimpleNamespace:
    """A row of a table as an object with the same names and Python numbers."""
    return SimpleNamespace(**dict(zip(row.dtype.names, row.item(), strict=True)))


def plain_rows(table: Any) -> list[SimpleNamespace]:
    """All rows of a table."""
    return [plain_row(row) for row in table]


class PlainWorld:
    """A World as plain objects."""

    def __init__(self, world: World) -> None:
        self.policy = plain_row(world.policy[0])
        self.levels = plain_rows(world.level)
        self.remit = [plain_rows(row) for row in world.remit]
        self.channels = plain_rows(world.channel)
        self.entrances = plain_rows(world.entrance)
        self.seat, self.owner, self.climb = world.seat.tolist(), world.owner.tolist(), world.climb.tolist()
        self.special_owner = world.special_owner.tolist()
        self.emergency, self.vacancies = world.emergency.tolist(), plain_rows(world.vacancy)
        self.appeal, self.direct, self.prevented = world.appeal.tolist(), world.direct.tolist(), world.prevented.tolist()
        self.residents = plain_rows(world.resident)
        self.money = PlainMoney(world, plain_rows, duration)
        self.categories = categories = plain_rows(world.category)
        self.cases = [
            Case(number, issue, categories[issue.category], self.residents[issue.resident])
            for number, issue in enumerate(plain_rows(world.issue))
        ]
        self.pools = [Pool(p, facts, world.skill[p].tolist()) for p, facts in enumerate(plain_rows(world.pool))]
        for pool in self.pools:
            first, size = pool.facts.group, pool.facts.group_size
            pool.group = self.pools[first : first + size] if size > 1 else [pool]
        self.handlers = [
            Handler(h, facts, self.pools[facts.pool], [Duty(duty) for duty in plain_rows(world.duty[h])])
            for h, facts in enumerate(plain_rows(world.handler))
        ]
        for vacancy in self.vacancies:
            self.handlers[vacancy.handler].hired = False
        self.rosters = []
        for number, row in enumerate(plain_rows(world.roster)):
            week = plain_rows(world.change[row.first : row.first + row.changes])
            roster = Roster(number, bool(row.on), [(change.hour, bool(change.on)) for change in week], [], row.every, row.phase)
            members = world.roster_handler[row.first_handler : row.first_handler + row.handlers].tolist()
            roster.handlers = [self.handlers[h] for h in members]
            self.rosters.append(roster)
