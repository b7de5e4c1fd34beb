"""How the analyses of a study are worded, on the screen and in the report alike."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.analysis.fault import AnalysisError
from sim.locale import Translator
from sim.locale.numbers import decimals, difference_text, unit_of, value_text
from sim.metrics import METRICS, Metric
from sim.study.wording import metric_name
from sim.sweep.names import factor_name, structure_name, value_name

if TYPE_CHECKING:
    from sim.analysis.prim import Limit
    from sim.analysis.sensitivity import Morris
    from sim.sweep.attribution import Attributed
    from sim.sweep.leaders import Leaders
    from sim.sweep.result import Sweep
    from sim.sweep.robustness import Robustness
    from sim.sweep.sensitivity import Answer, Output, Sensitivity

NOISY = 0.3
"""Above this share of chance in the differences between points a reader is warned. Assumption."""

VAGUE = 0.25
"""With a wider interval of a total share a reader is warned. Assumption."""

ONE_WAY = 0.9
"""From this share of mu* on, mu counts as one direction."""

CHANCE = 0.05
"""A range with a larger quasi-p is told to be possible chance."""

LISTED = 6
"""Names of structures that may be ahead."""

WORTH = 0.25
"""Pairs whose index is below this share of the smallest relevant difference are not worth a reader's time."""

PAIRS = 6
"""Pairs told, the strongest first; all are in interactions.csv."""

INPUTS = ("values", "outputs")


def why_not(error: AnalysisError, say: Translator, about: str = "") -> str:
    """Why an analysis was not made, without the name of the program; `about` stands in place of the word the analysis has for its input."""
    if about and error.blanks.get("what") in INPUTS:
        return AnalysisError(error.sentence, **{**error.blanks, "what": about}).render(say.lang).removeprefix("shequ: ")
    text = error.render(say.lang).removeprefix("shequ: ")
    return f"{about}: {text}" if about else text


def leaders_text(told: Leaders, found: Sweep, say: Translator) -> str:
    """Which structures may be ahead on the primary metric, whether that is settled, and how many more replications it takes at most."""
    metric = METRICS[told.metric]
    if told.found is None:
        assert told.why is not None
        return say("Which one is ahead: {why}", why=why_not(told.why, say, metric_name(metric, say)))
    unit, chosen = unit_of(metric.unit), told.found
    width = f"{told.indifference * unit.factor:.3g}{unit.difference[say.lang == 'zh']}"
    names = [structure_name(found.table, at, say.lang) for at in chosen.candidates]
    listed = "; ".join(names[:LISTED]) + (say(" and {n} more", n=len(names) - LISTED) if len(names) > LISTED else "")
    most = say("highest") if metric.direction == "up" else say("lowest")
    if len(found.table.worlds) > 1:
        most = say("{most} in the mean over the worlds", most=most)
    if len(names) == 1:
        return say("{most}: {name} (95 %; about the replications, not about the world)", most=most, name=names[0])
    if chosen.settled:
        return say("{most}, if a lead below {width} counts as none: {name} (95 %; about the replications, not about the world)",
                   most=most, width=width, name=structure_name(found.table, chosen.best, say.lang))  # fmt: skip
    return say("{most}: cannot tell between {names}; about {more} more replications would settle it (a lead below {width} counts as none)",
               most=most, names=listed, more=chosen.more, width=width)  # fmt: skip


# ── sensitivity ────────────────────────────────────────────────────────────────────────────────────────────────────────


def method_text(found: Sensitivity, say: Translator) -> str:
    """How points were drawn, and what the numbers of the method mean."""
    if found.method == "morris":
        return say("{points} points (morris). Effect: how far the factor moves the result over its whole range, on average (mu*): + raises it, - lowers "
                   "it, +/- now one, now the other; sigma: how much that depends on the other factors.", points=found.points)  # fmt: skip
    if found.method == "saltelli":
        return say("{points} points (saltelli). Share of the variance by the factor alone (S1) and with everything it takes part in (ST), ± 95 %.", points=found.points)
    return say("{points} points ({method}). PAWN: how far the distribution of the result moves when the factor is held, 0 to 1; the threshold is what a "
               "factor without effect reaches by chance.", points=found.points, method=found.method)  # fmt: skip


