"""What differs between the options, in words, and each organisation as a chart."""

from __future__ import annotations

from sim.locale.voice import formal
from sim.report.document import Block, Bullets, Paragraph, Picture, Section
from sim.report.telling import Telling, clauses
from sim.scenario.library import library
from sim.study.difference import diff

MOST = 60
"""Sentences beyond this are counted; the command shequ diff shows them all."""


def differences(tell: Telling) -> Section:
    """Sentences option by option; the measures they come from; the charts."""
    blocks: list[Block] = []
    for option in tell.others:
        blocks += _of(tell, option)
    if any(tell.evidence.portraits):
        blocks += [_chart(tell, option) for option in tell.options]
    return Section("differences", tell.say("What differs between the options"), tuple(blocks))


def _of(tell: Telling, option: int) -> list[Block]:
    say = tell.say
    if tell.found.plan.same_as[option] == 0:
        return [Paragraph(say("{option} changes nothing against A: nothing differs that could change a number. This was known before anything was run.", option=tell.letters[option]), "caution")]
    sentences = [formal(one) if tell.lang == "zh" else one for one in diff(tell.scenario(0), tell.scenario(option), tell.lang)]
    heading = say.number("{option} differs from A in {n} point:", "{option} differs from A in {n} points:", len(sentences), option=tell.letters[option])
    blocks: list[Block] = [Paragraph(heading, "strong")]
    if measures := _measures(tell, option):
        blocks.append(Paragraph(measures))
    blocks.append(Bullets(tuple(sentences[:MOST])))
    if len(sentences) > MOST:
        blocks.append(Paragraph(say("… and {rest} more; the command shequ diff shows them all.", rest=len(sentences) - MOST), "quiet"))
    return blocks


def _measures(tell: Telling, option: int) -> str:
    """The named practices and patches that the option has and the first has not, with their sources."""
    first, scenario = tell.scenario(0), tell.scenario(option)
    known, named = library(), []
    for name in [*scenario.practices, *scenario.apply]:
        if name in first.practices or name in first.apply:
            continue
        if name in scenario.patches:
            patch = scenario.patches[name]
            named.append(f"{name} {patch.zh if tell.lang == 'zh' else patch.en} ({patch.source})")
        elif name in known:
            practice = known[name].practice
            named.append(f"{name} {practice.zh if tell.lang == 'zh' else practice.en} ({practice.where})")
    return tell.say("Named measures (source): {names}.", names=clauses(named, tell.lang)) if named else ""


def _chart(tell: Telling, option: int) -> Picture:
    from sim.report.drawn.chart import draw_organisation

    say = tell.say
    drawn = draw_organisation(tell.scenario(option), tell.evidence.portraits[option], say, tell.labels[option], option)
    caption = say("Organisation of {option}: levels, posts and people, and the share of duty hours that is busy", option=tell.labels[option])
    posts = len(tell.scenario(option).posts)
    alt = say.number("Chart of the levels of {option}, from the top to those who meet residents, with {n} post.", "Chart of the levels of {option}, from the top to those who meet residents, with {n} posts.", posts, option=tell.labels[option])
    return Picture(f"organisation-{option}", caption, alt, drawn)


__all__ = ["differences"]
