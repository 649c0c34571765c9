"""A street office's workbook: the list it prints, takes along, fills and sends back.

One place to fill (the sheet 走访名单), at most six cells a household, everything else locked
against slips of the hand (without a password: nobody is to be kept out of a list of theirs).
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

from pipelines.months import Month
from pipelines.summary import COLOURS, STATUSES

# From this many households on, each community gets a sheet of its own to print.
COMMUNITY_SHEETS_FROM = 41
LIST_SHEET, MEMBERS_SHEET, CHOICES_SHEET = "走访名单", "家庭成员", "选项"
NO_COMMUNITY = "社区不详"

Row = Mapping[str, Any]

# 国办发〔2023〕39号 三(四) names four ways to settle a warning; the fifth is: nothing found.
CHOICES: Mapping[str, Sequence[str]] = {
    "走访结果": ("已见到", "未遇到", "已搬走", "拒绝"),
    "核实结论": (
        "应享政策未落实，转办落实",
        "未纳入救助、可能符合条件，转办",
        "情况复杂，一事一议",
        "在享救助、情况有变，按程序复核",
        "未发现风险",
    ),
    "需要的帮扶": (
        "无需",
        "最低生活保障",
        "特困供养",
        "低保边缘认定",
        "刚性支出困难认定",
        "临时救助",
        "医疗救助",
        "残疾人补贴或康复",
        "照护或探访",
        "就业",
        "其他（见备注）",
    ),
}
# People draw more than one help, and not all helps are listed: other words are taken too.
OPEN_CHOICES = frozenset({"需要的帮扶"})

FILL = {"red": ("#C8102E", "#FFFFFF"), "orange": ("#F08A24", "#FFFFFF"), "yellow": ("#FFD84D", "#3A3A3A")}
INK, LINE, BAND, PAPER, TO_FILL, FAINT = "#222222", "#B8C0CC", "#E8EDF4", "#FFFFFF", "#FFFBE8", "#8A8F98"
BODY_FONT, TITLE_FONT = "宋体", "黑体"
LINE_HEIGHT = 13.5


@dataclass(frozen=True)
class StreetList:
    """What one street office gets: its households in rank order, and their members.

    `households` are rows of the watchlist, `members` of members.parquet, both as dicts.
    """

    month: Month
    street_name: str
    list_date: date
    verify_by: date
    households: Sequence[Row]
    members: Sequence[Row]

    @property
    def title(self) -> str:
        """The month as people write it, after the street's name."""
        return f"{self.street_name}　走访核查名单（{self.month.year}年{self.month.month}月）"

    @property
    def communities(self) -> dict[str, list[Row]]:
        """The households by community, communities by name, those without one last."""
        found: dict[str, list[Row]] = {}
        for row in self.households:
            found.setdefault(row["community_name"] or NO_COMMUNITY, []).append(row)
        return dict(sorted(found.items(), key=lambda item: (item[0] == NO_COMMUNITY, item[0])))


@dataclass(frozen=True)
class Column:
    """A printed column: its heading, its width in half-width characters, and what it shows."""

    heading: str
    width: float
    shows: Callable[[Row], Any]
    align: str = "left"
    format: str = ""


def _blank(_: Row) -> None:
    return None


def _status(row: Row) -> str:
    said = STATUSES[row["status"]]
    return said if row["status"] == "new" else f"{said}\n第{row['months_listed']}个月"


def _head(row: Row) -> str:
    return "\n".join([row["head_name"] or "（姓名不详）", row["phone"] or "（无电话）"])


def _place(row: Row) -> str:
    return "\n".join(filter(None, [row["community_name"] or NO_COMMUNITY, row["grid_code"]]))


def _reasons(row: Row) -> str:
    told = [f"{number}. {reason}" for number, reason in enumerate(row["reasons"].split("；"), 1)]
    if row["is_provisional"]:
        told.append("※ 暂按单人户列出，请核实同住家人。")
    if row["data_gaps"]:
        told.append(f"※ 缺数据、未评估：{row['data_gaps'].replace('；', '、')}")
    return "\n".join(told)


