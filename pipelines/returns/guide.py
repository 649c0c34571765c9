"""The first sheet of a returned workbook: what happened, what to do, in one minute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl

from pipelines.passwords import Password
from pipelines.return_numbers import GUIDE_SHEET, HEADING, PROBLEM_HEADING
from pipelines.returns.look import INKS, PAPERS, Look
from pipelines.returns.problems import LEVELS
from pipelines.returns.received import ReceivedSheet
from pipelines.stage import Entry, Unreadable
from pipelines.workbook.look import TITLE_FONT, lines
from schemas.sources import source_named

_WIDTHS = (13, 24, 40, 46, 9)
_LAST = len(_WIDTHS) - 1
_LINE_POINTS = 15.5
_WHOLE = "原表全部行"
_BAD_ROWS = "原表较长，只列出有问题的行，没有问题的行不用再报"
_BAD_ROWS_TRIED = "原表较长，这里只列出有问题的行。请照着改原来的文件，交原来的文件，不要只交这一份"
_LEVEL_WORDS = {"block": "必须更正", "warn": "请核对", "note": "仅提示"}


@dataclass(frozen=True)
class Told:
    """A received file and what is to be said of it.

    `problems` are in the columns of PROBLEM_SCHEMA; `closed` counts rows returned before that
    have been mended since.
    """

    name: str
    file_id: str
    delivery_month: str
    entries: Sequence[Entry]
    unread: Sequence[Unreadable]
    problems: pl.DataFrame
    closed: int = 0
    passwords: Sequence[Password] = field(default=(), repr=False)

    def rows(self, level: str) -> int:
        """How many rows have a problem of this level."""
        return len(self._rows.get(level, ()))

    @cached_property
    def _rows(self) -> dict[str, set[tuple[str, int]]]:
        """The rows with a problem, by its level."""
        found: dict[str, set[tuple[str, int]]] = {}
        for level, sheet, row in self.problems.select("level", "sheet", "row_number").iter_rows():
            if row is not None:
                found.setdefault(level, set()).add((sheet, row))
        return found


def write_guide(
    look: Look, told: Told, sheets: Sequence[tuple[str, ReceivedSheet]], beyond: int
) -> None:
    """Write the sums, the rules broken with the way to mend them, and how to send it back.

    `beyond`: so many rejected rows are not listed, because they are too many.
    """
    page = look.sheet(GUIDE_SHEET)
    page.set_portrait()
    for x, width in enumerate(_WIDTHS):
        page.set_column(x, x, width)
    writer = _Writer(look, page)
    writer.title("退回说明" if told.entries else "这个文件没有读出数据")
    writer.line(_what(told))
    if told.entries:
        writer.heading("怎么办")
        for line in _what_to_do(told):
            writer.line(line)
        writer.heading("收到多少，用了多少")
        writer.counts(told)
        writer.heading("有哪些问题，怎么改")
        writer.rules(told.problems)
    for line in _unread(told):
        writer.line(line)
    if not told.entries:
        writer.heading("怎么办")
        writer.line("按上面的原因改好原来的文件，重新放回收件夹即可，文件名随意。")
    if sheets:
        writer.heading("各页")
        for name, sheet in sheets:
            writer.line(_of_sheet(name, sheet, is_received=bool(told.delivery_month)))
        if beyond:
            writer.line(
                f"不合要求的行太多，另有 {beyond:,} 行没有列出。多半是导出时整列出了问题："
                "请先从原系统重新导出整份文件再交，比逐行更正快。"
            )
    writer.heading("保密")
    writer.line("本表含个人信息，只供原报送单位更正使用，不得公示、转发，用毕交回或销毁。")
    page.print_area(0, 0, writer.y - 1, _LAST)
    page.activate()


def _what(told: Told) -> str:
    month = f"（{told.delivery_month} 收到）" if told.delivery_month else ""
    bad, doubtful = told.rows("block"), told.rows("warn")
    if not told.entries:
        return f"收到的文件：{told.name}{month}。程序没能从中读出任何一行，数据都没有用上。"
    parts = [f"收到的文件：{told.name}{month}。"]
    if bad:
        parts.append(f"有 {bad:,} 行数据不合要求，没有采用，退回更正。")
    if doubtful:
        parts.append(f"有 {doubtful:,} 行已经采用，但内容可疑，请核对。")
    if told.closed:
        parts.append(f"此前退回的行中，{told.closed:,} 行已经更正，不用再改。")
    return "".join(parts)


def _what_to_do(told: Told) -> list[str]:
    steps = []
    if told.rows("block"):
        steps.append("红色格子必须更正；没有更正的行不会采用，这些人可能因此得不到走访和救助。")
    if told.rows("warn"):
        steps.append("黄色格子请核对：确实有误的直接改；核对无误的不用动，也不用回复。")
    steps += [
        f"每行的毛病和改法写在右边“{PROBLEM_HEADING}”一列，可用筛选只看有问题的行。",
        f"直接在原位置改，保存后放回收件夹即可，文件名随意；不要删“{HEADING}”列。",
        "没有问题的行不用动，也不用删；漏报的人可以在表格末尾加行，“退回编号”留空。",
        "下个月的数据请仍从原系统重新导出，不要在这份退回表上接着做。",
    ]
    return [f"{number}. {step}" for number, step in enumerate(steps, start=1)]


def _unread(told: Told) -> list[str]:
    if not told.entries:
        return [f"原因：{one.reason}" for one in told.unread]
    return [f"没有读的部分：{one.reason}" for one in told.unread]


def _of_sheet(name: str, sheet: ReceivedSheet, *, is_received: bool) -> str:
    titles = "、".join(dict.fromkeys(source_named(block.source).title for block in sheet.blocks))
    hidden = "（原表是隐藏的）" if sheet.is_hidden else ""
    rows = _WHOLE if sheet.is_whole else (_BAD_ROWS if is_received else _BAD_ROWS_TRIED)
    where = "；".join(f"列名在原表第 {b.header_row} 行" for b in sheet.blocks[:1] if b.header_row)
    return f"“{name}”{hidden}：{titles}，{rows}。{where}{'。' if where else ''}"


class _Writer:
    """Writes the sheet from top to bottom."""

    def __init__(self, look: Look, page: Any) -> None:
        self._look, self._page, self.y = look, page, 0

    def title(self, text: str) -> None:
        """Write the sheet's title."""
        shape = self._look.text(font_name=TITLE_FONT, font_size=20, align="center")
        self._merged(text, shape, 40)

    def heading(self, text: str) -> None:
        """Write a heading above a part."""
        self._merged(text, self._look.text(font_name=TITLE_FONT, font_size=13), 28)

    def line(self, text: str) -> None:
        """Write a sentence over the whole width."""
        shape = self._look.text(text_wrap=True, indent=1)
        self._merged(text, shape, _LINE_POINTS * lines(text, sum(_WIDTHS) - 8) + 4)

    def _merged(self, text: str, shape: Any, points: float) -> None:
        self._page.set_row(self.y, points)
        self._page.merge_range(self.y, 0, self.y, _LAST, "", shape)
        self._page.write_string(self.y, 0, text, shape)
        self.y += 1

    def counts(self, told: Told) -> None:
        """Write what became of the rows, one line a source."""
        self._counted("收到", "数据", "其中", is_heading=True)
        for entry in told.entries:
            parts = f"采用 {entry.accepted:,} 行，退回 {entry.rejected:,} 行"
            if entry.repeated:
                parts += f"，重复 {entry.repeated:,} 行（同一人或同一笔，只计一次）"
            title = source_named(entry.source).title
            self._counted(f"{entry.received:,} 行", title, parts)

    def _counted(self, received: str, title: str, parts: str, *, is_heading: bool = False) -> None:
        shape = self._look.heading(font_size=11) if is_heading else self._look.cell(text_wrap=True)
        self._page.set_row(self.y, max(_LINE_POINTS * lines(title, _WIDTHS[1] - 2) + 5, 20))
        self._page.merge_range(self.y, 2, self.y, _LAST, "", shape)
        for x, cell in enumerate((received, title, parts)):
            self._page.write_string(self.y, x, cell, shape)
        self.y += 1

    def rules(self, problems: pl.DataFrame) -> None:
        """Write each rule once: what is wrong, how to mend it, how many rows."""
        self._row(("处理", "哪一列", "问题", "怎么改", "行数"), is_heading=True)
        for rule in _by_rule(problems):
            what, _, cure = rule.reason.partition("。")
            headers = "、".join(rule.headers) or "整行"
            shown = "整列" if rule.is_about_whole else f"{len(rule.rows):,}"
            words = (_LEVEL_WORDS[rule.level], headers, f"{what}。", cure or "—", shown)
            self._row(words, rule.level)

    def _row(self, cells: Sequence[str], level: str = "", *, is_heading: bool = False) -> None:
        height = max(lines(cell, width - 2) for cell, width in zip(cells, _WIDTHS, strict=True))
        self._page.set_row(self.y, max(_LINE_POINTS * height + 5, 20))
        for x, cell in enumerate(cells):
            if is_heading:
                shape = self._look.heading(font_size=11)
            else:
                marked = {"bg_color": PAPERS[level], "font_color": INKS[level]} if level else {}
                own = marked if x == 0 else {}
                align = {"align": "center"} if x in {0, _LAST} else {}
                shape = self._look.cell(text_wrap=True, **align, **own)
            self._page.write_string(self.y, x, cell, shape)
        self.y += 1


@dataclass
class _Rule:
    """A rule that is broken: how often, in which columns (by their headers) and rows."""

    level: str
    rule: str
    reason: str
    times: int = 0
    headers: dict[str, None] = field(default_factory=dict)
    rows: set[tuple[str, int | None]] = field(default_factory=set)

    @property
    def is_about_whole(self) -> bool:
        """Whether no row is told: it is the column that is wrong."""
        return all(row is None for _, row in self.rows)

    @property
    def rank(self) -> tuple[int, int, str]:
        """By level, then those of most rows first, then by name."""
        return LEVELS.index(self.level), -self.times, self.rule


def _by_rule(problems: pl.DataFrame) -> list[_Rule]:
    """The rules in the order in which they are told."""
    found: dict[tuple[str, str, str], _Rule] = {}
    columns = ("level", "rule", "reason", "header", "sheet", "row_number")
    for level, rule, reason, header, sheet, row in problems.select(columns).iter_rows():
        key = level, rule, reason
        one = found.get(key)
        if one is None:
            one = found[key] = _Rule(*key)
        one.times += 1
        one.rows.add((sheet, row))
        if header is not None:
            one.headers[header] = None
    return sorted(found.values(), key=lambda one: one.rank)
