"""Pleas to the hotline and the petition office; many callers give no identity number."""

import numpy as np
import polars as pl

from pipelines.district.draft import Draft, Fate
from pipelines.district.kinds.lives import ADULT
from pipelines.district.kinds.shape import Kind, Scene, drawn

HOTLINE = {
    "生活困难": 0.2,
    "医疗保障": 0.15,
    "养老服务": 0.1,
    "住房保障": 0.1,
    "就业社保": 0.1,
    "噪声扰民": 0.2,
    "交通出行": 0.15,
}
PETITIONS = {"生活困难": 0.35, "住房保障": 0.2, "就业社保": 0.2, "土地纠纷": 0.25}
OF_NEED = ("生活困难", "医疗保障", "养老服务", "住房保障", "就业社保")
NAMELESS = 0.25


def draw_hotline(scene: Scene) -> pl.DataFrame:
    """Calls of the last eight months."""
    facts = _pleas(scene, "hotline", 12, 60, HOTLINE)
    urgency = drawn(scene.dice("urgency"), facts.height, {"一般": 0.8, "紧急": 0.15, "特急": 0.05})
    facts = facts.with_columns(urgency=urgency, clue_number="GD" + pl.col("plea"))
    return scene.newly(facts, "received_date")


def draw_petitions(scene: Scene) -> pl.DataFrame:
    """Petitions of the last eight months."""
    facts = _pleas(scene, "petitions", 3, 24, PETITIONS)
    return scene.newly(facts.with_columns(petition_number="XF" + pl.col("plea")), "received_date")


def _pleas(
    scene: Scene, name: str, per_thousand: float, at_least: int, topics: dict[str, float]
) -> pl.DataFrame:
    rng = scene.dice(name)
    callers = scene.choose(scene.lives.ages >= ADULT, per_thousand, at_least, rng)
    # Some call twice.
    people = np.r_[callers, callers[rng.random(len(callers)) < 0.15]]
    count = len(people)
    numbers = pl.Series(np.arange(count) + 1).cast(pl.String).str.zfill(6)
    return pl.DataFrame(
        {
            "person": people,
            "plea": f"{scene.world.calendar.months[-1].year}" + numbers,
            "topic": drawn(rng, count, topics),
            "received_date": scene.days_ago(count, 240, rng),
        }
    )


def leave_out_numbers(draft: Draft, rng: np.random.Generator) -> None:
    """Callers who give no identity number: the plea is kept, without a person."""
    for row in np.flatnonzero(rng.random(len(draft.people)) < NAMELESS):
        draft.edit(int(row), "id_number", "", "id_not_given", Fate.UNLINKED)


PLEAS = (
    Kind(
        source="hotline__clues",
        folder="政务服务热线中心",
        title="12345热线工单",
        headers={
            "clue_number": "工单编号",
            "received_date": "来电时间",
            "name": "来电人",
            "id_number": "来电人身份证号",
            "phone": "来电号码",
            "town_name": "镇街",
            "community_name": "社区",
            "topic": "诉求类别",
            "content": "诉求内容",
            "urgency": "紧急程度",
        },
        draw=draw_hotline,
        form="gb18030",
        fatal="received_date",
        is_snapshot=False,
        keeps_unlinked=True,
        spoil=leave_out_numbers,
        spellings={
            "topic": {"生活困难": "低保救助", "医疗保障": "医疗救助"},
            "urgency": {"一般": "普通"},
        },
    ),
    Kind(
        source="petition__clues",
        folder="信访局",
        title="信访事项",
        headers={
            "petition_number": "信访件编号",
            "received_date": "登记日期",
            "name": "信访人",
            "id_number": "信访人身份证号",
            "phone": "联系电话",
            "town_name": "镇街",
            "topic": "内容分类",
            "content": "信访内容",
        },
        draw=draw_petitions,
        fatal="received_date",
        is_snapshot=False,
        keeps_unlinked=True,
        spoil=leave_out_numbers,
    ),
)
