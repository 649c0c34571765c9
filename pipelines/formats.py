"""What a received file is, told by its content, whatever its name says."""

from __future__ import annotations

import codecs
import zipfile
from pathlib import Path

from pipelines.encodings import is_text

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_OTHERS = {
    b"%PDF": "这是 PDF 文件",
    b"\xff\xd8\xff": "这是图片",
    b"\x89PNG": "这是图片",
    b"GIF8": "这是图片",
    b"BM": "这是图片",
    b"Rar!": "这是压缩包",
    b"7z\xbc\xaf": "这是压缩包",
    b"\x1f\x8b": "这是压缩包",
}
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head", b"mime-version")
_RESAVE = "请用 Excel 或 WPS 打开后另存为 xlsx，再重新提交。"


DAMAGED = (
    "文件不是完整的 Excel 工作簿，可能没有传完或已损坏。"
    "请用 Excel 或 WPS 打开后另存为 xlsx，再重新提交。"
)


class NotReadable(Exception):
    """The file is of no kind that can be read; the text is a Chinese sentence with the cure."""


def is_workbook(path: Path) -> bool:
    """Whether the file is a spreadsheet (else it is text).

    Raises:
        NotReadable: it is neither.
    """
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(_ZIP):
        _refuse_archive(path)
    if start.startswith((_ZIP, _OLE)):
        return True
    reason = _why_not_text(start)
    if reason:
        raise NotReadable(reason)
    return False


def is_old_workbook(path: Path) -> bool:
    """Whether the file is a compound document: an xls of before 2007, or an encrypted workbook."""
    with path.open("rb") as file:
        return file.read(len(_OLE)) == _OLE


def _refuse_archive(path: Path) -> None:
    """A workbook is an archive of a certain make; others are told apart where they open at all."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return
    if not any(name.startswith(("xl/", "content.xml")) for name in names):
        raise NotReadable(
            "这是压缩包或文字文稿，不是表格。请解压后提交其中的 xlsx、xls 或 csv 原表。"
        )


def _why_not_text(start: bytes) -> str | None:
    if not start.strip():
        return "文件是空的。请重新导出后提交。"
    for magic, what in _OTHERS.items():
        if start.startswith(magic):
            return f"{what}，不是表格。请提交 xlsx、xls 或 csv 格式的原表。"
    if start.removeprefix(codecs.BOM_UTF8).lstrip().lower().startswith(_MARKUP):
        return f"这是网页格式的文件，只是换了表格的扩展名。{_RESAVE}"
    if not is_text(start):
        return f"文件内容不是文字，也不是能识别的表格，可能已损坏。{_RESAVE}"
    return None
