"""Visits that each street needs a month and a year, beside what it can make."""

from typing import Any

from pipelines.whatif.book_look import BookLook
from pipelines.whatif.counts import ALL
from pipelines.whatif.study import Study
from pipelines.whatif.summary import district_loads, names
from pipelines.whatif.visits import MONTHS_A_YEAR, Load, rounded

VISITS = "走访"
_GROUP_ROW, _HEADER_ROW = 2, 3
_HEADINGS = ("每月要走访", "每年", "每月能走访", "每月差几户")


def write_visits(look: BookLook, study: Study) -> None:
    """Write a block of columns for the present and for each scenario."""
    widths = (20, *(10 for _ in names(study) for _ in _HEADINGS))
    note = "户次。按各色走访间隔折算；红字是能力不够的镇街；没有填能力的不比较。"
    sheet = look.sheet(VISITS, widths, "走访户次和各镇街的能力", note)
    sheet.freeze_panes(_HEADER_ROW + 1, 1)
    sheet.write_string(_HEADER_ROW, 0, "镇街", look.heading())
    streets = [*study.known.streets.items(), (ALL, ALL)]
    for row, (_, name) in enumerate(streets, start=_HEADER_ROW + 1):
        sheet.write_string(row, 0, name, look.cell(bold=name == ALL))
    for place, name in enumerate(names(study)):
        first = 1 + place * len(_HEADINGS)
        last = first + len(_HEADINGS) - 1
        sheet.merge_range(_GROUP_ROW, first, _GROUP_ROW, last, name, look.heading())
        for column, word in enumerate(_HEADINGS, start=first):
            sheet.write_string(_HEADER_ROW, column, word, look.heading())
        loads = district_loads(study, place)
        for row, (code, _) in enumerate(streets, start=_HEADER_ROW + 1):
            _write_load(look, sheet, row, first, loads[code], is_total=code == ALL)


def _write_load(
    look: BookLook, sheet: Any, row: int, first: int, load: Load, *, is_total: bool
) -> None:
    plain = look.number("#,##0.0", bold=is_total)
    if load.needed is None:
        told: list[Any] = ["…", "…"]
    else:
        told = [rounded(load.needed), rounded(load.needed * MONTHS_A_YEAR)]
    told.append("" if load.capacity is None else load.capacity)
    for column, value in enumerate(told, start=first):
        sheet.write(row, column, value, plain)
    # The capacities of some streets say nothing of the whole district's.
    short = load.is_short and not is_total
    missing = rounded(load.missing) if short else ""
    sheet.write(row, first + 3, missing, look.number("#,##0.0", font_color="#C8102E", bold=True))
