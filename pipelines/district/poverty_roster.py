"""The roster of those lifted out of poverty and those monitored, as the system exports it."""

import numpy as np
import polars as pl

from pipelines.district import dirt
from pipelines.district.draft import Draft, Fate
from pipelines.district.inbox import Inbox, Layout, Page
from pipelines.district.world import World

SOURCE = "rural_affairs__poverty_roster"
COUNTY_NAME = "示范区"
HEADERS = {
    "serial": "序号",
    "county": "县(市、区、旗)",
    "town_name": "乡(镇)",
    "community_name": "行政村",
    "hamlet": "自然村",
    "household_number": "户编号",
    "person_number": "人编号",
    "name": "姓名",
    "id_number": "证件号码",
    "household_size": "人数",
    "relationship": "与户主关系",
    "nation": "民族",
    "education": "文化程度",
    "student_status": "在校生状况",
    "health_status": "健康状况",
    "labour_skill": "劳动技能",
    "work_months": "务工时间（月）",
    "has_critical_illness_insurance": "是否参加大病保险",
    "cause": "致贫原因1",
    "is_unsafe_dwelling": "危房户",
    "has_safe_water": "是否解决安全饮用水",
    "income_per_capita_yuan": "人均纯收入",
    "household_phone": "户联系电话",
    "phone": "人联系电话",
    "first_identified_date": "首次识别时间",
    "person_identified_date": "人员识别时间",
    "household_type": "户类型",
    "monitoring_category": "易返贫致贫户(监测对象)类型",
    "is_risk_removed": "风险是否消除",
    "risk_identified_date": "风险识别时间",
    "risk_removed_date": "风险消除时间",
    "draws_policy": "是否享受政策",
}
RELATIONSHIPS = ("户主", "配偶", "之子", "之女", "之父", "之母", "之兄弟姐妹")
EDUCATION = ("文盲或半文盲", "小学", "初中", "高中", "大专")
HEALTH = ("健康", "健康", "长期慢性病", "患有大病", "残疾")
SKILLS = ("普通劳动力", "技能劳动力", "弱劳动力或半劳动力", "丧失劳动力", "无劳动力")
CAUSES = ("因病", "因残", "因学", "缺劳动力", "因灾")
MONITORED = ("脱贫不稳定户", "边缘易致贫户", "突发严重困难户", "防止返贫致贫对象")


def deliver_roster(world: World, inbox: Inbox, snapshot: int) -> None:
    """Write the roster of one snapshot month: two sheets of one workbook."""
    month = world.calendar.snapshots[snapshot]
    listed = np.flatnonzero(world.roster.listed[snapshot])
    monitored = _is_monitored(world, world.people.homes[listed])
    pages = [
        _page(world, snapshot, listed[~monitored], "脱贫人口"),
        _page(world, snapshot, listed[monitored], "监测对象"),
    ]
    folder = f"农业农村局/{month}"
    path = f"{folder}/脱贫人口和监测对象名单_{month.year}{month.month:02d}.xlsx"
    inbox.workbook(path, str(month), [page for page in pages if page.draft.frame.height])


def _is_monitored(world: World, homes: np.ndarray) -> np.ndarray:
    return np.asarray((homes % 6 == 0) | np.isin(homes, world.ledger.hard_homes))


def _page(world: World, snapshot: int, listed: np.ndarray, title: str) -> Page:
    rng = world.dice("roster", snapshot, title)
    draft = Draft(SOURCE, _frame(world, snapshot, listed, rng), listed)
    free = ~world.ledger.reserved[listed]
    everyone = np.ones(len(listed), dtype=bool)
    _write_towns(world, draft, rng)
    dirt.write_ids_oddly(draft, dirt.choose(draft, 0.02, 6, rng, everyone), is_workbook=True)
    lost = dirt.choose(draft, 0.01, 1, rng, free)
    dirt.break_ids(draft, lost, Fate.REJECTED, snapshot, is_workbook=True)
    undated = dirt.choose(draft, 0.003, 1, rng, free)
    for row in undated:
        draft.edit(row, "first_identified_date", "14-5-1", "date_ambiguous", Fate.REJECTED)
    world.seen[snapshot].on_roster[listed[lost + undated]] = False
    dirt.repeat_rows(draft, dirt.choose(draft, 0.004, 2, rng, free), "phone", "19900000000")
    above = ((f"{title}基本信息",), ("", "", "", "单位：元、人、月"))
    return Page(title, draft.finish(), Layout(HEADERS, above, interrupted=title == "脱贫人口"))


