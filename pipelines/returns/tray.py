"""The folder of returned workbooks: what each department still has to mend, and nothing else.

It is a tray, no archive: a workbook goes when all its rows have been mended, and one of which
nothing has changed is left as it is. What is mended is judged by all that has been received, so
that working out an old month anew gives nobody back what was mended long ago.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePath
from types import TracebackType
from typing import Self

import polars as pl

from pipelines.months import Month, parse_month
from pipelines.passwords import load_passwords
from pipelines.raw import raw_files
from pipelines.received import Delivery, deliveries_for
from pipelines.register import load_register
from pipelines.returns.open_problems import OpenProblems, keep_checks
from pipelines.returns.workbooks import Return, Writing
from pipelines.returns.writing import aside_of
from pipelines.settings import Home, make_private_folder
from schemas.sources import source_named

_INDEX = ".index.json"
_BEING_WRITTEN = ""  # in place of a fingerprint
_NOT_RECOGNISED = "未识别"
_LONGEST_STEM_BYTES = 180
_RETURNED = re.compile(r"(?:-退回(?:-[0-9a-f]{6})?)+$")

log = logging.getLogger("sanse.returns")


@dataclasses.dataclass(frozen=True)
class ReturnsReport:
    """What lies in the tray: workbooks, rows to mend in them, rows mended since they went back.

    `written` and `removed` count workbooks that this call made or took away, `failed` those that
    hold the first sheet only, because their own rows could not be shown. `disagreeing` counts
    files of which a rejected row is in no workbook and has not been mended either: that is a
    mistake of ours, which is told and costs nobody the month's lists.
    """

    workbooks: int
    rows: int
    closed: int
    written: int
    removed: int
    failed: int
    disagreeing: int = 0

    def __str__(self) -> str:
        """One line of counts."""
        told = f"退回 {self.rows:,} 行（{self.workbooks} 个退回表），已更正 {self.closed:,} 行"
        if self.failed:
            told += f"，{self.failed} 个退回表只有说明页"
        if self.disagreeing:
            told += f"，{self.disagreeing} 个文件退回的行数对不上（请保留现场并报告开发人员）"
        return told


def write_returns(home: Home, month: Month, checks: pl.DataFrame | None = None) -> ReturnsReport:
    """Bring the tray in line with what was received and mended: `begin_returns` to its end."""
    return begin_returns(home, month, checks).finish()


def begin_returns(home: Home, month: Month, checks: pl.DataFrame | None = None) -> Returning:
    """Find what belongs into the tray, and begin to write what has changed.

    A workbook goes back for each file with rows to mend or to look at: those of `month`, of a
    snapshot those in its newest month, of events all. `checks` are the doubts that comparing
    sources has raised in the month (columns of `checks.all_doubts`); they are kept, so that a
    later ingest shows them too.
    """
    if checks is not None:
        keep_checks(home, month, checks)
    deliveries = deliveries_for(home, _latest(home, month))
    wanted, disagreeing = _wanted(home, deliveries, month)
    closed = sum(one.closed for one in deliveries if one.status == "used")
    return Returning(home, wanted, disagreeing, closed)


class Returning:
    """A tray that is being brought in line: other work may be done before it is finished.

    Until then the tray's index names the workbooks that are being written, and not what they
    hold: after a run that breaks off a later one writes them anew, or takes them away.
    """

    def __init__(
        self, home: Home, wanted: Sequence[Return], disagreeing: set[str], closed: int
    ) -> None:
        """Begin to write the workbooks of which something has changed."""
        self._home, self._wanted = home, wanted
        self._disagreeing, self._closed = disagreeing, closed
        self._before = _read_index(home)
        targets = [one.target.relative_to(home.returns).as_posix() for one in wanted]
        self._index = {name: one.fingerprint for name, one in zip(targets, wanted, strict=True)}
        changed = {
            name: one
            for name, one in zip(targets, wanted, strict=True)
            if self._before.get(name) != one.fingerprint or not one.target.is_file()
        }
        self._changed = list(changed.values())
        if changed:
            _write_index(home, self._before | dict.fromkeys(changed, _BEING_WRITTEN))
        self._writing = Writing(self._changed, raw_files(home) if self._changed else {})
        self._report: ReturnsReport | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finish, also where what was done beside it has failed; not where it was broken off."""
        if kind is None:
            self.finish()
        elif issubclass(kind, Exception):
            with suppress(OSError):  # what went wrong first is what is to be told
                self.finish()
        else:
            self._writing.give_up()

    def __str__(self) -> str:
        """One line of counts."""
        return f"{len(self._wanted)} 个退回表，其中 {len(self._changed)} 个有变化，开始写"

    def finish(self) -> ReturnsReport:
        """Wait for the workbooks, take away those of which nothing is left to mend; once."""
        if self._report is None:
            self._report = self._finish()
        return self._report

    def _finish(self) -> ReturnsReport:
        failed = 0
        for one, shown in self._writing.results():
            failed += shown is None
            if shown is not None and shown != one.rows:
                _tell_disagreeing(one.delivery, one.rows, shown)
                self._disagreeing.add(one.delivery.file_id)
        removed = _remove(self._home, self._before.keys() - self._index.keys())
        _write_index(self._home, self._index)
        return ReturnsReport(
            workbooks=len(self._wanted),
            rows=sum(one.rows for one in self._wanted),
            closed=self._closed,
            written=len(self._changed),
            removed=removed,
            failed=failed,
            disagreeing=len(self._disagreeing),
        )


