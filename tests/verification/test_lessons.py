"""Every lesson's claim, against the engine and against theory.

Agreement with theory is judged as everywhere in this suite: 40 replications, |t| <= 5.290 (a family-wise error of 1e-3 over 200 checks, of which these
are 36) and a half-width of 3 % at most. A claim "up" or "down" holds if the paired difference has that sign with |t| above the same critical value and the
ratio of means is as large as the lesson says; "same" if the 95 % interval of the ratio lies within the lesson's bound.
"""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from replications import CRITICAL_T, WIDEST, disagreements, replicate, stays, t_statistic

from sim.classroom.checked import FILE, Runs, as_json, long_worlds, run_both, summary
from sim.classroom.exact import THEORIES, exact_numbers
from sim.classroom.lesson import Hold, Lesson, find_lesson, lessons
from sim.scenario.scenario import Scenario
from sim.study.interval import t_quantile

LESSONS = {one.id: one for one in lessons()}


def judged(claim: Hold, runs: Runs) -> str:
    """Empty if the claim holds in these paired runs; else what was found."""
    one, two = (np.array([run[claim.number] for run in world]) for world in runs)
    ratio = two.mean() / one.mean()
    spread = two - ratio * one  # the ratio's own deviation, to first order
    half = t_quantile(len(one) - 1) * spread.std(ddof=1) / math.sqrt(len(one)) / one.mean()
    if claim.direction == "same":
        fits = ratio - half > 1 - claim.within and ratio + half < 1 + claim.within
    else:
        sign = 1 if claim.direction == "up" else -1
        fits = sign * t_statistic(two - one, 0.0) > CRITICAL_T and max(ratio, 1 / ratio) > claim.least
    return "" if fits else f"{claim.number} should be {claim.direction}: ratio {ratio:.4f} ± {half:.4f}"


@pytest.mark.long
@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_holds_in_the_engine_and_the_engine_agrees_with_theory(name: str) -> None:
    lesson = LESSONS[name]
    runs = run_both(long_worlds(lesson), lesson.text.theory)
    assert not [found for claim in lesson.text.holds if (found := judged(claim, runs))]
    exact = exact_numbers(lesson.text.theory, lesson.scenarios)
    for world, samples in enumerate(runs):
        certain = {key for key in samples[0] if len({sample[key] for sample in samples}) == 1}
        numbers = {key: value for key in set(samples[0]) - certain if (value := exact[key][world]) is not None}
        assert not disagreements(samples, numbers)
        assert all(samples[0][key] == pytest.approx(exact[key][world], rel=1e-9) for key in certain)
    recorded = json.loads((lesson.path.parent / FILE).read_text(encoding="utf-8"))[name]
    assert as_json(lesson, summary(runs)) == recorded, "shequ lessons --check --record scenarios/lessons/checked.json"


@pytest.mark.long
@pytest.mark.parametrize("name", LESSONS)
def test_a_class_that_runs_it_with_other_chances_sees_the_same(name: str) -> None:
    """As short as it is shown: at least 36 of 40 replications have every direction of the claim. A lesson that failed one time in four would pass
    this with a chance below 0.02."""
    lesson = LESSONS[name]
    one, two = run_both(lesson.scenarios, lesson.text.theory)
    for claim in lesson.text.holds:
        if claim.direction != "same":
            sign = 1 if claim.direction == "up" else -1
            assert sum(sign * (b[claim.number] - a[claim.number]) > 0 for a, b in zip(one, two, strict=True)) >= 36, claim.number


def changed(scenario: Scenario, part: str, **values: object) -> Scenario:
    """The scenario with values of one of its tables replaced."""
    return scenario.model_copy(update={part: getattr(scenario, part).model_copy(update=values)})


def agree(lesson: Lesson, pair: tuple[Scenario, Scenario], number: str, days: int) -> tuple[float, float]:
    """Exact values of a number in both worlds, after the engine has agreed with them."""
    pair = (changed(pair[0], "run", days=days), changed(pair[1], "run", days=days))
    runs, theory = run_both(pair, lesson.text.theory), THEORIES[lesson.text.theory]
    values = []
    for scenario, samples in zip(pair, runs, strict=True):
        values.append(theory.of(scenario)[number])
        assert not disagreements(samples, {number: values[-1]})
    return values[0], values[1]


@pytest.mark.long
def test_grids_that_help_each_other_are_one_office_again() -> None:
    """Lesson 1, its way out."""
    lesson = LESSONS["pooling"]
    one, two = lesson.scenarios
    post = two.posts["clerk"].model_copy(update={"overflow": "siblings"})
    office, grids = agree(lesson, (one, two.model_copy(update={"posts": {"clerk": post}})), "wait", 2400)
    assert office == grids


@pytest.mark.long
def test_a_level_that_settles_little_makes_it_slower() -> None:
    """Lesson 2, the other way round: below the turning point, the further rung costs time."""
    lesson = LESSONS["levels"]
    one, two = lesson.scenarios
    near = two.levels["near"].model_copy(update={"reach": {"all": 0.48}})
    far, further = agree(lesson, (one, two.model_copy(update={"levels": {**two.levels, "near": near}})), "stay", 2400)
    enough = exact_numbers("levels", lesson.scenarios)["enough"][1]
    assert enough is not None and enough > 48
    assert further > far


@pytest.mark.long
def test_where_all_arises_by_day_the_day_office_is_faster() -> None:
    """Lesson 3, the other way round: beyond the turning point."""
    profile = [1.0 if 9 <= hour < 17 else 0.0 for hour in range(24)]
    for scenario, exact, seed in zip(LESSONS["shifts"].scenarios, (3.47, 4.15), (931, 932), strict=True):
        by_day = changed(changed(scenario, "demand", hour_profile=profile), "run", days=1500)
        assert np.mean(replicate(by_day, lambda outcome: stays(outcome).mean(), seed)) == pytest.approx(exact, rel=0.01)


def test_the_rule_is_that_of_the_suite() -> None:
    assert (CRITICAL_T, WIDEST) == (5.290, 0.03)
    assert find_lesson("pooling").text.check.replications == 40
