"""Where households go from one colour to another, a small table a scenario."""

from typing import Any

from pipelines.whatif.book_look import BookLook
from pipelines.whatif.counts import AFTER, ALL, BEFORE, ENTER, LEAVE, MOVES, UNLISTED
from pipelines.whatif.figures import COLOURS
from pipelines.whatif.study import Outcome, Study

MOVES_SHEET = "进出"
_NAMES = {3: "红", 2: "橙", 1: "黄", UNLISTED: "不在名单"}
_RANKS = (*COLOURS, UNLISTED)


def write_moves(look: BookLook, study: Study) -> None:
    """Write each scenario's table: rows the present, columns the scenario."""
    note = "每一行是现行规则下的颜色，每一列是方案下的颜色；户数。"
    sheet = look.sheet(MOVES_SHEET, (22, 11, 11, 11, 13, 13), "颜色怎样变、谁进谁出", note)
    row = 3
    for one in study.outcomes:
        row = _write_table(look, sheet, row, one) + 2


def _write_table(look: BookLook, sheet: Any, row: int, one: Outcome) -> int:
    title = look.text(font_name="黑体", font_size=12)
    sheet.write_string(row, 0, one.scenario.name, title)
    columns = [f"变为{_NAMES[rank]}" for rank in COLOURS]
    look.headings(sheet, row + 1, ("现在", *columns, "离开名单", "现在合计"))
    for line, before in enumerate(_RANKS, start=row + 2):
        name = f"现在{_NAMES[before]}" if before else "新进入"
        sheet.write_string(line, 0, name, look.cell())
        told = [_moved(one, before, after) for after in _RANKS]
        told.append(one.streets[BEFORE, ALL, before] if before else one.streets[ENTER, ALL])
        for column, value in enumerate(told, start=1):
            sheet.write(line, column, value, look.number())
    last = row + 2 + len(_RANKS)
    sheet.write_string(last, 0, "方案合计", look.cell(bold=True))
    totals = [one.streets[AFTER, ALL, rank] for rank in COLOURS]
    for column, value in enumerate((*totals, one.streets[LEAVE, ALL], ""), start=1):
        sheet.write(last, column, value, look.number(bold=True))
    return last


def _moved(one: Outcome, before: int, after: int) -> int | str:
    return one.streets[MOVES, before, after] if before or after else ""
