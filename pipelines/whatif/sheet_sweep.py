"""One sweep: the list at every step, how many may be found to qualify, and the curve."""

from typing import Any

from pipelines.whatif.book_look import COLOUR_INKS, SERIES, BookLook
from pipelines.whatif.charts import line_style, place_chart
from pipelines.whatif.counts import ALL
from pipelines.whatif.figures import COLOURS
from pipelines.whatif.study import Curve, Point, Study
from pipelines.whatif.summary import expected
from pipelines.whatif.template import write_value

_HEADER_ROW = 4
_HEADINGS = ("红", "橙", "黄", "名单合计", "不看上月合计", "预计查实（低）", "预计查实（高）")


def sheet_name(place: int) -> str:
    """Return what the sheet of a sweep is called."""
    return f"试算{place}"


def write_sweep(look: BookLook, study: Study, curve: Curve, place: int) -> None:
    """Write the steps and the curve."""
    number, name = curve.number, sheet_name(place)
    note = f"现在的值：{number.value}（{number.unit}）。其余规则不变。"
    sheet = look.sheet(name, (16, *(12 for _ in _HEADINGS)), f"试算：{number.title}", note)
    faint = look.text(font_size=9)
    told = "预计查实按别处公布的比例折算，不是本地测得的，见“说明”。"
    sheet.write_string(2, 0, told, faint)
    look.headings(sheet, _HEADER_ROW, (f"取值（{number.unit}）", *_HEADINGS))
    for row, point in enumerate(curve.points, start=_HEADER_ROW + 1):
        _write_point(look, sheet, row, point, study)
    _place_chart(look, sheet, name, number.title, len(curve.points))


def _write_point(look: BookLook, sheet: Any, row: int, point: Point, study: Study) -> None:
    write_value(sheet, row, 0, point.value, look.cell(align="center"))
    listed = point.listed[ALL]
    told = [*(point.listed[rank] for rank in COLOURS), listed, point.settled[ALL]]
    share = ("…", "…") if isinstance(listed, str) else expected(listed, study.rules.policy)
    for column, value in enumerate((*told, *share), start=1):
        sheet.write(row, column, value, look.number())


def _place_chart(look: BookLook, sheet: Any, name: str, title: str, count: int) -> None:
    chart = look.book.add_chart({"type": "line"})
    first, last = _HEADER_ROW + 1, _HEADER_ROW + count
    inks = (*COLOUR_INKS.values(), SERIES[1], SERIES[0], SERIES[2], SERIES[2])
    for column, (word, ink) in enumerate(zip(_HEADINGS, inks, strict=True), start=1):
        chart.add_series(
            {
                "name": word,
                "categories": [name, first, 0, last, 0],
                "values": [name, first, column, last, column],
                **line_style(ink, dashed=column > 4),
            }
        )
    where = (last + 2, 0)
    place_chart(sheet, chart, where, "名单户数和预计查实户数", "户", across=title, size=(860, 400))
