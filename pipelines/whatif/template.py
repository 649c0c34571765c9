"""The workbook in which somebody writes what they would change: every number as it is now."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from pipelines.months import Month
from pipelines.whatif.book_look import TO_FILL, BookLook
from pipelines.whatif.numbers import Number
from pipelines.whatif.written import Known

GUIDE, CHANGES, CAPACITIES, SWEEPS = "说明", "方案", "走访能力", "试算范围"
CODE = "代码"
CHANGE_HEADINGS = (CODE, "类别", "名称", "现在的值", "单位", "依据")
CAPACITY_HEADINGS = (CODE, "镇街", "现在")
SWEEP_HEADINGS = (CODE, "从", "到", "每次加")
SCENARIOS = ("方案一", "方案二", "方案三", "方案四")
HEADER_ROW = 2
_SWEEP_LINES = 10
_GUIDE = """\
这本工作簿用来试算：改几个数，看名单会怎样变。试算不改名单，也不改政策文件。
1. 在“方案”表里，要改哪个数，就在那一行的“方案一”“方案二”……列里写新的值；空着就是不改。\
不要改“代码”和“现在的值”两列。
2. 方案的名字可以改（改表头）；要更多方案，就在右边接着加列。整列空着的方案不试算。
3. “走访能力”写各镇街每月能走访多少户：“现在”一列是现状，某个方案不同的，写在那个方案的列里。\
都不知道就空着，结果里不作比较。
4. “试算范围”让一个数从小到大逐步变，画出名单户数的曲线：\
写上代码（从“方案”表复制）、从、到、每次加多少。
5. 存盘以后运行：sanse whatif 这个文件.xlsx --month {month}
写法：数不带单位；月数、分数、个数写整数；是否写 TRUE 或 FALSE；颜色界限要红色最高、黄色最低，\
各不相同。评分表该守的规矩（单凭一个维度不能列红等）在方案里一样要守，守不住会指出是哪一格。
不能在这里改的：只在收件、验收时用的数值（文件名以 feed_、reject_、acceptance_ 开头），\
因为试算不重新收件。
"""


def write_template(path: Path, month: Month, known: Known) -> None:
    """Write the workbook for a month: untouched, it asks for nothing."""
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        look = BookLook(book, month.as_of_date)
        _write_guide(look, month)
        _write_changes(look, month, list(known.numbers.values()))
        _write_capacities(look, sorted(known.streets.items()))
        _write_sweeps(look, len(known.numbers))


def _write_guide(look: BookLook, month: Month) -> None:
    sheet = look.sheet(GUIDE, (110,), f"试算模板（{month} 的现行规则）")
    for row, line in enumerate(_GUIDE.splitlines(), start=2):
        sheet.set_row(row, 34)
        told = line.replace("{month}", str(month))
        sheet.write_string(row, 0, told, look.text(text_wrap=True, font_size=11))


def _write_changes(look: BookLook, month: Month, numbers: Sequence[Number]) -> None:
    widths = (38, 10, 40, 12, 11, 46, *(13 for _ in SCENARIOS))
    note = "只填右边浅黄的格子；空着就是不改。鼠标停在依据上可看全文。"
    sheet = look.sheet(CHANGES, widths, f"方案（{month} 起算）", note)
    look.headings(sheet, HEADER_ROW, (*CHANGE_HEADINGS, *SCENARIOS))
    sheet.freeze_panes(HEADER_ROW + 1, 4)
    sheet.repeat_rows(HEADER_ROW)
    for row, number in enumerate(numbers, start=HEADER_ROW + 1):
        sheet.write_string(row, 0, number.key, look.cell(font_size=8))
        told = (number.group, number.title, number.value, number.unit, number.document)
        for column, value in enumerate(told, start=1):
            write_value(sheet, row, column, value, look.cell(shrink=column == 5))
        _leave_open(look, sheet, row, len(CHANGE_HEADINGS))
    last = HEADER_ROW + len(numbers)
    sheet.autofilter(HEADER_ROW, 0, last, len(CHANGE_HEADINGS) - 1)


def _leave_open(look: BookLook, sheet: Any, row: int, first: int) -> None:
    for column in range(first, first + len(SCENARIOS)):
        sheet.write_blank(row, column, None, look.cell(bg_color=TO_FILL, align="right"))


def write_value(sheet: Any, row: int, column: int, value: Any, form: Any) -> None:
    """Write a value as what it is: a truth, a number or words."""
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, form)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, form)
    else:
        sheet.write_number(row, column, value, form)


def _write_capacities(look: BookLook, streets: Sequence[tuple[str, str]]) -> None:
    widths = (16, 24, 13, *(13 for _ in SCENARIOS))
    sheet = look.sheet(CAPACITIES, widths, "各镇街每月能走访几户", "不知道就空着。")
    look.headings(sheet, HEADER_ROW, (*CAPACITY_HEADINGS, *SCENARIOS))
    sheet.freeze_panes(HEADER_ROW + 1, 2)
    for row, (code, name) in enumerate(streets, start=HEADER_ROW + 1):
        sheet.write_string(row, 0, code, look.cell())
        sheet.write_string(row, 1, name, look.cell())
        sheet.write_blank(row, 2, None, look.cell(bg_color=TO_FILL, align="right"))
        _leave_open(look, sheet, row, len(CAPACITY_HEADINGS))


def _write_sweeps(look: BookLook, count: int) -> None:
    note = "一行试一个数：从多少到多少，每次加多少；其余的数都不变。"
    sheet = look.sheet(SWEEPS, (60, 13, 13, 13), "试算范围", note)
    look.headings(sheet, HEADER_ROW, SWEEP_HEADINGS)
    first = HEADER_ROW + 1
    for row in range(first, first + _SWEEP_LINES):
        for column in range(len(SWEEP_HEADINGS)):
            sheet.write_blank(row, column, None, look.cell(bg_color=TO_FILL))
    keys = f"='{CHANGES}'!$A${first + 1}:$A${first + count}"
    sheet.data_validation(
        first, 0, first + _SWEEP_LINES - 1, 0, {"validate": "list", "source": keys}
    )
