"""The list itself: one row a household, what is known on the left, what to fill on the right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.summary import COLOURS, STATUSES
from pipelines.workbook.choices import CHOICES, CHOICES_SHEET, drop_down
from pipelines.workbook.look import (
    BAND,
    FAINT,
    FILL,
    LINE_POINTS,
    TITLE_FONT,
    TO_FILL,
    Look,
    lines,
    protect,
    write,
)
from pipelines.workbook.street import (
    NO_COMMUNITY,
    Row,
    StreetList,
    community_of,
    gaps_of,
    marks_of,
    written,
)

LIST_SHEET = "走访名单"
# From this many households on, each community gets a sheet of its own to print. It is not to
# be filled: nobody is to write the same thing twice.
COMMUNITY_SHEETS_FROM = 41
TOP = 4  # rows above the first household: title, word, bands, headings
_SAYS = "）："  # 来源（日期）：what it says
_NAME_LENGTH = 31  # what a spreadsheet allows the name of a sheet


@dataclass(frozen=True)
class Column:
    """A printed column: its heading, its width in half-width characters, and what it shows."""

    heading: str
    width: float
    shows: Callable[[Row], Any]
    align: str = "left"
    format: str = "General"


def _blank(_: Row) -> None:
    return None


def _status(row: Row) -> str:
    said = STATUSES[row["status"]]
    months = [] if row["status"] == "new" else [f"第{row['months_listed']}个月"]
    return "\n".join([said, *months, *marks_of(row)])


def _head(row: Row) -> str:
    return "\n".join([row["head_name"] or "（姓名不详）", row["phone"] or "（无电话）"])


def _place(row: Row) -> str:
    return "\n".join(filter(None, [community_of(row), row["grid_code"]]))


def _reasons(row: Row) -> str:
    told = [f"{number}. {reason}" for number, reason in enumerate(by_source(row["reasons"]), 1)]
    if row["is_provisional"]:
        told.append("※ 暂立户：不在网格台账，请核实家中有谁。")
    return "\n".join([*told, *(f"※ {gap}" for gap in row["own_gaps"])])


def _policies(row: Row) -> str:
    told = (row["likely_policies"] or "").split("\n")
    if told == [""]:
        return "没有查到；请照常询问"
    return "\n".join(f"{number}. {line}" for number, line in enumerate(told, 1))


def by_source(reasons: str) -> list[str]:
    """Return a household's reasons with what one source says of one day in one line.

    Nothing is left out, and the weightiest stays first: a dozen reasons fit a printed row.
    """
    told: dict[str, str] = {}
    for reason in reasons.split("；"):
        source, _, evidence = reason.rpartition(_SAYS)
        # What no source says (why a colour stays, say) is a line of its own.
        key = source or reason
        told[key] = f"{told[key]}；{evidence}" if key in told else reason
    return list(told.values())


GIVEN = (
    Column("序号", 4.5, lambda row: row["rank_in_street"], "center"),
    Column("颜色", 4.5, lambda row: COLOURS[row["colour"]], "center"),
    Column("户主及电话", 12.5, _head),
    Column("社区（网格）", 14, _place),
    Column("住址", 12, lambda row: row["address"] or "（不详，请问社区）"),
    Column("人口", 4.5, lambda row: row["members_count"], "center"),
    Column("变化", 8.5, _status, "center"),
    Column("列入原因", 46, _reasons),
    Column("已享受的救助", 11.5, lambda row: (row["already_receives"] or "无").replace("；", "\n")),
    Column("可能符合的政策", 48, _policies),
    Column("走访期限", 9, lambda row: row["next_visit_by"], "center", 'm"月"d"日"'),
)
TO_BE_FILLED = (
    Column("走访日期", 9, _blank, "center", 'm"月"d"日"'),
    Column("走访人", 8, _blank, "center"),
    Column("走访结果", 9, _blank, "center"),
    Column("核实结论", 12, _blank),
    Column("需要的帮扶", 11, _blank),
    Column("备注", 12, _blank),
)
# What a row that comes back is known by, however the sheet was sorted, filtered or copied.
WAY_BACK = (
    Column("名单月份", 8, lambda row: row["month"], "center"),
    Column("户编号", 12.5, lambda row: row["household_id"], "center"),
)
COLUMNS = (*GIVEN, *TO_BE_FILLED, *WAY_BACK)
LAST = len(COLUMNS) - 1
# Rows beneath the list for households that the office knows and the data missed.
ADDED_ROWS = 5
TO_BE_ADDED = frozenset({"户主及电话", "社区（网格）", "住址"})
_ADD_HERE = (
    "名单上没有、您知道有困难的户，请补写在下面：户主及电话、社区、住址，户编号留空；"
    "走访过的，右侧六格照填。"
)


def write_list(look: Look, street: StreetList) -> None:
    """Write the sheet that is filled and sent back: all households of the street."""
    sheet = _write_rows(look, street, LIST_SHEET, street.title, street.households, is_filled=True)
    if not street.households:
        nobody = "本月没有列入名单的户。知道有困难而没有列入的，请照常上门，并补写在下面。"
        sheet.merge_range(TOP, 0, TOP, LAST, nobody, look.text(align="center"))
    bottom = _write_rows_to_add(look, sheet, TOP + max(len(street.households), 1))
    for x, column in enumerate(COLUMNS):
        if column.heading in CHOICES:
            sheet.data_validation(TOP, x, bottom, x, drop_down(column.heading))
        elif column.heading == "走访日期":
            sheet.data_validation(TOP, x, bottom, x, _visit_dates(street.list_date))
    sheet.print_area(0, 0, bottom, LAST)


def _write_rows_to_add(look: Look, sheet: Any, top: int) -> int:
    """Write blank rows for households that are not on the list; the last of them."""
    sheet.set_row(top, 24)
    sheet.merge_range(top, 0, top, LAST, _ADD_HERE, look.heading(TO_FILL))
    for y in range(top + 1, top + 1 + ADDED_ROWS):
        sheet.set_row(y, 38)
        for x, column in enumerate(COLUMNS):
            is_open = column in TO_BE_FILLED or column.heading in TO_BE_ADDED
            paper = {"bg_color": TO_FILL, "locked": False} if is_open else {}
            cell = look.cell(align=column.align, num_format=column.format, **paper)
            write(sheet, y, x, None, cell)
    return top + ADDED_ROWS


def write_communities(look: Look, street: StreetList) -> None:
    """Write one sheet a community to print and hand on, where the street's list is long."""
    if len(street.households) < COMMUNITY_SHEETS_FROM or len(street.communities) == 1:
        return
    taken = {LIST_SHEET, CHOICES_SHEET, *(sheet.get_name() for sheet in look.book.worksheets())}
    for community, rows in street.communities.items():
        name = sheet_name(community, taken)
        taken.add(name)
        _write_rows(look, street, name, f"{street.title}　{community}", rows, is_filled=False)


