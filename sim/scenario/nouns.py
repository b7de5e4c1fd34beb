"""Words for the parts of a scenario: what each is called, how its coming and going is told; units and weekdays."""

from __future__ import annotations

from sim.scenario.phrases_minds import PARTS
from sim.scenario.phrases_participation import MEASURES
from sim.scenario.sentences import Sentence

SUBJECTS: dict[str, Sentence] = {
    "levels": Sentence("Level {name}", "层级{name}"),
    "posts": Sentence("Post {name}", "岗位{name}"),
    "channels": Sentence("Channel {name}", "渠道{name}"),
    "categories": Sentence("Category {name}", "类别{name}"),
    "surges": Sentence("Surge {name}", "突发高峰{name}"),
    "funds": Sentence("Fund {name}", "资金{name}"),
    "services": Sentence("Service {name}", "服务{name}"),
    "programmes": Sentence("Programme {name}", "项目{name}"),
    "place": Sentence("Place", "场所"),
    "demand": Sentence("Demand", "需求"),
    "residents": Sentence("Residents", "居民"),
    **PARTS,
    "dispatch": Sentence("Dispatch", "派单"),
    "emergency": Sentence("Emergencies", "应急"),
    "councils": Sentence("Council {name}", "议事会{name}"),
    "self_management": Sentence("Self-management", "居民自管"),
    "evaluation": Sentence("Evaluation", "考核"),
    "leaders": Sentence("Leaders", "领导"),
    "run": Sentence("Run", "运行"),
}

ADDED: dict[str, Sentence] = {
    "levels": Sentence(
        "Level {name} is added: {units}, refers to {parent}; may decide {authority} of cases by authority and close them up to a difficulty of {reach}",
        "新增层级{name}:{units},上级{parent};有权决定 {authority} 的工单,可办结的难度上限 {reach}",
    ),
    "posts": Sentence(
        "Post {name} is added at level {level}: {people} ({role}; skill {skill}); serves {serves}; on duty: {roster}{details}",
        "新增岗位{name},在层级{level}:{people}({role};技能 {skill});服务{serves};班次:{roster}{details}",
    ),
    "channels": Sentence(
        "Channel {name} is added; its cases enter at level {level}; {know} of residents know and can use it; open: {hours}{details}",
        "新增渠道{name},工单进入层级{level};知道并会用的居民占 {know};开放时间:{hours}{details}",
    ),
    "categories": Sentence("Category {name} is added with weight {share}", "新增类别{name},权重 {share}"),
    "councils": Sentence(
        "Council {name} is added at level {level}: it meets every {every} and hears, of {cases}, what concerns at least {people}; heard at one "
        "meeting at most: {cap}{details}",
        "新增议事会{name},设在层级{level}:每 {every}开一次会,审议{cases}中至少涉及 {people}的事;每次议题上限:{cap}{details}",
    ),
    "surges": Sentence(
        "Surge {name} is added: day {start}, {days}, {factor} times the normal rate of {cases}",
        "新增突发高峰{name}:第 {start} 天起,持续 {days},{cases}为平时的 {factor} 倍",
    ),
    "funds": Sentence(
        "Fund {name} is added: starts with {opening}, receives {inflow_per_year}; level {level} may buy works of up to {item_cap} from it, for {categories}"
        "{details}",
        "新增资金{name}:期初 {opening},拨入 {inflow_per_year};层级{level}可用于{categories},单项上限 {item_cap}{details}",
    ),
    "services": Sentence(
        "Service {name} is added for {group}: {places}, of whose needs ({categories}) {share} do not arise; {cost_per_month} per person, paid "
        "from {fund}",
        "新增服务{name},面向{group}:名额 {places},免除其 {share} 的需求({categories});每人 {cost_per_month},出资:{fund}",
    ),
    "programmes": Sentence(
        "Programme {name} is added in {yards} of the yards; prevents where it is at work: {effects}; costs {cost}{evidence}",
        "新增项目{name},覆盖 {yards} 的楼院;所及之处预防:{effects};成本 {cost}{evidence}",
    ),
}

