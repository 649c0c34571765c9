"""A dry run on any file: what it would be taken for, and what is wrong with it.

Nothing is stored: everything happens in a private folder that is removed whatever happens, under
a key of that run alone. It is what ingest does with a file, told to the person who is to send it.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import secrets
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.archives import Member, is_archive, unpack
from pipelines.blocks import Block, Unread
from pipelines.corrections import numbers_borne
from pipelines.deliveries import delivery_month
from pipelines.errors import SanseError
from pipelines.inbox import walk_inbox, without_numbers
from pipelines.passwords import Password, load_passwords
from pipelines.read import read_blocks
from pipelines.return_numbers import GUIDE_SHEET
from pipelines.returns import PROBLEM_SCHEMA, problems_of, write_return
from pipelines.settings import KEY_BYTES, Home, default_home
from pipelines.stage import Entry, Staged, stage_found
from pipelines.structure import Structure
from pipelines.table_names import hide_numbers, with_table_names
from schemas.sources import all_sources

_NO_FILE = "这不是普通文件（而是管道、设备之类），没有读取。请交文件本身。"
NOTHING_TO_MEND, TO_MEND, NOT_READ = 0, 4, 5
"""Exit codes; where several files are checked the highest counts."""

_RETURNED = re.compile(r"(-退回(-\d+)?)+$")


class OutNotWritable(SanseError):
    """The folder for workbooks to mend cannot be made, or nothing can be written into it."""


@dataclass(frozen=True)
class Checked:
    """What a dry run found in one file, under a name without anybody's number.

    `unread` are tables (sheet "": the whole file) that were not read; `problems` are in the columns
    of PROBLEM_SCHEMA; `returned` is the workbook that was written, if there was something to mend.
    """

    name: str
    staged: Staged
    unread: tuple[Unread, ...]
    problems: pl.DataFrame
    returned: Path | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What became of the rows, by kind of table."""
        return self.staged.entries

    @property
    def exit_code(self) -> int:
        """What a script is told: 0, TO_MEND or NOT_READ."""
        if not self.entries:
            return NOT_READ
        faulty = any(entry.rejected or entry.warnings for entry in self.entries)
        lacking = any(not part.is_beside_data for part in self.unread)
        return TO_MEND if faulty or lacking else NOTHING_TO_MEND


def check_paths(paths: Sequence[Path], out: Path, today: date) -> Iterator[Checked]:
    """Check files one after the other; of a folder or an archive all files in it.

    `out` is where workbooks to mend are written. `today` stands for the month of a file whose path
    names none. Raises OutNotWritable where `out` cannot be written to.
    """
    passwords = load_passwords(default_home())
    trial = _Trial(out, today, secrets.token_bytes(KEY_BYTES), passwords)
    for name, path, reason in _files(paths, trial.key):
        yield from [_not_read(name, reason)] if reason else trial.check(path, name)


@dataclass(frozen=True)
class _Trial:
    """What the files of one run share. Passwords are those of the home, where there is one."""

    out: Path
    today: date
    key: bytes
    passwords: tuple[Password, ...] = ()

    def check(self, path: Path, name: str) -> Iterator[Checked]:
        """What is found in a file, or in each file of an archive."""
        try:
            packed = is_archive(path)
        except OSError as problem:
            yield _not_read(name, _fault(problem))
            return
        if not packed:
            yield self._check(path, name)
            return
        with _private_folder() as folder:
            for member in unpack(path, folder, [one.text for one in self.passwords]):
                yield self._check_member(member, name)

    def _check_member(self, member: Member, archive: str) -> Checked:
        name = f"{archive}/{without_numbers(member.name, self.key)}" if member.name else archive
        if member.file is None:
            return _not_read(name, member.reason)
        return self._check(member.file, name)

    def _check(self, path: Path, name: str) -> Checked:
        with _private_folder() as folder:
            return _check(Home(folder), path, name, self)


def _files(paths: Iterable[Path], key: bytes) -> Iterator[tuple[str, Path, str]]:
    """Name, file, and why it is not taken ("": it is)."""
    for path in paths:
        if path.is_dir():
            found, _ = walk_inbox(path, key)
            yield from ((one.path, one.file, one.reason) for one in found)
        else:
            # What is no file may never end.
            yield without_numbers(path.name, key), path, "" if path.is_file() else _NO_FILE