def _write_rows(
    look: Look, street: StreetList, name: str, title: str, rows: Sequence[Row], *, is_filled: bool
) -> Any:
    sheet = look.sheet(name)
    _write_top(look, sheet, title, _word(street, is_filled=is_filled))
    formats = {colour: _formats(look, colour, is_filled=is_filled) for colour in COLOURS}
    for y, row in enumerate(rows, start=TOP):
        own = [gap for gap in gaps_of(row) if gap not in street.shared_gaps]
        values = [column.shows({**row, "own_gaps": own}) for column in COLUMNS]
        sheet.set_row(y, _height(values))
        for x, (value, cell) in enumerate(zip(values, formats[row["colour"]], strict=True)):
            write(sheet, y, x, value, cell)
    bottom = TOP + max(len(rows), 1) - 1
    sheet.autofilter(TOP - 1, 0, bottom, LAST)
    sheet.freeze_panes(TOP, 3)
    sheet.repeat_rows(TOP - 2, TOP - 1)
    sheet.print_area(0, 0, bottom, LAST)
    protect(sheet)
    return sheet


def _word(street: StreetList, *, is_filled: bool) -> str:
    where = "结果填在右侧浅黄格内" if is_filled else f"本页供打印，结果请录入“{LIST_SHEET}”页"
    return (
        f"名单日期 {written(street.list_date)}，"
        f"请于 {written(street.verify_by)}前完成核实；{where}。"
        "列入名单只是请您上门看一看的线索，不是救助决定。"
    )


