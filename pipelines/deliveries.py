"""Which month's delivery a file belongs to, as its path says."""

import re
import unicodedata
from datetime import date
from pathlib import PurePath

from pipelines.months import Month

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"

# Each form begins with a year that is not the end of a longer run of digits, and ends where no
# further digit follows: an identity number or a time stamp in a name is no month.
_FORMS = re.compile(
    rf"""
    (?<!\d)(?P<year>20\d\d)
    (?:
        (?P<m1>0[1-9]|1[0-2])(?P<d1>0[1-9]|[12]\d|3[01])?(?!\d)          # 202610, 20261015
      | [-._](?P<m2>{_MONTH})(?:[-._](?P<d2>{_DAY}))?(?!\d)              # 2026-10, 2026.10.15
      | \s*年度?\s*(?:\d{{1,2}}\s*月?\s*[-—~至到]\s*)?(?P<m3>{_MONTH})\s*月  # 2026年1-10月
      | 年?/(?P<m4>{_MONTH})月?份?(?=/)                                   # folders 2026/10/
    )
    """,
    re.VERBOSE | re.ASCII,
)


def delivery_month(relative_path: PurePath | str) -> Month | None:
    """The last month or date that stands in a path below the inbox, or None.

    Years 2000 to 2099; a date that is not in the calendar is none.
    """
    text = unicodedata.normalize("NFKC", PurePath(relative_path).as_posix())
    months = [month for found in _FORMS.finditer(text) if (month := _month_of(found))]
    return months[-1] if months else None


def _month_of(found: re.Match[str]) -> Month | None:
    parts = found.groupdict()
    month = int(parts["m1"] or parts["m2"] or parts["m3"] or parts["m4"])
    day = int(parts["d1"] or parts["d2"] or 1)
    try:
        return Month.of(date(int(parts["year"]), month, day))
    except ValueError:
        return None
