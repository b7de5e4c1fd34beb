"""What a class may move: the kinds of lever, where they are in a scenario, what they read and what they write.

A lever stands on the schema: its unit, its bounds and its source are those of the field it moves. A few move several fields at once, because
that is what a class means: everybody's paperwork, all powers of a level, the same people divided among more grids.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from sim.locale import mark
from sim.scenario.budgets import units_of
from sim.scenario.faults import dotted
from sim.scenario.governance import Post
from sim.scenario.phrases import CHOICES
from sim.scenario.positions import KeyPath
from sim.scenario.quantity import Part
from sim.scenario.scenario import Scenario
from sim.scenario.schema import choices, declared
from sim.scenario.sentences import Sentence
from sim.scenario.staffing import people_of
from sim.scenario.values import called, weekly

GROUPS = {
    "people": mark("People"),
    "hours": mark("Hours and rounds"),
    "report": mark("Ways to report"),
    "powers": mark("Grids and powers"),
    "dispatch": mark("Dispatch and sign-off"),
}
"""Headings over the levers, in the order they are shown."""

ROSTERS: tuple[tuple[str, ...], ...] = (
    (),
    ("Mon-Fri 08:30-12:00", "Mon-Fri 14:00-17:30"),
    ("Mon-Fri 08:30-12:00", "Mon-Fri 14:00-20:00"),
    ("Mon-Sun 08:30-12:00", "Mon-Sun 14:00-17:30"),
    ("Mon-Sun 08:00-20:00",),
    ("always",),
)
"""Rosters to choose from; the first is the one that is written."""

MOST_ROSTERS = 4
"""Posts whose roster is offered: those with most people."""


class Place(NamedTuple):
    """Where a lever stands: the path of the field, and who it is about in both languages."""

    path: KeyPath
    name: Sentence = Sentence("", "")


class Bounds(NamedTuple):
    """From where to where a slider goes, and how far at a time."""

    low: float
    high: float
    step: float


class Kind(NamedTuple):
    """A kind of lever: its heading, its words, where it is in a scenario, how it is read and written."""

    group: str
    title: str
    sentence: str
    places: Callable[[Scenario], list[Place]]
    bounds: Callable[[Scenario, KeyPath, float], Bounds]
    read: Callable[[Scenario, KeyPath], float]
    write: Callable[[Scenario, KeyPath, float], dict[KeyPath, Any]]
    choices: Callable[[Scenario, KeyPath], list[Sentence]] = lambda _, __: []
    unit: str = ""
    """where it is not the field's own"""


# ── reading and writing one field ──────────────────────────────────────────────────────────────────────────────────────


def at(scenario: Scenario, path: KeyPath) -> Any:
    """The value at a path."""
    node: Any = scenario
    for part in path:
        node = getattr(node, str(part)) if isinstance(node, Part) else node[part]
    return node


def _read(scenario: Scenario, path: KeyPath) -> float:
    return float(at(scenario, path))


def _write(_: Scenario, path: KeyPath, value: float) -> dict[KeyPath, Any]:
    slot = declared(path)
    return {path: round(value) if slot is not None and slot.type is int else float(value)}


def _word(scenario: Scenario, path: KeyPath) -> float:
    slot = declared(path)
    assert slot is not None
    return float(choices(slot.type).index(at(scenario, path)))


def _write_word(_: Scenario, path: KeyPath, value: float) -> dict[KeyPath, Any]:
    slot = declared(path)
    assert slot is not None
    return {path: choices(slot.type)[round(value)]}


def _words(_: Scenario, path: KeyPath) -> list[Sentence]:
    slot = declared(path)
    assert slot is not None
    return [CHOICES.get(word, Sentence(word, word)) for word in choices(slot.type)]


def _among(scenario: Scenario, path: KeyPath, _: float) -> Bounds:
    return Bounds(0, len(_words(scenario, path)) - 1, 1)


