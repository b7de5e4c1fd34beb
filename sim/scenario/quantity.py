"""How a field of a scenario is declared: value, unit, one sentence in each language, source, bounds.

Every number a user can write passes through `quantity` (or `choice` for words), so the JSON Schema, `--help`, the ODD
page and the sliders of the classroom all read the same declaration. Sources are tagged as in the house rules:

    seed:XX        one of the five source documents (HY, FX, KL, LH, ZJ)
    data:NAME      computed from a real log, or an official figure listed with it
    literature:X   a publication
    assumption     ours; to be calibrated or swept
"""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

SOURCE = re.compile(r"^(seed:(HY|FX|KL|LH|ZJ)\b|data:\S|literature:\S|derived:\S|definition|assumption)")


class Part(BaseModel):
    """Base of every part of a scenario: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=True)

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, data: Any) -> Any:
        """A table that is written in part keeps the rest of this field's own default, not of the table's class.

        `patience.mean_h = 72` changes the mean of patience and leaves its law alone.
        """
        if not isinstance(data, dict):
            return data
        whole = dict(data)
        for name, field in cls.model_fields.items():
            if isinstance(field.default, Part) and isinstance(whole.get(name), dict):
                whole[name] = {**field.default.model_dump(exclude_defaults=True), **whole[name]}
        return whole


def quantity(
    default: Any, unit: str, en: str, zh: str, source: str = "assumption", *, low: float | None = None, high: float | None = None, ordered: bool = False
) -> Any:
    """Declare a number (or anything with a unit). `low`/`high` bound the sweep range shown to users, not validity.

    `ordered`: each of the words has what the one before it has, and more; only those can be moved by `at_least` and `at_most`.
    """
    extra: dict[str, Any] = {"unit": unit, "zh": zh, "source": source}
    if low is not None or high is not None:
        extra["plausible"] = [low, high]
    if ordered:
        extra["ordered"] = True
    return Field(default, description=en, json_schema_extra=extra)


def bounded(
    default: Any, unit: str, en: str, zh: str, source: str = "assumption", *,
    ge: float | None = None, gt: float | None = None, le: float | None = None, lt: float | None = None, low: float | None = None, high: float | None = None,
) -> Any:
    """As `quantity`, with hard bounds: a value outside them is an error."""
    extra: dict[str, Any] = {"unit": unit, "zh": zh, "source": source}
    if low is not None or high is not None:
        extra["plausible"] = [low, high]
    return Field(default, description=en, json_schema_extra=extra, ge=ge, gt=gt, le=le, lt=lt)


class Title(Part):
    """A name in both languages."""

    zh: str = Field(description="Chinese", min_length=1)
    en: str = Field(description="English", min_length=1)


class Duration(Part):
    """A random length of time: mean, law, and for the lognormal a coefficient of variation."""

    mean_h: float = bounded(0.0, "h", "mean", "平均值", "assumption", ge=0)
    law: Literal["fixed", "exponential", "lognormal"] = quantity("exponential", "word", "shape of the distribution", "分布形状")
    cv: float = bounded(1.0, "1", "coefficient of variation (lognormal only)", "变异系数(仅对数正态)", "assumption", ge=0)


WeeklyHours = list[str]


def check_weekly_hours(value: WeeklyHours) -> WeeklyHours:
    """Validator for fields of weekly hours."""
    from sim.clock import parse_weekly_hours

    parse_weekly_hours(value)
    return value


__all__ = ["Duration", "Part", "Title", "WeeklyHours", "bounded", "check_weekly_hours", "field_validator", "quantity"]
