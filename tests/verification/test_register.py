"""A register that is not perfect, exactly: cut-offs and misroutes (V22), losses, repeated reports, closures for show, risk, express lines."""

from __future__ import annotations

import math

import numpy as np
import pytest
from replications import check, cohort
from textbook import clerks, jobs, merged, neutral, textbook
from theory import cobham, erlang_c, mmc_wait

from sim.outcome import Outcome
from sim.scenario.scenario import Scenario
from sim.simulate import simulate
from sim.world.codes import Fate

AMPLE = clerks(60)
"""Nobody ever waits for a hand."""


def on_its_way(hours: float) -> dict[str, object]:
    """A triage that always takes so long."""
    return {"mean_h": hours, "law": "fixed"}


def test_cut_offs():
    """V22: difficulty is uniform, so each level closes the share between its reach and that of the level below."""
    reach = {"community": 0.6, "street": 0.8, "district": 1.0}
    names = list(reach)
    levels = {name: {"parent": parent, "reach": {"all": reach[name]}} for name, parent in zip(names, [*names[1:], ""], strict=True)}
    posts = {name: {"level": name, "head_count": 60} for name in names}

    def measure(outcome: Outcome) -> dict[str, float]:
        _, case = cohort(outcome)
        return {name: np.mean(case["level"] == row) for row, name in enumerate(names)}

    check(textbook(2.4, levels=levels, posts=posts), measure, {"community": 0.6, "street": 0.2, "district": 0.2}, seed=901)


def test_misroutes():
    """V22: tries until the right office are Geometric(q); each wrong one costs its time."""
    scenario = textbook(2.4, posts=AMPLE, dispatch={"triage_accuracy": 0.7, "bounce_h": 24.0})

    def measure(outcome: Outcome) -> dict[str, float]:
        _, case = cohort(outcome)
        tries = case["misroutes"] + 1.0
        return {"tries": tries.mean(), "variance": tries.var(), "lost time": (case["assigned_h"] - case["registered_h"]).mean()}

    check(scenario, measure, {"tries": 1 / 0.7, "variance": 0.3 / 0.7**2, "lost time": (1 / 0.7 - 1) * 24}, seed=902)


def test_a_reminder_finds_what_was_lost():
    scenario = textbook(2.4, posts=AMPLE, dispatch={"lost": 0.2}, residents={"remind_every_h": 10.0, "remind_cap": 1})

    def measure(outcome: Outcome) -> dict[str, float]:
        _, case = cohort(outcome)
        away = case["assigned_h"] - case["registered_h"]
        assert np.allclose(away, np.where(case["losses"] == 1, 10.0, 0.0))
        return {"lost": np.mean(case["losses"] == 1)}

    check(scenario, measure, {"lost": 0.2}, seed=903)


def test_what_nobody_asks_about_stays_lost():
    outcome = simulate(textbook(2.4, cases=5000, posts=AMPLE, dispatch={"lost": 0.2}))
    fate = outcome.world.case["fate"][outcome.cohort]
    lost = int(np.sum(fate == Fate.LOST))
    assert abs(lost / fate.size - 0.2) < 5 * math.sqrt(0.2 * 0.8 / fate.size)
    assert lost + int(np.sum(fate == Fate.RESOLVED)) == fate.size
    assert int(outcome.checks["open_cases"]) >= lost


def test_repeated_reports_are_poisson_and_take_time():
    """.05 an hour while it is on its way for 20 hours: one on average, each a look of .3 hours."""
    dispatch = {"triage": on_its_way(20.0), "duplicates": 2.4, "diagnosis_share": 0.3}
    scenario = textbook(2.4, posts=AMPLE, categories=jobs(visible=0.5, work_law="fixed"), dispatch=dispatch)

    def measure(outcome: Outcome) -> dict[str, float]:
        _, case = cohort(outcome)
        number = case["duplicates"].astype(float)
        return {"mean": number.mean(), "variance": number.var(), "none": np.mean(number == 0), "worked": case["worked_h"].mean()}

    check(scenario, measure, {"mean": 1.0, "variance": 1.0, "none": math.exp(-1), "worked": 1.3}, seed=904)


def test_one_register_knows_them_already():
    dispatch = {"triage": on_its_way(20.0), "duplicates": 2.4, "registry": "single"}
    case = simulate(textbook(2.4, cases=2000, posts=AMPLE, categories=jobs(visible=0.5), dispatch=dispatch)).world.case
    assert not case["duplicates"].any()


EVALUATED = {"weight": 2.0, "false_base": 0.05, "false_pressure": 0.3, "audit_delay_h": 10.0}


def shown(hours: float) -> float:
    """Probability that a visit `hours` after registration is for show, at a deadline of 40 hours (science 4.7)."""
    pressure = 2.0 * hours / 40.0
    return 0.05 + 0.3 * pressure / (1 + pressure)


def evaluated(**changes: float) -> Scenario:
    """Every case comes to its first visit 20 hours after registration; a visit is an hour, for show .3 hours."""
    return textbook(
        2.4, posts=AMPLE, categories=jobs(deadline_h=40.0, work_law="fixed"), residents={"recheck": {"mean_h": 50.0, "law": "fixed"}},
        dispatch={"triage": on_its_way(20.0), "diagnosis_share": 0.3}, evaluation={**EVALUATED, **changes})


