"""A lesson: two organisations of the same community, a question, a guess, a run, and the exact answer beside it.

One TOML file in `scenarios/lessons/`, or the user's own. It names its two scenarios; what is claimed of their numbers is checked against
the engine and against theory (`checked`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator, model_validator

from sim.classroom.exact import NUMBERS, THEORIES
from sim.locale.voice import texts
from sim.scenario import shipped
from sim.scenario.documents import Document, read_file
from sim.scenario.faults import Both, Fault, FaultyScenario
from sim.scenario.form import faults_of
from sim.scenario.load import load
from sim.scenario.quantity import Part, Title
from sim.scenario.scenario import Scenario

FOLDER = "lessons"
"""Folder of the shipped lessons in `scenarios/`; the scenarios they show are in folders of their own below it."""

UNITS = {"h": Title(zh="小时", en="h"), "%": Title(zh="%", en="%"), "per month": Title(zh="件/30天", en="per 30 days"),
         "staff-hours": Title(zh="人时/天", en="staff-hours a day"), "": None}  # fmt: skip


class Hold(Part):
    """What must be true of a number in the second world beside the first."""

    number: str = Field(description="id of a number of the lesson's theory")
    direction: Literal["up", "down", "same"] = Field(description="from the first world to the second")
    least: float = Field(1.0, ge=1, description="up or down: the larger value is at least so many times the smaller")
    within: float = Field(0.05, gt=0, lt=1, description="same: the two differ by less than this share of the first")


class Symbol(Part):
    """A letter of the formula and what it stands for."""

    symbol: str = Field(description="as written in the formula", min_length=1)
    zh: str = Field(description="Chinese", min_length=1)
    en: str = Field(description="English", min_length=1)


class Row(Part):
    """A row of the table of numbers: theory beside the model."""

    number: str = Field(description="id of a number of the lesson's theory")
    zh: str = Field(description="Chinese", min_length=1)
    en: str = Field(description="English", min_length=1)
    unit: Literal["h", "%", "per month", "staff-hours", ""] = Field("", description="unit of the number")
    digits: int = Field(1, ge=0, le=4, description="decimals shown")


class Check(Part):
    """How long the engine is run to be held against theory."""

    days: int = Field(description="days of a run", ge=1, le=36_500)
    replications: int = Field(40, description="runs of each world", ge=2, le=1000)


class LessonText(Part):
    """A lesson as it is written."""

    order: int = Field(description="place among the lessons", ge=1)
    worlds: list[str] = Field(description="the two scenarios: files relative to this one, or names of shipped ones", min_length=2, max_length=2)
    theory: str = Field(description="name of the theory that computes the numbers")
    right: int = Field(description="which choice is right, counted from 0", ge=0)
    title: Title = Field(description="name of the lesson")
    question: Title = Field(description="what the class is asked before the reveal")
    setup: list[Title] = Field(description="what the two worlds are", min_length=1)
    choices: list[Title] = Field(description="what the class may guess", min_length=2, max_length=5)
    watch: list[Title] = Field(description="what to look at while it runs", min_length=1)
    answer: Title = Field(description="the answer in one sentence")
    explanation: list[Title] = Field(description="paragraphs", min_length=1)
    formula: list[str] = Field(description="lines of plain text", min_length=1)
    formula_name: Title = Field(description="what the formula is called")
    symbols: list[Symbol] = Field([], description="letters of the formula")
    rows: list[Row] = Field(description="numbers shown, theory beside the model", min_length=1)
    holds: list[Hold] = Field(description="the claim, in numbers", min_length=1)
    limits: list[Title] = Field(description="what the lesson leaves out", min_length=1)
    origin: list[Title] = Field(description="papers, textbooks, practices", min_length=1)
    check: Check = Field(description="runs that the claim was checked with")

    @field_validator("theory")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in THEORIES:
            raise ValueError(f"there is no theory {value}; possible: {', '.join(THEORIES)}")
        return value

    @model_validator(mode="after")
    def _whole(self) -> LessonText:
        if self.right >= len(self.choices):
            raise ValueError(f"right = {self.right}: there are {len(self.choices)} choices, counted from 0")
        for number in [*(row.number for row in self.rows), *(hold.number for hold in self.holds)]:
            if number not in NUMBERS[self.theory]:
                raise ValueError(f"{self.theory} has no number {number}; possible: {', '.join(NUMBERS[self.theory])}")
        return self


@dataclass(frozen=True)
class Lesson:
    """A lesson that was read, with its two scenarios."""

    id: str
    path: Path
    text: LessonText
    scenarios: tuple[Scenario, Scenario]

    @property
    def title(self) -> Title:
        """Its name in both languages."""
        return self.text.title

    @property
    def sources(self) -> tuple[str, str]:
        """What `load` and `shequ run` know its two scenarios by: a shipped name, or a file."""
        known = {path.resolve(): name for name, path in shipped.names().items()}
        one, two = (known.get(path.resolve(), str(path)) if (path := self.path.parent / name).is_file() else name for name in self.text.worlds)
        return one, two


def names() -> dict[str, Path]:
    """Id -> file of every shipped lesson, by its order. A file that cannot be read comes last; `find_lesson` tells what is wrong with it."""
    found = {path.stem: path for path in sorted((shipped.folder() / FOLDER).glob("*.toml"))}
    return dict(sorted(found.items(), key=lambda item: _order(item[1])))


def _order(path: Path) -> float:
    try:
        match = re.search(r"^order\s*=\s*(\d+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    except (OSError, ValueError):
        match = None
    return int(match[1]) if match else float("inf")


def lessons() -> list[Lesson]:
    """Every shipped lesson, in order. Raises FaultyScenario if one is wrong."""
    return [read_lesson(path) for path in names().values()]


def find_lesson(source: str | Path) -> Lesson:
    """The lesson of an id ("pooling") or of a file. Raises FaultyScenario, with file, line and what is expected, if it cannot be shown."""
    path, known = Path(source), names()
    if path.is_file():
        return read_lesson(path)
    word = str(source).removesuffix(".toml").removeprefix(f"{FOLDER}/")
    if word in known:
        return read_lesson(known[word])
    if path.suffix == ".toml" or len(path.parts) > 1:
        raise FaultyScenario([Fault("SC001", {"file": str(source)})])
    raise FaultyScenario([_unknown(word, list(known))])


def _unknown(word: str, known: list[str]) -> Fault:
    from sim.errors import nearest
    from sim.scenario.faults import Hint

    hints = [Hint("nearest", {"word": one}) for one in nearest(word, known)] or [Hint("choices", {"choices": known})]
    return Fault("SC009", {"word": word}, hints=tuple(hints))


def read_lesson(path: Path) -> Lesson:
    """Read and check a lesson's file and its two scenarios. Raises FaultyScenario."""
    document = read_file(path)
    try:
        text = LessonText.model_validate(document.data, strict=True)
    except ValidationError as error:
        faults = [fault.placed(document.spot(fault.path, fault.at)) for fault in faults_of(error, document.data, LessonText)]
        raise FaultyScenario(faults) from error
    one, two = (_world(document, text, at) for at in (0, 1))
    _share(document, one, two)
    return Lesson(path.stem, path, text, (one, two))


