"""What a scenario has to work with, and the same scenario with the money another one has.

Structure and money change together in every documented reform (science, section 0, commitment 3). To tell them apart, a scenario is run
once more with the wages and the cash of the one it is compared with: `with_resources_of(first, other)`. Resources are money, because an hour
for a stipend of 5 yuan is not an hour for 38:

    paid      every hour that costs something (`cost_per_h` above 0), whoever gives it: staff, stipends, partners under contract;
              and the hours of leaders' sessions and of paid staff in councils
    wages     what paid hours cost; a vacancy (`hires`) counts as filled, a session as full, a meeting as held: so much is planned at most
    cash      what is spent beyond wages: seats of the channels' desks and yearly budgets
    scaled    cash first: budgets; seats where there are none, or where they alone cost more. Then the people of paid posts, in proportion,
              until wages and cash add up to those of the first: what cash cannot give up or take, wages do. People are whole
              (`whole`), and a post that the first has too keeps one person in each unit as long as the money allows, any post one
    not       vacancies, leaders' sessions and councils, unpaid hours (party members, volunteers, partner organisations) and how residents
    scaled    behave are what a reform is about: they stay as written

Where the money still differs by more than `TOLERANCE`, or rewards per case come on top (how many is known only afterwards),
`not_equal` says so in a sentence. Paid hours are reported beside the money; they need not agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sim.clock import HOURS_PER_WEEK, parse_weekly_hours
from sim.locale import mark
from sim.scenario.budgets import budgets_of, marks, units_of, with_budgets
from sim.scenario.governance import Channel, Post
from sim.scenario.scenario import Scenario
from sim.scenario.sentences import Lang, Sentence
from sim.scenario.staffing import people_of

WEEKS_PER_YEAR = 365 / 7

TOLERANCE = 0.02
"""Money is equal if wages and cash together differ by at most this share of the first's: people and seats are whole."""

TAG = "derived:scaled to the resources of the scenario it is compared with"


class Resources(NamedTuple):
    """What an organisation has to work with."""

    paid_h: float
    """hours on duty that cost something, per week (roster x full-time equivalent x people), leaders and councils' staff included"""
    unpaid_h: float
    """the same of those that cost nothing"""
    wages: float
    """cost of all paid hours, yuan per year"""
    cash: float
    """what is spent beyond wages, yuan per year: seats of desks, budgets"""

    @property
    def money(self) -> float:
        """Wages and cash together, yuan per year."""
        return self.wages + self.cash


ROWS = (
    ("paid_h", mark("paid hours per week")), ("unpaid_h", mark("unpaid hours per week")), ("wages", mark("wages, yuan per year")),
    ("cash", mark("cash beyond wages, yuan per year")), ("money", mark("wages and cash, yuan per year")),
)  # fmt: skip
"""What is told of resources, and what it is called."""


def same_money(one: Resources, other: Resources) -> bool:
    """Whether two organisations have the same wages and cash, to the cent."""
    return round(one.wages - other.wages, 2) == 0 and round(one.cash - other.cash, 2) == 0


class Scaled(NamedTuple):
    """One number that was scaled, and the name of what it counts in both languages."""

    kind: str
    zh: str
    en: str
    old: float
    new: float


class Work(NamedTuple):
    """Hours somebody gives per week, and what one of them costs."""

    hours: float
    cost_per_h: float


def resources_of(scenario: Scenario) -> Resources:
    """Hours and money of a scenario as written. Overtime and rewards, which depend on what happens, are not in it."""
    posts = [Work(people_of(post, scenario) * hours_of(post), post.cost_per_h) for post in scenario.posts.values()]
    work = [*posts, *_held(scenario)]
    paid = sum(one.hours for one in work if one.cost_per_h > 0)
    unpaid = sum(one.hours for one in work if one.cost_per_h == 0)
    return Resources(paid, unpaid, _wages(work), _desks_cash(scenario.channels) + _budgets_cash(scenario))


def with_resources_of(first: Scenario, scenario: Scenario) -> Scenario:
    """The scenario with the wages and the cash of `first`; the scenario itself if it has them already.

    Money agrees within half a year of one person, unless the last person of each post, or what is not scaled, costs more:
    ask `not_equal`.
    """
    wanted = resources_of(first)
    channels = _scaled_desks(scenario, wanted.cash)
    update: dict[str, object] = {}
    marks_: dict[str, str] = {}
    if channels:
        update["channels"] = {**scenario.channels, **channels}
        marks_ |= {f"channels.{name}.desks": TAG for name in channels}
    budgets = with_budgets(scenario, wanted.cash - _desks_cash({**scenario.channels, **channels}))
    update |= budgets
    marks_ |= dict.fromkeys(marks(scenario, budgets), TAG)
    cash = resources_of(scenario.model_copy(update=update)).cash
    posts = _scaled_posts(first, scenario, wanted.money - cash - _wages(_held(scenario)))
    if posts:
        update["posts"] = {**scenario.posts, **posts}
        marks_ |= {f"posts.{name}.total": TAG for name in posts}
    if not update:
        return scenario
    return scenario.model_copy(update={**update, "sources": {**scenario.sources, **marks_}})


