"""A form: one sheet, what is told on the left, what is to be filled on the right.

Words to choose from stand on a hidden sheet. All else is locked against slips of the hand,
without a password, and text is written as text whatever it looks like.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

from pipelines.workbook.choices import CHOICES_SHEET
from pipelines.workbook.look import (
    BAND,
    FAINT,
    LINE_POINTS,
    TO_FILL,
    Look,
    lines,
    protect,
    write,
)
from pipelines.workbook.street import Row, StreetList

TOP = 3  # rows above the first one: title, word, headings
_LEAST_HEIGHT, _MOST_HEIGHT = 34.0, 400.0


@dataclass(frozen=True)
class FormColumn:
    """A printed column: its heading, its width in half-width characters, and what it shows.

    `choices`: a drop-down of these words; where it `is_open`, others are taken too. `is_faint`:
    needed when the sheet comes back, not by those who read it.
    """

    heading: str
    width: float
    shows: Callable[[Row], Any] = lambda _: None
    align: str = "left"
    format: str = "General"
    is_filled: bool = False
    choices: Sequence[str] = ()
    is_open: bool = False
    is_date: bool = False
    is_faint: bool = False


@dataclass(frozen=True)
class Form:
    """What a form is called, for whom it is, and its columns; `nobody` stands where it is empty.

    `footer`: in a spreadsheet's own signs; without one, that of a list.
    """

    office: StreetList
    sheet: str
    title: str
    subject: str
    word: str
    nobody: str
    columns: Sequence[FormColumn]
    footer: str | None = None


def write_form(path: Path, form: Form, rows: Sequence[Row]) -> None:
    """Write a form as a workbook; the same rows give the same bytes."""
    write_forms(path, [(form, rows)])


def write_forms(path: Path, forms: Sequence[tuple[Form, Sequence[Row]]]) -> None:
    """Write forms as the sheets of one workbook, of which one at most has drop-downs."""
    first, _ = forms[0]
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), safe) as book:
        book.set_properties(
            {
                "title": first.title,
                "subject": first.subject,
                "author": "三色 Sanse",
                "created": datetime.combine(first.office.list_date, time()),
            }
        )
        look = Look(book, first.office)
        for form, rows in forms:
            _write_sheet(look, form, rows)


def _write_sheet(look: Look, form: Form, rows: Sequence[Row]) -> None:
    sheet = look.sheet(form.sheet)
    if form.footer is not None:
        sheet.set_footer(form.footer)
    _write_top(look, sheet, form)
    _write_rows(look, sheet, form, rows)
    _add_choices(look, sheet, form, TOP + max(len(rows), 1) - 1)
    protect(sheet)


def _write_top(look: Look, sheet: Any, form: Form) -> None:
    last = len(form.columns) - 1
    for x, column in enumerate(form.columns):
        sheet.set_column(x, x, column.width)
    sheet.set_row(0, 30)
    sheet.merge_range(0, 0, 0, last, form.title, look.title(18))
    width = sum(column.width for column in form.columns)
    sheet.set_row(1, 6 + LINE_POINTS * lines(form.word, width - 4))
    said = look.text(font_color=FAINT, font_size=11, text_wrap=True)
    sheet.merge_range(1, 0, 1, last, form.word, said)
    sheet.set_row(2, 26)
    for x, column in enumerate(form.columns):
        paper = TO_FILL if column.is_filled else BAND
        sheet.write_string(2, x, column.heading, look.heading(paper))


def _write_rows(look: Look, sheet: Any, form: Form, rows: Sequence[Row]) -> None:
    cells = [_cell(look, column) for column in form.columns]
    for y, row in enumerate(rows, start=TOP):
        shown = [column.shows(row) for column in form.columns]
        sheet.set_row(y, _height(shown, form.columns))
        for x, (value, cell) in enumerate(zip(shown, cells, strict=True)):
            write(sheet, y, x, value, cell)
    last = len(form.columns) - 1
    if not rows:
        sheet.merge_range(TOP, 0, TOP, last, form.nobody, look.text(align="center"))
    bottom = TOP + max(len(rows), 1) - 1
    sheet.autofilter(TOP - 1, 0, bottom, last)
    sheet.freeze_panes(TOP, 2)
    sheet.repeat_rows(TOP - 1)
    sheet.print_area(0, 0, bottom, last)


def _cell(look: Look, column: FormColumn) -> Any:
    told: dict[str, Any] = {"align": column.align, "num_format": column.format}
    if column.is_filled:
        told |= {"bg_color": TO_FILL, "locked": False}
    elif column.is_faint:
        told |= {"font_color": FAINT, "font_size": 8}
    return look.cell(**told)


def _height(shown: Sequence[Any], columns: Sequence[FormColumn]) -> float:
    told = zip(shown, columns, strict=True)
    most = max(
        (lines(text, column.width - 1) for text, column in told if isinstance(text, str)), default=1
    )
    return min(max(6 + LINE_POINTS * most, _LEAST_HEIGHT), _MOST_HEIGHT)


def _add_choices(look: Look, sheet: Any, form: Form, bottom: int) -> None:
    """Add the drop-downs and the checks of dates to the columns that are filled."""
    chosen = [column for column in form.columns if column.choices]
    if chosen:
        _write_choices(look, chosen)
    for x, column in enumerate(form.columns):
        if column.choices:
            told = _drop_down(column, chosen.index(column))
            sheet.data_validation(TOP, x, bottom, x, told)
        elif column.is_date:
            sheet.data_validation(TOP, x, bottom, x, _dates(column, form))


def _write_choices(look: Look, chosen: Sequence[FormColumn]) -> None:
    hidden = look.book.add_worksheet(CHOICES_SHEET)
    for x, column in enumerate(chosen):
        for y, word in enumerate((column.heading, *column.choices)):
            hidden.write_string(y, x, word)
    protect(hidden)
    hidden.hide()


def _drop_down(column: FormColumn, place: int) -> dict[str, Any]:
    letter = chr(ord("A") + place)
    return {
        "validate": "list",
        "source": f"={CHOICES_SHEET}!${letter}$2:${letter}${len(column.choices) + 1}",
        "error_title": "请从列表中选",
        "error_message": f"“{column.heading}”请从下拉列表中选一项；说不清的写在备注里。",
        "show_error": not column.is_open,
    }


def _dates(column: FormColumn, form: Form) -> dict[str, Any]:
    return {
        "validate": "date",
        "criteria": ">",
        "value": datetime(2000, 1, 1),  # noqa: DTZ001 - a cell has no zone
        "error_title": "请填日期",
        "error_message": f"“{column.heading}”请按 {form.office.list_date} 的形式填写日期。",
    }