def schema_bounds(path: KeyPath, value: float) -> Bounds:
    """The declared range: the plausible one where there is one, else the hard bounds; wide enough for the value, open ends at three times it."""
    slot = declared(path)
    assert slot is not None
    extra: Any = slot.field.json_schema_extra if slot.field else None
    low, high = (extra if isinstance(extra, dict) else {}).get("plausible", (None, None))
    hard: dict[str, float] = {name: getattr(rule, name) for rule in (slot.field.metadata if slot.field else ()) for name in ("ge", "gt", "le", "lt") if hasattr(rule, name)}
    low = hard.get("ge", hard.get("gt", 0.0)) if low is None else low
    high = hard.get("le", hard.get("lt", math.inf)) if high is None else high
    if math.isinf(high) or high > 1000:
        high = max(3 * value, 10.0)
    step = 1.0 if slot.type is int or high - low > 30 else 0.25 if high - low > 2 else 0.05
    low, high = min(float(low), value), max(float(high), value)
    if "gt" in hard and low <= hard["gt"]:
        low = hard["gt"] + step
    return Bounds(low, high, step)


def _declared_bounds(_: Scenario, path: KeyPath, value: float) -> Bounds:
    return schema_bounds(path, value)


def _single(*path: str) -> Callable[[Scenario], list[Place]]:
    return lambda _: [Place(path)]


# ── who ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _name(kind: str, name: str, scenario: Scenario) -> Sentence:
    return Sentence(*(called(kind, name, scenario, lang).strip("“”") for lang in ("en", "zh")))  # type: ignore[arg-type]


def _posts(last: str, fits: Callable[[Post], bool] = lambda _: True) -> Callable[[Scenario], list[Place]]:
    def places(scenario: Scenario) -> list[Place]:
        found = [name for name, post in scenario.posts.items() if people_of(post, scenario) and fits(post)]
        return [Place(("posts", name, last), _name("posts", name, scenario)) for name in found]

    return places


def _largest(scenario: Scenario) -> list[Place]:
    """The rosters of the posts with most people, in the order of the file."""
    size = {name: people_of(post, scenario) for name, post in scenario.posts.items()}
    most = sorted((name for name in size if size[name]), key=lambda name: -size[name])[:MOST_ROSTERS]
    return [Place(("posts", name, "roster"), _name("posts", name, scenario)) for name in size if name in most]


def _channels(last: str, least: float) -> Callable[[Scenario], list[Place]]:
    def places(scenario: Scenario) -> list[Place]:
        return [Place(("channels", name, last), _name("channels", name, scenario)) for name, one in scenario.channels.items() if getattr(one, last) >= least]

    return places


def _own_levels(scenario: Scenario) -> list[Place]:
    """Levels that hold less than all powers, the highest left out."""
    return [Place(("levels", name, "authority"), _name("levels", name, scenario)) for name, level in scenario.levels.items() if level.parent]


def _divided(scenario: Scenario) -> list[Place]:
    """Levels of several units whose people can be divided otherwise."""
    found = [name for name, level in scenario.levels.items() if isinstance(level.units, int) and level.units > 1]
    return [Place(("levels", name, "units"), _name("levels", name, scenario)) for name in found if _staff(scenario, name)]


def _staff(scenario: Scenario, level: str) -> dict[str, int]:
    """People in all of every post of a level that has some."""
    return {name: people for name, post in scenario.posts.items() if post.level == level and (people := people_of(post, scenario))}


# ── levers that move several fields ────────────────────────────────────────────────────────────────────────────────────


def _people(scenario: Scenario, path: KeyPath) -> float:
    return float(people_of(scenario.posts[str(path[1])], scenario))


def _people_bounds(scenario: Scenario, path: KeyPath, value: float) -> Bounds:
    return Bounds(1.0, float(max(3 * round(value), 6)), 1.0)


def _grids(scenario: Scenario, path: KeyPath, value: float) -> dict[KeyPath, Any]:
    """As many units, with the same people in all: only how they are divided changes."""
    name = str(path[1])
    return {path: round(value), **{("posts", post, "total"): people for post, people in _staff(scenario, name).items()}}


def _grid_bounds(scenario: Scenario, path: KeyPath, value: float) -> Bounds:
    """From one to a unit for everybody: no post may have units without people."""
    name = str(path[1])
    most = min([units_of(scenario.levels[name].model_copy(update={"units": "entrance"}), scenario.place), *_staff(scenario, name).values()])
    return Bounds(1.0, float(max(most, value)), 1.0)


