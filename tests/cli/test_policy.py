"""`sanse policy`: the values of a day, what is due, what is missing, and the book of policies."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import typer.testing

from pipelines import cli
from pipelines.benefits import load_benefits
from pipelines.policy import PolicyNotReadable, load_parameters, policy_at
from pipelines.policy_catalogue import (
    catalogue_page,
    due_lines,
    missing_lines,
    value_lines,
    values_page,
)

ROOT = Path(__file__).parents[2]
OCTOBER = date(2026, 10, 31)
EXAMPLE = """title: 示例标准
description: 例子。
unit: 元/月
values:
  - scope: national
    from: 2020-01-01
    value: 300
    review_by: 2026-10-01
    reference: {title: 《某办法》, article: 第三条, href: "https://example.invalid/3"}
  - scope: city
    from: 2026-01-01
    value: 450
    placeholder: true
    review_by: 2027-01-29
    reference: {title: 没有公开文件；暂用, article: null, href: null}
"""


def said(*words: str) -> str:
    outcome = typer.testing.CliRunner().invoke(cli.app, ["policy", *words])
    assert outcome.exit_code == 0, outcome.output
    return outcome.output


def folded(*words: str) -> str:
    """What a table says, its lines and borders away."""
    return "".join(character for character in said(*words) if character not in " \n│┃")


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one parameter beside the shipped scorecard."""
    path = tmp_path / "example_yuan.yaml"
    path.write_text(EXAMPLE, encoding="utf-8")
    scorecard = (ROOT / "policy" / "scorecard.yaml").read_text(encoding="utf-8")
    scorecard = scorecard.replace("medical_burden_threshold_yuan", "example_yuan")
    (tmp_path / "scorecard.yaml").write_text(scorecard, encoding="utf-8")
    monkeypatch.setenv("SANSE_POLICY_DIR", str(tmp_path))
    return path


def test_every_value_of_the_day_stands_in_a_line() -> None:
    assert {line.name for line in value_lines(OCTOBER)} == set(policy_at(OCTOBER).parameters)
    page = values_page(OCTOBER)
    assert page == said("show", "2026-10-31", "--markdown")
    assert all(f"`{name}`" in page for name in policy_at(OCTOBER).parameters)


@pytest.mark.usefixtures("example")
def test_a_day_shows_its_value_with_the_document() -> None:
    before, after = folded("show", "2025-12-31"), folded("show", "2026-01-01")
    assert "300元/月" in before
    assert "《某办法》第三条" in before
    assert "450元/月" in after
    assert "占位：没有公开文件；暂用" in after


@pytest.mark.usefixtures("example")
def test_an_official_changes_one_file_and_it_holds_from_its_day(example: Path) -> None:
    """The new value is written below; the old one stays, and old days are told as before."""
    text = example.read_text(encoding="utf-8") + EXAMPLE[EXAMPLE.index("  - scope: city") :]
    place = text.rindex("from: 2026-01-01")
    example.write_text(
        text[:place] + text[place:].replace("2026-01-01", "2026-12-01").replace("450", "480"),
        encoding="utf-8",
    )
    days = ("2025-12-31", "2026-11-30", "2026-12-01")
    told = [value_lines(date.fromisoformat(day))[0].value for day in days]
    assert told == ["300 元/月", "450 元/月", "480 元/月"]


@pytest.mark.usefixtures("example")
def test_what_is_due_is_past_or_near(example: Path) -> None:
    def due(day: date) -> list[tuple[str, int]]:
        return [
            (line.value, line.days_left)
            for line in due_lines(day)
            if line.file.endswith("yuan.yaml")
        ]

    assert due(date(2025, 12, 31)) == []
    assert due(OCTOBER) == [("450 元/月", 90)]
    assert due(date(2026, 10, 30)) == []
    assert due(date(2027, 1, 30)) == [("450 元/月", -1)]
    assert "已过1天" in folded("due", "--on", "2027-01-30")
    assert "没有要复核" in said("due", "--on", "2025-12-31")
    assert example.name == "example_yuan.yaml"


@pytest.mark.usefixtures("example")
def test_the_scorecard_is_due_too() -> None:
    assert "policy/scorecard.yaml" in [line.file for line in due_lines(date(2027, 3, 31))]


@pytest.mark.usefixtures("example")
def test_a_placeholder_is_missing_while_it_holds() -> None:
    assert missing_lines(date(2025, 12, 31)) == []
    assert [line.value for line in missing_lines(OCTOBER)] == ["450 元/月"]
    assert "红橙黄评分表" in folded("missing", "--on", "2026-10-31")
    assert "没有占位" in said("missing", "--on", "2025-12-31")


def test_every_placeholder_of_the_day_is_told_with_what_it_is_used_for() -> None:
    dated = policy_at(OCTOBER).dated
    lines = missing_lines(OCTOBER)
    assert len(lines) == sum(one.is_placeholder for one in dated.values())
    assert all(line.used_for for line in lines)


@pytest.mark.parametrize("command", ["show", "due", "missing", "catalogue"])
def test_every_command_has_help_with_an_example(command: str) -> None:
    help_page = said(command, "--help")
    assert f"例：sanse policy {command}" in help_page
    assert "显示这份说明" in help_page


def test_a_day_before_everything_is_refused() -> None:
    with pytest.raises(PolicyNotReadable, match="没有任何数值有效"):
        value_lines(date(1949, 10, 1))


def test_a_day_that_is_none_is_refused() -> None:
    outcome = typer.testing.CliRunner().invoke(cli.app, ["policy", "show", "2026-10-32"])
    assert outcome.exit_code == 2
    assert "2026-10-31" in outcome.output


def test_the_book_holds_every_policy_document_and_value() -> None:
    page = catalogue_page()
    for benefit in load_benefits().values():
        part = page.split(f"### {benefit.title}\n")[1].split("\n### ")[0]
        assert benefit.summary in part
        assert f"`{benefit.policy}`" in part
        assert all(document.told in part for document in benefit.documents)
        assert all(f"| {condition.title} |" in part for condition in benefit.conditions)
    for parameter in load_parameters().values():
        assert f"| {parameter.title} | `{parameter.name}` |" in page
        assert all(dated.reference.told in page for dated in parameter.values)


def test_no_two_policies_have_one_title() -> None:
    titles = [benefit.title for benefit in load_benefits().values()]
    assert len(titles) == len(set(titles))


def test_the_book_in_docs_is_the_newest() -> None:
    kept = (ROOT / "docs" / "policies.zh-CN.md").read_text(encoding="utf-8")
    assert kept == catalogue_page(), "run: sanse policy catalogue > docs/policies.zh-CN.md"