def output_name(found: Sensitivity, output: Output, say: Translator) -> str:
    """The level of the first, or whose difference from it."""
    first = found.subject(0, say.lang)
    if output.subject == 0:
        return say("level, {first}", first=first)
    return say("difference, {other} - {first}", other=found.subject(output.subject, say.lang), first=first)


def effect_text(one: Morris, at: int, metric: Metric, say: Translator) -> str:
    """ "+3.1 points (± 0.4)": which way, how far, how well known."""
    unit, size, conf = unit_of(metric.unit), one.mu_star[at], one.mu_star_conf[at]
    digits = decimals(unit, conf, size)
    sign = ("+" if one.mu[at] > 0 else "-") if abs(one.mu[at]) >= ONE_WAY * size and size else "+/-"
    return f"{sign}{size * unit.factor:,.{digits}f}{unit.difference[say.lang == 'zh']} (± {conf * unit.factor:,.{digits}f})"


def sigma_text(one: Morris, at: int, metric: Metric) -> str:
    """How much the effect depends on the other factors, in as many digits as the effect."""
    unit = unit_of(metric.unit)
    return f"{one.sigma[at] * unit.factor:,.{decimals(unit, one.mu_star_conf[at], one.mu_star[at])}f}"


def leading_factors(answer: Answer, most: int = 3) -> tuple[str, ...]:
    """The factors that matter most of those that matter for certain."""
    order = sorted(range(len(answer.sizes)), key=lambda at: -answer.sizes[at])
    return tuple(name for name in (answer.names[at] for at in order) if name not in answer.idle)[:most]


def matters_text(found: Sensitivity, answer: Answer, say: Translator) -> str:
    """Which factors matter most, and which may be held fixed."""

    def names(ids: Sequence[str]) -> str:
        return "; ".join(factor_name(found.sweep.table.study, one, say.lang) for one in ids)

    first = leading_factors(answer)
    text = say("matters most: {names}", names=names(first)) if first else say("nothing that was varied matters for certain")
    if found.method == "morris" and answer.idle:
        text += say("; may be held fixed: {names}", names=names(answer.idle))
    return f"{output_name(found, answer.output, say)}: {text}"


def doubts(answer: Answer, say: Translator) -> list[str]:
    """What makes the indices of an output uncertain."""
    told = []
    if answer.noise > NOISY:
        told.append(say("Mind: {share} % of the differences between points is chance; more replications would tell more", share=f"{100 * answer.noise:.0f}"))
    if answer.vagueness > VAGUE:
        told.append(say("Mind: shares are known to ± {width} % only; more points would tell more", width=f"{100 * answer.vagueness:.0f}"))
    return told


# ── robustness ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def thresholds_text(found: Robustness, say: Translator) -> str:
    """What is good enough, or how a study says so."""
    if found.satisficing is None:
        return say('No thresholds are given; a study says what is good enough in [thresholds]: resolved_in_deadline = ">= 0.85"')
    said = []
    for name, (sign, limit) in found.satisficing.thresholds.items():
        unit = unit_of(METRICS[name].unit)
        said.append(f"{metric_name(METRICS[name], say)} {sign} {value_text(limit, unit, 0 if abs(limit * unit.factor) >= 10 else 2, say.lang)}")
    return say("Good enough: {thresholds}", thresholds="; ".join(said))


def front_text(found: Robustness, at: int, say: Translator) -> str:
    """Whether some other structure is better for certain on every metric."""
    if found.front is None:
        return ""
    if found.front.on_front[at]:
        return say("none is better for certain")
    by = ", ".join(found.front.options[other] for other in found.front.dominated_by[at])
    return say("structure {others} is better for certain on the means over the worlds", others=by)


def failing_texts(found: Robustness, say: Translator) -> list[str]:
    """In how many worlds the structure that is ahead on average misses a threshold, and where these lie."""
    if found.satisficing is None:
        return []
    name = structure_name(found.sweep.table, found.leading, say.lang)
    missed, worlds = int(found.satisficing.failing[:, found.leading].sum()), len(found.sweep.table.worlds)
    told = [say("“{name}” is ahead in the mean over the worlds; it misses a threshold in {missed} of {worlds} of them.", name=name, missed=missed, worlds=worlds)]
    if found.discovery is None:
        return told
    box = found.discovery.suggested
    if not box.limits:
        return [*told, say("No range of the unknowns sets these worlds apart.")]
    where = say(" and ").join(limit_text(found, limit, say) for limit in box.limits)
    told.append(say("Mostly where {where}: there {inside} worlds, {density} % of which miss; {coverage} % of all misses lie there.",
                    where=where, inside=box.inside, density=f"{100 * box.density:.0f}", coverage=f"{100 * box.coverage:.0f}"))  # fmt: skip
    idle = [limit for limit in box.limits if limit.quasi_p > CHANCE]
    return told + ([say("Of these, {names} may be chance.", names="; ".join(limit_text(found, one, say) for one in idle))] if idle else [])


