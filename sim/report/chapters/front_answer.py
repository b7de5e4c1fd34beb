"""The answer in at most four sentences: the primary number, the others, money and who loses, what would turn it round."""

from __future__ import annotations

from sim.metrics import HEADLINES, METRICS
from sim.report.chapters.group_differences import losers
from sim.report.evidence import Swing
from sim.report.swings import swing_name, swing_unit
from sim.report.telling import PRIMARY, Telling, clauses, joined
from sim.scenario.resources import resources_of
from sim.study.compare import VERDICTS, Difference
from sim.study.wording import metric_name, told_difference

ALIKE = 0.005
"""Money that differs by less than half a per cent is called the same."""


def answer(tell: Telling) -> list[str]:
    """At most four sentences."""
    return [sentence for sentence in (_primary(tell), _others(tell), _money_and_losers(tell), _doubts(tell)) if sentence]


def main_metric(tell: Telling) -> str:
    """The metric the answer begins with: timely true resolution, or the first there is."""
    return PRIMARY if PRIMARY in tell.found.metric_ids else tell.found.metric_ids[0]


def _primary(tell: Telling) -> str:
    say = tell.say
    parts = [_clause(tell, tell.found.difference(main_metric(tell), option)) for option in tell.others]
    return say("Under the stated assumptions, {parts}.", parts=clauses(parts, tell.lang))


def _clause(tell: Telling, one: Difference) -> str:
    say, told = tell.say, told_difference(tell.found, one, tell.say)
    blanks = {"option": tell.letters[one.option], "metric": name_of(one.metric, tell), "before": told.before, "after": told.after,
              "difference": told.difference, "interval": told.interval, "n": tell.found.replications}  # fmt: skip
    if tell.found.plan.same_as[one.option] == 0:
        return say("{option} changes nothing against A: nothing differs that could change a number", **blanks)
    if one.verdict == "cannot tell":
        return say("whether {option} changes “{metric}” cannot be told with {n} replications (A {before}, {option} {after})", **blanks)
    if one.verdict == "no difference":
        return say("{option} makes no difference worth talking about in “{metric}” (A {before}, {option} {after}; {difference}, interval {interval})", **blanks)
    sentence = say("“{metric}” is higher in {option} than in A ({after} against {before}; {difference}, interval {interval})", **blanks)
    return sentence if one.verdict == "higher" else say("“{metric}” is lower in {option} than in A ({after} against {before}; {difference}, interval {interval})", **blanks)


def _others(tell: Telling) -> str:
    say = tell.say
    names = [name for name in tell.found.metric_ids if name in HEADLINES and name != main_metric(tell)]
    parts = []
    for option in tell.others:
        if not names or tell.found.plan.same_as[option] == 0:
            continue
        words: dict[str, list[str]] = {}
        for name in names:
            words.setdefault(tell.found.difference(name, option).verdict, []).append(name_of(name, tell))
        told = clauses((f"{say(VERDICTS[word])}{'：' if tell.lang == 'zh' else ': '}{joined(words[word], tell.lang)}" for word in VERDICTS if word in words), tell.lang)
        parts.append(told if len(tell.others) == 1 else say("with {option} {told}", option=tell.letters[option], told=told))
    return say("Of the other headline numbers, {parts}.", parts=clauses(parts, tell.lang)) if parts else ""


def _money_and_losers(tell: Telling) -> str:
    say = tell.say
    parts = [_money(tell)]
    for option in tell.others:
        lost = losers(tell, option) if any(tell.evidence.portraits) else []
        if lost:
            parts.append(say("in {option} less is resolved in time for: {who}", option=tell.letters[option], who=joined(lost, tell.lang)))
    if len(parts) == 1 and any(tell.evidence.portraits):
        parts.append(say("none of the groups looked at is served worse in time"))
    told = clauses(parts, tell.lang)
    return told[:1].upper() + told[1:] + ("。" if tell.lang == "zh" else ".")


def _money(tell: Telling) -> str:
    say, have = tell.say, [resources_of(tell.scenario(at)).money for at in tell.options]
    if all(abs(one - have[0]) <= ALIKE * max(have[0], 1.0) for one in have):
        return say("all options have the same money for wages and cash")
    told = [f"{tell.letters[at]} {100 * (have[at] / have[0] - 1):+.0f} %" for at in tell.others if have[0]]
    return say("resources are not equal: money for wages and cash against A: {told}", told=joined(told, tell.lang))


def _doubts(tell: Telling) -> str:
    say, parts = tell.say, []
    for one in tell.evidence.doubts:
        turned = [told for swing in one.swings for told in _turning(one.base, swing, tell)]
        blanks = {"n": len(one.swings), "option": tell.letters[one.option]}
        if turned:
            parts.append(say("for {option} the verdict changes within the plausible range of: {names}", **blanks, names=joined(turned, tell.lang)))
        elif one.swings:
            parts.append(say("for {option} none of the {n} assumptions that were moved through their plausible range changes the verdict", **blanks))
    if not parts:
        return ""
    told = clauses(parts, tell.lang)
    return told[:1].upper() + told[1:] + ("。" if tell.lang == "zh" else ".")


def _turning(base: Difference, swing: Swing, tell: Telling) -> list[str]:
    """ "problems going away (0.5 per day: no difference)" for each end that changes the word."""
    say, unit = tell.say, swing_unit(swing, tell.say)
    ends = ((swing.low, swing.at_low), (swing.high, swing.at_high))
    found = [f"{value:g} {unit}".rstrip() + ("：" if tell.lang == "zh" else ": ") + say(VERDICTS[one.verdict]) for value, one in ends if turns(base, one)]
    pattern = "“{}”（{}）" if tell.lang == "zh" else "“{}” ({})"
    return [pattern.format(swing_name(swing, say), clauses(found, tell.lang))] if found else []


def turns(base: Difference, moved: Difference) -> bool:
    """Whether an assumption changes the word: another one of higher, lower and no difference. What cannot be told turns nothing."""
    return "cannot tell" not in (base.verdict, moved.verdict) and base.verdict != moved.verdict


def name_of(metric: str, tell: Telling) -> str:
    """The metric's bare name."""
    return metric_name(METRICS[metric], tell.say)


__all__ = ["answer", "main_metric", "name_of", "turns"]
