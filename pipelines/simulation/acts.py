"""What is done in a simulated year: visits, and the rows in which they are written down."""

from dataclasses import dataclass
from datetime import date

from pipelines.months import Month

REFERRED = ("应享政策未落实，转办落实", "未纳入救助、可能符合条件，转办", "情况复杂，一事一议")
NOT_DELIVERED, NOT_COVERED, COMPLEX = REFERRED
REVIEW, NO_RISK = "在享救助、情况有变，按程序复核", "未发现风险"
MET, NOT_MET, MOVED, REFUSED = "已见到", "未遇到", "已搬走", "拒绝"


@dataclass(frozen=True)
class Listed:
    """A household on a street's list; `home` is where it truly lives, where that is known."""

    household: str
    home: int | None
    street: str
    list_month: Month
    colour: str
    list_date: date
    verify_by: date


@dataclass(frozen=True)
class Visit:
    """What a visitor found at a door on a day."""

    on: date
    result: str
    conclusion: str = ""
    help: str = ""


@dataclass(frozen=True)
class Act:
    """One row as it was written: of which household, in whose workbook, delivered when.

    `fault` is empty for a row that is taken; else which slip of the hand it bears.
    """

    listed: Listed
    visit: Visit
    written: str
    path: str
    delivered: Month
    line: int
    fault: str = ""

    @property
    def cells(self) -> dict[str, str | date]:
        """The cells to fill, by heading."""
        visit = self.visit
        told: dict[str, str | date] = {"走访人": "网格员", "走访结果": visit.result}
        if self.fault != "no_date":
            told["走访日期"] = visit.on
        if visit.conclusion:
            told["核实结论"] = visit.conclusion
        if visit.help:
            told["需要的帮扶"] = visit.help
        return told
