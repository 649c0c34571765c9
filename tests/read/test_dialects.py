"""Separators, quotes, encodings, line ends as departments' programs write them."""

from __future__ import annotations

import codecs
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import delimited, stretches
from pipelines.delimited import text_records
from pipelines.dialects import Dialect, find_dialects
from pipelines.encodings import find_encoding, is_text
from pipelines.formats import NotReadable
from pipelines.read import Block, Unread, read_blocks
from pipelines.stretches import read_stretches
from tests.read.contracts import SOURCES, made_up_id

A, B, C = (made_up_id(sequence=n) for n in (1, 2, 3))
HEADER = ["姓名", "身份证号", "救助类别", "月发放金额", "备注"]
ROWS = [
    ["张㐂", A, "低保", "1.50", ""],
    ["李四", B, "特困", "2", "x"],
    ["王五丨", C, "低保", "3", "y"],
]
DELIMITERS = [
    ",", "\t", ";", "|", "，", "^", "~", ":", "、", "；", "||", "#", "$", "&", "@@", "|@|", "\x01",
    "\x1f", "¦", " ",
]  # fmt: skip


def read(path: Path, content: bytes) -> tuple[Block, pl.DataFrame]:
    path.write_bytes(content)
    (block,) = read_blocks(path, SOURCES)
    assert isinstance(block, Block), block
    return block, pl.concat(list(block.batches))


def unread(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    (found,) = read_blocks(path, SOURCES)
    assert isinstance(found, Unread)
    return found.reason


def rows_of(frame: pl.DataFrame) -> list[list[str]]:
    found = frame.select("name", "id_number", "categories", "monthly_amount_yuan").rows()
    return [list(row) for row in found]


EXPECTED = [row[:4] for row in ROWS]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_whatever_parts_the_cells(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = "\r\n".join(delimiter.join(row) for row in [HEADER, *ROWS]) + "\r\n"
    block, rows = read(tmp_path / "x.xls", text.encode(encoding))
    assert (block.format, block.delimiter, block.encoding) == ("text", delimiter, encoding)
    assert rows_of(rows) == EXPECTED
    assert rows["row_number"].to_list() == [2, 3, 4]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "|", "，", "||"])
@pytest.mark.parametrize("quote", ['"', "'"])
def test_quoted_cells_may_hold_the_delimiter(
    tmp_path: Path, encoding: str, delimiter: str, quote: str
) -> None:
    other = {'"': "'", "'": '"'}[quote]
    rows = [["张三", A, f"低保{delimiter}特困", "1", f"说{other}好{other}"], *ROWS]
    lines = [HEADER, *([f"{quote}{cell}{quote}" for cell in row] for row in rows)]
    text = "\n".join(delimiter.join(line) for line in lines)
    block, found = read(tmp_path / "x", text.encode(encoding))
    assert block.delimiter == delimiter
    assert found["categories"][0] == f"低保{delimiter}特困"
    assert rows_of(found)[1:] == EXPECTED
    assert found["row_fault"].null_count() == 4


def test_escaped_quotes(tmp_path: Path) -> None:
    lines = [",".join(HEADER), f'"张\\"三",{A},"低\\"保\\",特困",1,"a\\\\"', f"李四,{B},低保,2,"]
    _, found = read(tmp_path / "x", "\n".join(lines).encode())
    assert found["name"].to_list() == ['张"三', "李四"]
    assert found["categories"].to_list() == ['低"保",特困', "低保"]


def test_a_windows_path_is_no_escaped_quote(tmp_path: Path) -> None:
    lines = [",".join(HEADER), f'张三,{A},低保,1,"C:\\"', f'李四,{B},低保,2,"C:\\"']
    _, found = read(tmp_path / "x", "\n".join(lines).encode())
    assert found["row_fault"].null_count() == 2


def test_lines_quoted_as_a_whole(tmp_path: Path) -> None:
    lines = [",".join(HEADER), f'张三,{A},""低保,特困"",1,x', f"李四,{B},低保,2,"]
    text = "".join(f'"{line}"\r\n' for line in lines)
    block, found = read(tmp_path / "x", text.encode("gb18030"))
    assert block.delimiter == ","
    assert found["categories"].to_list() == ["低保,特困", "低保"]


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;;;;"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_the_delimiter_may_be_stated(tmp_path: Path, line: str, encoding: str) -> None:
    text = "\r\n".join([line, "名册,一", *(";".join(row) for row in [HEADER, *ROWS])])
    block, found = read(tmp_path / "x", text.encode(encoding))
    assert (block.delimiter, block.header_row) == (";", 3)
    assert rows_of(found) == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_mark(tmp_path: Path, encoding: str) -> None:
    text = "\r\n".join(",".join(row) for row in [["一上一"], HEADER, *ROWS])
    block, found = read(tmp_path / "x", text.encode(encoding))
    assert block.encoding == encoding
    assert rows_of(found) == EXPECTED


