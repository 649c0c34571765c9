"""A request written in the template: see `template`. Every fault names the sheet and the cell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError

from pipelines.formats import NotReadable
from pipelines.panics import without_panic
from pipelines.whatif.scenarios import Asked, Sweep
from pipelines.whatif.template import (
    CAPACITIES,
    CAPACITY_HEADINGS,
    CHANGE_HEADINGS,
    CHANGES,
    CODE,
    SWEEP_HEADINGS,
    SWEEPS,
)
from pipelines.whatif.written import (
    Draft,
    Known,
    asked_of,
    capacity_of,
    change,
    not_readable,
    number_named,
    street_named,
    sweep_of,
)

_HEADER_SEARCHED = 10
_PRESENT = CHANGE_HEADINGS.index("现在的值")


@dataclass(frozen=True)
class _Table:
    """One sheet's table: its headings, and its lines by row's number (1 the first of the sheet)."""

    sheet: str
    header_row: int
    headings: tuple[str, ...]
    lines: tuple[tuple[int, tuple[Any, ...]], ...]

    def place(self, row: int, column: int) -> str:
        """Name a cell as the workbook shows it."""
        return f"工作表“{self.sheet}”{_letters(column)}{row} 格"

    def scenarios(self, first: int) -> Iterator[tuple[int, str]]:
        """Return column and name of every scenario, from a column on."""
        seen: set[str] = set()
        for column, name in enumerate(self.headings[first:], start=first):
            if name in seen:
                fault = f"“{name}”这个方案名用了两次，请改一个名字"
                raise not_readable(self.place(self.header_row, column), fault)
            seen.add(name)
            if name:
                yield column, name


def read_request(path: Path, known: Known) -> Asked:
    """Read a filled template; raises ScenarioNotReadable naming sheet, cell and cure."""
    sheets = _sheets(path)
    changes = _table(path, sheets, CHANGES, CHANGE_HEADINGS)
    drafts = _drafts(changes, known)
    capacities: dict[str, Decimal] = {}
    if CAPACITIES in sheets:
        table = _table(path, sheets, CAPACITIES, CAPACITY_HEADINGS)
        capacities = _read_capacities(table, known, drafts)
    sweeps = []
    if SWEEPS in sheets:
        sweeps = list(_read_sweeps(_table(path, sheets, SWEEPS, SWEEP_HEADINGS), known))
    return asked_of(path.name, list(drafts.values()), sweeps, capacities)


def _sheets(path: Path) -> dict[str, list[list[Any]]]:
    def read() -> dict[str, list[list[Any]]]:
        with CalamineWorkbook.from_path(str(path)) as book:
            wanted = [name for name in book.sheet_names if name in {CHANGES, CAPACITIES, SWEEPS}]
            return {
                name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                for name in wanted
            }

    try:
        return without_panic(read)
    except PasswordError:
        raise not_readable(path.name, "设了打开密码，请去掉密码另存") from None
    except NotReadable:
        raise not_readable(path.name, "不是能读的工作簿，请用表格软件打开后另存为 xlsx") from None


def _table(
    path: Path, sheets: dict[str, list[list[Any]]], name: str, headings: Sequence[str]
) -> _Table:
    if name not in sheets:
        fault = f"没有工作表“{name}”，请用 sanse whatif --template 重新生成模板"
        raise not_readable(path.name, fault)
    rows = sheets[name]
    for place, row in enumerate(rows[:_HEADER_SEARCHED]):
        words = tuple(str(value).strip() for value in row)
        if words[:1] == (CODE,):
            missing = [word for word in headings if word not in words[: len(headings)]]
            if words[: len(headings)] != tuple(headings):
                told = "、".join(missing) or "列的顺序"
                fault = f"表头和模板不同（{told}），请照模板改回"
                raise not_readable(f"工作表“{name}”第 {place + 1} 行", fault)
            lines = tuple(
                (number, tuple(line))
                for number, line in enumerate(rows[place + 1 :], start=place + 2)
                if any(value != "" for value in line)
            )
            return _Table(name, place + 1, words, lines)
    raise not_readable(f"工作表“{name}”", f"找不到以“{CODE}”开头的表头，请照模板改回")


def _drafts(table: _Table, known: Known) -> dict[str, Draft]:
    columns = list(table.scenarios(len(CHANGE_HEADINGS)))
    drafts = {name: Draft(name) for _, name in columns}
    seen: set[str] = set()
    for row, line in table.lines:
        _check_no_stray(table, row, line, len(CHANGE_HEADINGS), columns)
        number = number_named(known, table.place(row, 0), line[0])
        if number.key in seen:
            raise not_readable(table.place(row, 0), f"{number.key} 写了两行，只留一行")
        seen.add(number.key)
        if _exact(line[_PRESENT]) != number.value:
            fault = (
                f"现在的值应当是 {number.value}；这一列不能改，要改的写到方案列里。"
                "如果政策文件改过了，请重新生成模板"
            )
            raise not_readable(table.place(row, _PRESENT), fault)
        for column, name in columns:
            if (value := _at(line, column)) != "":
                change(drafts[name], number, _exact(value), table.place(row, column))
    return drafts


def _check_no_stray(
    table: _Table, row: int, line: Sequence[Any], first: int, columns: Sequence[tuple[int, str]]
) -> None:
    """A value under no heading belongs to no scenario: it must not be passed over."""
    named = {column for column, _ in columns}
    for column in range(first, len(line)):
        if line[column] != "" and column not in named:
            raise not_readable(table.place(row, column), "这一列没有表头，请给方案起个名字")


def _at(line: Sequence[Any], column: int) -> Any:
    value = line[column] if column < len(line) else ""
    return value.strip() if isinstance(value, str) else value


def _exact(value: Any) -> Any:
    """Return a cell's number as the decimal that it shows; all else as it is."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else Decimal(repr(value))
    return value.strip() if isinstance(value, str) else value


def _read_capacities(table: _Table, known: Known, drafts: dict[str, Draft]) -> dict[str, Decimal]:
    # A scenario renamed in the other sheet leaves its old name here, over an empty column.
    columns = [
        (column, name)
        for column, name in table.scenarios(len(CAPACITY_HEADINGS))
        if any(_at(line, column) != "" for _, line in table.lines)
    ]
    for column, name in columns:
        if name not in drafts:
            fault = f"“{CHANGES}”表里没有叫“{name}”的方案，两张表的方案名要一样"
            raise not_readable(table.place(table.header_row, column), fault)
    present: dict[str, Decimal] = {}
    seen: set[str] = set()
    for row, line in table.lines:
        street = street_named(known, _code(line[0]), table.place(row, 0))
        if street in seen:
            raise not_readable(table.place(row, 0), "这个镇街写了两行，只留一行")
        seen.add(street)
        for column, held in (
            (2, present),
            *((column, drafts[name].capacities) for column, name in columns),
        ):
            if (value := _at(line, column)) != "":
                held[street] = capacity_of(_exact(value), table.place(row, column))
    return present


def _code(value: Any) -> Any:
    exact = _exact(value)
    return str(exact) if isinstance(exact, int) else exact


def _read_sweeps(table: _Table, known: Known) -> Iterator[Sweep]:
    for row, line in table.lines:
        place = f"工作表“{table.sheet}”第 {row} 行"
        values = [_exact(_at(line, column)) for column in range(len(SWEEP_HEADINGS))]
        if "" in values:
            raise not_readable(place, "代码、从、到、每次加四格都要填")
        key, start, stop, step = values
        yield sweep_of(known, key, {"from": start, "to": stop, "step": step}, place)


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
