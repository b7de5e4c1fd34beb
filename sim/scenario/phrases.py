"""Sentences and words in which `words` tells how two scenarios differ."""

from __future__ import annotations

from sim.scenario.phrases_minds import CHOSEN, MINDS
from sim.scenario.phrases_participation import PARTICIPATION, WAYS
from sim.scenario.phrases_place import PLACE
from sim.scenario.phrases_readiness import READINESS
from sim.scenario.phrases_register import REGISTER
from sim.scenario.phrases_residents import DEMAND, OTHERS, RESIDENTS, RUN
from sim.scenario.sentences import Sentence

CHANGES: dict[str, Sentence] = {
    "levels.*.authority.*": Sentence(
        "Level {name} may decide {old} → {new} of {cases} by authority", "层级{name}有权决定{cases}的 {old} → {new}"
    ),
    "levels.*.reach.*": Sentence(
        "Level {name} may close {cases} up to a difficulty of {old} → {new}",
        "层级{name}可办结{cases}的难度上限:{old} → {new}",
    ),
    "levels.*.parent": Sentence("Level {name} refers its cases to: {old} → {new}", "层级{name}的上级:{old} → {new}"),
    "levels.*.units": Sentence("Units of level {name}: {old} → {new}", "层级{name}的单位:{old} → {new}"),
    "levels.*.refer.mean_h": Sentence(
        "A referral from level {name} takes {old} → {new} on average", "层级{name}上报平均用时:{old} → {new}"
    ),
    "levels.*.escalate_after_h": Sentence(
        "Time after which a case waiting at level {name} moves up by itself: {old} → {new}",
        "层级{name}等候的工单自动升级的时限:{old} → {new}",
    ),
    "posts.*.head_count": Sentence(
        "Post {name} has {old} → {new} in each unit", "岗位{name}每个单位的人数:{old} → {new}"
    ),
    "posts.*.total": Sentence(
        "People of post {name} in all units together: {old} → {new}", "岗位{name}的总人数:{old} → {new}"
    ),
    "posts.*.level": Sentence(
        "Post {name} moves from level {old} to level {new}", "岗位{name}从层级{old}调到层级{new}"
    ),
    "posts.*.role": Sentence("Post {name} is filled by: {old} → {new}", "岗位{name}的人员:{old} → {new}"),
    "posts.*.roster": Sentence("Post {name} is on duty: {old} → {new}", "岗位{name}的班次:{old} → {new}"),
    "posts.*.serves": Sentence("Post {name} serves: {old} → {new}", "岗位{name}服务的类别:{old} → {new}"),
    "posts.*.skill.*": Sentence(
        "Post {name} masters {old} → {new} of the difficulty of {cases}", "岗位{name}对{cases}难度的掌握:{old} → {new}"
    ),
    "posts.*.travels": Sentence(
        "Post {name} goes to the place of the issue: {old} → {new}", "岗位{name}是否上门:{old} → {new}"
    ),
    "posts.*.admin_load": Sentence(
        "Reports, forms and other departments' tasks take {old} → {new} of the working time of post {name}",
        "报表、材料和其他部门任务占岗位{name}工作时间的 {old} → {new}",
    ),
    "posts.*.patrol_every_h": Sentence(
        "Duty time between patrols of post {name}: {old} → {new}", "岗位{name}的巡查间隔(在岗时间):{old} → {new}"
    ),
    "posts.*.overflow": Sentence(
        "Who helps when the line of post {name} is long: {old} → {new}", "岗位{name}排队过长时由谁协助:{old} → {new}"
    ),
    **READINESS,
    **PARTICIPATION,
    **MINDS,
    "posts.*.cost_per_h": Sentence(
        "An hour on duty of post {name} costs {old} → {new}", "岗位{name}每在岗小时成本:{old} → {new}"
    ),
    "channels.*.level": Sentence(
        "Cases from channel {name} enter at level {old} → {new}", "渠道{name}的工单进入层级:{old} → {new}"
    ),
    "channels.*.hours": Sentence("Channel {name} is open: {old} → {new}", "渠道{name}的开放时间:{old} → {new}"),
    "channels.*.know": Sentence(
        "{old} → {new} of residents know and can use channel {name}", "知道并会用渠道{name}的居民:{old} → {new}"
    ),
    "channels.*.effort": Sentence(
        "Effort of using channel {name}: {old} → {new}", "使用渠道{name}的费力程度:{old} → {new}"
    ),
    "channels.*.desks": Sentence(
        "Seats that take reports on channel {name}: {old} → {new}", "渠道{name}的受理席位:{old} → {new}"
    ),
    "channels.*.direct.*": Sentence(
        "The desk of channel {name} answers {old} → {new} of {cases} on the spot",
        "渠道{name}当场答复{cases}的 {old} → {new}",
    ),
    "dispatch.rule": Sentence("Cases are dispatched: {old} → {new}", "派单方式:{old} → {new}"),
    "dispatch.discipline": Sentence("Who is served first: {old} → {new}", "排队规则:{old} → {new}"),
    "dispatch.triage.mean_h": Sentence(
        "Deciding who should handle a case takes {old} → {new} on average", "分拨平均用时:{old} → {new}"
    ),
    "dispatch.triage_accuracy": Sentence(
        "{old} → {new} of cases are sent to a right office at each try", "一次分拨准确率:{old} → {new}"
    ),
    "dispatch.coordination_h": Sentence(
        "A request to another agency takes {old} → {new} on average", "向其他部门一次协调的平均用时:{old} → {new}"
    ),
    "dispatch.cooperation": Sentence(
        "Another agency agrees to {old} → {new} of requests", "其他部门配合率:{old} → {new}"
    ),
    "dispatch.coordination_by.*": Sentence(
        "Factor on the time of a request to another agency for {cases}: {old} → {new}",
        "{cases}向其他部门协调用时的倍数:{old} → {new}",
    ),
    "dispatch.cooperation_by.*": Sentence(
        "Requests to another agency that are granted, for {cases}: {old} → {new}", "{cases}的其他部门配合率:{old} → {new}"
    ),
    "dispatch.review_every_h": Sentence("Joint reviews are held every {old} → {new}", "联席会间隔:{old} → {new}"),
    "dispatch.information": Sentence(
        "Perceived fairness added by open affairs: {old} → {new}", "事务公开带来的公平感:{old} → {new}"
    ),
    "councils.*.level": Sentence(
        "Council {name} moves from level {old} to level {new}", "议事会{name}从层级{old}改设在层级{new}"
    ),
    "councils.*.categories": Sentence("Council {name} hears: {old} → {new}", "议事会{name}的议事类别:{old} → {new}"),
    "councils.*.least_affected": Sentence(
        "Council {name} hears what concerns at least {old} → {new}", "议事会{name}受理涉及人数的下限:{old} → {new}"
    ),
    "councils.*.least_conflict": Sentence(
        "Council {name} hears what divides those concerned by at least {old} → {new}",
        "议事会{name}受理分歧程度的下限:{old} → {new}",
    ),
    "councils.*.every_h": Sentence("Council {name} meets every {old} → {new}", "议事会{name}的会期间隔:{old} → {new}"),
    "councils.*.agenda_cap": Sentence(
        "Council {name} hears at most at one meeting: {old} → {new}", "议事会{name}每次议题上限:{old} → {new}"
    ),
    "councils.*.online": Sentence(
        "Members of council {name} who take part online: {old} → {new}", "议事会{name}线上参会的成员:{old} → {new}"
    ),
    "councils.*.inclusion": Sentence(
        "Seats of council {name} held by newcomers: {old} → {new}", "议事会{name}的新居民席位:{old} → {new}"
    ),
    "councils.*.lasting": Sentence(
        "Recurrence avoided where council {name} agreed: {old} → {new}", "议事会{name}议定后减少的复发:{old} → {new}"
    ),
    "posts.*.voice": Sentence(
        "Perceived fairness added by the way post {name} listens: {old} → {new}", "岗位{name}倾听带来的公平感:{old} → {new}"
    ),
    "posts.*.lasting": Sentence(
        "Recurrence avoided by the way post {name} works: {old} → {new}", "岗位{name}的办法减少的复发:{old} → {new}"
    ),
    "self_management.share": Sentence(
        "Residents of active yards do themselves, of the issues they may take up: {old} → {new}",
        "运转中的楼院自管事项占可自管问题的比例:{old} → {new}",
    ),
    "self_management.categories": Sentence(
        "Residents of yards may take up: {old} → {new}", "楼院居民可自管的类别:{old} → {new}"
    ),
    "self_management.founded": Sentence(
        "Yards where residents' organisations are founded at the start: {old} → {new}", "开局成立自管会的楼院:{old} → {new}"
    ),
    "self_management.leaders": Sentence(
        "Leaders of a yard's organisation: {old} → {new}", "每个自管会的骨干:{old} → {new}"
    ),
    "self_management.joiners": Sentence(
        "Joiners of a new organisation, of those who could: {old} → {new}", "自管会成立时的参与率:{old} → {new}"
    ),
    "self_management.leader_exit": Sentence(
        "Hazard of a leader's leaving per year: {old} → {new}", "骨干离开的年风险:{old} → {new}"
    ),
    "categories.*.shared": Sentence(
        "Issues of category {name} that concern more people than their owner: {old} → {new}", "类别{name}中涉及多人的问题:{old} → {new}"
    ),
    "categories.*.conflict": Sentence(
        "Mean conflict of interests in category {name}: {old} → {new}", "类别{name}的平均分歧程度:{old} → {new}"
    ),
    "councils.*.zh": Sentence("Council {name} has another Chinese name: {old} → {new}", "议事会{old}现称{new}"),
    "councils.*.en": Sentence("Council {old} is now called {new}", "议事会{name}的英文名:{old} → {new}"),
    "dispatch.sign_off": Sentence("Agencies sign off: {old} → {new}", "会签方式:{old} → {new}"),
    "dispatch.reminders_lift": Sentence(
        "A reminder lifts a case one priority class: {old} → {new}", "催办是否提高一级优先级:{old} → {new}"
    ),
    "dispatch.prevention.*": Sentence(
        "Prevented before they occur, of {cases}: {old} → {new}", "事先预防的{cases}:{old} → {new}"
    ),
    # money and access
    "funds.*.opening": Sentence("Fund {name} starts with {old} → {new}", "资金{name}期初余额:{old} → {new}"),
    "funds.*.inflow_per_year": Sentence("Fund {name} receives {old} → {new}", "资金{name}的拨入:{old} → {new}"),
    "funds.*.item_cap": Sentence(
        "The dearest work that fund {name} buys costs {old} → {new}", "资金{name}单项支出上限:{old} → {new}"
    ),
    "funds.*.level": Sentence("Who may buy from fund {name}: {old} → {new}", "可使用资金{name}的层级:{old} → {new}"),
    "funds.*.categories": Sentence("Fund {name} buys works of: {old} → {new}", "资金{name}的支出类别:{old} → {new}"),
    "funds.*.per_unit": Sentence(
        "Every unit has a purse of fund {name} of its own: {old} → {new}", "资金{name}是否每单位一份:{old} → {new}"
    ),
    "funds.*.lapses": Sentence(
        "What is left of fund {name} at the end of a year is lost: {old} → {new}", "资金{name}年终是否清零:{old} → {new}"
    ),
    "funds.*.paid": Sentence("Money comes into fund {name}: {old} → {new}", "资金{name}的拨付方式:{old} → {new}"),
    "services.*.places": Sentence("Service {name} can enrol {old} → {new}", "服务{name}的名额:{old} → {new}"),
    "services.*.group": Sentence("Service {name} is open to: {old} → {new}", "服务{name}的对象:{old} → {new}"),
    "services.*.share": Sentence(
        "Of those enrolled in service {name}, {old} → {new} of such needs do not arise",
        "参加服务{name}的居民免除的此类需求:{old} → {new}",
    ),
    "services.*.cost_per_month": Sentence(
        "Service {name} costs, per person enrolled: {old} → {new}", "服务{name}每人成本:{old} → {new}"
    ),
    "services.*.fund": Sentence("Service {name} is paid from: {old} → {new}", "服务{name}的出资:{old} → {new}"),
    "services.*.categories": Sentence("Service {name} meets needs of: {old} → {new}", "服务{name}覆盖的类别:{old} → {new}"),
    "services.*.opens_day": Sentence("Service {name} opens on day {old} → {new}", "服务{name}的开办日:第 {old} → {new} 天"),
    "programmes.*.prevents.*": Sentence(
        "Programme {name} prevents {old} → {new} of {cases} where it is at work", "项目{name}所及之处预防的{cases}:{old} → {new}"
    ),
    "programmes.*.yards": Sentence(
        "Programme {name} is at work in {old} → {new} of the yards", "项目{name}覆盖的楼院:{old} → {new}"
    ),
    "programmes.*.ramp_days": Sentence(
        "Programme {name} takes {old} → {new} to act in full", "项目{name}完全见效需要:{old} → {new}"
    ),
    "programmes.*.from_day": Sentence(
        "Programme {name} begins to act on day {old} → {new}", "项目{name}的起始日:第 {old} → {new} 天"
    ),
    "programmes.*.cost_per_year": Sentence("Programme {name} costs {old} → {new}", "项目{name}的成本:{old} → {new}"),
    "programmes.*.evidence": Sentence(
        "What is known of the effect of programme {name}: {old} → {new}", "项目{name}效果的证据:{old} → {new}"
    ),
    "channels.*.points": Sentence(
        "Places where channel {name} can be used: {old} → {new}", "渠道{name}的服务点:{old} → {new}"
    ),
    "channels.*.effort_per_km": Sentence(
        "Effort of a kilometre to channel {name}: {old} → {new}", "到渠道{name}每公里的费力程度:{old} → {new}"
    ),
    "channels.*.trips.*": Sentence(
        "Visits to the desk of channel {name} that one matter needs, of {cases}: {old} → {new}",
        "渠道{name}每件{cases}需要到访:{old} → {new}",
    ),
    "channels.*.return_after.mean_h": Sentence(
        "The next visit to the desk of channel {name} comes {old} → {new} later on average",
        "渠道{name}再次到访的平均间隔:{old} → {new}",
    ),
    "channels.*.elder_know": Sentence(
        "Elders know channel {name} as many times as others: {old} → {new}", "老年人知晓渠道{name}为其他人的倍数:{old} → {new}"
    ),
    "channels.*.newcomer_know": Sentence(
        "Newcomers know channel {name} as many times as others: {old} → {new}", "外来者知晓渠道{name}为其他人的倍数:{old} → {new}"
    ),
    "channels.*.newcomer_effort": Sentence(
        "Extra effort for newcomers to use channel {name}: {old} → {new}", "外来者使用渠道{name}的额外费力:{old} → {new}"
    ),
    "channels.*.only": Sentence("Channel {name} can be used by: {old} → {new}", "可使用渠道{name}的人群:{old} → {new}"),
    "categories.*.repair_cost": Sentence(
        "Works that settle {name} issues cost {old} → {new} on average", "解决{name}问题的平均维修费用:{old} → {new}"
    ),
    **REGISTER,
    "levels.*.zh": Sentence("Level {name} has another Chinese name: {old} → {new}", "层级{old}现称{new}"),
    "levels.*.en": Sentence("Level {old} is now called {new}", "层级{name}的英文名:{old} → {new}"),
    "posts.*.zh": Sentence("Post {name} has another Chinese name: {old} → {new}", "岗位{old}现称{new}"),
    "posts.*.en": Sentence("Post {old} is now called {new}", "岗位{name}的英文名:{old} → {new}"),
    "posts.*.patrol_h": Sentence("A patrol of post {name} takes {old} → {new}", "岗位{name}每次巡查用时:{old} → {new}"),
    "posts.*.fte": Sentence(
        "A person of post {name} gives {old} → {new} of the roster's hours", "岗位{name}每人投入班次工时的 {old} → {new}"
    ),
    "channels.*.zh": Sentence("Channel {name} has another Chinese name: {old} → {new}", "渠道{old}现称{new}"),
    "channels.*.en": Sentence("Channel {old} is now called {new}", "渠道{name}的英文名:{old} → {new}"),
    "channels.*.desk_cost_per_h": Sentence(
        "An hour of a seat on channel {name} costs {old} → {new}", "渠道{name}每席位小时成本:{old} → {new}"
    ),
    "dispatch.bounce_h": Sentence(
        "A wrong office keeps a case for {old} → {new} on average before returning it", "派错的工单平均滞留:{old} → {new}"
    ),
    "dispatch.skill_noise": Sentence(
        "Spread of skill from case to case: {old} → {new}", "同一岗位各工单之间技能的波动:{old} → {new}"
    ),
    "categories.*.share": Sentence("Weight of category {name} among all issues: {old} → {new}", "类别{name}的占比权重:{old} → {new}"),
    **PLACE,
    **DEMAND,
    **RESIDENTS,
    **OTHERS,
    **RUN,
}
"""One sentence per path; * stands for the user's own names. Paths not listed use the sentence of their declaration."""

