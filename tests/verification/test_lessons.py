"""Every lesson's claim, against the engine and against theory.

Agreement with theory is judged as everywhere in this suite: 40 replications, |t| <= 5.290 (a family-wise error of 1e-3 over 200 checks, of which these
are 36) and a half-width of 3 % at most. A claim "up" or "down" holds if the paired difference has that sign with |t| above the same critical value and the
ratio of means is as large as the lesson says; "same" if the 95 % interval of the ratio lies within the lesson's bound.
"""

from __future__ import annotations

import json

import numpy as np
import pytest
from replications import CRITICAL_T, WIDEST, disagreements, replicate, stays

from sim.classroom import checked
from sim.classroom.checked import FILE, as_json, judge, long_worlds, run_both, summary
from sim.classroom.exact import THEORIES, exact_numbers
from sim.classroom.lesson import Lesson, find_lesson, lessons
from sim.scenario.scenario import Scenario

LESSONS = {one.id: one for one in lessons()}


@pytest.mark.long
@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_holds_in_the_engine_and_the_engine_agrees_with_theory(name: str) -> None:
    lesson = LESSONS[name]
    runs = run_both(long_worlds(lesson), lesson.text.theory)
    assert not [found for claim in lesson.text.holds if not (found := judge(claim, runs, CRITICAL_T)).holds]
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


def agrees(lesson: Lesson, second: Scenario, number: str, seed: int) -> tuple[float, float]:
    """A number in theory in the first world, and in a second one that is not the lesson's, after the engine has agreed with the latter."""
    theory = THEORIES[lesson.text.theory]
    exact = theory.of(second)[number]
    samples = replicate(changed(second, "run", days=lesson.text.check.days), theory.measured, seed)
    assert not disagreements(samples, {number: exact})
    return theory.of(lesson.scenarios[0])[number], exact


@pytest.mark.long
def test_grids_that_help_each_other_are_one_office_again() -> None:
    """Lesson 1, its way out."""
    grids = LESSONS["pooling"].scenarios[1]
    helping = grids.model_copy(update={"posts": {"clerk": grids.posts["clerk"].model_copy(update={"overflow": "siblings"})}})
    office, together = agrees(LESSONS["pooling"], helping, "wait", 930)
    assert office == together


@pytest.mark.long
def test_a_level_that_settles_little_makes_it_slower() -> None:
    """Lesson 2, the other way round: below the turning point, the further rung costs time."""
    two = LESSONS["levels"].scenarios[1]
    near = two.levels["near"].model_copy(update={"reach": {"all": 0.5}})
    far, further = agrees(LESSONS["levels"], two.model_copy(update={"levels": {**two.levels, "near": near}}), "stay", 933)
    enough = exact_numbers("levels", LESSONS["levels"].scenarios)["enough"][1]
    assert enough is not None and enough > 50
    assert further > far


@pytest.mark.long
def test_where_all_arises_by_day_the_day_office_is_faster() -> None:
    """Lesson 3, the other way round: beyond the turning point."""
    profile = [1.0 if 9 <= hour < 17 else 0.0 for hour in range(24)]
    for scenario, exact, seed in zip(LESSONS["shifts"].scenarios, (3.47, 4.15), (931, 932), strict=True):
        by_day = changed(changed(scenario, "demand", hour_profile=profile), "run", days=1500)
        assert np.mean(replicate(by_day, lambda outcome: stays(outcome).mean(), seed)) == pytest.approx(exact, rel=0.01)


def test_the_rule_is_that_of_the_suite() -> None:
    assert (CRITICAL_T, WIDEST) == (checked.CRITICAL_T, 0.03)
    assert find_lesson("pooling").text.check.replications == 40
