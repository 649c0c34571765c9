"""Schools: who is enrolled where, and who gets help."""

import numpy as np
import polars as pl

from pipelines.district.kinds.lives import STAGES
from pipelines.district.kinds.shape import Kind, Scene, fen, words

FOLDER = "教育体育局"
COMPULSORY = (1, 2)
GRADES = ("一年级", "二年级", "三年级", "四年级", "五年级", "六年级")


def draw_student_rolls(scene: Scene) -> pl.DataFrame:
    """Everybody who goes to school; a few of compulsory school age have left or paused."""
    rng = scene.dice("student rolls")
    stages = scene.lives.stages
    away = np.zeros(len(stages), dtype=bool)
    away[scene.choose(np.isin(stages, COMPULSORY), 1, 8, rng)] = True
    away[scene.choose(stages > max(COMPULSORY), 1, 4, rng)] = True
    people = np.flatnonzero((stages >= 0) & scene.alive)
    stages = stages[people]
    states = np.where(away[people], 1 + (people % 2), 0)
    year = scene.month.year - 1 + (people % 2)
    entered = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]") + np.timedelta64(
        243, "D"
    )
    return pl.DataFrame(
        {
            "person": people,
            "school_stage": words(stages, *STAGES),
            "grade": words(people % 6, *GRADES),
            "enrolment_status": words(states, "在读", "休学", "退学"),
            "boards": pl.Series((stages >= 3) & (people % 3 > 0)),
            "entered_date": pl.Series(entered.astype("datetime64[ms]")).cast(pl.Date),
        }
    )


def draw_school_aid(scene: Scene) -> pl.DataFrame:
    """Aid for a part of the pupils in the homes that were asked about."""
    rng = scene.dice("school aid")
    near = scene.lives.asked[scene.world.people.homes]
    people = np.flatnonzero((scene.lives.stages >= 0) & near)
    people = people[rng.random(len(people)) < 0.4]
    stages, count = scene.lives.stages[people], len(people)
    kinds = np.select([stages == 0, stages < 3, stages < 5], [0, 1, 2], 3)
    term = f"{scene.month.year - 1}-{scene.month.year}学年第二学期"
    return pl.DataFrame(
        {
            "person": people,
            "aid_kind": words(kinds, "学前资助", "生活补助", "国家助学金", "助学贷款"),
            "term": pl.Series([term] * count, dtype=pl.String),
            "amount_yuan": fen(rng, count, 400, 2_500),
            "paid_date": pl.Series([scene.month.first_date] * count, dtype=pl.Date),
        }
    )


SCHOOL = (
    Kind(
        source="education__student_rolls",
        folder=FOLDER,
        title="学籍信息",
        headers={
            "school": "学校名称",
            "name": "学生姓名",
            "stated_sex": "性别",
            "id_number": "身份证号",
            "school_stage": "学段",
            "grade": "年级",
            "enrolment_status": "学籍状态",
            "boards": "是否住校",
            "entered_date": "入学日期",
        },
        draw=draw_student_rolls,
        cadence=9,
        spellings={
            "enrolment_status": {"在读": "在校", "退学": "辍学"},
            "school_stage": {"普通高中": "高中", "中职": "职业高中", "大专": "高职"},
        },
    ),
    Kind(
        source="education__school_aid",
        folder=FOLDER,
        title="学生资助发放",
        headers={
            "serial": "序号",
            "school": "学校",
            "name": "学生姓名",
            "id_number": "身份证号",
            "term": "学期",
            "aid_kind": "资助项目",
            "amount_yuan": "资助金额",
            "paid_date": "发放日期",
        },
        draw=draw_school_aid,
        cadence=5,
        form="gb18030",
        is_snapshot=False,
        spellings={"aid_kind": {"国家助学金": "高中国家助学金"}},
    ),
)
