"""What the command does: a template, or a request computed and written beside it."""

import os
from collections.abc import Callable
from pathlib import Path

from pipelines.errors import SanseError
from pipelines.months import Month
from pipelines.settings import Home
from pipelines.whatif.ids_book import write_ids
from pipelines.whatif.report import write_report
from pipelines.whatif.study import Study, known, study
from pipelines.whatif.template import write_template

_XLSX = ".xlsx"
_PRIVATE = 0o600


class NotWritten(SanseError):
    """A result could not be written where it was asked for."""


def make_template(home: Home, month: Month, path: Path) -> list[str]:
    """Write the template of a month; return what to tell."""
    _check_name(path)
    if path.exists():
        raise NotWritten(f"{path} 已经有了，里面可能有填好的方案，没有覆盖。请换一个名字。")
    told = known(home, month)
    _write(path, lambda place: write_template(place, month, told))
    return [
        f"模板在：{path}",
        f"填好以后运行：sanse whatif {path.name} --month {month}",
    ]


def compare(
    home: Home,
    month: Month,
    file: Path,
    out: Path | None,
    on_progress: Callable[[str], None],
    *,
    with_ids: bool,
) -> tuple[Study, list[str]]:
    """Compute a request and write the workbook; return the study and what to tell.

    Ids go to a file of their own, which none but its owner can open.
    """
    path = out or file.with_name(f"{file.stem}-结果{_XLSX}")
    _check_name(path)
    if path.absolute() == file.absolute():
        raise NotWritten("结果不能写到原来的文件里，请给 --out 另起一个名字。")
    told = study(home, month, file, on_progress)
    on_progress("写结果……")
    _write(path, lambda place: write_report(place, told))
    lines = [f"结果在：{path}"]
    if with_ids:
        private = path.with_name(f"{path.stem}-户编号{_XLSX}")
        _write(private, lambda place: write_ids(place, told))
        lines.append(f"户编号在：{private}（只有本人能打开，不要转发）")
    return told, lines


def _check_name(path: Path) -> None:
    if path.suffix.lower() != _XLSX:
        raise NotWritten(f"“{path.name}”应当以 .xlsx 结尾。")


def _write(path: Path, write: Callable[[Path], None]) -> None:
    """Write aside, for the owner alone, and put it in its place whole."""
    aside = path.with_name(f".{path.name}.{os.getpid()}{_XLSX}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE))
        write(aside)
        aside.replace(path)
    except OSError:
        raise NotWritten(f"{path} 写不进去。请看目录是否存在、有没有权限、磁盘是否满了。") from None
    finally:
        aside.unlink(missing_ok=True)
