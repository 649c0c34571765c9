"""What stands beneath a header and is no record, case by case (line_kinds.yaml)."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from pipelines.line_kinds import LineJudge, is_identity_like
from pipelines.recognise import Recognised, recognise
from tests.read.contracts import SOURCES, made_up_id

KINDS = {
    "空行": "blank",
    "重复的表头": "repeated_header",
    "合计": "total",
    "说明和落款": "note",
    "数据": None,
}
CASES = yaml.safe_load(Path(__file__).with_name("line_kinds.yaml").read_text(encoding="utf-8"))
HEADER = ["序号", "姓名", "身份证号", "残疾类别", "残疾等级", "镇街"]


def judge() -> LineJudge:
    header = recognise([["持证残疾人名册"], ["单位：人"], HEADER], SOURCES)
    assert isinstance(header, Recognised)
    return LineJudge(header)


@pytest.mark.parametrize(("kind", "line"), [(k, line) for k in KINDS for line in CASES[k]])
def test_kind_of_line(kind: str, line: str) -> None:
    cells = [
        made_up_id() if c.strip() == "身份证" else c.strip(" ") or None for c in line.split("|")
    ]
    assert judge().kind(cells) == KINDS[kind]


def test_every_kind_has_cases() -> None:
    assert set(CASES) == set(KINDS)


@pytest.mark.parametrize(
    "cell",
    [
        made_up_id(),
        "  " + made_up_id()[:6] + " " + made_up_id()[6:],
        "'" + made_up_id(),
        made_up_id() + "42B1",
        "370299" + "800101" + "101",
        "370299198001010000.0",
        "3.70299E+17",
        "370299********1234",
        "E12345678",
    ],
)
def test_identity_like(cell: str) -> None:
    assert is_identity_like(cell)


@pytest.mark.parametrize(
    "cell",
    [None, "", "76", "125人", "无", "身份证号", "2026-10-31", "填报日期：20261031", "20261031"],
)
def test_not_identity_like(cell: str | None) -> None:
    assert not is_identity_like(cell)