def _latest(home: Home, month: Month) -> Month:
    months = [parse_month(taken.delivery_month) for taken in load_register(home).deliveries]
    return max([month, *months])


def _wanted(
    home: Home, deliveries: Sequence[Delivery], month: Month
) -> tuple[list[Return], set[str]]:
    """The workbooks that belong into the tray; the files whose rejected rows do not add up."""
    problems = OpenProblems(home, deliveries)
    found = []
    disagreeing = set()
    for one in _still_to_mend(deliveries, month):
        open_ones = problems.of(one)
        if not _are_all_there(one, open_ones, problems):
            disagreeing.add(one.file_id)
        if not one.entries or open_ones["level"].is_in(["block", "warn"]).any():
            found.append((one, open_ones))
    targets = _targets(home, [one for one, _ in found])
    passwords = load_passwords(home)
    returns = [
        Return(one, target, open_ones, problems.numbers(one), passwords)
        for (one, open_ones), target in zip(found, targets, strict=True)
    ]
    return returns, disagreeing


def _still_to_mend(deliveries: Sequence[Delivery], month: Month) -> list[Delivery]:
    """The files that it still helps to mend; returned ones as long as one of their origins."""
    newest = _newest_months(deliveries)
    used = [one for one in deliveries if one.status == "used"]
    counting = {one.file_id for one in used if not one.corrects and _counts(one, newest, month)}
    return [one for one in used if one.file_id in counting or counting.intersection(one.corrects)]


def _newest_months(deliveries: Iterable[Delivery]) -> dict[str, str]:
    newest: dict[str, str] = {}
    for one in deliveries:
        for entry in one.entries:
            if not entry.corrects:
                newest[entry.source] = max(one.delivery_month, newest.get(entry.source, ""))
    return newest


def _counts(one: Delivery, newest: Mapping[str, str], month: Month) -> bool:
    """Whether it still helps to mend a file: an older snapshot is not looked at any more."""
    if one.delivery_month == str(month):
        return True
    return any(
        source_named(entry.source).kind == "events" or newest[entry.source] == one.delivery_month
        for entry in one.entries
    )


def _are_all_there(one: Delivery, open_ones: pl.DataFrame, problems: OpenProblems) -> bool:
    """Every rejected row of a file goes back in its workbook, or in a later one, or is mended."""
    rejected = sum(entry.rejected for entry in one.entries)
    bad = open_ones.filter(pl.col("level") == "block").select("sheet", "row_number").n_unique()
    settled = problems.settled_rejects(one)
    if rejected != bad + settled:
        _tell_disagreeing(one, rejected, bad + settled)
    return rejected == bad + settled


def _tell_disagreeing(one: Delivery, rejected: int, there: int) -> None:
    log.error("文件 %s：应退回 %d 行，退回和已处理的有 %d 行", one.file_id, rejected, there)


def _targets(home: Home, deliveries: Sequence[Delivery]) -> list[Path]:
    """Where each workbook lies: by department, under the file's own name."""
    taken: set[str] = set()
    targets = []
    for one in deliveries:
        folder = home.returns / _folder_of(one)
        stem = _stem_of(one)
        name = f"{stem}-退回.xlsx"
        if f"{folder.name}/{name}".casefold() in taken:
            name = f"{stem}-退回-{one.file_id[:6]}.xlsx"
        taken.add(f"{folder.name}/{name}".casefold())
        targets.append(folder / name)
    return targets


def _folder_of(one: Delivery) -> str:
    return source_named(one.entries[0].source).department if one.entries else _NOT_RECOGNISED


def _stem_of(one: Delivery) -> str:
    stem = _RETURNED.sub("", PurePath(one.path).stem) or one.file_id[:6]
    cut = stem.encode()[:_LONGEST_STEM_BYTES].decode(errors="ignore")
    return "".join(sign if sign.isprintable() and sign not in '\\/:*?"<>|' else "_" for sign in cut)


def _remove(home: Home, names: Iterable[str]) -> int:
    """Take away workbooks of which nothing is left to mend; folders that are empty too."""
    removed = 0
    for name in sorted(names):
        path = home.returns / name
        aside_of(path).unlink(missing_ok=True)  # left by a run that was killed
        if path.is_file():
            path.unlink()
            removed += 1
        if path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()
    return removed


def _read_index(home: Home) -> dict[str, str]:
    path = home.returns / _INDEX
    if not path.is_file():
        return {}
    try:
        told: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return {}
    return told


def _write_index(home: Home, index: Mapping[str, str]) -> None:
    if not index and not home.returns.is_dir():
        return
    make_private_folder(home.returns)
    aside = home.returns / f"{_INDEX}.building"
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(index, file, ensure_ascii=False, indent=1, sort_keys=True)
    aside.replace(home.returns / _INDEX)
