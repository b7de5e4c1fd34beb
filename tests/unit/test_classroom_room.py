"""The room without a network and without an engine: who is told what, what is refused, what is kept, and what happens when the model dies."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.classroom.asks import LARGEST, Allowance, NotUnderstood, Plain, read_page, read_phone
from sim.classroom.container import pack
from sim.classroom.keeper import TRIES
from sim.classroom.recording import Recording
from sim.classroom.roles import LETTERS, MOST_PHONES, Choice, Class, Question
from sim.classroom.roles import TRIES as CODE_TRIES
from sim.classroom.room import MOST_TABS, Full, Room
from sim.classroom.setting import Setting
from sim.classroom.tab import MOST_TEXTS, Tab

PAIR = (Setting("three-house-village"), Setting("three-house-village"))
FROM, END = 48, 480


class Model:
    """Says what the real one would say, when it is told to."""

    made: list[Model]

    def __init__(self, heard: Callable[[bytes | None], None]) -> None:
        self.heard, self.sent, self.ended = heard, [], False
        self.sent: list[dict[str, Any]]

    def send(self, message: dict[str, Any]) -> None:
        self.sent.append(json.loads(json.dumps(message)))

    def end(self) -> None:
        self.ended = True

    def says(self, **plain: Any) -> None:
        self.heard(json.dumps(plain).encode())

    def opens(self) -> None:
        asked = next(one for one in reversed(self.sent) if one["do"] == "open")
        self.says(tell="opening", id=asked["id"], from_h=FROM, end_h=END)
        for message in (place(), organisation(0), organisation(1), days(0, FROM, 1), days(1, FROM, 1)):
            self.heard(message)

    def runs(self, until_h: int, era: tuple[int, int] = (0, 0), first: int = FROM + 1) -> None:
        for begin in range(first, until_h, 24):
            for world in (0, 1):
                self.heard(days(world, begin, 24, era[world]))
        self.says(tell="ran", model_s=0.01, ready_h=until_h)


def place() -> bytes:
    return pack({"kind": "place", "from_h": FROM, "end_h": END}, {})


def organisation(world: int, era: int = 0, from_h: int = FROM) -> bytes:
    return pack({"kind": "organisation", "world": world, "era": era, "from_h": from_h}, {})


def days(world: int, first: int, frames: int, era: int = 0) -> bytes:
    """Of world 1, `resolved` grows by two an hour in era 0 and by three later; everything else by one."""
    hours = np.arange(first, first + frames, dtype=float)
    series = {f"s_{name}": hours for name in ("waiting", "contacted", "satisfaction", "overtime_h")}
    return pack({"kind": "days", "world": world, "era": era, "first": first, "frames": frames}, {**series, "s_resolved": (3.0 if era else 2.0) * hours})


@pytest.fixture
def made() -> list[Model]:
    return []


@pytest.fixture
def room(made: list[Model]) -> Room:
    def make(heard: Callable[[bytes | None], None]) -> Model:
        made.append(Model(heard))
        return made[-1]

    return Room(PAIR, 0, make, lan="http://192.0.2.1:8765/join")


def join(room: Room) -> Tab:
    return room.join(lambda: None)


def drain(room: Room, tab: Tab) -> list[Any]:
    """Everything a tab is told: objects, and messages as bytes."""
    found: list[Any] = []
    while (told := room.next_for(tab)) is not None:
        found.append(json.loads(told) if isinstance(told, str) else told)
    return found


def kinds(told: list[Any]) -> list[str]:
    return [one["tell"] if isinstance(one, dict) else "frames" for one in told]


def ask(room: Room, tab: Tab, now: float = 0.0, **plain: Any) -> None:
    room.ask(tab, Plain(json.dumps(plain), None), now)


def errors(told: list[Any]) -> list[dict[str, str]]:
    return [one for one in told if isinstance(one, dict) and one["tell"] == "error"]


def test_the_server_does_not_load_the_engine() -> None:
    """The first picture waits for the model's process alone: the server's own start is short, and it stays small."""
    code = "import sim.classroom.listen, uvicorn, sys; from sim.classroom.server import page_text; page_text('zh'); print([m for m in sys.argv[1:] if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code, "numba", "pandas", "matplotlib", "mesa", "scipy", "sqlitedict"], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_tab_is_told_to_forget_then_welcomed_then_everything(room: Room, made: list[Model]) -> None:
    made[0].opens()
    told = drain(room, join(room))
    assert kinds(told) == ["reset", "welcome", "model", "class", *["frames"] * 5, "state"]
    assert told[1]["pair"] == ["three-house-village"] * 2 and len(told[1]["practices"]) == 86
    assert told[4:9] == [entry.message for entry in room.recording.entries]


def test_a_later_tab_gets_the_same_bytes(room: Room, made: list[Model]) -> None:
    first = join(room)
    made[0].opens()
    early = drain(room, first)
    made[0].runs(FROM + 72)
    early += drain(room, first)
    late = drain(room, join(room))
    frames = [[one for one in told if isinstance(one, bytes)] for told in (early, late)]
    assert frames[0] == frames[1] and len(frames[0]) == 5 + 6


def test_nobody_holds_a_copy_of_the_recording(room: Room, made: list[Model]) -> None:
    made[0].opens()
    tabs = [join(room) for _ in range(MOST_TABS)]
    for hours in range(24, 240, 24):
        made[0].runs(FROM + hours)
    assert all(len(tab.texts) == 0 and len(tab.latest) <= 4 for tab in tabs)
    with pytest.raises(Full):
        join(room)
    room.leave(tabs[0])
    join(room)


def test_a_tab_that_lets_too_much_wait_is_too_slow(room: Room, made: list[Model]) -> None:
    tab = join(room)
    for number in range(3 * MOST_TEXTS):
        room.ask(tab, Plain("{", None), float(number))
    assert tab.too_slow and len(tab.texts) == MOST_TEXTS


NONSENSE = [
    "", "{", "[]", "null", "1", '"life"', "{}", '{"ask":"nothing"}', '{"ask":["life"]}', '{"ask":"life"}', '{"ask":"life","case":-1}', '{"ask":"life","case":1.5}',
    '{"ask":"life","case":"1"}', '{"ask":"life","case":true}', '{"ask":"life","case":1e999}', '{"ask":"life","case":NaN}', '{"ask":"life","case":1,"more":2}',
    '{"ask":"life","case":' + "9" * 5000 + "}", '{"ask":"ahead","until_h":99999999999}', '{"ask":"change","world":2,"at_h":60}', '{"ask":"change","world":1,"at_h":60,"set":[]}',
    '{"ask":"change","world":1,"at_h":60,"set":{"a":NaN}}', '{"ask":"change","world":1,"at_h":60,"set":{"a":Infinity}}', '{"ask":"change","world":1,"at_h":60,"set":{"a":1e308}}',
    '{"ask":"change","world":1,"at_h":60,"set":{"a":"1"}}', '{"ask":"change","world":1,"at_h":60,"practices":"L8"}', '{"ask":"scenarios","pair":["longhua"]}',
    '{"ask":"scenarios","pair":["../../etc/passwd","longhua"]}', '{"ask":"scenarios","pair":["/etc/passwd","longhua"]}', '{"ask":"scenarios","pair":["longhua","street-office"]}',
    '{"ask":"scenarios","pair":["longhua+L8","longhua"]}', '{"ask":"change","world":1,"at_h":60,"set":{"run.seed":2}}', '{"ask":"change","world":1,"at_h":60,"set":{"posts.worker.total":1e6}}',
    '{"ask":"change","world":1,"at_h":60,"practices":["nothing"]}', '{"ask":"change","world":1,"at_h":470}', '{"ask":"decide","at_h":60}', "[" * 30_000, "x" * (LARGEST + 1), "\x00", "\ud800",
]  # fmt: skip


def test_nonsense_is_answered_in_both_languages_and_nothing_happens(room: Room, made: list[Model]) -> None:
    made[0].opens()
    tab = join(room)
    drain(room, tab)
    sent, settings, entries = list(made[0].sent), list(room.settings), room.recording.entries
    for number, text in enumerate(NONSENSE):
        room.ask(tab, Plain(text, None), float(number))
        told = drain(room, tab)
        assert kinds(told) == ["error"], text[:60]
        assert told[0]["zh"] and told[0]["en"] and told[0]["zh"] != told[0]["en"], text[:60]
        assert (made[0].sent, room.settings, room.recording.entries) == (sent, settings, entries), text[:60]


def test_bytes_are_no_question(room: Room) -> None:
    with pytest.raises(NotUnderstood):
        read_page(Plain(None, b'{"ask":"again"}'))


def test_only_the_one_who_asked_is_told_what_was_wrong(room: Room, made: list[Model]) -> None:
    made[0].opens()
    one, other = join(room), join(room)
    drain(room, one), drain(room, other)
    ask(room, one, ask="nonsense")
    assert errors(drain(room, one)) and not errors(drain(room, other))


def test_too_many_messages_are_not_read(room: Room, made: list[Model]) -> None:
    made[0].opens()
    tab = join(room)
    drain(room, tab)
    for hour in range(500):
        ask(room, tab, 0.0, ask="ahead", until_h=100 + hour)
    asked = [one for one in made[0].sent if one["do"] == "ahead"]
    assert len(asked) == tab.allowance.at_once == 40
    assert 0 < len(errors(drain(room, tab))) < 40
    ask(room, tab, 1.0, ask="ahead", until_h=5000)
    assert made[0].sent[-1]["until_h"] == 5000


def test_an_allowance_fills_up_again() -> None:
    one = Allowance(2, 1.0)
    assert [one.takes(now) for now in (0.0, 0.0, 0.0, 0.9, 1.1, 1.2, 100.0, 100.0, 100.0)] == [True, True, False, False, True, False, True, True, False]


def test_a_change_goes_to_the_model_and_the_sliders_stand_where_they_were_put(room: Room, made: list[Model]) -> None:
    made[0].opens()
    tab = join(room)
    drain(room, tab)
    control = next(one for one in room._controls if one["path"].endswith(".total"))
    ask(room, tab, ask="change", world=1, at_h=FROM, set={control["path"]: control["high"]})
    told = drain(room, tab)
    assert kinds(told) == ["welcome", "class"]
    now = next(one for one in told[0]["controls"] if one["path"] == control["path"])
    assert now["value"] == [control["value"][0], control["high"]] and (now["low"], now["high"]) == (control["low"], control["high"])
    change = made[0].sent[-1]
    assert (change["do"], change["world"], change["at_h"], change["setting"]["set"]) == ("change", 1, FROM, {control["path"]: control["high"]})


def test_a_change_that_the_model_refuses_was_not_made(room: Room, made: list[Model]) -> None:
    made[0].opens()
    tab = join(room)
    control = next(one for one in room._controls if one["path"].endswith(".total"))
    ask(room, tab, ask="change", world=1, at_h=FROM, set={control["path"]: control["high"]})
    drain(room, tab)
    made[0].says(tell="refused", id=made[0].sent[-1]["id"], zh="不行", en="no")
    told = drain(room, tab)
    assert errors(told) == [{"tell": "error", "zh": "不行", "en": "no"}]
    assert room.settings[1].set == {} and room.changes == [] and made[0].sent[-1]["do"] == "open" and made[0].sent[-1]["changes"] == []


def test_another_pair_makes_everybody_forget(room: Room, made: list[Model]) -> None:
    made[0].opens()
    tab = join(room)
    drain(room, tab)
    ask(room, tab, ask="scenarios", pair=["mmc", "mmc"])
    made[0].says(tell="ran", model_s=1.0, ready_h=0)
    made[0].heard(days(0, FROM + 1, 24))  # still of the old pair
    told = drain(room, tab)
    assert kinds(told)[:2] == ["reset", "welcome"] and "frames" not in kinds(told)
    made[0].opens()
    assert kinds(drain(room, tab)).count("frames") == 5


def test_a_killed_model_is_started_anew_with_the_changes_and_told_twice_is_told_once(room: Room, made: list[Model]) -> None:
    made[0].opens()
    made[0].runs(FROM + 48)
    tab = join(room)
    drain(room, tab)
    control = next(one for one in room._controls if one["path"].endswith(".total"))
    ask(room, tab, ask="change", world=1, at_h=FROM, set={control["path"]: control["high"]})
    made[0].heard(organisation(1, 1, FROM + 24))
    made[0].heard(days(1, FROM + 24, 1, 1))
    made[0].says(tell="changed", id=made[0].sent[-1]["id"])
    before = [entry.message for entry in room.recording.entries]
    drain(room, tab)
    made[0].heard(None)
    assert made[0].ended and len(made) == 2
    begun = made[1].sent[0]
    assert begun["do"] == "open" and [one["setting"]["set"] for one in begun["changes"]] == [{control["path"]: control["high"]}]
    assert [one["state"] for one in drain(room, tab) if one["tell"] == "model"] == ["starting"]
    made[1].opens()
    for message in (days(1, FROM + 1, 24), days(1, FROM + 25, 24), organisation(1, 1, FROM + 24), days(1, FROM + 24, 1, 1)):
        made[1].heard(message)
    assert [entry.message for entry in room.recording.entries] == before
    assert kinds(drain(room, tab)) == ["model", "state"] or "frames" not in kinds(drain(room, tab))
    made[0].heard(days(0, FROM + 49, 24))  # a word of the dead
    assert [entry.message for entry in room.recording.entries] == before


def test_a_model_that_dies_again_and_again_is_given_up_until_somebody_starts_anew(room: Room, made: list[Model]) -> None:
    tab = join(room)
    for number in range(TRIES + 1):
        made[number].heard(None)
    assert len(made) == TRIES + 1 and room.state == "stopped"
    assert [one["state"] for one in drain(room, tab) if one["tell"] == "model"][-1] == "stopped"
    ask(room, tab, ask="again")
    assert len(made) == TRIES + 2 and room.state == "starting"


def test_closing_ends_the_model_and_nothing_is_started(room: Room, made: list[Model]) -> None:
    room.close()
    made[0].heard(None)
    assert made[0].ended and len(made) == 1


# ── the recording ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_era_cuts_off_what_was_told_of_its_world_only() -> None:
    one = Recording()
    for message in (place(), organisation(0), organisation(1), *(days(world, first, 24) for first in (49, 73, 97) for world in (0, 1))):
        assert one.add(message) is not None
    assert one.ready == [121, 121] and one.ready_h == 120
    assert one.add(organisation(1, 1, 72)) is not None
    assert one.ready == [121, 72]
    assert [(entry.world, entry.first) for entry in one.entries if entry.kind == "days"] == [(0, 49), (1, 49), (0, 73), (0, 97)]
    assert one.add(days(1, 73, 24)) is None, "of the era that is over"
    assert one.add(days(1, 72, 1, 1)) is not None and one.ready_h == 72
    assert one.add(organisation(1, 2, 96)) is not None
    assert one.add(organisation(1, 1, 60)) is not None, "an earlier change forgets the later ones; the number is that of the eras that are left"
    assert one.eras == [0, 1] and one.add(days(1, 96, 1, 2)) is None
    assert one.add(days(1, 60, 1, 1)) is not None and one.ready == [121, 61]
    assert [entry.first for entry in one.entries if entry.kind == "organisation" and entry.world == 1] == [48, 60]


def test_the_second_change_at_one_midnight_takes_the_place_of_the_first() -> None:
    one = Recording()
    for message in (place(), organisation(0), organisation(1), days(1, 49, 24), organisation(1, 1, 72), days(1, 72, 1, 1), days(1, 73, 24, 1)):
        one.add(message)
    told = pack({"kind": "organisation", "world": 1, "era": 1, "from_h": 72, "changes": ["other"]}, {})
    assert one.add(told) is not None and one.ready[1] == 72
    assert one.add(told) is None, "the same again is nothing new"
    assert one.add(days(1, 72, 1, 1)) is not None
    assert [entry.kind for entry in one.entries] == ["place", "organisation", "organisation", "days", "organisation", "days"]


@pytest.mark.parametrize("message", [b"", b"SHQ1", b"PNG1\x00\x00\x00\x00{}", b"SHQ1\x02\x00\x00\x00[]", b"SHQ1\x02\x00\x00\x00{}"])
def test_what_is_no_message_is_not_kept(message: bytes) -> None:
    with pytest.raises(ValueError):
        Recording().add(message)


# ── the class ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def asked(name: str, role: str = "dispatcher") -> Question:
    return Question(name, role, {"zh": "问", "en": "?"}, tuple(Choice(one, {"zh": one, "en": one}, {name: float(at)}) for at, one in enumerate("abc")))


def opened(*questions: Question) -> Class:
    one = Class()
    one.open, one.questions = True, questions
    return one


def test_codes_are_short_and_not_guessed() -> None:
    codes = {Class().code for _ in range(50)}
    assert len(codes) == 50 and all(len(code) == 6 and set(code) <= set(LETTERS) for code in codes)
    assert not set("01IOL") - {"L"} & set(LETTERS)


def test_a_wrong_code_is_tried_ten_times_and_then_not_looked_at() -> None:
    one = opened()
    for _ in range(CODE_TRIES):
        with pytest.raises(NotUnderstood, match="not the code"):
            one.joins("WRONG!", "dispatcher", "", "192.0.2.7", 0.0)
    with pytest.raises(NotUnderstood, match="too often"):
        one.joins(one.code, "dispatcher", "", "192.0.2.7", 0.0)
    assert one.joins(one.code.lower() + " ", "dispatcher", "", "192.0.2.8", 0.0).role == "dispatcher", "somebody else's tries are not ours"
    assert one.joins(one.code, "dispatcher", "", "192.0.2.7", 60.0)


def test_nobody_joins_a_closed_class_or_without_a_role() -> None:
    one = opened()
    with pytest.raises(NotUnderstood, match="no such role"):
        one.joins(one.code, "mayor", "", "x", 0.0)
    one.open = False
    with pytest.raises(NotUnderstood, match="has not opened"):
        one.joins(one.code, "dispatcher", "", "x", 0.0)
    assert one.told("")["code"] == ""


def test_whoever_comes_back_keeps_the_vote_and_whoever_has_left_makes_room() -> None:
    one = opened(asked("rule"))
    phone = one.joins(one.code, "dispatcher", "", "x", 0.0)
    one.chooses(phone, "rule", "b")
    phone.here = False
    assert one.joins(one.code, "dispatcher", phone.id, "x", 0.0) is phone and phone.chosen == {"rule": "b"}
    for _ in range(MOST_PHONES - 1):
        one.joins(one.code, "grid_head", "", "x", 0.0)
    with pytest.raises(NotUnderstood, match="full"):
        one.joins(one.code, "dispatcher", "", "x", 0.0)
    phone.here = False
    one.joins(one.code, "dispatcher", "", "x", 0.0)
    assert len(one.phones) == MOST_PHONES and phone.id not in one.phones


def test_the_majority_decides_and_of_equals_what_stands_first() -> None:
    one = opened(asked("rule"), asked("line"), asked("patrols", "grid_head"))
    for choices in ("ab", "cb", "ca", "b"):
        phone = one.joins(one.code, "dispatcher", "", "x", 0.0)
        for question, choice in zip(("rule", "line"), choices, strict=False):
            one.chooses(phone, question, choice)
    assert one.counts(one.questions[0]) == {"a": 1, "b": 1, "c": 2}
    assert [(question.id, choice.id) for question, choice in one.decided()] == [("rule", "c"), ("line", "b")], "nobody was asked for patrols"
    with pytest.raises(NotUnderstood, match="no such choice"):
        one.chooses(phone, "patrols", "a")
    with pytest.raises(NotUnderstood, match="no such choice"):
        one.chooses(phone, "rule", "z")
    one.next_week()
    assert one.decided() == [] and one.week == 2


def test_the_week_of_the_class_is_laid_beside_the_week_without_it(room: Room, made: list[Model]) -> None:
    tab = join(room)
    made[0].opens()
    made[0].runs(FROM + 24)
    ask(room, tab, ask="class", open=True)
    question = next(one for one in room.roles.questions if one.role == "dispatcher")
    phone = room.roles.joins(room.roles.code, "dispatcher", "", "x", 0.0)
    room.roles.chooses(phone, question.id, question.choices[-1].id)
    ask(room, tab, ask="decide", at_h=FROM + 5)
    begins, ends = FROM + 24, FROM + 24 + 168
    assert made[0].sent[-1] == {"do": "ahead", "until_h": ends}, "first the week as it would be"
    made[0].runs(ends, first=FROM + 25)
    change = made[0].sent[-1]
    assert change["do"] == "change" and change["at_h"] == FROM + 5 and change["setting"]["set"] == dict(question.choices[-1].set)
    assert room.roles.result is None
    made[0].heard(organisation(1, 1, begins))
    made[0].heard(days(1, begins, 1, 1))
    made[0].says(tell="changed", id=change["id"])
    for first in range(begins + 1, ends, 24):
        made[0].heard(days(1, first, 24, 1))
    made[0].says(tell="ran", model_s=0.0, ready_h=ends)
    result = room.roles.result
    assert result is not None and (result["from_h"], result["to_h"]) == (begins, ends)
    assert [(one["own"], one["class"]) for one in result["numbers"] if one["id"] == "resolved"] == [(2 * 168.0, 3 * 168.0)]
    assert [(one["own"], one["class"]) for one in result["numbers"] if one["id"] == "waiting"] == [(float(ends), float(ends))]
    assert room.roles.week == 2 and room.deciding is None
    assert [one["result"] for one in drain(room, tab) if isinstance(one, dict) and one["tell"] == "class"][-1] == result


def test_what_is_known_from_before_is_shown_at_once_and_told_once(made: list[Model]) -> None:
    def make(heard: Callable[[bytes | None], None]) -> Model:
        made.append(Model(heard))
        return made[-1]

    known = [place(), organisation(0), organisation(1), days(0, FROM, 1), days(1, FROM, 1)]
    early = Room(PAIR, 0, make, remembered=lambda scenarios, names, replicate: known if (names, replicate) == (("three-house-village",) * 2, 0) else [], later=True)
    tab = join(early)
    told = drain(early, tab)
    assert [one for one in told if isinstance(one, bytes)] == known
    assert "welcome" not in kinds(told)
    ask(early, tab, ask="change", world=1, at_h=FROM, practices=[], set={})
    assert len(errors(drain(early, tab))) == 1, "nothing can be changed before the model is there"
    made[0].opens()
    made[0].runs(FROM + 24)
    later = [one for one in drain(early, tab) if isinstance(one, bytes)]
    assert later == [days(0, FROM + 1, 24), days(1, FROM + 1, 24)]
    early.gather()
    early.learned()
    assert "welcome" in kinds(drain(early, tab))


def test_phones_join_only_where_the_program_was_told_to_let_them(made: list[Model]) -> None:
    def make(heard: Callable[[bytes | None], None]) -> Model:
        made.append(Model(heard))
        return made[-1]

    alone = Room(PAIR, 0, make)
    tab = join(alone)
    drain(alone, tab)
    ask(alone, tab, ask="class", open=True)
    assert not alone.roles.open and "--lan" in errors(drain(alone, tab))[0]["zh"]


@pytest.mark.parametrize("text", ['{"ask":"join"}', '{"ask":"join","code":"A","role":"dispatcher","again":5}', '{"ask":"change","world":1,"at_h":50}', '{"ask":"choose","question":"a"}'])
def test_a_phone_can_ask_for_nothing_else(text: str) -> None:
    with pytest.raises(NotUnderstood):
        read_phone(Plain(text, None))
