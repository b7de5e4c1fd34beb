"""Random switches for emergencies, special places, visits, classes, learning, handing over and hiring.

Their chances are drawn apart, so that the rest of a random world is what it was before.
"""

from __future__ import annotations

import math
from random import Random
from typing import Any


def switch_on(seed: int, scenario: dict[str, Any]) -> dict[str, Any]:
    """The scenario (plain data) of random world `seed` with these mechanisms on, here and there."""
    dice = Random(f"emergency {seed}")
    categories = list(scenario["categories"])
    if dice.random() < 0.7:
        scenario["emergency"] = _emergency(dice, categories)
        if scenario["emergency"]["surge"] != "none" and dice.random() < 0.6:
            _lone_hands(scenario)
    special = dice.random() < 0.4
    if special:
        scenario["place"] |= {"special_yards": dice.choice([1, 2]), "special_difficulty": dice.choice([0.0, 0.3])}
    for name, post in scenario["posts"].items():
        if dice.random() < 0.5:
            post |= _people(dice)
        if special and name != "backstop":
            post["special"] = dice.choice(["no", "only", "also"])
        if dice.random() < 0.2:
            post |= {"hires": dice.choice([1, 2]), "hires_from": dice.choice(categories), "hire_lag_h": dice.choice([0.0, 30.0])}
    return scenario


def _emergency(dice: Random, categories: list[str]) -> dict[str, Any]:
    return {
        "categories": dice.sample(categories, dice.randint(1, (len(categories) + 1) // 2)), "preempts": dice.random() < 0.6,
        "surge": dice.choice(["none", "siblings", "level", "level", "level"]), "callback_h": dice.choice([0.0, 0.5, 2.0]),
        "hop_factor": dice.choice([0.0, 0.5, 1.0]), "triage_factor": dice.choice([0.0, 0.5]),
    }


def _lone_hands(scenario: dict[str, Any]) -> None:
    """One person in each unit, at work day and night, helping nobody: the others have to be called."""
    for post in scenario["posts"].values():
        if post["level"] != "street":
            post |= {"head_count": 1, "roster": ["always"], "overflow": "none", "line_limit": None}


def _people(dice: Random) -> dict[str, Any]:
    return {
        "handover_h": dice.choice([0.0, 0.0, 4.0]), "visit_every_h": dice.choice([0.0, 6.0, 20.0]), "visit_h": dice.choice([0.0, 0.2]),
        "visit_group": dice.choice(["vulnerable", "elders", "newcomers", "all"]), "visit_finds": dice.choice([0.3, 1.0]),
        "training_every_h": dice.choice([0.0, 10.0]), "training_h": dice.choice([0.0, 2.0]), "training_gain": 0.1, "training_cap": 0.15,
        "progress_ratio": dice.choice([1.0, 0.8]), "forget_half_life_h": dice.choice([math.inf, 50.0]),
    }