def test_closures_for_show():
    """P = 2 x 20 / 40 = 1, so p = .05 + .3 / 2; all are officially closed, and those for show take .3 of the work."""

    def measure(outcome: Outcome) -> dict[str, float]:
        _, case = cohort(outcome)
        closed = ~np.isnan(case["closed_h"])
        return {"shown": np.mean(case["shams"]), "closed": closed.mean() + 1e-12 * case["worked_h"].mean(),
                "unsolved": np.mean(case["fate"] == Fate.UNRESOLVED), "worked": case["worked_h"].mean()}

    check(evaluated(), measure, {"shown": 0.2, "closed": 1.0 + 0.86e-12, "unsolved": 0.2, "worked": 0.86}, seed=905)


def test_call_backs_bring_closures_for_show_to_light():
    """A share .8 x .5 of them is found out after 10 hours and visited again, when it is later still; the others nobody brings up."""
    found, unsolved, again, reached = 0.8 * 0.5, 0.0, 0.0, 1.0
    for visit in range(40):
        shams = reached * shown(20.0 + visit * 10.3)
        unsolved += shams * (1 - found)
        again += shams * found
        reached = shams * found

    def measure(outcome: Outcome) -> dict[str, float]:
        _, case = cohort(outcome)
        return {"unsolved": np.mean(case["fate"] == Fate.UNRESOLVED), "found out": case["audits"].mean(), "returns": case["returns"].mean()}

    scenario = evaluated(audit_share=0.8, audit_insight=0.5)
    check(scenario, measure, {"unsolved": unsolved, "found out": again, "returns": again}, seed=906)


def test_a_resident_who_notices_first_is_not_called_back():
    late = evaluated(audit_share=1.0, audit_insight=1.0, audit_delay_h=60.0)
    case = simulate(late.model_copy(update={"run": late.run.model_copy(update={"days": 30})})).world.case
    assert case["shams"].sum() > 50
    assert not case["audits"].any()


def test_risk_is_recognised_or_not():
    """Two classes by severity, .6 recognised and the rest put anywhere: .8 stand where they belong. Cobham's waits, mixed."""
    first, second = cobham(erlang_c(3, 2.4) / 3, (0.4, 0.4))
    scenario = textbook(2.4, cases=60_000, categories=jobs(severity_low=0.0, severity_high=1.0),
                        dispatch={"discipline": "risk", "risk_classes": 2, "risk_accuracy": 0.6})

    def measure(outcome: Outcome) -> dict[str, float]:
        issue, case = cohort(outcome)
        severe = issue["severity"] > 0.5
        return {"severe": case["waited_h"][severe].mean(), "others": case["waited_h"][~severe].mean(), "all": case["waited_h"].mean()}

    exact = {"severe": 0.8 * first + 0.2 * second, "others": 0.2 * first + 0.8 * second, "all": mmc_wait(3, 2.4, 1)}
    check(scenario, measure, exact, seed=907)


def with_express(lift: float, per_h: float, **changes: object) -> Scenario:
    """A second window that as many choose, whose cases stand higher."""
    window = neutral()["channels"]["window"]
    return textbook(per_h, channels={"express": merged(window, {"lift": lift})}, **changes)  # type: ignore[arg-type]


def by_channel(outcome: Outcome) -> dict[str, float]:
    _, case = cohort(outcome)
    return {name: case["waited_h"][case["channel"] == row].mean() for row, name in enumerate(("others", "express"))}


@pytest.mark.long
def test_an_express_line_is_a_priority_class():
    """T6 with three servers: Cobham's waits for the two halves; together they wait as if there were no express line."""
    express, others = cobham(erlang_c(3, 2.4) / 3, (0.4, 0.4))
    levels = {"office": {}}

    def measure(outcome: Outcome) -> dict[str, float]:
        return {**by_channel(outcome), "all": cohort(outcome)[1]["waited_h"].mean()}

    scenario = with_express(1.0, 2.4, cases=60_000, levels=levels)
    check(scenario, measure, {"express": express, "others": others, "all": mmc_wait(3, 2.4, 1)}, seed=908)


@pytest.mark.parametrize(("lift", "seed"), [(0.0, 909), (2.0, 910)], ids=["no express line", "express line"])
def test_an_express_line_is_zero_sum_in_work(lift, seed):
    """T6: the load in line, sum rho_i W_i over kinds of work, is that of V7, lifted or not."""
    kinds = {"short": {"share": 0.6, "work_h": 0.5, "work_law": "exponential"}, "long": {"share": 0.4, "work_h": 1.0, "work_law": "fixed"}}
    residual_h = (0.6 * 2 * 0.5**2 + 0.4) / 2
    scenario = with_express(lift, 1.0, cases=20_000, posts=clerks(1), categories=kinds, levels={"office": {}})

    def measure(outcome: Outcome) -> dict[str, float]:
        issue, case = cohort(outcome)
        short, long = (case["waited_h"][issue["category"] == k].mean() for k in (0, 1))
        return {"load in line": 0.3 * short + 0.4 * long}

    check(scenario, measure, {"load in line": 0.7 * residual_h / 0.3}, seed=seed)
