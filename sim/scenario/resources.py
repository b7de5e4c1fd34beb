"""What a scenario has to work with, and the same scenario with what another one has.

Structure and money change together in every documented reform (science, section 0, commitment 3). To tell them apart, a scenario is run
once more with the paid hours and the cash of the one it is compared with: `with_resources_of(first, other)`. What is scaled:

    paid hours   people of posts filled by staff and grid workers, in proportion; whole people, the remainder to the largest remainder,
                 and a post that the first has too keeps one person in each unit as long as the hours allow
    cash         beyond wages: yearly budgets first; seats of the channels' desks where there are none, or where they alone cost more

Unpaid hours (party members, volunteers, partner organisations) and how residents behave are what a reform is about: they stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sim.clock import parse_weekly_hours
from sim.scenario.budgets import budgets_of, marks, units_of, with_budgets
from sim.scenario.governance import Channel, Post
from sim.scenario.scenario import Scenario
from sim.scenario.sentences import Lang, Sentence
from sim.scenario.staffing import people_of

PAID = ("staff", "grid_worker")
"""Roles whose hours are wages; the others give their time."""

WEEKS_PER_YEAR = 365 / 7

TAG = "derived:scaled to the resources of the scenario it is compared with"


class Resources(NamedTuple):
    """What an organisation has to work with."""

    paid_h: float
    """hours on duty of paid people, per week (roster x full-time equivalent x people)"""
    unpaid_h: float
    """the same of party members, volunteers and partner organisations"""
    wages: float
    """cost of all hours on duty, yuan per year"""
    cash: float
    """what is spent beyond wages, yuan per year: seats of desks, budgets"""


class Scaled(NamedTuple):
    """One number that was scaled, and the name of what it counts in both languages."""

    kind: str
    zh: str
    en: str
    old: float
    new: float


def resources_of(scenario: Scenario) -> Resources:
    """Hours and money of a scenario as written. Overtime, which depends on what happens, is not in it."""
    hours = {name: people_of(post, scenario) * hours_of(post) for name, post in scenario.posts.items()}
    paid = sum(hour for name, hour in hours.items() if scenario.posts[name].role in PAID)
    wages = sum(hour * scenario.posts[name].cost_per_h for name, hour in hours.items()) * WEEKS_PER_YEAR
    return Resources(paid, sum(hours.values()) - paid, wages, _desks_cash(scenario.channels) + _budgets_cash(scenario))


def with_resources_of(first: Scenario, scenario: Scenario) -> Scenario:
    """The scenario with the paid hours and the cash of `first`; the scenario itself if it has them already.

    Paid hours agree within one person's week, cash within one seat's year (exactly, if there are budgets to scale), unless the last
    person of each post, or the last seat of each desk, is more.
    """
    wanted = resources_of(first)
    posts = _scaled_posts(first, scenario, wanted.paid_h)
    channels = _scaled_desks(scenario, wanted.cash)
    update: dict[str, object] = {}
    marks_: dict[str, str] = {}
    if posts:
        update["posts"] = {**scenario.posts, **posts}
        marks_ |= {f"posts.{name}.total": TAG for name in posts}
    if channels:
        update["channels"] = {**scenario.channels, **channels}
        marks_ |= {f"channels.{name}.desks": TAG for name in channels}
    budgets = with_budgets(scenario, wanted.cash - _desks_cash({**scenario.channels, **channels}))
    update |= budgets
    marks_ |= dict.fromkeys(marks(scenario, budgets), TAG)
    if not update:
        return scenario
    return scenario.model_copy(update={**update, "sources": {**scenario.sources, **marks_}})


def hours_of(post: Post) -> float:
    """Hours per week that one person of the post gives at the start of a run: of those registered some are active, in one of so many weeks."""
    roster = sum(end - begin for begin, end in parse_weekly_hours(list(post.roster)))
    active = 1.0 if post.takes == "assigned" else post.turnover.active_share
    return roster * post.fte * active / post.every_weeks


# ── posts ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _scaled_posts(first: Scenario, scenario: Scenario, hours: float) -> dict[str, Post]:
    """The paid posts whose people change, with their new total."""
    paid = {name: post for name, post in scenario.posts.items() if post.role in PAID and hours_of(post) > 0}
    now = {name: people_of(post, scenario) for name, post in paid.items()}
    paid = {name: post for name, post in paid.items() if now[name] > 0}
    now = {name: now[name] for name in paid}
    each = {name: hours_of(post) for name, post in paid.items()}
    have = sum(now[name] * each[name] for name in paid)
    if not paid or abs(have - hours) <= min(each.values()) / 2:
        return {}
    least = {name: _least(name, now[name], first, scenario) for name in paid}
    if sum(least[name] * each[name] for name in paid) > hours:
        least = dict.fromkeys(paid, 1)
    new = whole(now, each, least, hours)
    return {name: post.model_copy(update={"total": new[name]}) for name, post in paid.items() if new[name] != now[name]}


def _least(name: str, people: int, first: Scenario, scenario: Scenario) -> int:
    """One person in each unit where the first has the post too, else one."""
    shared = name in first.posts and people_of(first.posts[name], first) > 0
    return min(people, units_of(scenario.levels[scenario.posts[name].level], scenario.place)) if shared else 1


def whole(now: Mapping[str, int], each: Mapping[str, float], least: Mapping[str, int], total: float) -> dict[str, int]:
    """Whole numbers in proportion to `now`, at least `least`, whose sum weighted by `each` is nearest to `total`.

    Largest remainder; equals in their order. The sum misses by less than the largest weight, unless `least` alone exceeds it.
    """
    ideal = _in_proportion(now, each, least, total)
    new = {name: int(value + 1e-9) for name, value in ideal.items()}
    gap = total - sum(new[name] * each[name] for name in new)
    for name in sorted(new, key=lambda name: new[name] - ideal[name]):
        if abs(gap - each[name]) < abs(gap):
            new[name] += 1
            gap -= each[name]
    return new


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


def in_words(changes: Sequence[Scaled], lang: Lang) -> list[str]:
    """One short phrase per number: "Field worker 12 → 9"."""
    return [
        getattr(WORDS[one.kind], lang).format(name=one.zh if lang == "zh" else one.en, old=f"{one.old:,.0f}", new=f"{one.new:,.0f}")
        for one in changes
    ]


__all__ = ["Resources", "Scaled", "hours_of", "in_words", "people_of", "resources_of", "scaled", "units_of", "with_resources_of"]
