"""Page one of a comparison's report: the comparison's own numbers, the right word for each, at most four sentences."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest

from sim.locale import Lang
from sim.report.chapters.differences import differences
from sim.report.chapters.front import front, options_table
from sim.report.chapters.front_answer import answer
from sim.report.chapters.limits import limits
from sim.report.compose import compose
from sim.report.document import Bullets, Document, Paragraph
from sim.report.evidence import Evidence
from sim.report.gather import Asked, gather
from sim.report.page import page
from sim.report.telling import Telling, cut, width
from sim.scenario.load import load
from sim.study.plan import line_up

SMALL = ["place.residents=400", "run.days=40", "run.warm_up_days=7", "run.follow_up_days=20"]

TITLE = 'A "quoted" <b>title</b> & more \u05e9\u05dc\u05d5\u05dd $x^2$ \U0001f389 ' + "m" * 80


@contextmanager
def unwatched(name: str) -> Iterator[None]:
    yield None


def evidence_of(*options: tuple[str, list[str]], replications: int) -> Evidence:
    """A comparison of scenarios with changes, without further runs."""
    loaded = [load(name, overrides=[*SMALL, *changes]) for name, changes in options]
    return gather(line_up(loaded, replications, 1), Asked("", "shequ compare a b --report c", further=False), unwatched)


@cache
def three() -> Evidence:
    """A street office; the same with a slow dispatch; an inert change: a line that was never full may be a little shorter."""
    return evidence_of(
        ("street-office", []), ("street-office", ["dispatch.triage.mean_h=300"]), ("street-office", ["posts.field.line_limit=100000"]), replications=6
    )  # fmt: skip


class Front(HTMLParser):
    """Cells (text, values) of the tables of page one, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.depth, self.rows, self.cell = 0, list[list[tuple[str, Any]]](), None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "section":
            self.depth = found.get("class") == "front"
        if self.depth and tag == "tr":
            self.rows.append([])
        if self.depth and tag in ("td", "th") and self.rows:
            self.cell = ["", json.loads(found.get("data-value") or "[]")]

    def handle_endtag(self, tag: str) -> None:
        if self.cell is not None and tag in ("td", "th"):
            self.rows[-1].append((self.cell[0].strip(), self.cell[1]))
            self.cell = None

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell[0] += data


def rows_of(evidence: Evidence, lang: Lang) -> list[list[tuple[str, Any]]]:
    """The rows of page one as HTML shows them."""
    tell = Telling(evidence, lang)
    reader = Front()
    reader.feed(page(Document(lang, tell.titles[0], "", (front(tell),))))
    return [row for row in reader.rows if row and row[0][1]]


def known(value: float | None) -> float | None:
    """JSON has null where a page has no number."""
    return None if value is None or math.isnan(value) else value


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_number_of_page_one_is_the_comparison_s(lang: Lang) -> None:
    evidence = three()
    told = json.loads(evidence.comparison.to_json())
    rows = rows_of(evidence, lang)
    ids = [one["id"] for one in told["scenarios"]]
    assert len(rows) == 5 * 3
    seen = set()
    for row in rows:
        (_, [metric]), (_, [option]), (_, [value]), (_, [difference]), (_, [low, high]), (_, [word]) = row
        at, found = ids.index(option), told["metrics"][metric]
        seen.add((metric, at))
        assert known(value) == found["values"][at]
        if at:
            wanted = next(one for one in found["differences"] if one["scenario"] == at)
            assert [known(one) for one in (difference, low, high)] == [wanted["difference"], wanted["low"], wanted["high"]]
            assert word == wanted["verdict"]
        else:
            assert (difference, low, high, word) == (None, None, None, None)
    assert len(seen) == 15


def test_an_inert_change_is_no_difference_and_a_slow_dispatch_is_not() -> None:
    tell = Telling(three(), "en")
    words = {(row[0].values[0], row[1].values[0]): row[5].text for row in options_table(tell).rows}
    _, slow, inert = (option.id for option in three().comparison.plan.options)
    told = {metric: word for (metric, option), word in words.items() if option == inert}
    assert told.pop("gap_vulnerable", "cannot tell") == "cannot tell"  # so few people: nobody vulnerable has a problem in some runs
    assert set(told.values()) == {"no difference"}
    assert (words["satisfied_share", slow], words["cost_per_resolved", slow]) == ("lower", "higher")
    assert len(answer(tell)) <= 4
    assert "C makes no difference worth talking about" in answer(tell)[0]


def test_too_few_replications_cannot_tell_and_say_what_would_settle_it() -> None:
    evidence = evidence_of(("street-office", []), ("street-office", ["posts.field.head_count=5"]), replications=2)
    tell = Telling(evidence, "en")
    table = options_table(tell)
    assert [row for row in table.rows if row[5].text == "cannot tell"]
    assert "would settle it" in table.note
    assert any("cannot be told" in item for block in limits(tell).blocks if isinstance(block, Bullets) for item in block.items)


def test_what_changes_nothing_is_called_so() -> None:
    evidence = evidence_of(("street-office", []), ("street-office", ["title.en=Another name"]), replications=2)
    assert evidence.comparison.identical
    assert answer(Telling(evidence, "en"))[0] == "Under the stated assumptions, B changes nothing against A: nothing differs that could change a number."
    said = [block.text for block in differences(Telling(replace(evidence, portraits=((), ())), "zh")).blocks if isinstance(block, Paragraph)]
    assert any("没有任何改变" in text for text in said)


def test_a_hostile_title_does_no_harm_in_words_or_pictures() -> None:
    scenario = load("street-office", overrides=SMALL)
    title = scenario.title.model_copy(update={"zh": TITLE, "en": TITLE})
    other = load("street-office", overrides=[*SMALL, "posts.field.head_count=2"]).model_copy(update={"title": title})
    html = page(compose(gather(line_up([scenario, other], 2, 1), Asked(TITLE, TITLE, further=False), unwatched), "zh"))
    assert "<b>title</b>" not in html
    assert "&lt;b&gt;title&lt;/b&gt;" in html
    assert len(html.encode()) < 2_000_000


def test_short_names_fit_and_keep_their_beginning() -> None:
    for text in ("", "short", "社区" * 40, "a\nb" * 30, TITLE):
        short = cut(text, 20)
        assert width(short) <= 21
        assert " ".join(text.split()).startswith(short.rstrip("…"))