def _authority(scenario: Scenario, path: KeyPath) -> float:
    return _mean(scenario, at(scenario, path))


def _write_authority(scenario: Scenario, path: KeyPath, value: float) -> dict[KeyPath, Any]:
    """Every class of issue moves towards all powers, or towards none, by the same part of the way."""
    held = at(scenario, path)
    mean = _mean(scenario, held)
    by = {name: held.get(name, held.get("all", 1.0)) for name in scenario.categories}
    up = value > mean
    moved = {name: 1 - (1 - one) * (1 - value) / (1 - mean) if up else one * value / mean if mean else value for name, one in by.items()}
    return {(*path, name): round(min(max(one, 0.0), 1.0), 6) for name, one in moved.items()} if abs(value - mean) > 1e-6 else {}


def _mean(scenario: Scenario, held: Mapping[str, float]) -> float:
    """Over the classes of issue, each counting once."""
    return sum(held.get(name, held.get("all", 1.0)) for name in scenario.categories) / len(scenario.categories)


def _shares(*_: Any) -> Bounds:
    return Bounds(0.0, 1.0, 0.05)


def _loaded(scenario: Scenario) -> dict[str, int]:
    return {name: people for name, post in scenario.posts.items() if post.admin_load and (people := people_of(post, scenario))}


def _paperwork(scenario: Scenario, _: KeyPath) -> float:
    staff = _loaded(scenario)
    return sum(people * scenario.posts[name].admin_load for name, people in staff.items()) / sum(staff.values())


def _write_paperwork(scenario: Scenario, path: KeyPath, value: float) -> dict[KeyPath, Any]:
    factor = value / _paperwork(scenario, path)
    return {("posts", name, "admin_load"): round(min(scenario.posts[name].admin_load * factor, 0.95), 6) for name in _loaded(scenario)}


def _roster(scenario: Scenario, path: KeyPath) -> float:
    """Which of the rosters it is; 0 where it is one of its own."""
    hours = tuple(at(scenario, path))
    return float(ROSTERS.index(hours)) if hours in ROSTERS[2:] else 0.0


def _write_roster(_: Scenario, path: KeyPath, value: float) -> dict[KeyPath, Any]:
    return {path: list(ROSTERS[round(value)])} if round(value) else {}


def _roster_words(scenario: Scenario, path: KeyPath) -> list[Sentence]:
    first = Sentence("as written", "按情景原样")
    return [first, *(Sentence(weekly(hours, "en"), weekly(hours, "zh")) for hours in ROSTERS[1:])]


def _roster_bounds(*_: Any) -> Bounds:
    return Bounds(0, len(ROSTERS) - 1, 1)


def _patrol_bounds(_: Scenario, path: KeyPath, value: float) -> Bounds:
    return Bounds(2.0, max(120.0, math.ceil(value)), 1.0)


def _delay_bounds(_: Scenario, path: KeyPath, value: float) -> Bounds:
    return Bounds(0.0, max(72.0, 2 * value), 0.25)


def _volunteers(post: Post) -> bool:
    return post.fte < 1 or post.role in ("volunteer", "party_member")


# ── the levers ─────────────────────────────────────────────────────────────────────────────────────────────────────────


