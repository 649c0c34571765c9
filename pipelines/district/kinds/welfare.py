"""Help that is given already: subsidies, children in care, benefits, hardship files, charity."""

import numpy as np
import polars as pl

from pipelines.district.draft import Draft, Fate
from pipelines.district.kinds.lives import ADULT, ELDER, children_of_homes
from pipelines.district.kinds.shape import Kind, Scene, drawn, fen, months_of, words

SEVERE_GRADE = 2
PROJECTS = ("爱心助医", "情暖万家", "慈心一日捐")


def draw_disability_subsidies(scene: Scene) -> pl.DataFrame:
    """Three of four severely disabled draw the subsidy for care: the others may be due it.

    Of the others some draw the one for living; a few rows stand for both.
    """
    rng = scene.dice("disability subsidies")
    holders = scene.world.holders
    valid = holders.valid_on(scene.end, holders.statuses[-1]) & scene.alive[holders.people]
    luck = rng.random(len(holders.people))
    severe = holders.grades <= SEVERE_GRADE
    listed = valid & np.where(severe, luck < 0.75, luck < 0.2)
    chosen = np.flatnonzero(listed)
    chosen = chosen[np.argsort(holders.people[chosen], kind="stable")]
    kinds = np.where(severe[chosen], np.where(luck[chosen] < 0.1, 2, 0), 1)
    since = holders.issued[chosen].astype("datetime64[M]") + np.timedelta64(1, "M")
    amounts = np.where(kinds == 2, 33_600, np.where(kinds == 1, 19_400, 14_200))
    return pl.DataFrame(
        {
            "person": holders.people[chosen],
            "subsidy_kind": words(kinds, "重度残疾人护理补贴", "困难残疾人生活补贴", "两项补贴"),
            "recipient_kind": words(kinds, "重度残疾人", "低保家庭", "低保家庭"),
            "monthly_amount_yuan": pl.Series(amounts, dtype=pl.Int64),
            "start_month": pl.Series(since.astype("datetime64[ms]")).cast(pl.Date),
        }
    )


def contradict_two_numbers(draft: Draft, _rng: np.random.Generator) -> None:
    """In two rows the sex, in one a sum, is not what it must be: taken, and asked about."""
    for row in range(min(2, len(draft.people))):
        other = "女" if draft.text(row, "stated_sex") == "男" else "男"
        draft.edit(row, "stated_sex", other, "sex_differs_from_id", Fate.ACCEPTED)
    if len(draft.people) > 2:
        draft.edit(2, "monthly_amount_yuan", "0.01", "amount_in_ten_thousands", Fate.ACCEPTED)


def draw_orphans(scene: Scene) -> pl.DataFrame:
    """Children without parents who could bring them up, living with relatives."""
    rng = scene.dice("orphans")
    not_at_home = ~children_of_homes(scene.world, scene.lives)
    minors = (scene.lives.ages < ADULT) & (scene.lives.ages >= 1)
    people = scene.choose(minors & (not_at_home | (rng.random(len(minors)) < 0.3)), 1.2, 8, rng)
    count = len(people)
    return pl.DataFrame(
        {
            "person": people,
            "child_kind": drawn(
                rng, count, {"孤儿": 0.2, "事实无人抚养儿童": 0.35, "困境儿童": 0.45}
            ),
            "care_kind": drawn(rng, count, {"社会散居": 0.95, "集中养育": 0.05}),
            "monthly_amount_yuan": fen(rng, count, 900, 2_300),
            "start_month": months_of(scene.days_before_the_end(rng.integers(60, 900, count))),
        }
    )


def draw_veterans(scene: Scene) -> pl.DataFrame:
    """Old soldiers and families of the fallen."""
    rng = scene.dice("veterans")
    wanted = (scene.lives.ages >= ELDER) & (scene.world.people.males | (scene.lives.ages % 7 == 0))
    people = scene.choose(wanted, 5, 14, rng)
    count = len(people)
    men = scene.world.people.males[people]
    kinds = np.where(men, rng.integers(0, 3, count), 3)
    return pl.DataFrame(
        {
            "person": people,
            "benefit_kind": words(kinds, "农村籍退役士兵", "参战退役人员", "残疾军人", "烈士遗属"),
            "monthly_amount_yuan": fen(rng, count, 600, 2_400),
            "start_month": months_of(scene.days_before_the_end(rng.integers(300, 4_000, count))),
        }
    ).filter(pl.Series(scene.alive[people]))


def draw_hardship_files(scene: Scene) -> pl.DataFrame:
    """Employees whose hardship the union knows."""
    rng = scene.dice("hardship files")
    people = scene.choose(scene.lives.employed | scene.lives.interrupted, 1.5, 8, rng)
    count = len(people)
    return pl.DataFrame(
        {
            "person": people,
            "hardship_grade": drawn(
                rng, count, {"深度困难": 0.3, "相对困难": 0.45, "意外致困": 0.25}
            ),
            "hardship_cause": words(rng.integers(0, 4, count), "因病", "因残", "因学", "失业下岗"),
            "filed_date": scene.days_before_the_end(rng.integers(45, 700, count)),
            "income_per_capita_yuan": fen(rng, count, 500, 1_900),
        }
    ).filter(pl.Series(scene.alive[people]))