def _write_top(look: Look, sheet: Any, title: str, word: str) -> None:
    for x, column in enumerate(COLUMNS):
        sheet.set_column(x, x, column.width)
    sheet.set_row(0, 30)
    sheet.merge_range(0, 0, 0, LAST, title, look.title(18))
    sheet.set_row(1, 20)
    sheet.merge_range(
        1, 0, 1, LAST, word, look.text(align="center", font_color=FAINT, font_size=11)
    )
    sheet.set_row(2, 18)
    first = len(GIVEN)
    sheet.merge_range(2, 0, 2, first - 1, "部门数据比对给出的线索", look.heading())
    way_back = LAST + 1 - len(WAY_BACK)
    sheet.merge_range(2, first, 2, way_back - 1, "走访后填写（六格）", look.heading(TO_FILL))
    sheet.merge_range(2, way_back, 2, LAST, "回传用，请不要改动", look.heading())
    sheet.set_row(3, 24)
    for x, column in enumerate(COLUMNS):
        paper = TO_FILL if column in TO_BE_FILLED else BAND
        sheet.write_string(3, x, column.heading, look.heading(paper))


def _formats(look: Look, colour: str, *, is_filled: bool) -> list[Any]:
    """Return a row's formats, made once a colour: a row is many cells."""
    return [_format(look, column, colour, is_filled=is_filled) for column in COLUMNS]


def _format(look: Look, column: Column, colour: str, *, is_filled: bool) -> Any:
    told: dict[str, Any] = {"align": column.align, "num_format": column.format}
    if column.heading == "颜色":
        paper, ink = FILL[colour]
        told |= {"bg_color": paper, "font_color": ink, "font_name": TITLE_FONT, "font_size": 13}
    elif column in TO_BE_FILLED:
        told |= {"bg_color": TO_FILL, "locked": not is_filled}
    elif column in WAY_BACK:
        told |= {"font_color": FAINT, "font_size": 8}
    return look.cell(**told)


def _visit_dates(since: date) -> dict[str, Any]:
    return {
        "validate": "date",
        "criteria": ">=",
        "value": since,
        "error_title": "请填日期",
        "error_message": f"请按 {since} 的形式填写走访日期，不早于名单日期。",
    }


def _height(values: Sequence[Any]) -> float:
    """Return a row's height in points: locked rows do not fit themselves to their text."""
    shown = zip(values, COLUMNS, strict=True)
    texts = [(value, column.width - 1) for value, column in shown if isinstance(value, str)]
    most = max(lines(text, width) for text, width in texts)
    return float(min(max(most * LINE_POINTS + 6, 38.0), 400.0))


def sheet_name(wanted: str, taken: set[str]) -> str:
    """Return a name that a spreadsheet takes for a sheet, and that is not taken yet."""
    allowed = (sign if sign.isprintable() and sign not in "[]:*?/\\'" else "_" for sign in wanted)
    clean = "".join(allowed)[: _NAME_LENGTH - 4] or NO_COMMUNITY
    names = [clean, *(f"{clean}~{number}" for number in range(2, len(taken) + 3))]
    lower = {name.lower() for name in taken}
    return next(name for name in names if name.lower() not in lower)
