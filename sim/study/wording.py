"""How the numbers of a comparison are worded for a reader: names with units, no more digits than the interval carries, the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sim.locale import Translator
from sim.locale.numbers import decimals, difference_interval_text, difference_text, unit_of, value_text
from sim.metrics import METRICS, Metric
from sim.study.compare import VERDICTS, Comparison, Difference
from sim.study.interval import REASONS, Reason
from sim.study.plan import Option


class Told(NamedTuple):
    """One difference in words: both values, the difference, its interval, the verdict with what would settle it."""

    before: str
    after: str
    difference: str
    interval: str
    verdict: str
    word: str
    """the verdict alone"""


def metric_name(metric: Metric, say: Translator) -> str:
    """The metric's name in the reader's language."""
    return metric.zh if say.lang == "zh" else metric.en


def label(metric: Metric, say: Translator) -> str:
    """The metric's name, with the unit that is not written behind its numbers."""
    beside, name = unit_of(metric.unit).beside[say.lang == "zh"], metric_name(metric, say)
    return f"{name} ({beside})" if beside and beside not in name else name


def because(reason: Reason | None, say: Translator) -> str:
    """A reason in the reader's language."""
    return "" if reason is None else say(REASONS[reason.code], **reason._asdict())


def told_difference(found: Comparison, one: Difference, say: Translator) -> Told:
    """A difference of a comparison in words."""
    at = found.metric_ids.index(one.metric)
    return told_values(float(found.means[0, at]), float(found.means[one.option, at]), one, say)


def told_values(before: float, after: float, one: Difference, say: Translator) -> Told:
    """A difference between two means in words; digits go as far as the interval says something."""
    unit = unit_of(METRICS[one.metric].unit)
    digits = decimals(unit, (one.high - one.low) / 2, before, after)
    return Told(
        value_text(before, unit, digits, say.lang), value_text(after, unit, digits, say.lang), difference_text(one.difference, unit, digits, say.lang),
        difference_interval_text(one.low, one.high, unit, digits), _verdict(one, say), say(VERDICTS[one.verdict]),
    )  # fmt: skip


def difference_texts(metric: Metric, value: float, low: float, high: float, say: Translator, digits: int | None = None) -> tuple[str, str]:
    """A difference and its interval (empty where there is none), in no more digits than the interval carries unless `digits` are given."""
    unit = unit_of(metric.unit)
    shown = decimals(unit, (high - low) / 2, value) if digits is None else digits
    return difference_text(value, unit, shown, say.lang), difference_interval_text(low, high, unit, shown)


def option_title(option: Option, say: Translator) -> str:
    """The title of an option's scenario; the practices of "street-office+L8+K5", which it does not say, behind it: " + L8 + K5"."""
    title = option.scenario.title
    return (title.zh if say.lang == "zh" else title.en) + "".join(f" + {one}" for one in option.id.split("+")[1:])


def _verdict(one: Difference, say: Translator) -> str:
    word = say(VERDICTS[one.verdict])
    if one.reason is None or one.reason.code == "identical":
        return word
    if one.reason.code == "wide":
        return say("{verdict}; about {needed} replications would settle it", verdict=word, needed=f"{one.reason.needed:,}")
    return say("{verdict}: {reason}", verdict=word, reason=because(one.reason, say))


def checks_text(checks: Mapping[str, float | int], say: Translator) -> str:
    """The identities that held in every run."""
    told = say(
        "Checks: all {issues} issues accounted for in {runs} runs · "
        "queue identity (Little's law) holds to {little} · staff hours balance to {hours}",
        issues=f"{checks['issues']:,}", runs=f"{checks['runs']:,}",
        little=f"{checks['little_residual']:.0e}", hours=f"{checks['staff_hours_residual']:.0e}",
    )  # fmt: skip
    if "cash_residual" in checks:
        told += say(" · the cash of funds balances to {cash} and is never below zero", cash=f"{checks['cash_residual']:.0e}")
    return told


__all__ = ["Told", "because", "checks_text", "difference_texts", "label", "metric_name", "option_title", "told_difference", "told_values"]
