"""Two worlds on one clock: the same residents with the same issues under two organisations, and changes of either from a midnight on.

Nothing is undone: a change that is made while the picture shows an earlier hour than the models have reached takes the changed world back there, by
running it anew from the beginning. The same chances give the same life up to that midnight, bit for bit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from sim.classroom.lives import lives, lives_message
from sim.classroom.organisation import organisation_message
from sim.classroom.place import place_message
from sim.classroom.recorder import Recorder
from sim.clock import HOURS_PER_DAY
from sim.engine import advance
from sim.errors import ScenarioError
from sim.life import Era
from sim.locale.voice import formal
from sim.scenario.scenario import Scenario
from sim.scenario.sharing import same_issues
from sim.scenario.words import diff
from sim.simulate import assemble, reorganise, start, window
from sim.world import World

DAY_H = int(HOURS_PER_DAY)


class Pair:
    """The two worlds, recorded from the end of the warm-up on, a message per world and day.

    names   what the user calls the scenarios
    days    length of the recording; None: to the end of the runs

    Raises ScenarioError where the scenarios do not share residents, issues, seed and calendar.
    """

    def __init__(self, scenarios: tuple[Scenario, Scenario], replicate: int = 0, names: tuple[str, str] = ("", ""), days: int | None = None) -> None:
        require_shared(scenarios, names)
        self.replicate, self.names = replicate, names
        span = window(scenarios[0])
        self.from_h = int(span.warm_h)
        longest = int(span.end_h) // DAY_H * DAY_H
        self.end_h = longest if days is None else min(longest, self.from_h + days * DAY_H)
        self._eras = ([Era(0.0, scenarios[0])], [Era(0.0, scenarios[1])])
        self._recorders = [self._recorder(number) for number in (0, 1)]

    @property
    def ready_h(self) -> int:
        """The last frame that both worlds have."""
        return min(one.now_h for one in self._recorders)

    @property
    def scenarios(self) -> tuple[Scenario, Scenario]:
        """The organisations in force now."""
        return self._eras[0][-1].scenario, self._eras[1][-1].scenario

    def eras(self, number: int) -> tuple[Era, ...]:
        """The organisations that one world has had so far."""
        return tuple(self._eras[number])

    def world(self, number: int) -> World:
        """One of the worlds as it is now."""
        return self._recorders[number].world

    def lives(self, cases: Sequence[int], until_h: float) -> bytes:
        """The message "lives" of these cases up to `until_h`, as the organisations stand. Raises ScenarioError if there is no such case."""
        return lives_message(self._eras, self.replicate, cases, until_h)

    def life_so_far(self, case: int) -> list[list[dict[str, Any]]]:
        """A case's life in either world, as far as both are; moments {h, zh, en}. Raises ScenarioError if there is no such case."""
        return lives(self._eras, self.replicate, [case], self.ready_h)[str(case)]

    def opening(self) -> list[bytes]:
        """What every recording begins with: the place, both organisations, both first frames."""
        place = place_message(self.scenarios[0], self.replicate, self.world(0), self.from_h, self.end_h)
        return [place, *(message for number in (0, 1) for message in self._era_message(number, []))]

    def advance(self, until_h: int) -> list[bytes]:
        """All frames up to `until_h`, in whole days; a world that a change has taken back catches up."""
        until_h = min(until_h, self.end_h)
        told = []
        while (behind := min(self._recorders, key=lambda one: (one.now_h, one.number))).now_h < until_h:
            midnight = (behind.now_h // DAY_H + 1) * DAY_H
            told.append(behind.advance(min(midnight, self.end_h)))
        return told

    def change(self, number: int, scenario: Scenario, at_h: float) -> list[bytes]:
        """From the midnight after `at_h` on, world `number` is organised as `scenario`; later changes of it are forgotten.

        Returns the new organisation, the days of that world up to there that were not yet told, and its first frame. At the same midnight as
        an earlier change it takes that one's place. Raises ScenarioError for a midnight at or after the end, or an organisation for others.
        """
        midnight = max(self.from_h, (math.floor(at_h) // DAY_H + 1) * DAY_H)
        if midnight >= self.end_h:
            raise ScenarioError("the recording ends before the next midnight: nothing can be changed any more")
        eras = self._eras[number]
        kept = [era for era in eras if era.from_h < midnight]
        require_shared((kept[-1].scenario, scenario), (self.names[number], self.names[number]))
        told = self._told_until(number, midnight)
        before = kept[-1].scenario
        eras[:] = [*kept, Era(midnight, scenario)]
        self._recorders[number] = self._recorder(number)
        return [*told, *self._era_message(number, _changes(before, scenario))]

    def _told_until(self, number: int, midnight: int) -> list[bytes]:
        """The days of one world up to a midnight, where it has not been there yet."""
        recorder, told = self._recorders[number], []
        while recorder.now_h < midnight:
            told.append(recorder.advance(recorder.now_h + DAY_H))
        return told

    def _recorder(self, number: int) -> Recorder:
        """World `number` at the beginning of its last era."""
        eras = self._eras[number]
        world = start(assemble(eras[0].scenario, self.replicate))
        world = advance(world, math.nextafter(self.from_h, -math.inf))
        recorder = Recorder(world, number, 0, self.from_h, self.from_h)
        for era, (before, after) in enumerate(pairwise(eras), 1):
            recorder.skip(int(after.from_h))
            world = reorganise(recorder.world, before.scenario, after.scenario, self.replicate, after.from_h)
            recorder = Recorder(world, number, era, self.from_h, int(after.from_h), recorder.worked())
        return recorder

    def _era_message(self, number: int, changes: Sequence[dict[str, str]]) -> list[bytes]:
        era, recorder = self._eras[number][-1], self._recorders[number]
        told = organisation_message(era.scenario, self.names[number], recorder.world, number, recorder.era, recorder.now_h, changes)
        return [told, recorder.opening()]


def _changes(before: Scenario, after: Scenario) -> list[dict[str, str]]:
    """What is new, in sentences of both languages."""
    zh, en = diff(before, after, "zh"), diff(before, after, "en")
    return [{"zh": formal(one), "en": other} for one, other in zip(zh, en, strict=True)]


def require_shared(scenarios: tuple[Scenario, Scenario], names: tuple[str, str]) -> None:
    """Raises ScenarioError unless the same issues happen to the same residents in both, on the same days."""
    first, other = scenarios
    if not same_issues(first, other):
        raise ScenarioError(
            f"{names[0] or first.title.en} and {names[1] or other.title.en} do not share their residents and issues: "
            "in the classroom the same people have the same problems under two organisations"
        )
    if first.run.seed != other.run.seed or window(first) != window(other):
        raise ScenarioError(f"{names[0] or first.title.en} and {names[1] or other.title.en} differ in seed or days: [run] must be the same in both")


__all__ = ["DAY_H", "Pair", "require_shared"]
