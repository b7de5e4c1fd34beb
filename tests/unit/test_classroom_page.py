"""The page of the classroom as a text: modules joined, words in both languages, digests that fit, the recording inside, nothing from outside."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sim.classroom.container import pack
from sim.classroom.modules import WEB, ModulesError, joined
from sim.classroom.page import page
from sim.classroom.words import WORDS

EVIL = "</title></script><script>alert(1)</script><img src=x onerror=alert(1)>"


def lesson(title: str) -> bytes:
    """A message that has the title and nothing else: the text of a page needs no more."""
    return pack({"kind": "lesson", "title": {"zh": title, "en": title}}, {"entrance_x": np.zeros(3, np.float32)})


@cache
def made(title: str = "某社区", lang: str = "zh", feed: str = "replay") -> str:
    return page([lesson(title)], lang=lang, feed=feed)


def elements(text: str, tag: str) -> list[tuple[str, str]]:
    """Attributes and content of all elements with a tag."""
    return re.findall(rf"<{tag}\b([^>]*)>(.*?)</{tag}>", text, re.S)


def write(folder: Path, **modules: str) -> Path:
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder


def test_modules_stand_behind_what_they_import(tmp_path: Path) -> None:
    folder = write(tmp_path, main='import {b} from "./b.js";\nimport {c} from "./c.js";\nb(c);\n', b='import {c} from "./c.js";\nexport function b() { return c; }\n', c="export const c = 1;\n")
    script = joined("main", folder)
    assert script.index("const c") < script.index("function b") < script.index("b(c)")
    assert "import" not in script
    assert "export" not in script


@pytest.mark.parametrize(
    ("modules", "told"),
    [
        ({"main": 'import {b} from "./b.js";\n', "b": 'import {a} from "./main.js";\nexport const b = 1;\n'}, "circle"),
        ({"main": 'import {x} from "./b.js";\n', "b": "export const b = 1;\n"}, "does not export: x"),
        ({"main": 'import {b} from "./b.js";\nconst twice = 1;\n', "b": "export const b = 1;\nconst twice = 2;\n"}, "both have twice"),
        ({"main": 'import b from "./b.js";\n', "b": "export const b = 1;\n"}, "not known here"),
        ({"main": "export default 1;\n"}, "not known here"),
    ],
)
def test_modules_that_do_not_fit_are_told(tmp_path: Path, modules: dict[str, str], told: str) -> None:
    with pytest.raises(ModulesError, match=told):
        joined("main", write(tmp_path, **modules))


def test_every_module_is_used_and_readable() -> None:
    script = joined()
    for path in WEB.glob("*.js"):
        assert f"// {path.name}\n" in script or path.name == "phone.js", "phones have a page of their own"
        assert path.read_text(encoding="utf-8").count("\n") < 400


def test_words_are_those_that_the_page_asks_for() -> None:
    """say("key"), {{ w("key") }} and the like; say(`shape_${…}`) asks for all keys that begin so."""
    source = "".join(path.read_text(encoding="utf-8") for path in [*sorted(WEB.glob("*.js")), WEB / "page.html.j2", WEB.parent / "page.py"] if path.name != "phone.js")
    asked = set(re.findall(r'\b(?:say|w|labelled)\("(\w+)"(?! ~)', source)) | set(re.findall(r'\bword\["(\w+)"\]', source)) | set(re.findall(r'(?:data-word|data-label)="(\w+)"', source))
    begun = set(re.findall(r"\bsay\(`(\w+_)\$\{", source)) | set(re.findall(r'"(\w+_)" ~', source))
    assert asked - WORDS.keys() == set()
    assert all(any(key.startswith(one) for key in WORDS) for one in begun)
    quoted = set(re.findall(r'"(\w+)"', source)) | set(re.findall(r"\b(\w+): \[", source))
    assert {key for key in WORDS if key not in asked | quoted and not key.startswith(tuple(begun))} == set()


def test_both_languages_are_in_the_page() -> None:
    ((_, words),) = [one for one in elements(made(), "script") if 'id="words"' in one[0]]
    book = json.loads(words)
    assert book["zh"].keys() == book["en"].keys() == WORDS.keys()
    assert book["en"] == WORDS
    assert [key for key, text in book["zh"].items() if not re.search("[\u4e00-\u9fff]", text)] == []
    assert not set("\u2018\u2019\u201c\u201d\u2014") & set("".join(WORDS.values())), "signs that are as wide as a character in a Chinese font"
    for lang, tag, title in (("zh", "zh-CN", "两个社区并排看"), ("en", "en", "Two communities side by side")):
        text = page(None, lang=lang, feed="live")
        assert f'<html lang="{tag}">' in text
        assert f"<title>{title}</title>" in text
        assert html.escape(book[lang]["honest"]) in text


def test_the_page_carries_the_recording_and_is_always_the_same() -> None:
    ((_, packed),) = [one for one in elements(made(), "script") if 'id="recording"' in one[0]]
    assert gzip.decompress(base64.b64decode(packed)) == lesson("某社区")
    made.cache_clear()
    assert hashlib.sha256(made().encode()).digest() == hashlib.sha256(page([lesson("某社区")], lang="zh").encode()).digest()


@pytest.mark.parametrize("feed", ["replay", "live"])
def test_the_page_may_run_its_own_script_and_nothing_else(feed: str) -> None:
    text = made(feed=feed)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    rules = dict(one.split(" ", 1) for one in html.unescape(policy[1]).split("; "))
    ((_, script),) = [one for one in elements(text, "script") if one[0].strip() == 'type="module"']
    ((_, style),) = elements(text, "style")
    for rule, content in (("script-src", script), ("style-src", style)):
        assert rules[rule] == f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["connect-src"] == {"live": "'self'", "replay": "'none'"}[feed]
    assert not re.search(r"https?:|\bon\w+=|\bstyle=", re.sub(r"(?s)<script.*?</script>|<style.*?</style>", "", text))
    assert not re.search(r"(?:https?:)?//[\w-]+\.\w+/|\bfetch\(|XMLHttpRequest|innerHTML|eval\(|localStorage", script + re.sub(r"url\(data:[^)]*\)", "", style))
    assert "</" not in script


def test_a_hostile_title_stays_a_title() -> None:
    text = made(title=EVIL)
    assert EVIL not in text
    assert text.count(html.escape(EVIL)) == 2
    assert len(elements(text, "script")) == 3


def test_a_replay_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="messages"):
        page([], lang="en")
