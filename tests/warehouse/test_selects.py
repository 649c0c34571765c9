"""What a file of sql/ must be like, and in what order files run."""

from pathlib import Path

import pytest

from pipelines.selects import SelectNotUsable, read_select, selects_of

HEADER = "-- title: 题目\n-- description: 说明\n"


def test_a_file_says_what_it_is_and_what_it_reads() -> None:
    select = read_select(
        "core",
        "members",
        "-- title: 成员\n-- description: 前一行\n--   接着写\n"
        "with a as (select * from core.homes) select $as_of_date as d from a, staging.x",
    )
    assert select.header == {"title": "成员", "description": "前一行接着写"}
    assert select.tables == {("core", "homes"), ("staging", "x")}
    assert select.parameters == {"as_of_date"}
    assert (select.path, select.table) == ("sql/core/members.sql", "core.members")


FAULTS = {
    "select 1 as a": "missing: ['description', 'title']",
    HEADER + "-- owner: 某人\nselect 1 as a": "unknown: ['owner']",
    HEADER + "-- title: 又一个\nselect 1 as a": "title stands twice",
    "-- title:\n-- description: 说明\nselect 1 as a": "empty: ['title']",
    HEADER + "select 1 as a; select 2 as b": "2 statements",
    HEADER + "drop table core.homes": "no select",
    HEADER + "select from from": "not readable as SQL",
    HEADER + "select a from homes": "Write layer.table",
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_faulty_file_is_refused_by_name(text: str) -> None:
    with pytest.raises(SelectNotUsable) as refused:
        read_select("core", "x", text)
    assert str(refused.value).startswith("sql/core/x.sql")
    assert FAULTS[text] in str(refused.value)


def test_an_indicator_needs_its_own_keys() -> None:
    with pytest.raises(SelectNotUsable, match="dimension, grain, sources, title, unit"):
        read_select("indicators", "x", HEADER + "select 1 as a")


def test_files_run_after_those_that_they_read(tmp_path: Path) -> None:
    write(tmp_path, "a", "select * from core.c")
    write(tmp_path, "b", "select 1 as x")
    write(tmp_path, "c", "select * from core.b")
    assert [select.name for select in selects_of("core", tmp_path)] == ["b", "c", "a"]


def test_a_circle_is_told_by_its_files(tmp_path: Path) -> None:
    write(tmp_path, "a", "select * from core.b")
    write(tmp_path, "b", "select * from core.a")
    with pytest.raises(SelectNotUsable, match=r"a → b → a|b → a → b"):
        selects_of("core", tmp_path)


def test_an_unknown_layer_is_told() -> None:
    with pytest.raises(SelectNotUsable, match="sql/cores: no such folder"):
        selects_of("cores")


def write(root: Path, name: str, query: str) -> None:
    folder = root / "core"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.sql").write_text(HEADER + query, encoding="utf-8")
