"""A recording of two communities, made once and shown anywhere: as a page in one file, in a notebook, as a moving picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from sim.classroom.lesson import Lesson, find_lesson, lesson_message
from sim.classroom.lives import lives_message, telling_cases
from sim.classroom.page import page
from sim.classroom.pair import DAY_H, Pair
from sim.draft import draft
from sim.errors import ScenarioError
from sim.locale import Lang, language
from sim.scenario.scenario import Scenario
from sim.study.run import Source, resolve

DAYS = 120
"""Days shown of scenarios that are no lesson, if they are as long; a lesson is as long as its runs are."""

CASES = 12
"""Cases whose lives are told, unless asked for otherwise."""

Progress = Callable[[int, int], None]
"""Called with days done and days in all."""


@dataclass(frozen=True)
class Replay:
    """Two communities on one clock, recorded. The last expression of a notebook's cell shows itself."""

    messages: tuple[bytes, ...]
    title: str
    height: int = 720
    """of the frame in a notebook, in pixels"""

    def html(self, lang: Lang | None = None) -> str:
        """The page as one self-contained text, beginning in this language (both are in it)."""
        return page(self.messages, lang=lang or language(), feed="replay")

    def save(self, path: str | Path, lang: Lang | None = None) -> Path:
        """Write the page as one file, whole or not at all; missing folders are made. Raises OSError."""
        target = Path(path)
        with draft(target) as part:
            part.write_bytes(self.html(lang).encode("utf-8"))
        return target

    def gif(self, path: str | Path, *, every_h: int | None = None, lang: Lang | None = None) -> Path:
        """Write a moving picture of both maps: a GIF, or by the path's ending an MP4. Raises AnimationError, OSError.

        every_h   hours from one picture to the next; None: what makes it about half a minute long
        """
        from sim.classroom.animation import animate

        return animate(self.messages, Path(path), every_h=every_h, lang=lang or language())

    def _repr_html_(self) -> str:
        """The page in a frame of its own that may run its script and reach nothing."""
        return (
            f'<iframe sandbox="allow-scripts" title="{escape(self.title)}" srcdoc="{escape(self.html())}" '
            f'style="width:100%;height:{self.height}px;border:0"></iframe>'
        )

    def __repr__(self) -> str:
        return f"<Replay of {self.title!r}, {sum(map(len, self.messages)):,} bytes>"


def replay(
    first: Source, other: Source | None = None, *, days: int | None = None, replicate: int = 0, cases: int = CASES, progress: Progress | None = None
) -> Replay:
    """Record two scenarios of the same residents and issues, or a lesson (by its id or file, with nothing else).

    days       length of the recording after the warm-up; None: 120, or the whole lesson
    cases      how many cases have their lives told: those that differ most, of several kinds

    Raises ScenarioError where the scenarios do not share residents, issues, seed and calendar, or a file is wrong.
    """
    if other is None:
        if not isinstance(first, str | Path):
            raise ScenarioError("a replay takes two scenarios, or the id or file of a lesson")
        return record_lesson(find_lesson(first), days, replicate, cases, progress)
    scenarios, names = (resolve(first), resolve(other)), (_name(first), _name(other))
    return record(scenarios, names, min(DAYS, scenarios[0].run.days) if days is None else days, replicate, cases, progress)


def record_lesson(lesson: Lesson, days: int | None = None, replicate: int = 0, cases: int = CASES, progress: Progress | None = None) -> Replay:
    """A lesson's two worlds with its question, its explanation and the theory beside them."""
    return record(lesson.scenarios, lesson.sources, days or lesson.scenarios[0].run.days, replicate, cases, progress, [lesson_message(lesson)])


def record(
    scenarios: tuple[Scenario, Scenario], names: tuple[str, str], days: int, replicate: int, cases: int,
    progress: Progress | None = None, beside: Sequence[bytes] = (),
) -> Replay:
    """Run both worlds to the end of the recording and keep every hour of it; `beside` are messages that come with it."""
    pair = Pair(scenarios, replicate, names, days)
    messages = pair.opening()
    whole = (pair.end_h - pair.from_h) // DAY_H
    for day in range(1, whole + 1):
        messages += pair.advance(pair.from_h + day * DAY_H)
        if progress is not None:
            progress(day, whole)
    if cases:
        chosen = telling_cases(scenarios, replicate, cases, pair.end_h)
        messages.append(lives_message((pair.eras(0), pair.eras(1)), replicate, chosen, pair.end_h))
    title = " | ".join(one.title.zh if language() == "zh" else one.title.en for one in scenarios)
    return Replay((*messages, *beside), title)


def _name(source: Source) -> str:
    return "" if isinstance(source, Scenario) else str(source)


__all__ = ["CASES", "DAYS", "Replay", "record", "record_lesson", "replay"]