@contextlib.contextmanager
def _private_folder() -> Iterator[Path]:
    """A folder for one file; it is gone afterwards, also where the run is asked to end."""
    with _ending_in_order(), tempfile.TemporaryDirectory(prefix="sanse-check-") as folder:
        yield Path(folder)


@contextlib.contextmanager
def _ending_in_order() -> Iterator[None]:
    """Let a signal to end unwind the run, so that what it laid aside is removed."""

    def leave(number: int, _: Any) -> None:
        sys.exit(128 + number)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _check(home: Home, path: Path, name: str, trial: _Trial) -> Checked:
    try:
        sha256 = _hash(path)
        found = read_blocks(path, all_sources(), passwords=trial.passwords)
        month = delivery_month(name)
        as_of = month.as_of_date if month else trial.today
        staged = stage_found(home, found, sha256, as_of, trial.key, trial.today)
    except SanseError:
        raise
    except Exception as problem:  # noqa: BLE001 - told below; its message may quote cells
        return _not_read(name, _fault(problem))
    problems = problems_of(home, sha256, staged)
    checked = Checked(name, staged, tuple(_unread(staged, found)), problems)
    if checked.entries and checked.exit_code == TO_MEND:
        returned = _write(checked, path, sha256, trial)
        return replace(checked, returned=returned)
    return checked


def _unread(staged: Staged, found: Iterable[Block | Unread]) -> Iterator[Unread]:
    """What was not read, with what it looks like where reading told it."""
    parts = [part for part in found if isinstance(part, Unread)]
    if [hide_numbers(part.sheet) for part in parts] != [part.sheet for part in staged.unread]:
        parts = [Unread("") for _ in staged.unread]
    for part, told in zip(parts, staged.unread, strict=True):
        structure = _hidden_structure(part.structure) if part.structure else None
        if not (part.is_beside_data and part.sheet == GUIDE_SHEET):  # ours, coming back
            yield replace(part, sheet=told.sheet, reason=told.reason, structure=structure)


def _hidden_structure(structure: Structure) -> Structure:
    return replace(
        structure,
        columns=tuple(map(hide_numbers, structure.columns)),
        others=tuple(map(_hidden_structure, structure.others)),
    )


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _fault(problem: Exception) -> str:
    if isinstance(problem, PermissionError):
        return "没有权限打开这个文件。请检查文件权限。"
    place = traceback.extract_tb(problem.__traceback__)[-1]
    told = f"{type(problem).__name__}, {Path(place.filename).name}:{place.lineno}"
    return f"读取这个文件时程序出错（{told}）。请把这一行告诉维护人员，不要附上数据文件。"


def _not_read(name: str, reason: str) -> Checked:
    return Checked(name, Staged((), ()), (Unread(reason),), pl.DataFrame(schema=PROBLEM_SCHEMA))


def _write(checked: Checked, path: Path, sha256: str, trial: _Trial) -> Path:
    """Write the workbook to mend; one that somebody may be working in is never replaced."""
    out, stem = trial.out, _RETURNED.sub("", Path(checked.name).stem)
    with _folder_within(out) as folder:
        made = Path(folder) / "made.xlsx"
        write_return(
            made,
            path,
            name=checked.name,
            file_id=sha256[:16],
            staged=checked.staged,
            problems=checked.problems,
            # Of a returned file that is tried before it is handed in, rows stay what they were.
            numbers=numbers_borne(_tables(path, trial)),
            passwords=trial.passwords,
        )
        return _place(made, out, f"{stem}-退回")


def _folder_within(out: Path) -> tempfile.TemporaryDirectory[str]:
    try:
        out.mkdir(parents=True, exist_ok=True)
        return tempfile.TemporaryDirectory(prefix=".sanse-", dir=out)
    except OSError as problem:
        raise OutNotWritable(
            f"标好问题的表写不进目录“{hide_numbers(str(out))}”（系统提示：{problem.strerror}）。"
            "请用 --out 换一个能写的目录。"
        ) from None


def _tables(path: Path, trial: _Trial) -> list[Block | Unread]:
    return with_table_names(read_blocks(path, all_sources(), passwords=trial.passwords))


def _place(made: Path, out: Path, stem: str) -> Path:
    content = made.read_bytes()
    number = 1
    while True:
        target = out / f"{stem}{f'-{number}' if number > 1 else ''}.xlsx"
        if not target.exists():
            return made.rename(target)
        if target.read_bytes() == content:
            return target
        number += 1