def hours_of(post: Post) -> float:
    """Hours per week that one person of the post gives at the start of a run: of those registered some are active, in one of so many weeks."""
    roster = sum(end - begin for begin, end in parse_weekly_hours(list(post.roster)))
    active = 1.0 if post.takes == "assigned" else post.turnover.active_share
    return roster * post.fte * active / post.every_weeks


def _wages(work: Sequence[Work]) -> float:
    """Yuan per year."""
    return sum(one.hours * one.cost_per_h for one in work) * WEEKS_PER_YEAR


def _held(scenario: Scenario) -> list[Work]:
    """Work that is not scaled: vacancies as if filled, leaders' sessions with a full agenda, paid staff in every meeting of a council."""
    levels, place, leaders = scenario.levels, scenario.place, scenario.leaders
    vacancies = [
        Work(post.hires * units_of(levels[post.level], place) * hours_of(post), post.cost_per_h) for post in scenario.posts.values() if post.hires
    ]
    sessions = Work(leaders.cap * leaders.hours_per_case * HOURS_PER_WEEK / leaders.every_h, leaders.cost_per_h)
    meetings = [
        Work(min(one.staff, one.persons) * one.hours * units_of(levels[one.level], place) * HOURS_PER_WEEK / one.every_h, one.cost_per_h)
        for one in scenario.councils.values()
    ]
    return [*vacancies, sessions, *meetings]


# ── posts ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _scaled_posts(first: Scenario, scenario: Scenario, wages: float) -> dict[str, Post]:
    """The paid posts whose people change, with their new total, so that they cost `wages` a year."""
    paid = {name: post for name, post in scenario.posts.items() if _pay(post) > 0 and people_of(post, scenario) > 0}
    now = {name: people_of(post, scenario) for name, post in paid.items()}
    each = {name: _pay(post) for name, post in paid.items()}
    have = sum(now[name] * each[name] for name in paid)
    if not paid or abs(have - wages) <= min(each.values()) / 2:
        return {}
    least = {name: _least(name, now[name], first, scenario) for name in paid}
    if sum(least[name] * each[name] for name in paid) > wages:
        least = dict.fromkeys(paid, 1)
    new = whole(now, each, least, wages)
    return {name: post.model_copy(update={"total": new[name]}) for name, post in paid.items() if new[name] != now[name]}


def _pay(post: Post) -> float:
    """What one person of the post costs in a year, yuan."""
    return hours_of(post) * post.cost_per_h * WEEKS_PER_YEAR


def _least(name: str, people: int, first: Scenario, scenario: Scenario) -> int:
    """One person in each unit where the first has the post too, else one."""
    shared = name in first.posts and people_of(first.posts[name], first) > 0
    return min(people, units_of(scenario.levels[scenario.posts[name].level], scenario.place)) if shared else 1


def whole(now: Mapping[str, int], each: Mapping[str, float], least: Mapping[str, int], total: float) -> dict[str, int]:
    """Whole numbers in proportion to `now`, at least `least`, whose sum weighted by `each` is near to `total`.

    Each is its share rounded down or up: up those of the largest remainder, equals in their order, while that brings the sum nearer;
    others where that leaves the sum wrong by more than half of `TOLERANCE`. The sum misses by less than the largest weight, unless
    `least` alone exceeds it.
    """
    ideal = _in_proportion(now, each, least, total)
    low = {name: int(value + 1e-9) for name, value in ideal.items()}
    parts = [name for name in now if ideal[name] - low[name] > 1e-9]
    gap = total - sum(low[name] * each[name] for name in low)
    up: set[str] = set()
    for name in sorted(parts, key=lambda name: low[name] - ideal[name]):
        if abs(gap - each[name]) < abs(gap):
            up.add(name)
            gap -= each[name]
    while abs(gap) > TOLERANCE / 2 * total:
        found = min(_changes(up, parts), key=lambda other: abs(gap - _more(up, other, each)), default=up)
        if abs(gap - _more(up, found, each)) >= abs(gap) - 1e-9:
            break
        gap, up = gap - _more(up, found, each), found
    return {name: low[name] + (name in up) for name in low}


def _changes(up: set[str], parts: Sequence[str]) -> list[set[str]]:
    """One more of the parts rounded up, one fewer, or one for another."""
    more = [up | {name} for name in parts if name not in up]
    fewer = [up - {name} for name in parts if name in up]
    return more + fewer + [one - {name} for one in more for name in parts if name in up]


def _more(up: set[str], other: set[str], each: Mapping[str, float]) -> float:
    """How much more the others rounded up weigh."""
    return sum(each[name] for name in other - up) - sum(each[name] for name in up - other)


def _in_proportion(
    now: Mapping[str, int], each: Mapping[str, float], least: Mapping[str, int], total: float
) -> dict[str, float]:
    """The same factor for all, except those it would bring below their least."""
    held: set[str] = set()
    while True:
        free = [name for name in now if name not in held]
        left = total - sum(least[name] * each[name] for name in held)
        weight = sum(now[name] * each[name] for name in free)
        factor = max(left, 0.0) / weight if weight > 0 else 0.0
        below = {name for name in free if now[name] * factor < least[name]}
        if not below:
            return {name: float(least[name]) if name in held else now[name] * factor for name in now}
        held |= below


