"""Page one: the question, the answer in at most four sentences, one picture, one table of options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.metrics import HEADLINES
from sim.report.chapters.front_answer import answer, name_of
from sim.report.document import Block, Bullets, Cell, Head, Paragraph, Picture, Section, Table
from sim.report.telling import Telling, cells
from sim.study.wording import told_difference

if TYPE_CHECKING:
    from sim.study.compare import Difference


def front(tell: Telling) -> Section:
    """The page a director reads."""
    say, colon = tell.say, "：" if tell.lang == "zh" else ": "
    blocks: list[Block] = [
        Paragraph(question(tell), "strong"),
        Bullets(tuple(f"{letter}{colon}{title}" for letter, title in zip(tell.letters, tell.titles, strict=True))),
        Paragraph(" ".join(answer(tell)) if tell.lang == "en" else "".join(answer(tell))),
        options_table(tell),
    ]
    if any(tell.evidence.portraits):
        blocks.append(_picture(tell))
    return Section("front", say("The answer on one page"), tuple(blocks), "front")


def question(tell: Telling) -> str:
    """As it was asked, or what a comparison always asks."""
    asked = tell.evidence.question_zh if tell.lang == "zh" else tell.evidence.question_en
    if asked:
        return asked
    if len(tell.others) == 1:
        return tell.say("What changes if B takes the place of A, for the same residents with the same problems?")
    return tell.say("What changes if one of {letters} takes the place of A, for the same residents with the same problems?", letters=", ".join(tell.letters[1:]))


def options_table(tell: Telling) -> Table:
    """Every headline number of every option, its difference from the first with interval, and one word."""
    names = [name for name in tell.found.metric_ids if name in HEADLINES]
    head, rows = _pair(tell, names) if len(tell.others) == 1 else _several(tell, names)
    return Table("options", tell.say("Headline numbers, mean of {n} paired replications", n=tell.found.replications), head, tuple(rows), _note(tell, names))


def _pair(tell: Telling, names: list[str]) -> tuple[tuple[Head, ...], list[tuple[Cell, ...]]]:
    first, *rest = tell.heads()
    other = Head(tell.labels[1], tell.say("mean of the option over the replications"), right=True)
    rows = [(Cell(tell.metric(name), (name,)), *_cells(tell, tell.found.difference(name, 1))) for name in names]
    return (Head(tell.say("headline number")), first, other, *rest), rows


def _several(tell: Telling, names: list[str]) -> tuple[tuple[Head, ...], list[tuple[Cell, ...]]]:
    say = tell.say
    _, *rest = tell.heads()
    head = (Head(say("headline number")), Head(say("option")), Head(say("value"), say("mean over the replications"), right=True), *rest)
    rows: list[tuple[Cell, ...]] = []
    for name in names:
        one = tell.found.difference(name, 1)
        before = _cells(tell, one)[0]
        rows.append((Cell(tell.metric(name), (name,), "strong"), Cell(tell.labels[0], (tell.found.plan.options[0].id,)), before, *_nothing()))
        for option in tell.others:
            one = tell.found.difference(name, option)
            rows.append((Cell("", (name,)), Cell(tell.labels[option], (tell.found.plan.options[option].id,)), *_cells(tell, one)[1:]))
    return head, rows


def _nothing() -> tuple[Cell, ...]:
    return Cell("", (None,)), Cell("", (None, None)), Cell("", (None,))


def _cells(tell: Telling, one: Difference) -> tuple[Cell, ...]:
    at = tell.found.metric_ids.index(one.metric)
    before, after = (float(tell.found.means[option, at]) for option in (0, one.option))
    return cells(told_difference(tell.found, one, tell.say), before, after, one)


def _note(tell: Telling, names: list[str]) -> str:
    """What the words mean, and what would settle what cannot be told."""
    say = tell.say
    open_ones = [one for option in tell.others for name in names if (one := tell.found.difference(name, option)).verdict == "cannot tell"]
    notes = [say("“no difference”: the interval lies within the smallest difference worth talking about; “cannot tell”: it holds both nothing and more than that.")]
    for one in open_ones:
        told = told_difference(tell.found, one, say)
        notes.append(f"{tell.letters[one.option]}, {name_of(one.metric, tell)}: {told.verdict}.")
    return " ".join(notes)


def _picture(tell: Telling) -> Picture:
    from sim.report.drawn.resolved import draw_resolved

    say = tell.say
    alt = say("Curves of the share of reported problems that are truly resolved by a given time since the report, one for each option: {labels}.", labels=", ".join(tell.labels))
    return Picture("resolved", say("Share of reported problems truly resolved, by time since the report"), alt, draw_resolved(tell.evidence.portraits, tell.labels, say))


__all__ = ["front", "options_table", "question"]
