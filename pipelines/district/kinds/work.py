"""Work and what follows it: pensions, registered unemployment, social insurance."""

import numpy as np
import polars as pl

from pipelines.district.draft import Draft, Fate
from pipelines.district.kinds.lives import ELDER
from pipelines.district.kinds.shape import Kind, Scene, drawn, months_of, words

FOLDER = "人力资源社会保障局"
REASONS = ("合同到期", "单位裁员", "企业停产", "个人原因")
LEFT_FOR_GOOD = 0.06


def draw_pensions(scene: Scene) -> pl.DataFrame:
    """Nearly everybody of sixty draws one; in the country mostly the residents' pension."""
    rng = scene.dice("pensions")
    lives, people = scene.lives, scene.world.people
    luck, larger = rng.random(len(people)), rng.random(len(people)) < 0.45
    sums, first = rng.random(len(people)), rng.integers(0, 12, len(people))
    drawing = np.flatnonzero((lives.ages >= ELDER) & (luck < 0.96) & scene.alive)
    by_work = larger[drawing]
    kinds = np.where(by_work, np.where(luck[drawing] < 0.2, 2, 0), 1)
    yuan = np.where(by_work, 1_800 + sums[drawing] * 3_600, 190 + sums[drawing] * 160)
    sixty = people.births[drawing].astype("datetime64[M]") + np.timedelta64(60 * 12 + 1, "M")
    begun = np.maximum(sixty, np.datetime64("2012-01")) + 0 * first[drawing]
    return pl.DataFrame(
        {
            "person": drawing,
            "pension_kind": words(kinds, "职工养老", "居民养老", "机关事业养老"),
            "monthly_amount_yuan": pl.Series((yuan * 100).astype("int64")),
            "first_paid_month": pl.Series(begun.astype("datetime64[ms]")).cast(pl.Date),
            "status": words((luck[drawing] > 0.95).astype(int), "正常", "暂停"),
        }
    )


def draw_unemployment(scene: Scene) -> pl.DataFrame:
    """Adults without work who had themselves registered; some have found some since."""
    rng = scene.dice("unemployment")
    near = scene.choose(scene.lives.interrupted, 4, 5, rng)
    people = np.union1d(np.flatnonzero(scene.lives.unemployed), near)
    count = len(people)
    since = rng.integers(10, 420, count)
    facts = pl.DataFrame(
        {
            "person": people,
            "registered_date": scene.days_before_the_end(since),
            "unemployment_reason": words(rng.integers(0, 4, count), *REASONS),
            "is_drawing_benefit": pl.Series(since < 200),
            "status": drawn(rng, count, {"登记失业": 0.85, "已就业": 0.1, "注销": 0.05}),
        }
    )
    until = pl.col("registered_date").dt.offset_by("8mo").dt.month_start()
    facts = facts.with_columns(
        benefit_until=pl.when("is_drawing_benefit").then(until).otherwise(None)
    )
    return facts.filter(
        pl.Series(scene.alive[people]), pl.col("registered_date") <= scene.month.as_of_date
    )


def draw_social_insurance(scene: Scene) -> pl.DataFrame:
    """Who pays for a pension: employees, the self-employed, and those who no longer do."""
    rng = scene.dice("insurance")
    lives = scene.lives
    working = lives.employed | lives.flexible | lives.interrupted
    bases, behind = rng.integers(3_900, 12_000, len(working)), rng.integers(3, 12, len(working))
    ended = rng.random(len(working)) < LEFT_FOR_GOOD
    people = np.flatnonzero(working & scene.alive)
    stopped = lives.interrupted[people]
    late = np.where(stopped, behind[people], 0)
    last = scene.world.calendar.end_of(len(scene.world.calendar.months) - 1)
    # What was broken off stays so; whoever pays has paid up to the month.
    month = np.where(stopped, last, scene.end).astype("datetime64[M]") - late.astype("m8[M]")
    kinds = np.where(lives.flexible[people], 1, 0)
    states = np.where(stopped, np.where(ended[people], 2, 1), 0)
    return pl.DataFrame(
        {
            "person": people,
            "insurance_kind": words(kinds, "职工养老", "灵活就业养老"),
            "payment_status": words(states, "正常缴费", "中断", "终止"),
            "last_paid_month": months_of(pl.Series(month.astype("datetime64[ms]")).cast(pl.Date)),
            "base_yuan": pl.Series(bases[people] * 100, dtype=pl.Int64),
        }
    )


def draw_provident_fund(scene: Scene) -> pl.DataFrame:
    """Employees of the homes that were asked about, half of whom have a fund."""
    rng = scene.dice("provident fund")
    near = scene.lives.asked[scene.world.people.homes]
    people = np.flatnonzero(scene.lives.employed & near & scene.alive)
    people = people[rng.random(len(people)) < 0.5]
    bases = rng.integers(3_900, 9_000, len(people))
    paying = rng.random(len(people)) < 0.9
    ended = np.where(paying, 0, rng.integers(3, 20, len(people)))
    month = scene.end.astype("datetime64[M]") - ended.astype("m8[M]")
    return pl.DataFrame(
        {
            "person": people,
            "payment_status": words((~paying).astype(int), "正常缴存", "封存"),
            "monthly_deposit_yuan": pl.Series(np.where(paying, bases * 24, 0), dtype=pl.Int64),
            "last_paid_month": pl.Series(month.astype("datetime64[ms]")).cast(pl.Date),
            "base_yuan": pl.Series(bases * 100, dtype=pl.Int64),
        }
    )