def draw_charity(scene: Scene) -> pl.DataFrame:
    """Payments of charities in the last eight months, two of them taken back."""
    rng = scene.dice("charity")
    people = scene.choose(scene.lives.ages >= ADULT, 4, 20, rng)
    count = len(people)
    facts = pl.DataFrame(
        {
            "person": people,
            "relief_project": words(rng.integers(0, 3, count), *PROJECTS),
            "amount_yuan": fen(rng, count, 300, 5_000),
            "paid_date": scene.days_ago(count, 230, rng),
        }
    )
    return scene.newly(facts, "paid_date")


def draw_marriages(scene: Scene) -> pl.DataFrame:
    """Couples who married, parted or had their certificate replaced."""
    return scene.newly(registrations(scene), "registered_date")


def registrations(scene: Scene) -> pl.DataFrame:
    """All registrations of the last fifteen months, whenever they are handed over."""
    rng = scene.dice("marriages")
    couples = scene.lives.couples
    young = scene.lives.ages[couples[:, 0]] < ELDER
    near = np.zeros(len(scene.world.people), dtype=bool)
    near[couples[young, 0]] = True
    husbands = scene.choose(near, 8, 36, rng)
    order = np.argsort(couples[:, 0])
    wives = couples[order[np.searchsorted(couples[order, 0], husbands)], 1]
    count = len(husbands)
    return pl.DataFrame(
        {
            "person": husbands,
            "spouse": wives,
            "spouse_person_id": scene.world.people.ids.gather(wives),
            "spouse_name": scene.world.people.names.gather(wives),
            "registration_kind": drawn(rng, count, {"结婚": 0.4, "离婚": 0.5, "补领": 0.1}),
            "registered_date": scene.days_ago(count, 450, rng),
        }
    )


WELFARE = (
    Kind(
        source="civil_affairs__disability_subsidies",
        folder="民政",
        title="残疾人两项补贴发放名册",
        headers={
            "serial": "序号",
            "town_name": "乡镇",
            "community_name": "村居",
            "name": "姓名",
            "stated_sex": "性别",
            "id_number": "身份证号码",
            "subsidy_kind": "补贴类型",
            "recipient_kind": "补贴对象类型",
            "monthly_amount_yuan": "补贴金额",
            "start_month": "享受补贴起始月份",
            "account": "银行账号",
        },
        draw=draw_disability_subsidies,
        spoil=contradict_two_numbers,
        spellings={
            "subsidy_kind": {
                "重度残疾人护理补贴": "护理补贴",
                "困难残疾人生活补贴": "生活补贴",
                "两项补贴": "两补",
            }
        },
    ),
    Kind(
        source="civil_affairs__orphans",
        folder="民政",
        title="孤儿和困境儿童名册",
        headers={
            "town_name": "镇街",
            "community_name": "村居",
            "name": "儿童姓名",
            "id_number": "儿童身份证号",
            "child_kind": "儿童类别",
            "care_kind": "养育方式",
            "monthly_amount_yuan": "月保障金额",
            "start_month": "起始月份",
        },
        draw=draw_orphans,
        spellings={"child_kind": {"孤儿": "散居孤儿", "事实无人抚养儿童": "事实孤儿"}},
    ),
    Kind(
        source="civil_affairs__marriages",
        folder="民政",
        title="婚姻登记",
        headers={
            "serial": "序号",
            "office": "登记机关",
            "name": "男方姓名",
            "id_number": "男方身份证号",
            "spouse_name": "女方姓名",
            "spouse_person_id": "女方身份证号",
            "registration_kind": "登记类型",
            "registered_date": "登记日期",
        },
        draw=draw_marriages,
        form="utf-8",
        fatal="registered_date",
        is_snapshot=False,
        spellings={"registration_kind": {"结婚": "结婚登记", "离婚": "离婚登记"}},
    ),
    Kind(
        source="veterans__benefits",
        folder="退役军人事务局",
        title="优抚对象",
        headers={
            "serial": "序号",
            "name": "姓名",
            "id_number": "身份证号",
            "benefit_kind": "优抚对象类别",
            "monthly_amount_yuan": "月抚恤补助金额",
            "start_month": "享受起始年月",
        },
        draw=draw_veterans,
        spellings={"benefit_kind": {"烈士遗属": "烈属"}},
    ),
    Kind(
        source="trade_union__hardship_files",
        folder="总工会",
        title="困难职工档案",
        headers={
            "serial": "序号",
            "employer": "单位名称",
            "name": "职工姓名",
            "id_number": "身份证号",
            "hardship_grade": "困难类别",
            "hardship_cause": "致困原因",
            "income_per_capita_yuan": "家庭人均月收入",
            "filed_date": "建档日期",
        },
        draw=draw_hardship_files,
        cadence="quarterly",
        form="gb18030",
        spellings={"hardship_cause": {"因病": "大病"}},
    ),
    Kind(
        source="charity__relief",
        folder="慈善总会",
        title="慈善救助",
        headers={
            "serial": "序号",
            "relief_project": "慈善项目",
            "name": "受助人姓名",
            "id_number": "身份证号",
            "amount_yuan": "救助金额",
            "paid_date": "发放日期",
        },
        draw=draw_charity,
        form="utf-8",
        is_snapshot=False,
    ),
)
