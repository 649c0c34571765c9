"""What a received file is, told by its content, whatever its name says."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import olefile

from pipelines.encodings import is_text

_LOOK_BYTES = 16 << 10
_ZIPPED = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PARQUET = b"PAR1"
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_OTHERS = {
    b"%PDF": " PDF 文件",
    b"\xff\xd8\xff": "图片",
    b"\x89PNG": "图片",
    b"GIF8": "图片",
    b"BM": "图片",
    b"PARE": "加密的 Parquet 文件",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
    b"\x1f\x8b": "压缩包",
    b"{\\rtf": "文字文稿",
}
_MARKUP = ("<html", "<!doctype", "<table", "<?xml", "<meta", "<head", "<body", "<style", "<!--")
# In this order: of a workbook's parts the first that is there decides.
_PARTS = {"xl/workbook.bin": "xlsb", "xl/": "xlsx", "content.xml": "ods"}
_OTHER_PARTS = {
    "word/": "文字文稿（Word）",
    "ppt/": "演示文稿（PPT）",
    "ofd.xml": "版式文件（OFD）",
    "meta-inf/manifest.mf": "程序文件",
}
_OTHER_STREAMS = {
    "worddocument": "文字文稿（Word）",
    "powerpoint document": "演示文稿（PPT）",
    "wpsdocument": "文字文稿（WPS）",
}
_IS_NO_TABLE = "这是{what}，不是表格。请提交 xlsx、xls 或 csv 格式的原表。"
_RESAVE = "请用 Excel 或 WPS 打开后另存为 xlsx，再重新提交。"


DAMAGED = (
    "文件不是完整的 Excel 工作簿，可能没有传完或已损坏。"
    "请用 Excel 或 WPS 打开后另存为 xlsx，再重新提交。"
)


class NotReadable(Exception):
    """The file is of no kind that can be read; the text is a Chinese sentence with the cure."""


def format_of(file: Path | io.BytesIO) -> str:
    """What the content is: a workbook, a web page, a Parquet table or text.

    `xlsx`, `xlsb`, `ods`, `xls`, `locked`, `html`, `mht`, `xml`, `parquet` or `text`.

    `locked` is a workbook with a password; `xml` a workbook as Excel 2003 wrote it in one file.

    Raises:
        NotReadable: it is none of them; the reason says what it is, as far as can be told.
    """
    start = _start(file)
    if start.startswith(_ZIPPED):
        return _kind_of_zip(file)
    if start.startswith(_COMPOUND):
        return _kind_of_compound(file)
    if start.startswith(_PARQUET):
        return "parquet"
    marked = _kind_of_markup(start)
    if marked:
        return marked
    reason = _why_not_text(start)
    if reason:
        raise NotReadable(reason)
    return "text"


def _start(file: Path | io.BytesIO) -> bytes:
    if isinstance(file, io.BytesIO):
        return file.getvalue()[:_LOOK_BYTES]
    with file.open("rb") as opened:
        return opened.read(_LOOK_BYTES)


def _kind_of_zip(file: Path | io.BytesIO) -> str:
    """A workbook is an archive of a certain make."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = {name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        raise NotReadable(DAMAGED) from None
    for beginning, kind in _PARTS.items():
        if any(name.startswith(beginning) for name in names):
            return kind
    for beginning, what in _OTHER_PARTS.items():
        if any(name.startswith(beginning) for name in names):
            raise NotReadable(_IS_NO_TABLE.format(what=what))
    raise NotReadable("这是压缩包，不是表格。请解压后提交其中的 xlsx、xls 或 csv 原表。")


def _kind_of_compound(file: Path | io.BytesIO) -> str:
    """An old workbook, a locked one, or another of Microsoft's old documents."""
    try:
        with olefile.OleFileIO(file) as document:
            names = {"/".join(name).lower() for name in document.listdir()}
    except Exception:  # noqa: BLE001 (whatever it stumbles over in a damaged file)
        raise NotReadable(DAMAGED) from None
    if "encryptedpackage" in names:
        return "locked"
    for name, what in _OTHER_STREAMS.items():
        if name in names and not names & {"workbook", "book"}:
            raise NotReadable(_IS_NO_TABLE.format(what=what))
    return "xls"


def _kind_of_markup(start: bytes) -> str | None:
    text = _as_ascii(start).lstrip()
    if text.startswith(("mime-version", "content-type: multipart", "from: <saved by")):
        return "mht"
    if not text.startswith(_MARKUP):
        return None
    if "urn:schemas-microsoft-com:office:spreadsheet" in text and "<workbook" in text:
        return "xml"
    if any(tag in text for tag in ("<html", "<table", "<body", "<meta", "<head", "doctype html")):
        return "html"
    raise NotReadable(_IS_NO_TABLE.format(what="XML 文件"))


def _as_ascii(start: bytes) -> str:
    """The beginning of a text for looking at its tags, whatever its encoding."""
    return start.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe").decode("latin-1").lower()


def _why_not_text(start: bytes) -> str | None:
    if not start.lstrip(b"\xef\xbb\xbf\xff\xfe").strip():  # a mark at the beginning is no content
        return "文件是空的。请重新导出后提交。"
    for magic, what in _OTHERS.items():
        if start.startswith(magic):
            return _IS_NO_TABLE.format(what=what)
    if not is_text(start):
        return f"文件内容不是文字，也不是能识别的表格，可能已损坏。{_RESAVE}"
    return None