GIVEN = (
    Column("序号", 5, lambda row: row["rank_in_street"], "center"),
    Column("颜色", 5, lambda row: COLOURS[row["colour"]], "center"),
    Column("户主及电话", 13, _head),
    Column("社区（网格）", 15, _place),
    Column("住址", 18, lambda row: row["address"] or "（不详，请问社区）"),
    Column("人口", 5, lambda row: row["members_count"], "center"),
    Column("变化", 9, _status, "center"),
    Column("列入原因", 42, _reasons),
    Column("已享受的救助", 13, lambda row: (row["already_receives"] or "无").replace("；", "\n")),
    Column("走访期限", 9, lambda row: row["next_visit_by"], "center", 'm"月"d"日"'),
)
TO_BE_FILLED = (
    Column("走访日期", 10, _blank, "center", 'm"月"d"日"'),
    Column("走访人", 9, _blank, "center"),
    Column("走访结果", 10, _blank, "center"),
    Column("核实结论", 16, _blank),
    Column("需要的帮扶", 14, _blank),
    Column("备注", 14, _blank),
)
WAY_BACK = (Column("户编号", 13, lambda row: row["household_id"], "center"),)
COLUMNS = (*GIVEN, *TO_BE_FILLED, *WAY_BACK)

MEMBER_COLUMNS = (
    Column("序号", 6, lambda row: row["rank_in_street"], "center"),
    Column("户主", 12, lambda row: row["head_name"] or "（姓名不详）"),
    Column("姓名", 12, lambda row: row["name"] or "（姓名不详）"),
    Column("与户主关系", 13, lambda row: "户主" if row["is_head"] else row["relationship"]),
    Column("性别", 6, lambda row: row["sex"], "center"),
    Column("年龄", 6, lambda row: row["age_years"], "center"),
    Column("身份证后四位", 13, lambda row: row["id_number_tail"], "center"),
    Column("残疾类别等级", 15, lambda row: row["disability"]),
    Column("近十二个月个人医疗负担", 22, lambda row: row["medical_burden_band"]),
    Column("户编号", 14, lambda row: row["household_id"], "center"),
)


def write_workbook(path: Path, street: StreetList) -> None:
    """Write a street's workbook; the same list gives the same bytes.

    Text is written as text whatever it looks like, so that no cell of a received file can
    become a formula or a link.
    """
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), safe) as book:
        told = {"title": street.title, "subject": "走访线索，不是救助决定", "author": "三色 Sanse"}
        book.set_properties({**told, "created": datetime.combine(street.list_date, time())})  # noqa: DTZ001
        pages = _Pages(book, street)
        pages.write_guide()
        pages.write_list(LIST_SHEET, street.title, street.households, is_filled_here=True)
        pages.write_members()
        if len(street.households) >= COMMUNITY_SHEETS_FROM and len(street.communities) > 1:
            pages.write_communities()
        pages.write_choices()


