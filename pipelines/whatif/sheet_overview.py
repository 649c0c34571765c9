"""The first sheet: all scenarios side by side, and pictures of them."""

from typing import Any

from pipelines.whatif.book_look import COLOUR_INKS, SERIES, BookLook
from pipelines.whatif.charts import place_chart, series_style
from pipelines.whatif.figures import COLOURS
from pipelines.whatif.study import Study
from pipelines.whatif.summary import Line, lines

OVERVIEW = "总览"
_HEADINGS = (
    "", "红", "橙", "黄", "名单合计", "新进入", "离开", "不看上月", "每月走访户次", "每年走访户次",
    "能力不够的镇街", "名单内每年费用", "预计查实户数",
)  # fmt: skip
_WIDTHS = (18, 8, 8, 8, 10, 9, 9, 10, 11, 11, 11, 22, 14)
_HEADER_ROW = 3
_NOT_COMPARED = "没填能力"


def write_overview(look: BookLook, study: Study) -> None:
    """Write the comparison and its charts."""
    note = "各方案与现行规则比较。“<5”“…”和其余说法见“说明”。"
    sheet = look.sheet(OVERVIEW, _WIDTHS, f"{study.month} 名单试算", note)
    if not study.is_released:
        warning = f"注意：{study.month} 的名单没有通过验收、没有发布，这里用的是那次计算的数据。"
        sheet.write_string(2, 0, warning, look.text(bold=True))
    look.headings(sheet, _HEADER_ROW, _HEADINGS)
    told = lines(study)
    for row, line in enumerate(told, start=_HEADER_ROW + 1):
        _write_line(look, sheet, row, line)
    last = _HEADER_ROW + len(told)
    if study.outcomes:
        _place_charts(look, sheet, last)


def _write_line(look: BookLook, sheet: Any, row: int, line: Line) -> None:
    sheet.set_row(row, 22)
    sheet.write_string(row, 0, line.name, look.words())
    short = _NOT_COMPARED if line.short_streets is None else line.short_streets
    counts = (
        *(line.colours[rank] for rank in COLOURS), line.listed,
        "" if line.enter is None else line.enter, "" if line.leave is None else line.leave,
        line.settled,
    )  # fmt: skip
    for column, value in enumerate(counts, start=1):
        sheet.write(row, column, value, look.number())
    visits = (line.visits_a_month, line.visits_a_year)
    for column, visit in enumerate(visits, start=8):
        sheet.write(row, column, visit, look.number("#,##0.0"))
    for column, value in enumerate((short, line.costs, line.expected), start=10):
        sheet.write(row, column, value, look.number(text_wrap=True))


def _place_charts(look: BookLook, sheet: Any, last: int) -> None:
    first = _HEADER_ROW + 1
    names = [OVERVIEW, first, 0, last, 0]
    colours = look.book.add_chart({"type": "column", "subtype": "stacked"})
    for column, rank in enumerate(COLOURS, start=1):
        colours.add_series(
            {
                "name": [OVERVIEW, _HEADER_ROW, column],
                "categories": names,
                "values": [OVERVIEW, first, column, last, column],
                **series_style(COLOUR_INKS[rank]),
            }
        )
    place_chart(sheet, colours, (last + 2, 0), "名单户数", "户")
    visits = look.book.add_chart({"type": "column"})
    visits.add_series(
        {
            "name": "每月走访户次",
            "categories": names,
            "values": [OVERVIEW, first, 8, last, 8],
            **series_style(SERIES[1]),
        }
    )
    visits.set_legend({"none": True})
    place_chart(sheet, visits, (last + 2, 8), "每月要走访多少户次", "户次")
