"""Why: the parts add up to the difference without rounding, and are told only where the practices are all that differs."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.report.evidence import Why
from sim.report.why import why
from sim.scenario.load import load
from sim.study.compare import compare
from sim.study.plan import Plan, line_up

SMALL = ("place.residents=400", "run.days=20", "run.warm_up_days=7", "run.follow_up_days=8")
METRICS = ("resolved_in_deadline", "response_time_median", "council_wait")


def plan_of(words: list[str], replications: int = 3, apply: tuple[str, ...] = (), more: tuple[str, ...] = ()) -> Plan:
    loaded = [load(one, overrides=[*SMALL, *more], apply=apply) for one in words]
    return line_up(loaded, replications, seed=11, names=words)


def found(
    words: list[str], replications: int = 3, most_runs: int = 200, apply: tuple[str, ...] = (), more: tuple[str, ...] = ()
) -> Why | None:
    return why(words, plan_of(words, replications, apply, more), 1, METRICS, most_runs, overrides=[*SMALL, *more])


def test_two_practices_share_the_difference_as_shapley_has_it() -> None:
    words = ["street-office", "street-office+L8+K5"]
    one = found(words)
    assert one is not None and (one.practices, one.replications, one.metrics) == (("L8", "K5"), 3, METRICS)
    assert all(one.zh) and all(one.en) and one.shares[2] is None  # there is no council to wait for
    sides = [load(name, overrides=SMALL) for name in ("street-office", "street-office+L8", "street-office+K5", "street-office+L8+K5")]
    means = compare(sides, 3, METRICS, seed=11).means
    for at, parts in enumerate(one.shares[:2]):
        assert parts is not None and sum(share.value for share in parts.shares) == parts.total
        none, l8, k5, both = means[:, at]
        assert parts.total == pytest.approx(both - none, rel=1e-12)
        assert parts.shares[0].value == pytest.approx(((l8 - none) + (both - k5)) / 2, rel=1e-9)
        assert (parts.shares[0].alone, parts.shares[0].last) == (pytest.approx(l8 - none), pytest.approx(both - k5))


PATCHED = """
extends = "street-office"
apply = ["hands", "hours"]
[patches.hands]
zh = "人手"
en = "Hands"
set.posts.field.head_count = 4
[patches.hours]
zh = "钟点"
en = "Hours"
set.posts.field.roster = ["Mon-Sun 08:00-20:00"]
[patches.other]
zh = "其他"
en = "Other"
set.posts.counter.head_count = 9
"""


def test_named_patches_of_a_file_are_found_and_runs_are_kept_within_the_limit(tmp_path: Path) -> None:
    (tmp_path / "patched.toml").write_text(PATCHED, encoding="utf-8")
    one = found(["street-office", str(tmp_path / "patched.toml")], replications=9, most_runs=16)
    assert one is not None and (one.practices, one.zh, one.en, one.replications) == (("hands", "hours"), ("人手", "钟点"), ("Hands", "Hours"), 4)
    fewest = found(["street-office", str(tmp_path / "patched.toml+other")], most_runs=1)
    assert fewest is not None and fewest.practices == ("hands", "hours", "other") and fewest.replications == 3


@pytest.mark.long
def test_six_measures_of_a_reform_add_up() -> None:
    one = found(["longhua-before", "longhua"], most_runs=10)
    assert one is not None and one.practices == ("L1", "L2", "L3", "L5", "L7", "L8") and one.replications == 3
    assert one.en[0] == "Four powers of the community"
    parts = one.shares[0]
    assert parts is not None and sum(share.value for share in parts.shares) == parts.total


def test_what_both_options_have_on_is_left_on() -> None:
    one = found(["street-office+K8", "street-office+L8+K8+K5"])
    assert one is not None and set(one.practices) == {"L8", "K5"}
    applied = found(["street-office", "street-office+L8+K5"], apply=("K8",))
    assert applied is not None and applied.practices == ("L8", "K5")
    assert repr(one.shares[0]).count("K8") == 0


def test_an_option_that_is_more_or_less_than_practices_is_not_shared_out(tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text('extends = "street-office"\npractices = ["L8", "K5"]\n[posts.field]\nhead_count = 9\n', encoding="utf-8")
    for words in (
        ["street-office", "street-office+L8"],  # one practice: nothing to share out
        ["street-office", str(other)],  # hands besides
        ["street-office+K8", "street-office+L8+K5"],  # one is taken away
        ["street-office", "longhua"],  # another place
        ["street-office", "packages/longhua"],  # more than six
    ):
        assert found(words) is None, words
    words = ["street-office", "street-office+L8+K5"]
    plan = plan_of(words)
    assert why([option.scenario for option in plan.options], plan, 1, METRICS) is None  # nobody knows where it came from
    assert why(words, plan, 1, METRICS) is None  # loaded without what was set besides: other runs
