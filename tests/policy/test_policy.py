"""Dated parameters: what the files say, and every way in which one can be wrong."""

import re
import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.benefits import load_benefits
from pipelines.policy import (
    PolicyNotReadable,
    Reference,
    load_parameters,
    policy_at,
    policy_checksums,
    read_parameter,
)
from pipelines.policy_folder import PolicyFolderMissing
from pipelines.scorecard import load_scorecards

BROKEN = Path(__file__).parent / "broken"
POLICY = Path(__file__).parents[2] / "policy"
SOUND = """
title: 示例
description: 用来说明写法的例子。
unit: 元
values:
  - scope: national
    from: 2021-01-01
    value: 0.05
    placeholder: true
    review_by: 2027-06-30
    reference: {title: 没有文件；占位, article: null, href: null}
  - scope: national
    from: 2023-07-01
    value: 7
    review_by: null
    reference: {title: 某文件, article: 第三条, href: "https://example.invalid/7"}
  - scope: national
    from: 2025-01-01
    value: null
    review_by: null
    reference: {title: 废止文件, article: null, href: null}
  - scope: district
    from: 2024-01-01
    to: 2024-03-31
    value: 9
    review_by: null
    reference: {title: 区里的文件, article: null, href: null}
"""

# File of tests/policy/broken → what its message must say.
FAULTS = {
    "unknown_key.yaml": "不认识的项 author",
    "missing_key.yaml": "缺少 unit",
    "key_twice.yaml": "“unit”写了两次",
    "missing_reference.yaml": "缺少 reference",
    "reference_without_href.yaml": "缺少 href",
    "reference_without_article.yaml": "缺少 article",
    "empty_reference_title.yaml": "不能空着",
    "dates_out_of_order.yaml": "2020-01-01 不能排在 2021-01-01 后面",
    "date_twice.yaml": "一天只能一个",
    "overlapping.yaml": "一个到 2022-06-30 为止，下一个从 2022-01-01 开始",
    "to_before_from.yaml": "to（2020-12-31）早于 from",
    "to_not_a_date.yaml": "to 应当是日期",
    "unknown_scope.yaml": "scope 应当是 national、province、city、district 之一",
    "placeholder_false.yaml": "placeholder 只能写 true",
    "placeholder_without_review.yaml": "review_by 要写明",
    "not_a_date.yaml": "from 应当是日期",
    "kinds_mixed.yaml": "要么都是数",
    "value_is_a_list.yaml": "应当是一个数",
    "values_by_date.yaml": "values 应当是一个列表",
    "no_values.yaml": "至少有一个",
    "review_not_a_date.yaml": "review_by 应当是日期",
    "bad_indent.yaml": "不是合格的 YAML（第 7 行附近）",
    "negative.yaml": "2021-01-01 的值的 value 是负数（-900）",
    "no_such_day.yaml": "第 6 行的日期 2021-06-31 不存在",
    "empty_unit.yaml": "unit 应当是一段文字",
    "not_a_mapping.yaml": "名称: 内容",
    "unknown_key_in_value.yaml": "不认识的项 note",
    "Not-A-Name.yaml": "文件名就是参数名",
}


def test_every_broken_file_is_told_by_a_fault() -> None:
    assert {path.name for path in BROKEN.iterdir()} == set(FAULTS)


@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_file_is_refused_with_its_name_the_fault_and_the_cure(name: str) -> None:
    with pytest.raises(PolicyNotReadable) as refused:
        read_parameter(name, (BROKEN / name).read_text(encoding="utf-8"))
    message = str(refused.value)
    assert message.startswith(f"policy/{name} 写得不对：")
    assert FAULTS[name] in message
    assert "请照" in message


@pytest.mark.parametrize(
    ("name", "load"),
    [
        ("dibao_line_monthly_yuan", load_parameters),
        ("scorecard", load_scorecards),
        ("benefits/medical_aid", load_benefits),
    ],
)
def test_a_file_that_was_saved_as_ansi_is_told_with_its_cure(
    name: str, load: Callable[[Path], object], tmp_path: Path
) -> None:
    folder = tmp_path / "policy"
    shutil.copytree(POLICY, folder)
    saved = folder / f"{name}.yaml"
    saved.write_bytes(saved.read_text(encoding="utf-8").encode("gb18030"))
    with pytest.raises(PolicyNotReadable, match=f"^policy/{name}.yaml 读不出：.*UTF-8"):
        load(folder)


