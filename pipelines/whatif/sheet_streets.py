"""Households by street and colour, now and in every scenario."""

from typing import Any

from pipelines.whatif.book_look import SERIES, BookLook
from pipelines.whatif.charts import place_chart, series_style
from pipelines.whatif.counts import AFTER, ALL, BEFORE, ENTER, LEAVE, Counts
from pipelines.whatif.figures import COLOURS
from pipelines.whatif.study import Study
from pipelines.whatif.summary import PRESENT

STREETS = "镇街"
_GROUP_ROW, _HEADER_ROW = 2, 3
_COLOURS = ("红", "橙", "黄", "合计")
_BEFORE_WIDTH, _AFTER_WIDTH = len(_COLOURS), len(_COLOURS) + 2


def write_streets(look: BookLook, study: Study) -> None:
    """Write a block of columns for the present and for each scenario, and a chart beneath."""
    columns = _BEFORE_WIDTH + _AFTER_WIDTH * len(study.outcomes)
    sheet = look.sheet(STREETS, (14, *(6 for _ in range(columns))), "各镇街名单户数")
    sheet.freeze_panes(_HEADER_ROW + 1, 1)
    streets = [*study.known.streets.items(), (ALL, ALL)]
    sheet.write_string(_HEADER_ROW, 0, "镇街", look.heading())
    for row, (_, name) in enumerate(streets, start=_HEADER_ROW + 1):
        sheet.write_string(row, 0, name, look.cell(bold=name == ALL))
    totals = [(PRESENT, _BEFORE_WIDTH)]
    _write_block(look, sheet, 1, PRESENT, study.streets, BEFORE, [code for code, _ in streets])
    first = 1 + _BEFORE_WIDTH
    for one in study.outcomes:
        codes = [code for code, _ in streets]
        _write_block(look, sheet, first, one.scenario.name, one.streets, AFTER, codes)
        totals.append((one.scenario.name, first + _BEFORE_WIDTH - 1))
        first += _AFTER_WIDTH
    _place_chart(look, sheet, totals, len(study.known.streets))


def _write_block(
    look: BookLook, sheet: Any, first: int, name: str, counts: Counts, when: str, codes: list[str]
) -> None:
    headings = _COLOURS if when == BEFORE else (*_COLOURS, "进入", "离开")
    sheet.merge_range(
        _GROUP_ROW, first, _GROUP_ROW, first + len(headings) - 1, name, look.heading()
    )
    for column, word in enumerate(headings, start=first):
        sheet.write_string(_HEADER_ROW, column, word, look.heading())
    for row, street in enumerate(codes, start=_HEADER_ROW + 1):
        told = [counts[when, street, rank] for rank in (*COLOURS, ALL)]
        if when == AFTER:
            told += [counts[ENTER, street], counts[LEAVE, street]]
        for column, value in enumerate(told, start=first):
            sheet.write(row, column, value, look.number(bold=street == ALL))


def _place_chart(look: BookLook, sheet: Any, totals: list[tuple[str, int]], count: int) -> None:
    chart = look.book.add_chart({"type": "column"})
    first, last = _HEADER_ROW + 1, _HEADER_ROW + count
    for place, (name, column) in enumerate(totals):
        style = series_style(SERIES[place % len(SERIES)])
        chart.add_series(
            {
                "name": name,
                "categories": [STREETS, first, 0, last, 0],
                "values": [STREETS, first, column, last, column],
                **style,
            }
        )
    title = "各镇街名单户数（不列的数不画）"
    place_chart(sheet, chart, (last + 3, 0), title, "户", size=(1000, 360))
