"""The page that a phone sees: join with the code, take a role, choose for the next week. One small page, nothing fetched."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from sim.classroom.roles import CODE_LENGTH, ROLES
from sim.locale import Lang, mark, translator

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


@cache
def phone_page(lang: Lang) -> str:
    """The page. Same language, same text."""
    folder = Path(__file__).parent / "handset"
    say = translator(lang)
    words = {name: say(text, week="{week}") if "{week}" in text else say(text) for name, text in WORDS.items()}
    given = {"words": words, "roles": [{"id": role, "text": say(text)} for role, text in ROLES.items()], "lang": lang, "letters": CODE_LENGTH}
    text = (folder / "phone.html").read_text(encoding="utf-8")
    script = (folder / "phone.js").read_text(encoding="utf-8").replace('"GIVEN"', json.dumps(given, ensure_ascii=False).replace("<", "\\u003c"))
    for name, value in {"LANG": {"zh": "zh-CN", "en": "en"}[lang], "TITLE": words["title"], "STYLE": (folder / "phone.css").read_text(encoding="utf-8"), "SCRIPT": script}.items():
        text = text.replace(f"%{name}%", value)
    return text


__all__ = ["WORDS", "phone_page"]
