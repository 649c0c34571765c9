"""The tables of a page, made of what its sheet says."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from pipelines.household_page.dues import CANNOT_TELL, MAY_QUALIFY, Due
from pipelines.household_page.layout import Column, Table
from pipelines.household_page.sheet import Sheet

FULL = 182.0
_HALF_GAP = 6.0
_HALF = (FULL - _HALF_GAP) / 2
_BULLET = Column(4.5)
NOT_COMPUTED = "本月没有计算"

Printable = Callable[[str], str]


def tables_of(sheet: Sheet, printable: Printable) -> list[list[Table]]:
    """Return the bands of a page from above; every text passes `printable`."""
    bands = [
        [members_table(sheet)],
        [reasons_table(sheet)],
        [_counter_reasons(sheet), _to_verify(sheet)],
        [receives_table(sheet)],
        [dues_table(sheet)],
    ]
    if sheet.dues.entries:
        bands.append([_bring(sheet)])
    return [[printable_table(table, printable) for table in band] for band in bands]


def printable_table(table: Table, printable: Printable) -> Table:
    """Return a table of which every text can be printed."""
    rows = [[printable(text) for text in row] for row in table.rows]
    return replace(table, rows=rows, note=printable(table.note), title=printable(table.title))


def members_table(sheet: Sheet) -> Table:
    """Return who lives there."""
    columns = (
        Column(34, "姓名", bold=True), Column(26, "与户主关系"), Column(14, "性别"),
        Column(14, "年龄"), Column(44, "残疾"), Column(50, "近12个月医疗个人负担"),
    )  # fmt: skip
    rows = [(m.name, m.relationship, m.sex, m.age, m.disability, m.burden) for m in sheet.members]
    return Table("家庭成员", columns, rows, "成员只附在名单上", sheet.members_note, keep=4)


def reasons_table(sheet: Sheet) -> Table:
    """Return why the household is listed."""
    columns = (Column(7.5, bold=True), Column(FULL - 21.5), Column(14, align="right", bold=True))
    rows = [
        (told.number, told.sentence, f"{told.points} 分" if told.points else "")
        for told in sheet.reasons
    ]
    title = "为什么列入" if sheet.colour else "查到的情况"
    return Table(title, columns, rows, "没有", "来源（日期）：情况", keep=5)


def _bullets(
    title: str, entries: Iterable[str], width: float, nothing: str, note: str, keep: int
) -> Table:
    columns = (_BULLET, Column(width - _BULLET.width))
    return Table(title, columns, [("·", entry) for entry in entries], nothing, note, keep=keep)


def _counter_reasons(sheet: Sheet) -> Table:
    told = sheet.counter_reasons
    return _bullets("什么会改变颜色", told, _HALF, "没有", "第几条不属实，会怎样", 2)


def _to_verify(sheet: Sheet) -> Table:
    return _bullets(
        "请一并核实", sheet.to_verify, _HALF, "没有", "不影响颜色；没评估不等于没困难", 1
    )


def receives_table(sheet: Sheet) -> Table:
    """Return what the household receives."""
    rows = [("、".join(sheet.receives),)] if sheet.receives else []
    return Table("已经在享受", [Column(FULL)], rows, "没有查到在享的救助", keep=1)


def dues_table(sheet: Sheet) -> Table:
    """Return what the household may be due."""
    columns = (
        Column(64, "政策、部门和条款", leads=True), Column(30, "可能得到"),
        Column(46, "还缺什么（谁提供）"), Column(42, "上门问什么"),
    )  # fmt: skip
    entries = sheet.dues.of(MAY_QUALIFY, CANNOT_TELL)
    rows = [_due(due) for due in entries]
    nothing = "本月没有找到可能符合而未享受的政策" if sheet.dues.are_computed else NOT_COMPUTED
    return Table("可能符合的政策", columns, rows, nothing, "只是可能，以受理部门审核为准", True, 3)


def _due(due: Due) -> Sequence[str]:
    who = f"（{due.person}）" if due.person else ""
    department = f"{due.department}　" if due.department else ""
    amount = due.amount or "数额说不清"
    if due.status == CANNOT_TELL:
        amount = f"还说不清符不符合\n{due.amount}".rstrip()
    if due.uses_placeholder:
        amount += "\n（用了暂定数值，以当地公布为准）"
    missing = "\n".join(f"{m.what}（{m.supplier}）" if m.supplier else m.what for m in due.missing)
    return (
        f"{due.title}{who}\n{department}{due.articles}".rstrip(),
        amount, missing or "数据里没有缺的", due.ask,
    )  # fmt: skip


def _bring(sheet: Sheet) -> Table:
    entries = sheet.dues.of(MAY_QUALIFY, CANNOT_TELL)
    things = dict.fromkeys(thing for due in entries for thing in due.bring)
    places = dict.fromkeys(due.apply_at for due in entries if due.apply_at)
    told = (("带上", "、".join(things)), ("到哪里办", "；".join(places)))
    columns = (Column(20, bold=True), Column(FULL - 20))
    return Table(
        "申请时", columns, [row for row in told if row[1]], "带什么、到哪里办，请问社区", keep=1
    )
