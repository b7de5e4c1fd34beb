"""The cases whose fate changed most, told as timelines: the same problems of the same people under the first option and under another."""

from __future__ import annotations

import math

from sim.life import Life, changed_in_kind, follow_many, open_hours, tell
from sim.locale import Translator, mark
from sim.locale.voice import voice
from sim.outcome import Outcome
from sim.report.evidence import Fate, Step
from sim.study.many import home, homes, on_threads, run_named
from sim.study.plan import Plan
from sim.study.run import with_run

IN_DAYS_FROM_H = 48.0
"""From here on the time since the report is told in days."""

HOURS = mark("+{h} h")
DAYS = mark("+{days} days")


def fates(plan: Plan, option: int, count: int = 10, replicate: int = 0) -> tuple[Fate, ...]:
    """Lives of cases of one replication under the first option and under `option`, the most changed first.

    () where the two do not have the same people and problems, for then there is no same case, and where nothing differs. Which cases: see
    `sim.life.changed_in_kind`. They are extremes by choice, and say nothing of how often the like happens.
    """
    if plan.same_as[option] == 0 or any(one.code == "issues" and one.other == plan.options[option].id for one in plan.cautions):
        return ()
    scenarios = [with_run(plan.options[at].scenario, record_visits=False) for at in (0, option)]
    communities = homes(scenarios)
    runs = on_threads(lambda at: run_named(scenarios[at], replicate, communities[home(scenarios[at])]), 2)
    cases = _cases(runs, count)
    hours = [open_hours(run) for run in runs]
    if not cases:
        return ()
    lives = on_threads(lambda at: follow_many(scenarios[at], replicate, cases), 2)
    return tuple(
        Fate(case, replicate, option, (float(hours[0][case]), float(hours[1][case])),
             (_told(first, voice("zh")), _told(other, voice("zh"))), (_told(first, voice("en")), _told(other, voice("en"))))
        for case, first, other in zip(cases, *lives, strict=True)
    )  # fmt: skip


def _cases(runs: list[Outcome], count: int) -> list[int]:
    """The cases to tell; none where not even the number of issues is the same."""
    first, other = runs
    return changed_in_kind(first, other, count) if len(first.world.issue) == len(other.world.issue) else []


def _told(life: Life, say: Translator) -> tuple[Step, ...]:
    return tuple(Step(line.when, since(line.since_report_h, say), line.text) for line in tell(life, say))


def since(hours: float, say: Translator) -> str:
    """ "+5.2 h", "+3.1 days"; empty before the report."""
    if math.isnan(hours) or hours < 0:
        return ""
    return say(HOURS, h=f"{hours:.1f}") if hours < IN_DAYS_FROM_H else say(DAYS, days=f"{hours / 24:.1f}")


__all__ = ["fates", "since"]
