"""The official ledger: what the organisation's own statistics would show of a run that truly went as it did.

The engine knows what truly happened to every issue. An office knows only its register: what was accepted, when somebody
called, when the case was marked closed, and what those residents say who are called back and answer. This layer makes
that second picture from the first. It changes nothing and draws nothing from the engine's luck: its three questions
(called back? answers? which grade?) are keyed by the issue, so a case is called back under every organisation or none.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from sim.columns import NEVER, Column, Table
from sim.compiled import entry
from sim.dice import uniform
from sim.errors import ScenarioError
from sim.world import Rows, World
from sim.world.codes import Decision, Fate

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

SATISFIED_OFFICIAL = 3
"""Lowest of the five grades that the official rate counts as satisfied (基本满意)."""

SATISFIED_STRICT = 4
"""Lowest of the five grades that research counts as satisfied (满意)."""


class Span(Protocol):
    """Hours from the start of the run: end of warm-up, end of the cohort, end of observation."""

    @property
    def warm_h(self) -> float: ...
    @property
    def cohort_end_h(self) -> float: ...
    @property
    def end_h(self) -> float: ...


class FinishedRun(Protocol):
    """What observation and metrics need of an outcome."""

    @property
    def scenario(self) -> Scenario: ...
    @property
    def world(self) -> World: ...
    @property
    def window(self) -> Span: ...
    @property
    def level_ids(self) -> list[str]: ...
    @property
    def post_ids(self) -> list[str]: ...
    @property
    def cohort(self) -> npt.NDArray[np.bool_]: ...


def _rule(default: Any, unit: str, en: str, zh: str, source: str = "assumption") -> Any:
    """A number of the rule with its unit, meaning and source."""
    return field(default=default, metadata={"unit": unit, "en": en, "zh": zh, "source": source})


@dataclass(frozen=True)
class ObservationRule:
    """How an office asks residents, and how they answer. `field(...).metadata` carries unit, meaning and source.

    Raises ScenarioError if a probability leaves [0, 1], an effect is negative or not finite, or cuts do not increase.
    """

    callback: float = _rule(
        0.12, "probability", "a closed case that a resident reported is called back", "居民上报的办结工单回访抽样率",
        "data:shanghai_12345_2016 about 140,000 call-backs on 1.2 m orders")
    answer: float = _rule(0.6, "probability", "a resident with neutral feelings answers", "态度中性者应答概率")
    answer_effect: float = _rule(
        0.5, "1 per unit of satisfaction", "strong feelings, good or bad, make an answer likelier: no answer with "
        "probability (1 - answer) * exp(-effect * |s|)", "情绪强度对应答的影响")
    insight: float = _rule(
        0.6, "probability", "asked about a fix that did not hold, the resident already knows it and says so "
        "(kappa_c, 0.3-0.9)", "未真正解决者在回访中指出的概率")
    slope: float = _rule(
        1.5, "logit per unit of satisfaction", "how strongly the grade follows latent satisfaction", "评级斜率")
    cuts: tuple[float, float, float, float] = _rule(
        (-3.5, -2.0, -0.25, 1.25), "logit", "ordered logit: P(grade <= j) = 1 / (1 + exp(-(cuts[j-1] - slope * s))); "
        "at s = 0, as expected, these put 88 % in the top three and 56 % in the top two grades", "五级评价的四个切点")

    def __post_init__(self) -> None:
        """Check the ranges."""
        for name in ("callback", "answer", "insight"):
            if not 0 <= getattr(self, name) <= 1:
                raise ScenarioError(f"observation.{name} is {getattr(self, name)}; a probability lies between 0 and 1")
        for name in ("answer_effect", "slope"):
            if not (math.isfinite(getattr(self, name)) and getattr(self, name) >= 0):
                raise ScenarioError(f"observation.{name} is {getattr(self, name)}; expected a finite number, 0 or more")
        if len(self.cuts) != 4 or any(not low < high for low, high in zip(self.cuts, self.cuts[1:], strict=False)):
            raise ScenarioError(f"observation.cuts is {self.cuts}; expected four increasing numbers")

    @classmethod
    def sources(cls) -> dict[str, str]:
        """Where each value comes from, by field name."""
        return {item.name: item.metadata["source"] for item in fields(cls)}


USUAL = ObservationRule()


class Entry(Table):
    """One row of the official ledger: a registered case of the cohort. Flags are 0 or 1."""

    issue: Annotated[np.int32, Column("row", "issue it is about", "对应问题")]
    registered_h: Annotated[np.float64, Column("h", "registered", "登记时刻", start=NEVER)]
    contacted_h: Annotated[np.float64, Column("h", "first contact", "首次响应时刻", start=NEVER)]
    closed_h: Annotated[np.float64, Column("h", "first closed", "首次办结时刻", start=NEVER)]
    response_due: Annotated[np.int8, Column("0/1", "the promised response time has run out", "响应承诺已到期")]
    responded: Annotated[np.int8, Column("0/1", "contacted within the promised response time", "按承诺响应")]
    due: Annotated[np.int8, Column("0/1", "the deadline has run out", "办理时限已到")]
    on_time: Annotated[np.int8, Column("0/1", "closed within the deadline", "按时办结")]
    closed: Annotated[np.int8, Column("0/1", "closed at least once", "已办结")]
    duplicates: Annotated[np.int32, Column("reports", "further registrations of the same, for neighbours", "重复登记数")]
    called: Annotated[np.int8, Column("0/1", "called back", "已回访")]
    answered: Annotated[np.int8, Column("0/1", "the resident answered", "回访成功")]
    stated: Annotated[np.int8, Column("0/1", "the resident said it was resolved", "回访称已解决")]
    grade: Annotated[np.int8, Column("1-5", "grade given, 5 best; 0 = none", "评价等级")]


class Odds(NamedTuple):
    """The rule as the compiled loop reads it."""

    callback: float
    answer: float
    answer_effect: float
    insight: float
    slope: float
    cuts: tuple[float, float, float, float]


@entry
def _call_back(key, satisfaction, eligible, held, odds, called, answered, stated, grade):
    """Call back the eligible. All arrays (n,); `called`, `answered`, `stated`, `grade` are written in place.

    A case without a satisfaction yet (nan: brought up again and still open) counts as neutral and gives no grade.
    """
    for i in range(key.size):
        if not eligible[i] or uniform(key[i], Decision.CALLBACK, 0) >= odds.callback:
            continue
        called[i] = 1
        felt = satisfaction[i]
        strength = 0.0 if math.isnan(felt) else abs(felt)
        if uniform(key[i], Decision.ANSWER, 0) < (1.0 - odds.answer) * math.exp(-odds.answer_effect * strength):
            continue
        answered[i] = 1
        if held[i] != 0 or uniform(key[i], Decision.ANSWER, 1) >= odds.insight:
            stated[i] = 1
        if math.isnan(felt):
            continue
        u = uniform(key[i], Decision.GRADE, 0)
        level = 1
        for cut in odds.cuts:
            if u > 1.0 / (1.0 + math.exp(odds.slope * felt - cut)):
                level += 1
        grade[i] = level


def observe(run: FinishedRun, rule: ObservationRule = USUAL) -> Rows:
    """The official ledger of a run's cohort: one `Entry` per case registered by the end, in order of occurrence.

    Where neighbours' reports of the same are registered again, the office counts each of them (`duplicates`).
    The office starts its clock when it accepts a case, not when the problem occurred, and stops it at the first
    closure, whether or not the fix holds. The call-back asks about that first closure; what a patrol found by itself is
    not called back, there is nobody to call.
    """
    world, end_h = run.world, run.window.end_h
    case = world.case
    rows = np.flatnonzero(run.cohort & (case["registered_h"] <= end_h))
    ledger = Entry.allocate(rows.size)
    ledger["issue"] = rows
    for name in ("registered_h", "contacted_h", "closed_h"):
        time = case[name][rows]
        ledger[name] = np.where(time <= end_h, time, np.nan)
    deadline = world.category["deadline_h"][world.issue["category"][rows]]
    promise = run.scenario.dispatch.response_promise * deadline
    since = ledger["registered_h"]
    ledger["response_due"] = since + promise <= end_h
    ledger["responded"] = ledger["contacted_h"] - since <= promise
    ledger["due"] = since + deadline <= end_h
    ledger["on_time"] = ledger["closed_h"] - since <= deadline
    ledger["closed"] = ~np.isnan(ledger["closed_h"])
    ledger["duplicates"] = case["duplicates"][rows]
    held = (case["fate"][rows] == Fate.RESOLVED) & (case["returns"][rows] == 0)
    eligible = (ledger["closed"] != 0) & (case["channel"][rows] != len(world.channel) - 1)
    low, fair, good, high = map(float, rule.cuts)
    answer, effect = float(rule.answer), float(rule.answer_effect)
    odds = Odds(float(rule.callback), answer, effect, float(rule.insight), float(rule.slope), (low, fair, good, high))
    with np.errstate(over="ignore"):  # keys wrap around on purpose; numpy only notices where the kernel runs uncompiled
        _call_back(world.issue["key"][rows], case["satisfaction"][rows], eligible, held, odds,
                   ledger["called"], ledger["answered"], ledger["stated"], ledger["grade"])
    return ledger


class OfficialRates(NamedTuple):
    """The five official rates, satisfaction also by the stricter count; nan where nothing was counted."""

    response: float
    closure: float
    on_time: float
    resolution: float
    satisfaction: float
    satisfaction_strict: float


def official_rates(ledger: Rows) -> OfficialRates:
    """响应率, 办结率, 按时办结率, 解决率, 满意率 from a ledger.

    response      contacted within the promise / registered, of those whose promised time has run out
    closure       closed / registered
    on time       closed within the deadline / registered, of those whose deadline has run out
    resolution    said to be resolved / call-backs answered
    satisfaction  one of the top three of five grades (strict: top two) / grades given
    """
    graded, entries, once = ledger["grade"] > 0, 1 + ledger["duplicates"].astype(np.int64), np.ones(len(ledger), np.int64)
    return OfficialRates(
        response=_rate(ledger["responded"] != 0, ledger["response_due"] != 0, entries),
        closure=_rate(ledger["closed"] != 0, np.ones(len(ledger), bool), entries),
        on_time=_rate(ledger["on_time"] != 0, ledger["due"] != 0, entries),
        resolution=_rate(ledger["stated"] != 0, ledger["answered"] != 0, once),
        satisfaction=_rate(ledger["grade"] >= SATISFIED_OFFICIAL, graded, once),
        satisfaction_strict=_rate(ledger["grade"] >= SATISFIED_STRICT, graded, once),
    )


def _rate(part: npt.NDArray[np.bool_], whole: npt.NDArray[np.bool_], entries: npt.NDArray[np.int64]) -> float:
    """Entries of `whole` that are also in `part`, as a share; nan of nothing."""
    count = int(entries[whole].sum())
    return float(int(entries[part & whole].sum()) / count) if count else math.nan
