"""Case conferences (个案会商, 一事一议): a page a household, and the record that comes back."""

from datetime import date
from pathlib import Path

from pipelines.months import Month
from pipelines.settings import Home

__all__ = ["write_case", "write_cases"]


def write_case(home: Home, household_id: str, month: Month, on: date, file: Path) -> None:
    """Write the one-page file of a household as a PDF that only its owner can open.

    What the month's release says of it, and what has come of it up to a day. Raises NoRelease,
    HouseholdNotFound, FontNotFound, PageNotWritten.
    """
    from pipelines.conferences.page import page_of
    from pipelines.conferences.reading import read_cases
    from pipelines.household_page import write_private
    from pipelines.household_page.reading import read_sheet

    sheet = read_sheet(home, household_id, month)
    case = read_cases(home, on, household_id)[household_id]
    write_private(file, page_of(sheet, case, on))


def write_cases(home: Home, on: date, file: Path) -> int:
    """Write the record of all households that wait for a conference, or for what one decided.

    Returns how many; the workbook is private and is written where there are none, too.
    """
    from pipelines.conferences.reading import read_cases
    from pipelines.conferences.record import write_record

    cases = list(read_cases(home, on).values())
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_record(file, home, cases, on)
    return len(cases)
