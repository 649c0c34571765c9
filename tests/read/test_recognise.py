"""Tables are told by their headers, whatever their words, order and neighbours."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.headers import normalise, split_unit, stated_unit
from pipelines.recognise import NotRecognised, Recognised, recognise
from tests.read.contracts import ASSISTANCE, SOURCES, made_up_id

CERTIFICATE = ["序号", "姓名", "身份证号", "残疾类别", "残疾等级", "镇街"]


def recognised(rows: list[list[str | None]]) -> Recognised:
    found = recognise(rows, SOURCES)
    assert isinstance(found, Recognised), found
    return found


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("身份证号", "身份证号"),
        (" 身 份\n证号 ", "身份证号"),
        ("*姓名", "姓名"),
        ("姓名：", "姓名"),
        ("ＳＥＴＬ＿ＩＤ", "setl_id"),
        ("Setl_ID\ufeff", "setl_id"),
        ("乡（镇）", "乡(镇)"),
        ("乡［镇］", "乡(镇)"),
        (None, ""),
    ],
)
def test_normalise(typed: str | None, meant: str) -> None:
    assert normalise(typed) == meant


@pytest.mark.parametrize(
    ("header", "rest", "scale"),
    [
        ("月发放金额", "月发放金额", None),
        ("月发放金额（元）", "月发放金额", 1),
        ("月发放金额(万元)", "月发放金额", 10000),
        ("月发放金额（单位：万元）", "月发放金额", 10000),
        ("月发放金额(元/月)", "月发放金额", 1),
        ("救助金额/万元", "救助金额", 10000),
        ("务工时间（月）", "务工时间(月)", None),
        ("开元", "开元", None),
    ],
)
def test_split_unit(header: str, rest: str, scale: int | None) -> None:
    assert split_unit(normalise(header)) == (rest, scale)


@pytest.mark.parametrize(
    ("line", "scale"),
    [
        ("单位：万元", 10000),
        ("金额单位: 元", 1),
        ("（单位：人、万元）", 10000),
        ("单位：元 制表日期：2026年10月", 1),
        ("计量单位：人民币万元", 10000),
        ("单位：人", None),
        ("填报单位：开元街道", None),
        ("填报单位：元村社区", None),
    ],
)
def test_stated_unit(line: str, scale: int | None) -> None:
    assert stated_unit([["名册"], [None, line]]) == scale


def test_header_below_title_and_unit_line() -> None:
    found = recognised([["名册", None], [], ["单位：人"], CERTIFICATE, ["1", "甲", made_up_id()]])
    assert (found.source.name, found.top) == ("federation__certificates", 3)
    assert found.headers["id_number"] == "身份证号"
    assert found.extra == ["序号"]
    assert list(found.positions) == ["name", "id_number", "category", "grade", "town_name"]


@settings(deadline=None, max_examples=30)
@given(st.permutations([*CERTIFICATE, "备注", "电话"]))
def test_order_of_columns_does_not_matter(header: list[str]) -> None:
    found = recognised([header])
    assert found.source.name == "federation__certificates"
    assert all(header[x] == found.headers[name] for name, x in found.positions.items())


def test_order_of_contracts_does_not_matter() -> None:
    header = ["镇街", "社区", "户号", "姓名", "身份证号", "救助类别"]
    answers = {
        recognise([header], sources).source.name for sources in itertools.permutations(SOURCES)
    }
    assert answers == {"civil__assistance"}


@pytest.mark.parametrize("over", ["监护人", "监护人信息", "联系人"])
def test_a_guardian_is_not_the_person(over: str) -> None:
    rows: list[list[str | None]] = [
        ["名册"],
        [over, None, "残疾人", None, "残疾情况", None],
        ["姓名", "身份证号", "姓名", "身份证号", "残疾类别", "残疾等级"],
    ]
    found = recognised(rows)
    own = {"name": 2, "id_number": 3, "category": 4, "grade": 5}
    assert found.positions.items() >= own.items()
    assert found.bottom == 3


def test_two_rows_with_and_without_merged_cells() -> None:
    upper = ["序号", "残疾人", None, "残疾情况", None, "监护人", None]
    lower = [None, "姓名", "身份证号", "类别", "等级", "姓名", "电话"]
    found = recognised([["名册"], upper, lower, ["1", "甲", made_up_id()]])
    assert len(found.levels) == 2
    assert found.headers["name"] == "残疾人/姓名"
    assert found.positions == {
        "name": 1, "id_number": 2, "category": 3, "grade": 4, "guardian_name": 5
    }  # fmt: skip


def test_one_row_is_preferred_and_data_is_no_second_header_row() -> None:
    found = recognised([CERTIFICATE, ["1", "甲", made_up_id(), "肢体", "二级", "珠海街道"]])
    assert len(found.levels) == 1


def test_earlier_alias_wins_then_the_column_further_left() -> None:
    found = recognised([[*CERTIFICATE, "审核日期", "发证日期", "姓名"]])
    assert found.headers["issued_date"] == "发证日期"
    assert found.positions["name"] == 1
    assert found.extra == ["序号", "审核日期", "姓名"]


def test_unit_of_header_goes_before_unit_line() -> None:
    header = ["姓名", "身份证号", "救助类别", "月发放金额"]
    assert recognised([["单位：万元"], header]).unit_scale == {"monthly_amount_yuan": 10000}
    header[3] = "月发放金额（元）"
    assert recognised([["单位：万元"], header]).unit_scale == {"monthly_amount_yuan": 1}
    assert recognised([header[:3]]).unit_scale == {}


def test_row_of_units_beneath_the_header() -> None:
    header = ["姓名", "身份证号", "救助类别", "月发放金额"]
    found = recognised([header, [None, None, None, "（万元）"], ["甲", made_up_id(), "低保", "1"]])
    assert found.unit_scale == {"monthly_amount_yuan": 10000}
    assert found.bottom == 2


def test_missing_required_column_is_named() -> None:
    found = recognise([["名册"], ["姓名", "身份证号", "残疾类别"]], SOURCES)
    assert isinstance(found, NotRecognised)
    assert "持证残疾人" in found.reason
    assert "残疾等级" in found.reason
    assert "第 2 行" in found.reason
    assert "残疾类别" not in found.reason


def test_nothing_known() -> None:
    found = recognise([["菜名", "价格"], ["白菜", "3"]], [ASSISTANCE])
    assert isinstance(found, NotRecognised)
    assert "没有找到" in found.reason
