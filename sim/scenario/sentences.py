"""Every message about a faulty scenario, in both languages."""

from __future__ import annotations

from typing import Literal, NamedTuple

Lang = Literal["en", "zh"]


class Sentence(NamedTuple):
    """One message in both languages, with {names} to fill in."""

    en: str
    zh: str


SENTENCES: dict[str, Sentence] = {
    # reading
    "SC001": Sentence("there is no file {file}", "没有文件 {file}"),
    "SC002": Sentence("{file} is a directory; a scenario is a .toml file", "{file} 是目录;情景应是 .toml 文件"),
    "SC003": Sentence(
        "the file is not UTF-8 text: byte {byte} cannot be read; save it as UTF-8",
        "文件不是 UTF-8 文本:字节 {byte} 无法读取;请另存为 UTF-8",
    ),
    "SC004": Sentence("this is not TOML: {problem}", "不是合法的 TOML:{problem}"),
    "SC005": Sentence(
        "the file is empty; a scenario has at least title, categories, channels, levels and posts",
        "文件为空;情景至少要有 title、categories、channels、levels、posts",
    ),
    "SC006": Sentence("no scenario is called “{word}”", "没有名为“{word}”的情景"),
    "SC007": Sentence("extends runs in a circle: {chain}", "extends 形成循环:{chain}"),
    "SC008": Sentence("the file cannot be read: {reason}", "文件无法读取:{reason}"),
    "SC009": Sentence("no lesson is called “{word}”", "没有名为“{word}”的课"),
    # form
    "SC101": Sentence("“{word}” is not a key of {table}", "{table} 中没有名为“{word}”的键"),
    "SC102": Sentence("{key} cannot be {value}", "{key} 不能是 {value}"),
    "SC103": Sentence("{key} must be {bound}; it is {value}", "{key} 必须{bound};现在是 {value}"),
    "SC104": Sentence("{key} must be {expected}; it is {found}", "{key} 应为{expected};现在是{found}"),
    "SC105": Sentence("{table} has no “{word}”", "{table} 缺少“{word}”"),
    "SC106": Sentence("{key} is NaN (not a number)", "{key} 是 NaN(不是数)"),
    "SC107": Sentence("{key} cannot be infinite", "{key} 不能是无穷大"),
    "SC108": Sentence(
        '{value} is not weekly hours: write "always", "never" or "Mon-Fri 09:00-17:00"',
        '{value} 不是每周时段:请写 "always"、"never" 或 "Mon-Fri 09:00-17:00"',
    ),
    "SC109": Sentence("{key} must not be empty", "{key} 不能为空"),
    "SC110": Sentence("{key}: {reason}", "{key} 的值不可用({reason})"),
    # patches
    "SC201": Sentence(
        "no patch and no practice is called “{word}” (`shequ practices` lists the practices)",
        "没有名为“{word}”的补丁或做法(`shequ practices` 列出全部做法)",
    ),
    "SC202": Sentence(
        "“{first}” and “{second}” both set {key}, to {one} and {other}: they contradict each other",
        "“{first}”与“{second}”相互矛盾:都设置了 {key},分别为 {one} 和 {other}",
    ),
    "SC204": Sentence("no practice is called “{word}” (`shequ practices` lists them)", "没有编号为“{word}”的做法(`shequ practices` 列出全部)"),
    "SC203": Sentence("a patch cannot set {key}", "补丁不能设置 {key}"),
    # overrides
    "SC301": Sentence("an override is written path.to.key=value", "覆盖项应写成 路径.键=值"),
    "SC302": Sentence("the value of this override is not TOML: {problem}", "覆盖项的值不是合法的 TOML:{problem}"),
    "SC303": Sentence("{key} cannot be set from outside the file", "{key} 不能在文件之外设置"),
    # names and quantities that must agree
    "SC401": Sentence("{key}: there is no {kind} “{word}”", "{key}:没有名为“{word}”的{kind}"),
    "SC402": Sentence("the levels refer to each other in a circle: {chain}", "层级互为上级,形成循环:{chain}"),
    "SC403": Sentence("exactly one level has no parent; here: {found}", "应恰有一个没有上级的层级;现在是:{found}"),
    "SC404": Sentence("{key} has {expected} numbers; it has {found}", "{key} 应有 {expected} 个数;现在有 {found} 个"),
    "SC405": Sentence("{key} must be numbers from 0 up, not all 0", "{key} 应为不小于 0 且不全为 0 的数"),
    "SC406": Sentence(
        "there are fewer {finer} ({few}) than {coarser} ({many}); each of the latter holds at least one",
        "{finer}({few})少于{coarser}({many});后者每个至少含一个前者",
    ),
    "SC407": Sentence(
        "there are more households ({households}) than residents ({residents})",
        "户数({households})多于居民数({residents})",
    ),
    "SC408": Sentence("every category has share 0, so nothing ever happens", "所有类别的 share 都是 0,不会发生任何事"),
    "SC409": Sentence(
        "nobody serves category “{word}”: no post with people lists it", "没有人办理类别“{word}”:有人员的岗位都不包含它"
    ),
    "SC480": Sentence(
        '{key} has no effect while exit.rule is "flat"; set exit.rule to "logit"',
        'exit.rule 为 "flat" 时 {key} 不起作用;请把 exit.rule 设为 "logit"',
    ),
    "SC481": Sentence(
        "talk.pull is {value}; two who meet can at most meet halfway, 0.5",
        "talk.pull 为 {value};两人交谈最多各让一半,即 0.5",
    ),
    "SC416": Sentence(
        "post “{word}” has people and nothing to do: “{owner}” comes first for all it serves (the first post of a level that "
        "names a category owns it, then the first that serves all)",
        "岗位“{word}”有人员却无事可办:它所办的类别都先归“{owner}”(同层级中先写明该类别的岗位优先,其次是先列出的全办岗位)",
    ),
    "SC417": Sentence("the two worlds of a lesson must have the same people with the same problems; they differ in: {parts}",
                      "一课的两个情景应有相同的居民与相同的问题;不同之处:{parts}"),
    "SC410": Sentence(
        "level “{word}” has {units} units but the place has {entrances} entrances",
        "层级“{word}”有 {units} 个单位,而场所只有 {entrances} 个单元",
    ),
    "SC411": Sentence("{key} must be between 0 and 1; it is {value}", "{key} 应在 0 与 1 之间;现在是 {value}"),
    "SC412": Sentence(
        "severity_low ({low}) is above severity_high ({high})", "severity_low({low})大于 severity_high({high})"
    ),
    "SC413": Sentence("sources names “{word}”, which is not in the scenario", "sources 写了“{word}”,情景中没有这一项"),
    "SC414": Sentence(
        "“{word}” is not a source: write seed:XX (HY, FX, KL, LH, ZJ), data:…, literature:…, derived:…, definition "
        "or assumption",
        "“{word}”不是出处:请写 seed:XX(HY、FX、KL、LH、ZJ)、data:…、literature:…、derived:…、definition 或 assumption",
    ),
    "SC415": Sentence(
        "child_share and elder_share add up to {value}; together they cannot exceed 1",
        "child_share 与 elder_share 之和为 {value};不能超过 1",
    ),
    "SC440": Sentence(
        "fund “{word}” has a purse per unit but no level whose units could have one", "资金“{word}”设为每单位一份,却没有指定层级"
    ),
    "SC441": Sentence(
        "service “{word}” is paid from fund “{fund}”, which has a purse per unit; a service needs one purse",
        "服务“{word}”由资金“{fund}”出资,而该资金每单位一份;服务须由一份资金支付",
    ),
    "SC442": Sentence(
        "{key} must be a whole number from 1 to {most}; it is {value}", "{key} 应为 1 至 {most} 的整数;现在是 {value}"
    ),
    "SC443": Sentence(
        "channel “{word}” has no desk (desks = 0), so there is nothing to come to again",
        "渠道“{word}”没有受理台(desks = 0),无从再次到访",
    ),
    "SC430": Sentence(
        "{some} yards are special but the place has {all} yards", "专属场所楼院 {some} 个,而场所只有 {all} 个楼院"
    ),
    "SC431": Sentence(
        "post “{word}” is dedicated to special places and there are none (place.special_yards is 0)",
        "岗位“{word}”只负责专属场所,而场所中没有专属场所(place.special_yards 为 0)",
    ),
    "SC432": Sentence(
        "post “{word}” hires people but does not say from which category (hires_from)",
        "岗位“{word}”招录人员却没有写明来源类别(hires_from)",
    ),
    "SC433": Sentence(
        "post “{word}” has only people to be hired, and neither patrols nor visits: cases are not sent to a post without people",
        "岗位“{word}”只有待招录人员,又不巡查不走访:没有人员的岗位不会派到工单",
    ),
    # councils and residents' own organisations
    "SC450": Sentence("{key} must be {bound}; it is {value}", "{key} 应{bound};现在是 {value}"),
    "SC451": Sentence(
        "a council of {persons} members cannot have {staff} of them from the staff",
        "共 {persons} 名成员的议事会不能有 {staff} 名工作人员",
    ),
    "SC452": Sentence(
        "council “{word}” can never meet: even if all who may come do, there is no quorum",
        "议事会“{word}”永远开不成会:可能到会的全到也不足法定人数",
    ),
    "SC453": Sentence(
        "residents' organisations need {least} leaders to work but have only {leaders} seats for them",
        "自管会须有 {least} 名骨干才能运转,却只有 {leaders} 个骨干名额",
    ),
    "SC460": Sentence(
        "an agenda of {cases} cases takes leaders {hours} h, and the next session is {every} h later",
        "一次督办 {cases} 件需领导用时 {hours} 小时,而下次督办在 {every} 小时后",
    ),
    # study files
    "SD001": Sentence("no metric is called “{word}” (`shequ metrics` lists them)", "没有名为“{word}”的指标(`shequ metrics` 列出全部)"),
    "SD002": Sentence("“{word}” is a lever already; an uncertainty needs another name", "“{word}”已是可决定的因素;不确定因素须另起名字"),
    "SD003": Sentence("“{word}” needs exactly one of path, practice or choices", "“{word}”须写明 path、practice、choices 三者之一"),
    "SD004": Sentence("the range of “{word}” needs low and high, low below high", "“{word}”的范围须写明 low 与 high,且 low 小于 high"),
    "SD005": Sentence("“{word}” has both a range and other values; write one of them", "“{word}”既有范围又有其他取值;请只写一种"),
    "SD006": Sentence("a loguniform range begins above 0 (“{word}”)", "loguniform 的范围须从大于 0 处开始(“{word}”)"),
    "SD007": Sentence("“{word}” has no values: write values = [...], or low and high", "“{word}”没有取值:请写 values = [...],或 low 与 high"),
    "SD008": Sentence(
        "“{word}” has a range, and {method} takes listed values: add steps, or write values", "“{word}”只有范围,而 {method} 需要列出的取值:请加 steps 或写 values"
    ),
    "SD009": Sentence("“{word}” is not one of the choices", "“{word}”不在 choices 之中"),
    "SD010": Sentence("values of a practice are false and true (“{word}”)", "做法的取值是 false 与 true(“{word}”)"),
    "SD011": Sentence("zip takes lists of the same length; here: {counts}", "zip 须各列表等长;现在是:{counts}"),
    "SD012": Sentence('{method} needs the file of points: file = "points.csv"', '{method} 须写明点表文件:file = "points.csv"'),
    "SD013": Sentence("there is nothing to draw points of: {table} is empty", "没有可取点的因素:{table} 为空"),
    "SD014": Sentence("{method} needs the number of points", "{method} 须写明点数 points"),
    "SD015": Sentence("{method} takes a power of 2 as number of points, or loses its balance", "{method} 的点数须为 2 的幂,否则失去均衡"),
    "SD016": Sentence("{file}: {reason}", "{file}:{reason}"),
    "SD017": Sentence("{file} has no column for {words}", "{file} 缺少列:{words}"),
    "SD018": Sentence("{file}, row {row}: “{word}” cannot be {value}", "{file} 第 {row} 行:“{word}”不能是 {value}"),
    "SD019": Sentence("{file} has {found} columns; there are {expected} factors", "{file} 有 {found} 列,而因素有 {expected} 个"),
    "SD020": Sentence("no option, lever or uncertainty varies anything: there is only one structure in one world", "没有任何变化:只有一个世界中的一种结构"),
    "SD021": Sentence("a threshold needs a metric that the study names: add “{word}” to metrics", "门槛须针对本研究所列的指标:请把“{word}”加入 metrics"),
    "SD022": Sentence('“{word}” is no threshold: write ">= 0.85" or "<= 72"', '“{word}”不是门槛:请写 ">= 0.85" 或 "<= 72"'),
    # hints
    "nearest": Sentence("did you mean `{word}`?", "是不是想写 `{word}`?"),
    "choices": Sentence("possible: {choices}", "可选:{choices}"),
    "keys": Sentence("keys here: {choices}", "此处的键:{choices}"),
    "elsewhere": Sentence("a key of this name belongs in {table}", "这个名字的键属于 {table}"),
    "described": Sentence("{sentence}", "{sentence}"),
    "quote": Sentence(
        'put the whole path in quotes: "posts.clerk.head_count" = "seed:…"',
        '整个路径要加引号:"posts.clerk.head_count" = "seed:…"',
    ),
    "fullwidth": Sentence(
        "the line has the full-width sign {word}; TOML needs {plain}", "这一行有全角符号 {word};TOML 要用半角 {plain}"
    ),
    "empty_serves": Sentence("leave serves empty to serve all categories", "serves 留空即服务所有类别"),
}
"""Every message by its code."""

