"""What befalls people: severe illness, disasters, terms away from home."""

import numpy as np
import polars as pl

from pipelines.district.bills import plan_spending
from pipelines.district.kinds.lives import ADULT, ELDER
from pipelines.district.kinds.shape import Kind, Scene, drawn, words

LASTING = np.datetime64("9999-12-31")


def draw_severe_illness(scene: Scene) -> pl.DataFrame:
    """Half of those with high bills, some with ordinary ones, and many with a chronic disease."""
    rng = scene.dice("illness")
    costly = np.sort(plan_spending(scene.world).costly)
    severe = costly[rng.random(len(costly)) < 0.5]
    mental = scene.choose(scene.lives.ages >= ADULT, 0.6, 4, rng)
    chronic = scene.choose(scene.lives.ages >= 50, 6, 12, rng)
    people = np.r_[severe, mental, chronic]
    kinds = np.repeat([0, 1, 2], [len(severe), len(mental), len(chronic)])
    return pl.DataFrame(
        {
            "person": people,
            "management_kind": words(kinds, "大病专项救治", "严重精神障碍", "慢病签约"),
            "confirmed_date": scene.days_before_the_end(rng.integers(40, 1_500, len(people))),
            "is_in_treatment": pl.Series(rng.random(len(people)) < 0.85),
        }
    ).filter(pl.Series(scene.alive[people]))


def draw_disasters(scene: Scene) -> pl.DataFrame:
    """A typhoon in summer and some fires; in the last month a hailstorm."""
    rng = scene.dice("disasters")
    heads = scene.world.people.positions == 0
    people = scene.choose(heads, 3, 12, rng)
    count = len(people)
    year = scene.world.calendar.months[-1].year
    last = scene.world.calendar.start_of(len(scene.world.calendar.months) - 1)
    dates = np.array([f"{year}-08-0{2 + i % 2}" for i in range(count)], dtype="datetime64[D]")
    kinds = np.where(rng.random(count) < 0.12, 1, 0)
    is_hail = rng.random(count) < 0.25
    kinds[is_hail], dates[is_hail] = 2, last + np.timedelta64(6, "D")
    losses = rng.integers(1_000, 60_000, count) * 100
    return scene.newly(
        pl.DataFrame(
            {
                "person": people,
                "disaster_kind": words(kinds, "台风", "火灾", "风雹"),
                "disaster_date": pl.Series(dates.astype("datetime64[ms]")).cast(pl.Date),
                "house_damage": drawn(
                    rng, count, {"倒塌": 0.1, "严重损坏": 0.25, "一般损坏": 0.35, "无": 0.3}
                ),
                "loss_yuan": pl.Series(losses, dtype=pl.Int64),
                "relief_yuan": pl.Series(losses // 5, dtype=pl.Int64),
            }
        ),
        "disaster_date",
    )


def draw_prison_terms(scene: Scene) -> pl.DataFrame:
    """Adults in prison, under supervision at home, or in compulsory treatment."""
    rng = scene.dice("prison")
    grown = (scene.lives.ages >= ADULT + 2) & (scene.lives.ages < ELDER + 4) & scene.alive
    people = scene.choose(grown, 0.8, 8, rng)
    count = len(people)
    begun = scene.days_before_the_end(rng.integers(20, 900, count))
    over = scene.days_before_the_end(-rng.integers(-12, 1_400, count))
    ends = pl.Series(np.where(rng.random(count) < 0.1, LASTING, over.to_numpy())).cast(pl.Date)
    kinds = drawn(rng, count, {"在押": 0.55, "社区矫正": 0.3, "强制戒毒": 0.15})
    facts = {"person": people, "term_kind": kinds, "start_date": begun, "end_date": ends}
    return pl.DataFrame(facts).filter(pl.col("start_date") <= scene.month.as_of_date)


MISHAPS = (
    Kind(
        source="health__severe_illness",
        folder="卫生健康局",
        title="大病和慢病管理",
        headers={
            "serial": "序号",
            "town_name": "镇街",
            "name": "姓名",
            "stated_sex": "性别",
            "id_number": "身份证号",
            "management_kind": "管理类别",
            "disease": "病种",
            "confirmed_date": "确诊日期",
            "is_in_treatment": "是否在治",
            "hospital": "就诊医院",
        },
        draw=draw_severe_illness,
        form="utf-8-sig",
        fatal="confirmed_date",
        spellings={"management_kind": {"慢病签约": "慢性病", "大病专项救治": "大病救治"}},
    ),
    Kind(
        source="emergency__disaster_records",
        folder="应急管理局",
        title="受灾情况统计",
        headers={
            "town_name": "乡镇",
            "community_name": "行政村",
            "name": "户主姓名",
            "id_number": "户主身份证号",
            "disaster_kind": "灾害种类",
            "disaster_date": "受灾时间",
            "house_damage": "房屋受损情况",
            "loss_yuan": "直接经济损失",
            "relief_yuan": "救灾资金",
        },
        draw=draw_disasters,
        fatal="disaster_date",
        is_snapshot=False,
        spellings={"house_damage": {"倒塌": "全倒", "严重损坏": "严损"}},
    ),
    Kind(
        source="justice__prison_terms",
        folder="司法局",
        title="服刑和矫正人员",
        headers={
            "name": "姓名",
            "stated_sex": "性别",
            "id_number": "身份证号",
            "term_kind": "执行类别",
            "offence": "罪名",
            "start_date": "刑期起日",
            "end_date": "刑期止日",
        },
        draw=draw_prison_terms,
        form="gb18030",
        spellings={"term_kind": {"在押": "服刑", "社区矫正": "缓刑", "强制戒毒": "强制隔离戒毒"}},
    ),
)
