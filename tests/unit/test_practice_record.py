"""The library is whole, and beside it stands what its last check found: current, and with a reason where a pattern does not hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario.library import library
from sim.study import record
from sim.study.trial import try_practices

COUNTS = {"H": 26, "F": 18, "K": 14, "L": 14, "Z": 14}
CHECKED = record.last_checked()


def test_the_library_has_the_86_practices_of_the_five_sources() -> None:
    assert list(library()) == [f"{source}{number}" for source, count in COUNTS.items() for number in range(1, count + 1)]


@pytest.mark.parametrize("name", library())
def test_a_practice_is_recorded_as_it_stands_now(name: str) -> None:
    """Changed since, it must be checked again: shequ practices --check ID --record scenarios/practices/checked.json."""
    assert name in CHECKED, "never checked"
    assert CHECKED[name].current, "changed since it was checked"


@pytest.mark.parametrize("name", library())
def test_what_does_not_hold_says_why_and_nothing_else_does(name: str) -> None:
    practice = library()[name].practice
    patterns = [*practice.expect, *practice.trap]
    found = CHECKED[name].findings
    assert len(found) == len(patterns)
    for pattern, one in zip(patterns, found, strict=True):
        assert (pattern.why is None) == (one.verdict == "holds"), f"{pattern.en}: {one.verdict}"


@pytest.mark.long
@pytest.mark.parametrize("every", [17, pytest.param(1, marks=pytest.mark.exhaustive)])
def test_the_library_checked_again_finds_what_is_recorded(every: int) -> None:
    """The same numbers to all digits recorded; all of it in less than five minutes on two cores."""
    known = record.read()["practices"]
    names = list(known)[::every]
    assert record.as_json(try_practices(names, workers=2)) == {"practices": {name: known[name] for name in names}}


def test_the_readmes_tell_the_counts_of_the_record() -> None:
    found = [one for record_ in CHECKED.values() for one in record_.findings]
    holds = [one for one in found if one.verdict == "holds"]
    slight, exact = (sum(one.strength == word for one in holds) for word in ("slight", "exact"))
    top = Path(__file__).parents[2]
    english, chinese = ((top / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md"))
    english = " ".join(english.split())
    assert f"{len(holds)} of these {len(found)} patterns and traps hold ({slight} by less than matters, {exact} because" in english
    assert f"and {len(found) - len(holds)} do not" in english
    assert f"{len(found)} 条预期与陷阱中 {len(holds)} 条成立({slight} 条幅度很小,{exact} 条毫无差别),{len(found) - len(holds)} 条不成立" in chinese
