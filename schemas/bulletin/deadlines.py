"""The contract of bulletin.deadlines."""

import polars as pl
from pandera.polars import DataFrameModel, Field

from schemas.ledger.deadlines import KINDS

_CASES = {"unit": "件"}


class Deadlines(DataFrameModel):
    """How many deadlines of a kind fell due in the month and were kept; what is overdue at its end.

    due = in_time + late + open; overdue = grid + street + district, by who is told of it.
    """

    kind: pl.String = Field(isin=list(KINDS), title="什么事")
    due_count: pl.Int64 = Field(title="本月到期", metadata=_CASES)
    in_time_count: pl.Int64 = Field(title="按时办了", metadata=_CASES)
    late_count: pl.Int64 = Field(title="办晚了", metadata=_CASES)
    open_count: pl.Int64 = Field(title="还没有办", metadata=_CASES)
    overdue_count: pl.Int64 = Field(title="逾期未办", metadata=_CASES)
    overdue_grid_count: pl.Int64 = Field(title="网格办", metadata=_CASES)
    overdue_street_count: pl.Int64 = Field(title="镇街催", metadata=_CASES)
    overdue_district_count: pl.Int64 = Field(title="区里催", metadata=_CASES)

    class Config:
        """No two rows share the key."""

        metadata = {"key": ("kind",)}  # noqa: RUF012 (pandera reads a plain dict)
