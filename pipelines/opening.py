"""Trying a workbook in a process of its own before it is opened in ours.

Old workbooks (xls) that were cut short or damaged make the reading library panic, or ask for so
much memory that the whole process is ended. One bad file of one town must not end a run.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_MEMORY_BYTES = 4 << 30
_SECONDS = 300

_OPEN_ALL_SHEETS = f"""
import resource, sys
from python_calamine import CalamineWorkbook, PasswordError
resource.setrlimit(resource.RLIMIT_AS, ({_MEMORY_BYTES}, {_MEMORY_BYTES}))
try:
    book = CalamineWorkbook.from_path(sys.argv[1])
except PasswordError:
    sys.exit(0)  # sound, and refused with its own reason
for index in range(len(book.sheet_names)):
    book.get_sheet_by_index(index)
"""


def survives_opening(path: Path) -> bool:
    """Whether every sheet of the workbook can be loaded without the process failing."""
    try:
        # The program is our own text; the path is an argument, never part of a command line.
        tried = subprocess.run(  # noqa: S603
            [sys.executable, "-I", "-c", _OPEN_ALL_SHEETS, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return tried.returncode == 0
