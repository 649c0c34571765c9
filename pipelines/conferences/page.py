"""The one-page file of a case conference: what is known, who is asked to do what, the decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipelines.conferences.reading import CONCLUSION_TITLES, Case, Task, Visit
from pipelines.household_page.drawing import (
    BOTTOM,
    FOOT_HEIGHT,
    LEFT,
    RIGHT,
    TABLES_TOP,
    draw_band,
    draw_colour,
    draw_foot,
    draw_heading,
)
from pipelines.household_page.fonts import find_typeface
from pipelines.household_page.layout import Column, Table, fit
from pipelines.household_page.paper import FAINT, INK, LINE, Paper
from pipelines.household_page.sheet import Sheet
from pipelines.household_page.tables import (
    FULL,
    dues_table,
    members_table,
    printable_table,
    reasons_table,
    receives_table,
)

TITLE = "一户一策会商单"
_BOX = 50.0
_ROOM = BOTTOM - FOOT_HEIGHT - _BOX - TABLES_TOP
_BLANK_TASKS = 3
_RULES = 8.5


def page_of(sheet: Sheet, case: Case, on: date) -> bytes:
    """Return the PDF of one page; the same case gives the same bytes. Raises FontNotFound."""
    paper = Paper(find_typeface(), f"{TITLE} {sheet.household_id} {on}", on)
    paper.add_page()
    bands = [[printable_table(table, paper.printable)] for table in _tables(sheet, case)]
    laid = fit(paper, bands, _ROOM)
    draw_heading(paper, sheet, TITLE)
    draw_colour(paper, sheet)
    y = TABLES_TOP
    for band in laid:
        y = draw_band(paper, band, y)
    _draw_decision(paper, case, y, BOTTOM - FOOT_HEIGHT - y)
    draw_foot(paper, sheet)
    return paper.content()


def _tables(sheet: Sheet, case: Case) -> Sequence[Table]:
    return (
        members_table(sheet),
        _visits(case.visits),
        reasons_table(sheet),
        receives_table(sheet),
        dues_table(sheet),
        _tasks(case),
    )


def _visits(visits: Sequence[Visit]) -> Table:
    columns = (
        Column(24, "日期"), Column(24, "怎么知道的"), Column(24, "结果"),
        Column(58, "结论", bold=True), Column(FULL - 130, "需要的帮扶"),
    )  # fmt: skip
    rows = [
        (
            str(visit.day),
            visit.origin,
            visit.result,
            CONCLUSION_TITLES.get(visit.conclusion or "", "还没有结论"),
            "、".join(visit.helps),
        )
        for visit in visits
    ]
    return Table("走访核实的情况", columns, rows, "没有走访记录", "新的在前", keep=1)


def _tasks(case: Case) -> Table:
    is_held = any(task.conference_date for task in case.tasks)
    columns = (
        Column(46, "责任部门", bold=True), Column(50, "任务"), Column(32, "办结期限"),
        Column(FULL - 128, "结果和日期"),
    )  # fmt: skip
    rows = [_task(task) for task in case.tasks]
    rows += [("　", "", "", "")] * (0 if is_held else _BLANK_TASKS)
    note = "会商已定，最后报来的情况" if is_held else "按走访填的需要列出，供会商参考，可改可添"
    return Table("各部门的任务", columns, rows, "由会商定", note, is_ruled=True, keep=4)


def _task(task: Task) -> Sequence[str]:
    result = "" if task.conference_date is None else task.result or "还没有报来"
    done = f"（{task.done}）" if task.done else ""
    return task.department, task.task, str(task.due or ""), f"{result}{done}"


def _draw_decision(paper: Paper, case: Case, top: float, height: float) -> None:
    """Draw the box of the decision: what was decided, or the lines to write it on."""
    paper.frame(LEFT, top, FULL, height, INK, 0.5)
    paper.write(LEFT + 3, top + 6.5, "会商决定", 11.5, bold=True)
    said = "一事一议纳入救助　转有关部门办理　继续走访跟踪　补充核实后再议　不需要救助"
    paper.write(RIGHT - 3, top + 6.5, said, 8, ink=FAINT, align="right")
    y = top + 15
    if case.decision is not None:
        paper.write(LEFT + 4, y, _decided(case), 10.5, bold=True)
        y += _RULES
    signing = top + height - 13
    while y < signing - 4:
        paper.rule(LEFT + 4, y, FULL - 8, LINE, 0.15)
        y += _RULES
    _draw_signing(paper, signing)


def _decided(case: Case) -> str:
    persons = f"，涉及 {case.persons_count} 人" if case.persons_count else ""
    lead = f"，{case.lead_department}牵头" if case.lead_department else ""
    return f"{case.conference_date} 会商：{case.decision}{persons}{lead}"


def _draw_signing(paper: Paper, y: float) -> None:
    for line, words in enumerate(
        ((("会商日期", 34.0), ("牵头部门（签名）", 60.0)), (("参加部门（签名）", 124.0),))
    ):
        x = LEFT + 4
        for word, width in words:
            base = y + 9.5 * line
            paper.write(x, base, word, 9.5)
            after = x + paper.width_of(9.5)(word) + 2
            paper.rule(after, base + 0.8, width, INK, 0.2)
            x = after + width + 5
