"""extends, patches and overrides: what wins, what conflicts, and where a fault inside them points."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario.faults import FaultyScenario
from sim.scenario.load import load
from sim.scenario.merging import merge
from sim.scenario.patches import parse_override
from sim.scenario.scenario import Scenario

BASE = """title = { zh = "甲", en = "A" }
[categories.road]
zh = "道路"
en = "Road"
[categories.noise]
zh = "噪音"
en = "Noise"
[channels.hall]
zh = "大厅"
en = "Hall"
[levels.village]
zh = "村"
en = "Village"
authority = { all = 0.5, noise = 0.2 }
[posts.clerk]
zh = "干部"
en = "Clerk"
level = "village"
head_count = 2
roster = ["always"]
[patches.more]
zh = "加人"
en = "More people"
source = "seed:LH"
set.posts.clerk.head_count = 5
[patches.most]
zh = "加很多人"
en = "Most people"
set.posts.clerk.head_count = 9
[patches.power]
zh = "放权"
en = "Local power"
[patches.power.set.levels.village.authority]
all = 0.9
[sources]
"posts.clerk" = "seed:HY"
"""


def written(folder: Path, **texts: str) -> Path:
    """Write the files; returns the last."""
    path = folder
    for name, text in texts.items():
        path = folder / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
    return path


def faults(path: Path, **options: list[str]) -> list[tuple[str, str]]:
    with pytest.raises(FaultyScenario) as caught:
        load(path, **options)
    return [(fault.code, str(fault.spot).rpartition("/")[2]) for fault in caught.value.faults]


def test_tables_merge_and_everything_else_replaces(tmp_path: Path) -> None:
    child = 'extends = "base.toml"\n[levels.village]\nauthority = { noise = 0.7 }\n[posts.clerk]\nroster = ["never"]\n'
    scenario = load(written(tmp_path, base=BASE, child=child))
    assert scenario.levels["village"].authority == {"all": 0.5, "noise": 0.7}
    assert scenario.posts["clerk"].roster == ["never"]
    assert scenario.posts["clerk"].head_count == 2


def test_merge_changes_neither_side() -> None:
    below, above = {"a": {"b": 1}}, {"a": {"c": {"d": 2}}}
    merged = merge(below, above)
    merged["a"]["c"]["d"] = 3
    assert below == {"a": {"b": 1}}
    assert above == {"a": {"c": {"d": 2}}}


def test_a_chain_of_three(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "grandchild.toml").write_text('extends = "../child.toml"\nrun.seed = 7\n')
    written(tmp_path, base=BASE, child='extends = "base.toml"\nrun.days = 10\nrun.seed = 6\n')
    run = load(tmp_path / "deep" / "grandchild.toml").run
    assert (run.days, run.seed) == (10, 7)


def test_a_circle_is_told_at_the_extends_that_closes_it(tmp_path: Path) -> None:
    path = written(tmp_path, one='extends = "two.toml"\n', two='# 注\nextends = "one.toml"\n')
    assert faults(tmp_path / "one.toml") == [("SC007", "two.toml:2:11")]
    assert faults(path) == [("SC007", "one.toml:1:11")]


def test_a_missing_parent_is_told_with_the_nearest_file(tmp_path: Path) -> None:
    path = written(tmp_path, base=BASE, child='extends = "bass.toml"\n')
    with pytest.raises(FaultyScenario, match=r"child\.toml:1:11  SC001[\s\S]*`base\.toml`"):
        load(path)


def test_a_fault_of_the_parent_points_into_the_parent(tmp_path: Path) -> None:
    path = written(tmp_path, base=BASE.replace("head_count = 2", "head_count = -2"), child='extends = "base.toml"\n')
    assert faults(path) == [("SC103", "base.toml:19:14")]


def test_a_faulty_value_of_the_child_points_into_the_child(tmp_path: Path) -> None:
    path = written(tmp_path, base=BASE, child='extends = "base.toml"\nposts.clerk.head_count = -1\n')
    assert faults(path) == [("SC103", "child.toml:2:26")]


def test_apply_is_inherited_unless_written(tmp_path: Path) -> None:
    base = 'apply = ["power"]\n' + BASE
    assert load(written(tmp_path, base=base, heir='extends = "base.toml"\n')).levels["village"].authority["all"] == 0.9
    own = load(written(tmp_path, base=base, own='extends = "base.toml"\napply = []\n'))
    assert own.levels["village"].authority["all"] == 0.5


def test_patches_change_only_what_they_set(tmp_path: Path) -> None:
    scenario = load(written(tmp_path, base=BASE), apply=["power"])
    assert scenario.levels["village"].authority == {"all": 0.9, "noise": 0.2}
    assert scenario.apply == ["power"]


def test_two_patches_that_disagree_are_both_named(tmp_path: Path) -> None:
    told = r"“more” and “most” both set posts\.clerk\.head_count, to 5 and 9"
    with pytest.raises(FaultyScenario, match=told) as caught:
        load(written(tmp_path, base=BASE), apply=["more", "most"])
    spot = caught.value.faults[0].spot
    assert spot is not None and spot.text == "set.posts.clerk.head_count = 9"


def test_two_patches_that_agree_are_fine(tmp_path: Path) -> None:
    path = written(tmp_path, base=BASE.replace("head_count = 9", "head_count = 5"))
    assert load(path, apply=["most", "more"]).posts["clerk"].head_count == 5


def test_a_fault_in_an_applied_patch_points_into_the_patch(tmp_path: Path) -> None:
    path = written(
        tmp_path, base=BASE.replace("all = 0.9", 'all = "high"'), child='extends = "base.toml"\napply = ["power"]\n'
    )
    line = BASE.splitlines().index("all = 0.9") + 1
    assert faults(path) == [("SC104", f"base.toml:{line}:7")]


def test_a_misspelt_key_in_a_patch_that_is_off_is_told_too(tmp_path: Path) -> None:
    right = "set.posts.clerk.head_count = 9"
    path = written(tmp_path, base=BASE.replace(right, right.replace("count", "cuont")))
    assert faults(path) == [("SC101", f"base.toml:{BASE.splitlines().index(right) + 1}:17")]


def test_an_unknown_patch_is_told_where_it_is_applied(tmp_path: Path) -> None:
    assert faults(written(tmp_path, base='apply = ["power", "mroe"]\n' + BASE)) == [("SC201", "base.toml:1:19")]
    assert faults(written(tmp_path, base=BASE), apply=["mroe"]) == [("SC201", "--apply:1:1")]


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("posts.clerk.head_count=3", ("posts", "clerk", "head_count"), 3),
        ("dispatch.rule=nearest", ("dispatch", "rule"), "nearest"),
        ('posts."a b".level = "x=y"', ("posts", "a b", "level"), "x=y"),
        ("posts.网格员.roster=['Mon 08:00-09:00']", ("posts", "网格员", "roster"), ["Mon 08:00-09:00"]),
        ("levels.v.authority={all=1}", ("levels", "v", "authority"), {"all": 1}),
        ("a.b=1 # comment", ("a", "b"), 1),
    ],
)
def test_overrides_are_read(text: str, path: tuple[str, ...], value: object) -> None:
    data = parse_override(1, text).data  # type: ignore[union-attr]
    for part in path:
        data = data[part]
    assert data == value


@pytest.mark.parametrize("text", ["", "a", "=1", "a=", "a..b=1", ".=1", "[a]=1", "a='x", "a=[1", "a={b", "extends='x'"])
def test_a_broken_override_is_a_fault(tmp_path: Path, text: str) -> None:
    found = faults(written(tmp_path, base=BASE), overrides=["run.seed=2", text])
    assert len(found) == 1
    assert found[0][0] in ("SC301", "SC302", "SC303")
    assert found[0][1].startswith("--set:2:")


def test_an_override_beats_a_patch_and_points_at_itself(tmp_path: Path) -> None:
    path = written(tmp_path, base=BASE)
    assert load(path, apply=["more"], overrides=["posts.clerk.head_count=7"]).posts["clerk"].head_count == 7
    assert faults(path, overrides=["posts.clerk.head_count=many"]) == [("SC104", "--set:1:24")]
    assert faults(path, overrides=["posts.clerk.head_cuont=1"]) == [("SC101", "--set:1:1")]


def test_an_override_can_switch_patches(tmp_path: Path) -> None:
    path = written(tmp_path, base='apply = ["power"]\n' + BASE)
    assert load(path, overrides=["apply=[]"]).levels["village"].authority["all"] == 0.5
    changed = load(path, overrides=["patches.power.set.levels.village.authority.all=0.8"])
    assert changed.levels["village"].authority["all"] == 0.8


def test_a_changed_value_leaves_its_source_behind(tmp_path: Path) -> None:
    def source(scenario: Scenario) -> str | None:
        return scenario.sources.get("posts.clerk.head_count")

    child = 'extends = "base.toml"\nposts.clerk.head_count = {}\n{}'
    assert source(load(written(tmp_path, base=BASE, child=child.format(3, "")))) == "assumption"
    assert source(load(written(tmp_path, base=BASE, child=child.format(2, "")))) is None  # unchanged: seed:HY stands
    own = child.format(3, '[sources]\n"posts" = "seed:KL"\n')
    assert source(load(written(tmp_path, base=BASE, child=own))) == "seed:KL"
    assert source(load(written(tmp_path, base=BASE), apply=["more"])) == "seed:LH"
    overridden = source(load(written(tmp_path, base=BASE), overrides=["posts.clerk.head_count=8"]))
    assert overridden is not None and overridden.startswith("assumption")