TERMS: dict[str, Sentence] = {
    "in_all_units": Sentence("People of post {name}: {old} → {new} (units: {units} → {more})", "岗位{name}的人数:{old} → {new}(单位数:{units} → {more})"),
    "as_many": Sentence("Post {name} keeps its {new} (units: {units} → {more})", "岗位{name}仍为 {new}(单位数:{units} → {more})"),
    "cases": Sentence("cases", "工单"),
    "cases_of": Sentence("{name} cases", "{name}工单"),
    "cases_among": Sentence("cases in all other categories", "其余类别工单"),
    "cases_but": Sentence("cases other than {names}", "{names}以外的工单"),
    "nothing": Sentence("nothing", "无"),
    "even": Sentence("even", "均匀"),
    "span": Sentence("{low} to {high}", "{low} 至 {high}"),
    "all_categories": Sentence("all categories", "所有类别"),
    "nobody": Sentence("nobody", "无"),
    "outside": Sentence("nobody of the place", "场所以外的机构"),
    "first_level": Sentence("the first level", "第一个层级"),
    "purse": Sentence(
        "Fund {name} is added: starts with {opening}, receives {inflow_per_year}; it pays for services and buys nothing",
        "新增资金{name}:期初 {opening},拨入 {inflow_per_year};只支付服务",
    ),
    "no_level": Sentence("nobody (it only pays for services)", "无(仅支付服务)"),
    "budget": Sentence("the general budget", "一般预算"),
    "unproven": Sentence(
        "; nothing is known of its effect: the prior is centred at zero, any other value only tests sensitivity",
        ";其效果尚无证据:先验以零为中心,非零取值仅用于敏感性检验",
    ),
    "not_set": Sentence("not set", "未设"),
    "name_zh": Sentence("Chinese name", "中文名"),
    "name_en": Sentence("English name", "英文名"),
    "yes": Sentence("yes", "是"),
    "no": Sentence("no", "否"),
    "none": Sentence("none", "无"),
    "changed_at": Sentence("{list} (changed: no. {where})", "{list}(有变化:第 {where} 个)"),
    "per_unit": Sentence("{people} in each unit", "每单位 {people}"),
    "in_all": Sentence("{people} in all", "共 {people}"),
    "every": Sentence("one unit per {area}", "每个{area}一个单位"),
    "generic": Sentence("{subject}: {field}: {old} → {new}", "{subject}:{field}:{old} → {new}"),
    "order": Sentence("Order of the {what} in the file: {old} → {new}", "文件中{what}的顺序:{old} → {new}"),
    "funds": Sentence("funds", "资金"),
    "levels": Sentence("levels", "层级"),
    "posts": Sentence("posts", "岗位"),
    "channels": Sentence("channels", "渠道"),
    "categories": Sentence("categories", "类别"),
}

