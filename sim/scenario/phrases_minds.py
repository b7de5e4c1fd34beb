"""Sentences and words about what residents make of it: trust, talk, exit and voice, inclusion of newcomers."""

from __future__ import annotations

from sim.scenario.sentences import Sentence

MINDS: dict[str, Sentence] = {
    "trust.gain": Sentence(
        "A resident's trust moves {old} → {new} of the way towards the last experience", "居民信任向最近一次经历靠拢的比例:{old} → {new}"
    ),
    "trust.start": Sentence("Trust at the beginning, from 0 to 1: {old} → {new}", "初始信任(0至1):{old} → {new}"),
    "trust.effect": Sentence("Effect of trust on reporting: {old} → {new}", "信任对上报的影响系数:{old} → {new}"),
    "trust.cue": Sentence(
        "Effect of neighbours' success on reporting: {old} → {new}", "邻里诉求获解决对上报的影响系数:{old} → {new}"
    ),
    "talk.rule": Sentence("Residents talk about the organisation: {old} → {new}", "居民口碑传播:{old} → {new}"),
    "talk.every_h": Sentence("Time between two rounds of talk: {old} → {new}", "两轮交谈的间隔:{old} → {new}"),
    "exit.rule": Sentence("Who is let down goes outside the system: {old} → {new}", "受挫居民如何信访:{old} → {new}"),
    "exit.legal_access.*": Sentence(
        "Share of {cases} in which legal advice and mediation are within reach: {old} → {new}",
        "{cases}中居民能得到法律咨询与调解的比例:{old} → {new}",
    ),
    "exit.legal_category": Sentence(
        "Those who go to law turn to the posts that serve: {old} → {new}", "居民走法律途径时承办岗位所属类别:{old} → {new}"
    ),
    "exit.online_petition": Sentence(
        "Residents who know and can use petitioning online: {old} → {new}", "知道并会用网上信访的居民:{old} → {new}"
    ),
    "exit.threat_response": Sentence(
        "Cases put first because a petition was announced: {old} → {new}", "因扬言信访而优先办理的概率:{old} → {new}"
    ),
    "inclusion.know": Sentence(
        "Of newcomers' lack of knowledge of the channels, {old} → {new} is removed", "外来居民渠道知晓差距已消除:{old} → {new}"
    ),
    "inclusion.efficacy": Sentence(
        "Of newcomers' lower belief that reporting helps, {old} → {new} is removed", "外来居民效能感差距已消除:{old} → {new}"
    ),
    "inclusion.effort": Sentence(
        "Of newcomers' extra effort of reporting, {old} → {new} is removed", "外来居民上报的额外费力已消除:{old} → {new}"
    ),
    "inclusion.ties": Sentence(
        "Of newcomers' lack of social ties, {old} → {new} is removed", "外来居民社会联系差距已消除:{old} → {new}"
    ),
    "place.newcomer_ties": Sentence(
        "Ties of newcomers beyond their household over those of locals: {old} → {new}", "外来居民户外社会联系与本地居民之比:{old} → {new}"
    ),
}
"""One sentence per path, for `phrases.CHANGES`."""

PARTS: dict[str, Sentence] = {
    "trust": Sentence("Trust", "信任"),
    "talk": Sentence("Talk between residents", "居民交谈"),
    "exit": Sentence("Exit and voice", "退出与发声"),
    "inclusion": Sentence("Inclusion of newcomers", "外来居民融入"),
}
"""What the parts are called, for `nouns.SUBJECTS`."""

CHOSEN: dict[str, Sentence] = {
    "deffuant": Sentence("pairs that differ little approach each other", "两两交谈,看法相近者靠拢"),
    "hegselmann_krause": Sentence("each listens to those who differ little", "各人听取看法相近者"),
    "degroot": Sentence("each listens to all they know", "各人听取所有相识者"),
    "friedkin_johnsen": Sentence("each listens to all they know, and to own experience", "各人听取相识者并保留亲身经历"),
    "flat": Sentence("at a flat rate", "按固定概率"),
    "logit": Sentence("by a choice between waiting, voice and exit", "在等待、发声与退出之间抉择"),
}
"""The words a user may choose, for `phrases.CHOICES`."""
