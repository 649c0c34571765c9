"""Runs stories written in YAML: files handed in, returned workbooks mended, what must come of it.

A file of stories:

    title: 更正一次，只算一次
    tables: {名册: …}                     # optional: tables that steps name, 表: 名册
    cases:
      - name: 改好一行，原来的退回就关闭
        steps:
          - 收到: 残疾人.xlsx            # its ending says the form: xlsx or csv
            页:                          # sheets by name, or 表: the rows of the only one
              名册: [[姓名, 身份证号], [甲1, "{1}"], [甲2, "{2!}"]]
          - 退回: 残联/残疾人-退回.xlsx   # a workbook in the tray, and what stands in it
            写着: [{行: 甲2, 列: 身份证号, 颜色: 红, 问题: 校验码}]
          - 更正: 残联/残疾人-退回.xlsx   # opened, changed, saved into the inbox
            改: [{行: 甲2, 列: 身份证号, 为: "{2}"}]
            存为: 改好了.xlsx
          - 期望:
              文件: {改好了.xlsx: [2, 1, 0, 1]}      # 收到 采用 退回 重复
              已更正: {残疾人.xlsx: 1}
              退回表: []
              人数: {持证残疾人: 2}

`{2}` is the identity number of the second made-up person, `{2!}` the same with a wrong check
character. Every file is received at once, in 2026-10 unless the step says 月份. Further keys:
收到: 样表 (a file of tests/), 编码, 密码, 压缩为, 再放 (received a second time under this name);
更正: 密码, 压缩为, 页改名, 页倒序, 删列, 删行, 删编号, 排序, 加行, and `未收: true` where the
inbox is not looked into yet. 再收 looks into the inbox in the month that it names.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msoffcrypto
import openpyxl
import polars as pl

from pipelines.months import parse_month
from pipelines.received import sources_for
from pipelines.returns.look import PAPERS
from pipelines.strict_yaml import read_yaml
from schemas.sources import all_sources
from tests.locked_files import locked_with
from tests.returns.office import Office, heading_place
from tests.stage.files import csv_bytes, made_up_id, wrong_check

HERE = Path(__file__).parent
MONTH = "2026-10"

_PERSON = re.compile(r"\{(\d+)(!?)\}")
_COLOURS = {"红": PAPERS["block"], "黄": PAPERS["warn"], "灰": PAPERS["note"]}
_NUMBER = "退回编号"

Step = Mapping[str, Any]


@dataclass(frozen=True)
class Story:
    """One case of a file of stories."""

    title: str
    name: str
    steps: Sequence[Step]
    tables: Mapping[str, Sequence[Sequence[object]]]

    def __str__(self) -> str:
        return f"{self.title}：{self.name}"


def load_stories() -> list[Story]:
    """All stories of the YAML files beside this one."""
    found = []
    for path in sorted(HERE.glob("*.yaml")):
        written = read_yaml(path.read_text(encoding="utf-8"))
        told = (written["title"], written.get("tables", {}))
        found += [Story(told[0], c["name"], c["steps"], told[1]) for c in written["cases"]]
    return found


def play(story: Story, folder: Path) -> None:
    """Do what a story tells, step by step; counts must hold after each."""
    office = Office(folder)
    month = MONTH
    for number, step in enumerate(story.steps, start=1):
        month = str(step.get("月份", step.get("再收", month)))
        if isinstance(step.get("表"), str):
            step = {**step, "表": story.tables[step["表"]]}  # noqa: PLW2901
        try:
            _take(office, step, month)
            _check_counts(office, month)
        except AssertionError as problem:
            raise AssertionError(f"{story}，第 {number} 步：{problem}") from problem


def _take(office: Office, step: Step, month: str) -> None:
    if "收到" in step:
        _put(office, step, step["收到"], _received(step))
        if "再放" in step:
            _put(office, {}, step["再放"], (office.inbox / step["收到"]).read_bytes())
    elif "更正" in step:
        _mend(office, step)
    elif "退回" in step:
        _check_returned(office, step)
    elif "期望" in step:
        _check(office, step["期望"], month)
    else:
        assert "再收" in step, f"不认识的步骤：{'、'.join(step)}"
    if step.keys() & {"收到", "更正", "再收"} and not step.get("未收"):
        office.receive(month)
        assert office.report is not None
        assert (office.report.failed, office.report.disagreeing) == (0, 0), str(office.report)


def _received(step: Step) -> bytes:
    if "样表" in step:
        return (HERE.parent / step["样表"]).read_bytes()
    sheets = {str(_person(name)): _filled(rows) for name, rows in step.get("页", {}).items()}
    if not sheets:
        sheets = {"名册": _filled(step["表"])}
    if step["收到"].endswith(".csv"):
        [rows] = sheets.values()
        return csv_bytes(rows).decode().encode(step.get("编码", "utf-8"))
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    return _saved(book)


def _filled(rows: Sequence[Sequence[object]]) -> list[list[object]]:
    """Rows with the numbers of persons."""
    return [[_person(cell) for cell in row] for row in rows]


def _person(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    return _PERSON.sub(
        lambda found: (wrong_check if found[2] else str)(made_up_id(int(found[1]))), cell
    )


def _saved(book: Any) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _put(office: Office, step: Step, name: str, content: bytes) -> None:
    if "密码" in step:
        content = locked_with(step["密码"], content)
        office.home.root.mkdir(exist_ok=True)
        passwords = office.home.root / "passwords.yaml"
        passwords.write_text(f"残联: {step['密码']}\n", encoding="utf-8")
        passwords.chmod(0o600)
    if "压缩为" in step:
        with zipfile.ZipFile(office.inbox / step["压缩为"], "w") as archive:
            archive.writestr(name, content)
        return
    office.put(name, content)


def _mend(office: Office, step: Step) -> None:
    book = openpyxl.load_workbook(_opened(office, step["更正"], step.get("密码")))
    for change in step.get("改", ()):
        _cell(book, change["行"], change["列"]).value = _person(change["为"])
    for who in step.get("删编号", ()):
        _cell(book, who, _NUMBER).value = None
    for who in step.get("删行", ()):
        cell = _cell(book, who, _NUMBER)
        cell.parent.delete_rows(cell.row)
    data = [page for page in book.worksheets if page.title != "退回说明"]
    for page in data:
        for heading in step.get("删列", ()):
            page.delete_cols(heading_place(page, heading) + 1)
        for row in step.get("加行", ()):
            page.append([_person(cell) for cell in row])
    if "排序" in step:
        _sort(data[0], step["排序"])
    for old, new in step.get("页改名", {}).items():
        book[old].title = new
    if step.get("页倒序"):
        book.move_sheet(book.worksheets[0], len(book.worksheets) - 1)
    _put(office, step, step["存为"], _as(step["存为"], book, data[0]))


def _opened(office: Office, name: str, password: str | None) -> io.BytesIO:
    content = io.BytesIO((office.home.returns / name).read_bytes())
    if password is None:
        return content
    opened = io.BytesIO()
    locked = msoffcrypto.OfficeFile(content)
    locked.load_key(password=password)
    locked.decrypt(opened)
    return opened


def _as(name: str, book: Any, page: Any) -> bytes:
    if not name.endswith(".csv"):
        return _saved(book)
    rows = [[cell.value or "" for cell in row] for row in page.iter_rows()]
    return csv_bytes(rows).decode().encode("gb18030")


def _sort(page: Any, heading: str) -> None:
    """Sort the rows below the header by a column, upside down."""
    x = heading_place(page, heading)
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    top = next(y for y, row in enumerate(rows) if heading in row) + 1
    page.delete_rows(top + 1, len(rows))
    for row in sorted(rows[top:], key=lambda row: str(row[x]), reverse=True):
        page.append(row)


def _cell(book: Any, who: str, heading: str) -> Any:
    """The cell under a heading in the first row that has a cell of this content."""
    told = _person(who)
    for page in book.worksheets:
        for row in page.iter_rows():
            if any(cell.value == told for cell in row):
                return row[heading_place(page, heading)]
    raise AssertionError(f"退回表里没有“{who}”")


def _check_returned(office: Office, step: Step) -> None:
    assert step["退回"] in office.returned, f"没有 {step['退回']}，有的是 {office.returned}"
    book = openpyxl.load_workbook(_opened(office, step["退回"], step.get("密码")))
    for told in step.get("写着", ()):
        cell = _cell(book, told["行"], told["列"])
        colour = f"FF{_COLOURS[told['颜色']].lstrip('#')}"
        assert cell.fill.start_color.rgb == colour, (
            f"{told['行']}的{told['列']}不是{told['颜色']}色"
        )
        problem = _cell(book, told["行"], "问题").value
        assert told["问题"] in problem, f"{told['行']}的问题写的是：{problem}"
    for text in step.get("说明里有", ()):
        guide = "\n".join(str(c.value) for row in book["退回说明"].iter_rows() for c in row)
        assert text in guide, f"退回说明里没有“{text}”：{guide}"
    if "各页" in step:
        assert book.sheetnames[1:] == step["各页"], book.sheetnames


def _check(office: Office, told: Step, month: str) -> None:
    for path, counts in told.get("文件", {}).items():
        assert list(office.counts(path, month)) == counts, (path, office.counts(path, month))
    for path, closed in told.get("已更正", {}).items():
        assert office.delivery(path, month).closed == closed, (path, "已更正")
    for path, text in told.get("没读的", {}).items():
        reasons = [one.reason for one in office.delivery(path, month).unread]
        assert any(text in reason for reason in reasons), (path, reasons)
    if "退回表" in told:
        assert office.returned == sorted(told["退回表"]), office.returned
    for title, count in told.get("人数", {}).items():
        people = office.people(_source(title), month)
        assert (len(people), len(set(people))) == (count, count), (title, len(people))
    for title, state in told.get("来源", {}).items():
        status = sources_for(office.home, parse_month(month))[_source(title)]
        assert [status.status, status.data_month or "无"] == state, (title, status.status)
    for title, sums in told.get("合计", {}).items():
        staged = office.staged(_source(title), month)
        for column, total in sums.items():
            assert staged[column].sum() == pl.Series([total]).cast(pl.Decimal(38, 2))[0]


def _source(title: str) -> str:
    return next(source.name for source in all_sources() if source.title == title)


def _check_counts(office: Office, month: str) -> None:
    """Received is accepted, rejected and repeated, for every file and for every source."""
    from pipelines.received import deliveries_for

    for one in deliveries_for(office.home, parse_month(month)):
        for entry in one.entries:
            told = (entry.accepted, entry.rejected, entry.repeated)
            assert entry.received == sum(told), (one.path, entry.received, told)
            assert 0 <= entry.closed <= entry.rejected
    for name, status in sources_for(office.home, parse_month(month)).items():
        told = (status.accepted, status.rejected, status.repeated)
        assert status.received == sum(told), (name, status.received, told)
