"""What is wrong is told all at once: code, place, caret, nearest word, in both languages."""

from __future__ import annotations

import pickle
import string
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario.faults import FaultyScenario
from sim.scenario.load import load
from sim.scenario.sentences import SENTENCES, WORDS

VILLAGE = """title = { zh = "村", en = "Village" }
[categories]
road = { zh = "道路", en = "Road" }
[channels]
hall = { zh = "大厅", en = "Hall" }
[levels]
village = { zh = "村", en = "Village" }
[posts.clerk]
zh = "干部"
en = "Clerk"
level = "village"
"""


def caught(tmp_path: Path, content: str | bytes) -> FaultyScenario:
    path = tmp_path / "a.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(FaultyScenario) as info:
        load(path)
    return info.value


@pytest.mark.parametrize(
    ("lines", "code", "place", "says"),
    [
        ("head_cuont = 2", "SC101", "12:1", "`head_count`"),
        ('role = "staf"', "SC102", "12:8", "`staff`"),
        ("admin_load = 1.5", "SC103", "12:14", "at most 0.95; it is 1.5"),
        ("head_count = -1", "SC103", "12:14", "at least 0"),
        ("speed = 0", "SC103", "12:9", "above 0"),
        ('head_count = "two"', "SC104", "12:14", 'a whole number; it is "two"'),
        ("roster = 5", "SC104", "12:10", "a list"),
        ("skill = 5", "SC104", "12:9", "a table"),
        ("roster = 2026-01-01", "SC104", "12:10", "a date or time"),
        ("speed = nan", "SC106", "12:9", "NaN"),
        ("speed = inf", "SC107", "12:9", "infinite"),
        ('roster = ["always", "Mon 25:00-26:00"]', "SC108", "12:21", "Mon-Fri 09:00-17:00"),
        ("head_count = 99999999999999999999", "SC103", "12:14", "2^63"),
        ("elder_share = 0.5", "SC101", "12:1", "[place]"),
    ],
)
def test_a_fault_in_a_post(tmp_path: Path, lines: str, code: str, place: str, says: str) -> None:
    error = caught(tmp_path, VILLAGE + lines + "\n")
    assert [fault.code for fault in error.faults] == [code]
    assert f"a.toml:{place}  {code}" in str(error)
    assert says in str(error)
    assert str(error).endswith("1 error; nothing was run.")


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        (b"", "SC005", "1:1"),
        ("# 只有注释\n".encode(), "SC005", "1:1"),
        (b"a = 1\nb = '\xb4\xe5'\n", "SC003", "2:6"),
        (b"a = 1\nb = \n", "SC004", "2:5"),
        (b"a = [1,\n2", "SC004", "2:2"),
        ("名字 = 1".encode(), "SC004", "1:1"),
        ("a ＝ 1".encode(), "SC004", "1:3"),
        (b"a = " + b"[" * 5000, "SC004", "1:1"),
        (b"a = " + b"9" * 5000, "SC004", "1:1"),
        (b"a" + b".a" * 5000 + b" = 1", "SC004", "1:1"),
    ],
)
def test_a_text_that_cannot_be_read(tmp_path: Path, content: bytes, code: str, place: str) -> None:
    error = caught(tmp_path, content)
    assert [fault.code for fault in error.faults] == [code]
    assert f"a.toml:{place}" in str(error)


def test_full_width_signs_are_pointed_out(tmp_path: Path) -> None:
    assert "full-width sign ＝; TOML needs =" in str(caught(tmp_path, "a ＝ 1"))


def test_a_missing_file_a_directory_an_unknown_name(tmp_path: Path) -> None:
    (tmp_path / "village.toml").write_text(VILLAGE, encoding="utf-8")
    for source, code in (
        (tmp_path / "vilage.toml", "SC001"),
        (tmp_path, "SC002"),
        ("no-such-scenario-at-all", "SC006"),
        ("a\0b", "SC006"),
        ("x" * 5000 + ".toml", "SC001"),
    ):
        with pytest.raises(FaultyScenario) as info:
            load(source)
        assert [fault.code for fault in info.value.faults] == [code]
    with pytest.raises(ScenarioError, match=r"`village\.toml`"):
        load(tmp_path / "vilage.toml")


def test_all_faults_come_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = VILLAGE.replace('level = "village"', 'level = "vilage"\nspeed = -1\nwarm = 1') + "[run]\ndays = 0\n"
    error = caught(tmp_path, text)
    assert [(fault.code, fault.spot.line) for fault in error.faults if fault.spot] == [
        ("SC401", 11),
        ("SC103", 12),
        ("SC101", 13),
        ("SC103", 15),
    ]
    assert str(error).endswith("4 errors; nothing was run.")


def test_a_missing_key_points_at_its_table(tmp_path: Path) -> None:
    error = caught(tmp_path, VILLAGE.replace('level = "village"\n', ""))
    assert [fault.code for fault in error.faults] == ["SC105"]
    assert "a.toml:8:8  SC105  [posts.clerk] has no “level”" in str(error)


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    error = caught(tmp_path, 'title = { zh = "村", en = "Village" }\n')
    assert {fault.params["word"] for fault in error.faults} == {"categories", "channels", "levels", "posts"}


def test_no_fault_is_a_mere_consequence_of_another(tmp_path: Path) -> None:
    text = VILLAGE.replace(
        'village = { zh = "村", en = "Village" }',
        'village = { zh = "村", en = "Village", parnet = "town" }\ntown = { zh = "镇", en = "Town" }',
    )
    assert [fault.code for fault in caught(tmp_path, text).faults] == ["SC101"]  # not also: two levels at the top


def test_both_languages_say_the_same_number_of_things(tmp_path: Path) -> None:
    error = caught(tmp_path, VILLAGE + 'role = "staf"\nwarm = 1\n')
    chinese = error.render("zh")
    assert 'posts.clerk.role 不能是 "staf"' in chinese
    assert "是不是想写 `staff`?" in chinese
    assert chinese.endswith("2 个错误,没有开始模拟。")
    assert len(chinese.splitlines()) == len(str(error).splitlines())


def test_both_languages_fill_in_the_same_words() -> None:
    for code, sentence in {**SENTENCES, **WORDS}.items():
        blanks = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in sentence]
        assert blanks[0] == blanks[1], code


def test_a_faulty_scenario_can_cross_a_process_border(tmp_path: Path) -> None:
    error = caught(tmp_path, VILLAGE + "warm = 1\n")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_control_characters_of_a_file_never_reach_the_terminal(tmp_path: Path) -> None:
    assert "\x1b" not in str(caught(tmp_path, 'a = "\x1b[31m"\n'))


def test_sources_without_quotes_get_a_hint(tmp_path: Path) -> None:
    error = caught(tmp_path, VILLAGE + '[sources]\nposts.clerk.head_count = "seed:LH"\n')
    assert [fault.code for fault in error.faults] == ["SC104"]
    assert "put the whole path in quotes" in str(error)