class _Pages:
    """The sheets of one workbook, sharing its formats."""

    def __init__(self, book: Any, street: StreetList) -> None:
        self._book, self._street = book, street
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def _format(self, **properties: Any) -> Any:
        """Return one format a set of properties: a workbook with thousands of them is slow."""
        told = {"font_name": BODY_FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
        key = tuple(sorted({**told, **properties}.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(dict(key))
        return self._formats[key]

    def _cell(self, **properties: Any) -> Any:
        boxed = {"border": 1, "border_color": LINE, "text_wrap": True}
        return self._format(**{**boxed, **properties})

    def _sheet(self, name: str) -> Any:
        """Add a sheet: A4 landscape, one page wide, receiver and month on every page."""
        sheet = self._book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.35, right=0.35, top=0.7, bottom=0.6)
        sheet.hide_gridlines(2)
        receiver = self._street.street_name.replace("&", "&&")
        sheet.set_header(
            f'&L&"{TITLE_FONT}"&10接收单位：{receiver}　{self._street.month}'
            "&R&9仅供入户核实，不得公示、转发、张贴"
        )
        sheet.set_footer(
            f"&L&9名单日期 {self._street.list_date:%Y-%m-%d}&C&9第 &P 页，共 &N 页&R&9走访线索，不是救助决定"
        )
        return sheet

    def _protect(self, sheet: Any) -> None:
        allowed = ("autofilter", "format_columns", "format_rows", "select_locked_cells")
        sheet.protect("", dict.fromkeys(allowed, True))

    def write_list(
        self, name: str, title: str, rows: Sequence[Row], *, is_filled_here: bool
    ) -> None:
        """Write households one a row; `is_filled_here` opens the six cells and their lists."""
        sheet = self._sheet(name)
        self._list_heading(sheet, title, is_filled_here)
        for y, row in enumerate(rows, start=4):
            sheet.set_row(y, _height(row))
            for x, column in enumerate(COLUMNS):
                _write(sheet, y, x, column.shows(row), self._list_format(column, row, is_filled_here))
        last = 3 + len(rows)
        sheet.autofilter(3, 0, last, len(COLUMNS) - 1)
        sheet.freeze_panes(4, 3)
        sheet.repeat_rows(2, 3)
        sheet.print_area(0, 0, last, len(COLUMNS) - 1)
        if is_filled_here:
            self._drop_downs(sheet, last)
        self._protect(sheet)

    def _list_heading(self, sheet: Any, title: str, is_filled_here: bool) -> None:
        street, end = self._street, len(COLUMNS) - 1
        for x, column in enumerate(COLUMNS):
            sheet.set_column(x, x, column.width)
        sheet.set_row(0, 30)
        sheet.merge_range(
            0, 0, 0, end, title,
            self._format(font_name=TITLE_FONT, font_size=18, align="center"),
        )  # fmt: skip
        sheet.set_row(1, 20)
        where = "结果填在右侧米色格内" if is_filled_here else f"本页供打印；结果请录入“{LIST_SHEET}”页"
        said = (
            f"名单日期 {_day(street.list_date)}，请于 {_day(street.verify_by)}前完成核实。"
            f"{where}。列入名单只是请您上门看一看的线索，不是救助决定，也不代表家庭有任何过错。"
        )
        sheet.merge_range(1, 0, 1, end, said, self._format(align="center", font_color=FAINT))
        self._bands(sheet)
        sheet.set_row(3, 24)
        for x, column in enumerate(COLUMNS):
            colour = TO_FILL if column in TO_BE_FILLED else BAND
            heading = self._cell(font_name=TITLE_FONT, align="center", bg_color=colour)
            sheet.write_string(3, x, column.heading, heading)

    def _bands(self, sheet: Any) -> None:
        first, end = len(GIVEN), len(GIVEN) + len(TO_BE_FILLED)
        sheet.set_row(2, 18)
        given = self._cell(font_name=TITLE_FONT, align="center", bg_color=BAND)
        sheet.merge_range(2, 0, 2, first - 1, "比对给出的线索", given)
        filled = self._cell(font_name=TITLE_FONT, align="center", bg_color=TO_FILL)
        sheet.merge_range(2, first, 2, end - 1, "走访后填写", filled)
        sheet.write_string(2, end, "回传用", given)

    def _list_format(self, column: Column, row: Row, is_filled_here: bool) -> Any:
        told: dict[str, Any] = {"align": column.align}
        if column.format:
            told["num_format"] = column.format
        if column.heading == "颜色":
            paper, ink = FILL[row["colour"]]
            told |= {"bg_color": paper, "font_color": ink, "bold": True, "font_size": 12}
        elif column in TO_BE_FILLED:
            told |= {"bg_color": TO_FILL, "locked": not is_filled_here}
        elif column in WAY_BACK:
            told |= {"font_color": FAINT, "font_size": 8}
        return self._cell(**told)

    def _drop_downs(self, sheet: Any, last: int) -> None:
        headings = [column.heading for column in COLUMNS]
        for number, (heading, words) in enumerate(CHOICES.items()):
            x, letter = headings.index(heading), chr(ord("A") + number)
            rule = {
                "validate": "list",
                "source": f"={CHOICES_SHEET}!${letter}$2:${letter}${len(words) + 1}",
                "error_title": "请从列表中选",
                "error_message": f"“{heading}”请从下拉列表中选一项；说不清的写在备注里。",
                "show_error": heading not in OPEN_CHOICES,
            }
            sheet.data_validation(4, x, last, x, rule)
        x = headings.index("走访日期")
        rule = {
            "validate": "date",
            "criteria": ">=",
            "value": self._street.list_date,
            "error_title": "请填日期",
            "error_message": f"请按 2026-11-05 的形式填写，不早于名单日期 {self._street.list_date}。",
        }
        sheet.data_validation(4, x, last, x, rule)

    def write_members(self) -> None:
        """Write who lives in the listed households, in the list's order; nothing to fill."""
        sheet = self._sheet(MEMBERS_SHEET)
        for x, column in enumerate(MEMBER_COLUMNS):
            sheet.set_column(x, x, column.width)
        sheet.set_row(0, 30)
        sheet.merge_range(
            0, 0, 0, len(MEMBER_COLUMNS) - 1, f"{self._street.title}：家庭成员",
            self._format(font_name=TITLE_FONT, font_size=16, align="center"),
        )  # fmt: skip
        sheet.set_row(1, 22)
        for x, column in enumerate(MEMBER_COLUMNS):
            heading = self._cell(font_name=TITLE_FONT, align="center", bg_color=BAND)
            sheet.write_string(1, x, column.heading, heading)
        rows = _members_in_order(self._street)
        for y, row in enumerate(rows, start=2):
            sheet.set_row(y, 18)
            for x, column in enumerate(MEMBER_COLUMNS):
                _write(sheet, y, x, column.shows(row), self._cell(align=column.align))
        sheet.autofilter(1, 0, 1 + len(rows), len(MEMBER_COLUMNS) - 1)
        sheet.freeze_panes(2, 3)
        sheet.repeat_rows(1)
        self._protect(sheet)

    def write_communities(self) -> None:
        """Write one sheet a community, to be printed and handed to it."""
        taken = {LIST_SHEET, MEMBERS_SHEET, CHOICES_SHEET, "说明"}
        for community, rows in self._street.communities.items():
            name = _sheet_name(community, taken)
            taken.add(name)
            title = f"{self._street.title}　{community}"
            self.write_list(name, title, rows, is_filled_here=False)

    def write_choices(self) -> None:
        """Write the drop-downs' words on a hidden sheet."""
        sheet = self._book.add_worksheet(CHOICES_SHEET)
        for x, (heading, words) in enumerate(CHOICES.items()):
            for y, word in enumerate((heading, *words)):
                sheet.write_string(y, x, word)
        self._protect(sheet)
        sheet.hide()

    def write_guide(self) -> None:
        """Write the first sheet: how many, by when, how to fill, and what a listing is not."""
        sheet = self._sheet("说明")
        sheet.set_column(0, 0, 20)
        sheet.set_column(1, 5, 13)
        sheet.set_column(6, 6, 60)
        sheet.set_row(0, 36)
        sheet.merge_range(
            0, 0, 0, 6, self._street.title,
            self._format(font_name=TITLE_FONT, font_size=20, align="center"),
        )  # fmt: skip
        below = self._guide_colours(sheet, 2)
        below = self._guide_communities(sheet, below + 1)
        self._guide_words(sheet, below + 1)
        sheet.print_area(0, 0, below + 1 + len(_guide_lines(self._street)), 6)
        self._protect(sheet)

    def _heading_row(self, sheet: Any, y: int, words: Iterable[str]) -> None:
        heading = self._cell(font_name=TITLE_FONT, align="center", bg_color=BAND)
        sheet.set_row(y, 22)
        for x, word in enumerate(words):
            sheet.write_string(y, x, word, heading)

    def _guide_colours(self, sheet: Any, top: int) -> int:
        self._heading_row(sheet, top, ["颜色", "户数", *STATUSES.values(), "怎么走访"])
        for y, (colour, word) in enumerate(COLOURS.items(), start=top + 1):
            rows = [row for row in self._street.households if row["colour"] == colour]
            by_status = Counter(row["status"] for row in rows)
            paper, ink = FILL[colour]
            sheet.set_row(y, 24)
            chip = self._cell(bg_color=paper, font_color=ink, bold=True, font_size=13, align="center")
            sheet.write_string(y, 0, word, chip)
            counts = [len(rows), *(by_status[status] for status in STATUSES)]
            for x, count in enumerate(counts, start=1):
                sheet.write_number(y, x, count, self._cell(align="center", font_size=11))
            sheet.write_string(y, 6, _visit_words(rows), self._cell(font_size=11))
        return top + len(COLOURS) + 1

    def _guide_communities(self, sheet: Any, top: int) -> int:
        self._heading_row(sheet, top, ["社区（村居）", *(f"{word}户" for word in COLOURS.values()), "合计"])
        y = top
        for y, (community, rows) in enumerate(self._street.communities.items(), start=top + 1):
            by_colour = Counter(row["colour"] for row in rows)
            sheet.write_string(y, 0, community, self._cell())
            counts = [*(by_colour[colour] for colour in COLOURS), len(rows)]
            for x, count in enumerate(counts, start=1):
                sheet.write_number(y, x, count, self._cell(align="center"))
        return y + 1

    def _guide_words(self, sheet: Any, top: int) -> None:
        for y, line in enumerate(_guide_lines(self._street), start=top):
            is_heading = not line.startswith("　")
            told = {"font_name": TITLE_FONT, "font_size": 12} if is_heading else {"font_size": 11}
            sheet.set_row(y, 24 if is_heading else 17 * _lines(line, 125))
            sheet.merge_range(y, 0, y, 6, line, self._format(text_wrap=True, **told))


def _guide_lines(street: StreetList) -> list[str]:
    lines = [
        "这是什么",
        "　各部门数据比对后，请您上门看一看的家庭。列入名单只是线索，不是救助决定；"
        "任何人不得仅凭名单拒绝、减少或停止救助。红、橙、黄只表示走访先后，没有公开文件规定如何划分。",
        "　没有评估的方面不等于没有风险；“列入原因”里带※的，请走访时一并问清。",
        f"怎么填（{_day(street.verify_by)}前核实）",
        f"　只填“{LIST_SHEET}”页右侧六格：走访日期、走访人、走访结果、核实结论、需要的帮扶、备注。其余不用再填、再抄。",
        "　核实结论分五种：" + "；".join(CHOICES["核实结论"]) + "。",
        "　家庭对列入原因有异议的，请记在备注里，作为下月更正的依据。填好后把本表原样传回，不要改动户编号。",
        "保密",
        "　名单含个人敏感信息，只限承办走访的人员使用；不得公示、转发、张贴，用毕交回或销毁。",
    ]
    gaps = Counter(gap for row in street.households for gap in (row["data_gaps"] or "").split("；"))
    told = [f"{gap}（{count} 户）" for gap, count in sorted(gaps.items()) if gap]
    return [*lines, "本月未能评估的方面", f"　{'；'.join(told)}。"] if told else lines


def _visit_words(rows: Sequence[Row]) -> str:
    if not rows:
        return "本月没有"
    return f"请在 {_day(max(row['next_visit_by'] for row in rows))}前走访"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _members_in_order(street: StreetList) -> list[dict[str, Any]]:
    """Return members with their household's rank and head, the head first, then by age."""
    listed = {row["household_id"]: row for row in street.households}
    joined = [
        {**listed[row["household_id"]], **row}
        for row in street.members
        if row["household_id"] in listed
    ]
    return sorted(
        joined,
        key=lambda row: (
            row["rank_in_street"],
            not row["is_head"],
            -(row["age_years"] or 0),
            row["person_id"],
        ),
    )


def _write(sheet: Any, y: int, x: int, value: Any, cell: Any) -> None:
    if value is None:
        sheet.write_blank(y, x, None, cell)
    elif isinstance(value, date):
        sheet.write_datetime(y, x, value, cell)
    elif isinstance(value, int):
        sheet.write_number(y, x, value, cell)
    else:
        sheet.write_string(y, x, value, cell)


def _height(row: Row) -> float:
    """Return a row's height in points: Excel does not fit locked, wrapped rows by itself."""
    shown = [(column.shows(row), column.width) for column in GIVEN]
    lines = max(_lines(value, width - 1) for value, width in shown if isinstance(value, str))
    return float(min(max(lines * LINE_HEIGHT + 5, 36.0), 400.0))


def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of so many half-width characters."""
    return sum(max(1, -(-_width(line) // int(width))) for line in text.split("\n"))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def _sheet_name(name: str, taken: set[str]) -> str:
    """Return a name that a spreadsheet takes: at most 31 characters, none of []:*?/\\, once."""
    clean = "".join("_" if sign in "[]:*?/\\'" else sign for sign in name).strip()[:27] or NO_COMMUNITY
    lower = {used.lower() for used in taken}
    candidates = [clean, *(f"{clean}~{number}" for number in range(2, len(taken) + 3))]
    return next(candidate for candidate in candidates if candidate.lower() not in lower)
