"""`sanse sources`: what is known of every kind of data, as the contracts tell it."""

from __future__ import annotations

import typer.testing

from pipelines import cli
from pipelines.catalogue import catalogue_page, kind_lines
from schemas.forbidden import FORBIDDEN
from schemas.sources import all_sources


def said(*words: str) -> str:
    outcome = typer.testing.CliRunner().invoke(cli.app, ["sources", *words])
    assert outcome.exit_code == 0
    return outcome.output


def test_every_kind_stands_in_a_line_of_its_own() -> None:
    assert sorted(line.name for line in kind_lines()) == [one.name for one in all_sources()]
    assert all(line.use and line.legal_basis for line in kind_lines())


def test_the_table_tells_how_many_kinds_and_departments_there_are() -> None:
    shown = said()
    departments = {source.department for source in all_sources()}
    assert f"共 {len(all_sources())} 种数据，来自 {len(departments)} 个部门" in shown
    assert "最长沿用" in shown.replace("\n", "")


def test_the_page_tells_every_column_and_what_it_is_for() -> None:
    page = said("--markdown")
    assert page == catalogue_page()
    for source in all_sources():
        part = page.split(f"## {source.title}\n")[1].split("\n## ")[0]
        assert source.legal_basis in part
        assert source.department in part
        for spec in source.columns:
            assert f"| {spec.title}" in part
            assert spec.purpose in part


def test_the_page_says_what_is_never_processed_and_why() -> None:
    refused = catalogue_page().split("## 不处理的内容")[1]
    assert all(fact.reason in refused and fact.law in refused for fact in FORBIDDEN)


def test_the_page_is_a_table_in_every_row() -> None:
    rows = [line for line in catalogue_page().splitlines() if line.startswith("|")]
    widths = {len(line.replace("\\|", "").split("|")) for line in rows}
    assert widths == {6, 7, 8}
