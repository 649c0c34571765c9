"""What a workbook looks like that we send out to be filled, so that it is known when it returns."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class SentWorkbook:
    """The sheet to be filled, the columns to be filled, and the sheets that hold no data.

    Other sheets with the same header are copies to print, the same rows once more: of them only
    what somebody wrote into them all the same is taken.
    """

    sheet: str
    filled: tuple[str, ...]
    others: frozenset[str] = frozenset()
