"""Csv as departments hand it over: encodings, blank lines, notes, quotes, ragged rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipelines import delimited
from pipelines.encodings import find_encoding
from pipelines.read import Block, Unread, read_blocks
from tests.read.contracts import SOURCES, made_up_id

A, B, C = (made_up_id(sequence=n) for n in (1, 2, 3))
HEADER = "姓名,身份证号,救助类别,月发放金额,备注"


def block_of(path: Path, **options: int) -> Block:
    (block,) = read_blocks(path, SOURCES, **options)
    assert isinstance(block, Block), block
    return block


def read(path: Path, text: str | bytes, encoding: str = "utf-8") -> tuple[Block, pl.DataFrame]:
    path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
    block = block_of(path)
    return block, together(block)


def together(block: Block) -> pl.DataFrame:
    return pl.concat(
        [pl.DataFrame(schema={"row_number": pl.UInt32}), *block.batches], how="diagonal"
    )


def unread(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    (found,) = read_blocks(path, SOURCES)
    assert isinstance(found, Unread)
    return found.reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encodings_line_ends_delimiters(
    tmp_path: Path, encoding: str, end: str, delimiter: str
) -> None:
    text = f"{HEADER}\n张㐂,{A},低保,1.50,\n\n李四,{B},特困,2,x\n"
    text = text.replace(",", delimiter).replace("\n", end)
    block, rows = read(tmp_path / "x", text, encoding)
    assert (block.source, block.encoding) == ("civil__assistance", encoding)
    assert rows["name"].to_list() == ["张㐂", "李四"]
    assert rows["monthly_amount_yuan"].to_list() == ["1.50", "2"]
    assert rows["row_number"].to_list() == [2, 4]
    assert block.skipped_lines == {"blank": 1}
    assert block.extra_columns == ["备注"]


def test_whole_table_with_everything(tmp_path: Path) -> None:
    text = f"""名册,,,,
单位：万元,,,,
{HEADER}
张三,{A},低保,1.5,x

