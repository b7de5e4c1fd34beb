"""Mechanisms that are on and have no occasion are told, so that nobody takes the ground's lack for the mechanism's."""

from __future__ import annotations

import pytest

from sim.scenario import shipped
from sim.scenario.idle import IDLE, idle
from sim.scenario.library import library
from sim.scenario.load import load
from sim.study.trial import on_side

TEA = 'councils.tea={zh="茶馆",en="Tea",level="community",categories=["dispute"]}'
CASES = [
    ("councils", [TEA, "categories.dispute.shared=0"], [TEA]),
    ("registry", ["dispatch.registry=single"], ["dispatch.registry=single", "dispatch.duplicates=0.1"]),
    ("emergency", ["emergency.preempts=true"], ["emergency.preempts=true", 'emergency.categories=["safety"]']),
    ("listed", ["evaluation.listed={all=0,care=1}"], ["evaluation.listed={all=0,care=1}", "evaluation.weight=1"]),
]


@pytest.mark.parametrize(("code", "vain", "apt"), CASES)
def test_what_is_on_in_vain_is_told(code: str, vain: list[str], apt: list[str]) -> None:
    scenario = load("street-office", overrides=vain)
    names = {"en": "“Tea”", "zh": "“茶馆”"}
    assert idle(scenario, "en") == [IDLE[code].en.format(names=names["en"])]
    assert idle(scenario, "zh") == [IDLE[code].zh.format(names=names["zh"])]
    assert idle(load("street-office", overrides=apt), "en") == []


def test_every_kind_has_a_case() -> None:
    assert {code for code, _, _ in CASES} == set(IDLE)


def test_a_council_for_private_matters_needs_nothing_shared() -> None:
    assert idle(load("street-office", overrides=[TEA, "categories.dispute.shared=0", "councils.tea.least_affected=1"]), "en") == []


@pytest.mark.parametrize("name", list(library()))
def test_every_single_practice_has_its_occasion_on_its_ground(name: str) -> None:
    entry = library()[name]
    assert entry.practice.parts or idle(on_side(entry).scenario, "en") == []


@pytest.mark.parametrize("name", [name for name in shipped.names() if load(name).councils])
def test_councils_of_presets_and_packages_have_something_to_hear(name: str) -> None:
    assert not any("will hear nothing" in told for told in idle(load(name), "en"))
