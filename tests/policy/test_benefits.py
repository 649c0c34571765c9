"""Benefits: what a file must say, every way in which one can be wrong, and the tables for SQL."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines.benefits import (
    BENEFIT_SCHEMAS,
    benefit_tables,
    load_benefits,
    parameters_of,
    read_benefit,
    told_value,
)
from pipelines.policy import PolicyNotReadable, policy_at
from pipelines.selects import selects_of

HERE = Path(__file__).parent
BROKEN = HERE / "broken_benefits"
SOUND = (HERE / "benefit.yaml").read_text(encoding="utf-8")
OCTOBER = date(2026, 10, 31)

# File of tests/policy/broken_benefits → what its message must say.
FAULTS = {
    "unknown_key.yaml": "不认识的项 author",
    "missing_key.yaml": "缺少 bring",
    "key_twice.yaml": "“rank”写了两次",
    "unknown_grain.yaml": "grain 应当是 household、person 之一",
    "unknown_form.yaml": "form 应当是 monthly、one_off、service、relief 之一",
    "unknown_kind.yaml": "conditions.income.kind 应当是 fact、means、sign 之一",
    "since_not_a_date.yaml": "since 应当是日期",
    "until_before_since.yaml": "until（2015-12-31）早于 since",
    "rank_not_a_number.yaml": "rank 应当是不小于 1 的整数",
    "no_documents.yaml": "documents 里至少要有一份文件",
    "document_without_article.yaml": "缺少 article",
    "word_twice.yaml": "bring 里有一项写了两次",
    "exclusion_without_article.yaml": "要写明依据 exclusion_article",
    "received_and_excluded.yaml": "既在 received_as 又在 excluded_by",
    "household_received_by_person.yaml": "received_by 也要写 household",
    "follows_without_received.yaml": "就要写明在名册上叫什么",
    "received_from_unknown_source.yaml": "civil_affairs__no_list 不是已登记的数据源",
    "received_from_without_received.yaml": "就要写明在这些名册上叫什么",
    "too_many_conditions.yaml": "conditions 有 30 条，最多 29 条",
    "condition_without_ask.yaml": "conditions.income里缺少 ask",
    "condition_with_unknown_key.yaml": "不认识的项 note",
    "condition_name.yaml": "只用小写英文字母",
    "conditions_as_list.yaml": "conditions 应当由“名称: 内容”组成",
    "empty_summary.yaml": "summary 应当是一段文字",
    "bad_indent.yaml": "不是合格的 YAML",
    "not_a_mapping.yaml": "名称: 内容",
    "Not-A-Name.yaml": "文件名就是政策的代号",
}


def test_every_broken_file_is_told_by_a_fault() -> None:
    assert {path.name for path in BROKEN.iterdir()} == set(FAULTS)


@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_file_is_refused_with_its_name_the_fault_and_the_cure(name: str) -> None:
    with pytest.raises(PolicyNotReadable) as refused:
        read_benefit(name, (BROKEN / name).read_text(encoding="utf-8"))
    message = str(refused.value)
    assert message.startswith(f"policy/benefits/{name} 写得不对：")
    assert FAULTS[name] in message
    assert "请照" in message


def test_a_sound_file_is_read() -> None:
    benefit = read_benefit("example.yaml", SOUND)
    assert (benefit.policy, benefit.grain, benefit.rank) == ("example", "person", 10)
    assert [condition.name for condition in benefit.conditions] == ["income"]
    assert benefit.is_in_force(date(2016, 1, 1))
    assert not benefit.is_in_force(date(2015, 12, 31))


def test_what_sql_binds_and_no_condition_names_stands_without_a_condition() -> None:
    benefit = read_benefit("example.yaml", SOUND)
    bound = frozenset({"dibao_line_monthly_yuan", "elder_age_years", "as_of_date", "month"})
    assert list(parameters_of(benefit, bound)) == [
        ("income", "dibao_line_monthly_yuan"),
        (None, "elder_age_years"),
    ]


def test_the_tables_hold_the_policies_with_sql_and_the_values_of_the_day() -> None:
    tables = benefit_tables(OCTOBER)
    compared = {select.name for select in selects_of("entitlements")}
    assert {name: frame.schema for name, frame in tables.items()} == {
        name: pl.Schema(schema) for name, schema in BENEFIT_SCHEMAS.items()
    }
    assert set(tables["benefits"]["policy"]) <= compared
    line = tables["benefit_parameters"].filter(
        policy="minimum_living_guarantee", parameter="dibao_line_monthly_yuan"
    )
    dated = policy_at(OCTOBER).dated["dibao_line_monthly_yuan"]
    assert line.select("condition", "value", "since_date", "is_placeholder").rows() == [
        ("income", str(dated.value), dated.since, dated.is_placeholder)
    ]


def test_a_supposed_value_is_told_as_supposed() -> None:
    supposed = policy_at(OCTOBER, overrides={"dibao_line_monthly_yuan": 1234})
    told = benefit_tables(OCTOBER, policy=supposed)["benefit_parameters"]
    line = told.filter(policy="minimum_living_guarantee", parameter="dibao_line_monthly_yuan")
    assert line["value"].to_list() == ["1234"]
    assert "假设" in line["reference"][0]


@pytest.mark.parametrize(("day", "rows"), [(date(2022, 10, 27), 0), (date(2022, 10, 28), 1)])
def test_a_policy_is_not_compared_before_there_is_one(day: date, rows: int) -> None:
    assert benefit_tables(day)["benefits"].filter(policy="elder_visits").height == rows


def test_values_are_told_as_a_person_reads_them() -> None:
    assert [told_value(value) for value in (900, True, False, "B1", None)] == [
        "900", "是", "否", "B1", None,
    ]  # fmt: skip


def test_the_documents_of_every_shipped_benefit_are_named() -> None:
    for benefit in load_benefits().values():
        for document in benefit.documents:
            assert "《" in document.title, benefit.policy
            assert "条" not in document.title.rsplit("》", 1)[1], f"{benefit.policy}: article"
