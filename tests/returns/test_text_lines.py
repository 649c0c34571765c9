"""Single records taken out of a long text are those that stand there, wherever it is cut."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.blocks import Block
from pipelines.returns import line_places, text_lines
from pipelines.returns.line_places import find_line_places
from pipelines.returns.text_lines import read_text_lines
from pipelines.stretches import read_stretches

_PIECES = ["a", "张", ",", '"', "\r", "\n", "\r\n", "\r\r\n", "x,y\n", '"p\nq",z\n']


@given(st.lists(st.sampled_from(_PIECES), max_size=30))
def test_lines_are_those_between_the_feeds(pieces: list[str]) -> None:
    data = "".join(pieces).encode()
    expected = data.decode("latin-1").replace("\r\n", "\n").split("\n")
    lines = text_lines._Lines(data)
    assert list(lines) == expected
    assert lines[1:4] == expected[1:4]
    assert lines[:] == expected
    starts = [lines.data_from(place) for place in range(len(lines))]
    assert starts == [data.split(b"\n", place)[-1] for place in range(len(lines))]
    assert lines.whole == data.count(b"\n") + (not data.endswith(b"\n"))


TABLE = (
    "姓名,地址\n张三,一路\n"
    '李四,"二路\n三号"\n王五,"三路""甲"\r\n赵六,四路\n\n"钱七\n没有合上,五路\n孙八,六路'
)
RECORDS = {
    1: ["姓名", "地址"],
    2: ["张三", "一路"],
    3: ["李四", "二路\n三号"],
    5: ["王五", '三路"甲'],
    6: ["赵六", "四路"],
    10: ["孙八", "六路"],
}


@pytest.mark.parametrize("size", [1, 7, 40, 8 << 20])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_records_do_not_depend_on_the_cuts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, encoding: str
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(TABLE.encode(encoding))
    monkeypatch.setattr(text_lines, "_STRETCH_BYTES", size)
    found = dict(read_text_lines(path, _block(encoding), RECORDS, RECORDS))
    assert found == RECORDS


def _block(encoding: str) -> Block:
    return Block(
        source="civil_affairs__deaths",
        sheet="",
        header_row=1,
        encoding=encoding,
        columns={},
        extra_columns=[],
        unit_scale={},
        skipped_lines={},
        batches=iter(()),
        format="text",
        delimiter=",",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@given(pieces=st.lists(st.sampled_from([*_PIECES, "\x00", "乙,丙\n" * 400]), max_size=30))
@settings(max_examples=20, deadline=None)
def test_single_lines_are_those_of_the_whole_text(
    tmp_path_factory: pytest.TempPathFactory, encoding: str, pieces: list[str]
) -> None:
    path = tmp_path_factory.mktemp("text") / "table.csv"
    path.write_bytes("".join(["姓名,地址\n", *pieces]).encode(encoding))
    wanted = [1, 2, 3, 5, 9, 400, 402, 803, 9_999]
    block = _block(encoding)
    found = list(read_text_lines(path, block, wanted))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_lines, "find_line_places", lambda *_: None)
        assert found == list(read_text_lines(path, block, wanted))
        patch.undo()
        patch.setattr(text_lines, "_LINE_BYTES", 1)
        assert found == list(read_text_lines(path, block, wanted))


def test_of_a_plain_text_no_stretch_is_read_for_a_few_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("姓名,地址\r\n".encode() + b"a,b\r\n" * 500_000)
    stretches: list[int] = []

    def told(file: Path, encoding: str, size: int, *more: Any) -> Iterator[bytes]:
        for data in read_stretches(file, encoding, size, *more):
            stretches.append(len(data))
            yield data

    monkeypatch.setattr(text_lines, "read_stretches", told)
    assert list(read_text_lines(path, _block("utf-8"), [499_999])) == [(499_999, ["a", "b"])]
    assert len(stretches) == 1  # a sample, to know how the table is quoted


@pytest.mark.parametrize(
    ("data", "is_plain"),
    [(b"a\nb\n", True), (b"a\r\nb", True), (b"a\rb\n", False), (b"a\nb\r", False),
     (b"a\x00\n", False), (b"a\r\r\n", False)],
)  # fmt: skip
@pytest.mark.parametrize("piece", [1, 2, 1 << 20])
def test_lines_that_do_not_simply_end_in_feeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, is_plain: bool, piece: int
) -> None:
    monkeypatch.setattr(line_places, "_PIECE", piece)
    monkeypatch.setattr(line_places, "_BLOCK", 1)
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    places = find_line_places(path, "utf-8")
    assert (places is not None) == is_plain
    assert find_line_places(path, "utf-16") is None
    if places is not None:
        with path.open("rb") as file:
            starts = [places.start_of(file, line) for line in (1, 2, 3)]
        assert starts == [0, data.index(b"b"), None]
