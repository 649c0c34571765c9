"""Handing clues out (分办、转办): a sheet a street, on which the answer comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from pipelines.clues.words import words_of
from pipelines.ledger import LAYER, ledger_parameters
from pipelines.ledger_inputs import load_ledger_inputs
from pipelines.months import Month
from pipelines.selects import selects_of
from pipelines.settings import Home, make_private_folder
from pipelines.warehouse import Connection, build_table, open_warehouse
from pipelines.workbook.choices import CHOICES
from pipelines.workbook.form import Form, FormColumn, write_form
from pipelines.workbook.street import Row, StreetList
from pipelines.workdays import add_workdays
from schemas.sources.field__clues import CLUE_SHEET, VISITS

TABLES = ("clue_rows", "clue_answers", "clue_subjects", "clues")
FILE_NAME = "线索分办单.xlsx"
UNMATCHED = "未匹配"
DISTRICT_DESK = "区里（镇街不详的线索）"
_NOBODY = "没有要办的线索。"
_NO_NAME = "（没有姓名，请按线索编号向转来的单位要）"


@dataclass(frozen=True)
class Dispatched:
    """What one street was handed: how many clues, how many urgent, how many past their time."""

    street_code: str
    street_name: str
    clues: int
    urgent: int
    overdue: int
    file: Path


@dataclass(frozen=True)
class Dispatch:
    """Everything handed out on a day, and what became of all clues so far."""

    on: date
    streets: Sequence[Dispatched]
    total: int
    closed: int
    on_list: int
    repeated: int
    conflicts: int


def dispatch(home: Home, on: date, out: Path | None = None) -> Dispatch:
    """Write a sheet for each street that has clues to look into; nothing stored is changed.

    The same day and data give the same bytes. Names stand in the sheets: the folder is private.
    """
    clues = read_clues(home, on)
    folder = make_private_folder(out or home.root / "dispatches" / str(on))
    days = ledger_parameters(on)["verify_workdays"]
    told = _told(home, clues, on, int(days))
    by_street: dict[str, list[Row]] = {}
    for row in told:
        by_street.setdefault(row["street_code"], []).append(row)
    return Dispatch(
        on=on,
        streets=[_write(folder, on, rows) for _, rows in sorted(by_street.items())],
        total=len(clues),
        closed=sum(clue["is_closed"] for clue in clues),
        on_list=sum(clue["duplicate_of"] == "list" for clue in clues),
        repeated=sum(clue["duplicate_of"] not in (None, "list") for clue in clues),
        conflicts=sum(clue["has_conflict"] for clue in clues),
    )


def read_clues(home: Home, on: date) -> list[dict[str, Any]]:
    """Return all clues as they stand on a day, those first that are due first.

    Of the ledger only what clues need is derived: a desk that hands them out is not kept waiting.
    """
    selects = {one.name: one for one in selects_of(LAYER)}
    with open_warehouse(None) as con:
        load_ledger_inputs(con, home, on)
        con.execute(f"create schema {LAYER}")
        for name in TABLES:
            build_table(con, selects[name], ledger_parameters(on))
        return _clues_of(con)


def _clues_of(con: Connection) -> list[dict[str, Any]]:
    found = con.execute(
        "select * from ledger.clues order by is_urgent desc, urgent_due_at, received_at, clue_id"
    )
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _told(home: Home, clues: Sequence[Row], on: date, days: int) -> list[Row]:
    """Return the clues that are handed out, each with whom it is about and by when."""
    open_ones = [
        clue for clue in clues if not clue["is_closed"] and clue["duplicate_of"] in (None, "list")
    ]
    words = words_of(home, open_ones)
    also: dict[str, list[str]] = {}
    for clue in clues:
        also.setdefault(clue["duplicate_of"] or "", []).append(clue["clue_number"])
    told: list[Row] = []
    for clue in open_ones:
        due = clue["urgent_due_at"] or add_workdays(clue["received_at"].date(), days)
        more = {"due": due, "is_overdue": _is_past(due, on), "also": also.get(clue["clue_id"], [])}
        told.append({**clue, **words[clue["clue_id"]], **more})
    return told


def _is_past(due: date | datetime, on: date) -> bool:
    """Whether the time is over when a day begins: the day itself is still there to be used."""
    return due <= datetime.combine(on, time()) if isinstance(due, datetime) else due < on


def _write(folder: Path, on: date, rows: Sequence[Row]) -> Dispatched:
    street_code = rows[0]["street_code"]
    is_district = street_code == UNMATCHED
    name = DISTRICT_DESK if is_district else rows[0]["street_name"]
    own = make_private_folder(folder / f"street_code={street_code}")
    file = own / FILE_NAME
    write_form(file, _form(name, on), [{**row, "number": n} for n, row in enumerate(rows, 1)])
    file.chmod(0o600)
    urgent = sum(row["is_urgent"] for row in rows)
    overdue = sum(row["is_overdue"] for row in rows)
    return Dispatched(street_code, name, len(rows), urgent, overdue, file)


def _form(name: str, on: date) -> Form:
    office = StreetList(Month.of(on), name, on, on, (), ())
    return Form(
        office=office,
        sheet=CLUE_SHEET,
        title=f"{name}　线索分办单（{on.year}年{on.month}月{on.day}日）",
        subject="线索，由人核实，不是决定",
        word="紧急的先办，按期限上门核实，结果填在右侧浅黄格内，原样传回本表；不属本镇街的，选“不属本镇街”"
        "并写明应转哪个镇街。线索只是请您上门看一看，不是救助决定；不得公示、转发。",
        nobody=_NOBODY,
        columns=COLUMNS,
    )


def _when(moment: date | datetime) -> str:
    """Return a day as people write it, with the hour where there is one."""
    if isinstance(moment, datetime) and (moment.hour or moment.minute):
        return f"{moment.date()} {moment:%H:%M}"
    return str(moment.date() if isinstance(moment, datetime) else moment)


def _due(row: Row) -> str:
    due = row["due"]
    if not isinstance(due, datetime):
        said = f"{due}前"
    elif due.hour or due.minute:
        said = f"{due.date()}\n{due:%H:%M}前"
    else:  # people call midnight the end of the day before
        said = f"{due.date() - timedelta(days=1)}\n24:00前"
    return f"{said}\n（已超期）" if row["is_overdue"] else said


def _remarks(row: Row) -> str:
    told = []
    if row["duplicate_of"] == "list":
        told.append("在本月走访名单上，与名单走访一并办，结果两处都填。")
    if row["also"]:
        told.append(f"同一户还有线索 {'、'.join(sorted(row['also']))}，一并办。")
    if row["dispatch"] == "转办" and row["standing"] == "transferred":
        told.append("别的镇街转来。")
    if row["standing"] == "not_reached":
        told.append("上次没有遇到，请再去。")
    if row["standing"] == "visited":
        told.append("已见到，还没有写结论。")
    if row["has_conflict"]:
        told.append("报来的结果前后不一，请核对后再报一次。")
    return "\n".join(told)


def _whom(row: Row) -> str:
    return row["name"] or _NO_NAME


def _who(row: Row) -> str:
    if row["street_code"] == UNMATCHED:
        return "区里：请写明应转镇街"
    return row["team_name"] or "镇街主动发现服务队"


def _text(name: str, nothing: str = "") -> Any:
    return lambda row: row[name] or nothing


COLUMNS = (
    FormColumn("序号", 4.5, lambda row: row["number"], "center"),
    FormColumn("紧急程度", 6, lambda row: "紧急" if row["is_urgent"] else "一般", "center"),
    FormColumn("期限", 12.5, _due, "center"),
    FormColumn("接收时间", 11.5, lambda row: _when(row["received_at"]), "center"),
    FormColumn("线索来源", 9.5, _text("channel", "不详"), "center"),
    FormColumn("困难类别", 9, _text("topic", "不详，请问"), "center"),
    FormColumn("困难群众", 11, _whom),
    FormColumn("联系电话", 12.5, _text("phone", "（无）")),
    FormColumn("住址", 18, _text("address", "（不详）")),
    FormColumn("交给谁办", 12, _who),
    FormColumn("请注意", 19, _remarks),
    FormColumn("核实日期", 10.5, align="center", format="yyyy-mm-dd", is_filled=True, is_date=True),
    FormColumn("核实结果", 10, align="center", is_filled=True, choices=tuple(VISITS)),
    FormColumn("核实结论", 15, is_filled=True, choices=CHOICES["核实结论"]),
    FormColumn("需要的帮扶", 12, is_filled=True, choices=CHOICES["需要的帮扶"], is_open=True),
    FormColumn("应转镇街", 10, is_filled=True),
    FormColumn("备注", 12, is_filled=True),
    FormColumn("线索编号", 11, lambda row: row["clue_number"], is_faint=True),
    FormColumn("分办编号", 10.5, lambda row: row["clue_id"], is_faint=True),
)


def told_lines(sent: Dispatch) -> list[str]:
    """Return what a person at a terminal is told of it."""
    due = sum(street.clues for street in sent.streets)
    lines = [
        f"截至 {sent.on}：线索 {sent.total} 条，办结 {sent.closed} 条，要办 {due} 条。",
        f"户在本月名单上的 {sent.on_list} 条；与前一条说同一户、并在一起的 {sent.repeated} 条。",
    ]
    for one in sent.streets:
        counts = f"{one.clues} 条，紧急 {one.urgent} 条，超期 {one.overdue} 条"
        lines.append(f"  {one.street_name}：{counts}　{one.file}")
    if sent.conflicts:
        lines.append(
            f"有 {sent.conflicts} 条报来的结果前后不一，分办单里已注明，请镇街核对后再报。"
        )
    return lines
