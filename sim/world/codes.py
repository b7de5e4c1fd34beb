"""Small whole numbers with names: the only vocabulary the engine and its readers share.

Order matters in two of them: `Event` is the tie-break between events of the same time, and every `Fate` from
`Fate.PREVENTED` on is final.
"""

from enum import IntEnum, IntFlag


class Fate(IntEnum):
    """Where an issue is now, or how it ended. Values >= PREVENTED are ends; every issue has exactly one."""

    UNBORN = 0  # has not occurred yet
    LATENT = 1  # exists, its resident has not noticed it
    NOTICED = 2  # noticed, tolerated so far, not reported
    INTAKE = 3  # reported; at a channel with a desk it is WAITING or in SERVICE at Stage.INTAKE next
    TRANSIT = 4  # registered; in triage, or on its way to another office
    WAITING = 5  # in the line of a pool
    SERVICE = 6  # a handler travels to it or works on it
    SIGNING = 7  # worked on, waits for other agencies' sign-off
    RELAPSE = 8  # closed, but not (or not lastingly) solved; the resident will notice, or a call-back
    LOST = 9  # mislaid between two offices; only a reminder finds it
    OFFERED = 10  # offered to people who may decline: rung one by one, or posted on a board
    COUNCIL = 11  # waits for a meeting of a residents' council
    TRIP = 12  # its resident must come to the desk again
    PREVENTED = 20  # thinned away by prevention before it occurred
    COVERED = 21  # nothing new: the same resident's problem was still open (only where one_at_a_time)
    SELF_RESOLVED = 22  # went away or was settled privately, never reported
    RESOLVED = 23  # truly resolved by the organisation
    UNRESOLVED = 24  # officially closed, not truly resolved, and not brought up again
    WITHDRAWN = 25  # the resident gave up waiting
    PETITIONED = 26  # the resident went outside the system
    REJECTED = 27  # turned away: the line was full
    SELF_MANAGED = 28  # truly resolved by the residents' own organisation, never registered
    LEGAL = 29  # the resident took the legal route


class Stage(IntEnum):
    """What a handler does for a case."""

    INTAKE = 0
    WORK = 1


class Event(IntEnum):
    """Kinds of event, in the order in which events of the same instant happen.

    When shifts change, all rosters of the instant change first, then what was put down comes back to its line, then those
    who came on duty turn to their jobs.
    """

    COMPLETION = 0
    ROSTER = 1
    RESUMPTION = 2
    HANDS = 3
    OCCURRENCE = 4
    NOTICE = 5
    REPORT = 6
    SELF_RESOLUTION = 7
    ARRIVAL = 8
    SIGNATURE = 9
    RETURN = 10
    CHORE = 11
    ESCALATION = 12
    REMINDER = 13
    GIVE_UP = 14
    MEETING = 15  # a council meets
    ANSWER = 16  # a person who was rung answers
    LOOK = 17  # somebody looks at a board
    FALLBACK = 18  # an offer has run out: the regular owner takes it
    TURNOVER = 19  # volunteers leave and join
    SELF_RULE = 20  # the residents' own organisations of yards grow or fall apart
    SESSION = 21  # leaders go through what is stuck
    PAYDAY = 22  # funds receive and pay
    HIRING = 23  # somebody whose own case was employment begins to work
    TALK = 24  # residents talk with those they know
    TRIP = 25  # a resident comes to the desk again


class Step(IntEnum):
    """What happens next, at once, to the case in hand. Each rule returns one; REST ends the chain.

    A rule that returns END has written the final fate.
    """

    REST = 0
    NOTICE = 1
    REPORT = 2
    REGISTER = 3
    ROUTE = 4
    REFER = 5
    ENTER = 6
    DECIDE = 7
    CLOSE = 8
    END = 9
    OFFER = 10
    COUNCIL = 11


