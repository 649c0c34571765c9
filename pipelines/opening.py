"""Trying a workbook in a process of its own before it is opened in ours.

Workbooks of the binary kinds (xls, xlsb), ods and Parquet files that were cut short, damaged or
made to harm let the reading library panic, or ask for so much memory that the whole process is
ended. One bad file of one town must not end a run.
"""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from pathlib import Path

from pipelines.formats import DAMAGED

_MEMORY_BYTES = 2 << 30
_SECONDS = 120

# A file comes by its name, a workbook whose password was taken off by the pipe.
_OPEN_ALL_SHEETS = f"""
import io, resource, sys
from python_calamine import CalamineWorkbook, PasswordError
resource.setrlimit(resource.RLIMIT_AS, ({_MEMORY_BYTES}, {_MEMORY_BYTES}))
resource.setrlimit(resource.RLIMIT_CPU, ({_SECONDS}, {_SECONDS}))
try:
    # Never by name: the library would believe the extension.
    file = open(sys.argv[1], "rb") if sys.argv[1:] else io.BytesIO(sys.stdin.buffer.read())
    book = CalamineWorkbook.from_filelike(file)
except PasswordError:
    sys.exit(0)  # sound, and refused with its own reason
for index in range(len(book.sheet_names)):
    try:
        book.get_sheet_by_index(index)
    except PasswordError:
        sys.exit(0)
"""
_READ_ALL_ROWS = f"""
import io, resource, sys
import pyarrow as pa
import pyarrow.parquet as pq
pa.set_cpu_count(1)
pa.set_io_thread_count(1)
resource.setrlimit(resource.RLIMIT_AS, ({_MEMORY_BYTES}, {_MEMORY_BYTES}))
resource.setrlimit(resource.RLIMIT_CPU, ({_SECONDS}, {_SECONDS}))
file = sys.argv[1] if sys.argv[1:] else io.BytesIO(sys.stdin.buffer.read())
for batch in pq.ParquetFile(file).iter_batches(4096):
    pass
"""
_OUT_OF_TIME = (signal.SIGXCPU, signal.SIGKILL)
_WORDS_OF_TOO_MUCH = (b"memory allocation", b"MemoryError", b"limit exceeded")
_TOO_MUCH = (
    "工作簿用到的行列太多，这种格式一次读不下。"
    "请用 Excel 或 WPS 打开，删除名册下方和右边多余的行列，另存为 xlsx 后重新提交。"
)
_PARQUET_FAULT = (
    "Parquet 文件不完整、已损坏，或大得读不下，可能没有传完。请重新导出后提交，或者改交 csv。"
)
_DAMAGED_OR_TOO_MUCH = (
    "工作簿不完整、已损坏，或用到的行列太多，读不下。"
    "请用 Excel 或 WPS 打开，删除名册下方和右边多余的行列，另存为 xlsx 后重新提交。"
)


def why_no_parquet(file: Path | io.BytesIO) -> str | None:
    """Why a Parquet file cannot be read without the process failing; None: it can."""
    try:
        tried = _tried(_READ_ALL_ROWS, file)
    except subprocess.TimeoutExpired:
        return _PARQUET_FAULT
    return None if tried.returncode == 0 else _PARQUET_FAULT


def _tried(program: str, file: Path | io.BytesIO) -> subprocess.CompletedProcess[bytes]:
    by_name = [str(file)] if isinstance(file, Path) else []
    # The program is our own text; the path is an argument, never part of a command line.
    return subprocess.run(  # noqa: S603
        [sys.executable, "-I", "-c", program, *by_name],
        input=b"" if isinstance(file, Path) else file.getvalue(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        timeout=_SECONDS * 3,
        check=False,
    )


def why_not_opened(file: Path | io.BytesIO) -> str | None:
    """Why a workbook's sheets cannot be loaded without the process failing; None: they can."""
    try:
        tried = _tried(_OPEN_ALL_SHEETS, file)
    except subprocess.TimeoutExpired:
        return _TOO_MUCH
    if tried.returncode == 0:
        return None
    if b"Cannot detect" in tried.stderr:  # the library does not say what it stumbled over
        return _DAMAGED_OR_TOO_MUCH
    is_too_much = any(words in tried.stderr for words in _WORDS_OF_TOO_MUCH)
    return _TOO_MUCH if is_too_much or -tried.returncode in _OUT_OF_TIME else DAMAGED
