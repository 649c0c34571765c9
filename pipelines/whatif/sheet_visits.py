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
# Where nobody wrote a capacity there is nothing to compare: two columns less to print.
_WITHOUT_CAPACITY, _MISSING = 2, 3


def write_visits(look: BookLook, study: Study) -> None:
    """Write a block of columns for the present and for each scenario."""
    shown = [district_loads(study, place) for place, _ in enumerate(names(study))]
    is_compared = any(load.capacity is not None for loads in shown for load in loads.values())
    headings = _HEADINGS if is_compared else _HEADINGS[:_WITHOUT_CAPACITY]
    widths = (20, *(10 for _ in names(study) for _ in headings))
    note = "户次。按各色走访间隔折算；红字是能力不够的镇街；没有填能力的不比较。"
    sheet = look.sheet(VISITS, widths, "走访户次和各镇街的能力", note)
    sheet.freeze_panes(_HEADER_ROW + 1, 1)
    sheet.write_string(_HEADER_ROW, 0, "镇街", look.heading())
    streets = [*study.known.streets.items(), (ALL, ALL)]
    for row, (_, name) in enumerate(streets, start=_HEADER_ROW + 1):
        sheet.write_string(row, 0, name, look.cell(bold=name == ALL))
    for place, name in enumerate(names(study)):
        first = 1 + place * len(headings)
        last = first + len(headings) - 1
        sheet.merge_range(_GROUP_ROW, first, _GROUP_ROW, last, name, look.heading())
        for column, word in enumerate(headings, start=first):
            sheet.write_string(_HEADER_ROW, column, word, look.heading())
        for row, (code, _) in enumerate(streets, start=_HEADER_ROW + 1):
            told = _told(shown[place][code])[: len(headings)]
            _write_load(look, sheet, row, first, told, is_total=code == ALL)


def _told(load: Load) -> list[Any]:
    needed: list[Any] = ["…", "…"]
    if load.needed is not None:
        needed = [rounded(load.needed), rounded(load.needed * MONTHS_A_YEAR)]
    capacity = "" if load.capacity is None else load.capacity
    return [*needed, capacity, rounded(load.missing) if load.is_short else ""]


def _write_load(
    look: BookLook, sheet: Any, row: int, first: int, told: list[Any], *, is_total: bool
) -> None:
    for place, value in enumerate(told):
        if place < _MISSING:
            sheet.write(row, first + place, value, look.number("#,##0.0", bold=is_total))
            continue
        # The capacities of some streets say nothing of the whole district's.
        red = look.number("#,##0.0", font_color="#C8102E", bold=True)
        sheet.write(row, first + place, "" if is_total else value, red)