def draw_income_tax(scene: Scene) -> pl.DataFrame:
    """Last year's wages of some employees in the homes that were asked about, month by month."""
    rng = scene.dice("income tax")
    near = scene.lives.asked[scene.world.people.homes]
    people = np.flatnonzero(scene.lives.employed & near)
    people = people[rng.random(len(people)) < 0.25]
    year = np.datetime64(f"{scene.month.year - 1}-01", "M")
    months = np.tile(year + np.arange(12).astype("m8[M]"), len(people))
    wages = np.repeat(rng.integers(3_000, 9_000, len(people)), 12) * 100
    income = wages + rng.integers(0, 30_000, len(months))
    return pl.DataFrame(
        {
            "person": np.repeat(people, 12),
            "income_kind": words(
                np.repeat((people % 9 == 0).astype(int), 12), "工资薪金", "劳务报酬"
            ),
            "period_month": pl.Series(months.astype("datetime64[ms]")).cast(pl.Date),
            "income_yuan": pl.Series(income, dtype=pl.Int64),
            "tax_yuan": pl.Series(np.maximum(0, income - 500_000) * 3 // 100, dtype=pl.Int64),
        }
    )


def write_one_sum_in_ten_thousands(draft: Draft, _rng: np.random.Generator) -> None:
    """One pension was typed in 万元: taken, and asked about."""
    rows = np.flatnonzero(draft.frame["pension_kind"].str.contains("职工|企业").to_numpy())
    for row in rows[:1]:
        draft.edit(
            int(row), "monthly_amount_yuan", "0.31", "amount_in_ten_thousands", Fate.ACCEPTED
        )


WORK = (
    Kind(
        source="human_resources__pensions",
        folder=FOLDER,
        title="养老待遇领取",
        headers={
            "name": "姓名",
            "stated_sex": "性别",
            "id_number": "身份证号码",
            "pension_kind": "养老保险类型",
            "first_paid_month": "首次领取年月",
            "monthly_amount_yuan": "月养老金",
            "status": "发放状态",
            "account": "银行账号",
        },
        draw=draw_pensions,
        spoil=write_one_sum_in_ten_thousands,
        spellings={
            "pension_kind": {
                "居民养老": "城乡居民基本养老保险",
                "职工养老": "企业职工基本养老保险",
            },
            "status": {"正常": "正常发放", "暂停": "暂停发放"},
        },
    ),
    Kind(
        source="human_resources__unemployment",
        folder=FOLDER,
        title="失业登记",
        headers={
            "serial": "序号",
            "name": "姓名",
            "id_number": "身份证号",
            "employer": "原工作单位",
            "registered_date": "失业登记日期",
            "unemployment_reason": "失业原因",
            "is_drawing_benefit": "是否领取失业保险金",
            "benefit_until": "领取截止年月",
            "status": "失业登记状态",
        },
        draw=draw_unemployment,
        form="gb18030",
        fatal="registered_date",
        spellings={"status": {"登记失业": "失业", "已就业": "就业"}},
    ),
    Kind(
        source="human_resources__social_insurance",
        folder=FOLDER,
        title="社会保险缴费",
        headers={
            "employer": "单位名称",
            "name": "姓名",
            "id_number": "社会保障号码",
            "insurance_kind": "险种类型",
            "payment_status": "参保缴费状态",
            "base_yuan": "缴费基数",
            "last_paid_month": "最近缴费年月",
        },
        draw=draw_social_insurance,
        spellings={
            "insurance_kind": {"职工养老": "城镇职工基本养老保险"},
            "payment_status": {"正常缴费": "参保缴费", "中断": "暂停缴费", "终止": "终止缴费"},
        },
    ),
    Kind(
        source="housing_fund__provident_fund",
        folder="住房公积金管理中心",
        title="住房公积金缴存",
        headers={
            "employer": "单位名称",
            "account": "个人账号",
            "name": "职工姓名",
            "id_number": "身份证号码",
            "base_yuan": "缴存基数",
            "monthly_deposit_yuan": "月缴存额",
            "last_paid_month": "缴至年月",
            "payment_status": "缴存状态",
        },
        draw=draw_provident_fund,
        cadence="quarterly",
        form="utf-8",
        spellings={"payment_status": {"正常缴存": "正常"}},
    ),
    Kind(
        source="tax__income_tax",
        folder="税务局",
        title="个人所得税申报",
        headers={
            "name": "纳税人姓名",
            "paper": "证照类型",
            "id_number": "证照号码",
            "employer": "扣缴义务人名称",
            "income_kind": "所得项目",
            "period_month": "税款所属期起",
            "income_yuan": "收入额",
            "tax_yuan": "应纳税额",
        },
        draw=draw_income_tax,
        cadence=3,
        form="utf-16",
        is_snapshot=False,
        spellings={"income_kind": {"工资薪金": "工资、薪金所得"}},
    ),
)