@pytest.mark.parametrize("ends", [("\r", "\n"), ("\n", "\r\n"), ("\r\n", "\r"), ("\r\r\n",) * 2])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_mixed_line_ends(tmp_path: Path, ends: tuple[str, str], encoding: str) -> None:
    text = "".join(",".join(row) + ends[x % 2] for x, row in enumerate([HEADER, *ROWS]))
    block, found = read(tmp_path / "x", text.encode(encoding))
    assert rows_of(found) == EXPECTED
    assert found["row_number"].to_list() == [2, 3, 4]
    assert block.skipped_lines == {}


def test_nul_bytes_between_cells_are_left_out(tmp_path: Path) -> None:
    text = "\n".join(",".join(f"{cell}\x00\x00" for cell in row) for row in [HEADER, *ROWS])
    for encoding in ("utf-8", "gb18030"):
        _, found = read(tmp_path / "x", text.encode(encoding))
        assert rows_of(found) == EXPECTED


def test_a_hole_of_nul_bytes_refuses_the_file(tmp_path: Path) -> None:
    content = "\n".join(",".join(row) for row in [HEADER, *ROWS]).encode() + bytes(9000)
    (tmp_path / "x").write_bytes(content)
    assert "空字节" in unread(tmp_path / "x", content)


def test_ctrl_z_at_the_end_is_no_row(tmp_path: Path) -> None:
    content = "\n".join(",".join(row) for row in [HEADER, *ROWS]).encode() + b"\n\x1a"
    block, found = read(tmp_path / "x", content)
    assert found.height == 3
    assert block.skipped_lines == {"blank": 1}


