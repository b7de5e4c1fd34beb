"""Tables of deliberation: councils (the rules), their chambers (one per unit of the level), and what each category must go through."""

from typing import Annotated

import numpy as np

from sim.columns import Column, Table


class Procedure(Table):
    """One row per category: how the organisation deals with this class, beside who serves it."""

    coordination: Annotated[np.float64, Column("ratio", "factor on the time of a request to another agency", "协调时长倍数", start=1)]
    cooperation: Annotated[np.float64, Column("probability", "an agency agrees to a request", "配合概率", start=1)]
    own: Annotated[np.int8, Column("0/1", "the residents' own organisations may take it up", "可由居民自管")]


class Council(Table):
    """One row per council, the highest tier first: a case is heard by the first whose thresholds it meets."""

    level: Annotated[np.int16, Column("row", "level; one chamber per unit", "层级")]
    first: Annotated[np.int64, Column("row", "first of its chambers", "首个议事会")]
    least_affected: Annotated[np.float64, Column("people", "hears what concerns at least so many", "最少涉及人数")]
    least_conflict: Annotated[np.float64, Column("0-1", "and at least so much conflict", "最低分歧")]
    every_h: Annotated[np.float64, Column("h", "between meetings", "会期间隔")]
    first_h: Annotated[np.float64, Column("h", "first meeting", "首次会期")]
    cap: Annotated[np.int64, Column("cases", "heard at a meeting at most", "每次议题上限")]
    persons: Annotated[np.int64, Column("people", "members", "成员数")]
    staff: Annotated[np.int64, Column("people", "of them paid staff", "其中工作人员")]
    cost_per_h: Annotated[np.float64, Column("yuan/h", "cost of an hour of its staff", "工作人员小时成本")]
    online: Annotated[np.int64, Column("people", "members who take part online", "线上成员数")]
    attendance: Annotated[np.float64, Column("probability", "a member comes", "到会率")]
    online_attendance: Annotated[np.float64, Column("probability", "an online member takes part", "线上参与率")]
    quorum: Annotated[np.int64, Column("people", "fewest for a meeting", "法定人数")]
    hours: Annotated[np.float64, Column("h", "length of a meeting", "会议时长")]
    inclusion: Annotated[np.float64, Column("share", "seats held by newcomers", "新居民席位占比")]
    tries: Annotated[np.int64, Column("times", "put to a meeting at most", "上会次数上限")]
    voice: Annotated[np.float64, Column("0-1", "perceived fairness of those heard when it agrees", "发言带来的公平感")]
    lasting: Annotated[np.float64, Column("share", "recurrence avoided when it agrees", "议定降低复发")]
    elders_heard: Annotated[np.float64, Column("probability", "an elder whose case it is can take part", "老年当事人可参与率", start=1)]


class Chamber(Table):
    """One row per council and unit of its level. The first block is fixed; the second is live."""

    council: Annotated[np.int16, Column("row", "council", "议事制度")]
    unit: Annotated[np.int64, Column("row", "unit", "单位")]
    key: Annotated[np.uint64, Column("key", "key of its attendance", "随机键")]

    agenda: Annotated[np.int64, Column("row", "case heard next; -1 none", "议程首", start=-1)]
    last: Annotated[np.int64, Column("row", "case heard last", "议程末", start=-1)]
    waiting: Annotated[np.int64, Column("cases", "on the agenda", "候会数")]
    called: Annotated[np.int8, Column("0/1", "a meeting is called", "已约会期")]
    left: Annotated[np.int64, Column("cases", "still to be heard at the meeting that is going on", "本次剩余议题")]
    present: Annotated[np.int64, Column("people", "at the meeting that is going on", "本次到会人数")]
    held: Annotated[np.int64, Column("meetings", "held", "开会次数")]
    failed: Annotated[np.int64, Column("meetings", "put off for want of a quorum", "流会次数")]
    heard: Annotated[np.int64, Column("cases", "hearings", "审议次数")]
    agreed: Annotated[np.int64, Column("cases", "hearings that agreed", "议定次数")]
    person_h: Annotated[np.float64, Column("h", "members' time in meetings", "会议人时")]