def _frame(
    world: World, snapshot: int, listed: np.ndarray, rng: np.random.Generator
) -> pl.DataFrame:
    people, places = world.people, world.places
    homes = people.homes[listed]
    communities = [places.communities[c] for c in people.communities[homes]]
    size = len(listed)
    monitored, hard = _is_monitored(world, homes), np.isin(homes, world.ledger.hard_homes)
    removed = monitored & ~hard & (homes // 6 % 3 == 2)
    numbers = pl.Series(homes).cast(pl.String).str.zfill(8)
    ages = people.ages_on(world.calendar.end_of(len(world.calendar.months) - 1))[listed]
    works = (ages[:] >= 18) & (ages < 60)
    draws = world.roster.draws[snapshot][listed]
    return pl.DataFrame(
        {
            "serial": pl.Series(np.arange(size) + 1).cast(pl.String),
            "county": pl.Series([COUNTY_NAME] * size, dtype=pl.String),
            "town_name": pl.Series([places.streets[c.street].name for c in communities]),
            "community_name": pl.Series([c.name for c in communities]),
            "hamlet": pl.Series([""] * size, dtype=pl.String),
            "household_number": "F" + numbers,
            "person_number": "F" + numbers + pl.Series(people.positions[listed]).cast(pl.String),
            "name": people.names.gather(listed),
            "id_number": people.ids.gather(listed),
            "household_size": pl.Series(people.sizes[homes]).cast(pl.String),
            "relationship": pl.Series(RELATIONSHIPS).gather(people.relationships[listed]),
            "nation": pl.Series(["汉族"] * size, dtype=pl.String),
            "education": pl.Series(EDUCATION).gather(rng.integers(0, 5, size)),
            "student_status": pl.Series(
                ["非在校生" if age > 18 else "义务教育" for age in ages], dtype=pl.String
            ),
            "health_status": pl.Series(HEALTH).gather(rng.integers(0, 5, size)),
            "labour_skill": pl.Series(SKILLS).gather(np.where(works, rng.integers(0, 4, size), 4)),
            "work_months": pl.Series(np.where(works, rng.integers(0, 13, size), 0)).cast(pl.String),
            "has_critical_illness_insurance": _insured(size, rng),
            "cause": pl.Series(CAUSES).gather(homes % 5),
            "is_unsafe_dwelling": pl.Series(["否", "是"]).gather(
                ((homes % 50 == 6) | hard).astype(int)
            ),
            "has_safe_water": pl.Series(["是", "否"]).gather((homes % 60 == 12).astype(int)),
            "income_per_capita_yuan": pl.Series(
                [dirt.yuan(600_000 + int(h) * 7919 % 2_000_000) for h in homes], dtype=pl.String
            ),
            "household_phone": people.phones.gather(people.firsts[homes]),
            "phone": people.phones.gather(listed),
            "first_identified_date": _months(homes, 0),
            "person_identified_date": _months(homes, 1),
            "household_type": pl.Series(["脱贫户", "一般农户"]).gather(
                (monitored & (homes % 4 == 2)).astype(int)
            ),
            "monitoring_category": pl.Series([*MONITORED, ""]).gather(
                np.where(monitored, homes // 6 % 4, 4)
            ),
            "is_risk_removed": pl.Series(["", "否", "是"]).gather(
                np.where(monitored, 1 + removed, 0)
            ),
            "risk_identified_date": pl.Series(
                ["2023年05月" if m else "" for m in monitored], dtype=pl.String
            ),
            "risk_removed_date": pl.Series(
                ["2025年11月" if removed else "" for removed in monitored & (homes // 6 % 3 == 2)],
                dtype=pl.String,
            ),
            "draws_policy": _draws(draws, listed),
        }
    )


def _draws(draws: np.ndarray, listed: np.ndarray) -> pl.Series:
    """Words for yes and no; a blank cell means yes."""
    yes, no = ("是", "", "享受", "1"), ("否", "不享受", "0", "未享受")
    index = listed % 7 % 4
    return pl.Series([*yes, *no]).gather(np.where(draws, index, 4 + index))


def _insured(count: int, rng: np.random.Generator) -> pl.Series:
    return pl.Series(["是", "否", ""]).gather(rng.choice(3, count, p=(0.9, 0.06, 0.04)))


def _months(homes: np.ndarray, shift: int) -> pl.Series:
    texts = []
    for home in homes:
        month = np.datetime64(f"{2014 + int(home) % 3 + shift}-{1 + int(home) % 12:02d}-01")
        texts.append(dirt.month_forms(month)[int(home) % 5])
    return pl.Series(texts, dtype=pl.String)


def _write_towns(world: World, draft: Draft, rng: np.random.Generator) -> None:
    everyone = np.ones(len(draft.people), dtype=bool)
    by_name = {street.name: street.spellings for street in world.places.streets}
    for index, row in enumerate(dirt.choose(draft, 0.1, 3, rng, everyone)):
        spellings = by_name[draft.text(row, "town_name")]
        draft.edit(row, "town_name", spellings[index % len(spellings)])
