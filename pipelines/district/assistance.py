"""Who already draws assistance: one workbook a month, a sheet a street."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from pipelines.district import dirt
from pipelines.district.draft import Draft, Fate
from pipelines.district.inbox import Inbox, Layout, Page
from pipelines.district.world import World

SOURCE = "civil_affairs__assistance"
HEADERS = {
    "town_name": "镇街",
    "community_name": "村居",
    "head_name": "户主姓名",
    "household_number": "家庭编号",
    "name": "姓名",
    "id_number": "身份证号",
    "assistance_categories": "救助类别",
    "start_month": "享受起始年月",
    "end_month": "终止月份",
    "monthly_amount_yuan": "月发放金额",
}
CATEGORIES = (
    "农村低保", "城市低保", "最低生活保障", "特困供养", "低保边缘家庭", "刚性支出困难家庭",
    "特困,低保", "低保、残疾人两项补贴", "残疾人两项补贴", "临时救助",
)  # fmt: skip


@dataclass(frozen=True)
class Grant:
    """What a home was granted after a visit: its kind, since when, and how much a month in fen."""

    category: str
    since: date
    fen: int


NO_GRANTS: Mapping[int, Grant] = {}


def deliver_assistance(
    world: World, inbox: Inbox, snapshot: int, grants: Mapping[int, Grant] = NO_GRANTS
) -> None:
    """Write the list of one snapshot month; `grants` are those made since, by home."""
    month = world.calendar.snapshots[snapshot]
    world.seen[snapshot].assisted[np.isin(world.people.homes, list(grants))] = True
    listed = np.flatnonzero(world.seen[snapshot].assisted)
    streets = world.streets_of_homes()[world.people.homes[listed]]
    pages = [
        _page(world, snapshot, listed[streets == index], index, grants)
        for index in range(len(world.places.streets))
        if (streets == index).any()
    ]
    path = f"民政/{month.year}年{month.month}月/在享救助人员名册.xlsx"
    inbox.workbook(path, str(month), pages)


def _page(
    world: World, snapshot: int, listed: np.ndarray, street: int, grants: Mapping[int, Grant]
) -> Page:
    rng = world.dice("assistance", snapshot, street)
    name = world.places.streets[street].name
    draft = Draft(SOURCE, _frame(world, listed, name, grants), listed)
    granted = np.isin(world.people.homes[listed], list(grants))
    free = ~world.ledger.reserved[listed] & ~granted
    everyone = np.ones(len(listed), dtype=bool)
    dirt.write_ids_oddly(draft, dirt.choose(draft, 0.02, 1, rng, everyone), is_workbook=True)
    lost = dirt.choose(draft, 0.008, int(street == snapshot), rng, free)
    dirt.break_ids(draft, lost, Fate.REJECTED, street, is_workbook=True)
    world.seen[snapshot].assisted[listed[lost]] = False
    for row in dirt.choose(draft, 0.02, 1, rng, free):
        # Same person and category, another amount: the later row counts.
        draft.repeat(row, {"monthly_amount_yuan": "1234.50"})
    amount = f"{draft.frame.height}人"
    above = ((f"{name}在享社会救助人员名册",), ("", "", "", "", "", "", "", "", "", "单位：元"))
    below = (("合计", "", "", "", amount), ("填报人：", "", "", "审核人："))
    return Page(name, draft.finish(), Layout(HEADERS, above, below))


def _frame(
    world: World, listed: np.ndarray, street: str, grants: Mapping[int, Grant]
) -> pl.DataFrame:
    people, places = world.people, world.places
    homes = people.homes[listed]
    communities = [places.communities[c].name for c in people.communities[homes]]
    size = len(listed)
    drawn = [grants.get(int(h)) or _long_drawn(int(h)) for h in homes]
    starts = [np.datetime64(grant.since) for grant in drawn]
    amounts = [dirt.yuan(grant.fen) for grant in drawn]
    return pl.DataFrame(
        {
            "town_name": pl.Series([street] * size, dtype=pl.String),
            "community_name": pl.Series(communities, dtype=pl.String),
            "head_name": people.names.gather(people.firsts[homes]),
            "household_number": "MZ" + pl.Series(homes).cast(pl.String).str.zfill(8),
            "name": people.names.gather(listed),
            "id_number": people.ids.gather(listed),
            "assistance_categories": pl.Series(
                [grant.category for grant in drawn], dtype=pl.String
            ),
            "start_month": pl.Series(
                [dirt.month_forms(s)[i % 5] for i, s in enumerate(starts)], dtype=pl.String
            ),
            "end_month": pl.Series([""] * size, dtype=pl.String),
            "monthly_amount_yuan": pl.Series(amounts, dtype=pl.String),
        }
    )


def _long_drawn(home: int) -> Grant:
    """What a home draws that was assisted before."""
    since = date(2019 + home % 6, 1 + home % 12, 1)
    return Grant(CATEGORIES[home % len(CATEGORIES)], since, 40_000 + home * 137 % 90_000)
