"""Sound files of every format a department sends, and damaged ones made of them."""

from __future__ import annotations

import csv
import functools
import html
import io
import random
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

from tests.read.workbook_files import write_xlsb

_ROOT = Path(__file__).resolve().parent.parent
_FIXED_TIME = (2026, 10, 31, 0, 0, 0)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CERTIFICATES = ["姓名", "身份证号", "残疾类别", "残疾等级", "发证日期", "联系电话", "街道"]
_SETTLEMENTS = ["setl_id", "certno", "psn_name", "setl_time", "medfee_sumamt", "psn_part_amt"]
_SIGNS = (b",", b'"', b"'", b"\n", b"\r", b"\t", b"\x00", b"\xff\xfe", b"\x81\x30", b"\\", b";")
_NUMBERS = (b"\xff" * 4, b"\x00" * 4, b"\xff\xff\xff\x7f", b"\x00\x00\x00\x80", b"\xff\xff")

Row = Sequence[str]


class Seed(NamedTuple):
    """A sound file and what to call its format."""

    format: str
    content: bytes


@functools.cache
def seeds() -> tuple[Seed, ...]:
    """The sound files, the same in every process."""
    rows = [_CERTIFICATES, *map(_certificate, range(12))]
    costs = [_SETTLEMENTS, *map(_settlement, range(20))]
    made = [
        Seed("csv gb18030", _csv(costs).encode("gb18030")),
        Seed("csv utf-8", _csv(rows, quoting=csv.QUOTE_ALL).encode("utf-8-sig")),
        Seed("csv utf-16", _csv(rows, delimiter="\t").encode("utf-16")),
        Seed("csv pipes", _csv(costs, delimiter="|").encode("gb18030")),
        Seed("xlsx", _xlsx(rows)),
        Seed("xlsx", _xlsx(costs)),
        Seed("xlsb", _xlsb(costs)),
        Seed("ods", _ods(rows)),
        Seed("html", _html(rows).encode("gb18030")),
        Seed("xml", _xml(rows).encode()),
        Seed("zip", _zip({"名单.csv": _csv(costs).encode(), "b/里.xlsx": _xlsx(rows)})),
        Seed("zip", _zip({"x.zip": _zip({"y.csv": _csv(rows).encode("gb18030")})})),
    ]
    return (*made, *_stored())


def _stored() -> list[Seed]:
    """Sound files of the formats that no library at hand writes, and small ones of the sample."""
    tests = sorted(
        path
        for path in (_ROOT / "tests" / "read").iterdir()
        if path.suffix in {".xls", ".xlsb", ".ods"}
    )
    sample = sorted((_ROOT / "data" / "sample").rglob("*.*"))
    small = [path for path in sample if path.suffix in {".xlsx", ".csv"}]
    picked = [path for path in small if 100 < path.stat().st_size < 40_000][::5]
    return [Seed(path.suffix[1:], path.read_bytes()) for path in (*tests, *picked)]


def mutated(sound: Sequence[Seed], seed: int, number: int) -> tuple[str, bytes]:
    """Format and bytes of one damaged file; a function of the seed and the number alone."""
    dice = random.Random(f"{seed}:{number}")  # noqa: S311 - nothing secret
    one = dice.choice(_by_format(sound)[dice.choice(sorted(_by_format(sound)))])
    other = dice.choice(sound).content
    content = one.content
    if content.startswith(b"PK") and dice.random() < 0.7:
        content = _within(dice, content, other)
    if content == one.content or dice.random() < 0.3:
        content = _damaged(dice, content, other)
    return one.format, content


@functools.cache
def _by_format(sound: Sequence[Seed]) -> dict[str, list[Seed]]:
    formats: dict[str, list[Seed]] = {}
    for one in sound:
        formats.setdefault(one.format, []).append(one)
    return formats


def _damaged(dice: random.Random, content: bytes, other: bytes) -> bytes:
    for _ in range(dice.choice((1, 1, 2, 3, 8))):
        content = dice.choice(_DAMAGES)(dice, content, other)
    return content


