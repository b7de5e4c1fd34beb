"""What the comparison cannot tell, beside the findings and not behind them."""

from __future__ import annotations

from sim.locale.voice import formal
from sim.metrics import HEADLINES
from sim.report.chapters.front_answer import name_of
from sim.report.document import Bullets, Section
from sim.report.telling import Telling, joined
from sim.scenario.idle import idle
from sim.scenario.provenance import counted
from sim.study.plan import CAUTIONS

FEW = 5


def limits(tell: Telling) -> Section:
    """Plain sentences, each about this comparison."""
    say = tell.say
    items = [
        say("This is a conditional thought experiment: everything holds under the stated assumptions, none of it is a forecast of a real place, and nothing in it shows that a reform caused something."),
        *_assumed(tell),
        say("People, homes and problems are synthetic: drawn from the figures of the scenario, not from any register. Positions on maps are generated."),
        say("Intervals tell what chance leaves open with {n} replications. They say nothing about whether the assumptions are right; the part on assumptions looks at that.", n=tell.found.replications),
        *_open(tell),
        *_cautions(tell),
    ]
    if all(tell.found.plan.same_as[option] != 0 for option in tell.others):
        items.append(say("What the scenario files leave out is left out here as well: how a change is introduced, what it does to the people who carry it out, and what happens after the time simulated."))
    return Section("limits", say("What this cannot tell you"), (Bullets(tuple(items)),))


def _assumed(tell: Telling) -> list[str]:
    told = []
    for at in tell.options:
        known, assumed = counted(tell.numbers[at])
        told.append(tell.say("{option} {known} of {count}", option=tell.letters[at], known=known, count=known + assumed))
    return [tell.say("Numbers with a documented source: {told}; all others are assumptions.", told=joined(told, tell.lang))]


def _open(tell: Telling) -> list[str]:
    """Headline numbers about which this many runs say nothing."""
    found = []
    for option in tell.others:
        names = [name_of(name, tell) for name in tell.found.metric_ids if name in HEADLINES and tell.found.difference(name, option).verdict == "cannot tell"]
        if names:
            found.append(tell.say("Whether {option} changes these cannot be told: {names}.", option=tell.letters[option], names=joined(names, tell.lang)))
    return found


def _cautions(tell: Telling) -> list[str]:
    say = tell.say
    ids = {option.id: letter for option, letter in zip(tell.found.plan.options, tell.letters, strict=True)}
    end = "。" if tell.lang == "zh" else "."
    found = [say(CAUTIONS[one.code], first=ids[one.first], other=ids[one.other]) + end for one in tell.found.plan.cautions]
    colon = "：" if tell.lang == "zh" else ": "
    found += [f"{tell.letters[at]}{colon}{formal(told)}{end}" for at in tell.options for told in idle(tell.scenario(at), tell.lang)]
    if tell.found.weakly_paired:
        names = [name_of(name, tell) for name in tell.found.weakly_paired]
        found.append(say("Giving both sides the same chances hardly narrows the intervals of: {names}.", names=joined(names, tell.lang)))
    if tell.found.replications < FEW:
        found.append(say("With so few replications every interval is rough."))
    return found


__all__ = ["limits"]