KINDS: tuple[Kind, ...] = (
    Kind("people", mark("{name}: people"), mark("How many there are in all units together. More hands shorten the line; they cost wages."),
         _posts("total"), _people_bounds, _people, _write, unit="people"),
    Kind("people", mark("{name}: time given"), mark("How much of a full day's work each of them gives. Volunteers have another life."),
         _posts("fte", _volunteers), _declared_bounds, _read, _write),
    Kind("people", mark("Paperwork"), mark("Share of working time that reports, forms and other departments' tasks take from everybody, on average."),
         lambda scenario: [Place(("posts", "*", "admin_load"))] if _loaded(scenario) else [], lambda *_: Bounds(0.0, 0.9, 0.05), _paperwork, _write_paperwork, unit="share"),
    Kind("hours", mark("{name}: on duty"), mark("When they are on duty. Everybody of the post works these hours: a longer roster is more working time, and more wages."),
         _largest, _roster_bounds, _roster, _write_roster, _roster_words),
    Kind("hours", mark("{name}: hours between patrols"), mark("Working hours from one round to the next. Patrols find what nobody reports, and take time from cases."),
         _posts("patrol_every_h", lambda post: post.patrol_every_h > 0), _patrol_bounds, _read, _write),
    Kind("report", mark("{name}: who knows it"), mark("Share of residents who know this way to report and can use it. More reports are more work: what is reported is not all that happens."),
         _channels("know", 0.0), _shares, _read, _write),
    Kind("report", mark("{name}: seats"), mark("How many take reports at a time."), _channels("desks", 1), lambda _, __, value: Bounds(1, max(3 * value, 6), 1), _read, _write),
    Kind("powers", mark("{name}: how many"), mark("The same people divided among more or fewer units: more units are closer to residents, and each has fewer hands to help out."),
         _divided, _grid_bounds, _read, _grids),
    Kind("powers", mark("{name}: powers"), mark("Share of the powers that an issue may need which this level holds, on average. What it may not decide goes a rung up."),
         _own_levels, _shares, _authority, _write_authority, unit="share"),
    Kind("dispatch", mark("Dispatch rule"), mark("How a registered case finds the office that handles it."), _single("dispatch", "rule"), _among, _word, _write_word, _words),
    Kind("dispatch", mark("Who is served first"), mark("The order of the line. Whoever goes first makes others wait: no rule adds a working hour."),
         _single("dispatch", "discipline"), _among, _word, _write_word, _words),
    Kind("dispatch", mark("Hours until a case is assigned"), mark("Mean time from the report until somebody owns the case."),
         _single("dispatch", "triage", "mean_h"), _delay_bounds, _read, _write),
    Kind("dispatch", mark("Assigned to the right office"), mark("How often a case goes to a right office at the first try; a wrong one sends it back."),
         _single("dispatch", "triage_accuracy"), _declared_bounds, _read, _write),
    Kind("dispatch", mark("Sign-off"), mark("Where several agencies must agree: one after another, or side by side."), _single("dispatch", "sign_off"), _among, _word, _write_word, _words),
    Kind("dispatch", mark("Hours for an answer"), mark("Mean time that another agency takes to answer one request."),
         _single("dispatch", "coordination_h"), lambda _, __, value: Bounds(0.0, max(720.0, value), 12.0), _read, _write),
    Kind("dispatch", mark("Requests agreed to"), mark("How often another agency agrees; a request that is refused is made again."),
         _single("dispatch", "cooperation"), _declared_bounds, _read, _write),
)  # fmt: skip
"""Everything a class may move, in the order it is shown."""


class Lever(NamedTuple):
    """A kind of lever at one place of a scenario."""

    kind: Kind
    place: Place

    @property
    def id(self) -> str:
        """The dotted path of its field; what a page names it by."""
        return dotted(self.place.path)

    def read(self, scenario: Scenario) -> float:
        """Where it stands."""
        return self.kind.read(scenario, self.place.path)

    def bounds(self, scenario: Scenario) -> Bounds:
        """How far it goes, as the scenario stands."""
        return self.kind.bounds(scenario, self.place.path, self.read(scenario))


def levers(scenario: Scenario) -> Iterator[Lever]:
    """Every lever of a scenario, in the order of KINDS."""
    for kind in KINDS:
        for place in kind.places(scenario):
            yield Lever(kind, place)


def override(path: KeyPath, value: Any) -> str:
    """`path.to.key=value` as `load` takes it."""
    key = ".".join(str(part) if re.fullmatch(r"[A-Za-z0-9_-]+", str(part)) else json.dumps(part, ensure_ascii=False) for part in path)
    return f"{key}={json.dumps(value, ensure_ascii=False)}"


__all__ = ["GROUPS", "KINDS", "Bounds", "Kind", "Lever", "Place", "at", "levers", "override", "schema_bounds"]
