"""What the columns of the analyses' tables mean, so that a table is never sent out without its data dictionary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sim.analysis.fault import AnalysisError
from sim.columns import Column
from sim.locale import mark
from sim.metrics import METRICS

if TYPE_CHECKING:
    import pandas as pd

OWN = "of the metric"
"""Stands for the unit of the metric that the table is about."""

COMPARED = {
    "metric": Column("", "metric, by its id", "指标(代号)"),
    "point": Column("", "point of the design, from 0", "设计点(从 0 起)"),
    "option": Column("", "option, by name or by number from 0", "方案(名称,或从 0 起的序号)"),
    "versus": Column("", "option that it is compared with", "比较对象"),
    "difference": Column(OWN, "option minus the one it is compared with, mean over paired replications", "该方案减去比较对象,配对重复的均值"),
    "low": Column(OWN, "lower end of the paired 95 % interval", "配对 95 % 区间下限"),
    "high": Column(OWN, "upper end of the paired 95 % interval", "配对 95 % 区间上限"),
    "low_all": Column(OWN, "lower end of the interval that holds for the whole family together", "同时成立的区间下限(整族 95 %)"),
    "high_all": Column(OWN, "upper end of the interval that holds for the whole family together", "同时成立的区间上限(整族 95 %)"),
    "verdict": Column("", "higher, lower, no difference, or cannot tell", "判断:更高、更低、无差别、无法判断"),
    "relevant": Column(OWN, "smallest difference worth talking about", "值得一提的最小差别"),
    "p": Column("", "two-sided p of the paired t test; it is about the number of replications", "配对 t 检验的双侧 p 值;只说明重复次数是否足够"),
    "p_holm": Column("", "p adjusted by Holm over the named metrics and all pairs", "对事先指定的指标和全部成对比较作 Holm 校正后的 p 值"),
    "needed": Column("replications", "replications in all that would settle it; empty: no practical number, or none needed", "要得出结论共需的重复次数;空:无可行次数或无需增加"),
    "reason": Column("", "why there is no interval or no verdict", "没有区间或无法判断的原因"),
    "half_width": Column(OWN, "half the length of the paired 95 % interval", "配对 95 % 区间的半宽"),
    "target": Column(OWN, "half the smallest difference worth talking about", "值得一提的最小差别的一半"),
    "reached": Column("", "whether the half-width is at most the target", "半宽是否已不大于目标"),
    "mean": Column(OWN, "mean over replications", "重复的均值"),
    "remains": Column("", "whether it may still be the best", "是否仍可能最好"),
    "best": Column("", "whether it is selected as the best", "是否选为最好"),
    "left_at": Column("replications", "after how many replications it was screened out", "在多少次重复后被淘汰"),
    "advantage": Column(OWN, "how much better than the best of the others; above 0 is better", "比其余方案中最好者好多少;大于 0 为更好"),
    "candidate": Column("", "whether it is not worse than the best for certain", "是否不能断定差于最好者"),
}  # fmt: skip

SHARED_OUT = {
    "term": Column("", "factor, or factors that interact", "因素,或相互作用的几个因素"),
    "order": Column("", "number of factors in the term", "该项的因素个数"),
    "effect": Column(OWN, "effect: mean with the factor on minus off; of an interaction half the difference of such effects", "效应:有该因素减去无该因素的均值;交互作用为此类效应之差的一半"),
    "name": Column("", "practice, by its id", "做法(代号)"),
    "value": Column(OWN, "Shapley value: mean contribution over the orders of introduction; they sum to the whole difference", "夏普利值:各种引入次序下贡献的均值;其和等于总差值"),
    "alone": Column(OWN, "what it does with no other practice on", "只有这一做法时的作用"),
    "last": Column(OWN, "what it adds when all others are on", "其他做法都有时再加上它的作用"),
    "order_se": Column(OWN, "standard error from drawing the orders; 0: all were taken", "抽取次序带来的标准误;0 表示已取全部次序"),
    "first": Column("", "first practice of a pair", "一对做法中的第一个"),
    "second": Column("", "second practice of a pair", "一对做法中的第二个"),
    "source": Column("", "what varies together", "变差的来源"),
    "kind": Column("", "epistemic: what we do not know; aleatory: chance; option: what is chosen", "认知的:尚不知道;偶然的:随机;方案:可选择"),
    "degrees": Column("", "degrees of freedom", "自由度"),
    "mean_square": Column(OWN + "²", "mean square of the analysis of variance", "方差分析的均方"),
    "variance": Column(OWN + "²", "variance component, unbiased; below 0: no sign of it", "方差分量(无偏);小于 0 表示看不出"),
}  # fmt: skip

UNKNOWN = {
    "factor": Column("", "factor that was varied", "所变动的因素"),
    "mu": Column(OWN, "mean elementary effect over the whole range", "全范围基本效应的均值"),
    "mu_star": Column(OWN, "mean size of the elementary effects", "基本效应绝对值的均值"),
    "mu_star_conf": Column(OWN, "half-width of the 95 % bootstrap interval of mu_star", "mu_star 的 95 % 自助区间半宽"),
    "sigma": Column(OWN, "spread of the elementary effects: interaction or curvature", "基本效应的标准差:交互或非线性"),
    "negligible": Column("", "mu_star below 2 % of the range of the outputs: may be held fixed", "mu_star 不足输出范围的 2 %:可固定"),
    "s1": Column("", "share of the variance by the factor alone", "该因素单独解释的方差占比"),
    "s1_conf": Column("", "half-width of its 95 % bootstrap interval", "其 95 % 自助区间半宽"),
    "st": Column("", "share of the variance by everything the factor takes part in", "该因素参与的全部方差占比"),
    "st_conf": Column("", "half-width of its 95 % bootstrap interval", "其 95 % 自助区间半宽"),
    "pawn": Column("", "median distance of the output's distribution when the factor is held in a slice", "把该因素固定在一段内时输出分布移动的中位距离"),
    "pawn_largest": Column("", "largest such distance", "此距离的最大值"),
    "threshold": Column("", "index that 95 % of factors without effect stay below", "无作用因素有 95 % 低于此值"),
    "influential": Column("", "whether the index is above the threshold", "指数是否高于阈值"),
}  # fmt: skip

CHOSEN = {
    "regret_mean": Column(OWN, "mean regret over the worlds", "各世界遗憾值的均值"),
    "regret_p90": Column(OWN, "90th percentile of the regret", "遗憾值的第 90 百分位"),
    "regret_worst": Column(OWN, "largest regret", "最大遗憾值"),
    "share_best": Column("share", "share of worlds in which it is best; not a probability of the real one", "最好的世界占比;不是现实中的概率"),
    "minimax": Column("", "whether its largest regret is the smallest", "最大遗憾值是否最小"),
    "satisficing": Column("share", "share of worlds in which every threshold is met", "全部门槛都达到的世界占比"),
    "share_first": Column("share", "share of weights at which it comes first", "排第一的权重占比"),
    "share_last": Column("share", "share of weights at which it comes last", "排最后的权重占比"),
    "rank_mean": Column("", "mean rank over the weights, from 1", "各权重下的平均名次(从 1 起)"),
    "on_front": Column("", "whether no other option is better for certain", "是否没有其他方案确定更好"),
    "dominated_by": Column("", "options that are better for certain", "确定更好的方案"),
    "step": Column("", "number of cuts", "已切次数"),
    "coverage": Column("share", "share of all cases of interest that are in the box", "关注情形落在盒内的占比"),
    "density": Column("share", "share of the box's cases that are of interest", "盒内属于关注情形的占比"),
    "mass": Column("share", "share of all cases that are in the box", "全部情形落在盒内的占比"),
    "inside": Column("", "cases in the box", "盒内情形数"),
    "restricted": Column("", "number of restricted factors", "受限因素个数"),
    "factors": Column("", "restricted factors", "受限因素"),
    "quasi_p": Column("", "chance of such a density if the factor did not matter; small: the restriction is needed", "若该因素无关,出现此密度的概率;小则说明需要此限制"),
    "quasi_p_largest": Column("", "largest of these", "其中最大者"),
    "box_low": Column("", "smallest value of the factor in the box", "盒内该因素的最小值"),
    "box_high": Column("", "largest value of the factor in the box", "盒内该因素的最大值"),
    "box_values": Column("", "values of the factor in the box", "盒内该因素的取值"),
}  # fmt: skip

COLUMNS: dict[str, Column] = {**COMPARED, **SHARED_OUT, **UNKNOWN, **CHOSEN}
"""Every column of the analyses' tables; a name means the same in all of them."""

MET = "met:"


def meaning(name: str, unit: str | None = None) -> Column:
    """Unit and meaning of a column; `unit` is that of the metric the table is about, if it is one. Raises AnalysisError for a column without."""
    if name in COLUMNS:
        one = COLUMNS[name]
        return one if unit is None else Column(one.unit.replace(OWN, unit), one.en, one.zh)
    if name.startswith(MET):
        metric = name.removeprefix(MET)
        return Column("share", f"share of worlds in which the threshold of {metric} is met", f"{metric} 达到门槛的世界占比")
    if name in METRICS:
        known = METRICS[name]
        return Column(known.unit, known.en, known.zh)
    raise AnalysisError(mark("the column {name} has no meaning written down"), name=name)


def dictionary(columns: Iterable[str], unit: str | None = None) -> pd.DataFrame:
    """The data dictionary of a table's columns: name, unit, zh, en."""
    import pandas as pd

    rows = [(name, one.unit, one.zh, one.en) for name in columns for one in [meaning(name, unit)]]
    return pd.DataFrame(rows, columns=["name", "unit", "zh", "en"])


__all__ = ["COLUMNS", "dictionary", "meaning"]