class Decision(IntEnum):
    """Which question a keyed uniform answers (the second word of the key). Never renumber: results would change."""

    # demand, drawn once when the trace is made; turn 0
    GAP = 1
    OWNER = 2
    CATEGORY = 3
    SEVERITY = 4
    DIFFICULTY = 5
    AUTHORITY = 6
    AGENCIES = 7
    WORK = 8  # turn 0 by the trace; the engine when a closed case was re-opened (turn = returns)
    PATIENCE = 9
    NOTICE = 10
    SELF_RESOLUTION = 11
    REPORT = 12
    PREVENTION = 13
    # taken by the engine, keyed by the issue
    CHANNEL = 20
    CONTACT = 21
    DIRECT = 22
    TRIAGE_TIME = 23
    TRIAGE_RIGHT = 24
    HOP = 25
    SKILL = 26
    COORDINATION = 27
    HOLD = 28
    REOPEN = 29
    RECHECK = 30
    PETITION = 31
    DETECTION = 32
    BOUNCE_TIME = 33
    DIAGNOSIS = 34
    # keyed by the handler
    CHORE_GAP = 40
    CHORE_TIME = 41
    CHORE_PHASE = 42
    # 100-109 participation: offers, acceptance, turnover of volunteers
    ACCEPTANCE = 100  # by the issue; turn = people asked before
    LOOK_GAP = 101  # by the handler; turn = looks before
    TURNOVER = 102  # by the handler; turn = week
    RING_START = 104  # by the issue; turn = offers before
    ACTIVE = 103  # by the handler, when a world is laid out

    # 110-119 deliberation, evaluation, self-management
    SHARED = 110  # whether it concerns more people than its owner
    AFFECTED = 111
    CONFLICT = 112
    AGREEMENT = 113  # turn = 2 * meetings it was put to before; the odd turn: whether its owner is heard there
    ATTENDANCE = 115  # keyed by the chamber
    SELF_RULE = 116  # whether the residents' own organisation would take it up
    SELF_WORK = 117
    LEADERS = 118  # keyed by the yard
    FOUNDED = 119  # keyed by the yard

    # 120-129 register, evaluation pressure, risk classes, leaders
    LOST = 120  # turn 0 when it is dispatched, then the number of the referral
    DUPLICATES = 121  # turn = visits so far
    SHAM = 122  # turn = visits so far
    AUDIT = 123  # turn = returns
    RISK = 124  # turn 0: recognised? turn 1: if not, as what
    UNIT_SKILL = 125  # keyed by the unit of a post

    # 130-139 emergency, visits, training, hiring
    VISIT = 130  # keyed by the issue: found by a round of visits (turn = visits that passed it)

    # 140-149 money, services, programmes, access
    REPAIR_COST = 140
    RETURN_TRIP = 141
    ENROLMENT = 142  # keyed by resident and service
    PROGRAMME_YARD = 143  # keyed by yard and programme

    # 150-159 residents' minds: talk, exit and voice
    TALK = 150  # keyed by the resident
    EXIT = 151
    PETITION_WAY = 152
    LEGAL_WORK = 153
    REPORT_AGAIN = 154
    THREAT = 155

    # keyed by the issue, taken by the observation layer
    CALLBACK = 60
    ANSWER = 61
    GRADE = 62
    # keyed by places and people when a community is built
    HOUSEHOLD = 80
    AGE = 81
    NEWCOMER = 82
    MEMBER = 83
    VOLUNTEER = 84
    VULNERABLE = 85
    PLACE = 86
    TIE = 87
    PLACE_RATE = 90
    DAY_RATE = 91


class Kind(IntEnum):
    """What a key belongs to (the `kind` of `dice.entity_key`)."""

    ISSUE = 1
    HANDLER = 2
    RESIDENT = 3
    HOUSEHOLD = 4
    ENTRANCE = 5
    BUILDING = 6
    DAY = 7
    COMMUNITY = 8
    CHAMBER = 31
    YARD = 32


class Discipline(IntEnum):
    """Who is served first in a line. Ties: the longer in this line first."""

    FCFS = 0
    PRIORITY = 1
    SEVERITY = 2
    DEADLINE = 3
    RISK = 4