def test_encoding_of_one_late_character(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    for place in (0, 5, stretches.LONGEST_LINE_BYTES // 8, (1 << 20) - 1, (1 << 20) + 1):
        for encoding in ("utf-8", "gb18030"):
            path.write_bytes(b"a" * place + "一张㐂".encode(encoding) + b"\n1,2\n")
            assert find_encoding(path) == encoding


@pytest.mark.parametrize(
    ("start", "told"),
    [
        (b"a,b\n1,2\n", True),
        (b"a,\x00b\n1,2\n", True),
        (codecs.BOM_UTF16_LE + b"\x01\x00", True),
        ("姓名,号\n".encode("utf-16-be"), True),
        (b"\x01\x00\x02\x00", False),
        (bytes(4096), False),
        (bytes(range(256)) * 4, False),
    ],
)
def test_what_is_text(start: bytes, told: bool) -> None:
    assert is_text(start) is told


class TestLimits:
    def lines(self, monkeypatch: pytest.MonkeyPatch, content: bytes, folder: Path) -> bytes:
        monkeypatch.setattr(stretches, "LONGEST_LINE_BYTES", 100)
        path = folder / "x"
        path.write_bytes(content)
        return b"".join(read_stretches(path, "utf-8", 40))

    def test_lines_up_to_the_limit_are_read(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        for content in (b"a" * 100 + b"\nb", b"b\n" + b"a" * 100, b"a" * 99 + b"\r\nb\n"):
            assert self.lines(monkeypatch, content, tmp_path) == content

    @pytest.mark.parametrize("end", [b"", b"\n", b"\nb\n", b"\rb"])
    def test_longer_ones_refuse_the_file(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, end: bytes
    ) -> None:
        with pytest.raises(NotReadable, match="有一行超过"):
            self.lines(monkeypatch, b"b\n" + b"a" * 130 + end, tmp_path)

    def test_a_line_too_long_far_down_refuses_the_file(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr(delimited, "_STRETCH_BYTES", 1000)
        path = tmp_path / "x"
        text = ",".join(HEADER) + "\n" + f"张三,{A},低保,1,\n" * 40 + "x" * 20_000 + "\n"
        path.write_text(text, encoding="utf-8")
        (block,) = read_blocks(path, SOURCES)
        assert isinstance(block, Block)
        monkeypatch.setattr(stretches, "LONGEST_LINE_BYTES", 10_000)
        with pytest.raises(NotReadable, match="请重新导出"):
            list(block.batches)

    def test_too_many_columns(self, tmp_path: Path) -> None:
        header = ",".join([*HEADER, *(f"c{x}" for x in range(2_500))])
        assert "2,505 列" in unread(tmp_path / "x", f"{header}\n张三,{A}\n".encode())
        assert "列" in unread(tmp_path / "x", b"," * 50_000 + b"\n")

    @pytest.mark.parametrize("quote", ["", '"'])
    def test_a_cell_too_long_costs_its_row_only(self, tmp_path: Path, quote: str) -> None:
        long = f"{quote}{'x' * 100_001}{quote}"
        fits = f"{quote}{'x' * 100_000}{quote}"
        lines = [",".join(HEADER), f"{long},{A},低保,1,", f"{fits},{B},低保,2,"]
        _, found = read(tmp_path / "x", "\n".join(lines).encode())
        assert found["row_fault"].to_list() == ["cell_too_long", None]
        assert found["id_number"].to_list() == [None, B]
        assert "共 100," in found["row_text"][0]

    def test_long_rows_make_small_batches(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("pipelines.text_table._BATCH_BYTES", 50_000)
        monkeypatch.setattr(delimited, "_STRETCH_BYTES", 30_000)
        path = tmp_path / "x"
        rows = f"{'张' * 1000},{A},低保,1,\n" * 100
        path.write_text(",".join(HEADER) + "\n" + rows, encoding="utf-8")
        (block,) = read_blocks(path, SOURCES)
        assert isinstance(block, Block)
        frames = list(block.batches)
        assert len(frames) > 3
        assert sum(frame.height for frame in frames) == 100

    def test_of_a_long_faulty_line_the_start_is_shown(self, tmp_path: Path) -> None:
        text = "\n".join([",".join(HEADER), f"张三,{A},低保,1,,{'x,' * 20_000}"])
        _, found = read(tmp_path / "x", text.encode())
        shown = found["row_text"][0]
        assert found["row_fault"].to_list() == ["too_many_fields"]
        assert len(shown) < 11_000
        assert "共 40," in shown


def test_records_as_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "x"
    text = f'名册\n\n{"|".join(HEADER)}\n"张\n三"|{A}|低保|1|\n李四|{B}\n'
    path.write_bytes(text.encode("gb18030"))
    assert list(text_records(path, SOURCES)) == [
        (1, ["名册"]),
        (2, [None]),
        (3, HEADER),
        (4, ["张\n三", A, "低保", "1", None]),
        (6, ["李四", B]),
    ]
    path.write_bytes(b"x,y\n")
    assert list(text_records(path, SOURCES)) == []


def test_a_returned_table_keeps_its_numbers(tmp_path: Path) -> None:
    number = f"{'0' * 16}-1-7"
    header = [*HEADER, "问题", "退回编号"]
    text = "\n".join(",".join(row) for row in [header, ["张三", A, "低保", "1", "", "x", number]])
    block, found = read(tmp_path / "x", text.encode())
    assert block.has_return_numbers
    assert block.extra_columns == ["备注"]
    assert found["return_number"].to_list() == [number]


TEXT = st.text(st.characters(codec="gb18030", exclude_characters="\x00\r\x1f"), max_size=200)


@settings(deadline=None)
@given(TEXT, st.sampled_from(["|", "，", "||", ","]), st.sampled_from("\"'"))
def test_rewriting_keeps_lines_and_cells(text: str, delimiter: str, quote: str) -> None:
    dialect = Dialect(delimiter, quote)
    rewritten = dialect.rewrite(text)
    assert rewritten.count("\n") == text.count("\n")
    assert dialect.restore(rewritten) == text


@settings(deadline=None)
@given(st.text(max_size=300))
def test_some_dialect_is_found_for_any_text(text: str) -> None:
    found = find_dialects(text)
    assert found
    for dialect in found:
        assert dialect.rewrite(text).count("\n") == text.count("\n")


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=400), st.integers(1, 50))
def test_any_bytes_are_read_or_refused(data: bytes, size: int) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        header = ",".join(HEADER).encode()
        for content in (data, header + b"\n" + data):
            path.write_bytes(content)
            for part in read_blocks(path, SOURCES, batch_rows=size):
                if isinstance(part, Block):
                    rows = [x for frame in part.batches for x in frame["row_number"]]
                    assert rows == sorted(set(rows))


@pytest.mark.parametrize("delimiter", [",", "|", "，", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_table_of_no_known_kind_is_described(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    header = ["品名", "产地", "价格"]
    rows = [[f"白菜{x}", "某地", f"{x}.50"] for x in range(8)]
    lines = ["菜价表", delimiter.join(header), *map(delimiter.join, rows)]
    path = tmp_path / "x"
    path.write_bytes("\n".join([*lines, delimiter.join(["合计", "", "9.00"])]).encode(encoding))
    (found,) = read_blocks(path, SOURCES)
    assert isinstance(found, Unread)
    assert found.structure is not None
    assert (found.structure.header_row, found.structure.columns) == (2, tuple(header))
    assert (found.structure.data_rows, found.structure.total_rows) == (8, (11,))
