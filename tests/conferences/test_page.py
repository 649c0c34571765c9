"""The one-page file: one page whatever the case holds, with the decision or lines to write it."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from pipelines.conferences.page import page_of
from pipelines.conferences.reading import Case, Task, Visit
from pipelines.household_page.dues import Due, Dues
from pipelines.household_page.sheet import Member, Sheet, Told
from pipelines.months import Month
from tests.household_page.made_up_fonts import COMMON, make_font

ON = date(2026, 10, 31)
SHEET = Sheet(
    month=Month(2026, 10), household_id="H00000000001", head="测试甲", place="黄岛街道",
    address="1号楼", receiver="黄岛街道", colour="red", meaning=("甲", "乙"), standing="红色",
    score="80", border="红色界限 49 分", members=(Member("测试甲", "户主", "女", "50", "", ""),),
    members_note="", reasons=(Told("1", "12", "持证残疾人"),), counter_reasons=(), receives=(),
    to_verify=(), dues=Dues(),
)  # fmt: skip
VISIT = Visit(date(2026, 10, 12), "已见到", "complex", ("医疗救助",))
PROPOSED = Case(
    "H00000000001", "黄岛街道", visits=(VISIT,), tasks=(Task("医疗保障部门", "医疗救助"),)
)
HELD = Case(
    "H00000000001", "黄岛街道", visits=(VISIT,),
    tasks=(
        Task("残联", "残疾人补贴或康复", date(2026, 11, 15), "已落实", date(2026, 10, 30),
             date(2026, 10, 20)),
    ),
    lead_department="民政部门", decision="一事一议纳入救助", persons_count=2,
    conference_date=date(2026, 10, 20),
)  # fmt: skip


@pytest.fixture(scope="module")
def font(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("fonts") / "boxes.ttf"
    make_font("Boxes SC", COMMON).save(path)
    return path


@pytest.fixture(autouse=True)
def _made_up_font(font: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANSE_FONT_FILE", str(font))


def text_of(content: bytes) -> str:
    [page] = PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s", "", page.extract_text())


def test_a_case_before_its_conference_proposes_and_leaves_lines_to_write() -> None:
    told = text_of(page_of(SHEET, PROPOSED, ON))
    assert "H00000000001" in told
    assert "2026-10-12" in told
    assert "2026-10-20" not in told


def test_a_case_after_its_conference_tells_decision_tasks_and_results() -> None:
    told = text_of(page_of(SHEET, HELD, ON))
    assert "2026-10-20" in told
    assert {"2026-11-15", "2026-10-30"} <= set(re.findall(r"\d{4}-\d\d-\d\d", told))


def test_the_same_case_gives_the_same_bytes() -> None:
    assert page_of(SHEET, HELD, ON) == page_of(SHEET, HELD, ON)


@pytest.mark.parametrize("times", [0, 40])
def test_whatever_a_case_holds_it_is_one_page(times: int) -> None:
    due = Due("最低生活保障", "民政局", "某办法第三条" * 9, "每月300元", ask="问什么" * 20)
    sheet = Sheet(
        **{**SHEET.__dict__, "members": SHEET.members * times, "reasons": SHEET.reasons * times,
           "dues": Dues((due,) * times, are_computed=True)}
    )  # fmt: skip
    case = Case("H00000000001", "", (VISIT,) * times, HELD.tasks * times)
    text_of(page_of(sheet, case, ON))
