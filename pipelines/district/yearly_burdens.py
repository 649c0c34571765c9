"""The insurance office's list of yearly totals, in 万元: one workbook a year."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.district import dirt
from pipelines.district.bills import THRESHOLD_FEN
from pipelines.district.draft import Draft, Fate
from pipelines.district.inbox import Inbox, Layout, Page
from pipelines.district.situations import pick
from pipelines.district.world import World
from pipelines.months import Month

SOURCE = "medical_insurance__yearly_burdens"
HEADERS = {
    "serial": "序号",
    "name": "姓名",
    "id_number": "身份证号码",
    "year": "年度",
    "burden_yuan": "个人负担累计（万元）",
}


@dataclass(frozen=True)
class YearlyList:
    """Whose total of which year is delivered when, in fen; only rows that are read."""

    year: int
    delivered: int
    people: np.ndarray
    burdens: np.ndarray


def deliver_yearly_burdens(world: World, inbox: Inbox) -> YearlyList:
    """Write last year's totals in January, or this year's in December."""
    months = world.calendar.months
    last = months[-1]
    year = last.year if last.month == 12 else last.year - 1
    wished = last if last.month == 12 else Month(last.year, 1)
    delivered = max(0, world.calendar.position(wished))
    rng = world.dice("yearly")
    free = np.ones(len(world.people), dtype=bool)
    free[world.deaths.people] = False
    people = np.sort(pick(free, max(20, len(world.people) // 2000), rng))
    burdens = THRESHOLD_FEN // 2 + (rng.pareto(2.0, len(people)) * 1_000_000).astype("int64")
    draft = _draft(world, people, burdens, year, rng)
    read = draft.fates == Fate.ACCEPTED
    month = months[delivered]
    above = ((f"{year}年度参保人员个人负担累计",),)
    path = f"医保/{month.year}{month.month:02d}/{year}年度个人负担累计.xlsx"
    page = Page("年度累计", draft.finish(), Layout(HEADERS, above, (("合计",),)))
    inbox.workbook(path, str(month), [page])
    return YearlyList(year, delivered, people[read], burdens[read])


def _draft(
    world: World, people: np.ndarray, burdens: np.ndarray, year: int, rng: np.random.Generator
) -> Draft:
    count = len(people)
    frame = pl.DataFrame(
        {
            "serial": pl.Series(np.arange(count) + 1).cast(pl.String),
            "name": world.people.names.gather(people),
            "id_number": world.people.ids.gather(people),
            "year": pl.Series([f"{year}"] * count),
            "burden_yuan": pl.Series([dirt.ten_thousands(int(fen)) for fen in burdens]),
        }
    )
    draft = Draft(SOURCE, frame, people)
    free = np.ones(count, dtype=bool)
    dirt.write_ids_oddly(draft, dirt.choose(draft, 0.05, 2, rng, free), is_workbook=True)
    lost = dirt.choose(draft, 0.01, int(count >= 30), rng, free)
    dirt.break_ids(draft, lost, Fate.REJECTED, 1, is_workbook=True)
    return draft
