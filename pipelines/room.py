"""How much memory and disk DuckDB may take, and what is said where that does not do.

Results depend on neither: what does not fit in memory is laid on disk beside the warehouse.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from pipelines.errors import SanseError

MEMORY_VARIABLE = "SANSE_MEMORY_LIMIT"
SPILL_VARIABLE = "SANSE_SPILL_LIMIT"
_DEFAULT_MEMORY = "3GB"
_SIZE = re.compile(r"\d{1,6}(\.\d{1,3})?\s?(MB|GB)", re.IGNORECASE | re.ASCII)
_BUILDING = re.compile(r"while building ([\w.]+)")
_NOTHING_RELEASED = "没有发布；上一次发布的名单保持不变。"
# What DuckDB says of a limit on disk, and the system of a disk.
_WORDS_OF_FULL_DISK = ("'max_temp_directory_size'", "No space left on device")


class NoRoom(SanseError):
    """The engine has not the memory or the disk that a month takes; the message says the cure."""


def memory_limit() -> str:
    """Return what DuckDB may hold in memory; raises NoRoom where the setting is no size."""
    return _size_in(MEMORY_VARIABLE) or _DEFAULT_MEMORY


def spill_limit() -> str | None:
    """Return what DuckDB may lay on disk meanwhile, None for all that is free."""
    return _size_in(SPILL_VARIABLE)


def _size_in(variable: str) -> str | None:
    said = os.environ.get(variable, "").strip()
    if said and not _SIZE.fullmatch(said):
        raise NoRoom(f"环境变量 {variable} 写得不对。请写成 4GB 或 800MB 的样子，或者去掉它。")
    return said or None


@contextmanager
def room_told(stage: str) -> Iterator[None]:
    """Turn what DuckDB says of memory and disk in a stage into NoRoom; others pass."""
    try:
        yield
    except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
        said = str(error)
        if any(words in said for words in _WORDS_OF_FULL_DISK):
            raise NoRoom(_disk_told(f"“{stage}”{_table_of(error)}")) from None
        if isinstance(error, duckdb.OutOfMemoryException):
            raise NoRoom(_memory_told(f"“{stage}”{_table_of(error)}")) from None
        raise


def _table_of(error: duckdb.Error) -> str:
    """Which table was being built: those who mend the engine's part begin there."""
    found = (_BUILDING.match(note) for note in getattr(error, "__notes__", ()))
    return "".join(f"（表 {one[1]}）" for one in found if one)


def _memory_told(stage: str) -> str:
    return (
        f"内存不够：做{stage}时，给数据库的 {memory_limit()} 内存用完了。{_NOTHING_RELEASED}"
        f"请用环境变量 {MEMORY_VARIABLE} 多给一些（例如 {MEMORY_VARIABLE}=4GB，不要超过这台机器的"
        "空闲内存），再运行一次；名单和内存多少无关。"
    )


def _disk_told(stage: str) -> str:
    return (
        f"磁盘不够：做{stage}时，放中间结果的地方满了。{_NOTHING_RELEASED}"
        f"请在数据目录所在的磁盘上腾出空间（设了 {SPILL_VARIABLE} 的，把它调大或去掉），"
        "再运行一次；名单和上一次没有做完无关。"
    )
