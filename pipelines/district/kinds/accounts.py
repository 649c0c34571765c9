"""Deposits, securities and means: only of the few homes that authorised it in writing."""

import numpy as np
import polars as pl

from pipelines.district.draft import Draft, Fate
from pipelines.district.kinds.lives import ADULT
from pipelines.district.kinds.shape import Kind, Scene, fen, words

LEAST_ROWS = 10
PROPERTY_WITHIN = 0.8


def draw_deposits(scene: Scene) -> pl.DataFrame:
    """Answers of one or two banks on each adult of the homes that authorised in this month."""
    asked = _authorised(scene, "deposits", 12)
    rng = scene.dice(f"deposits {scene.month}")
    banks = rng.integers(0, 2, asked.height)
    return asked.with_columns(
        institution=words(banks, "甲银行", "乙银行"),
        balance_yuan=fen(rng, asked.height, 200, 90_000),
        balance_date=pl.lit(scene.month.as_of_date),
    )


def draw_holdings(scene: Scene) -> pl.DataFrame:
    """Answers of brokers on some of them."""
    asked = _authorised(scene, "holdings", 6)
    rng = scene.dice(f"holdings {scene.month}")
    return asked.with_columns(
        institution=pl.lit("甲证券公司"),
        market_value_yuan=fen(rng, asked.height, 0, 60_000),
        value_date=pl.lit(scene.month.as_of_date),
    )


def draw_means_checks(scene: Scene) -> pl.DataFrame:
    """One report a home of those that authorised it: some under the line, some far above."""
    asked = _authorised(scene, "means", 24)
    homes = scene.world.people.homes[asked["person"].to_numpy()]
    asked = asked.filter(pl.Series(np.isin(np.arange(len(homes)), np.unique(homes, True)[1])))
    rng = scene.dice(f"means {scene.month}")
    sizes = scene.world.people.sizes[scene.world.people.homes[asked["person"].to_numpy()]]
    within = rng.random(asked.height) < PROPERTY_WITHIN
    excess = words(rng.integers(0, 3, asked.height), "车辆", "住房", "存款、证券")
    return asked.with_columns(
        household_members_count=pl.Series(sizes, dtype=pl.Int32),
        household_monthly_income_yuan=fen(rng, asked.height, 0, 1_600) * pl.Series(sizes),
        is_property_within=pl.Series(within),
        property_excess=pl.when(pl.Series(within)).then(pl.lit("")).otherwise(excess),
        rigid_spending_year_yuan=fen(rng, asked.height, 2_000, 60_000),
        report_date=pl.Series([scene.month.as_of_date] * asked.height, dtype=pl.Date),
    )


def _authorised(scene: Scene, name: str, at_least: int) -> pl.DataFrame:
    """Adults of assisted homes, others in every month, and the number of their authorisation."""
    rng = scene.dice(f"{name} authorised {scene.month}")
    homes = scene.world.people.homes
    wanted = np.isin(homes, scene.world.assisted) & (scene.lives.ages >= ADULT) & scene.alive
    candidates = np.flatnonzero(wanted & (homes % 2 == int(scene.is_first)))
    count = min(len(candidates), max(at_least, len(homes) // 4_000))
    people = np.sort(rng.choice(candidates, count, replace=False))
    number = pl.Series(homes[people]).cast(pl.String).str.zfill(7)
    return pl.DataFrame(
        {
            "person": people,
            "authorisation_number": f"SQ{scene.month.year}-" + number,
            "authorisation_date": pl.Series([scene.month.first_date] * count, dtype=pl.Date),
        }
    )


def lose_authorisations(draft: Draft, rng: np.random.Generator) -> None:
    """Rows without an authorisation, which nobody may use."""
    height = len(draft.people)
    for row in rng.permutation(height)[: max(int(height >= LEAST_ROWS), height // 60)]:
        draft.edit(int(row), "authorisation_number", "", "authorisation_missing", Fate.REJECTED)


ACCOUNTS = (
    Kind(
        source="banking__deposits",
        folder="金融监管局",
        title="存款核对结果",
        headers={
            "serial": "序号",
            "authorisation_number": "授权书编号",
            "authorisation_date": "授权日期",
            "name": "姓名",
            "id_number": "身份证号",
            "institution": "银行名称",
            "account": "账号",
            "balance_yuan": "存款余额（元）",
            "balance_date": "查询日期",
        },
        draw=draw_deposits,
        form="utf-8",
        is_snapshot=False,
        spoil=lose_authorisations,
    ),
    Kind(
        source="securities__holdings",
        folder="证券监管部门",
        title="证券核对结果",
        headers={
            "serial": "序号",
            "authorisation_number": "授权书编号",
            "authorisation_date": "授权日期",
            "name": "姓名",
            "id_number": "身份证号",
            "institution": "证券公司",
            "market_value_yuan": "证券市值",
            "value_date": "市值日期",
        },
        draw=draw_holdings,
        is_snapshot=False,
        spoil=lose_authorisations,
    ),
    Kind(
        source="civil_affairs__means_checks",
        folder="民政",
        title="家庭经济状况核对结果",
        headers={
            "serial": "序号",
            "authorisation_number": "授权书编号",
            "authorisation_date": "授权日期",
            "name": "申请人姓名",
            "id_number": "申请人身份证号",
            "household_members_count": "共同生活人口数",
            "household_monthly_income_yuan": "家庭月收入（元）",
            "is_property_within": "家庭财产是否符合",
            "property_excess": "超出项目",
            "rigid_spending_year_yuan": "近12个月刚性支出（元）",
            "report_date": "报告日期",
        },
        draw=draw_means_checks,
        is_snapshot=False,
        spoil=lose_authorisations,
    ),
)
