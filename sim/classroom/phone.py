"""The page that a phone sees: join with the code, take a role, choose for the next week. One small page, nothing fetched."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from sim.classroom.roles import CODE_LENGTH, ROLES
from sim.classroom.week import NUMBERS
from sim.locale import Lang, mark
from sim.locale.voice import voice
from sim.pictures.webfont import data_uri

WORDS = {
    "title": mark("Shequ: the class decides"),
    "code": mark("Code on the screen"),
    "role": mark("Your role"),
    "join": mark("Join"),
    "closed": mark("The class is closed for now. What you have chosen stays."),
    "choose": mark("Week {week}: choose for the next week"),
    "chosen": mark("Chosen. You may change it until the teacher decides."),
    "nothing": mark("There is nothing to choose for this role in this community."),
    "result": mark("How week {week} went: by itself, and as the class decided"),
    "own": mark("by itself"),
    "class": mark("the class"),
    "lost": mark("The connection is gone. Trying again …"),
}


@lru_cache(16)
def phone_page(lang: Lang, signs: str = "") -> str:
    """The page. Same arguments, same text. `signs`: characters that it will be told, beside its own: it brings a font for them."""
    folder = Path(__file__).parent / "handset"
    say = voice(lang)
    words = {name: say(text, week="{week}") if "{week}" in text else say(text) for name, text in WORDS.items()}
    given = {"words": words, "roles": [{"id": role, "text": say(text)} for role, text in ROLES.items()], "lang": lang, "letters": CODE_LENGTH}
    script = (folder / "phone.js").read_text(encoding="utf-8").replace('"GIVEN"', json.dumps(given, ensure_ascii=False).replace("<", "\\u003c"))
    told = "".join(say(one.text) for one in NUMBERS) + signs
    face = f'@font-face {{ font-family: "Shequ Sans"; src: url({data_uri(set(script + told))}) format("woff"); }}\n'
    style = face + (folder / "phone.css").read_text(encoding="utf-8")
    text = (folder / "phone.html").read_text(encoding="utf-8")
    for name, value in {"LANG": {"zh": "zh-CN", "en": "en"}[lang], "TITLE": words["title"], "STYLE": style, "SCRIPT": script}.items():
        text = text.replace(f"%{name}%", value)
    return text


__all__ = ["WORDS", "phone_page"]
