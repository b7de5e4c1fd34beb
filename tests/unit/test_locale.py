"""The catalogue of translations is complete, current and safe to show; numbers are written as people read them."""

from __future__ import annotations

import math
import re
import string
from functools import cache

import pytest

from sim.locale import DOMAIN, FOLDER, language, translator
from sim.locale.compile import messages, read_po, sources, write_mo
from sim.locale.numbers import (
    NAMES_ZH,
    UNITS,
    decimals,
    difference_interval_text,
    difference_text,
    unit_name,
    unit_of,
    value_text,
)
from sim.metrics import METRICS

PO = FOLDER / "zh" / "LC_MESSAGES" / f"{DOMAIN}.po"
CATALOGUE = read_po(PO.read_text(encoding="utf-8"))


@cache
def asked() -> dict[str, str]:
    """The sentences of the code, and where they stand."""
    return messages(sources())


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_binary_catalogue_is_current() -> None:
    assert PO.with_suffix(".mo").read_bytes() == write_mo(CATALOGUE)


def test_every_sentence_of_the_code_is_translated() -> None:
    assert len(asked()) > 50
    assert {sentence: where for sentence, where in asked().items() if not CATALOGUE.get(sentence)} == {}


def test_no_sentence_is_left_over() -> None:
    assert [sentence for sentence in CATALOGUE if sentence and sentence not in asked()] == []


def test_translations_are_chinese() -> None:
    plain = {"{n}"}
    for sentence, zh in CATALOGUE.items():
        if sentence and sentence != "{verdict}: {reason}":
            assert re.search(r"[\u4e00-\u9fff]", zh) or zh in plain, sentence


def test_blanks_are_the_same_in_both_languages() -> None:
    for sentence in asked():
        one, _, many = sentence.partition("\0")
        assert fields(CATALOGUE[sentence]) == fields(one), sentence
        assert not many or fields(many) == fields(one), sentence


def test_a_chinese_windows_console_can_show_every_sentence() -> None:
    for sentence, zh in CATALOGUE.items():
        (sentence + zh).encode("gbk")
    for unit in UNITS.values():
        "".join([*unit.value, *unit.difference, *unit.beside]).encode("gbk")
    (value_text(math.inf, UNITS["h"], 1, "zh") + value_text(math.nan, UNITS["h"], 1, "zh")).encode("gbk")


def test_gettext_reads_what_was_compiled() -> None:
    say = translator("zh")
    assert say("cannot tell") == "分不清"
    assert say.number("{n} day", "{n} days", 1200) == "1,200 天"
    assert say("a sentence nobody translated {x}", x=3) == "a sentence nobody translated 3"
    assert translator("en").number("{n} day", "{n} days", 1) == "1 day"


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE", "LC_ALL": "zh_TW"}, "zh"),
        ({"LANG": "zh_CN", "LC_ALL": ""}, "zh"),
    ],
)
def test_language_of_the_surroundings(environment: dict[str, str], lang: str) -> None:
    assert language(environment) == lang


def test_po_reader_refuses_what_it_does_not_understand() -> None:
    with pytest.raises(ValueError, match="line 2"):
        read_po('msgid "a"\nnonsense "b"\n')
    with pytest.raises(ValueError, match="given twice"):
        read_po('msgid "a"\nmsgstr "b"\nmsgid "a"\nmsgstr "c"\n')
    assert read_po('msgid ""\n"a"\n"b"\nmsgstr "c\\n"\n') == {"ab": "c\n"}


def test_every_unit_of_a_metric_is_known() -> None:
    assert {metric.unit for metric in METRICS.values()} <= set(UNITS)


def test_numbers_keep_the_digits_their_interval_carries() -> None:
    share, hours = unit_of("share"), unit_of("h")
    assert value_text(0.61234, share, decimals(share, 0.006, 0.61234), "en") == "61.2 %"
    assert value_text(0.99974, share, decimals(share, 0.0001, 0.99974), "en") == "99.97 %"
    assert value_text(9.4321, hours, decimals(hours, 0.45, 9.4), "en") == "9.4 h"
    assert value_text(1234.5, hours, decimals(hours, 30.0, 1234.5), "zh") == "1,234 小时"
    assert difference_text(0.186, share, 1, "en") == "+18.6 points"
    assert difference_interval_text(-6.8, -5.9, hours, 1) == "[-6.8, -5.9]"


def test_a_small_value_beside_a_large_uncertain_one_keeps_its_digits() -> None:
    hours = unit_of("h")
    assert decimals(hours, 2.0, 44.0, 1.28) == 1
    assert decimals(hours, 30.0, 1234.5, 900.0) == 0
    assert decimals(hours, 0.0, 0.0) == 2


def test_a_narrow_interval_shows_no_more_than_four_digits() -> None:
    yuan, hours, gap = unit_of("yuan"), unit_of("h"), unit_of("difference of shares")
    assert value_text(5519.798, yuan, decimals(yuan, 0.0004, 5519.798), "en") == "5,520 yuan"
    assert value_text(12.34567, hours, decimals(hours, 1e-9, 12.34567), "en") == "12.35 h"
    assert value_text(-0.098, gap, decimals(gap, 0.01, -0.098), "en") == "-9.8 points"


def test_units_have_chinese_names() -> None:
    assert set(NAMES_ZH) == set(UNITS)
    "".join(NAMES_ZH.values()).encode("gbk")
    assert unit_name("h", "zh") == "小时"
    assert unit_name("h", "en") == "h"


def test_what_rounds_to_nothing_has_no_sign() -> None:
    share = unit_of("share")
    assert difference_text(-0.0001, share, 1, "en") == "0.0 points"
    assert value_text(-0.0, share, 1, "en") == "0.0 %"


def test_what_is_no_number_has_its_sign() -> None:
    hours = unit_of("h")
    assert [value_text(x, hours, 1, "en") for x in (math.nan, math.inf)] == ["–", "∞"]
    assert difference_text(math.nan, hours, 1, "en") == "–"
    assert difference_interval_text(math.nan, 1.0, hours, 1) == ""
    assert unit_of("parsec").beside == ("parsec", "parsec")
