"""Lines become records without loss, however wild their quotes."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.cell_bytes import parse_regular, to_text
from pipelines.records import Record, record_at, records
from pipelines.stretches import with_feeds
from pipelines.text_table import regular_line, split_lines

WILD = st.text(alphabet='ab",\n\r x', max_size=60)


def cells_of(text: str, width: int | None = 3) -> list[list[str]]:
    return [r.cells for r in records(text.split("\n"), ",", width, at_end=True)]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a,b,c", [["a", "b", "c"]]),
        ('a,"b,1",c', [["a", "b,1", "c"]]),
        ('a,"say ""b""",c', [["a", 'say "b"', "c"]]),
        ('a,"b\n1",c', [["a", "b\n1", "c"]]),
        ('"a\n1",b,c', [["a\n1", "b", "c"]]),
        ('a,b,"c\n1\n2"', [["a", "b", "c\n1\n2"]]),
        ('a,"b,c\nd,e,f', [["a", '"b', "c"], ["d", "e", "f"]]),
        ('a,b,"c\nd,e,f\ng,h,i"', [["a", "b", '"c'], ["d", "e", "f"], ["g", "h", 'i"']]),
        ('a,"b,c",d', [["a", '"b', 'c"', "d"]]),
        ('a,5"管,c', [["a", '5"管', "c"]]),
        ('a,"b\nd,e,f', [["a", '"b'], ["d", "e", "f"]]),
        ("a,b\nd,e,f,g", [["a", "b"], ["d", "e", "f", "g"]]),
        ("a,b,c\n\nd,e,f", [["a", "b", "c"], [""], ["d", "e", "f"]]),
    ],
)
def test_records(text: str, cells: list[list[str]]) -> None:
    width = 4 if text == 'a,"b,c",d' else 3
    assert cells_of(text, width) == cells


@settings(deadline=None)
@given(WILD, st.sampled_from([None, 1, 2, 3]))
def test_every_line_is_in_exactly_one_record(text: str, width: int | None) -> None:
    lines = text.split("\n")
    found = list(records(lines, ",", width, at_end=True))
    starts = [0]
    for record in found:
        assert record.start == starts[-1]
        starts.append(record.start + record.lines)
    assert starts[-1] == len(lines)


@settings(deadline=None)
@given(WILD, st.integers(1, 4))
def test_unfinished_records_wait_and_change_nothing(text: str, cut: int) -> None:
    lines = text.split("\n")
    whole = list(records(lines, ",", 3, at_end=True))
    early = list(records(lines[:cut], ",", 3, at_end=False))
    assert early == whole[: len(early)]


@settings(deadline=None)
@given(st.lists(st.lists(st.text('ab",x 身份\n', max_size=5), min_size=3, max_size=3), max_size=6))
def test_well_formed_text_comes_back(rows: list[list[str]]) -> None:
    # Within a record, a line with as many commas as the table has is taken for a row of its own.
    rows = [[c.replace(",", ";") for c in row] if "\n" in "".join(row) else row for row in rows]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    text = buffer.getvalue()
    assert cells_of(text[:-1]) == rows if rows else text == ""


@settings(deadline=None)
@given(WILD, st.integers(2, 3))
def test_quick_way_agrees_with_exact_way_or_declines(text: str, width: int) -> None:
    data = with_feeds(text.encode())
    lines = split_lines(data)
    table = parse_regular(data, len(lines), ",", width, range(width)) if lines else None
    if table is None:
        return
    quick = zip(*(to_text(table[str(x)], "utf-8").to_pylist() for x in range(width)), strict=True)
    exact = records(lines, ",", width, at_end=True)
    blank = [""] * width
    assert [[cell or "" for cell in row] for row in quick] == [
        record.cells if any(record.cells) else blank for record in exact
    ]


@settings(deadline=None)
@given(st.lists(st.none() | st.text("ab张三㐂", min_size=1, max_size=4), min_size=1))
def test_columns_are_decoded_at_once(cells: list[str | None]) -> None:
    data = "".join(f"{cell or ''},x\n" for cell in cells).encode("gb18030")
    table = parse_regular(data, len(cells), ",", 2, [0])
    assert table is not None
    assert to_text(table["0"], "gb18030").to_pylist() == cells


def test_damaged_characters_do_not_move_cells() -> None:
    data = "张三,1\n".encode("gb18030") + b"\xd5,2\n\xff\xfe,3\n" + "李四,4\n".encode("gb18030")
    table = parse_regular(data, 4, ",", 2, [0, 1])
    assert table is not None
    texts = to_text(table["0"], "gb18030").to_pylist()
    assert texts[0] == "张三"
    assert texts[3] == "李四"
    assert all("\ufffd" in text for text in texts[1:3])


@settings(deadline=None)
@given(st.text(alphabet='ab",\r ', max_size=20), st.integers(1, 3))
def test_regular_lines_are_records_by_themselves(line: str, width: int) -> None:
    if regular_line(",", width)(line):
        record = record_at([line, "x"], 0, ",", width, at_end=False)
        assert record == Record(0, next(csv.reader([line])), 1)
        assert len(record.cells) == width
