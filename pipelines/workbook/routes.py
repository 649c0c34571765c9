"""The order in which to walk: within each grid by address, as one passes the doors."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from pipelines.summary import COLOURS
from pipelines.workbook.lists import Column
from pipelines.workbook.look import FILL, LINE_POINTS, TITLE_FONT, Look, lines, protect, write
from pipelines.workbook.street import Row, StreetList, community_of, marks_of

ROUTES_SHEET = "走访路线"
TOP = 3  # rows above the first household: title, word, headings
NO_GRID = "网格不详"
_WORD = (
    "每个网格从 1 排起，按住址的楼号、单元、房号顺着走；红色的和期限近的可以先走。"
    "本页供打印带在路上，结果请填在走访名单页。"
)
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
# 三单元, 十二号楼: a number in words stands before what it counts.
_IN_WORDS = re.compile(
    r"([零〇一二两三四五六七八九十]{1,3})(?=(?:号|栋|幢|楼|单元|层|室|户|组|队|排|区|期))"
)
_NUMBER = re.compile(r"(\d+)")


def _marks(row: Row) -> str | None:
    return "、".join(marks_of(row)) or None


COLUMNS = (
    Column("网格", 22, lambda row: row["grid"]),
    Column("第几户", 8, lambda row: row["stop"], "center"),
    Column("名单序号", 10, lambda row: row["rank_in_street"], "center"),
    Column("颜色", 7, lambda row: COLOURS[row["colour"]], "center"),
    Column("社区", 18, community_of),
    Column("住址", 56, lambda row: row["address"] or "（不详，请问社区）"),
    Column("户主", 14, lambda row: row["head_name"] or "（姓名不详）"),
    Column("电话", 16, lambda row: row["phone"] or "（无电话）", "center"),
    Column("走访期限", 12, lambda row: row["next_visit_by"], "center", 'm"月"d"日"'),
    Column("标记", 20, _marks),
)


def write_routes(look: Look, street: StreetList) -> None:
    """Write the households grid by grid, in the order of their addresses; nothing to fill."""
    if not street.households:
        return
    sheet, last = look.sheet(ROUTES_SHEET), len(COLUMNS) - 1
    for x, column in enumerate(COLUMNS):
        sheet.set_column(x, x, column.width)
    sheet.set_row(0, 30)
    sheet.merge_range(0, 0, 0, last, f"{street.title}　{ROUTES_SHEET}", look.title(16))
    sheet.set_row(1, 20)
    sheet.merge_range(1, 0, 1, last, _WORD, look.text(align="center"))
    look.write_headings(sheet, TOP - 1, (column.heading for column in COLUMNS))
    stops = in_walking_order(street.households)
    for y, row in enumerate(stops, start=TOP):
        _write_stop(look, sheet, y, row)
    sheet.autofilter(TOP - 1, 0, TOP + len(stops) - 1, last)
    sheet.freeze_panes(TOP, 2)
    sheet.repeat_rows(TOP - 1)
    protect(sheet)


def _write_stop(look: Look, sheet: Any, y: int, row: Row) -> None:
    values = [column.shows(row) for column in COLUMNS]
    texts = [(v, c.width - 1) for v, c in zip(values, COLUMNS, strict=True) if isinstance(v, str)]
    sheet.set_row(y, 6 + LINE_POINTS * max(lines(text, width) for text, width in texts))
    paper, ink = FILL[row["colour"]]
    chip = {"bg_color": paper, "font_color": ink, "font_name": TITLE_FONT}
    for x, (value, column) in enumerate(zip(values, COLUMNS, strict=True)):
        told = chip if column.heading == "颜色" else {}
        cell = look.cell(align=column.align, num_format=column.format, **told)
        write(sheet, y, x, value, cell)


def in_walking_order(households: Iterable[Row]) -> list[dict[str, Any]]:
    """Return the rows with `grid` and `stop`, grids in natural order, those without one last."""
    stops: list[dict[str, Any]] = []
    for row in sorted(households, key=_on_the_way):
        grid = row["grid_code"] or NO_GRID
        follows = bool(stops) and stops[-1]["grid"] == grid
        stops.append({**row, "grid": grid, "stop": stops[-1]["stop"] + 1 if follows else 1})
    return stops


def _on_the_way(row: Row) -> tuple[Any, ...]:
    grid, address = row["grid_code"], row["address"]
    return (
        grid is None,
        natural(grid or ""),
        community_of(row),
        address is None,
        natural(address or ""),
        row["rank_in_street"],
    )


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key by which 2号楼 stands before 10号楼, and 三单元 before 4单元."""
    folded = unicodedata.normalize("NFKC", text).replace(" ", "")
    parts = _NUMBER.split(_IN_WORDS.sub(lambda found: str(_value(found[1])), folded))
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts if p)


def _value(words: str) -> int:
    """Return a number below a hundred written in words; signs in a row (二〇三) are digits."""
    tens, ten, ones = words.partition("十")
    if not ten:
        return int("".join(str(_DIGITS[sign]) for sign in words))
    return 10 * (_value(tens) if tens else 1) + (_value(ones) if ones else 0)