李四,{B},"特困,低保",2,"他说""好""
再来"
{HEADER}
王"五,{C},"低保,3,
赵六,{A},低保,3,y,z
赵七,{A}
周吴,,低保,,
合计,,,7.5,
制表人：某,,审核人：,,
"""
    block, rows = read(tmp_path / "x.csv", text, "gb18030")
    assert block.header_row == 3
    assert block.unit_scale == {"monthly_amount_yuan": 10000}
    assert block.skipped_lines == {"blank": 1, "repeated_header": 1, "total": 1, "note": 1}
    assert rows["row_number"].to_list() == [4, 6, 9, 10, 11, 12]
    assert rows["name"].to_list() == ["张三", "李四", '王"五', "赵六", "赵七", "周吴"]
    assert rows["categories"].to_list() == ["低保", "特困,低保", '"低保', "低保", None, "低保"]
    faults = [None, None, None, "too_many_fields", None, None]
    assert rows["row_fault"].to_list() == faults
    assert rows["row_text"].drop_nulls().to_list() == [f"赵六,{A},低保,3,y,z"]


def test_surplus_commas_at_the_end_are_no_fault(tmp_path: Path) -> None:
    text = f"{HEADER}\n张三,{A},低保,1,x,\n李四,{B},低保,1,x,,\n王五,{C},低保,1\n"
    _, rows = read(tmp_path / "x.csv", text)
    assert rows["row_fault"].to_list() == [None, None, None]
    assert rows["name"].to_list() == ["张三", "李四", "王五"]


def test_last_line_without_end_and_zero_rows(tmp_path: Path) -> None:
    assert read(tmp_path / "x.csv", f"{HEADER}\n张三,{A},低保,1,")[1].height == 1
    for text in (HEADER, HEADER + "\n", HEADER + "\n\n"):
        assert read(tmp_path / "x.csv", text)[1].height == 0


def test_columns_outside_the_contract_are_not_read(tmp_path: Path) -> None:
    text = f"setl_id,certno,setl_time,psn_part_amt,dise_name\n1,{A},2026-10-01,1.00,x\n"
    block, rows = read(tmp_path / "x.csv", text)
    assert block.extra_columns == ["dise_name"]
    assert "dise_name" not in rows.columns


def test_damaged_bytes_lose_no_row(tmp_path: Path) -> None:
    good = f"{HEADER}\n" + "".join(f"张三,{A},低保,1,\n" for _ in range(20))
    for encoding in ("utf-8", "gb18030"):
        content = good.encode(encoding) + b"\xd5\xff\xfe," + f"{B},低保,1,\n".encode(encoding)
        block, rows = read(tmp_path / "x.csv", content)
        assert block.encoding == encoding
        assert rows["id_number"].to_list() == [A] * 20 + [B]
        assert rows["categories"].to_list() == ["低保"] * 21


def test_utf8_with_replacement_characters_stays_utf8(tmp_path: Path) -> None:
    text = f"{HEADER}\n" + f"张\ufffd\ufffd,{A},低保,1,\n" * 30
    assert read(tmp_path / "x.csv", text)[0].encoding == "utf-8"


def test_encoding_is_told_far_into_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"a,b,c\n" * 400_000 + "张三,李四\n".encode("gb18030"))
    assert find_encoding(path) == "gb18030"


def test_batches_have_the_size_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(f"{HEADER}\n" + f"张三,{A},低保,1,\n" * 25, encoding="utf-8")
    assert [f.height for f in block_of(path, batch_rows=10).batches] == [10, 10, 5]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "空的"),
        (b" \r\n", "空的"),
        (b"%PDF-1.7", "PDF"),
        (b"\xff\xd8\xff\xe0" + bytes(99), "图片"),
        (b"<html><table><tr><td>", "网页"),
        (b'<?xml version="1.0"?><Workbook>', "XML"),
        (b"Rar!\x1a\x07", "压缩包"),
        (b"\x01\x00\x02\x00", "损坏"),
        ("菜名,价格\n白菜,3\n".encode(), "没有找到"),
        (f"姓名,身份证号\n张三,{A}\n".encode(), "缺少必需的列"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, content: bytes, word: str) -> None:
    reason = unread(tmp_path / "x.csv", content)
    assert word in reason
    assert "请" in reason
    assert A not in reason


LINES = st.lists(
    st.sampled_from(
        [
            f"张三,{A},低保,1,\n",
            f'"李""四",{B},"特困,低保",2,x\n',
            f'王五,{C},低保,3,"a\nb"\n',
            f"\"王\n五\",{C},'低保,3,\n",
            f"赵六,{A},低保,1,y,z\n",
            f'赵"六,{A},"低保,1,y\n',
            f"{A}\n",
            "\n",
            ",,,,\n",
            f"{HEADER}\n",
            "合计,,,8,\n",
            "\"\n",
        ]
    ),
    max_size=12,
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(LINES, st.integers(1, 200), st.sampled_from(["utf-8", "gb18030"]))
def test_size_of_stretches_changes_nothing(lines: list[str], size: int, encoding: str) -> None:
    content = f"名册\n{HEADER}\n{''.join(lines)}".encode(encoding)
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder) / "x.csv"
        path.write_bytes(content)
        whole = block_of(path)
        expected = together(whole)
        patch.setattr(delimited, "_STRETCH_BYTES", size)
        pieces = block_of(path, batch_rows=3)
        assert together(pieces).equals(expected)
        assert pieces.skipped_lines == whole.skipped_lines
        assert expected["row_number"].is_sorted()
        assert expected["row_number"].is_unique().all()


CELL = st.text(alphabet="ab\",;|身份\u3000 \t'.-0", max_size=6)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=8), st.sampled_from(["utf-8", "gb18030"]))
@example(cells=[("", "", "''"), ("", "", "''")], encoding="utf-8")
@example(cells=[("", "", "'0'"), ("", "", "'0'")], encoding="utf-8")
def test_what_is_written_is_read(cells: Sequence[tuple[str, str, str]], encoding: str) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([HEADER.split(","), *([a, A, b, c, ""] for a, b, c in cells)])
    with TemporaryDirectory() as folder:
        _, rows = read(Path(folder) / "x.csv", buffer.getvalue(), encoding)
    found = rows.select("name", "categories", "monthly_amount_yuan").rows() if cells else []
    assert [tuple(cell or "" for cell in row) for row in found] == [tuple(row) for row in cells]
