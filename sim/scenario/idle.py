"""What a scenario switches on in vain: a mechanism whose occasion never comes, so that a comparison would call it useless.

A council has nothing to hear where no problem concerns more than its owner; one register spares nothing where nobody reports twice.
That says nothing about councils or registers: it says that the ground lacks what they are for.
"""

from __future__ import annotations

from sim.scenario.scenario import Scenario
from sim.scenario.sentences import Lang, Sentence
from sim.scenario.values import called, listed, pick

IDLE: dict[str, Sentence] = {
    "councils": Sentence(
        "{names} will hear nothing: no problem it could hear concerns more than one person (categories.*.shared is 0)",
        "{names}无事可议:可议的类别中没有涉及多人的问题(categories.*.shared 为 0)",
    ),
    "registry": Sentence(
        "one register for repeated reports changes nothing: nobody reports a problem twice (dispatch.duplicates is 0)",
        "统一登记不起作用:没有重复上报(dispatch.duplicates 为 0)",
    ),
    "emergency": Sentence(
        "emergency command changes nothing: no category is an emergency (emergency.categories is empty)",
        "应急指挥不起作用:没有列为应急的类别(emergency.categories 为空)",
    ),
    "listed": Sentence(
        "what the evaluation lists changes nothing: offices are not evaluated (evaluation.weight is 0)",
        "列入考核的类别不起作用:没有考核(evaluation.weight 为 0)",
    ),
}


def idle(scenario: Scenario, lang: Lang) -> list[str]:
    """One sentence for each mechanism that is on and has no occasion."""
    emergency, evaluation = scenario.emergency, scenario.evaluation
    found = [pick(IDLE["councils"], lang).format(names=listed(names, lang))] if (names := _silent(scenario, lang)) else []
    told = {
        "registry": scenario.dispatch.registry == "single" and scenario.dispatch.duplicates == 0,
        "emergency": not emergency.categories and (emergency.preempts or emergency.surge != "none"),
        "listed": evaluation.weight == 0 and any(share != 1 for share in evaluation.listed.values()),
    }
    return found + [pick(IDLE[code], lang) for code, holds in told.items() if holds]


def _silent(scenario: Scenario, lang: Lang) -> list[str]:
    """Councils for matters of several people, where none of their categories has any."""
    return [
        called("councils", name, scenario, lang)
        for name, council in scenario.councils.items()
        if council.least_affected > 1 and not any(scenario.categories[one].shared for one in council.categories or scenario.categories)
    ]


__all__ = ["IDLE", "idle"]
