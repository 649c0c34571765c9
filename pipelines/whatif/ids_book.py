"""Which households enter, leave or change colour: for those entitled to see it, a book apart."""

from pathlib import Path

import polars as pl
import xlsxwriter

from pipelines.whatif.book_look import BookLook
from pipelines.whatif.counts import UNLISTED
from pipelines.whatif.study import Study

IDS = "户编号"
_HEADINGS = ("方案", "变化", "户编号", "镇街", "现在", "方案下")
_COLOURS = {3: "红", 2: "橙", 1: "黄", UNLISTED: "不在名单"}


def write_ids(path: Path, study: Study) -> None:
    """Write a line a household that moves, in a total order."""
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        look = BookLook(book, study.month.as_of_date)
        note = "只给按职责需要的人看，不得转发、张贴；列入或离开都只是试算，不是决定。"
        sheet = look.sheet(IDS, (18, 10, 20, 20, 11, 11), f"{study.month} 试算：各户的变化", note)
        look.headings(sheet, 2, _HEADINGS, height=20)
        sheet.freeze_panes(3, 0)
        row = 3
        for one in study.outcomes:
            for told in _changed(one.moved):
                for column, word in enumerate((one.scenario.name, *told)):
                    sheet.write_string(row, column, word, look.cell())
                row += 1


def _changed(moved: pl.DataFrame) -> list[tuple[str, ...]]:
    changed = moved.filter(pl.col("before") != pl.col("after"))
    ordered = changed.sort("street_code", "before", "after", "household_id", descending=False)
    return [
        (_way(before, after), household, street, _COLOURS[before], _COLOURS[after])
        for household, _, street, before, after in ordered.iter_rows()
    ]


def _way(before: int, after: int) -> str:
    if before == UNLISTED:
        return "新进入"
    if after == UNLISTED:
        return "离开"
    return "变重" if after > before else "变轻"