CHOICES: dict[str, Sentence] = {
    **WAYS,
    "entrance": Sentence("entrance", "单元"),
    "building": Sentence("building", "楼栋"),
    "yard": Sentence("yard", "楼院"),
    "community": Sentence("community", "社区"),
    "staff": Sentence("staff", "社工"),
    "grid_worker": Sentence("grid workers", "网格员"),
    "party_member": Sentence("party members", "党员"),
    "volunteer": Sentence("volunteers", "志愿者"),
    "partner": Sentence("partner organisations", "共建单位"),
    "finish": Sentence("the job in hand is finished", "办完手头工单再下班"),
    "preempt": Sentence("the job in hand is put down", "到点放下"),
    "fixed": Sentence("fixed", "固定"),
    "exponential": Sentence("exponential", "指数分布"),
    "lognormal": Sentence("lognormal", "对数正态分布"),
    "none": Sentence("nobody", "无人"),
    "siblings": Sentence("the same post under the same parent", "同一上级下的同类岗位"),
    "level": Sentence("the whole level", "整个层级"),
    "hierarchical": Sentence("rung by rung", "逐级派单"),
    "unified": Sentence("by one platform, to the lowest level that may decide", "统一平台,派到有权的最低层级"),
    "nearest": Sentence("by one platform, to the nearest free hand", "统一平台,派给最近的空闲人员"),
    "fcfs": Sentence("first come, first served", "先到先办"),
    "priority": Sentence("by priority class", "按优先级"),
    "severity": Sentence("by severity", "按严重程度"),
    "deadline": Sentence("by deadline", "按时限"),
    "no": Sentence("not trained for them", "未受专门培训"),
    "only": Sentence("dedicated to them", "专属"),
    "also": Sentence("trained, and serves all places", "受过培训,兼顾各处"),
    "risk": Sentence("by class of risk", "按风险等级"),
    "many": Sentence("many registers, each enters them anew", "多头登记,各自另行立件"),
    "single": Sentence("one register that knows them already", "统一登记,自动并件"),
    **CHOSEN,
    "serial": Sentence("one after another", "依次会签"),
    "parallel": Sentence("side by side", "并联会签"),
    "all": Sentence("everybody", "所有居民"),
    "elders": Sentence("elders", "老年人"),
    "vulnerable": Sentence("the vulnerable", "困难群体"),
    "newcomers": Sentence("newcomers", "外来者"),
    "monthly": Sentence("every month", "按月"),
    "yearly": Sentence("at the end of every year, for the next", "每年末一次,供下年使用"),
    "known": Sentence("there is evidence", "有证据"),
    "unknown": Sentence("nothing; its prior is centred at zero", "尚无证据,先验以零为中心"),
    "joint": Sentence("side by side from the next joint review on", "下次联席会起并联会签"),
}
"""The words a user may choose, as a reader sees them."""

MEANINGS: dict[str, str] = {
    "never": "从不",
    "at once": "立即",
    "no limit": "不限",
    "none": "无",
    "nobody": "无人",
    "registered at once": "即时登记",
    "everywhere": "不限地点",
    "one": "1 次",
    "as of any channel": "与一般渠道相同",
    "not at all": "不考核",
    "no such way": "没有此途径",
}
"""What a special value means where a description says "inf = never", "left out = no limit", "0 = none"."""

__all__ = ["CHANGES", "CHOICES", "MEANINGS", "TERMS"]