def _world(document: Document, text: LessonText, at: int) -> Scenario:
    """A scenario that the lesson names: a file beside it, or a shipped name. What is wrong inside it points into its own file."""
    name = text.worlds[at]
    file = (document.folder or Path()) / name
    if not file.is_file() and shipped.find(name.split("+")[0]) is None:
        path = ("worlds", at)
        raise FaultyScenario([Fault("SC001", {"file": name}, path, spot=document.spot(path, "value"))])
    return load(file if file.is_file() else name)


SHARED: Mapping[str, Both] = {
    "place": Both("the place", "地方"), "demand": Both("how many problems arise and when", "问题的数量与时间"),
    "categories": Both("the kinds of problem", "问题类别"), "residents": Both("how residents behave", "居民行为"),
}  # fmt: skip
"""Tables that two worlds must have in common for the same problems to happen to the same people."""


def _share(document: Document, one: Scenario, two: Scenario) -> None:
    """Raises FaultyScenario unless both worlds have the same people with the same problems at the same times."""
    apart: list[Both] = [words for name, words in SHARED.items() if getattr(one, name) != getattr(two, name)]
    if one.run != two.run:
        apart.append(Both("days and seed of the run", "运行天数与种子"))
    if apart:
        path = ("worlds", 1)
        raise FaultyScenario([Fault("SC417", {"parts": apart}, path, spot=document.spot(path, "value"))])


def lesson_message(lesson: Lesson) -> bytes:
    """The lesson as the page reads it: texts, the guess, and the numbers of theory and model side by side."""
    from sim.classroom.checked import last_checked
    from sim.classroom.container import pack
    from sim.classroom.exact import exact_numbers

    text, exact, seen = lesson.text, exact_numbers(lesson.text.theory, lesson.scenarios), last_checked(lesson)
    rows = []
    for row in text.rows:
        unit = UNITS[row.unit]
        model, half = seen.pair(row.number) if seen else ([None, None], [None, None])
        rows.append({
            "label": texts(row), "unit": texts(unit) if unit else {"zh": "", "en": ""}, "digits": row.digits,
            "formula": list(exact[row.number]), "model": model, "half": half,
        })  # fmt: skip
    return pack({
        "kind": "lesson", "id": lesson.id, "number": text.order, "title": texts(text.title), "question": texts(text.question),
        "setup": [texts(one) for one in text.setup], "choices": [texts(one) for one in text.choices], "right": text.right,
        "watch": [texts(one) for one in text.watch], "answer": texts(text.answer), "explanation": [texts(one) for one in text.explanation],
        "theory": {
            "name": texts(text.formula_name), "formula": text.formula, "rows": rows, "note": _note(text.check, seen is not None),
            "symbols": [{"symbol": one.symbol, "text": texts(one)} for one in text.symbols],
        },
        "limits": [texts(one) for one in text.limits], "sources": [texts(one) for one in text.origin],
    }, {})  # fmt: skip


def _note(check: Check, seen: bool) -> dict[str, str]:
    if not seen:
        return {"zh": "模型一栏：本课尚未用引擎核对。", "en": "Model: this lesson has not been checked against the engine as it stands."}
    return {"zh": f"模型：引擎运行 {check.replications} 次、每次 {check.days} 天的平均值，± 为 95 % 置信区间的一半。",
            "en": f"Model: mean of {check.replications} runs of {check.days} days each; ± is half of the 95 % confidence interval."}  # fmt: skip


__all__ = ["Check", "Hold", "Lesson", "LessonText", "find_lesson", "lesson_message", "lessons", "names", "read_lesson"]
