"""What damaged files once did to the readers; each is told here in the fewest bytes that do it."""

from __future__ import annotations

import time
from pathlib import Path

from pipelines.read import Unread, read_blocks
from tests.ingest.zips import zip_of
from tests.read.contracts import SOURCES

HEADER = ["姓名", "身份证号", "救助类别", "月发放金额"]


def test_a_member_that_begins_before_the_archive(tmp_path: Path) -> None:
    archive = bytearray(zip_of({"xl/workbook.xml": b"<workbook/>"}))
    archive[-6:-2] = (1 << 20).to_bytes(4, "little")  # where the directory begins
    path = tmp_path / "x.xlsx"
    path.write_bytes(bytes(archive))
    (found,) = read_blocks(path, SOURCES)
    assert isinstance(found, Unread)


def test_a_wide_header_takes_no_time() -> None:
    from pipelines.side_by_side import _possible_ranges

    words = ["姓名", *[""] * 60_000, "身份证号"]
    began = time.monotonic()
    assert list(_possible_ranges(words)) == [[(0, 60_001), (60_001, None)]]
    assert time.monotonic() - began < 2