REMOVED: dict[str, Sentence] = {
    "levels": Sentence("Level {name} is removed", "撤销层级{name}"),
    "posts": Sentence("Post {name} is removed", "撤销岗位{name}"),
    "channels": Sentence("Channel {name} is removed", "取消渠道{name}"),
    "categories": Sentence("Category {name} is removed", "去掉类别{name}"),
    "councils": Sentence("Council {name} is removed", "撤销议事会{name}"),
    "surges": Sentence("Surge {name} is removed", "去掉突发高峰{name}"),
    "funds": Sentence("Fund {name} is removed", "取消资金{name}"),
    "services": Sentence("Service {name} is removed", "取消服务{name}"),
    "programmes": Sentence("Programme {name} is removed", "取消项目{name}"),
}

DETAILS: dict[str, dict[str, Sentence]] = {
    "posts": {
        "fte": Sentence("; each gives {} of these hours", ";每人投入其中 {}"),
        "takes": Sentence("; cases are {}", ";接单方式:{}"),
        "every_weeks": Sentence("; in one of every {}", ";每 {}轮到一次"),
        "admin_load": Sentence("; reports and forms take {} of their time", ";行政负担 {}"),
        "patrol_every_h": Sentence("; patrols every {} on duty", ";每在岗 {}巡查一次"),
        "visit_every_h": Sentence("; home visits every {} on duty", ";每在岗 {}走访一轮"),
        "special": Sentence("; special places: {}", ";专属场所:{}"),
        "handover_h": Sentence("; every case waits {} to be handed over", ";每件交接用时 {}"),
        "overflow": Sentence("; when the line is long, help comes from {}", ";排队过长时协助:{}"),
        "fallback_h": Sentence("; what nobody took goes to the regular owner after {}", ";{}无人接单则转责任岗位"),
        "progress_ratio": Sentence("; when experience doubles, a job takes {} of the time before", ";经验翻倍后单件工时为此前的 {}"),
        "training_every_h": Sentence("; a class every {} on duty", ";每在岗 {}培训一次"),
        "lasting": Sentence("; recurrence avoided: {}", ";减少复发 {}"),
        "voice": Sentence("; perceived fairness added: {}", ";公平感增加 {}"),
        "hires": Sentence("; can hire in each unit: {}", ";每单位可招录 {}"),
    },
    "councils": {
        "online": Sentence("; members who take part online: {}", ";线上参会的成员占 {}"),
        "inclusion": Sentence("; seats held by newcomers: {}", ";新居民席位占 {}"),
    },
    "channels": {
        "only": Sentence("; for: {}", ";仅限{}"),
        "points": Sentence("; at {}", ";服务点 {}"),
        "lift": Sentence("; its cases stand higher in line by {}", ";工单排队提 {}"),
    },
    "funds": {
        "per_unit": Sentence("; every unit has such a purse of its own", ";每单位各一份"),
        "lapses": Sentence("; what is left at the end of a year is lost", ";年终清零"),
    },
}
"""Clauses about what is unlike an ordinary part, told where it is added."""

UNITS: dict[str, Sentence] = {
    "h": Sentence("h", "小时"),
    "people": Sentence("people", "人"),
    "households": Sentence("households", "户"),
    "units": Sentence("units", "个单位"),
    "areas": Sentence("", "个"),
    "days": Sentence("days", "天"),
    "day": Sentence("", ""),
    "runs": Sentence("runs", "次"),
    "cases": Sentence("cases", "件"),
    "classes": Sentence("classes", "级"),
    "seats": Sentence("", "个"),
    "times": Sentence("times", "次"),
    "ties": Sentence("ties", "个联系"),
    "episodes": Sentence("episodes", "次经历"),
    "km2": Sentence("km²", "平方公里"),
    "m/s": Sentence("m/s", "米/秒"),
    "yuan/h": Sentence("yuan/h", "元/小时"),
    **MEASURES,
    "yuan": Sentence("yuan", "元"),
    "yuan/year": Sentence("yuan a year", "元/年"),
    "yuan/month": Sentence("yuan a month", "元/月"),
    "points": Sentence("points", "处"),
    "1/day": Sentence("per day", "次/天"),
    "1/year": Sentence("per year", "件/年"),
}
"""Units as written after a number; others are not written."""

WEEKDAYS = {
    "Mon": "周一",
    "Tue": "周二",
    "Wed": "周三",
    "Thu": "周四",
    "Fri": "周五",
    "Sat": "周六",
    "Sun": "周日",
    "always": "全天候",
    "never": "从不",
}

__all__ = ["ADDED", "DETAILS", "REMOVED", "SUBJECTS", "UNITS", "WEEKDAYS"]
