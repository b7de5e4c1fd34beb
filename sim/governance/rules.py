"""Residents' behaviour and dispatch rules -> the one-row Policy table."""

from __future__ import annotations

from sim.clock import HOURS_PER_DAY
from sim.dice import Law
from sim.governance.minds import set_minds
from sim.governance.oversight import set_register
from sim.scenario.scenario import Scenario
from sim.world import Rows
from sim.world.codes import Discipline, VisitList
from sim.world.codes import Dispatch as DispatchRule
from sim.world.policy import Policy


def policy_table(scenario: Scenario) -> Rows:
    """The Policy table of a scenario (rates per hour)."""
    table = Policy.allocate(1)
    _set_behaviour(table[0], scenario)
    _set_dispatch(table[0], scenario)
    _set_money(table[0], scenario)
    _set_deliberation(table[0], scenario)
    set_register(table[0], scenario)
    set_minds(table[0], scenario)
    table[0].one_at_a_time = scenario.demand.one_at_a_time
    table[0].records_visits = scenario.run.record_visits
    _set_emergency(table[0], scenario)
    table[0].patrols = any(post.patrol_every_h > 0 for post in scenario.posts.values())
    return table


def _set_money(row: Rows, scenario: Scenario) -> None:
    row.purses = any(fund.level for fund in scenario.funds.values())
    row.prevents = bool(scenario.services or scenario.programmes)
    row.ways = any(channel.points for channel in scenario.channels.values())
    row.trips = any(channel.desks and max(channel.trips.values(), default=1.0) > 1 for channel in scenario.channels.values())


def _set_behaviour(row: Rows, scenario: Scenario) -> None:
    people = scenario.residents
    row.report_rate_per_h = people.report_per_day / HOURS_PER_DAY
    row.severity_exponent = people.severity_exponent
    row.efficacy_effect = people.efficacy_effect
    row.efficacy_memory = people.efficacy_memory
    row.remind_h = people.remind_every_h
    row.remind_cap = people.remind_cap
    row.petition = people.petition
    row.reopen = people.reopen
    row.recheck_law = Law[people.recheck.law.upper()]
    row.recheck_h, row.recheck_cv = people.recheck.mean_h, people.recheck.cv
    row.weight_response = people.weight_response
    row.weight_resolution = people.weight_resolution
    row.weight_outcome = people.weight_outcome
    row.loss_aversion = people.loss_aversion
    row.promise_weight = people.promise_weight
    row.expectation_gain = people.expectation_gain
    row.satisfaction_gain = people.satisfaction_gain
    row.fairness_effect, row.fairness_failed = people.fairness_effect, people.fairness_when_failed
    row.agree_base, row.agree_conflict = people.agree_base, people.agree_conflict
    row.agree_attendance, row.agree_inclusion = people.agree_attendance, people.agree_inclusion


def _set_emergency(row: Rows, scenario: Scenario) -> None:
    rules = scenario.emergency
    row.emergencies = bool(rules.categories)
    row.preempts = rules.preempts
    row.callback_h = rules.callback_h
    row.hop_factor, row.triage_factor = rules.hop_factor, rules.triage_factor
    row.special_difficulty = scenario.place.special_difficulty
    row.visited = 0
    for post in scenario.posts.values():
        people = (post.head_count if post.total is None else post.total) + post.hires
        if post.visit_every_h > 0 and people:
            row.visited |= VisitList[post.visit_group.upper()]


def _set_dispatch(row: Rows, scenario: Scenario) -> None:
    rules = scenario.dispatch
    row.dispatch = DispatchRule[rules.rule.upper()]
    row.discipline = Discipline[rules.discipline.upper()]
    row.triage_law = Law[rules.triage.law.upper()]
    row.triage_h, row.triage_cv = rules.triage.mean_h, rules.triage.cv
    row.triage_accuracy = rules.triage_accuracy
    row.bounce_h = rules.bounce_h
    row.diagnosis_share = rules.diagnosis_share
    row.skill_noise = rules.skill_noise
    row.coordination_h = rules.coordination_h
    row.parallel = rules.sign_off != "serial"
    row.review_every_h = rules.review_every_h if rules.sign_off == "joint" else 0.0
    row.remind_lifts = rules.reminders_lift
    row.response_share = rules.response_promise


def _set_deliberation(row: Rows, scenario: Scenario) -> None:
    """Flags that keep what is off out of every case's way, and what makes a procedure fairer."""
    lasting = [post.lasting for post in scenario.posts.values()] + [council.lasting for council in scenario.councils.values()]
    voice = [post.voice for post in scenario.posts.values()] + [council.voice for council in scenario.councils.values()]
    row.deliberates = bool(scenario.councils)
    row.lasting = any(lasting)
    row.information = scenario.dispatch.information
    row.fair = row.information > 0 or any(voice)
