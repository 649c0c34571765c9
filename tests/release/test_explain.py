"""Why a household has its colour, told from the files of a release."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipelines.explain import HouseholdNotFound, explain
from pipelines.months import Month
from pipelines.settings import Home
from pipelines.summary import NoRelease
from tests.release.made_up import District

MONTH = Month(2026, 10)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    root = tmp_path_factory.mktemp("home")
    District().release(root)
    return Home(root)


def test_points_add_up_to_the_score(home: Home) -> None:
    text = explain(home, "H00000000003", MONTH)
    points = [int(number) for number in re.findall(r"^ +(\d+)  残联", text, re.MULTILINE)]
    assert points == [45, 5]
    assert "50  合计" in text
    assert "颜色：橙（加重，连续 4 个月）　得分 50" in text


def test_it_tells_reasons_what_is_received_and_what_is_not_assessed(home: Home) -> None:
    receives = explain(home, "H00000000002", MONTH)
    assert "  · 残联（2026-09-01）：精神一级残疾" in receives
    assert "  · 最低生活保障" in receives
    assert "缺少“死亡人员信息”数据" in explain(home, "H00000000004", MONTH)


def test_it_tells_what_to_verify_besides_and_that_it_changes_no_colour(home: Home) -> None:
    asked = (
        "请一并核实（不影响颜色）\n  · 机动车登记（2026-09-30）：登记有1辆汽车，请核实车辆是否还在"
    )
    assert asked in explain(home, "H00000000001", MONTH)
    assert "请一并核实（不影响颜色）\n  · 没有" in explain(home, "H00000000003", MONTH)
    assert "请一并核实" not in explain(home, "H00000000007", MONTH)


def test_a_release_of_before_the_counter_signs_is_explained_too(tmp_path: Path) -> None:
    released = District().release(tmp_path)
    (released.path / "counter_signs.parquet").unlink()
    assert "请一并核实" not in explain(Home(tmp_path), "H00000000001", MONTH)


def test_what_a_household_may_be_due_is_told_condition_by_condition(home: Home) -> None:
    text = explain(home, "H00000000001", MONTH)
    assert (
        """可能符合（只是线索，以受理部门审核为准）
  1. 最低生活保障（标准未公布，按暂定值估算）｜民政局｜可能每月至多约1800元
     依据：《最低生活保障审核确认办法》第三条
     - 说不清　人均收入低于低保标准　〔《最低生活保障审核确认办法》第三条〕
         用到：低保标准 900元/人/月（2021-07-01起，暂定）
     - 满足　家里有难处（不是法定条件）：有重度残疾人
     还缺：家庭收入（家庭授权后由民政局核对中心提供）
     问：每个月固定收入大约多少
     到哪里办：户籍所在地的镇街；带：身份证、家庭经济状况核对授权书
  2. 重度残疾人护理补贴（人员 P00000010000）｜民政局｜可能每月约150元
     依据：国发〔2015〕52号第二条
     - 满足　残疾证一级或二级：残疾证1级（2026-09-01）　〔国发〔2015〕52号第二条〕
         用到：护理补贴标准 150元/人/月（2020-01-01起）
     到哪里办：户籍所在地的镇街；带：残疾证

用到的数值出自哪里（暂定：没有公开文件，以当地公布为准）
  · 低保标准：暂定，没有公开文件给出青岛现行数值；暂用值
  · 护理补贴标准：《通知》第一条

说不清（补齐缺的才知道）
  没有
"""
        in text
    )


def test_what_nobody_can_tell_says_what_is_missing_and_who_can_supply_it(home: Home) -> None:
    text = explain(home, "H00000000004", MONTH)
    assert "  没有查到（不等于没有，照常受理）" in text
    assert (
        """说不清（补齐缺的才知道）
  · 最低生活保障（标准未公布，按暂定值估算）
      还缺：家庭收入（家庭授权后由民政局核对中心提供）
      问：每个月固定收入大约多少
"""
        in text
    )


def test_what_is_received_is_told_once_and_not_as_due(home: Home) -> None:
    text = explain(home, "H00000000002", MONTH)
    assert text.count("最低生活保障") == 1


def test_a_release_of_before_the_policies_is_explained_too(tmp_path: Path) -> None:
    released = District().release(tmp_path)
    (released.path / "entitlements.parquet").unlink()
    (released.path / "conditions.parquet").unlink()
    assert "可能符合" not in explain(Home(tmp_path), "H00000000001", MONTH)


def test_a_household_below_the_border_is_explained_too(home: Home) -> None:
    text = explain(home, "H00000000007", MONTH)
    assert "未列入名单" in text
    assert "列入原因" not in text


def test_it_holds_no_name_and_says_that_a_listing_is_no_decision(home: Home) -> None:
    text = explain(home, "H00000000001", MONTH)
    assert "测试" not in text
    assert "1990000" not in text
    assert "不是救助决定" in text


def test_an_unknown_household_and_a_month_without_release_are_told_with_their_cure(
    home: Home, tmp_path: Path
) -> None:
    with pytest.raises(HouseholdNotFound, match="请核对户编号"):
        explain(home, "H999", MONTH)
    with pytest.raises(NoRelease, match="sanse run --month 2026-10"):
        explain(Home(tmp_path), "H00000000001", MONTH)
