"""The lives that the classroom tells are those of `shequ explain`, cut at the hour that the picture has reached."""

from __future__ import annotations

from sim.classroom.container import unpack
from sim.classroom.lives import lives_message, telling_cases
from sim.life import Era, follow, tell
from sim.locale.voice import voice
from sim.scenario.load import load

SHORT = ["run.warm_up_days=7", "run.days=21", "run.follow_up_days=7"]


def test_lives_in_both_worlds_and_both_languages() -> None:
    scenarios = (load("street-office", overrides=SHORT), load("street-office", overrides=[*SHORT, "posts.field.head_count=3"]))
    cases = telling_cases(scenarios, 0, 4, 21 * 24)
    assert len(cases) == 4 and cases == sorted(cases)
    worlds = ([Era(0, scenarios[0])], [Era(0, scenarios[1])])
    whole = unpack(lives_message(worlds, 0, cases, 1e9))[0]["cases"]
    assert list(whole) == [str(case) for case in cases]
    for case in cases[:2]:
        for told, scenario in zip(whole[str(case)], scenarios, strict=True):
            life = follow(scenario, 0, case)
            for lang in ("zh", "en"):
                assert [one[lang] for one in told] == [line.text for line in tell(life, voice(lang))]
            assert [one["h"] for one in told] == [round(line.h, 4) for line in tell(life, voice("en"))]
    assert any(one != other for one, other in whole.values())
    cut = unpack(lives_message(worlds, 0, cases, 14 * 24))[0]["cases"]
    for case, pair in whole.items():
        assert cut[case] == [[one for one in told if one["h"] <= 14 * 24] for told in pair]
