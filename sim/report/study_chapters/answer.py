"""The answer of a study in at most four sentences, as plain as its numbers allow: what was found, under which assumptions, in how many worlds."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.locale import Translator, mark
from sim.locale.numbers import decimals, difference_text, unit_of
from sim.metrics import Metric
from sim.report.study_chapters import entries
from sim.report.study_chapters.effects import Effect, effects
from sim.report.study_findings import StudyFindings
from sim.study.compare import VERDICTS, Difference, Verdict
from sim.study.wording import because, difference_texts, metric_name, told_values
from sim.sweep.names import factor_name
from sim.sweep.sensitivity import Answer
from sim.sweep.wording import leading_factors, output_name, sharing_texts

MOST = 4
"""Sentences."""

EACH = 2
"""Up to so many other structures in one world have a sentence each; of more the words are counted."""

EACH_OVER_WORLDS = 3

LEVERS = 4
"""Levers told of."""

SHARES = 4
"""Practices told of."""

Told = dict[Verdict, str]

ONE: Told = {
    "higher": mark("“{metric}” is higher with {other} than with {first} ({difference}, 95 % interval {interval})"),
    "lower": mark("“{metric}” is lower with {other} than with {first} ({difference}, 95 % interval {interval})"),
    "no difference": mark("“{metric}” shows no difference worth talking about between {other} and {first} ({difference}, 95 % interval {interval})"),
    "cannot tell": mark("{n} replications cannot tell whether “{metric}” differs between {other} and {first} ({difference}, 95 % interval {interval})"),
}
UNKNOWN = mark("{n} replications cannot tell whether “{metric}” differs between {other} and {first}: {reason}")

MANY: Told = {
    "higher": mark("Under the stated assumptions and in {count} of {worlds} worlds, “{metric}” is higher with {other} than with {first}"),
    "lower": mark("Under the stated assumptions and in {count} of {worlds} worlds, “{metric}” is lower with {other} than with {first}"),
    "no difference": mark("Under the stated assumptions and in {count} of {worlds} worlds, “{metric}” shows no difference worth talking about between {other} and {first}"),
    "cannot tell": mark("Under the stated assumptions and in {count} of {worlds} worlds, it cannot be told whether “{metric}” differs between {other} and {first}"),
}

UNDER = mark("Under the stated assumptions, {finding}.")


def answer(found: StudyFindings, say: Translator) -> tuple[str, ...]:
    """The sentences."""
    if found.attribution is not None:
        told = _shared(found, say)
    elif found.worlds > 1:
        told = _over_worlds(found, say)
    else:
        told = _in_one_world(found, say)
    return tuple(told[:MOST])


def _in_one_world(found: StudyFindings, say: Translator) -> list[str]:
    metric, others = found.primary, len(found.structures) - 1
    if not others:
        text = entries.estimate_text(found.level(metric.id, 0), metric, say)
        return [say(UNDER, finding=say("“{metric}” is {value} (mean of {n} replications, 95 % interval)", metric=metric_name(metric, say), value=text, n=found.sweep.replications))]
    if others <= EACH:
        told = [say(UNDER, finding=_one(found, metric, at, say)) for at in found.structures[1:]]
        return [*told, *(_other_metrics(found, say) if others == 1 else []), *_levers(found, say), *_sensed(found, say)]
    return [_counted(found, say), *_ends(found, say), *_levers(found, say), *_sensed(found, say)]


def _one(found: StudyFindings, metric: Metric, at: int, say: Translator) -> str:
    """What became of one structure, with its number."""
    one = found.differences(metric.id, at)[0]
    names = {"other": _structure(found, at, say), "first": _structure(found, 0, say)}
    return finding(found, one, found.level(metric.id, 0).mean, found.level(metric.id, at).mean, metric, names, say)


def finding(found: StudyFindings, one: Difference, before: float, after: float, metric: Metric, names: dict[str, str], say: Translator) -> str:
    """A difference as half a sentence; `names` has other and first."""
    name, n = metric_name(metric, say), found.sweep.replications
    if not math.isfinite(one.low):
        return say(UNKNOWN, metric=name, n=n, reason=because(one.reason, say), **names)
    told = told_values(before, after, one, say)
    return say(ONE[one.verdict], metric=name, n=n, difference=told.difference, interval=told.interval, **names)


def _other_metrics(found: StudyFindings, say: Translator) -> list[str]:
    """Which words apply to the metrics that are not the primary one."""
    words: dict[Verdict, list[str]] = {word: [] for word in VERDICTS}
    for metric in found.metrics[1:]:
        words[found.differences(metric.id, 1)[0].verdict].append(f"“{metric_name(metric, say)}”")
    told = "; ".join(f"{say(VERDICTS[word])}: {', '.join(names)}" for word, names in words.items() if names)
    return [say("Of the other named metrics – {told}.", told=told)] if told else []


def _counted(found: StudyFindings, say: Translator) -> str:
    every = [found.differences(found.primary.id, at)[0] for at in found.structures[1:]]
    told = ", ".join(say("{n} {verdict}", n=count, verdict=say(VERDICTS[word])) for word, count in entries.counted(every).items() if count)
    return say("Under the stated assumptions, of the {n} other structures “{metric}” is, against {first} – {told}.",
               n=len(every), told=told, metric=metric_name(found.primary, say), first=_structure(found, 0, say))  # fmt: skip


def _ends(found: StudyFindings, say: Translator) -> list[str]:
    """Between which structures the differences lie; not of places, which are not to be ranked."""
    every = [found.differences(found.primary.id, at)[0] for at in found.structures[1:]]
    if found.mixed or not all(math.isfinite(one.difference) for one in every):
        return []
    unit = unit_of(found.primary.unit)
    low, high = (pick(every, key=lambda one: one.difference) for pick in (min, max))
    if low.difference == high.difference:
        return []
    digits = max(decimals(unit, (one.high - one.low) / 2, one.difference) for one in (low, high))
    return [say("The differences run from {low} ({lowest}) to {high} ({highest}).",
                low=difference_text(low.difference, unit, digits, say.lang), lowest=_structure(found, low.option, say),
                high=difference_text(high.difference, unit, digits, say.lang), highest=_structure(found, high.option, say))]  # fmt: skip


def _levers(found: StudyFindings, say: Translator) -> list[str]:
    """How far each lever moves the primary metric, whatever the others are."""
    largest: dict[str, Effect] = {}
    for one in effects(found, found.primary):
        known = largest.get(one.lever)
        if one.difference is not None and (known is None or known.difference is None or abs(one.difference.difference) > abs(known.difference.difference)):
            largest[one.lever] = one
    order = sorted(largest.values(), key=lambda one: -abs(one.difference.difference) if one.difference else 0.0)[:LEVERS]
    if not order:
        return []
    told = "; ".join(f"“{factor_name(found.sweep.table.study, one.lever, say.lang)}” {one.change(found, say)}: {one.text(found.primary, say)} ({one.word(say)})" for one in order)
    return [say("On average over the other levers – {told}.", told=told)]


# ── many worlds ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _over_worlds(found: StudyFindings, say: Translator) -> list[str]:
    others = len(found.structures) - 1
    if not others:
        told = [_level(found, say)]
    elif others <= EACH_OVER_WORLDS:
        told = [_each(found, at, say) for at in found.structures[1:]]
    else:
        told = [_words(found, say)]
    return [*told, *_good_enough(found, say), *_sensed(found, say)]


def _level(found: StudyFindings, say: Translator) -> str:
    metric = found.primary
    over = found.levels(metric.id, 0)
    return say("Under the stated assumptions and ranges, the median of “{metric}” over {worlds} worlds is {median}; nine worlds in ten lie in {range}.",
               metric=metric_name(metric, say), worlds=found.worlds, median=entries.spread_value(over.median, over, metric, say),
               range=entries.spread_range(over, metric) or "–")  # fmt: skip


def _each(found: StudyFindings, at: int, say: Translator) -> str:
    """The word that applies in most worlds, the median and the range, and in how many worlds it is another."""
    metric, every = found.primary, found.differences(found.primary.id, at)
    counts, over = entries.counted(every), found.gaps(metric.id, at)
    word = max(counts, key=lambda one: counts[one])
    main = say(MANY[word], count=counts[word], worlds=found.worlds, metric=metric_name(metric, say), other=_structure(found, at, say), first=_structure(found, 0, say))
    others = entries.listed({one: count for one, count in counts.items() if one != word}, say)
    rest = f"; {others}" if others else ""
    if not math.isfinite(over.median):
        return entries.stop(main + rest, say)
    return say("{main} (median {median}, 90 % of worlds {range}{rest}).", main=main, rest=rest, median=entries.gap_text(over.median, over, metric, say), range=entries.gap_range(over, metric))


def _words(found: StudyFindings, say: Translator) -> str:
    every = [entries.counted(found.differences(found.primary.id, at)) for at in found.structures[1:]]
    higher, lower = (sum(counts[word] == found.worlds for counts in every) for word in ("higher", "lower"))
    return say(
        "Under the stated assumptions and in all {worlds} worlds, {higher} of the {n} other structures have a higher and {lower} a lower “{metric}” than "
        "{first}; of the other {rest} the word depends on the world, or there is no difference, or it cannot be told.", worlds=found.worlds, higher=higher,
        lower=lower, n=len(every), rest=len(every) - higher - lower, metric=metric_name(found.primary, say), first=_structure(found, 0, say),
    )  # fmt: skip


def _good_enough(found: StudyFindings, say: Translator) -> list[str]:
    """In how many worlds each structure meets every threshold."""
    held = found.robustness
    if held is None or held.satisficing is None:
        return []
    met = [round((1 - held.satisficing.failing[:, at]).sum()) for at in found.structures]
    if len(met) > EACH_OVER_WORLDS + 1:
        return [say("All thresholds are met in {low} to {high} of {worlds} worlds, depending on the structure.", low=min(met), high=max(met), worlds=found.worlds)]
    told = ", ".join(f"{_structure(found, at, say)} {count}" for at, count in enumerate(met))
    return [say("Of {worlds} worlds all thresholds are met in – {told}.", worlds=found.worlds, told=told)]


def _sensed(found: StudyFindings, say: Translator) -> list[str]:
    """Which of the varied factors moves the difference of the second structure (or the level of the only one) most."""
    if found.sensitivity is None:
        return []
    mine = [one for one in found.sensitivity.answers if one.output.metric == found.primary.id and one.found is not None]
    chosen: Sequence[Answer] = [one for one in mine if one.output.subject == 1] or mine[:1]
    if not chosen:
        return []
    names = "; ".join(factor_name(found.sweep.table.study, one, say.lang) for one in leading_factors(chosen[0]))
    what = output_name(found.sensitivity, chosen[0].output, say)
    return [say("Of what was varied, this moves it most ({what}): {names}.", what=what, names=names) if names
            else say("Of what was varied, nothing moves it for certain ({what}).", what=what)]  # fmt: skip


# ── attribution ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _shared(found: StudyFindings, say: Translator) -> list[str]:
    assert found.attribution is not None
    one = next((every for every in found.attribution.metrics if every.found is not None), found.attribution.metrics[0])
    metric, total = next(every for every in found.metrics if every.id == one.metric), one.total
    names = {"other": say("all {k} practices together", k=len(found.attribution.coalitions.practices)), "first": say("none of them")}
    masks = found.attribution.coalitions.masks
    before, after = (found.level(metric.id, masks.index(mask)).mean for mask in (0, max(masks)))
    told = [say(UNDER, finding=finding(found, total, before, after, metric, names, say))]
    if one.found is None:
        return told
    clear = sorted((judged for judged in one.judged if judged.verdict in ("higher", "lower")), key=lambda judged: -abs(judged.share.value))
    listed = [f"“{factor_name(found.sweep.table.study, share.name, say.lang)}” {difference_texts(metric, share.value, share.low, share.high, say)[0]}"
              for share, _, _ in clear[:SHARES]]  # fmt: skip
    if listed:
        told.append(say("Shared out among the practices (Shapley values) – {told}; of {n} others the share is too small to talk about, or cannot be told.",
                        told=", ".join(listed), n=len(one.judged) - len(listed)))  # fmt: skip
    else:
        told.append(say("Shared out among the practices (Shapley values), no single share is for certain worth talking about."))
    return [*told, entries.stop(sharing_texts(one, say)[0], say)]


def _structure(found: StudyFindings, number: int, say: Translator) -> str:
    return f"“{found.name(number, say)}”"


__all__ = ["MOST", "answer", "finding"]
