"""What the field answers to the lists of the sample: all that a row can say, by turns.

Nobody answered: the rows go round through every result and conclusion, so that each table of the
ledger and of the bulletin holds some.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path

import polars as pl

from pipelines.months import Month
from pipelines.settings import Home

_KINDS = Path(__file__).parents[1] / "data" / "sample" / "kinds"
_VISITS = ("户编号", "名单月份", "户主", "走访日期", "走访结果", "核实结论", "需要的帮扶")
_FOUND = (
    ("已见到", "未纳入救助、可能符合条件，转办", "低保、医疗救助"),
    ("已见到", "未发现风险", "无需"),
    ("未遇到", "", ""),
    ("已见到", "应享政策未落实，转办落实", "残疾人补贴"),
    ("已见到", "情况复杂，一事一议", "其他"),
    ("已见到", "在享救助、情况有变，按程序复核", "临时救助"),
    ("已搬走", "", ""),
    ("拒绝", "", ""),
)
_CONFERENCES = (
    "户编号", "会商日期", "牵头部门", "会商决定", "涉及人数", "责任部门", "任务", "办结期限",
    "落实结果", "完成日期",
)  # fmt: skip
_CLUES = "户编号"


def write_answers(inbox: Path, home: Home, listed: Month) -> None:
    """Lay into an inbox what came back in the month after a list: visits, conferences, clues."""
    households = _listed(home, listed)
    came = listed.next()
    folder = inbox / "镇街" / f"{came.year}年{came.month:02d}月"
    # Every seventh was not visited; every ninth is told otherwise by a second workbook.
    told = [one for number, one in enumerate(households) if number % 7]
    _write(folder / "走访结果一.csv", _VISITS, _visits(told, listed, 0))
    _write(folder / "走访结果二.csv", _VISITS, _visits(told[::9], listed, 1))
    _write(folder / "会商记录.csv", _CONFERENCES, _conferences(households[::25], came))
    _write_clues(folder / "线索登记表.csv", households)


def _listed(home: Home, month: Month) -> list[str]:
    paths = sorted(home.release_path(month).glob("watchlists/*/watchlist.parquet"))
    return pl.concat(pl.read_parquet(path, columns=["household_id"]) for path in paths)[
        "household_id"
    ].to_list()


def _visits(households: Sequence[str], listed: Month, shift: int) -> Iterable[Sequence[str]]:
    first = listed.next().first_date + timedelta(days=9)
    for number, household in enumerate(households):
        day = first + timedelta(days=number % 20)
        result, conclusion, help_ = _FOUND[(number + shift) % len(_FOUND)]
        # One slip of the pen, by which a row belongs to no household of the list.
        told = household if number != 5 else f"H{'0' * 11}"
        yield (told, str(listed), "", f"{day}", result, conclusion, help_)


def _conferences(households: Sequence[str], came: Month) -> Iterable[Sequence[str]]:
    day = came.first_date + timedelta(days=11)
    done = cycle((("已落实", day + timedelta(days=6)), ("办理中", None)))
    for household, (result, ended) in zip(households, done, strict=False):
        yield (
            household, f"{day}", "民政局", "一事一议纳入救助", "2", "民政局", "临时救助",
            f"{day + timedelta(days=8)}", result, _day(ended),
        )  # fmt: skip


def _day(told: date | None) -> str:
    return "" if told is None else str(told)


def _write_clues(path: Path, households: Sequence[str]) -> None:
    """The sample of the kind, its clues about households of the list."""
    with (_KINDS / "field__clues.csv").open(encoding="utf-8-sig", newline="") as sample:
        title, header, *rows = list(csv.reader(sample))
    place = header.index(_CLUES)
    named = [[*row[:place], one, *row[place + 1 :]] for row, one in zip(rows, households)]  # noqa: B905
    _write(path, title, [header, *named, *rows[len(named) :]])


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([header, *rows])