def limit_text(found: Robustness, limit: Limit, say: Translator) -> str:
    """ "problems per resident and year from 0.9 to 1.2"; only the end that cuts anything off is told."""
    study = found.sweep.table.study
    name = factor_name(study, limit.factor, say.lang)
    if limit.values:
        return f"{name} {say(' or ').join(value_name(study, limit.factor, value, say.lang) for value in limit.values)}"
    values = [float(world.uncertainties[limit.factor]) for world in found.sweep.table.worlds]
    if limit.low <= min(values):
        return say("{name} at most {value}", name=name, value=f"{limit.high:.3g}")
    if limit.high >= max(values):
        return say("{name} at least {value}", name=name, value=f"{limit.low:.3g}")
    return say("{name} from {low} to {high}", name=name, low=f"{limit.low:.3g}", high=f"{limit.high:.3g}")


def unknown_texts(found: Robustness, say: Translator, most: int) -> list[str]:
    """How much of what one run shows is not known of the world, and how much is chance; then the same of differences, `most` of all."""
    primary, table = found.sweep.metric_ids[0], found.sweep.table
    level = found.variances.get(primary)
    if level is None:
        return []
    told = [say("Of what makes single runs of one structure differ, {share} % is what we do not know of the world, the rest chance.", share=_percent(level.epistemic_share))]
    for (name, at), one in list(found.differences.items())[:most]:
        if name == primary:
            told.append(say("of the difference, {other} - {first}: {share} %", other=structure_name(table, at, say.lang),
                            first=structure_name(table, 0, say.lang), share=_percent(one.epistemic_share)))  # fmt: skip
    return told


def _percent(share: float) -> str:
    return "0" if math.isnan(share) else f"{100 * share:.0f}"


# ── attribution ────────────────────────────────────────────────────────────────────────────────────────────────────────


def sharing_texts(one: Attributed, say: Translator) -> list[str]:
    """ "alone: L3 +7.1, L1 +5.4; together a further +2.1 points", the pairs whose interval leaves zero out, and what the draw leaves open."""
    assert one.found is not None
    unit = unit_of(METRICS[one.metric].unit)
    shares = sorted(one.found.shares, key=lambda share: -abs(share.alone))
    digits = max(decimals(unit, (share.high - share.low) / 2, share.value) for share in shares)
    bare = unit._replace(difference=("", ""))

    def text(value: float, last: bool = False) -> str:
        return difference_text(value, unit if last else bare, digits, say.lang)

    alone = ", ".join(f"{share.name} {text(share.alone)}" for share in shares)
    told = [say("Each alone: {alone}; together a further {rest}", alone=alone, rest=text(one.found.interactions, True))]
    clear = [pair for pair in one.found.pairs if (pair.low > 0 or pair.high < 0) and abs(pair.value) >= WORTH * one.total.relevant]
    pairs = sorted(clear, key=lambda pair: -abs(pair.value))[:PAIRS]
    if pairs:
        listed = ", ".join(f"{pair.first} × {pair.second} {text(pair.value)}" for pair in pairs)
        told.append(say("Pairs whose joint effect is not the sum of both: {pairs}", pairs=listed))
    if one.found.orders is not None:
        worst = max(share.order_se for share in one.found.shares)
        told.append(say("Orders were sampled: that leaves the shares open by another ± {se} (standard error, at most)", se=text(worst, True).lstrip("+")))
    return told


__all__ = [
    "CHANCE", "ONE_WAY", "doubts", "effect_text", "failing_texts", "front_text", "leaders_text", "leading_factors", "limit_text", "matters_text", "method_text",
    "output_name", "sharing_texts", "sigma_text", "thresholds_text", "unknown_texts", "why_not",
]  # fmt: skip
