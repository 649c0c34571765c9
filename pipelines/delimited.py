"""Received text tables: their encoding, their delimiter, their header, and where records begin."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from pipelines.blocks import Block, Unread
from pipelines.encodings import SAMPLE_BYTES, find_encoding
from pipelines.recognise import NotRecognised, Recognised, SourceSpec, recognise
from pipelines.records import Record, records
from pipelines.text_table import Layout, TextTable, decode_cells, split_lines

_STRETCH_BYTES = 8 << 20
_DELIMITERS = ",\t;"
_SAMPLE_RECORDS = 80


def read_delimited(
    path: Path, sources: Sequence[SourceSpec], batch_rows: int
) -> list[Block | Unread]:
    """Recognise a text table and offer its rows in batches of at most `batch_rows`."""
    encoding = find_encoding(path)
    layout = _find_layout(next(_stretches(path, encoding, SAMPLE_BYTES), b""), encoding, sources)
    if isinstance(layout, NotRecognised):
        return [Unread(layout.reason)]
    header = layout.header
    table = TextTable(layout)
    block = Block(
        source=header.source.name,
        sheet="",
        header_row=layout.header_line,
        encoding=encoding,
        columns=dict(header.headers),
        extra_columns=list(header.extra),
        unit_scale=dict(header.unit_scale),
        skipped_lines=table.skipped,
        batches=table.batches(_stretches(path, encoding, _STRETCH_BYTES), batch_rows),
    )
    return [block]


def _stretches(path: Path, encoding: str, size: int) -> Iterator[bytes]:
    """The file in whole lines of about `size` bytes, without its mark, as UTF-8 or GB18030.

    Lines end in a line feed also where the file, as from an old Macintosh, knows only returns.
    """
    decoder = codecs.getincrementaldecoder("utf-16")("replace") if encoding == "utf-16" else None
    has_feeds = True
    with path.open("rb") as file:
        if encoding == "utf-8-sig":
            file.seek(len(codecs.BOM_UTF8))
        is_first = True
        while piece := file.read(size) + file.readline():
            data = decoder.decode(piece).encode("utf-8", "replace") if decoder else piece
            if is_first:
                has_feeds, is_first = b"\n" in data or b"\r" not in data, False
            yield data if has_feeds else data.replace(b"\r", b"\n")


def _find_layout(
    sample: bytes, encoding: str, sources: Sequence[SourceSpec]
) -> Layout | NotRecognised:
    """Try the delimiters in turn; the one under which most columns are known is taken."""
    codec = "gb18030" if encoding == "gb18030" else "utf-8"
    lines = split_lines(sample)
    found: list[Layout] = []
    failure: NotRecognised | None = None
    for delimiter in _DELIMITERS:
        sampled = list(islice(records(lines, delimiter, None, at_end=True), _SAMPLE_RECORDS))
        header = recognise([decode_cells(r.cells, codec) for r in sampled], sources)
        if isinstance(header, Recognised):
            found.append(_lay_out(header, sampled, codec, delimiter))
        else:
            failure = failure or header
    if not found:
        return failure or NotRecognised("文件里没有内容。请重新导出后提交。")
    return max(found, key=lambda layout: len(layout.header.positions))


def _lay_out(header: Recognised, sampled: list[Record], codec: str, delimiter: str) -> Layout:
    last = sampled[header.bottom - 1]
    counts = Counter(len(r.cells) for r in sampled[header.bottom :] if any(map(str.strip, r.cells)))
    # Exports may end every record, but not the header, with a comma, and the reverse.
    usual = min(counts, key=lambda n: (-counts[n], n)) if counts else 0
    return Layout(
        codec=codec,
        delimiter=delimiter,
        header=header,
        header_line=sampled[header.top].start + 1,
        first_line=last.start + last.lines + 1,
        width=max(usual, header.width),
    )
