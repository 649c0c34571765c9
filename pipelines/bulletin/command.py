"""Writing a month's bulletin: the page, the same on paper and the file for machines."""

import os
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from pipelines.bulletin.basis import Basis, NothingListed, basis_of
from pipelines.bulletin.figure import Figure, Figures
from pipelines.bulletin.gathered import Bulletin, gather
from pipelines.bulletin.households import PAID, YIELD
from pipelines.bulletin.page import page_of
from pipelines.bulletin.print import printed
from pipelines.errors import SanseError
from pipelines.months import Month
from pipelines.parquet import arrow_schema, write_parquet
from pipelines.settings import Home, make_private_folder
from schemas.outputs import output_of

PAGE, PRINT, FILE = "bulletin.html", "bulletin.pdf", "bulletin.parquet"


class BulletinNotWritten(SanseError):
    """The folder named for the bulletin cannot be written."""


@dataclass(frozen=True)
class Written:
    """A bulletin and the folder in which its three files lie."""

    folder: Path
    bulletin: Bulletin

    @property
    def told(self) -> str:
        """What is said of it in a terminal."""
        get = self.bulletin.figures.get
        year, verified, eligible, helped = (
            get(YIELD, name).told for name in ("year", "verified", "eligible", "helped")
        )
        return (
            f"本年台账 {year} 户，已核实 {verified} 户，核实符合 {eligible} 户，"
            f"新纳入 {helped} 户，到位资金 {get(YIELD, PAID).told} 元。\n月报在：{self.folder}"
        )


def write_bulletin(home: Home, month: Month, folder: Path | None = None) -> Written:
    """Write the bulletin of a month; without a folder, into `<home>/bulletins/<month>`.

    The same home and policy give the same bytes. Raises NothingListed, CountsDisagree,
    FontNotFound, BulletinNotWritten.
    """
    bulletin = gather(basis_of(home, month), _before(home, month))
    place = folder or home.root / "bulletins" / str(month)
    try:
        make_private_folder(place)
        _put(place / PAGE, page_of(bulletin).encode())
        aside = place / f".{FILE}-{os.getpid()}"
        write_figures(bulletin.figures, month, aside)
        aside.replace(place / FILE)
        # Last: a machine without a Chinese font still has the page and the file.
        _put(place / PRINT, printed(bulletin))
    except OSError:
        raise BulletinNotWritten(
            f"写不出 {place} 里的月报：没有权限，磁盘已满，或文件正被打开（请先关闭）。"
            "请换一个目录，例如 --out 月报。"
        ) from None
    return Written(place, bulletin)


def _before(home: Home, month: Month) -> Basis | None:
    try:
        return basis_of(home, month.previous())
    except NothingListed:
        return None


def _put(file: Path, content: bytes) -> None:
    """Put a file in its place whole or not at all."""
    aside = file.with_name(f".{file.name}-{os.getpid()}")
    aside.write_bytes(content)
    aside.replace(file)


def write_figures(figures: Figures, month: Month, file: Path) -> None:
    """Write every figure of a bulletin as a row of a Parquet file, in the order of the page."""
    output = output_of("figures", "bulletin")
    rows = [_row(str(month), one) for one in figures]
    write_parquet(pa.Table.from_pylist(rows, schema=arrow_schema(output)), output, file)


def _row(month: str, one: Figure) -> dict[str, object]:
    told = {name: getattr(one, name) for name in _COPIED}
    amounts = {name: _hundredths(getattr(one, name)) for name in ("value", "low", "high")}
    return {"month": month, "figure": one.name, **told, **amounts}


_COPIED = (
    "section", "title", "by", "group", "group_title", "unit", "part", "whole", "shown", "told",
)  # fmt: skip


def _hundredths(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(Decimal("0.01"))