class Dispatch(IntEnum):
    """How a registered case finds its office."""

    HIERARCHICAL = 0  # enters at the channel's level and climbs rung by rung
    UNIFIED = 1  # one platform sends it to the lowest level that may decide it
    NEAREST = 2  # as UNIFIED, and to the nearest free handler of the post at that level


class Talk(IntEnum):
    """How word of mouth moves trust."""

    NONE = 0
    DEFFUANT = 1  # pairs whose trust differs little approach each other
    HEGSELMANN_KRAUSE = 2  # towards the mean of oneself and those known whose trust differs little
    DEGROOT = 3  # towards the mean of all known
    FRIEDKIN_JOHNSEN = 4  # as DEGROOT, held back by own experience


class Exit(IntEnum):
    """What a resident chose last when let down by the organisation."""

    NONE = 0  # never let down, or the choice is not modelled
    WAIT = 1
    REMIND = 2
    REPORT_AGAIN = 3
    PETITION = 4
    PETITION_ONLINE = 5
    LEGAL = 6
    PRIVATE = 7  # settled it privately
    QUIET = 8  # left it at that
    THREAT = 9  # announced a petition, and was served first


class Overflow(IntEnum):
    """Whose free hands may take a case that waits."""

    NONE = 0  # only the pool's own
    SIBLINGS = 1  # pools of the same post under the same parent unit
    LEVEL = 2  # all pools of the same post


class Takes(IntEnum):
    """How cases come to the people of a post."""

    ASSIGNED = 0  # they own their categories
    RING = 1  # offered first to them: rung one after another until one accepts
    BOARD = 2  # offered first to them: posted on a board they look at
    LINE = 3  # they look at the regular owner's line and help with what waits


class ShiftEnd(IntEnum):
    """What happens to the job in hand when a shift ends."""

    FINISH = 0  # it is finished in overtime; nothing new is started
    PREEMPT = 1  # it is put down and resumed later, by anyone of the pool, where it stopped


class Role(IntEnum):
    """Who a handler is."""

    STAFF = 0
    GRID_WORKER = 1
    PARTY_MEMBER = 2
    VOLUNTEER = 3
    PARTNER = 4


class Age(IntEnum):
    """Age group of a resident."""

    CHILD = 0  # 0-14
    ADULT = 1  # 15-59
    ELDER = 2  # 60 and over


class Chore(IntEnum):
    """Work that is not a case and competes with cases. A handler does an owed chore before the next case."""

    ADMIN = 0  # reports, forms, meetings: nothing but time
    PATROL = 1  # a round of the area; at its end, unregistered issues may be detected
    OTHER_LIFE = 2  # a part-timer's own affairs (full-time equivalent weight below one)
    VISIT = 3  # a round of the households on the post's list; at its end, unregistered issues of theirs may be found
    TRAINING = 4  # a class


class Special(IntEnum):
    """Whether a post is trained for special places (sea, park, tower, market) and serves them."""

    NO = 0  # not trained; serves a special place only where nobody trained does
    ONLY = 1  # dedicated: nothing but special places
    ALSO = 2  # trained, and serves both


class VisitList(IntFlag):
    """Lists of those who are visited at home."""

    VULNERABLE = 1
    ELDERS = 2
    NEWCOMERS = 4
    ALL = 8


class Status(IntEnum):
    """How `engine.advance` ended."""

    DONE = 0  # reached `until`
    CALENDAR_FULL = 1  # the calendar must grow; call again after growing it
    VISITS_FULL = 2  # the visit record must grow; call again after growing it


N_GROUPS = 6
"""Resident groups: age (3) x newcomer (2); group = age * 2 + newcomer."""

N_CHORES = 5

SEED_CHORES = 3
"""Chores whose chances are keyed by turn * SEED_CHORES + chore. Those after them are regular and take no chance."""

NOBODY = -1
"""No case, no handler, no pool."""