# ── cash beyond wages ──────────────────────────────────────────────────────────────────────────────────────────────────


def _seat_cash(channel: Channel) -> float:
    """What one seat of a channel's desk costs in a year."""
    open_h = sum(end - begin for begin, end in parse_weekly_hours(list(channel.hours)))
    return open_h * WEEKS_PER_YEAR * channel.desk_cost_per_h


def _desks_cash(channels: Mapping[str, Channel]) -> float:
    return sum(channel.desks * _seat_cash(channel) for channel in channels.values())


def _scaled_desks(scenario: Scenario, cash: float) -> dict[str, Channel]:
    """The channels whose seats change: all share alike, each desk keeps a seat. Budgets, if there are any, give way or take up first."""
    desks = {name: one for name, one in scenario.channels.items() if one.desks > 0 and _seat_cash(one) > 0}
    each = {name: _seat_cash(one) for name, one in desks.items()}
    now = {name: one.desks for name, one in desks.items()}
    mine = sum(now[name] * each[name] for name in desks)
    if not desks or abs(mine - cash) <= min(each.values()) / 2 or (mine < cash and _budgets_cash(scenario) > 0):
        return {}
    new = whole(now, each, dict.fromkeys(desks, 1), cash)
    return {name: one.model_copy(update={"desks": new[name]}) for name, one in desks.items() if new[name] != now[name]}


def _budgets_cash(scenario: Scenario) -> float:
    return sum(one.yuan for one in budgets_of(scenario))


# ── in words ───────────────────────────────────────────────────────────────────────────────────────────────────────────

WORDS = {
    "posts": Sentence("{name} {old} → {new}", "{name} {old} → {new} 人"),
    "desks": Sentence("seats of {name} {old} → {new}", "{name}席位 {old} → {new} 个"),
    "budgets": Sentence("{name} {old} → {new} yuan a year", "{name} {old} → {new} 元/年"),
}


def scaled(documented: Scenario, equal: Scenario) -> list[Scaled]:
    """What `with_resources_of` changed, in the order of the file."""
    found = []
    for name, post in documented.posts.items():
        old, new = people_of(post, documented), people_of(equal.posts[name], equal)
        if old != new:
            found.append(Scaled("posts", post.zh, post.en, old, new))
    for name, channel in documented.channels.items():
        if channel.desks != equal.channels[name].desks:
            found.append(Scaled("desks", channel.zh, channel.en, channel.desks, equal.channels[name].desks))
    for before, after in zip(budgets_of(documented), budgets_of(equal), strict=True):
        if before.yuan != after.yuan:
            found.append(Scaled("budgets", before.zh, before.en, before.yuan, after.yuan))
    return found


def not_equal(first: Scenario, equal: Scenario) -> Sentence | None:
    """What to tell where the money of an option that was to have that of `first` is not equal; None if it is."""
    money, wanted = resources_of(equal).money, resources_of(first).money
    if abs(money - wanted) > TOLERANCE * wanted:
        share = f"{abs(money / wanted - 1):.1%}".replace("%", " %") if wanted else f"{money:,.0f}"
        words = UNEQUAL["more" if money > wanted else "less"]
        unit = Sentence("", "") if wanted else Sentence(" yuan", " 元")
        return Sentence(words.en.format(share + unit.en), words.zh.format(share + unit.zh))
    if any(post.acceptance.reward_yuan and post.takes != "assigned" and people_of(post, equal) for post in equal.posts.values()):
        return UNEQUAL["rewards"]
    return None


UNEQUAL = {
    "more": Sentence(
        "could not be made equal: {} more money a year than the first; people and seats are whole, one of each stays,"
        " and vacancies, leaders' sessions and councils are not scaled",
        "未能做到等资源:年经费仍比第一个多 {};人数与席位取整、各至少留一个,待招岗位、领导督办与议事会不缩放",
    ),
    "less": Sentence(
        "could not be made equal: {} less money a year than the first; people, seats and the enrolled are whole",
        "未能做到等资源:年经费仍比第一个少 {};人数、席位与服务对象须取整",
    ),
    "rewards": Sentence(
        "could not be made equal: rewards per case taken come on top; how many are paid is known only afterwards",
        "未能做到等资源:每单奖励另计,发放多少事后才知道",
    ),
}


def in_words(changes: Sequence[Scaled], lang: Lang) -> list[str]:
    """One short phrase per number: "Field worker 12 → 9"."""
    return [
        getattr(WORDS[one.kind], lang).format(name=one.zh if lang == "zh" else one.en, old=f"{one.old:,.0f}", new=f"{one.new:,.0f}")
        for one in changes
    ]


__all__ = [
    "ROWS",
    "TOLERANCE",
    "Resources",
    "Scaled",
    "hours_of",
    "in_words",
    "not_equal",
    "people_of",
    "resources_of",
    "same_money",
    "scaled",
    "units_of",
    "with_resources_of",
]
