"""How residents behave: noticing, reporting, waiting, reminding, giving up, judging. Equations: science 4.2 and 4.9."""

from __future__ import annotations

import math

from sim.scenario.quantity import Duration, Part, bounded, quantity


class Residents(Part):
    """Behaviour of residents; the same under every organisation."""

    report_per_day: float = bounded(0.10, "1/day", "r0: hazard of reporting at severity 1 through a channel without effort; inf = at once",
                                    "基础上报率", ge=0, low=0.02, high=0.5)
    self_resolve_per_day: float = bounded(0.10, "1/day", "delta: hazard of going away or being settled privately",
                                          "自行消解率", ge=0, low=0.02, high=0.5)
    severity_exponent: float = bounded(0.5, "1", "a: hazard of reporting grows with severity**a", "严重度指数", ge=0, low=0, high=1)
    efficacy_effect: float = bounded(2.3, "1", "b_E: ln hazard of reporting per unit of efficacy", "效能感系数",
                                     "derived:literature:L15 Sjoberg, Mellon, Peixoto 2017: +57 % after a success; ln 1.57 / 0.2 with efficacy_weight 4", low=1, high=4)
    efficacy_prior: float = bounded(0.5, "0-1", "E0: initial belief that reporting helps", "初始效能感", ge=0, le=1)
    efficacy_weight: float = bounded(4.0, "episodes", "w: episodes the initial belief is worth", "初始信念权重", gt=0, low=2, high=10)
    efficacy_memory: float = bounded(0.98, "share", "phi: share of old experience kept at each new one", "经验保留率", ge=0, le=1)
    effort_effect: float = bounded(1.5, "1", "b_c: ln hazard of reporting lost per unit of a channel's effort", "费力系数", low=0.5, high=3)
    newcomer_know: float = bounded(0.7, "ratio", "newcomers know channels this much less", "外来者渠道知晓比", ge=0, le=1, low=0.4, high=1)
    newcomer_efficacy: float = bounded(-0.15, "0-1", "newcomers' initial efficacy, difference", "外来者效能感差", ge=-1, le=0)
    newcomer_effort: float = bounded(0.3, "effort", "extra effort of any channel for newcomers", "外来者额外费力", ge=0, low=0, high=0.8)
    patience: Duration = quantity(Duration(mean_h=1440, law="lognormal", cv=1.0), "h",
                                  "wait after reporting for a first contact before giving up; inf = never", "耐心")
    remind_every_h: float = bounded(math.inf, "h", "reminds every so often until it ends; inf = never", "催办间隔", gt=0)
    remind_cap: int = bounded(3, "times", "reminders at most", "催办上限", ge=0)
    petition: float = bounded(0.01, "probability", "giving up takes the form of a petition", "信访概率", ge=0, le=1, low=0.001, high=0.05)
    recheck: Duration = quantity(Duration(mean_h=72), "h", "until a fix that did not hold is noticed", "复查时长")
    reopen: float = bounded(0.8, "probability", "a fix that did not hold is brought up again", "复报概率", ge=0, le=1)
    weight_response: float = bounded(0.2, "1", "weight of response time in disconfirmation", "响应权重", ge=0)
    weight_resolution: float = bounded(0.3, "1", "weight of resolution time", "解决时长权重", ge=0)
    weight_outcome: float = bounded(0.5, "1", "weight of the outcome", "结果权重", ge=0)
    loss_aversion: float = bounded(1.6, "ratio", "L_a: factor on disappointment", "损失厌恶", "assumption",
                                   ge=0, low=1.0, high=2.5)
    promise_weight: float = bounded(0.4, "share", "om: weight of the promise in expectation", "承诺权重", ge=0, le=1, low=0, high=0.8)
    expectation_gain: float = bounded(0.15, "1", "adaptation of expectation per episode", "预期调整率", ge=0, le=1, low=0.05, high=0.4)
    fairness_effect: float = bounded(0.6, "1", "b_J: satisfaction per unit of perceived fairness above or below 0.5. A prior, little known", "公平感系数",
                                     "assumption; literature:L23 Hauenstein, McGonigle, Flinder 2001, literature:L29 keep small", ge=0, low=0, high=1)
    fairness_when_failed: float = bounded(0.4, "1", "b_JO: the same, added where the outcome is bad. A prior, little known", "失败时公平感系数",
                                          "assumption; literature:L23, literature:L29 keep small", ge=0, low=0, high=0.8)
    agree_base: float = bounded(0.5, "logit", "agreement of a council without attendance, inclusion and conflict", "议定基准", low=-1, high=2)
    agree_attendance: float = bounded(1.0, "logit", "agreement gained by full attendance", "到会系数", low=0, high=2)
    agree_inclusion: float = bounded(0.5, "logit", "agreement gained by newcomers' seats", "包容系数", low=0, high=1)
    agree_conflict: float = bounded(1.5, "logit", "agreement lost by full conflict", "分歧系数", low=0, high=3)
    satisfaction_gain: float = bounded(0.1, "1", "weight of the last episode in running satisfaction", "满意度更新率", ge=0, le=1)
