"""Random posts whose people may decline, and rosters that are on in one of several weeks.

Their chances are drawn apart, so that the rest of a random world is what it was before.
"""

from __future__ import annotations

import math
from random import Random
from typing import Any


def let_decline(seed: int, scenario: dict[str, Any], tied: bool) -> dict[str, Any]:
    """The scenario (plain data) of random world `seed`, in some worlds with posts whose people may decline and theme weeks."""
    dice = Random(f"participation {seed}")
    for post in scenario["posts"].values():
        if dice.random() < 0.1:
            post |= {"every_weeks": dice.choice([2, 3]), "by_turns": dice.random() < 0.5}
    for number in range(dice.choice([0, 1, 2, 2])):
        post = _post(dice, dice.choice(list(scenario["levels"])), list(scenario["categories"]))
        leaves = dice.choice([0.0, 0.0, 2.0])
        post |= {
            "role": "volunteer", "takes": dice.choice(["ring", "board", "line"]), "head_count": dice.randint(0, 4), "admin_load": 0.0,
            "call_h": dice.choice([0.0, 0.5] if tied else [0.0, 0.3, 2.0]), "call_cap": dice.choice([1, 2, 100]),
            "look_per_h": dice.choice([0.02, 0.3, 2.0]), "fallback_h": dice.choice([6.0, 48.0, math.inf]),
            "every_weeks": dice.choice([1, 1, 1, 2]), "by_turns": dice.random() < 0.5,
            "acceptance": {
                "probability": dice.choice([0.1, 0.5, 0.9, 1.0]), "night_factor": dice.choice([1.0, 0.3, 0.3]),
                "interest": {name: dice.choice([-1.0, 2.0]) for name in ["all", *scenario["categories"]] if dice.random() < 0.3},
                "distance_per_km": dice.choice([0.0, 2.0]), "difficulty_effect": dice.choice([0.0, 3.0]),
                "fatigue_effect": dice.choice([0.0, 2.0]), "recovery_days": dice.choice([3.0, 14.0]),
                "peers_effect": dice.choice([0.0, 1.0]), "recognition": dice.choice([0.0, 0.5]),
                "reward_yuan": dice.choice([0.0, 100.0]), "reward_effect": 0.5, "crowding_out": 0.4,
                "authority": {"all": dice.choice([0.2, 1.0])},
            },
            "turnover": {"active_share": dice.choice([0.4, 1.0]), "leave_per_month": leaves, "join_per_month": dice.choice([0.0, 3.0])},
        }
        scenario["posts"][f"team{number}"] = post
    return scenario


def _post(dice: Random, level: str, categories: list[str]) -> dict[str, Any]:
    return {
        "zh": "队", "en": "team", "level": level, "roster": dice.choice([["always"], ["Mon-Sun 18:00-02:00"], ["Sat,Sun 09:00-17:00"]]),
        "shift_end": dice.choice(["finish", "preempt"]), "serves": dice.choice([[], dice.sample(categories, dice.randint(1, len(categories)))]),
        "skill": {"all": dice.choice([0.4, 1.0])}, "speed": dice.choice([0.5, 1.0]), "travels": dice.random() < 0.5, "fte": dice.choice([1.0, 0.6]),
    }