def test_a_file_of_windows_notepad_in_utf_8_is_read_as_any(tmp_path: Path) -> None:
    (tmp_path / "example.yaml").write_bytes(
        b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode("utf-8")
    )
    assert load_parameters(tmp_path) == {"example": read_parameter("example.yaml", SOUND)}


def test_a_value_holds_from_its_date_until_the_next() -> None:
    parameter = read_parameter("example.yaml", SOUND)
    assert parameter.at(date(2020, 12, 31)) is None
    held = [parameter.at(day) for day in (date(2023, 6, 30), date(2023, 7, 1), date(2026, 1, 1))]
    assert [dated.value if dated else "" for dated in held] == [Decimal("0.05"), 7, None]


def test_the_nearest_scope_in_force_wins_and_ends_on_its_last_day() -> None:
    parameter = read_parameter("example.yaml", SOUND)
    days = (date(2023, 12, 31), date(2024, 1, 1), date(2024, 3, 31), date(2024, 4, 1))
    held = [parameter.at(day) for day in days]
    assert [dated.value if dated else "" for dated in held] == [7, 9, 9, 7]


def test_a_value_carries_its_document_and_how_long_it_holds() -> None:
    dated = read_parameter("example.yaml", SOUND).at(date(2023, 12, 1))
    assert dated is not None
    assert dated.reference == Reference("某文件", "第三条", "https://example.invalid/7")
    assert dated.reference.told == "某文件第三条"
    assert (dated.since, dated.until) == (date(2023, 7, 1), date(2024, 12, 31))
    assert (dated.is_placeholder, dated.review_by) == (False, None)


def test_a_placeholder_says_that_it_is_one() -> None:
    dated = read_parameter("example.yaml", SOUND).at(date(2022, 1, 1))
    assert dated is not None
    assert (dated.is_placeholder, dated.review_by) == (True, date(2027, 6, 30))


def test_the_shipped_parameters_hold_on_every_month_end_since_2020() -> None:
    names = set(load_parameters())
    assert set(policy_at(date(2020, 1, 31)).parameters) == names
    assert policy_at(date(2026, 10, 31))["medical_burden_threshold_yuan"] == 30000


def test_an_override_must_name_a_parameter() -> None:
    day = date(2026, 10, 31)
    changed = policy_at(day, overrides={"medical_burden_threshold_yuan": 50000})
    assert changed["medical_burden_threshold_yuan"] == 50000
    assert changed.dated["medical_burden_threshold_yuan"].scope == "whatif"
    assert "没有文件" in changed.references["medical_burden_threshold_yuan"].title
    with pytest.raises(PolicyNotReadable, match="没有名为 medical_threshold 的参数"):
        policy_at(day, overrides={"medical_threshold": 1})


def test_asking_for_an_unknown_parameter_says_which_file_to_add() -> None:
    with pytest.raises(PolicyNotReadable, match=re.escape("policy/medical_threshold.yaml")):
        policy_at(date(2026, 10, 31))["medical_threshold"]


def test_sql_binds_the_date_and_the_month_besides_the_parameters() -> None:
    bound = policy_at(date(2026, 10, 31)).bound
    assert (bound["as_of_date"], bound["month"]) == (date(2026, 10, 31), "2026-10")


def test_checksums_name_every_file_of_the_folder() -> None:
    sums = policy_checksums()
    assert {"scorecard.yaml", "medical_burden_threshold_yuan.yaml"} <= set(sums)
    assert all(re.fullmatch(r"[0-9a-f]{64}", checksum) for checksum in sums.values())


def test_checksums_name_the_entered_calendars_too(tmp_path: Path) -> None:
    (tmp_path / "calendar").mkdir()
    (tmp_path / "calendar" / "2027.yaml").write_text("title: x")
    (tmp_path / "b.yaml").write_text("title: y")
    assert list(policy_checksums(tmp_path)) == ["b.yaml", "calendar/2027.yaml"]


def test_another_folder_may_hold_the_policy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "example.yaml").write_text(SOUND, encoding="utf-8")
    monkeypatch.setenv("SANSE_POLICY_DIR", str(tmp_path))
    assert policy_at(date(2024, 2, 1)).parameters == {"example": 9}
    assert list(policy_checksums()) == ["example.yaml"]
    monkeypatch.setenv("SANSE_POLICY_DIR", str(tmp_path / "nowhere"))
    with pytest.raises(PolicyFolderMissing, match="SANSE_POLICY_DIR 指的不是文件夹"):
        policy_at(date(2024, 2, 1))
