"""Which assumptions matter: the difference at both ends of the plausible range of each, and which of them turn the verdict."""

from __future__ import annotations

from sim.metrics import METRICS
from sim.report.chapters.front_answer import name_of, turns
from sim.report.document import Block, Cell, Head, Paragraph, Picture, Section, Table
from sim.report.evidence import Doubt
from sim.report.swings import swing_name, swing_unit
from sim.report.telling import Telling
from sim.study.compare import VERDICTS, Difference


def doubts(tell: Telling) -> Section | None:
    """A tornado and a table for every option; None where nothing was moved."""
    say = tell.say
    if not tell.evidence.doubts:
        return None
    text = say("Each assumption is moved to the two ends of its plausible range, for all options alike, one at a time; the ranges are assumptions too. Numbers that differ between the options are not moved, and assumptions that only together turn the answer are not found this way: the commands shequ sensitivity and shequ robust look for those.")
    blocks: list[Block] = [Paragraph(text)]
    for one in tell.evidence.doubts:
        blocks += [_picture(tell, one), _table(tell, one)]
    return Section("doubts", say("Assumptions that matter"), tuple(blocks))


def _picture(tell: Telling, one: Doubt) -> Picture:
    from sim.report.drawn.tornado import draw_doubt

    say = tell.say
    caption = say("Difference in “{metric}”, {option} minus A, when one assumption is moved", metric=name_of(one.metric, tell), option=tell.letters[one.option])
    alt = say("A tornado: one bar per assumption, from the difference at the low end of its range to that at the high end, the widest on top.")
    return Picture(f"tornado-{one.option}", caption, alt, draw_doubt(one, say))


def _table(tell: Telling, one: Doubt) -> Table:
    say = tell.say
    parts = (say("difference"), say("low"), say("high"))
    head = (
        Head(say("assumption")), Head(say("range"), say("plausible range, an assumption"), parts=(say("low"), say("high"))),
        Head(say("at the low end"), say("option minus first, with 95 % paired interval"), METRICS[one.metric].unit, parts, right=True), Head(say("in a word")),
        Head(say("at the high end"), say("option minus first, with 95 % paired interval"), METRICS[one.metric].unit, parts, right=True), Head(say("in a word")),
    )  # fmt: skip
    rows = [(Cell(say("as written"), ("",), "strong"), Cell("", (None, None)), *_ends(one, one.base, tell), *_ends(one, one.base, tell))]
    for swing in one.swings:
        unit = swing_unit(swing, say)
        ends = (*_ends(one, swing.at_low, tell), *_ends(one, swing.at_high, tell))
        rows.append((Cell(swing_name(swing, say), (swing.path,)), Cell(f"{swing.low:g} – {swing.high:g} {unit}".rstrip(), (swing.low, swing.high)), *ends))
    caption = say("“{metric}”, {option} minus A, {n} paired replications", metric=name_of(one.metric, tell), option=tell.letters[one.option], n=one.replications)
    return Table(f"doubts-{tell.letters[one.option].lower()}", caption, head, tuple(rows), say("A word in bold differs from the one as written."))


def _ends(doubt: Doubt, one: Difference, tell: Telling) -> tuple[Cell, Cell]:
    return tell.difference_cell(one.metric, one.difference, one.low, one.high), Cell(tell.say(VERDICTS[one.verdict]), (one.verdict,), "strong" if turns(doubt.base, one) else "plain")


__all__ = ["doubts"]
