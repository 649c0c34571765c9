"""Single records taken out of a long text are those that stand there, wherever it is cut."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.blocks import Block
from pipelines.returns import text_lines
from pipelines.returns.text_lines import read_text_lines

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
