"""A practice: a named, sourced change to a scenario, with a neutral value, the pattern it should show, and the trap.

The library `scenarios/practices/*.toml` holds one file per source. What a practice changes is in `set`, in the words of a
scenario, plainly or as a move (`moves`). `neutral` is what `set` must hold for nothing to change on the test ground.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from sim.scenario.causes import CAUSES
from sim.scenario.quantity import SOURCE, Part, Title, WeeklyHours, check_weekly_hours

GROUND = "practice-ground"
"""Name of the shipped scenario on which practices are tried unless they say otherwise."""


class Who(Part):
    """Which issues a pattern is about; every condition that is given must hold. Left out: all issues."""

    categories: list[str] = Field([], description="of these categories")
    group: Literal["all", "elder", "newcomer", "local", "vulnerable", "others"] = Field(
        "all", description="owned by elders, newcomers, locals (no newcomers), the vulnerable, or those who are none of them")
    when: WeeklyHours = Field([], description="occurring in these weekly hours")
    agencies: list[int] = Field([], description="needing from .. to agencies' sign-off", min_length=0, max_length=2)
    difficulty: list[float] = Field([], description="difficulty from .. to", max_length=2)
    authority: list[float] = Field([], description="authority needed from .. to", max_length=2)
    severity: list[float] = Field([], description="severity from .. to", max_length=2)
    channels: list[str] = Field([], description="reported by these channels in the scenario at hand; patrol counts as one")
    special: bool | None = Field(None, description="at a special place, or not")
    days: list[float] = Field([], description="occurring from .. to this day of the run", max_length=2)
    private: bool | None = Field(None, description="of a category that no patrol can see, or that one can")

    _when = field_validator("when")(check_weekly_hours)

    @field_validator("agencies", "difficulty", "authority", "severity", "days")
    @classmethod
    def _two(cls, value: list[Any]) -> list[Any]:
        if value and (len(value) != 2 or value[0] > value[1]):
            raise ValueError("write [from, to], or leave it out")
        return value


class Pattern(Part):
    """One thing that should be seen, or a trap: something that must not improve."""

    metric: str = Field(description="id of a metric (`shequ metrics`)")
    direction: Literal["up", "down", "same", "not_up", "not_down"] = Field(
        description="the metric rises, falls, shows no difference, or at least does not rise / fall")
    who: Who = Field(Who(), description="which issues it is about")
    zh: str = Field(description="the pattern in Chinese", min_length=1)
    en: str = Field(description="the pattern in English", min_length=1)
    on: dict[str, Any] = Field({}, description="changes beside the practice for this pattern")
    against: dict[str, Any] = Field({}, description="changes to the side without the practice, instead of the neutral values")
    why: Title | None = Field(None, description="explanation, where the pattern does not hold")


class Ground(Part):
    """Where a practice is tried: a shipped scenario and the preconditions of the practice."""

    scenario: str = Field(GROUND, description="name of the shipped scenario")
    set: dict[str, Any] = Field({}, description="what is changed there on both sides: the situation the practice answers")
    replications: int = Field(40, description="paired replications", ge=2, le=1000)


class Practice(Part):
    """One documented practice."""

    zh: str = Field(description="Chinese name", min_length=1)
    en: str = Field(description="English name", min_length=1)
    says: Title = Field(description="one sentence in both languages: what it changes")
    causes: list[str] = Field(description="causal channels, by code (sim.scenario.causes)", min_length=1)
    where: str = Field(description="source tag with the anchor in the source", min_length=1)
    parts: list[str] = Field([], description="composite: the practices it consists of")
    set: dict[str, Any] = Field({}, description="what it changes; empty for a composite")
    neutral: dict[str, Any] = Field({}, description="what `set` must hold instead for nothing to change on the ground")
    sources: dict[str, str] = Field({}, description="where a value of `set` comes from; whatever is not listed is an assumption")
    ranges: dict[str, list[float]] = Field({}, description="plausible range of a value of `set`, for sweeps")
    ground: Ground = Field(Ground(), description="where it is tried")
    expect: list[Pattern] = Field([], description="the pattern expected")
    trap: list[Pattern] = Field([], description="what a sceptic tests: it must not improve, or gets worse")
    limits: Title | None = Field(None, description="known limits, corrections of the source, why a pattern does not hold")

    @field_validator("causes")
    @classmethod
    def _known(cls, value: list[str]) -> list[str]:
        for code in value:
            if code not in CAUSES:
                raise ValueError(f"there is no causal channel {code}; possible: {', '.join(CAUSES)}")
        return value

    @model_validator(mode="after")
    def _whole(self) -> Practice:
        if bool(self.parts) == bool(self.set):
            raise ValueError("a practice has either `set` or, as a composite, `parts`")
        if self.set and not self.neutral:
            raise ValueError("`neutral` is missing: what `set` must hold for nothing to change")
        for name in self.sources.values():
            if not SOURCE.match(name):
                raise ValueError(f"“{name}” is not a source tag")
        if not SOURCE.match(self.where):
            raise ValueError(f"“{self.where}” is not a source tag")
        return self


class PracticeFile(Part):
    """One file of the library."""

    source: Literal["HY", "FX", "KL", "LH", "ZJ"] = Field(description="the source document")
    title: Title = Field(description="the source's name in both languages")
    practices: dict[str, Practice] = Field(description="practices by id", min_length=1)


__all__ = ["GROUND", "Ground", "Pattern", "Practice", "PracticeFile", "Who"]
