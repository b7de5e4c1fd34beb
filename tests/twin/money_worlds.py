"""Funds, services, programmes and ways for random worlds, from numbers of their own: the rest of a world stays as it is."""

from __future__ import annotations

from random import Random
from typing import Any


def with_money(seed: int, plain: dict[str, Any]) -> dict[str, Any]:
    """A random scenario as plain data, with some of these on in two of three worlds."""
    dice = Random(f"money {seed}")
    if dice.random() < 1 / 3:
        return plain
    categories, levels = list(plain["categories"]), list(plain["levels"])
    for category in plain["categories"].values():
        category |= {"repair_cost": dice.choice([100.0, 1000.0, 1000.0]), "repair_cv": dice.choice([0.0, 1.0])}
    plain["funds"] = {f"fund{number}": _fund(dice, levels, categories) for number in range(dice.randint(0, 3))}
    plain["services"] = {f"service{number}": _service(dice, plain["funds"], categories) for number in range(dice.randint(0, 2))}
    plain["programmes"] = {f"programme{number}": _programme(dice, categories) for number in range(dice.randint(0, 2))}
    for channel in plain["channels"].values():
        if dice.random() < 0.5:
            channel |= _ways(dice, categories)
    return plain


def _some(dice: Random, categories: list[str]) -> list[str]:
    return dice.choice([[], dice.sample(categories, dice.randint(1, len(categories)))])


def _fund(dice: Random, levels: list[str], categories: list[str]) -> dict[str, Any]:
    return {
        "zh": "资金", "en": "fund", "level": dice.choice(["", *levels, *levels, *levels]), "per_unit": False,
        "opening": dice.choice([0.0, 1500.0, 5000.0, 1e6]), "inflow_per_year": dice.choice([0.0, 12000.0, 120000.0]),
        "paid": dice.choice(["monthly", "yearly"]), "lapses": dice.random() < 0.5, "categories": _some(dice, categories),
        "item_cap": dice.choice([500.0, 2000.0, 1e6]),
    } | ({"per_unit": True} if dice.random() < 0.4 else {})


def _service(dice: Random, funds: dict[str, Any], categories: list[str]) -> dict[str, Any]:
    purses = [name for name, fund in funds.items() if not fund["per_unit"]]
    return {
        "zh": "服务", "en": "service", "categories": _some(dice, categories), "group": dice.choice(["all", "elders", "vulnerable", "newcomers"]),
        "places": dice.choice([0, 5, 20, 1000]), "share": dice.choice([0.3, 1.0]), "cost_per_month": dice.choice([0.0, 70.0, 300.0]),
        "fund": dice.choice(["", *purses, *purses]), "opens_day": dice.choice([0.0, 3.0, 10.5]),
    }


def _programme(dice: Random, categories: list[str]) -> dict[str, Any]:
    return {
        "zh": "项目", "en": "programme", "prevents": {name: dice.choice([0.2, 0.9]) for name in ["all", *categories] if dice.random() < 0.6},
        "from_day": dice.choice([0.0, 4.0]), "ramp_days": dice.choice([0.0, 6.0]), "yards": dice.choice([0.4, 1.0]), "cost_per_year": 1000.0,
    }


def _ways(dice: Random, categories: list[str]) -> dict[str, Any]:
    return {
        "points": dice.choice([0, 1, 4]), "effort_per_km": dice.choice([0.0, 1.0, 5.0]),
        "trips": {name: float(dice.randint(1, 3)) for name in ["all", *categories] if dice.random() < 0.6},
        "return_after": {"mean_h": dice.choice([0.0, 5.0, 24.0]), "law": dice.choice(["fixed", "exponential"])},
        "elder_know": dice.choice([1.0, 3.0]), "only": dice.choice(["all", "all", "elders", "newcomers"]),
    } | dice.choice([{}, {"newcomer_know": 2.0, "newcomer_effort": 0.0}])
