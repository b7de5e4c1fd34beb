"""What residents make of it all: trust, talk, exit and voice, and how newcomers are brought in.

Everything here is off by default: trust does not move and moves nothing, nobody talks, whoever loses patience withdraws or
petitions at the flat rate of `residents.petition` (no law, nothing online), and newcomers stay as `residents` says. Equations: science 4.2, 4.10, 4.11, 4.16.
"""

from __future__ import annotations

from typing import Literal

from sim.scenario.governance import ByCategory
from sim.scenario.quantity import Duration, Part, bounded, quantity
from sim.scenario.residents import Residents


class Trust(Part):
    """Trust in the organisation, 0 to 1: moved by each judged episode towards 1 / (1 + exp(-satisfaction))."""

    gain: float = bounded(0.0, "1", "a_T: weight of the last episode in trust; 0 = trust never moves", "信任更新率", ge=0, le=0.5, low=0.02, high=0.3)
    start: float = bounded(0.5, "0-1", "T0: trust at the beginning; .5 is indifferent", "初始信任", ge=0, le=1)
    newcomer: float = bounded(0.0, "0-1", "newcomers' trust at the beginning, difference", "外来者信任差", ge=-1, le=1)
    loss_ratio: float = bounded(2.0, "ratio", "k: trust falls this many times as fast as it grows", "信任损失倍数", ge=1, le=2, low=1.2, high=2)
    effect: float = bounded(0.0, "1", "b_T: ln hazard of reporting per unit of trust above .5; 0 = none", "信任对上报的系数", ge=-10, le=10, low=0, high=2)
    cue: float = bounded(0.0, "1", "b_N: ln hazard of reporting if all one knows had their last problem solved; 0 = none", "邻里示范系数",
                         ge=-10, le=10, low=0, high=1)


class Talk(Part):
    """Word of mouth about the organisation along the ties of the social network."""

    rule: Literal["none", "deffuant", "hegselmann_krause", "degroot", "friedkin_johnsen"] = quantity(
        "none", "word", "how talk moves trust: not at all; pairs that differ little approach; the mean of those who differ little; "
        "the mean of all one knows; that, held back by one's own experience", "口碑传播规则")
    every_h: float = bounded(168.0, "h", "between two rounds of talk", "交谈间隔", ge=1)
    pull: float = bounded(0.2, "share", "mu: share of the difference given up in a round", "交谈影响率", ge=0, le=1, low=0, high=0.5)
    tolerance: float = bounded(0.3, "0-1", "eps: people whose trust differs by more do not listen to each other", "交谈容忍差", ge=0, le=1, low=0.15, high=1)
    susceptibility: float = bounded(0.8, "share", "weight of others against one's own experience (Friedkin-Johnsen only)", "受影响程度", ge=0, le=1)


class Exit(Part):
    """What residents do when they are let down: a choice between waiting, voice and exit (multinomial logit)."""

    rule: Literal["flat", "logit"] = quantity(
        "flat", "word", "who loses patience petitions at the flat rate of residents.petition, or chooses by what was experienced", "退出与发声规则")
    wait: float = bounded(1.0, "weight", "go on waiting, relative to leaving quietly", "继续等待权重", ge=0, le=1000)
    remind: float = bounded(0.5, "weight", "remind and go on waiting, relative to leaving quietly", "催办权重", ge=0, le=1000)
    report_again: float = bounded(0.5, "weight", "report an unsolved problem once more, relative to leaving quietly", "再次上报权重", ge=0, le=1000)
    report_again_after: Duration = quantity(Duration(mean_h=72), "h", "until it is reported once more", "再次上报间隔")
    private_fix: float = bounded(0.2, "share", "of those who leave quietly, settle it privately", "自行解决占比", ge=0, le=1)
    late_factor: float = bounded(2.0, "ratio", "a solution that took this many times the deadline is a failure, too", "超期倍数", gt=0)
    dissatisfaction: float = bounded(1.5, "1", "ln odds of a petition per unit of dissatisfaction", "不满系数", ge=0, le=5)
    justice: float = bounded(1.0, "1", "ln odds of a petition per unit of procedural injustice", "程序不公系数", ge=0, le=5)
    trust: float = bounded(0.8, "1", "ln odds of a petition lost per unit of trust", "信任系数", ge=0, le=5)
    peers: float = bounded(0.5, "1", "ln odds of a petition if all one knows have petitioned", "从众系数", ge=0, le=5)
    legal_access: ByCategory = quantity({}, "share", "access to legal advice and mediation, by category", "法律服务可及性")
    legal_effect: float = bounded(0.5, "1", "g_law: ln odds of a petition lost to the legal route at full access", "法律分流系数", ge=0, le=5, low=0, high=2)
    legal_category: str = quantity("", "id", "category whose posts do the legal work; empty: outside the place", "法律工作类别")
    online_petition: float = bounded(0.0, "share", "residents who know and can use petitioning online; 0 = no such way", "网上信访知晓率", ge=0, le=1)
    visit_effort: float = bounded(2.0, "effort", "effort of petitioning in person", "上门信访费力程度", ge=0, le=10)
    online_effort: float = bounded(0.2, "effort", "effort of petitioning online", "网上信访费力程度", ge=0, le=10)
    online_adds: float = bounded(0.0, "share", "0: an online petition replaces a visit; 1: all that less effort brings is added", "网上信访新增程度", ge=0, le=1)
    threat_response: float = bounded(0.0, "probability", "threatened with a petition, the office serves the case first", "信访威胁回应率", ge=0, le=1, low=0, high=0.5)


class Inclusion(Part):
    """How much of newcomers' handicap in reporting is removed: by newcomers in committees, in their language, at their door."""

    know: float = bounded(0.0, "share", "of newcomers' lack of knowledge of the channels, removed", "渠道知晓差距消除", ge=0, le=1)
    efficacy: float = bounded(0.0, "share", "of newcomers' lower belief that reporting helps, removed", "效能感差距消除", ge=0, le=1)
    effort: float = bounded(0.0, "share", "of newcomers' extra effort, removed", "费力差距消除", ge=0, le=1)
    ties: float = bounded(0.0, "share", "of newcomers' lack of ties, removed", "社会联系差距消除", ge=0, le=1)


def included(residents: Residents, inclusion: Inclusion) -> Residents:
    """How residents behave once newcomers are brought in: their handicaps shrink in proportion (science 4.16)."""
    return residents.model_copy(update={
        "newcomer_know": 1.0 - (1.0 - residents.newcomer_know) * (1.0 - inclusion.know),
        "newcomer_efficacy": residents.newcomer_efficacy * (1.0 - inclusion.efficacy),
        "newcomer_effort": residents.newcomer_effort * (1.0 - inclusion.effort),
    })


__all__ = ["Exit", "Inclusion", "Talk", "Trust", "included"]
