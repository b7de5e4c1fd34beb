"""Where keys and values stand: every way of writing TOML, Chinese and tabs."""

from __future__ import annotations

import pytest

from sim.scenario.positions import KeyPath, Positions, Spot, display_width

TEXT = (
    """# 注释
名 = 0
""".replace("名", '"名"')
    + '''title = { zh = "阳光", en = "Sun" } # 中文注释
a.b."c d".'e' = [1, [2, 3], { f = 4 }]
[t.u]
v = """
long"""
[t.u.w]
x = -inf
[[row]]
n = 1
[row.sub]
m = 2
[[row]]
n = 3
'''
)

PLACES: list[tuple[KeyPath, str, str]] = [
    (("名",), "1:0-3", "1:6-7"),
    (("title",), "2:0-5", "2:8-33"),
    (("title", "zh"), "2:10-12", "2:15-19"),
    (("title", "en"), "2:21-23", "2:26-31"),
    (("a",), "3:0-1", "3:0-1"),
    (("a", "b", "c d"), "3:4-9", "3:4-9"),
    (("a", "b", "c d", "e"), "3:10-13", "3:16-38"),
    (("t",), "4:1-2", "4:1-2"),
    (("t", "u"), "4:3-4", "4:3-4"),
    (("t", "u", "v"), "5:0-1", "5:4-7"),
    (("t", "u", "w", "x"), "8:0-1", "8:4-8"),
    (("row", 0, "n"), "10:0-1", "10:4-5"),
    (("row", 0, "sub", "m"), "12:0-1", "12:4-5"),
    (("row", 1, "n"), "14:0-1", "14:4-5"),
]


@pytest.mark.parametrize(("path", "key", "value"), PLACES)
def test_key_and_value_spans(path: KeyPath, key: str, value: str) -> None:
    positions = Positions(TEXT)
    for expected, span in ((key, positions.key(path)), (value, positions.value(path))):
        assert span is not None
        assert f"{span.line}:{span.start}-{span.end}" == expected


def test_items_of_arrays_have_places() -> None:
    value = Positions(TEXT).value(("a", "b", "c d", "e", 1, 0))
    assert value is not None
    assert TEXT.split("\n")[value.line][value.start : value.end] == "2"


def test_windows_line_ends_do_not_move_places() -> None:
    unix, windows = Positions(TEXT), Positions(TEXT.replace("\n", "\r\n"))
    assert all(unix.value(path) == windows.value(path) for path, _, _ in PLACES)


def test_width_of_chinese_is_two() -> None:
    assert display_width("a阳光。") == 7


def test_the_caret_stands_under_its_word() -> None:
    line = '网 = "阳光"'
    _, source, caret = Spot("a.toml", 3, 5, line, 4).excerpt()
    assert display_width(source[: source.index('"')]) == caret.index("^")
    assert caret.count("^") == display_width('"阳光"')


def test_tabs_are_kept_so_that_the_caret_lines_up_at_any_tab_width() -> None:
    _, source, caret = Spot("a.toml", 1, 4, "\ta\tb", 1).excerpt()
    assert caret.expandtabs(8).index("^") == source.expandtabs(8).index("b")
    assert caret.expandtabs(3).index("^") == source.expandtabs(3).index("b")


def test_a_long_line_is_cut_around_the_caret() -> None:
    _, source, caret = Spot("a.toml", 1, 2001, "x" * 2000 + "Y" + "z" * 2000, 1).excerpt()
    assert source[caret.index("^")] == "Y"
    assert display_width(source) < 130
