"""Several tables in one csv, one beneath the other: each is read, or told of as unknown."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import delimited, text_parts
from pipelines.formats import NotReadable
from pipelines.read import Block, Unread, read_blocks
from tests.read.contracts import SOURCES, made_up_id

A, B, C, D = (made_up_id(sequence=n) for n in (1, 2, 3, 4))
HELP = f"姓名,身份证号,救助类别,月发放金额,备注\n张三,{A},低保,1,\n李四,{B},特困,2,x\n"
DISABLED = f"姓名,身份证号,残疾类别,残疾等级\n王五,{C},视力,一级\n赵六,{D},肢体,二级\n"
UNKNOWN = "镇街,低保户数,低保人数,金额\n甲镇,12,20,13000.5\n乙镇,5,8,5200\n合计,17,28,18200.5\n"
ONE_KIND, TWO_KINDS = "civil__assistance", "federation__certificates"


def parts_of(
    path: Path, text: str, encoding: str = "utf-8"
) -> list[tuple[Block | Unread, pl.DataFrame]]:
    path.write_bytes(text.encode(encoding))
    return [
        (
            part,
            pl.concat([EMPTY, *part.batches], how="diagonal") if isinstance(part, Block) else EMPTY,
        )
        for part in read_blocks(path, SOURCES)
    ]


EMPTY = pl.DataFrame(schema={"row_number": pl.UInt32})


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", "，"])
@pytest.mark.parametrize(
    "between", ["", "\n", "二、持证残疾人\n", "\n二、持证残疾人名单\n\n", "合计,,,3\n"]
)
def test_two_known_tables(tmp_path: Path, between: str, delimiter: str, encoding: str) -> None:
    text = (HELP + between + DISABLED).replace(",", delimiter)
    (first, helped), (second, disabled) = parts_of(tmp_path / "x.csv", text, encoding)
    assert isinstance(first, Block)
    assert isinstance(second, Block)
    assert (first.source, second.source) == (ONE_KIND, TWO_KINDS)
    assert helped["name"].to_list() == ["张三", "李四"]
    top = 4 + between.count("\n")
    assert second.header_row == top
    assert disabled["row_number"].to_list() == [top + 1, top + 2]
    assert disabled["id_number"].to_list() == [C, D]
    assert disabled["grade"].to_list() == ["一级", "二级"]
    assert disabled["row_fault"].null_count() == 2


def test_an_unknown_table_beneath_is_told(tmp_path: Path) -> None:
    (first, rows), (told, _) = parts_of(tmp_path / "x.csv", f"{HELP}\n各镇街统计表\n{UNKNOWN}")
    assert isinstance(first, Block)
    assert rows["name"].to_list() == ["张三", "李四"]
    assert isinstance(told, Unread)
    assert "文件从第 6 行起还有一张表" in told.reason
    assert told.structure
    assert (told.structure.data_rows, told.structure.total_rows) == (2, (9,))


def test_what_an_unknown_table_lacks_is_told(tmp_path: Path) -> None:
    lacking = f"姓名,身份证号,残疾类别\n王五,{C},视力\n"
    (_, rows), (told, _) = parts_of(tmp_path / "x.csv", HELP + "\n" + lacking)
    assert rows.height == 2
    assert isinstance(told, Unread)
    assert (told.nearest, told.missing) == (TWO_KINDS, ("残疾等级",))
    assert C not in told.reason


def test_records_go_on_after_an_unknown_table(tmp_path: Path) -> None:
    text = f"{HELP}\n{UNKNOWN}\n钱七,{C},低保,3,\n{DISABLED}"
    parts = parts_of(tmp_path / "x.csv", text)
    assert [type(part).__name__ for part, _ in parts] == ["Block", "Unread", "Block", "Block"]
    assert [rows["name"].to_list() for part, rows in parts if isinstance(part, Block)] == [
        ["张三", "李四"],
        ["钱七"],
        ["王五", "赵六"],
    ]


def test_a_header_of_two_rows_and_a_unit_of_its_own(tmp_path: Path) -> None:
    header = "人员,,救助,\n姓名,身份证号,救助类别,月发放金额\n"
    second = f"救助名册（二）\n单位：万元\n{header}王五,{C},低保,0.5\n"
    (first, _), (other, rows) = parts_of(tmp_path / "x.csv", f"{HELP}\n{second}")
    assert isinstance(first, Block)
    assert isinstance(other, Block)
    assert first.unit_scale == {"monthly_amount_yuan": 1}
    assert other.unit_scale == {"monthly_amount_yuan": 10_000}
    assert rows["name"].to_list() == ["王五"]


def test_a_header_printed_again_on_each_page_begins_no_table(tmp_path: Path) -> None:
    header = HELP.partition("\n")[0]
    text = f"{HELP}\n{header}\n王五,{C},低保,3,\n{header}\n赵六,{D},低保,3,\n"
    ((block, rows),) = parts_of(tmp_path / "x.csv", text)
    assert isinstance(block, Block)
    assert block.skipped_lines["repeated_header"] == 2
    assert rows.height == 4


def test_rows_of_words_stay_records(tmp_path: Path) -> None:
    words = "郑王,无,特困,无,住在镇街\n\n冯陈,,低保,待定,补录\n"
    text = f"{HELP}合计金额,姓名,低保,备注,说明\n周吴,,低保,,\n{words}"
    ((_, rows),) = parts_of(tmp_path / "x.csv", text)
    assert {"周吴", "郑王", "冯陈"} <= set(rows["name"])


def test_a_second_table_in_a_text_too_large_to_be_searched_refuses_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "SEARCHED_BYTES", 10)
    with pytest.raises(NotReadable, match="文件第 4 行是另一张表的列名"):
        parts_of(tmp_path / "x.csv", HELP + DISABLED)
    ((_, rows),) = parts_of(tmp_path / "x.csv", HELP * 3)
    assert rows.height == 6


LINES = st.lists(
    st.sampled_from(
        [
            f"张三,{A},低保,1,\n",
            f"王五,{C},视力,一级\n",
            HELP,
            DISABLED,
            UNKNOWN,
            "\n",
            "甲镇,1,2,3\n",
            "二、名单\n",
            "合计,,,8,\n",
            "周吴,,低保,,\n",
        ]
    ),
    max_size=25,
)


@settings(deadline=None, max_examples=60)
@given(LINES, st.integers(1, 300), st.sampled_from(["utf-8", "gb18030"]))
def test_size_of_stretches_changes_nothing_and_nobody_is_lost(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], size: int, encoding: str
) -> None:
    path = tmp_path_factory.mktemp("parts") / "x.csv"
    text = HELP + "".join(lines)
    whole = parts_of(path, text, encoding)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_parts, "_STRETCH_BYTES", size)
        pieces = parts_of(path, text, encoding)
    assert [rows.to_dicts() for _, rows in pieces] == [rows.to_dicts() for _, rows in whole]
    assert [part.reason for part, _ in pieces if isinstance(part, Unread)] == [
        part.reason for part, _ in whole if isinstance(part, Unread)
    ]
    numbers = pl.concat([rows.select("row_number") for _, rows in whole])["row_number"]
    assert numbers.is_sorted()
    assert numbers.is_unique().all()
    told = [part.structure for part, _ in whole if isinstance(part, Unread)]
    people = sum(text.count(number) for number in (A, B, C, D))
    assert len(numbers) + sum(one.data_rows for one in told if one) >= people