def _within(dice: random.Random, content: bytes, other: bytes) -> bytes:
    """The zipped members damaged, dropped, doubled or exchanged, and zipped again."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name in dice.sample(sorted(members), k=min(len(members), dice.choice((1, 1, 2)))):
        what = dice.random()
        if what < 0.8:
            members[name] = _damaged(dice, members[name], other)
        elif what < 0.9:
            del members[name]
        else:
            members[name] = dice.choice(list(members.values()))
    return _zip(members)


def _place(dice: random.Random, content: bytes, longest: int) -> tuple[int, int]:
    start = dice.randrange(len(content) + 1)
    return start, min(len(content), start + dice.randint(1, longest))


def _flip(dice: random.Random, content: bytes, _: bytes) -> bytes:
    data = bytearray(content or b"\x00")
    for _times in range(dice.choice((1, 2, 16))):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return bytes(data)


def _cut_end(dice: random.Random, content: bytes, _: bytes) -> bytes:
    return content[: dice.randrange(len(content) + 1)]


def _cut_out(dice: random.Random, content: bytes, _: bytes) -> bytes:
    start, end = _place(dice, content, 400)
    return content[:start] + content[end:]


def _blank(dice: random.Random, content: bytes, _: bytes) -> bytes:
    start, end = _place(dice, content, 8000 if dice.random() < 0.1 else 64)
    return content[:start] + bytes(end - start) + content[end:]


def _double(dice: random.Random, content: bytes, _: bytes) -> bytes:
    start, end = _place(dice, content, 2000)
    return content[:end] + content[start:end] * dice.choice((1, 1, 2, 40)) + content[end:]


def _splice(dice: random.Random, content: bytes, other: bytes) -> bytes:
    start, end = _place(dice, content, 500)
    first, last = _place(dice, other, 500)
    return content[:start] + other[first:last] + content[end:]


def _swap_head(dice: random.Random, content: bytes, other: bytes) -> bytes:
    length = dice.choice((2, 4, 8, 64, 512))
    return other[:length] + content[length:]


def _insert_sign(dice: random.Random, content: bytes, _: bytes) -> bytes:
    for _times in range(dice.choice((1, 3, 30))):
        place = dice.randrange(len(content) + 1)
        content = content[:place] + dice.choice(_SIGNS) + content[place:]
    return content


def _set_number(dice: random.Random, content: bytes, _: bytes) -> bytes:
    number = dice.choice(_NUMBERS)
    place = dice.randrange(len(content) + 1) // 2 * 2
    return content[:place] + number + content[place + len(number) :]


_DAMAGES: tuple[Callable[[random.Random, bytes, bytes], bytes], ...] = (
    _flip, _flip, _cut_end, _cut_out, _blank, _double, _splice, _swap_head, _insert_sign,
    _set_number,
)  # fmt: skip


def _identity_number(number: int) -> str:
    """A sound number of the unassigned county 370299: nobody's."""
    body = f"370299{1940 + number * 3}0{number % 9 + 1}1{number % 10}{number:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def _certificate(number: int) -> Row:
    kind = ("视力", "肢体", "智力", "精神")[number % 4]
    grade = ("一级", "二级", "三级", "四级")[number % 4]
    phone = f"1990000{number:04d}"
    name = "张㐂" if number % 3 else "欧阳 某"
    return [name, _identity_number(number), kind, grade, "2020-05-01", phone, "甲街道"]


def _settlement(number: int) -> Row:
    amount = f"{number * 137 + 0.5:.2f}"
    when = f"2026-10-{number % 28 + 1:02d} 10:00:00"
    return [f"S{number:08d}", _identity_number(number % 12), "李四", when, amount, amount]


def _csv(rows: Sequence[Row], delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return text.getvalue()


def _xlsx(rows: Sequence[Row]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(*_FIXED_TIME, tzinfo=UTC)})
        sheet = book.add_worksheet("名单")
        sheet.merge_range(0, 0, 0, 4, "名册（2026年10月）")
        sheet.set_row(4, None, None, {"hidden": True})
        for y, row in enumerate(rows, start=1):
            for x, cell in enumerate(row):
                if cell.replace(".", "", 1).isdigit() and len(cell) < 11:
                    sheet.write_number(y, x, float(cell))
                else:
                    sheet.write_string(y, x, cell)
        sheet.write_formula(len(rows) + 1, 4, "=SUM(E3:E9)", None, "#VALUE!")
        book.add_worksheet("说明").write(0, 0, "填表说明")
    return target.getvalue()


def _xlsb(rows: Sequence[Row]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        written = write_xlsb(Path(folder) / "x.xlsb", rows)
        with zipfile.ZipFile(written) as archive:
            return _zip({name: archive.read(name) for name in archive.namelist()})


def _zip(members: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _FIXED_TIME)
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _ods(rows: Sequence[Row]) -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            f"<text:p>{html.escape(cell)}</text:p></table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        f'xmlns:office="{space}office:1.0" xmlns:table="{space}table:1.0" '
        f'xmlns:text="{space}text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="名单">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind.decode()}"/>'
        "</manifest:manifest>"
    )
    members = {"mimetype": kind, "content.xml": content.encode()}
    return _zip({**members, "META-INF/manifest.xml": manifest.encode()})


def _html(rows: Sequence[Row]) -> str:
    lines = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>\n"
        for row in rows
    )
    return f'<html><head><meta charset="gb2312"></head><body><table>{lines}</table></body></html>'


def _xml(rows: Sequence[Row]) -> str:
    lines = "".join(
        "<Row>"
        + "".join(f'<Cell><Data ss:Type="String">{html.escape(c)}</Data></Cell>' for c in row)
        + "</Row>"
        for row in rows
    )
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}">'
        f'<Worksheet ss:Name="名单"><Table>{lines}</Table></Worksheet></Workbook>'
    )
