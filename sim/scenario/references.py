"""Do the parts of a scenario agree with each other? Names that must exist, numbers that must fit together."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from sim.errors import nearest
from sim.scenario.faults import Fault, Hint, Word, dotted, toml_text
from sim.scenario.governance import Post
from sim.scenario.positions import KeyPath
from sim.scenario.quantity import SOURCE, Part
from sim.scenario.references_money import check_money, check_trips
from sim.scenario.scenario import Scenario

ALL = "all"
"""Key of a ByCategory table that stands for every category not named."""

MOST_PULL = 0.5
"""Two who meet may at most meet halfway (Deffuant)."""


def check_references(scenario: Scenario) -> list[Fault]:
    """Every fault between the parts of a scenario whose form is right; an empty list if they agree."""
    return [fault for check in CHECKS for fault in check(scenario)]


def _unknown(
    path: KeyPath, kind: str, word: str, valid: Sequence[str], at: Any = "value", extra: tuple[Hint, ...] = ()
) -> Fault:
    near = tuple(Hint("nearest", {"word": found}) for found in nearest(word, list(valid)))
    choices = Hint("choices", {"choices": list(valid)})
    return Fault("SC401", {"key": dotted(path), "kind": Word(kind), "word": word}, path, at, (*near, choices, *extra))


def _level_names(scenario: Scenario) -> Iterator[Fault]:
    ids = list(scenario.levels)
    for name, post in scenario.posts.items():
        if post.level not in ids:
            yield _unknown(("posts", name, "level"), "level", post.level, ids)
    for name, level in scenario.levels.items():
        if level.parent and level.parent not in ids:
            yield _unknown(("levels", name, "parent"), "level", level.parent, ids)
    for name, council in scenario.councils.items():
        if council.level not in ids:
            yield _unknown(("councils", name, "level"), "level", council.level, ids)
    for name, channel in scenario.channels.items():
        if channel.level and channel.level not in ids:
            yield _unknown(("channels", name, "level"), "level", channel.level, ids)
    for name, fund in scenario.funds.items():
        if fund.level and fund.level not in ids:
            yield _unknown(("funds", name, "level"), "level", fund.level, ids)
    for name, service in scenario.services.items():
        if service.fund and service.fund not in scenario.funds:
            yield _unknown(("services", name, "fund"), "fund", service.fund, list(scenario.funds))


def _category_lists(scenario: Scenario) -> Iterator[Fault]:
    ids = list(scenario.categories)
    lists: list[tuple[KeyPath, list[str]]] = [
        (("posts", name, "serves"), post.serves) for name, post in scenario.posts.items()
    ]
    lists += [
        (("demand", "surges", name, "categories"), surge.categories) for name, surge in scenario.demand.surges.items()
    ]
    lists += [(("funds", name, "categories"), fund.categories) for name, fund in scenario.funds.items()]
    lists += [(("services", name, "categories"), service.categories) for name, service in scenario.services.items()]
    lists.append((("emergency", "categories"), scenario.emergency.categories))
    lists += [(("councils", name, "categories"), council.categories) for name, council in scenario.councils.items()]
    lists.append((("self_management", "categories"), scenario.self_management.categories))
    for path, words in lists:
        for number, word in enumerate(words):
            if word not in ids:
                extra = (Hint("empty_serves", {}),) if word == ALL and path[-1] == "serves" else ()
                yield _unknown((*path, number), "category", word, ids, extra=extra)


def _by_category(scenario: Scenario) -> Iterator[tuple[KeyPath, Mapping[str, float]]]:
    for name, level in scenario.levels.items():
        yield ("levels", name, "authority"), level.authority
        yield ("levels", name, "reach"), level.reach
    for name, post in scenario.posts.items():
        yield ("posts", name, "skill"), post.skill
        yield ("posts", name, "acceptance", "authority"), post.acceptance.authority
    for name, channel in scenario.channels.items():
        yield ("channels", name, "direct"), channel.direct
    yield ("dispatch", "prevention"), scenario.dispatch.prevention
    for name, programme in scenario.programmes.items():
        yield ("programmes", name, "prevents"), programme.prevents
    yield ("evaluation", "listed"), scenario.evaluation.listed
    yield ("exit", "legal_access"), scenario.exit.legal_access


def _exit(scenario: Scenario) -> Iterator[Fault]:
    """Legal work needs a category that exists; a threat needs somebody who chooses."""
    ids, rule = list(scenario.categories), scenario.exit
    if rule.legal_category and rule.legal_category not in ids:
        yield _unknown(("exit", "legal_category"), "category", rule.legal_category, ids)
    if rule.rule == "flat" and rule.threat_response > 0:
        yield Fault("SC480", {"key": "exit.threat_response"}, ("exit", "threat_response"))
    if scenario.talk.rule == "deffuant" and scenario.talk.pull > MOST_PULL:
        yield Fault("SC481", {"value": scenario.talk.pull}, ("talk", "pull"))


def _category_tables(scenario: Scenario) -> Iterator[Fault]:
    ids = [ALL, *scenario.categories]
    for path, table in _by_category(scenario):
        for word, value in table.items():
            if word not in ids:
                yield _unknown((*path, word), "category", word, ids, at="key")
            if not 0 <= value <= 1:
                yield Fault("SC411", {"key": dotted((*path, word)), "value": toml_text(value)}, (*path, word))


def _factors(scenario: Scenario) -> Iterator[Fault]:
    """Tables by category that are no shares: factors from 0 up, and probabilities above 0."""
    ids = [ALL, *scenario.categories]
    rules = scenario.dispatch
    for key, table, bound in (
        ("coordination_by", rules.coordination_by, "factor"),
        ("cooperation_by", rules.cooperation_by, "chance"),
    ):
        for word, value in table.items():
            path: KeyPath = ("dispatch", key, word)
            if word not in ids:
                yield _unknown(path, "category", word, ids, at="key")
            if not (0 <= value < math.inf if bound == "factor" else 0 < value <= 1):
                yield Fault("SC450", {"key": dotted(path), "bound": Word(bound), "value": toml_text(value)}, path)


def _deliberation(scenario: Scenario) -> Iterator[Fault]:
    """Councils that could never meet or are staff alone, and yards whose organisation could never work."""
    for name, council in scenario.councils.items():
        if council.staff > council.persons:
            yield Fault("SC451", {"staff": council.staff, "persons": council.persons}, ("councils", name, "staff"))
        online = round(council.online * council.persons)
        can = (council.persons - online) * (council.attendance > 0) + online * (council.online_attendance > 0)
        if can < council.quorum * council.persons - 1e-9:
            yield Fault("SC452", {"word": name}, ("councils", name, "quorum"), "key")
    own = scenario.self_management
    if own.share > 0 and own.least_leaders > own.leaders:
        at = ("self_management", _written(own, "least_leaders", "leaders"))
        yield Fault("SC453", {"least": own.least_leaders, "leaders": own.leaders}, at)


def _tree(scenario: Scenario) -> Iterator[Fault]:
    """The levels form one tree: parents in no circle, exactly one top."""
    levels = scenario.levels
    told: set[str] = set()
    for start in levels:
        way: list[str] = []
        here = start
        while here in levels and here not in way:
            way.append(here)
            here = levels[here].parent
        if here in way and here not in told:
            circle = way[way.index(here) :]
            told.update(circle)
            yield Fault("SC402", {"chain": " → ".join([*circle, circle[0]])}, ("levels", circle[0], "parent"))
    tops = [name for name, level in levels.items() if not level.parent]
    if len(tops) > 1:
        yield Fault("SC403", {"found": tops}, ("levels", tops[1]), "key")
    elif not tops and not told:
        yield Fault("SC403", {"found": "0"}, ("levels",), "key")


def _profiles(scenario: Scenario) -> Iterator[Fault]:
    for name, length in (("hour_profile", 24), ("weekday_profile", 7), ("month_profile", 12)):
        values = getattr(scenario.demand, name)
        if len(values) != length:
            yield Fault("SC404", {"key": f"demand.{name}", "expected": length, "found": len(values)}, ("demand", name))
        elif not _weights(values):
            yield Fault("SC405", {"key": f"demand.{name}"}, ("demand", name))
    for name, category in scenario.categories.items():
        if not _weights(category.agencies):
            yield Fault("SC405", {"key": dotted(("categories", name, "agencies"))}, ("categories", name, "agencies"))


def _weights(values: Iterable[float]) -> bool:
    """Whether numbers can serve as weights: none negative, not all zero."""
    numbers = list(values)
    return all(value >= 0 for value in numbers) and 0 < math.fsum(numbers) < math.inf


def _written(part: Part, first: str, second: str) -> str:
    """Of two fields, the one that was written, preferring the first."""
    return second if first not in part.model_fields_set and second in part.model_fields_set else first


def _place(scenario: Scenario) -> Iterator[Fault]:
    place = scenario.place
    areas = ("entrances", "buildings", "yards", "communities")
    for finer, coarser in pairwise(areas):
        few, many = getattr(place, finer), getattr(place, coarser)
        if few < many:
            yield Fault(
                "SC406",
                {"finer": Word(finer), "coarser": Word(coarser), "few": few, "many": many},
                ("place", _written(place, finer, coarser)),
            )
    if place.households is not None and place.households > place.residents:
        yield Fault("SC407", {"households": place.households, "residents": place.residents}, ("place", "households"))
    young_and_old = place.child_share + place.elder_share
    if young_and_old > 1 + 1e-9:
        yield Fault("SC415", {"value": young_and_old}, ("place", _written(place, "elder_share", "child_share")))
    for name, level in scenario.levels.items():
        if isinstance(level.units, int) and level.units > place.entrances:
            yield Fault(
                "SC410", {"word": name, "units": level.units, "entrances": place.entrances}, ("levels", name, "units")
            )


def _categories(scenario: Scenario) -> Iterator[Fault]:
    if not any(category.share > 0 for category in scenario.categories.values()):
        yield Fault("SC408", {}, ("categories",), "key")
    manned = [post for post in scenario.posts.values() if _people(post) and post.special != "only" and post.takes == "assigned"]
    for name, category in scenario.categories.items():
        if not any(not post.serves or name in post.serves for post in manned):
            yield Fault("SC409", {"word": name}, ("categories", name), "key")
        if category.severity_low > category.severity_high:
            end = _written(category, "severity_low", "severity_high")
            yield Fault(
                "SC412", {"low": category.severity_low, "high": category.severity_high}, ("categories", name, end)
            )


def _idle_posts(scenario: Scenario) -> Iterator[Fault]:
    """Posts with people who neither patrol nor visit nor own a category: each unit has one owner per category (governance)."""
    manned = {name: post for name, post in scenario.posts.items() if _people(post) and post.takes == "assigned"}
    for name, post in manned.items():
        if post.special != "no" and scenario.place.special_yards:
            continue  # in special places the trained come first
        peers = {other: peer for other, peer in manned.items() if peer.level == post.level and peer.special != "only"}
        owners = {category: _owner(peers, category) for category in post.serves or scenario.categories} if peers else {}
        if post.patrol_every_h == post.visit_every_h == 0 and post.special != "only" and name not in owners.values():
            yield Fault("SC416", {"word": name, "owner": next(iter(owners.values()), name)}, ("posts", name), "key")


def _special_places(scenario: Scenario) -> Iterator[Fault]:
    """Special places fit into the place, and a post dedicated to them has some."""
    place = scenario.place
    if place.special_yards > place.yards:
        yield Fault("SC430", {"some": place.special_yards, "all": place.yards}, ("place", _written(place, "special_yards", "yards")))
    for name, post in scenario.posts.items():
        if post.special == "only" and not place.special_yards:
            yield Fault("SC431", {"word": name}, ("posts", name, "special"))


def _hiring(scenario: Scenario) -> Iterator[Fault]:
    """People are hired from a category that exists, into a post that gives them something to do."""
    ids = list(scenario.categories)
    for name, post in scenario.posts.items():
        if post.hires_from and post.hires_from not in ids:
            yield _unknown(("posts", name, "hires_from"), "category", post.hires_from, ids)
        if post.hires and not post.hires_from:
            yield Fault("SC432", {"word": name}, ("posts", name, "hires"))
        if post.hires and not _people(post) and post.patrol_every_h == post.visit_every_h == 0:
            yield Fault("SC433", {"word": name}, ("posts", name, "hires"))
def _interests(scenario: Scenario) -> Iterator[Fault]:
    """Interest is by category too, but a logit, not a share."""
    for name, post in scenario.posts.items():
        for word in post.acceptance.interest:
            if word not in (ALL, *scenario.categories):
                yield _unknown(("posts", name, "acceptance", "interest", word), "category", word, [ALL, *scenario.categories], at="key")


def _agenda(scenario: Scenario) -> Iterator[Fault]:
    """Leaders cannot spend more time on an agenda than passes until the next one."""
    leaders = scenario.leaders
    work_h = leaders.cap * leaders.hours_per_case
    if work_h > leaders.every_h:
        yield Fault("SC460", {"cases": leaders.cap, "hours": work_h, "every": leaders.every_h}, ("leaders", "cap"))


def _owner(peers: Mapping[str, Post], category: str) -> str:
    """Which post of a level owns a category where all of them have people: the first that names it, else the first that serves all."""
    naming = [name for name, post in peers.items() if category in post.serves]
    return (naming or [name for name, post in peers.items() if not post.serves])[0]


def _people(post: Post) -> int:
    return post.head_count if post.total is None else post.total


def _sources(scenario: Scenario) -> Iterator[Fault]:
    for name, tag in scenario.sources.items():
        if not _exists(scenario, name.split(".")):
            yield Fault("SC413", {"word": name}, ("sources", name), "key", _nearest_path(scenario, name))
        if not SOURCE.match(tag):
            yield Fault("SC414", {"word": tag}, ("sources", name))
    for name, patch in scenario.patches.items():
        if not SOURCE.match(patch.source):
            yield Fault("SC414", {"word": patch.source}, ("patches", name, "source"))


def _exists(node: Any, parts: Sequence[str]) -> bool:
    """Whether a dotted path leads somewhere; keys may themselves contain dots."""
    if not parts:
        return True
    if isinstance(node, Part):
        return parts[0] in type(node).model_fields and _exists(getattr(node, parts[0]), parts[1:])
    if isinstance(node, dict):
        return any(
            _exists(node[key], parts[cut:])
            for cut in range(1, len(parts) + 1)
            if (key := ".".join(parts[:cut])) in node
        )
    return False


def _nearest_path(scenario: Scenario, name: str) -> tuple[Hint, ...]:
    """The path with its first unknown part replaced by the nearest key."""
    parts = name.split(".")
    node: Any = scenario
    for number, part in enumerate(parts):
        known = (
            list(type(node).model_fields) if isinstance(node, Part) else list(node) if isinstance(node, dict) else []
        )
        if part not in known:
            return tuple(
                Hint("nearest", {"word": ".".join([*parts[:number], found, *parts[number + 1 :]])})
                for found in nearest(part, known)
            )
        node = getattr(node, part) if isinstance(node, Part) else node[part]
    return ()


CHECKS: tuple[Callable[[Scenario], Iterator[Fault]], ...] = (
    _level_names,
    _category_lists,
    _category_tables,
    _factors,
    _deliberation,
    _exit,
    _tree,
    _profiles,
    _place,
    _categories,
    _idle_posts,
    check_money,
    check_trips,
    _special_places,
    _hiring,
    _interests,
    _agenda,
    _sources,
)

__all__ = ["ALL", "check_references"]