WORDS: dict[str, Sentence] = {
    "root": Sentence("the scenario", "情景"),
    "file": Sentence("the file", "文件"),
    "number": Sentence("a number", "数"),
    "integer": Sentence("a whole number", "整数"),
    "string": Sentence("text in quotes", "带引号的文字"),
    "boolean": Sentence("true or false", "true 或 false"),
    "table": Sentence("a table", "表"),
    "array": Sentence("a list", "列表"),
    "date": Sentence("a date or time", "日期或时间"),
    "integer_or_area": Sentence("a whole number or a kind of area", "整数或区域名"),
    "too_large": Sentence("below 2^63", "小于 2^63"),
    "level": Sentence("level", "层级"),
    "category": Sentence("category", "类别"),
    "fund": Sentence("fund", "资金"),
    "factor": Sentence("0 or more, and finite", "不小于 0 且有限"),
    "chance": Sentence("above 0 and at most 1", "大于 0 且不大于 1"),
    "entrances": Sentence("entrances", "单元"),
    "buildings": Sentence("buildings", "楼栋"),
    "yards": Sentence("yards", "楼院"),
    "communities": Sentence("communities", "社区"),
    "ge": Sentence("at least {limit}", "不小于 {limit}"),
    "gt": Sentence("above {limit}", "大于 {limit}"),
    "le": Sentence("at most {limit}", "不大于 {limit}"),
    "lt": Sentence("below {limit}", "小于 {limit}"),
    "footer": Sentence("{count} errors; nothing was run.", "{count} 个错误,没有开始模拟。"),
    "footer_one": Sentence("1 error; nothing was run.", "1 个错误,没有开始模拟。"),
}

__all__ = ["SENTENCES", "WORDS", "Lang", "Sentence"]
